"""Turn the answers into estimates of two traits, an outcome with its probability, and the reasons.

The estimate of the traits is a normal distribution (core/assessment/estimate.py). Its mean is a sum over the answers, so the
contribution of each answer is exact. The probability of an outcome is that of its quadrant.

Rules: an outcome is clear when it is probable and would very probably stay the same after all questions. Nothing is named when
the answers are too few, nearly all alike, too fast to have been read, much likelier under random pressing, or in the middle.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from math import log, sqrt

from bot.core.assessment.estimate import Estimate, estimate_traits
from bot.core.assessment.items import ItemBank, ScoredAnswer, item_bank
from bot.core.conversation.state import Answer
from content.model import Catalog, Trait

FEWEST_ANSWERS = 5
EXCEPTIONS = 1  # answers at another position that still leave all answers alike
LIKELY = 0.7  # least probability of the first outcome, for `clear`
STABLE = 0.92  # least probability that it is still the first after all questions, for `clear`
CLOSE = 0.6  # least probability of the first two outcomes together, for `close`
SECOND = 0.1  # least probability of a second role that is named beside the first
# METHOD.md shows what other values of these two would do to real people and to random pressing.
CONSISTENT = log(1.5)  # least consistency for `clear`
CONTRADICTORY = log(1 / 10)  # with a lower consistency nothing is named
FASTEST = timedelta(seconds=1)  # faster answers stop being consistent (Wood et al. 2017)
HASTY = 3  # faster answers that raise the doubt
CALM = 4  # slower answers in a row that end it


class Standing(StrEnum):
    """How far the answers allow a recommendation."""

    CLEAR = "clear"
    CLOSE = "close"
    LITTLE = "little"


class Doubt(StrEnum):
    """Why there is too little to tell."""

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
        """Return how strongly the answer supports the outcome with these traits high (negative: opposes it)."""
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
        """Return the roles that the result names: none, one, or two that are close."""
        (first, _), (second, chance), *_ = self.outcomes
        if self.standing is Standing.LITTLE:
            return ()
        close = self.standing is Standing.CLOSE and chance >= SECOND
        return (first, second) if close else (first,)

    @property
    def chance(self) -> float:
        """Return the probability that one of the named roles suits the person."""
        return sum(chance for role, chance in self.outcomes if role in self.named)

    def reasons(self, high: frozenset[Trait]) -> tuple[Contribution, ...]:
        """Return the contributions, the strongest support for this outcome first."""
        return tuple(sorted(self.contributions, key=lambda each: -each.support(high)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be named, without the reasons.

    `stability` is, for each of the outcomes, the probability that it is the likeliest after all questions.
    """

    outcomes: tuple[tuple[str, float], ...]
    stability: tuple[float, ...]
    standing: Standing
    doubt: Doubt | None


def advise(catalog: Catalog, answers: Iterable[Answer]) -> Advice:
    """Return what the answers say; retired questions and *not sure* add nothing."""
    bank = item_bank(catalog)
    in_use = bank.answers_in_use(answers)
    scored = bank.score(in_use)
    estimate = estimate_traits(scored)
    verdict = judge(bank, in_use, scored, estimate)
    return Advice(
        {
            Trait.TECHNICAL: TraitEstimate(estimate.technical, sqrt(estimate.covariance.technical)),
            Trait.LEADING: TraitEstimate(estimate.leading, sqrt(estimate.covariance.leading)),
        },
        estimate.covariance.correlation,
        tuple(_contributions(scored, estimate)),
        verdict.outcomes,
        verdict.standing,
        verdict.doubt,
    )


def judge(
    bank: ItemBank,
    in_use: tuple[Answer, ...],
    scored: tuple[ScoredAnswer, ...],
    estimate: Estimate,
) -> Verdict:
    """Return what can be named after these answers in use."""
    probabilities = estimate.outcome_probabilities()
    stabilities = estimate.outcome_stability(bank.whole_information(in_use))
    ranked = sorted(zip(probabilities, stabilities, bank.roles, strict=True), reverse=True)
    outcomes = tuple([(role, chance) for chance, _, role in ranked])
    stability = tuple([each for _, each, _ in ranked])
    doubt = _find_doubt(in_use, scored, estimate, outcomes)
    return Verdict(outcomes, stability, _standing(outcomes, stability, estimate, doubt), doubt)


def _contributions(scored: Iterable[ScoredAnswer], estimate: Estimate) -> Iterator[Contribution]:
    for each, weight in zip(scored, estimate.weights, strict=True):
        technical, leading = estimate.covariance.times(each.technical, each.leading)
        amounts = {Trait.TECHNICAL: weight * technical, Trait.LEADING: weight * leading}
        yield Contribution(each.question, each.option, amounts)


def _find_doubt(
    in_use: tuple[Answer, ...],
    scored: tuple[ScoredAnswer, ...],
    estimate: Estimate,
    outcomes: tuple[tuple[str, float], ...],
) -> Doubt | None:
    if count_missing_answers(scored):
        return Doubt.FEW
    if is_hasty(in_use):
        return Doubt.FAST
    positions = [each.position for each in scored]
    usual = max(positions, key=positions.count)
    if positions.count(usual) >= len(positions) - EXCEPTIONS:
        middle = all(each.position != usual or each.is_middle for each in scored)
        return Doubt.EVEN if middle else Doubt.ALIKE
    if estimate.consistency < CONTRADICTORY:
        return Doubt.CONTRADICTORY
    if outcomes[0][1] + outcomes[1][1] < CLOSE:
        return Doubt.EVEN
    return None


def count_missing_answers(scored: Sequence[object]) -> int:
    """Return how many more answers are needed before anything can be named."""
    return max(0, FEWEST_ANSWERS - len(scored))


def is_hasty(answers: Iterable[Answer]) -> bool:
    """Tell whether HASTY answers came within FASTEST of the previous one, without CALM slower ones in a row since."""
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
    stability: tuple[float, ...],
    estimate: Estimate,
    doubt: Doubt | None,
) -> Standing:
    if doubt is not None:
        return Standing.LITTLE
    clear = (
        outcomes[0][1] >= LIKELY and stability[0] >= STABLE and estimate.consistency >= CONSISTENT
    )
    return Standing.CLEAR if clear else Standing.CLOSE
