"""How the answers hang together: how much of the scale a person uses, and whether the answers were meant at all.

Model: the two traits are independent and standard normal among people, and the logarithm of the spread is normal. What
is compared, as the logarithm of a ratio of likelihoods, is this model and somebody who presses each option equally
often. Both judge the options that were chosen, not distances between scores: core/assessment/likelihood.py says how.

Method: the mode of the posterior of traits and spread, found by Newton's method, and Laplace's approximation around it
(Bishop, Pattern Recognition and Machine Learning, 2006, section 4.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from bot.core.assessment.items import ScoredAnswer
from bot.core.assessment.likelihood import USUAL_SPREAD, slopes_of

Vector = tuple[float, float, float]  # technical, leading, logarithm of the spread
Matrix = tuple[float, float, float, float, float, float]  # half of a symmetric one, row by row

SPREAD_VARIES = 0.5  # standard deviation of the logarithm of the spread among people
STEPS = 40  # of Newton's method, which needs three or four
SETTLED = 1e-5  # a step shorter than this ends it
LONGEST_STEP = 1.0
LEAST_PIVOT = 1e-6  # below it a matrix is taken for one that is not positive definite


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the options chosen say of the person, whatever the outcome.

    `log_spread` is 0 for somebody who uses the scale as the loadings assume. `fit` is above 0 when the answers are
    likelier from somebody who meant them than from somebody who presses at random.
    """

    log_spread: float
    fit: float


@dataclass(frozen=True, slots=True)
class _Point:
    """The log posterior at a point, with its gradient and its negated Hessian."""

    value: float
    gradient: Vector
    hessian: Matrix


@lru_cache(maxsize=1024)  # one turn asks for the same answers several times
def pattern_of(readings: tuple[ScoredAnswer, ...]) -> Pattern:
    """Return how these answers hang together."""
    place: Vector = (0.0, 0.0, USUAL_SPREAD)
    here = _at(readings, place)
    for _ in range(STEPS):
        step = _solve(_factor(here.hessian), here.gradient)
        longest = max(map(abs, step))
        if longest < SETTLED:
            break
        share = min(1.0, LONGEST_STEP / longest)
        there = _at(readings, _move(place, step, share))
        while there.value < here.value and share > SETTLED:
            share /= 2
            there = _at(readings, _move(place, step, share))
        place, here = _move(place, step, share), there
    factor = _factor(here.hessian)
    volume = log(SPREAD_VARIES) + log(factor[0] * factor[2] * factor[5])
    at_random = sum(log(reading.part.options) for reading in readings)
    return Pattern(place[2], here.value - volume + at_random)


def _at(readings: Sequence[ScoredAnswer], place: Vector) -> _Point:
    """Return the log posterior at these traits and this logarithm of the spread."""
    technical, leading, log_spread = place
    unusual = (log_spread - USUAL_SPREAD) / SPREAD_VARIES**2
    value = -(technical**2 + leading**2 + (log_spread - USUAL_SPREAD) * unusual) / 2
    up_technical, up_leading, up_spread = -technical, -leading, -unusual
    tt, tl, ts, ll, ls, ss = 1.0, 0.0, 0.0, 1.0, 0.0, 1 / SPREAD_VARIES**2
    for reading in readings:
        on_technical, on_leading = reading.on_technical, reading.on_leading
        likelihood, slope, spread_slope, bend, joint_bend, spread_bend = slopes_of(
            reading.part, on_technical * technical + on_leading * leading, log_spread
        )
        value += likelihood
        up_technical += on_technical * slope
        up_leading += on_leading * slope
        up_spread += spread_slope
        tt += on_technical * on_technical * bend
        tl += on_technical * on_leading * bend
        ts += on_technical * joint_bend
        ll += on_leading * on_leading * bend
        ls += on_leading * joint_bend
        ss += spread_bend
    gradient = (up_technical, up_leading, up_spread)
    return _Point(value, gradient, (tt, tl, ts, ll, ls, ss))


def _move(place: Vector, step: Vector, share: float) -> Vector:
    technical, leading, log_spread = (
        start + share * part for start, part in zip(place, step, strict=True)
    )
    return technical, leading, log_spread


def _factor(matrix: Matrix) -> Matrix:
    """Return the Cholesky factor of a symmetric matrix, by columns from the diagonal on.

    As much is added to the diagonal as it takes to make the matrix positive definite: none near a maximum.
    """
    tt, tl, ts, ll, ls, ss = matrix
    added = 0.0
    while True:
        pivot_technical = tt + added
        if pivot_technical > LEAST_PIVOT:
            root = sqrt(pivot_technical)
            below, last = tl / root, ts / root
            pivot_leading = ll + added - below * below
            if pivot_leading > LEAST_PIVOT:
                middle = sqrt(pivot_leading)
                beside = (ls - below * last) / middle
                pivot_spread = ss + added - last * last - beside * beside
                if pivot_spread > LEAST_PIVOT:
                    return root, below, middle, last, beside, sqrt(pivot_spread)
        added = 2 * added + 0.1


def _solve(factor: Matrix, wanted: Vector) -> Vector:
    """Return the vector whose product with the factored matrix is the one wanted."""
    root, below, middle, last, beside, corner = factor
    first = wanted[0] / root
    second = (wanted[1] - below * first) / middle
    third = (wanted[2] - last * first - beside * second) / corner / corner
    leading = (second - beside * third) / middle
    return (first - below * leading - last * third) / root, leading, third
