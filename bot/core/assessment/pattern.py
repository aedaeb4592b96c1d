"""Judge the answers as a whole: how much of the scale a person uses, and whether the answers are consistent.

Model: the two traits are independent and standard normal among people, and the logarithm of the spread is normal
(core/assessment/likelihood.py). Consistency is the log likelihood ratio of this model to choosing each option equally often. Both
judge which options were chosen, not distances between scores.

Method: the mode of the posterior of traits and spread, found by Newton's method, and Laplace's approximation around it
(Bishop, Pattern Recognition and Machine Learning, 2006, section 4.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from bot.core.assessment.items import ScoredAnswer
from bot.core.assessment.likelihood import USUAL_SPREAD, log_likelihood_slopes

Vector = tuple[float, float, float]  # technical, leading, logarithm of the spread
# The symmetric 3 x 3 matrix, as its upper triangle row by row.
Matrix = tuple[float, float, float, float, float, float]

SPREAD_VARIES = 0.5  # standard deviation of the logarithm of the spread among people
STEPS = 40  # at most; Newton's method usually needs three or four
CONVERGED = 1e-5  # a shorter step ends the search
LONGEST_STEP = 1.0
LEAST_PIVOT = 1e-6  # with a smaller one a matrix does not count as positive definite


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the chosen options show about the way a person answers, whatever the outcome.

    `log_spread` is 0 for a person who uses the scale as the loadings assume. `consistency` is a log likelihood ratio: above 0
    the answers are likelier from a person with these interests than from one who presses at random.
    """

    log_spread: float
    consistency: float


@dataclass(frozen=True, slots=True)
class _LogPosterior:
    """The log posterior at a point, with its gradient and its negated Hessian."""

    value: float
    gradient: Vector
    hessian: Matrix


@lru_cache(maxsize=1024)  # one input asks for the same answers several times
def pattern_of(scored: tuple[ScoredAnswer, ...]) -> Pattern:
    """Return the pattern of these answers."""
    point: Vector = (0.0, 0.0, USUAL_SPREAD)
    here = _log_posterior(scored, point)
    for _ in range(STEPS):
        step = _solve(_factorize(here.hessian), here.gradient)
        longest = max(map(abs, step))
        if longest < CONVERGED:
            break
        share = min(1.0, LONGEST_STEP / longest)
        there = _log_posterior(scored, _move(point, step, share))
        while there.value < here.value and share > CONVERGED:
            share /= 2
            there = _log_posterior(scored, _move(point, step, share))
        point, here = _move(point, step, share), there
    factor = _factorize(here.hessian)
    volume = log(SPREAD_VARIES) + log(factor[0] * factor[2] * factor[5])
    at_random = sum(log(each.interval.options) for each in scored)
    return Pattern(point[2], here.value - volume + at_random)


def _log_posterior(scored: Sequence[ScoredAnswer], point: Vector) -> _LogPosterior:
    technical, leading, log_spread = point
    unusual = (log_spread - USUAL_SPREAD) / SPREAD_VARIES**2
    value = -(technical**2 + leading**2 + (log_spread - USUAL_SPREAD) * unusual) / 2
    up_technical, up_leading, up_spread = -technical, -leading, -unusual
    tt, tl, ts, ll, ls, ss = 1.0, 0.0, 0.0, 1.0, 0.0, 1 / SPREAD_VARIES**2
    for each in scored:
        on_technical, on_leading = each.technical_loading, each.leading_loading
        log_likelihood, slope, spread_slope, bend, joint_bend, spread_bend = log_likelihood_slopes(
            each.interval, on_technical * technical + on_leading * leading, log_spread
        )
        value += log_likelihood
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
    return _LogPosterior(value, gradient, (tt, tl, ts, ll, ls, ss))


def _move(point: Vector, step: Vector, share: float) -> Vector:
    technical, leading, log_spread = (
        start + share * part for start, part in zip(point, step, strict=True)
    )
    return technical, leading, log_spread


def _factorize(matrix: Matrix) -> Matrix:
    """Return the Cholesky factor of a symmetric matrix, column by column from the diagonal.

    If the matrix is not positive definite, as it may be far from the maximum, a multiple of the identity is added first.
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


def _solve(factor: Matrix, right: Vector) -> Vector:
    """Return x with A x = right, where A is the matrix of this Cholesky factor."""
    root, below, middle, last, beside, corner = factor
    first = right[0] / root
    second = (right[1] - below * first) / middle
    third = (right[2] - last * first - beside * second) / corner / corner
    leading = (second - beside * third) / middle
    return (first - below * leading - last * third) / root, leading, third
