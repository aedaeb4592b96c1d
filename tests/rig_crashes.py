"""The crash rig: the bot dies at every moment of a whole interview, one after the other, and the person goes on.

Rules:
- The moments are those before and after each call to the database and to Telegram (crash_points.py), from the start of
  the process to its end. Each is tried with an interview of its own: the process dies there, a new one starts at once.
- The interview: greeting, consent, questions (tapped, typed, skipped, one gone back to and changed), the result,
  /mydata; then a look by rig_checker.py; then /delete, and another look at what is left, down to the bytes of the files.
- A document that is sent twice is no damage: parcels arrive at least once.

Run: python tests/rig_crashes.py --jobs 4
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from random import Random
from signal import SIGTERM

from botapi import BotApi, Person
from botapi_world import Message
from content.loader import load
from crash_points import DIED, number_moments
from process import Running, stored
from rig_checker import Evidence, check
from rig_kills import HAMMERED, SETTINGS, Ledger, Player, keys
from traces import CANARY, traces
from zygote import forked

LONGEST = 300.0  # seconds for one interview, also on a busy machine
CALM = 30.0  # seconds for the last notes to be written


@dataclass(frozen=True, slots=True)
class Interview:
    """What came of one interview: the moments it passed, whether the process died, and what is wrong."""

    moments: tuple[str, ...]
    died: bool
    wrong: tuple[str, ...]
    answers: int
    spares: int
    documents: int


@dataclass(slots=True)
class Outcome:
    """What came of all of them."""

    moments: int
    kinds: frozenset[str]  # "before" and "after", when both are watched
    seconds: float = 0.0
    crashes: int = 0
    answers: int = 0
    spares: int = 0
    documents: int = 0
    wrong: list[str] = field(default_factory=list)
    places: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, found: Interview) -> None:
        """Take one interview in."""
        self.crashes += found.died
        self.answers += found.answers
        self.spares += found.spares
        self.documents += found.documents > 1
        place = found.moments[-1] if found.died else "never"
        self.places[place] += 1
        self.wrong += [f"died at {number}, {place}: {each}" for each in found.wrong]

    @property
    def figures(self) -> dict[str, float]:
        """Return the figures by their names."""
        return {
            "moments": self.moments,
            "crashes": self.crashes,
            "kinds_of_moments": len(self.places - Counter({"never": 1})),
            "answers": self.answers,
            "wrong": len(self.wrong),
            "spare_cards": self.spares,
            "documents_sent_again": self.documents,
            "seconds": round(self.seconds),
        }


class Interviewee(Player):
    """Somebody who says one thing after another, each on the card that shows the effect of the last."""

    def __init__(self, person: Person) -> None:
        super().__init__(person, Random(1))
        self._said = 0

    def finishes(self) -> bool:
        """Do the next thing; True once the result is shown."""
        if self._before is None:
            self._types_command("/start")
        card = self._current()
        if card is None:
            return False
        if any(data.endswith(".restart") for data in keys(card)):
            return True
        self._said += 1
        self._says(card)
        return False

    def asks_for_data(self) -> None:
        self._types_command("/mydata")

    def is_answered(self) -> bool:
        return self._current() is not None

    def asks_to_delete(self) -> None:
        self._types_command("/delete")

    def confirms(self) -> bool:
        """Confirm that everything is to be deleted; False while there is nothing to confirm."""
        card = self._current()
        if card is None:
            return False
        self._taps(card, next(data for data in keys(card) if data.endswith(".delete!")))
        return True

    def _types_command(self, command: str) -> None:
        self._waits(())
        self._person.types(command)

    def _says(self, card: Message) -> None:
        shown = keys(card)
        options = [data for data in shown if ".c." in data]
        if not options:
            self._taps(card, next(data for data in shown if data.endswith(".begin")))
            return
        chosen = options[
            self._said % 2 - 1
        ]  # the first and the last in turn, so that it takes long
        match self._said:
            case 3:
                self._hammers(card, chosen, HAMMERED)
            case 4:
                self._taps(card, next(data for data in shown if ".back." in data))
            case 6:
                self._types(card, chosen)
            case 7:
                self._taps(card, next(data for data in shown if ".skip." in data))
            case _:
                self._taps(card, chosen)


class Rig:
    """One interview, and the bot that dies in it."""

    def __init__(self, api: BotApi, folder: Path, last: int | None) -> None:
        self._api = api
        self._folder = folder
        self._last = last
        self._told = folder / "moments"
        queue = api.world.queue
        self.ledger = api.world.queue = Ledger(queue.next_id, queue.confirmed, queue.allowed)
        self.person = api.person(CANARY)
        self.player = Interviewee(self.person)
        self.died = False
        self._over = False

    async def lives(self) -> None:
        """Run the bot that dies, and after it one that does not."""
        first: Callable[[], None] | None = partial(number_moments, self._last, self._told)
        while not self._over:
            async with forked(self._api, self._folder, first=first, **SETTINGS) as bot:
                await self._one_life(bot)
            first = None

    async def _one_life(self, bot: Running) -> None:
        while not self._over and bot.process.returncode is None:
            await asyncio.sleep(0.01)
        code = await (bot.stop() if self._over and bot.process.returncode is None else bot.ended())
        self.died = self.died or code == DIED
        if code not in (0, DIED, -SIGTERM):  # -SIGTERM: told to leave before it listened
            raise AssertionError(f"the bot left with {code}:\n{bot.log.read_text()[-2000:]}")

    async def interview(self) -> tuple[int, tuple[str, ...]]:
        """Have it held; return how many answers were stored, and what was wrong."""
        try:
            await self._until(self.player.finishes)
            self.player.asks_for_data()
            await self._until(self.player.is_answered)
            answers, wrong = await self._looked_at()
            self.player.asks_to_delete()
            await self._until(self.player.confirms)
            return answers, wrong + await self._left_over()
        finally:
            self._over = True

    async def _until(self, done: Callable[[], bool]) -> None:
        while not done():
            await self._api.world.bell.heard(0.05)

    async def _looked_at(self) -> tuple[int, tuple[str, ...]]:
        """Compare what was said with what is stored and shown, once the last notes are written."""
        await self._api.drained()
        end = time.monotonic() + CALM
        while not (found := check(self._evidence())).clean and time.monotonic() < end:
            await asyncio.sleep(0.05)
        wrong = () if found.clean else found.sentences
        return found.answers, (*wrong, *(() if self.documents else ("no document was sent",)))

    async def _left_over(self) -> tuple[str, ...]:
        """Tell what is left of somebody who asked that nothing be left."""
        await self._api.drained()
        end = time.monotonic() + CALM
        while (found := [*self._rows(), *self._bytes(), *self._cards()]) and time.monotonic() < end:
            await asyncio.sleep(0.05)
        return tuple(found)

    def _rows(self) -> Iterator[str]:
        for table in (
            "people",
            "sittings",
            "answers",
            "cards",
            "finishes",
            "outbox",
            "waiting",
            "dead_letters",
            "mentions",
        ):
            for (count,) in stored(self._folder, f"SELECT count(*) FROM {table}"):
                if count:
                    yield f"{count} rows of {table} are left"

    def _bytes(self) -> Iterator[str]:
        for names in traces(self._folder, CANARY).values():
            yield f"the person's id is left in {', '.join(names)}"

    def _cards(self) -> Iterator[str]:
        """Tell the open cards; after a crash one may be left, since the bot does not know of it."""
        if len(self.person.open_cards) > self.died:
            yield f"open cards are left\n{self.person}"
        if not any(each.by_bot and each.text in farewells() for each in self.person.messages):
            yield f"the last line is not shown\n{self.person}"

    @property
    def documents(self) -> int:
        return sum(each.document is not None for each in self.person.messages)

    def _evidence(self) -> Evidence:
        world = self._api.world
        cards = [world.wire(self.person.chat, each) for each in self.person.open_cards]
        database = self._folder / "advisor.sqlite3"
        return Evidence(
            database,
            self.ledger.pushed,
            self._api.confirmed,
            {self.person.id: cards},
            self._api.faults,
        )

    def moments(self) -> tuple[str, ...]:
        return tuple(self._told.read_text().splitlines())


@cache
def farewells() -> tuple[str, str]:
    """Return the last line, and the one that is left when the bot dies before it can say more."""
    words = load().texts["en"]
    return words.plain("farewell"), words.plain("farewell-soon")


async def interviewed(folder: Path, last: int | None) -> Interview:
    """Hold one interview in this folder with a bot that dies at this moment, if at any."""
    async with BotApi() as api:
        rig = Rig(api, folder, last)
        lives = asyncio.create_task(rig.lives())
        try:
            async with asyncio.timeout(LONGEST):
                answers, wrong = await rig.interview()
                await lives
        except (TimeoutError, AssertionError) as error:
            answers, wrong = 0, (f"{error or 'it came to no end'}\n{rig.person}",)
        finally:
            lives.cancel()
            with suppress(asyncio.CancelledError, AssertionError):
                await lives
        return Interview(
            rig.moments(), rig.died, wrong, answers, len(rig.person.open_cards), rig.documents
        )


async def crashed(
    folder: Path, *, jobs: int, points: int | None, tell: Callable[[str], None]
) -> Outcome:
    """Try every moment, or so many of them, some at a time."""
    started = time.monotonic()
    whole = await interviewed(_made(folder / "whole"), None)
    total = len(whole.moments)
    outcome = Outcome(total, frozenset(each.split()[0] for each in whole.moments))
    outcome.wrong += whole.wrong
    todo = iter(_spread(total, points))

    async def work() -> None:
        for number in todo:
            outcome.add(number, await interviewed(_made(folder / f"{number}"), number))
            if sum(outcome.places.values()) % 50 == 0:
                tell(f"{sum(outcome.places.values())} of {total}, {len(outcome.wrong)} wrong")

    await asyncio.gather(*(work() for _ in range(jobs)))
    outcome.seconds = time.monotonic() - started
    return outcome


def _spread(total: int, points: int | None) -> Sequence[int]:
    """Return so many moments, spread over all there are."""
    if points is None:
        return range(1, total + 1)
    return [1 + place * (total - 1) // max(points - 1, 1) for place in range(points)]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description="Let the bot die at every moment of an interview.")
    parser.add_argument("--jobs", type=int, default=4, help="interviews held at a time")
    parser.add_argument("--points", type=int, help="only so many moments, spread over all")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = crashed(
            Path(folder),
            jobs=told.jobs,
            points=told.points,
            tell=lambda line: print(line, file=sys.stderr, flush=True),
        )
        outcome = asyncio.run(work)
    print(*outcome.wrong[:40], sep="\n", file=sys.stderr)
    if told.json:
        print(json.dumps(outcome.figures))
    else:
        for name, figure in outcome.figures.items():
            print(f"{name.replace('_', ' '):>22} {figure:>8}")
    sys.exit(1 if outcome.wrong else 0)


if __name__ == "__main__":
    main()
