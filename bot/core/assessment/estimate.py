"""Estimate the two traits from the answers, and from the estimate the probability of each outcome.

Model: the traits t = (technical, leading) are independent and standard normal among people, and each answer measures them with
noise (core/assessment/items.py). After the answers, t is normal (Bayesian linear regression; Bishop, Pattern Recognition and
Machine Learning, 2006, section 3.3):

    information    P = I + sum of a a' / v
    means          m = P^-1 sum of a x / v

The means after all questions can be predicted: they are normal around today's means. Their variance is P^-1 minus the variance
that will be left then (`Estimate.outcome_stability`).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import asin, erfc, exp, pi, sin, sqrt

from bot.core.assessment.items import Information, ScoredAnswer
from bot.core.assessment.likelihood import deviation_of
from bot.core.assessment.pattern import pattern_of

Quadrants = tuple[float, float, float, float]  # technical alone high, leading alone, both, none

LEAST_VARIANCE = 1e-12  # a smaller variance counts as none
ROOT_TWO = sqrt(2)
# Nodes and weights of the Gauss-Legendre rule with eight points, on the interval from 0 to 1.
RULE = tuple(
    (0.5 + side * node / 2, weight / 2)
    for node, weight in (
        (0.1834346424956498, 0.3626837833783620),
        (0.5255324099163290, 0.3137066458778873),
        (0.7966664774136267, 0.2223810344533745),
        (0.9602898564975363, 0.1012285362903763),
    )
    for side in (-1, 1)
)


@dataclass(frozen=True, slots=True)
class Covariance:
    """The covariance of the errors of the two means; `both` is its off-diagonal element."""

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

    `weights` holds the weight of one point of the score in each answer. `consistency` is that of core/assessment/pattern.py.
    """

    technical: float
    leading: float
    covariance: Covariance
    weights: tuple[float, ...]
    consistency: float

    def outcome_probabilities(self) -> Quadrants:
        """Return the probability that the traits are in each quadrant of the plane."""
        return quadrant_probabilities(self.technical, self.leading, self.covariance)

    def outcome_stability(self, whole: Information) -> Quadrants:
        """Return the probability that the means will be in each quadrant once the information is this whole one."""
        now, end = self.covariance, _invert(whole)
        left = Covariance(
            now.technical - end.technical, now.leading - end.leading, now.both - end.both
        )
        return quadrant_probabilities(self.technical, self.leading, left)


def estimate_traits(scored: tuple[ScoredAnswer, ...]) -> Estimate:
    """Return the estimate after these answers."""
    pattern = pattern_of(scored)
    log_spread = round(pattern.log_spread, 2)
    weights = tuple([_score_weight(each.scores, log_spread) for each in scored])
    technical = leading = 1.0
    both = pull_technical = pull_leading = 0.0
    for each, weight in zip(scored, weights, strict=True):
        technical += each.information.technical
        leading += each.information.leading
        both += each.information.both
        pull_technical += weight * each.technical
        pull_leading += weight * each.leading
    covariance = _invert(Information(technical, leading, both))
    means = covariance.times(pull_technical, pull_leading)
    return Estimate(*means, covariance, weights, pattern.consistency)


@lru_cache(maxsize=4096)
def _score_weight(scores: tuple[float, ...], log_spread: float) -> float:
    """Return the weight of one point: scores are measured in standard deviations of people of this spread."""
    return 1 / deviation_of(scores, exp(log_spread))


def quadrant_probabilities(technical: float, leading: float, covariance: Covariance) -> Quadrants:
    """Return the probability of each quadrant of the plane under a normal distribution with these means.

    The probability of both above 0 is Sheppard's integral over the correlation, in the form of Drezner and Wesolowsky (1990)
    with the substitution of Genz (2004). Its error is below a millionth up to a correlation of .8.
    """
    deviation_technical = sqrt(max(covariance.technical, LEAST_VARIANCE))
    deviation_leading = sqrt(max(covariance.leading, LEAST_VARIANCE))
    h, k = technical / deviation_technical, leading / deviation_leading
    correlation = covariance.both / (deviation_technical * deviation_leading)
    high_technical, high_leading = erfc(-h / ROOT_TWO) / 2, erfc(-k / ROOT_TWO) / 2
    both = high_technical * high_leading + _coupling(h, k, correlation)
    return (
        max(high_technical - both, 0.0),
        max(high_leading - both, 0.0),
        both,
        max(1 - high_technical - high_leading + both, 0.0),
    )


def _coupling(h: float, k: float, correlation: float) -> float:
    """Return by how much the correlation raises the probability that both are high."""
    if not correlation:
        return 0.0
    angle = asin(max(-1.0, min(1.0, correlation)))
    squares, product = (h * h + k * k) / 2, h * k
    total = 0.0
    for node, weight in RULE:
        sine = sin(angle * node)
        total += weight * exp((product * sine - squares) / (1 - sine * sine))
    return total * angle / (2 * pi)


def _invert(information: Information) -> Covariance:
    determinant = information.technical * information.leading - information.both**2
    return Covariance(
        information.leading / determinant,
        information.technical / determinant,
        -information.both / determinant,
    )
