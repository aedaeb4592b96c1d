"""The rig of a Telegram that misbehaves: replies are lost, calls refused, slowed or never answered while people answer.

Rules:
- The bot is the real process and is never killed; the people, the ledger and the checker are those of the kill rig.
- One person's chat is told to wait for an hour. Everybody else must go on, and see the effect of all they did.
- Then Telegram behaves, and the bot is started again, so that the hour is over for the one as well.
- A second open card may only be a message whose sending had its reply lost; at the end each one is tapped, and after
  that nobody has two.

Run: python tests/rig_telegram.py --updates 10000 --people 100 --rate 200 --silence 25 --seed 1
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from botapi import BotApi
from botapi_mishaps import Mischief
from botapi_world import PATIENCE
from rig_checker import Findings, check
from rig_kills import FIRST_PERSON, SETTINGS, Plan, Rig, alive
from zygote import forked

LOOKING = "0.continue"  # a button from before everything: it only shows where things stand
EVERY = 1000  # updates from one line of progress to the next


@dataclass(frozen=True, slots=True)
class Trial:
    """How much is done. `silence`: seconds; the bot itself waits for an answer for 20."""

    updates: int = 10_000
    people: int = 100
    rate: float = 200.0
    silence: float = 25.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `spares`: second cards people ever saw; `unexplained`: those no lost reply accounts for."""

    seconds: float
    mishaps: Mapping[str, int]
    spares: int
    unexplained: tuple[int, ...]
    stuck: tuple[int, ...]  # people who did not see the effect of their last deed
    errors: int
    findings: Findings

    @property
    def figures(self) -> dict[str, float]:
        """Return the figures by their names."""
        found: dict[str, float] = {"seconds": round(self.seconds)}
        cards = {"spare_cards": self.spares, "unexplained": len(self.unexplained)}
        more = {"stuck": len(self.stuck), "errors_logged": self.errors}
        return found | dict(self.mishaps) | self.findings.figures | cards | more

    @property
    def clean(self) -> bool:
        """Tell whether nothing is wrong, and nobody was left with two cards."""
        figures = self.findings.figures
        alone = not figures["two_cards"] and not figures["newest_outdated"]
        return self.findings.clean and alone and not (self.unexplained or self.stuck or self.errors)


async def misbehaved(trial: Trial, folder: Path, tell: Callable[[str], None]) -> Outcome:
    """Do all of it in this folder."""
    started = time.monotonic()
    async with BotApi() as api:
        rig = Rig(api, Plan(0, people=trial.people, rate=trial.rate, seed=trial.seed), folder)
        mischief = Mischief(Random(f"{trial.seed} mischief"), silence=trial.silence)
        api.mischief, spares = mischief, set[int]()
        async with forked(api, folder, first=None, **SETTINGS) as bot, asyncio.TaskGroup() as tasks:
            tasks.create_task(rig.people())
            for goal in _milestones(trial.updates):
                while len(rig.ledger.pushed) < goal:
                    alive(bot)
                    spares |= _spares(rig)
                    await asyncio.sleep(0.05)
                mischief.halted.add(FIRST_PERSON)
                tell(f"{goal} updates, {time.monotonic() - started:.0f} s")
            rig.over = True
            api.behave()
            stuck = await _stuck(rig)
            spares |= _spares(rig)
            await bot.stop()
        await rig.drain(lambda: _tap_spares(rig))
        lost = {
            each["message_id"]
            for each in api.unheard
            if isinstance(each, dict) and "message_id" in each
        }
        unexplained = tuple(spares - lost)
        errors = sum(" ERROR " in line for line in bot.log.read_text().splitlines())
        seconds, findings = time.monotonic() - started, check(rig.evidence())
        return Outcome(
            seconds, dict(mischief.met), len(spares), unexplained, stuck, errors, findings
        )


def _milestones(updates: int) -> Iterator[int]:
    """Return the numbers of updates to tell of: a tenth, after which one chat is halted, and so on to the last."""
    yield updates // 10
    yield from range(EVERY, updates, EVERY)
    yield updates


async def _stuck(rig: Rig) -> tuple[int, ...]:
    """Return those who do not see the effect of their last deed, after some patience; the halted one cannot."""
    end = time.monotonic() + PATIENCE
    while True:
        stuck = tuple(
            player.id for player in rig.players if not player.served and player.id != FIRST_PERSON
        )
        if not stuck or time.monotonic() > end:
            return stuck
        await asyncio.sleep(0.05)


def _spares(rig: Rig) -> set[int]:
    """Return the cards that are open beside a newer one."""
    return {card.id for player in rig.players for card in player.cards[:-1]}


def _tap_spares(rig: Rig) -> None:
    """Have everybody with two open cards tap the older one."""
    for player in rig.players:
        if len(cards := player.cards) > 1:
            player.taps_data(LOOKING, cards[0].id)


def table(outcome: Outcome) -> Iterator[str]:
    """The figures, a line for each, and what they are about."""
    for name, figure in outcome.figures.items():
        yield f"{name.replace('_', ' '):>22} {figure:>8}"
    yield from (f"unexplained: {card}" for card in outcome.unexplained)
    yield from (f"stuck: {person}" for person in outcome.stuck)
    yield from outcome.findings.sentences[:40]


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Have Telegram misbehave, and look for damage.")
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--rate", type=float, default=200.0, help="updates a second, all together")
    parser.add_argument("--silence", type=float, default=25.0, help="seconds without an answer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def main() -> None:
    told = asked()
    trial = Trial(told.updates, told.people, told.rate, told.silence, told.seed)
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            misbehaved(trial, Path(folder), lambda line: print(line, file=sys.stderr, flush=True))
        )
    print(json.dumps(outcome.figures) if told.json else "\n".join(table(outcome)))
    sys.exit(0 if outcome.clean else 1)


if __name__ == "__main__":
    main()
