"""Compute how likely an answer is, given the interest its question measures and how much of the scale the person uses.

Model: behind an answer is a latent response, the sum of an interest and noise. A person of spread s chooses the option whose
interval of the scale contains s times the latent response. Intervals meet halfway between the scores of neighbouring options.
One answer in twenty is a slip, which hits each option equally often.

This is the graded response model of Samejima ("Estimation of latent ability using a response pattern of graded scores", 1969)
with a personal spread, as in the models of response styles by Jin and Wang ("Generalized IRT models for extreme response
style", 2014), and with slips.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import erfc, exp, inf, log, pi, sqrt
from statistics import NormalDist

USUAL_SPREAD = 0.15  # mean of the logarithm of the spread among people
SLIP = 0.05  # share of answers that are slips
RARE = 1e-12  # least probability of an option; keeps logarithms finite
NORMAL = NormalDist()
ROOT_TWO = sqrt(2)
ROOT_TWO_PI = sqrt(2 * pi)

# The log likelihood of an answer; its derivatives with respect to the interest and to the logarithm of the spread; and its
# negated second derivatives: interest twice, interest and spread, spread twice.
Slopes = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Interval:
    """The interval of the scale that leads to an option, in scores.

    `noise` is the standard deviation of the noise, `options` the number of options.
    """

    lower: float
    upper: float
    noise: float
    options: int


def option_intervals(scores: Sequence[float], noise: float) -> tuple[Interval, ...]:
    """Return the interval of each option, given the options' scores; the outermost are unbounded."""
    ordered = sorted(scores)
    edges = [(lower + upper) / 2 for lower, upper in pairwise(ordered)]
    lowers = dict(zip(ordered, (-inf, *edges), strict=True))
    uppers = dict(zip(ordered, (*edges, inf), strict=True))
    return tuple(Interval(lowers[score], uppers[score], noise, len(scores)) for score in scores)


def correlation_of(scores: Sequence[float], spread: float = 1.0) -> float:
    """Return the correlation of the score with the latent response among people of this spread."""
    return _covariance(scores, spread) / deviation_of(scores, spread)


def deviation_of(scores: Sequence[float], spread: float = 1.0) -> float:
    """Return the standard deviation of the score among people of this spread."""
    shares = _option_shares(scores, spread)
    mean = sum(share * score for share, score in zip(shares, scores, strict=True))
    square = sum(share * score**2 for share, score in zip(shares, scores, strict=True))
    return sqrt(square - mean**2)


def _option_shares(scores: Sequence[float], spread: float) -> list[float]:
    return [
        NORMAL.cdf(interval.upper / spread) - NORMAL.cdf(interval.lower / spread)
        for interval in option_intervals(scores, 1.0)
    ]


def _covariance(scores: Sequence[float], spread: float) -> float:
    """Return the covariance of the score with the latent response."""
    return sum(
        score * (NORMAL.pdf(interval.lower / spread) - NORMAL.pdf(interval.upper / spread))
        for score, interval in zip(scores, option_intervals(scores, 1.0), strict=True)
    )


def log_likelihood_slopes(interval: Interval, interest: float, log_spread: float) -> Slopes:
    """Return the log likelihood of an option with its derivatives.

    `interest` is what the question measures, in standard deviations of the latent response.
    """
    shrink, noise = exp(-log_spread), interval.noise
    above = below = 0.0  # probabilities of a latent response beyond each end of the interval
    upper_density = lower_density = upper = lower = upper_z = lower_z = 0.0
    if interval.upper != inf:
        upper = interval.upper * shrink
        upper_z = (upper - interest) / noise
        above = erfc(upper_z / ROOT_TWO) / 2
        upper_density = exp(-upper_z * upper_z / 2) / ROOT_TWO_PI
    if interval.lower != -inf:
        lower = interval.lower * shrink
        lower_z = (lower - interest) / noise
        below = erfc(-lower_z / ROOT_TWO) / 2
        lower_density = exp(-lower_z * lower_z / 2) / ROOT_TWO_PI
    meant = max(1 - above - below, RARE)
    # Derivatives of `meant`; the derivative of a normal density is -z * density.
    by_interest = (lower_density - upper_density) / noise
    by_spread = (lower * lower_density - upper * upper_density) / noise
    lower_bend, upper_bend = lower_z * lower_density, upper_z * upper_density
    variance = noise * noise
    by_interest_twice = (lower_bend - upper_bend) / variance
    by_both = (lower * lower_bend - upper * upper_bend) / variance
    by_spread_twice = (
        lower * lower * lower_bend - upper * upper * upper_bend
    ) / variance - by_spread
    likelihood = (1 - SLIP) * meant + SLIP / interval.options
    share = (1 - SLIP) / likelihood
    interest_slope, spread_slope = share * by_interest, share * by_spread
    return (
        log(likelihood),
        interest_slope,
        spread_slope,
        interest_slope * interest_slope - share * by_interest_twice,
        interest_slope * spread_slope - share * by_both,
        spread_slope * spread_slope - share * by_spread_twice,
    )
