"""What the answers say about the two traits, in numbers alone.

Model: the traits t = (technical, leading) are independent and standard normal among people, and each answer is a noisy
reading of them (core/assessment/items.py). Then what is believed after the answers is normal too (Bayesian linear regression;
Bishop, Pattern Recognition and Machine Learning, 2006, section 3.3):

    information    P = I + sum of a a' / v
    means          m = P^-1 sum of a x / v

Whoever went on to answer all questions would end at other means. Seen from now, those are normal around today's, with
the variance that is still to be taken away: P^-1 less what would be left at the end (`Belief.kept`).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import asin, erfc, exp, pi, sin, sqrt

from bot.core.assessment.items import Information, ScoredAnswer
from bot.core.assessment.likelihood import deviation_of
from bot.core.assessment.pattern import pattern_of

Quadrants = tuple[float, float, float, float]  # technical alone high, leading alone, both, none

LEAST_VARIANCE = 1e-12  # below this a mean is certain
ROOT_TWO = sqrt(2)
# Nodes and weights of a Gauss-Legendre rule with eight points, on the interval from 0 to 1.
RULE = tuple(
    (0.5 + side * place / 2, weight / 2)
    for place, weight in (
        (0.1834346424956498, 0.3626837833783620),
        (0.5255324099163290, 0.3137066458778873),
        (0.7966664774136267, 0.2223810344533745),
        (0.9602898564975363, 0.1012285362903763),
    )
    for side in (-1, 1)
)


@dataclass(frozen=True, slots=True)
class Covariance:
    """How uncertain the two means are, and how their errors go together."""

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


@dataclass(frozen=True, slots=True)
class Estimate:
    """The means of the two traits, in standard deviations from the average person, and their covariance.

    `gains` are what one step of the scale counts in each answer, and `fit` how far the answers go together (core/assessment/pattern.py).
    """

    technical: float
    leading: float
    information: Information
    covariance: Covariance
    gains: tuple[float, ...]
    fit: float

    def outcome_probabilities(self) -> Quadrants:
        """Return how probable each quarter of the plane is for the traits themselves."""
        return quadrant_probabilities(self.technical, self.leading, self.covariance)

    def kept(self, whole: Information) -> Quadrants:
        """Return how probable each quarter is for the means that so much information will lead to."""
        now, end = self.covariance, _inverse(whole)
        left = Covariance(
            now.technical - end.technical, now.leading - end.leading, now.both - end.both
        )
        return quadrant_probabilities(self.technical, self.leading, left)


def estimate_traits(readings: tuple[ScoredAnswer, ...]) -> Estimate:
    """Return what is believed after these answers."""
    pattern = pattern_of(readings)
    gains = tuple([_gain(each.scores, pattern.log_spread) for each in readings])
    technical = leading = 1.0
    both = pull_technical = pull_leading = 0.0
    for each, gain in zip(readings, gains, strict=True):
        technical += each.information.technical
        leading += each.information.leading
        both += each.information.both
        pull_technical += gain * each.technical
        pull_leading += gain * each.leading
    information = Information(technical, leading, both)
    covariance = _inverse(information)
    means = covariance.times(pull_technical, pull_leading)
    return Estimate(*means, information, covariance, gains, pattern.fit)


def _gain(scores: tuple[float, ...], log_spread: float) -> float:
    return _gain_of(scores, round(log_spread, 2))


@lru_cache(maxsize=4096)
def _gain_of(scores: tuple[float, ...], log_spread: float) -> float:
    """Return what one step counts for a person of this spread: scores are taken in standard deviations of such people."""
    return 1 / deviation_of(scores, exp(log_spread))


def quadrant_probabilities(technical: float, leading: float, covariance: Covariance) -> Quadrants:
    """Return the probability of each quarter of the plane for a normal distribution with these means.

    Both above 0 is Sheppard's integral over the correlation, in the form of Drezner and Wesolowsky (1990) with the
    substitution of Genz (2004); its error stays below a millionth up to a correlation of .8.
    """
    spread_technical = sqrt(max(covariance.technical, LEAST_VARIANCE))
    spread_leading = sqrt(max(covariance.leading, LEAST_VARIANCE))
    h, k = technical / spread_technical, leading / spread_leading
    correlation = covariance.both / (spread_technical * spread_leading)
    high_technical, high_leading = erfc(-h / ROOT_TWO) / 2, erfc(-k / ROOT_TWO) / 2
    both = high_technical * high_leading + _coupling(h, k, correlation)
    return (
        max(high_technical - both, 0.0),
        max(high_leading - both, 0.0),
        both,
        max(1 - high_technical - high_leading + both, 0.0),
    )


def _coupling(h: float, k: float, correlation: float) -> float:
    """Return by how much a correlation makes it likelier that both are high."""
    if not correlation:
        return 0.0
    angle = asin(max(-1.0, min(1.0, correlation)))
    squares, product = (h * h + k * k) / 2, h * k
    total = 0.0
    for place, weight in RULE:
        sine = sin(angle * place)
        total += weight * exp((product * sine - squares) / (1 - sine * sine))
    return total * angle / (2 * pi)


def _inverse(information: Information) -> Covariance:
    determinant = information.technical * information.leading - information.both**2
    return Covariance(
        information.leading / determinant,
        information.technical / determinant,
        -information.both / determinant,
    )
