"""Answers -> two traits -> outcome, with exact reasons and an honest uncertainty.

Model: each trait is standard normal among people. An answer's score x is a standard normal reading of a trait
with the correlation r (the question's loading): x = r * trait + noise of variance 1 - r^2. The estimate is then
the precision-weighted mean of the readings and the prior, and what each answer adds to it is exact:

    information of an answer     r^2 / (1 - r^2)
    standard error               1 / sqrt(1 + sum of information)
    contribution of an answer    r * x / (1 - r^2), divided by (1 + sum of information)

Rule: answers that are too few, all alike, contradictory or even are never ranked.
Source: the normal model of a congeneric test, e.g. McDonald, Test Theory (1999), chapters 6 and 7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from bot.core.sitting import Answer, known
from content.model import Catalog, Question, Trait

FEWEST_ANSWERS = 5
CLEAR_CHANCE = 0.7  # of the outcome named, for `clear`; of the two named together, for `close`
CONTRADICTION = 0.999  # share of consistent people whose answers disagree less than this
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
    CONTRADICTORY = "contradictory"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A trait in standard deviations from the average person, with its standard error."""

    mean: float
    error: float

    @property
    def chance_high(self) -> float:
        """Return the probability that the trait lies above the average."""
        return STANDARD_NORMAL.cdf(self.mean / self.error)

    @property
    def percentile(self) -> float:
        """Return the share of people (0 to 1) in whom the trait is lower."""
        return STANDARD_NORMAL.cdf(self.mean)


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
    """What the answers say. `outcomes` are role ids with their probabilities, the likeliest first."""

    estimates: Mapping[Trait, Estimate]
    contributions: tuple[Contribution, ...]
    outcomes: tuple[tuple[str, float], ...]
    standing: Standing
    doubt: Doubt | None

    @property
    def outcome(self) -> str:
        """Return the id of the likeliest role."""
        return self.outcomes[0][0]

    def reasons(self, high: frozenset[Trait]) -> tuple[Contribution, ...]:
        """Return the contributions, the one that speaks most for this outcome first."""
        return tuple(sorted(self.contributions, key=lambda each: -each.support(high)))


def advise(catalog: Catalog, answers: Iterable[Answer]) -> Advice:
    """Return what the answers say; those of retired questions and *not sure* say nothing."""
    scored = _scored(catalog, answers)
    estimates = {trait: _estimate(scored, trait) for trait in Trait}
    outcomes = _outcomes(catalog, estimates)
    doubt = _doubt(scored, outcomes)
    return Advice(estimates, _contributions(scored), outcomes, _standing(outcomes, doubt), doubt)


Scored = tuple[tuple[Question, str, float], ...]


def _scored(catalog: Catalog, answers: Iterable[Answer]) -> Scored:
    return tuple(
        (question, option.id, option.score)
        for answer in known(answers, catalog)
        if (option := (question := catalog.questions[answer.question]).option(answer.option))
    )


def _information(question: Question, trait: Trait) -> float:
    loading = question.loadings.get(trait, 0.0)
    return loading**2 / (1 - loading**2)


def _evidence(question: Question, trait: Trait, score: float) -> float:
    loading = question.loadings.get(trait, 0.0)
    return loading * score / (1 - loading**2)


def _precision(scored: Scored, trait: Trait) -> float:
    return 1 + sum(_information(question, trait) for question, _, _ in scored)


def _estimate(scored: Scored, trait: Trait) -> Estimate:
    precision = _precision(scored, trait)
    mean = sum(_evidence(question, trait, score) for question, _, score in scored) / precision
    return Estimate(mean, 1 / sqrt(precision))


def _contributions(scored: Scored) -> tuple[Contribution, ...]:
    precisions = {trait: _precision(scored, trait) for trait in Trait}
    return tuple(
        Contribution(
            question.id,
            option,
            {trait: _evidence(question, trait, score) / precisions[trait] for trait in Trait},
        )
        for question, option, score in scored
    )


def _outcomes(
    catalog: Catalog, estimates: Mapping[Trait, Estimate]
) -> tuple[tuple[str, float], ...]:
    technical = estimates[Trait.TECHNICAL].chance_high
    leading = estimates[Trait.LEADING].chance_high
    chances = {
        frozenset({Trait.TECHNICAL}): technical * (1 - leading),
        frozenset({Trait.LEADING}): leading * (1 - technical),
        frozenset(Trait): technical * leading,
        frozenset[Trait](): (1 - technical) * (1 - leading),
    }
    named = [(catalog.role_for(high).id, chance) for high, chance in chances.items()]
    return tuple(sorted(named, key=lambda each: -each[1]))


def _doubt(scored: Scored, outcomes: tuple[tuple[str, float], ...]) -> Doubt | None:
    if len(scored) < FEWEST_ANSWERS:
        return Doubt.FEW
    if len({_place(question, option) for question, option, _ in scored}) == 1:
        return Doubt.ALIKE
    if any(_contradictory(scored, trait) for trait in Trait):
        return Doubt.CONTRADICTORY
    if outcomes[0][1] + outcomes[1][1] < CLEAR_CHANCE:
        return Doubt.EVEN
    return None


def _place(question: Question, option: str) -> int:
    return [each.id for each in question.options].index(option)


def _contradictory(scored: Scored, trait: Trait) -> bool:
    """Tell whether the readings of a trait scatter far beyond chance.

    The squared distance of the readings from what the model expects follows a chi-square distribution, whose
    quantile is approximated as by Wilson and Hilferty (1931).
    """
    precision = _precision(scored, trait)
    informative = [(question, score) for question, _, score in scored if trait in question.loadings]
    if not informative:
        return False
    squares = sum(score**2 / (1 - question.loadings[trait] ** 2) for question, score in informative)
    pull = sum(_evidence(question, trait, score) for question, score in informative)
    freedom = len(informative)
    spread = 2 / (9 * freedom)
    limit = freedom * (1 - spread + STANDARD_NORMAL.inv_cdf(CONTRADICTION) * sqrt(spread)) ** 3
    return squares - pull**2 / precision > limit


def _standing(outcomes: tuple[tuple[str, float], ...], doubt: Doubt | None) -> Standing:
    if doubt is not None:
        return Standing.LITTLE
    return Standing.CLEAR if outcomes[0][1] >= CLEAR_CHANCE else Standing.CLOSE
