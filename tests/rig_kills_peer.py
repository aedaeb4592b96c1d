"""The kill rig against a bot as usually written: ConversationHandler, PicklePersistence (tests/bench/peers/usual.py).

Rules:
- It is killed as ours is in rig_kills.py, and people come at the same rate. They tap the answers they see, and wait until
  their chat shows the effect.
- What the bot took (Telegram has forgotten it) and what had no effect when it was killed is lost, since no other process
  will ever hear of it. Then people do what people do: tap once more, and when that is lost too, send /start.
- A result is wrong when it is not the one of the answers that were shown as taken since /start.
- In the end the bot runs undisturbed until nothing happens any more, and is asked to leave, so that it writes its pickle.

Run: python tests/rig_kills_peer.py --kills 1000 --people 20 --rate 50 --seed 1, once `make bench` has made tests/bench/.venv.
"""

import asyncio
import json
import os
import pickle
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from botapi import BotApi, Person
from process import ROOT, Running, commanded
from rig_kills import FIRST_PERSON, Plan, Rig, aside, asked, keys, plan_of

PEERS = ROOT / "tests" / "bench"
PYTHON = PEERS / ".venv" / "bin" / "python"
PICKLE = "quiz.pickle"
ANSWER = re.compile(r"answer:(\d+):(\d+)")
RESULT = re.compile(r"\((\d+) to (\d+)\)")
OPTIONS = 5
STILL = 0.5  # seconds without a call after which nothing more is to come

Shown = tuple[tuple[int, int], ...]  # the bot's messages, and how often each was edited


@dataclass(slots=True)
class Damage:
    """What was found.

    `forgotten`: answers shown as taken that are not in the pickle in the end. `wrong_screens`: people who see in the end
    what they have answered already, or nothing.
    """

    kills: int = 0
    updates: int = 0
    lost: int = 0
    doubled: int = 0
    results: int = 0
    wrong_results: int = 0
    forgotten: int = 0
    wrong_screens: int = 0


class Guest:
    """Somebody who goes through the quiz again and again."""

    def __init__(self, person: Person, chance: Random, damage: Damage) -> None:
        self.id = person.id
        self.given: dict[int, int] = {}  # the answers shown as taken since /start
        self._person = person
        self._chance = chance
        self._damage = damage
        self._waits = 0  # the update whose effect is waited for
        self._lost = 0  # how often in a row
        self._tapped: tuple[int, int] | None = None
        self._before: Shown = ()

    def acts(self) -> bool:
        """Do the next thing; False while the effect of the last one is not to be seen."""
        if self._waits and not self.sees():
            return False
        card = self._person.card
        shown = [data for data in keys(card) if ANSWER.fullmatch(data)] if card else []
        self._before = self._shown()
        if card is None or not shown or self._lost > 1:
            self._tapped, self._lost = None, 0
            self._waits = self._person.types("/start")
        else:
            data = self._chance.choice(shown)
            found = re.fullmatch(ANSWER, data)
            self._tapped = (int(found[1]), int(found[2])) if found else None
            self._waits = self._person.taps_data(data, card.id)
        return True

    def sees(self) -> bool:
        """Look for the effect of the last deed, and take it in."""
        shown = self._shown()
        if shown == self._before:
            return False
        self._waits = self._lost = 0
        self._damage.doubled += max(len(shown) - len(self._before) - 1, 0)
        if self._tapped is None:
            self.given = {}
        else:
            question, option = self._tapped
            self.given[question] = option
            self._check_result()
        return True

    def loses(self, confirmed: int) -> None:
        """Count what was taken and has no effect, now that the bot is dead."""
        if 0 < self._waits < confirmed and not self.sees():
            self._damage.lost += 1
            self._lost += 1
            self._waits = 0

    @property
    def stuck(self) -> bool:
        """Whether the last deed was lost."""
        return self._lost > 0

    def _check_result(self) -> None:
        """Compare the result, when there is one, with that of the answers given."""
        newest = next(each for each in reversed(self._person.messages) if each.by_bot)
        if found := RESULT.search(newest.text):
            told = int(found[1]), int(found[2])
            options = [self.given[question] for question in sorted(self.given)]
            right = tuple(sum(OPTIONS - 1 - each for each in options[side::2]) for side in (0, 1))
            self._damage.results += 1
            self._damage.wrong_results += told != right

    def _shown(self) -> Shown:
        return tuple((each.id, each.edited) for each in self._person.messages if each.by_bot)


class PeerRig(Rig):
    """The rig around the peer, whose people could wait for ever in the end."""

    afterwards = 0

    def __init__(self, api: BotApi, plan: Plan, folder: Path) -> None:
        super().__init__(api, plan, folder)
        self.damage = Damage()
        self.guests = [self._guest(number) for number in range(plan.people)]

    def _guest(self, number: int) -> Guest:
        chance = Random(f"{self._plan.seed} {number}")
        return Guest(self._api.person(FIRST_PERSON + number), chance, self.damage)

    def act(self, chance: Random) -> bool:
        return any(guest.acts() for guest in chance.sample(self.guests, len(self.guests)))

    def _bot(self) -> AbstractAsyncContextManager[Running]:
        settings = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_BOT_TOKEN": self._api.token,
            "TELEGRAM_API_URL": self._api.url,
            "DATABASE_PATH": str(self._folder / PICKLE),
        }
        command = (str(PYTHON), str(PEERS / "peers" / "usual.py"))
        return commanded(command, self._folder, settings)

    async def still(self) -> None:
        """Wait until nothing happens any more; what it has still to do is nowhere to be read."""
        await self._api.drained()
        await asyncio.sleep(STILL)
        await self._api.drained()

    def _look(self) -> None:
        for guest in self.guests:
            guest.loses(self._api.confirmed)

    def judged(self) -> Damage:
        """Return what was found, once the bot has written its pickle and left."""
        found = self.damage
        found.kills, found.updates = len(self.kills), len(self.ledger.pushed)
        found.wrong_screens = sum(guest.stuck for guest in self.guests)
        found.forgotten = sum(1 for _ in self._forgotten())
        return found

    def _forgotten(self) -> Iterator[int]:
        """Give each answer of the last interviews that is not in the pickle; a bot that remembers nothing writes none."""
        file = self._folder / PICKLE
        people = pickle.loads(file.read_bytes())["user_data"] if file.exists() else {}
        for guest in self.guests:
            kept = people.get(guest.id, {}).get("answers", {})
            yield from (each for each, option in guest.given.items() if kept.get(each) != option)


async def damaged(plan: Plan, folder: Path) -> Damage:
    """Do all of it in this folder."""
    async with BotApi() as api:
        rig = PeerRig(api, plan, folder)
        await rig.play(aside)
        return rig.judged()


def main() -> None:
    told = asked()
    if not PYTHON.exists():
        sys.exit("There is no tests/bench/.venv yet; `make bench` makes it.")
    with tempfile.TemporaryDirectory() as folder:
        damage = asyncio.run(damaged(plan_of(told), Path(folder)))
    lines = (f"{name.replace('_', ' '):>16} {count:>7}" for name, count in asdict(damage).items())
    print(json.dumps(asdict(damage)) if told.json else "\n".join(lines))


if __name__ == "__main__":
    main()
