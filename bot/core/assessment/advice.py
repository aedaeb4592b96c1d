"""Answers -> two traits -> outcome, with exact reasons and an honest uncertainty.

What is believed about the two traits is a normal distribution (core/assessment/estimate.py). Its mean is a sum over the answers, so
what each of them adds is exact; how probable an outcome is, is how much of the distribution lies in its quarter.

Rules: an outcome is clear when it is probable in itself and would hardly change with all the other questions. Nothing
is named after answers that are too few, nearly all alike, too fast to have been read, far likelier from somebody who
presses at random, or in the middle.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from math import log, sqrt
from statistics import NormalDist

from bot.core.assessment.estimate import Estimate, estimate_traits
from bot.core.assessment.items import ItemBank, ScoredAnswer, item_bank
from bot.core.conversation.state import Answer
from content.model import Catalog, Trait

FEWEST_ANSWERS = 5
ODD_ONES = 1  # answers that may stand elsewhere while the rest are still all alike
LIKELY = 0.7  # least probability of the outcome named, for `clear`
KEPT = 0.92  # least probability that all questions together would name it too, for `clear`
CLOSE = 0.6  # least probability of the two likeliest together, for `close`
SECOND = 0.1  # least probability of a second role, to be named beside the first
# METHOD.md shows what other values of these two would do to real people and to random pressing.
FITTING = log(1.5)  # least fit for `clear`: likelier by so much than pressing at random
RANDOM = log(1 / 6)  # least fit for anything to be named
FASTEST = timedelta(seconds=1)  # below it answers stop being consistent (Wood et al. 2017)
HASTY = 3  # answers faster than that before they are doubted
CALM = 4  # answers in a row, slower than that, that end the doubt
STANDARD_NORMAL = NormalDist()


class Standing(StrEnum):
    """How far the answers allow a recommendation."""

    CLEAR = "clear"
    CLOSE = "close"
    LITTLE = "little"


class Doubt(StrEnum):
    """Why it is too little to tell."""

    FEW = "few"
    ALIKE = "alike"
    FAST = "fast"
    CONTRADICTORY = "contradictory"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class TraitEstimate:
    """A trait in standard deviations from the average person, with its standard error."""

    mean: float
    error: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one answer adds to the estimate of each trait, in standard deviations."""

    question: str
    option: str
    amounts: Mapping[Trait, float]

    def support(self, high: frozenset[Trait]) -> float:
        """Return how strongly the answer speaks for the outcome with these traits high (negative: against)."""
        return sum(amount if trait in high else -amount for trait, amount in self.amounts.items())


@dataclass(frozen=True, slots=True)
class Advice:
    """What the answers say. `outcomes` are role ids with their probabilities, the likeliest first.

    `correlation` is that of the errors of the two estimates (-1 to 1).
    """

    estimates: Mapping[Trait, TraitEstimate]
    correlation: float
    contributions: tuple[Contribution, ...]
    outcomes: tuple[tuple[str, float], ...]
    standing: Standing
    doubt: Doubt | None

    @property
    def outcome(self) -> str:
        """Return the id of the likeliest role."""
        return self.outcomes[0][0]

    @property
    def named(self) -> tuple[str, ...]:
        """Return the roles a result names: none when it is too little to tell, one, or two that are close."""
        (first, _), (second, chance), *_ = self.outcomes
        if self.standing is Standing.LITTLE:
            return ()
        close = self.standing is Standing.CLOSE and chance >= SECOND
        return (first, second) if close else (first,)

    @property
    def chance(self) -> float:
        """Return the probability that what is named holds the role that suits the person."""
        return sum(chance for role, chance in self.outcomes if role in self.named)

    def reasons(self, high: frozenset[Trait]) -> tuple[Contribution, ...]:
        """Return the contributions, the one that speaks most for this outcome first."""
        return tuple(sorted(self.contributions, key=lambda each: -each.support(high)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be named, without the reasons.

    `kept` is, for each of the outcomes, the probability that it would be the likeliest after all questions.
    """

    outcomes: tuple[tuple[str, float], ...]
    kept: tuple[float, ...]
    standing: Standing
    doubt: Doubt | None


def advise(catalog: Catalog, answers: Iterable[Answer]) -> Advice:
    """Return what the answers say; those of retired questions and *not sure* say nothing."""
    bank = item_bank(catalog)
    known = bank.known(answers)
    readings = bank.readings(known)
    belief = estimate_traits(readings)
    verdict = judge(bank, known, readings, belief)
    return Advice(
        {
            Trait.TECHNICAL: TraitEstimate(belief.technical, sqrt(belief.covariance.technical)),
            Trait.LEADING: TraitEstimate(belief.leading, sqrt(belief.covariance.leading)),
        },
        belief.covariance.correlation,
        tuple(_contributions(readings, belief)),
        verdict.outcomes,
        verdict.standing,
        verdict.doubt,
    )


def judge(
    bank: ItemBank, known: tuple[Answer, ...], readings: tuple[ScoredAnswer, ...], belief: Estimate
) -> Verdict:
    """Return what can be named after these known answers."""
    ranked = sorted(
        zip(
            belief.outcome_probabilities(), belief.kept(bank.whole(known)), bank.roles, strict=True
        ),
        reverse=True,
    )
    outcomes = tuple([(role, chance) for chance, _, role in ranked])
    kept = tuple([end for _, end, _ in ranked])
    doubt = _doubt(known, readings, belief, outcomes)
    return Verdict(outcomes, kept, _standing(outcomes, kept, belief, doubt), doubt)


def _contributions(readings: Iterable[ScoredAnswer], belief: Estimate) -> Iterator[Contribution]:
    for reading, gain in zip(readings, belief.gains, strict=True):
        technical, leading = belief.covariance.times(reading.technical, reading.leading)
        amounts = {Trait.TECHNICAL: gain * technical, Trait.LEADING: gain * leading}
        yield Contribution(reading.question, reading.option, amounts)


def _doubt(
    known: tuple[Answer, ...],
    readings: tuple[ScoredAnswer, ...],
    belief: Estimate,
    outcomes: tuple[tuple[str, float], ...],
) -> Doubt | None:
    if count_missing_answers(readings):
        return Doubt.FEW
    if is_hasty(known):
        return Doubt.FAST
    places = [each.place for each in readings]
    usual = max(places, key=places.count)
    if places.count(usual) >= len(places) - ODD_ONES:
        middle = all(each.place != usual or each.is_middle for each in readings)
        return Doubt.EVEN if middle else Doubt.ALIKE
    if belief.fit < RANDOM:
        return Doubt.CONTRADICTORY
    if outcomes[0][1] + outcomes[1][1] < CLOSE:
        return Doubt.EVEN
    return None


def count_missing_answers(readings: Sequence[object]) -> int:
    """Return how many answers are still needed before anything can be named."""
    return max(0, FEWEST_ANSWERS - len(readings))


def is_hasty(answers: Iterable[Answer]) -> bool:
    """Tell whether HASTY answers came impossibly fast after the ones before, and no CALM calm ones in a row since."""
    moments = sorted([answer.at for answer in answers])
    hasty = calm = 0
    for earlier, later in pairwise(moments):
        if later - earlier < FASTEST:
            hasty, calm = hasty + 1, 0
        else:
            calm += 1
        if calm == CALM:
            hasty = 0
    return hasty >= HASTY


def _standing(
    outcomes: tuple[tuple[str, float], ...],
    kept: tuple[float, ...],
    belief: Estimate,
    doubt: Doubt | None,
) -> Standing:
    if doubt is not None:
        return Standing.LITTLE
    clear = outcomes[0][1] >= LIKELY and kept[0] >= KEPT and belief.fit >= FITTING
    return Standing.CLEAR if clear else Standing.CLOSE
