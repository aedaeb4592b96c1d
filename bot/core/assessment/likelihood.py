"""How likely an answer is, given the interest a question asks about and how much of the scale a person uses.

Model: behind an answer stands a feeling, the sum of an interest and noise. A person of spread s presses the option in
whose part of the scale s times the feeling falls; the parts meet halfway between the scores of neighbouring options.
One answer in twenty is a slip, which hits each option equally often. This is the graded response model of Samejima
("Estimation of latent ability using a response pattern of graded scores", 1969) with a personal spread, as response
styles are modelled by Jin and Wang ("Generalized IRT models for extreme response style", 2014), and with slips.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import erfc, exp, inf, log, pi, sqrt
from statistics import NormalDist

USUAL_SPREAD = 0.15  # mean of the logarithm of the spread among people
SLIP = 0.05  # share of answers that hit any option
RARE = 1e-12  # least probability of an option; keeps logarithms finite
NORMAL = NormalDist()
ROOT_TWO = sqrt(2)
ROOT_TWO_PI = sqrt(2 * pi)

# Of an answer's log likelihood: its value; its slopes in the interest and in the logarithm of the spread; and its
# curvatures, negated: in the interest, in both, in the logarithm of the spread.
Slopes = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """An option's part of the scale, in scores; `noise` is a standard deviation, `options` how many there are."""

    lower: float
    upper: float
    noise: float
    options: int


def parts_of(scores: Sequence[float], noise: float) -> tuple[Part, ...]:
    """Return the part of each option's score on the scale; the outermost have no end."""
    ordered = sorted(scores)
    edges = [(lower + upper) / 2 for lower, upper in pairwise(ordered)]
    lowers = dict(zip(ordered, (-inf, *edges), strict=True))
    uppers = dict(zip(ordered, (*edges, inf), strict=True))
    return tuple(Part(lowers[score], uppers[score], noise, len(scores)) for score in scores)


def correlation_of(scores: Sequence[float], spread: float = 1.0) -> float:
    """Return the correlation of the score with the feeling behind it, for somebody of this spread."""
    return _together(scores, spread) / deviation_of(scores, spread)


def deviation_of(scores: Sequence[float], spread: float = 1.0) -> float:
    """Return the standard deviation of the score among people of this spread."""
    shares = _shares(scores, spread)
    mean = sum(share * score for share, score in zip(shares, scores, strict=True))
    square = sum(share * score**2 for share, score in zip(shares, scores, strict=True))
    return sqrt(square - mean**2)


def _shares(scores: Sequence[float], spread: float) -> list[float]:
    return [
        NORMAL.cdf(part.upper / spread) - NORMAL.cdf(part.lower / spread)
        for part in parts_of(scores, 1.0)
    ]


def _together(scores: Sequence[float], spread: float) -> float:
    """Return the covariance of the score with the feeling."""
    return sum(
        score * (NORMAL.pdf(part.lower / spread) - NORMAL.pdf(part.upper / spread))
        for score, part in zip(scores, parts_of(scores, 1.0), strict=True)
    )


def slopes_of(part: Part, interest: float, log_spread: float) -> Slopes:
    """Return the log likelihood of an option with its slopes and curvatures.

    `interest` is what the question asks about, in standard deviations of the feeling.
    """
    shrink, noise = exp(-log_spread), part.noise
    above = below = 0.0  # probabilities of a feeling beyond the two ends
    upper_density = lower_density = upper = lower = upper_z = lower_z = 0.0
    if part.upper != inf:
        upper = part.upper * shrink
        upper_z = (upper - interest) / noise
        above = erfc(upper_z / ROOT_TWO) / 2
        upper_density = exp(-upper_z * upper_z / 2) / ROOT_TWO_PI
    if part.lower != -inf:
        lower = part.lower * shrink
        lower_z = (lower - interest) / noise
        below = erfc(-lower_z / ROOT_TWO) / 2
        lower_density = exp(-lower_z * lower_z / 2) / ROOT_TWO_PI
    meant = max(1 - above - below, RARE)
    # Derivatives of `meant`; z * density is the negative derivative of a density.
    by_interest = (lower_density - upper_density) / noise
    by_spread = (lower * lower_density - upper * upper_density) / noise
    lower_bend, upper_bend = lower_z * lower_density, upper_z * upper_density
    variance = noise * noise
    by_interest_twice = (lower_bend - upper_bend) / variance
    by_both = (lower * lower_bend - upper * upper_bend) / variance
    by_spread_twice = (
        lower * lower * lower_bend - upper * upper * upper_bend
    ) / variance - by_spread
    seen = (1 - SLIP) * meant + SLIP / part.options
    share = (1 - SLIP) / seen
    interest_slope, spread_slope = share * by_interest, share * by_spread
    return (
        log(seen),
        interest_slope,
        spread_slope,
        interest_slope * interest_slope - share * by_interest_twice,
        interest_slope * spread_slope - share * by_both,
        spread_slope * spread_slope - share * by_spread_twice,
    )
