"""The people of the bench: what they see, what they tap, and how long they wait.

Rules:
- A person sends one update at a time, and the next message or edit in their chat after it was handed out is the reply.
- A person takes any answer of the question shown, or begins; when neither is on the card, they have finished.
- Closed loop: each taps as soon as the question is shown, and a new person follows whoever has finished.
- Open loop: updates come by a schedule, whether the bot keeps up or not; when nobody has a question, a new person comes.
- Ids are spread as Telegram's are, so that a new person lands anywhere among those stored. They are odd.
"""

import asyncio
import random
import re
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import orjson

Record = dict[str, object]
Given = tuple[int, str, str]  # a person's answer: person, question, option

PEOPLE = 100  # at a time in the closed loop
FEW = 30  # at a time in the open loop, so that each gets through an interview in four seconds
FIRST_ID, LAST_ID = 10**9, 6 * 10**9
FLOODER = 10**9 - 1
BOT: Record = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_test_bot"}
# What the button of an answer carries, in ours and in the peers, and that of the consent in ours.
ANSWER = re.compile(r"(?:^answer:|\.c\.)(?P<question>[\w-]+)[:.](?P<option>[\w-]+)$")
BEGIN = re.compile(r"\.begin$")

numbers = count(700_000_001)  # of updates; never twice, since a database may serve several runs
message_ids = count(1)


@dataclass(slots=True)
class Sent:
    """An update on its way: due, handed out at, and the answer it gives, if it gives one."""

    number: int
    person: int
    payload: bytes
    due: float
    answer: Given | None
    handed: float | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a reply took: since the update was handed out, if it was, and since it was due."""

    handed: float | None
    due: float


@dataclass(slots=True)
class Crowd:
    """Everybody in one run. `ring` is called when an update begins to wait."""

    seed: int
    patient: bool = False  # waits for the schedule instead of tapping at once
    ring: Callable[[], None] = lambda: None
    waiting: deque[Sent] = field(default_factory=deque)
    unanswered: dict[int, Sent] = field(default_factory=dict)
    waits: list[Wait] = field(default_factory=list)
    tapped: Counter[Given] = field(default_factory=Counter)
    confirmed: Counter[Given] = field(default_factory=Counter)
    began: int = 0
    replies: int = 0
    stopped: bool = False
    _ready: deque[tuple[Record, str]] = field(default_factory=deque)
    _chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._chance.seed(self.seed)

    # What people do

    def begin(self, due: float | None = None) -> None:
        """Let a new person send /start."""
        person = self._chance.randrange(FIRST_ID, LAST_ID) | 1
        self.began += 1
        self._send(person, "message", _said(person, "/start"), None, due)

    def flood(self, due: float) -> None:
        """Let one person ask for help once more; nobody waits for the reply."""
        payload = orjson.dumps(
            {"update_id": (number := next(numbers)), "message": _said(FLOODER, "/help")}
        )
        self.waiting.append(Sent(number, FLOODER, payload, due, None))
        self.ring()

    def act(self, due: float) -> None:
        """Let whoever has waited longest tap, or a new person begin while there are few."""
        if self._ready and self.began >= FEW:
            self._tap(*self._ready.popleft(), due)
        else:
            self.begin(due)

    def stop(self) -> None:
        """Tap no more."""
        self.stopped = True

    def _tap(self, message: Record, data: str, due: float | None = None) -> None:
        person = _chat_of(message)
        query: Record = {
            "id": str(self._chance.getrandbits(63)),
            "from": user(person),
            "message": message,
            "chat_instance": str(person * 7919),
            "data": data,
        }
        self._send(person, "callback_query", query, _given(person, data), due)

    def _send(
        self, person: int, kind: str, content: Record, answer: Given | None, due: float | None
    ) -> None:
        number = next(numbers)
        payload = orjson.dumps({"update_id": number, kind: content})
        sent = Sent(number, person, payload, due or time.perf_counter(), answer)
        self.waiting.append(sent)
        self.unanswered[person] = sent
        if answer is not None:
            self.tapped[answer] += 1
        self.ring()

    # What the bot takes and shows

    def confirm(self, offset: int) -> None:
        """Forget the updates below the offset; the bot has taken them."""
        while self.waiting and self.waiting[0].number < offset:
            answer = self.waiting.popleft().answer
            if answer is not None:
                self.confirmed[answer] += 1

    def hand_out(self, limit: int) -> list[bytes]:
        """Return the oldest updates not confirmed."""
        now = time.perf_counter()
        handed = [self.waiting[place] for place in range(min(limit, len(self.waiting)))]
        for sent in handed:
            sent.handed = sent.handed or now
        return [sent.payload for sent in handed]

    def message(self, chat: int, given: Record) -> Record:
        """Return the message that a call of sendMessage or editMessageText makes."""
        edited = given.get("message_id")
        message: Record = {
            "message_id": int(str(edited)) if edited else next(message_ids),
            "from": BOT,
            "chat": private_chat(chat),
            "date": int(time.time()),
            "text": given.get("text", "a picture"),
        }
        if edited:
            message["edit_date"] = message["date"]
        if given.get("reply_markup"):
            message["reply_markup"] = given["reply_markup"]
        return message

    def see(self, chat: int, message: Record) -> None:
        """Take a message as the reply to what the person sent, and go on."""
        sent = self.unanswered.get(chat)
        if sent is None or sent.handed is None:
            return
        del self.unanswered[chat]
        self.replies += 1
        now = time.perf_counter()
        self.waits.append(Wait(now - sent.handed, now - sent.due))
        if not self.stopped:
            self._go_on(message, self._choice(message))

    def _go_on(self, message: Record, choice: str | None) -> None:
        if choice is None:
            if not self.patient:
                self.begin()
        elif self.patient:
            self._ready.append((message, choice))
        else:
            self._tap(message, choice)

    def _choice(self, message: Record) -> str | None:
        shown = _carried(message)
        answers = [data for data in shown if ANSWER.search(data)]
        if answers:
            return self._chance.choice(answers)
        return next((data for data in shown if BEGIN.search(data)), None)

    # What the bench waits for

    def overdue(self) -> list[Wait]:
        """Return how long those have waited so far whose reply has not come."""
        now = time.perf_counter()
        return [
            Wait(sent.handed and now - sent.handed, now - sent.due)
            for sent in self.unanswered.values()
        ]

    async def drained(self, seconds: float) -> None:
        """Wait until everything is answered and confirmed, at most so long."""
        end = time.perf_counter() + seconds
        while (self.waiting or self.unanswered) and time.perf_counter() < end:
            await asyncio.sleep(0.02)


async def scheduled(crowd: Crowd, act: Callable[[float], None], rate: float) -> None:
    """Have this done so many times a second until the crowd is stopped."""
    start = time.perf_counter()
    for turn in count():
        due = start + turn / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if crowd.stopped:
            return
        act(due)


def _said(person: int, command: str) -> Record:
    return {
        "message_id": next(message_ids),
        "from": user(person),
        "chat": private_chat(person),
        "date": int(time.time()),
        "text": command,
        "entities": [{"offset": 0, "length": len(command), "type": "bot_command"}],
    }


def user(person: int) -> Record:
    return {"id": person, "is_bot": False, "first_name": "Anna", "language_code": "en"}


def private_chat(person: int) -> Record:
    return {"id": person, "first_name": "Anna", "type": "private"}


def _chat_of(message: Record) -> int:
    match message:
        case {"chat": {"id": int(chat)}}:
            return chat
    raise ValueError("a message without its chat")


def _carried(message: Record) -> list[str]:
    match message:
        case {"reply_markup": {"inline_keyboard": [*rows]}}:
            return [str(button.get("callback_data", "")) for row in rows for button in row]
    return []


def _given(person: int, data: str) -> Given | None:
    found = ANSWER.search(data)
    return (person, found["question"], found["option"]) if found else None
