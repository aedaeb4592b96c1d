"""The fuzz rig: a hundred thousand updates, half of them malformed, and a good one after each batch.

Rules:
- They go the way of a polled batch: through JSON, the parser of the bot's own HTTP client and the intake into a real
  database. Few people send them, so at the default FLOOD_RATE most wait there at first. Only the line to Telegram is cut
  short: every call is answered with yes.
- What is right is decided by python-telegram-bot's own `Update.de_json`: what it refuses must be set aside, and whoever
  wrote or tapped something it can read in a private chat must be known, and nobody else.
- Few of them lead to somebody's being erased, which takes what was set aside along: triggers in the database keep both.
- Neither a whole update nor a readable line or tap may be set aside. Of a number that comes twice, the first update counts.

Run: python tests/rig_fuzz.py --updates 100000 --seed 1
"""

import argparse
import asyncio
import json
import logging
import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from telegram import Bot, CallbackQuery, Chat, MaybeInaccessibleMessage, Message, Update, User

from bot.advisor import Advisor
from bot.core.conversation import inputs
from bot.settings import Settings
from bot.telegram import callback_data
from bot.telegram.receive.batches import BatchProcessor
from bot.telegram.receive.double_tap import TapGuard
from bot.telegram.receive.rate_limit import RateLimit
from bot.telegram.send.sender import Sender
from bot.telegram.transport import AiohttpRequest
from botapi_forms import Record
from content.loader import load
from content.model import Catalog
from process import stored
from storage.database import open_database
from updates import Author

TOKEN = "123456:TEST-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
MOMENT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
JUNK = ("", ".", "x", "zz.c", "0.begin", "0.c..", "0.explain.nothing", "я" * 32, "9" * 64)
FIRST_GOOD = 10_000_000  # the first of the people who send the good updates
SIZES = (1, 30, 100, 100, 100, 100)  # of batches; a hundred is the most that Telegram gives
BEYOND = 2**63  # from here on a number cannot be stored, nor confirmed by an offset
RATE = Settings.model_fields["flood_rate"].default
PATIENCE = 60.0  # seconds for one batch
EVERY = 10_000  # updates from one line of progress to the next
YES = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}'
EXPECTED = ("an update could not be understood", "handling an update failed")


KEPT = """
    CREATE TABLE IF NOT EXISTS kept ("update" INTEGER, reason TEXT);
    CREATE TABLE IF NOT EXISTS erased (person INTEGER);
    CREATE TRIGGER IF NOT EXISTS keeping AFTER INSERT ON dead_letters BEGIN
        INSERT INTO kept VALUES (new."update", new.reason);
    END;
    CREATE TRIGGER IF NOT EXISTS erasing AFTER DELETE ON people BEGIN
        INSERT INTO erased VALUES (old.person);
    END;
"""


@dataclass(slots=True)
class Tally:
    """What was sent, as python-telegram-bot reads it: the numbers of updates, and the ids of people."""

    sent: int = 0
    unnumbered: int = 0
    repeated: int = 0
    numbers: set[int] = field(default_factory=set)
    whole: set[int] = field(default_factory=set)
    refused: dict[int, set[object]] = field(default_factory=dict)  # and whose they may be
    idle: set[int] = field(default_factory=set)  # in no private chat
    said: dict[int, int] = field(default_factory=dict)  # who said something by which update
    present: set[int] = field(default_factory=set)  # everybody who may be known by now
    good: int = 0
    slowest: float = 0.0  # seconds a good update took

    def count(self, raw: Record, bot: Bot, *, whole: bool) -> None:
        """Take note of an update that is about to be taken."""
        self.sent += 1
        match raw.get("update_id"):
            case bool():
                self.unnumbered += 1
            case int(number) if 0 < number < BEYOND:
                self._count_numbered(number, raw, bot, whole=whole)
            case _:
                self.unnumbered += 1

    def _count_numbered(self, number: int, raw: Record, bot: Bot, *, whole: bool) -> None:
        if number in self.numbers:
            self.repeated += 1
            return
        self.numbers.add(number)
        if whole:
            self.whole.add(number)
        try:
            update = Update.de_json(raw, bot)
        except Exception:
            self.refused[number] = set(_ids(raw))
            return
        self._read(number, update)

    def _read(self, number: int, update: Update) -> None:
        tap, line = update.callback_query, update.message
        message = tap.message if tap else line
        chat: object = message.chat if message else None
        match chat:
            case Chat(type="private", id=bool()):
                return
            case Chat(type="private", id=int(person)):
                self.present.add(person)
                if _says_something(tap, message):
                    self.said[number] = person
            case _:
                self.idle.add(number)


def _says_something(tap: CallbackQuery | None, message: MaybeInaccessibleMessage | None) -> bool:
    """Tell whether there is nothing in a private line or tap that could hinder its being taken."""
    if message is None or not _is_id(message.message_id) or not _is_id(message.chat.id):
        return False
    said: object = tap.data or "" if tap else isinstance(message, Message) and message.text
    user: object = tap.from_user if tap else isinstance(message, Message) and message.from_user
    match user:
        case User(language_code=str() | None):
            return isinstance(said, str)
    return False


def _ids(value: object) -> Iterator[str]:
    """Return the ids of everybody in an update, each of whom it is erased with."""
    match value:
        case dict():
            for key, each in value.items():
                if key.endswith(("id", "ids")) and not isinstance(each, dict | list):
                    yield str(each)
                yield from _ids(each)
        case list():
            for each in value:
                yield from _ids(each)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < BEYOND


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `wrong`: a sentence for each thing that is."""

    seconds: float
    tally: Tally
    dead_letters: int
    ignored: int
    reasons: Mapping[str, int]
    wrong: tuple[str, ...]

    @property
    def figures(self) -> dict[str, float]:
        """Return the figures by their names; handled to without_a_number sum to all updates."""
        tally = self.tally
        handled = len(tally.numbers) - self.dead_letters
        return {
            "seconds": round(self.seconds),
            "updates": tally.sent,
            "handled": handled - self.ignored,
            "ignored": self.ignored,
            "dead_letters": self.dead_letters,
            "repeated": tally.repeated,
            "without_a_number": tally.unnumbered,
            "refused_by_the_library": len(tally.refused),
            "good_ones_between": tally.good,
            "slowest_good_one_ms": round(1000 * tally.slowest),
            "wrong": len(self.wrong),
        }


class Yes(AiohttpRequest):
    """A line to a Telegram that agrees with everything."""

    async def exchange(self, *_: object) -> tuple[int, bytes]:
        return 200, YES


class Listener(logging.Handler):
    """Keeps what the bot logs as an error, but for the lines that tell of an update set aside."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith(EXPECTED):
            self.lines.append(f"logged: {record.getMessage()}")


@asynccontextmanager
async def taking(
    folder: Path, catalog: Catalog, rate: int = RATE, line: AiohttpRequest | None = None
) -> AsyncIterator[BatchProcessor]:
    """Give an intake with everything behind it, in this folder; whatever is being shown is shown at the end."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    path = folder / "advisor.sqlite3"
    database = await open_database(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(KEPT)
    bot = Bot(TOKEN, request=line or Yes(1), get_updates_request=Yes(1))
    advisor = Advisor(catalog, database, lambda: MOMENT, bot=123456)
    guard = TapGuard(0)
    sender = Sender(bot, advisor, send_rate=0, guard=guard)
    try:
        processor = BatchProcessor(bot, advisor, sender, "fuzz_bot", RateLimit(rate), guard)
        await processor.resume()
        yield processor
        await sender.close(PATIENCE)
    finally:
        await database.close()


async def fuzzed(updates: int, seed: int, folder: Path, tell: Callable[[str], None]) -> Outcome:
    """Do all of it in this folder."""
    started, chance, tally = time.monotonic(), Random(f"{seed} fuzz"), Tally()
    catalog, listener = load(), Listener()
    author = Author(chance, (*buttons(catalog), *JUNK))
    logging.getLogger("bot").addHandler(listener)
    try:
        async with taking(folder, catalog) as processor:
            while tally.sent - tally.good < updates:
                left = updates - tally.sent + tally.good
                before = tally.sent // EVERY
                await _batch(processor, tally, author, min(left, chance.choice(SIZES)))
                await _good(processor, tally)
                if tally.sent // EVERY > before:
                    tell(f"{tally.sent} updates, {time.monotonic() - started:.0f} s")
    finally:
        logging.getLogger("bot").removeHandler(listener)
    rows = stored(folder, "SELECT * FROM kept")
    aside = {row[0]: row[1] for row in rows}
    reasons = Counter(str(reason) for reason in aside.values())
    wrong = (*amiss(folder, tally), *listener.lines)
    seconds, ignored = time.monotonic() - started, len(tally.idle - aside.keys())
    return Outcome(seconds, tally, len(aside), ignored, dict(reasons), wrong)


async def _batch(processor: BatchProcessor, tally: Tally, author: Author, size: int) -> None:
    """Have a batch taken, half of it malformed."""
    halves = [(each % 2 == 0, tally.sent + each + 1) for each in range(size)]
    made = [author.update(at) if whole else author.malformed(at) for whole, at in halves]
    for (whole, _), raw in zip(halves, polled(made), strict=True):
        tally.count(raw, processor.bot, whole=whole)
    async with asyncio.timeout(PATIENCE):
        await processor.process(polled(made))
    await taken_up(processor)


async def _good(processor: BatchProcessor, tally: Tally) -> None:
    """Have somebody new write, and take the time."""
    person = FIRST_GOOD + tally.good
    user = {"id": person, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 1, "date": 1, "chat": {"id": person, "type": "private"}, "from": user}
    raw: Record = {"update_id": tally.sent + 1, "message": {**message, "text": "/start"}}
    tally.count(raw, processor.bot, whole=True)
    tally.good += 1
    before = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        await processor.process([raw])
    tally.slowest = max(tally.slowest, time.monotonic() - before)


async def taken_up(processor: BatchProcessor) -> None:
    """Have everything taken up that waits."""
    if processor.rate_limit.deferred:
        async with asyncio.timeout(PATIENCE):
            await processor.release_deferred()


def polled(batch: Iterable[Record]) -> list[Record]:
    """Return a batch as the bot gets it from Telegram's answer."""
    body = json.dumps({"ok": True, "result": list(batch)}).encode()
    found: list[Record] = AiohttpRequest.parse_json_payload(body)["result"]
    return found


def buttons(catalog: Catalog) -> Iterator[str]:
    """Return what the buttons of everybody who is new at this moment carry, but for those that lead to being erased."""
    said: list[inputs.Input] = [*callback_data.BARE.values()]
    said += [inputs.Explain(page) for page in ("roles", "help", "reasons", "privacy", "languages")]
    said += [inputs.SwitchLanguage(language) for language in catalog.texts]
    for question in catalog.questions.values():
        words = (inputs.Skip, inputs.Back, inputs.Why, inputs.Revise)
        said += [word(question.id) for word in words]
        said += [inputs.Choose(question.id, option.id) for option in question.options]
    stamp = callback_data.stamp(MOMENT)
    return (callback_data.pack(stamp, each) for each in said if not isinstance(each, inputs.Delete))


def amiss(folder: Path, tally: Tally) -> Iterator[str]:
    """Tell what is in the database and should not be, or the other way round."""
    handled = Counter(number for (number,) in stored(folder, 'SELECT "update" FROM handled'))
    aside = Counter(number for (number,) in stored(folder, 'SELECT "update" FROM kept'))
    erased = {str(person) for (person,) in stored(folder, "SELECT person FROM erased")}
    people = {person for (person,) in stored(folder, "SELECT person FROM people")}
    yield from (f"{each} still waits" for (each,) in stored(folder, 'SELECT "update" FROM waiting'))
    yield from (f"{each} was not taken" for each in tally.numbers - handled.keys())
    yield from (f"{each} was never sent" for each in handled.keys() - tally.numbers)
    yield from (f"{each} was set aside {n} times" for each, n in aside.items() if n > 1)
    yield from (
        f"{each} was refused and not set aside"
        for each, owners in tally.refused.items()
        if each not in aside and not owners & erased  # erased in the same batch, it never was
    )
    yield from (f"{each} was whole and set aside" for each in tally.whole & aside.keys())
    yield from (f"{each} was readable and set aside" for each in tally.said.keys() & aside.keys())
    spoke = set(tally.said.values())
    yield from (
        f"{each} said something and is not known"
        for each in spoke - people
        if str(each) not in erased
    )
    yield from (f"{each} said nothing and is known" for each in people - tally.present)


def table(outcome: Outcome) -> Iterator[str]:
    """The figures, a line for each, and what they are about."""
    for name, figure in outcome.figures.items():
        yield f"{name.replace('_', ' '):>24} {figure:>8}"
    yield "dead letters because of: " + json.dumps(outcome.reasons)
    yield from outcome.wrong[:40]


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Send the intake whatever there is, and worse.")
    parser.add_argument("--updates", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def main() -> None:
    told = asked()
    logging.basicConfig(level=logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            fuzzed(told.updates, told.seed, Path(folder), lambda line: print(line, file=sys.stderr))
        )
    print(json.dumps(outcome.figures) if told.json else "\n".join(table(outcome)))
    sys.exit(1 if outcome.wrong else 0)


if __name__ == "__main__":
    main()
