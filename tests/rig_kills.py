"""The kill rig: the bot is killed again and again while people answer, and then a checker looks for the damage.

Rules:
- The bot is the real program in a process of its own (zygote.py), polling or with a webhook, and is killed with SIGKILL a
  random moment after it told Telegram where updates go; it is started again at once. After the last kill it runs
  undisturbed until everything is drained.
- People do only what is possible on the cards the Bot API shows at that moment, and wait until a card shows the
  effect of their last deed, whether the bot is alive or not.
- Now and then somebody hammers on a button, so that FLOOD_RATE, which is the default, lets it and what follows wait.
- A number is typed as a reply to the card it was read from, so that the update itself tells what was seen.
- What is right is decided by rig_checker.py alone.

Run: python tests/rig_kills.py --kills 1000 --people 20 --rate 50 --seed 1, and the same with --webhook
"""

import argparse
import asyncio
import json
import math
import socket
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from botapi import BotApi, Person
from botapi_forms import Record
from botapi_world import PATIENCE, Message, Queue
from process import Running, stored, until_idle
from rig_checker import Evidence, Findings, check
from zygote import forked

FIRST_PERSON = 1001
LANGUAGES = ("en", "ru", None)
BACK, UNSURE, TYPED, SPARE = 0.1, 0.1, 0.12, 0.3  # how often a person does so where it is possible
IMPATIENT, HAMMERED = 0.02, 25  # how often a button is tapped so many times at once
BEHIND = 1.0  # seconds of deeds that are made up for after everybody had to wait
AFTERWARDS = 3  # deeds of each person, on average, after the last kill
EVERY = 50  # kills from one line of progress to the next
POST_AGAIN = 0.05  # seconds Telegram waits first when nobody takes a post
PROXY = "https://bot.example"
# These people need no time to read. FLOOD_RATE is the default: whoever goes faster waits in the database.
SETTINGS = {"SEND_RATE": "0", "TAP_GUARD_MS": "0"}
WEBHOOK = {"WEBHOOK_URL": f"{PROXY}/posts", "WEBHOOK_SECRET": "a_secret-1"}

# Whose card is noted as shown, with nothing waiting to be sent.
KNOWN = """
    SELECT person, message FROM cards
    WHERE shown = version AND message IS NOT NULL AND person NOT IN (SELECT chat FROM outbox)
"""

# How many updates have ever waited: ids are never given twice.
WAITED = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'waiting'"

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is done, and when the bot is killed: so many seconds after it began, log-uniform."""

    kills: int = 1000
    webhook: bool = False
    people: int = 20
    rate: float = 50.0
    seed: int = 1
    soonest: float = 0.02
    latest: float = 1.5

    def moment(self, chance: Random) -> float:
        """Return how long the bot lives this time."""
        return math.exp(chance.uniform(math.log(self.soonest), math.log(self.latest)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    `spares`: cards left open beside the one that is noted as shown; `gaps`: the kills that left them; `waited`: updates
    that came faster than FLOOD_RATE and were stored first.
    """

    kills: int
    seconds: float
    spares: int
    gaps: int
    waited: int
    errors: int
    findings: Findings

    @property
    def figures(self) -> dict[str, float]:
        """Return the figures by their names."""
        found: dict[str, float] = {"kills": self.kills, "seconds": round(self.seconds)}
        rate = round(self.findings.updates / self.seconds, 1)
        gap: dict[str, float] = {"spare_cards": self.spares, "kills_that_left_them": self.gaps}
        more = {"updates_a_second": rate, "waited": self.waited, "errors_logged": self.errors}
        return found | self.findings.figures | gap | more


@dataclass(slots=True)
class Ledger(Queue):
    """Telegram's queue that forgets nothing: every update ever pushed, and how often it was polled."""

    pushed: list[Record] = field(default_factory=list)
    polls: int = 0

    def add(self, payload: Record, expires: float) -> int:
        number = Queue.add(self, payload, expires)
        self.pushed.append(self.waiting[-1].payload)
        return number

    def confirm(self, offset: int) -> None:
        self.polls += 1
        Queue.confirm(self, offset)


class Player:
    """Somebody who goes through the questions again and again."""

    def __init__(self, person: Person, chance: Random) -> None:
        self.id = person.id
        self.spares: dict[int, float] = {}  # when each was sent
        self._person = person
        self._chance = chance
        self._answered: set[str] = set()
        self._acted: Keys = ()
        self._before: dict[int, int] | None = None

    @property
    def cards(self) -> tuple[Message, ...]:
        """The open cards, the oldest first."""
        return self._person.open_cards

    @property
    def served(self) -> bool:
        """Whether the effect of the last deed is to be seen."""
        return self._before is None or self._current() is not None

    def taps_data(self, data: str, card: int) -> None:
        """Tap on a card with any payload."""
        self._person.taps_data(data, card)

    def acts(self) -> bool:
        """Do the next thing; False while the effect of the last one is not to be seen."""
        if self._before is None:
            self._waits(())
            return self._person.types("/start") > 0
        card = self._current()
        if card is None:
            return False
        others = [each for each in self._person.open_cards if each.id != card.id]
        spare = next((each for each in others if self._tells_nothing_new(each, card)), None)
        if spare is not None and self._chance.random() < SPARE:
            self._taps(spare, self._option(spare))
        else:
            self._goes_on(card)
        return True

    def looks(self, known: Mapping[int, int]) -> None:
        """Note the open cards that nobody will look for again, since another one is known as the card."""
        if card := known.get(self._person.id):
            cards = self._person.open_cards
            self.spares |= {each.id: each.sent_at for each in cards if each.id != card}

    def _current(self) -> Message | None:
        """The card with the effect of the last deed: a new one or a changed one, and not what was there before."""
        seen = self._before or {}
        cards = reversed(self._person.open_cards)
        changed = (card for card in cards if seen.get(card.id) != card.edited)
        return next((card for card in changed if keys(card) != self._acted), None)

    def _tells_nothing_new(self, spare: Message, card: Message) -> bool:
        """Whether it is decided what a tap on a spare card does: the same as on the card, or nothing."""
        if keys(spare) == keys(card):
            return question(spare) is not None
        asked = question(spare)
        return asked in self._answered and asked != question(card)

    def _goes_on(self, card: Message) -> None:
        shown = keys(card)
        for word in ("begin", "restart!", "restart"):
            if data := next((data for data in shown if data.endswith(f".{word}")), None):
                self._taps(card, data)
                return
        back = next((data for data in shown if ".back." in data), None)
        chance = self._chance.random()
        if back and chance < BACK:
            self._taps(card, back)
        elif chance < BACK + TYPED:
            self._types(card, self._option(card))
        else:
            self._taps(card, self._option(card))

    def _option(self, card: Message) -> str:
        """A choice among the options, or that they are not sure."""
        word = ".skip." if self._chance.random() < UNSURE else ".c."
        return self._chance.choice([data for data in keys(card) if word in data])

    def _taps(self, card: Message, data: str) -> None:
        self._hammers(card, data, HAMMERED if self._chance.random() < IMPATIENT else 1)

    def _hammers(self, card: Message, data: str, times: int) -> None:
        """Tap so many times at once, which says no more than a single tap."""
        self._waits(keys(card), card)
        for _ in range(times):
            self._person.taps_data(data, card.id)

    def _types(self, card: Message, data: str) -> None:
        self._waits(keys(card), card)
        self._person.types(str(keys(card).index(data) + 1), reply_to=card.id)

    def _waits(self, acted: Keys, card: Message | None = None) -> None:
        """Remember what is shown now, so that the effect can be told from it."""
        self._acted = acted
        self._before = {each.id: each.edited for each in self._person.open_cards}
        if card is not None and (asked := question(card)) is not None:
            self._answered.add(asked)


def keys(card: Message) -> Keys:
    """What the buttons of a card carry, in reading order."""
    return tuple(button.data or "" for row in card.buttons for button in row)


def question(card: Message) -> str | None:
    """The question of a card, with its sitting."""
    return next((data.rpartition(".")[0] for data in keys(card) if ".c." in data), None)


class Rig:
    """The people, the bot and what it is killed by."""

    afterwards = AFTERWARDS

    def __init__(self, api: BotApi, plan: Plan, folder: Path) -> None:
        self._api = api
        self._plan = plan
        self._folder = folder
        self._settings = SETTINGS | (hooked(api) if plan.webhook else {})
        self._chance = Random(f"{plan.seed}")
        queue = api.world.queue
        self.ledger = api.world.queue = Ledger(queue.next_id, queue.confirmed, queue.allowed)
        self.players = [self._player(number) for number in range(plan.people)]
        self.kills: list[float] = []  # when each was
        self.over = False

    def _player(self, number: int) -> Player:
        chance = Random(f"{self._plan.seed} {number}")
        person = self._api.person(FIRST_PERSON + number, chance.choice(LANGUAGES))
        return Player(person, chance)

    async def play(self, tell: Callable[[str], None]) -> None:
        """Let people act and kill the bot, then let it come to rest; tell how far it is."""
        started = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.people())
            for number in range(1, self._plan.kills + 1):
                await self.kill()
                if number % EVERY == 0:
                    took = time.monotonic() - started
                    tell(f"{number} kills, {len(self.ledger.pushed)} updates, {took:.0f} s")
            await self.drain()

    async def people(self) -> None:
        """Let people act, in all at about the rate, until it is over."""
        chance, due = Random(f"{self._plan.seed} rate"), time.monotonic()
        while not self.over:
            due = max(due, time.monotonic() - BEHIND) + chance.expovariate(self._plan.rate)
            await asyncio.sleep(due - time.monotonic())
            if not self.over and not self.act(chance):
                await self._api.world.bell.heard(0.1)

    def act(self, chance: Random) -> bool:
        """Let one of those act who can; False when nobody can."""
        return any(each.acts() for each in chance.sample(self.players, len(self.players)))

    async def kill(self) -> None:
        """Start the bot, let it live a while, kill it."""
        async with self._begun() as bot:
            await asyncio.sleep(self._plan.moment(self._chance))
            alive(bot)
            self.kills.append(self._api.world.clock())
            await bot.kill()
        self._look()

    async def drain(self, last: Callable[[], None] | None = None) -> None:
        """Run the bot undisturbed: people act a little more, then nothing is left to do, also after the `last` deed."""
        async with self._begun() as bot:
            await self._enough()
            self.over = True
            await self.still()
            if last is not None:
                last()
                await self.still()
            alive(bot)
            await bot.stop()
        self._look()

    async def _enough(self) -> None:
        """Wait until people have acted a little more, which they do unless it is over."""
        enough = len(self.ledger.pushed) + self.afterwards * self._plan.people
        async with asyncio.timeout(PATIENCE):
            while not self.over and len(self.ledger.pushed) < enough:
                await self._api.world.bell.heard(0.1)

    async def still(self) -> None:
        """Wait until nothing is left to do."""
        await until_idle(self._api, self._folder)

    def _look(self) -> None:
        """Notice what is to be seen only while no bot runs."""
        known = {int(str(person)): int(str(card)) for person, card in stored(self._folder, KNOWN)}
        for player in self.players:
            player.looks(known)

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[Running]:
        """Run a bot that has told Telegram where updates go."""
        before = self._told()
        async with self._bot() as bot:
            async with asyncio.timeout(PATIENCE):
                while self._told() == before:
                    alive(bot)
                    await self._api.world.bell.heard(0.1)
            yield bot

    def _bot(self) -> AbstractAsyncContextManager[Running]:
        return forked(self._api, self._folder, first=None, **self._settings)

    def _told(self) -> object:
        """What is another thing once a bot has begun: the webhook it set, or the number of polls."""
        return self._api.world.webhook if self._plan.webhook else self.ledger.polls

    def outcome(self, seconds: float, findings: Findings) -> Outcome:
        """What came of it, with what the people saw and the bot logged."""
        spares = [sent for player in self.players for sent in player.spares.values()]
        gaps = {bisect(self.kills, sent) for sent in spares}
        lines = (self._folder / "bot.log").read_text().splitlines()
        errors = sum(" ERROR " in line for line in lines)
        ((waited,),) = stored(self._folder, WAITED)
        return Outcome(
            len(self.kills), seconds, len(spares), len(gaps), int(str(waited)), errors, findings
        )

    def evidence(self) -> Evidence:
        """What there is to be looked at afterwards."""
        world = self._api.world
        chats = {
            chat.id: [
                world.wire(chat, each)
                for each in chat.messages.values()
                if each.by_bot and each.buttons
            ]
            for chat in world.chats.values()
            if chat.messages
        }
        database = self._folder / "advisor.sqlite3"
        return Evidence(database, self.ledger.pushed, self._api.confirmed, chats, self._api.faults)


def hooked(api: BotApi) -> dict[str, str]:
    """Return the settings of a webhook on a free port, which posts to its address are passed to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    api.proxies[PROXY] = f"http://{listen}"
    return WEBHOOK | {"WEBHOOK_LISTEN": listen}


def alive(bot: Running) -> None:
    """Fail when the bot has left by itself."""
    if bot.process.returncode is not None:
        raise AssertionError(f"the bot left by itself:\n{bot.log.read_text()[-2000:]}")


async def killed(plan: Plan, folder: Path, tell: Callable[[str], None]) -> Outcome:
    """Do all of it in this folder."""
    started = time.monotonic()
    async with BotApi(post_again=POST_AGAIN) as api:
        rig = Rig(api, plan, folder)
        await rig.play(tell)
        return rig.outcome(time.monotonic() - started, check(rig.evidence()))


def table(outcome: Outcome) -> Iterator[str]:
    """The figures, a line for each, and what they are about."""
    for name, figure in outcome.figures.items():
        yield f"{name.replace('_', ' '):>22} {figure:>8}"
    yield from outcome.findings.sentences[:40]


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Kill the bot again and again, and look for damage."
    )
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rate", type=float, default=50.0, help="updates a second, all together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latest", type=float, default=1.5, help="seconds it lives at most")
    parser.add_argument("--webhook", action="store_true", help="instead of polling")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def plan_of(told: argparse.Namespace) -> Plan:
    return Plan(told.kills, told.webhook, told.people, told.rate, told.seed, latest=told.latest)


def aside(line: str) -> None:
    """Print what is not a result."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    told = asked()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(killed(plan_of(told), Path(folder), aside))
    print(json.dumps(outcome.figures) if told.json else "\n".join(table(outcome)))
    sys.exit(0 if outcome.findings.clean else 1)


if __name__ == "__main__":
    main()
