"""Answers -> two traits -> outcome, with exact reasons and an honest uncertainty.

Model: the traits t = (technical, leading) are independent and standard normal among people. An answer's score x is
standard normal too, and a noisy reading of them: x = a.t + noise of variance v = 1 - a.a, where a holds the question's
loadings. Then the estimate is normal, and what each answer adds to it is exact (Bayesian linear regression; Bishop,
Pattern Recognition and Machine Learning, 2006, section 3.3):

    precision of the estimate    P = I + sum of a a' / v
    estimate                     m = sum of P^-1 a x / v      each term is the contribution of one answer

Rule: answers that are too few, nearly all alike, contradictory or even are never ranked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist, fmean

from bot.core.sitting import Answer, known
from content.model import Catalog, Question, Trait

FEWEST_ANSWERS = 5
ODD_ONES = 1  # answers that may stand elsewhere while the rest are still all alike
CLEAR = 0.75  # least probability of the outcome named, for `clear`
CLOSE = 0.65  # least probability of the two likeliest together, for `close`
CONTRADICTION = 0.99  # share of consistent people whose answers disagree less than this
STANDARD_NORMAL = NormalDist()
SLICES = 128  # of a normal distribution, all equally probable, to average over
MIDDLES = tuple(STANDARD_NORMAL.inv_cdf((place + 0.5) / SLICES) for place in range(SLICES))


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
    def percentile(self) -> float:
        """Return the share of people (0 to 1) in whom the trait is lower, were the model right."""
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
    """What the answers say. `outcomes` are role ids with their probabilities, the likeliest first.

    `correlation` is that of the errors of the two estimates (-1 to 1).
    """

    estimates: Mapping[Trait, Estimate]
    correlation: float
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


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as the model takes it: the score, the loadings, and the variance of the noise."""

    question: Question
    option: str
    score: float
    technical: float
    leading: float

    @property
    def noise(self) -> float:
        """Return the variance that the traits do not explain."""
        return 1 - self.technical**2 - self.leading**2


@dataclass(frozen=True, slots=True)
class Covariance:
    """How uncertain the two estimates are, and how their errors go together."""

    technical: float
    leading: float
    both: float

    @property
    def correlation(self) -> float:
        """Return the correlation of the two errors."""
        return self.both / sqrt(self.technical * self.leading)

    def times(self, technical: float, leading: float) -> tuple[float, float]:
        """Return the product with a vector."""
        return (
            self.technical * technical + self.both * leading,
            self.both * technical + self.leading * leading,
        )


def advise(catalog: Catalog, answers: Iterable[Answer]) -> Advice:
    """Return what the answers say; those of retired questions and *not sure* say nothing."""
    readings = _readings(catalog, answers)
    covariance = _covariance(readings)
    contributions = tuple(_contribution(reading, covariance) for reading in readings)
    estimates = {
        trait: Estimate(sum(each.amounts[trait] for each in contributions), sqrt(variance))
        for trait, variance in (
            (Trait.TECHNICAL, covariance.technical),
            (Trait.LEADING, covariance.leading),
        )
    }
    outcomes = _outcomes(catalog, estimates, covariance)
    doubt = _doubt(readings, covariance, outcomes)
    standing = _standing(outcomes, doubt)
    return Advice(estimates, covariance.correlation, contributions, outcomes, standing, doubt)


def _readings(catalog: Catalog, answers: Iterable[Answer]) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            question,
            option.id,
            option.score,
            question.loadings.get(Trait.TECHNICAL, 0.0),
            question.loadings.get(Trait.LEADING, 0.0),
        )
        for answer in known(answers, catalog)
        if (option := (question := catalog.questions[answer.question]).option(answer.option))
    )


def _covariance(readings: Iterable[Reading]) -> Covariance:
    """Return the inverse of the precision."""
    technical = leading = 1.0
    both = 0.0
    for each in readings:
        technical += each.technical**2 / each.noise
        leading += each.leading**2 / each.noise
        both += each.technical * each.leading / each.noise
    determinant = technical * leading - both**2
    return Covariance(leading / determinant, technical / determinant, -both / determinant)


def _contribution(reading: Reading, covariance: Covariance) -> Contribution:
    weight = reading.score / reading.noise
    technical, leading = covariance.times(reading.technical * weight, reading.leading * weight)
    amounts = {Trait.TECHNICAL: technical, Trait.LEADING: leading}
    return Contribution(reading.question.id, reading.option, amounts)


def _outcomes(
    catalog: Catalog, estimates: Mapping[Trait, Estimate], covariance: Covariance
) -> tuple[tuple[str, float], ...]:
    """Return the probability of each quarter of the plane: average over slices of one trait, given which the other is normal."""
    technical, leading = estimates[Trait.TECHNICAL], estimates[Trait.LEADING]
    slope = covariance.both / covariance.technical
    rest = sqrt(covariance.leading - slope * covariance.both)
    leads = [
        STANDARD_NORMAL.cdf((leading.mean + slope * technical.error * each) / rest)
        for each in MIDDLES
    ]
    high = [technical.mean + technical.error * each > 0 for each in MIDDLES]
    chances = {
        frozenset({Trait.TECHNICAL}): fmean(
            (1 - lead) * up for lead, up in zip(leads, high, strict=True)
        ),
        frozenset({Trait.LEADING}): fmean(
            lead * (not up) for lead, up in zip(leads, high, strict=True)
        ),
        frozenset(Trait): fmean(lead * up for lead, up in zip(leads, high, strict=True)),
        frozenset[Trait](): fmean(
            (1 - lead) * (not up) for lead, up in zip(leads, high, strict=True)
        ),
    }
    named = [(catalog.role_for(traits).id, chance) for traits, chance in chances.items()]
    return tuple(sorted(named, key=lambda each: -each[1]))


def _doubt(
    readings: tuple[Reading, ...], covariance: Covariance, outcomes: tuple[tuple[str, float], ...]
) -> Doubt | None:
    if len(readings) < FEWEST_ANSWERS:
        return Doubt.FEW
    places = Counter(
        [option.id for option in each.question.options].index(each.option) for each in readings
    )
    if max(places.values()) >= len(readings) - ODD_ONES:
        return Doubt.ALIKE
    if _contradictory(readings, covariance):
        return Doubt.CONTRADICTORY
    if outcomes[0][1] + outcomes[1][1] < CLOSE:
        return Doubt.EVEN
    return None


def _contradictory(readings: tuple[Reading, ...], covariance: Covariance) -> bool:
    """Tell whether the answers disagree with each other far beyond chance.

    Their squared distance from what the model expects follows a chi-square distribution with as many degrees of
    freedom as there are answers; its quantile as approximated by Wilson and Hilferty (1931).
    """
    squares = sum(each.score**2 / each.noise for each in readings)
    technical = sum(each.technical * each.score / each.noise for each in readings)
    leading = sum(each.leading * each.score / each.noise for each in readings)
    explained = covariance.times(technical, leading)
    distance = squares - technical * explained[0] - leading * explained[1]
    freedom = len(readings)
    spread = 2 / (9 * freedom)
    return (
        distance
        > freedom * (1 - spread + STANDARD_NORMAL.inv_cdf(CONTRADICTION) * sqrt(spread)) ** 3
    )


def _standing(outcomes: tuple[tuple[str, float], ...], doubt: Doubt | None) -> Standing:
    if doubt is not None:
        return Standing.LITTLE
    return Standing.CLEAR if outcomes[0][1] >= CLEAR else Standing.CLOSE
