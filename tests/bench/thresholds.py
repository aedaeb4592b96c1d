"""What other thresholds of consistency would do to real people and to random pressing: the curve in METHOD.md.

Run it with the answers of real people: `python tests/bench/thresholds.py --answers FILE --technical 'i*' --leading 'e*'`.
The first half of the rows, in a seeded order, is for choosing; `--report` prints the second half instead.
"""

import argparse
from bisect import bisect
from math import log, sqrt
from pathlib import Path
from random import Random
from statistics import fmean

from bot.core.assessment import advice
from bot.core.assessment.advice import Advice, Doubt, Standing
from bot.evaluation.people import CUTS, Interests, draw_interests, loadings_of, respond_at_random
from bot.evaluation.replay import ItemColumns, replay
from bot.evaluation.simulation import interview
from bot.evaluation.survey import read_rows
from content.loader import load
from content.model import Catalog

RANDOM = (1 / 20, 1 / 10, 1 / 6, 1 / 4)  # least likelihood ratio for anything to be named
FITTING = (1.0, 1.5, 2.0)  # for `clear`
ENDS = 1.8  # the spread of people who use the ends
HOLD_OUTS = (1, 2, 3, 4, 5)  # seeds of the halves kept back


def main() -> None:
    """Print a line for each pair of thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--technical", default="i*")
    parser.add_argument("--leading", default="e*")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--report", action="store_true")
    given = parser.parse_args()
    rows = list(read_rows(given.answers))
    Random(1).shuffle(rows)
    half = len(rows) // 2
    rows = rows[half:] if given.report else rows[:half]
    items = ItemColumns((given.technical,), (given.leading,), 0.53)
    catalog, random = load(), Random(7)
    minds = [draw_interests(random) for _ in range(given.people)]
    ends = [stretched(catalog, mind, random) for mind in minds]
    pressed = [respond_at_random(catalog, random) for _ in range(given.people)]
    print(f"{len(rows)} real people, {given.people} at the ends, {given.people} at random")
    print(
        "named  clear | real: contradictory, halves | agreement, named | random: clear close |",
        end="",
    )
    print(" ends: contradictory stated true")
    for least in RANDOM:
        for fitting in FITTING if least == 1 / 10 else (1.5,):
            advice.CONTRADICTORY, advice.CONSISTENT = log(least), log(fitting)
            whole = replay(catalog, rows, items, hold_out=False, seed=0)
            halves = [replay(catalog, rows, items, hold_out=True, seed=seed) for seed in HOLD_OUTS]
            agreement = [(each.agreement or {})["named"] or 0.0 for each in halves]
            random_told = [interview(catalog, options)[0] for options in pressed]
            ends_told = [interview(catalog, options)[0] for options in ends]
            clear = [
                (told.chance, told.outcome == catalog.role_for(mind.high).id)
                for told, mind in zip(ends_told, minds, strict=True)
                if told.standing is Standing.CLEAR
            ]
            print(
                f"{least:5.3f}  {fitting:5.2f} | {whole.doubts['contradictory']:8.3f}",
                f"{fmean(each.doubts['contradictory'] for each in halves):8.3f} | {fmean(agreement):.3f} |",
                f"{share(random_told, Standing.CLEAR):.3f} {share(random_told, Standing.CLOSE):.3f} |",
                f"{fmean(each.doubt is Doubt.CONTRADICTORY for each in ends_told):.3f}",
                f"{fmean(stated for stated, _ in clear):.3f} {fmean(right for _, right in clear):.3f}",
                flush=True,
            )


def share(told: list[Advice], standing: Standing) -> float:
    """Return the share of people who are told so."""
    return fmean(each.standing is standing for each in told)


def stretched(catalog: Catalog, mind: Interests, random: Random) -> dict[str, str]:
    """Return the options of somebody who uses more of the scale than the loadings assume."""
    options = {}
    for name, (technical, leading) in loadings_of(catalog).items():
        noise = random.gauss(0, sqrt(1 - technical**2 - leading**2))
        felt = technical * mind.technical + leading * mind.leading + noise
        place = len(CUTS) - bisect(CUTS, ENDS * felt)
        options[name] = catalog.questions[name].options[place].id
    return options


if __name__ == "__main__":
    main()
