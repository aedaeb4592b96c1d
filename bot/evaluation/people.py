"""Draws simulated people and their answers, independently of how the advice is computed.

The assumptions are fixed so they cannot be tuned (METHOD.md gives the reasons):
- The two traits are independent and standard normal. The outcome depends on which traits are above average.
- An ordinary question is a five-point item. Its score correlates .5 with the rest of its trait, or .65 for a direct wish.
  A choice between two tasks has the same strength in total, half of the variance for each trait.
- 7, 24, 38, 24 and 7 % of people use the five options. People who answer at random use them equally often.
"""

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from random import Random
from statistics import NormalDist

from content.model import Catalog, Question, Trait

DIRECT = frozenset({"week", "handing-over"})  # kinds of questions that ask for a wish directly
ORDINARY_REST, DIRECT_REST = 0.5, 0.65  # correlations of a score with the rest of its trait
SHARES = (0.07, 0.24, 0.38, 0.24, 0.07)  # of people who use each of five options
ITERATIONS = 30  # of the iteration in `loadings_of`, which settles within ten

NORMAL = NormalDist()
CUTS = tuple(NORMAL.inv_cdf(share) for share in list(accumulate(SHARES))[:-1])
# Correlation of the five-step score with the latent response that is cut into the steps.
STEP_CORRELATION = sum(NORMAL.pdf(cut) for cut in CUTS) / sqrt(
    sum(share * (place - 2) ** 2 for place, share in enumerate(SHARES))
)


@dataclass(frozen=True, slots=True)
class Interests:
    """A person's two traits, in standard deviations from the average."""

    technical: float
    leading: float

    @property
    def high(self) -> frozenset[Trait]:
        """Return the traits above the average."""
        traits = ((Trait.TECHNICAL, self.technical), (Trait.LEADING, self.leading))
        return frozenset(trait for trait, value in traits if value > 0)


Draw = Callable[[Random], Interests]  # draws a person from a population
Loadings = Mapping[str, tuple[float, float]]  # of the latent responses, by question


def draw_interests(random: Random) -> Interests:
    """Draw a person from the model population."""
    return Interests(random.gauss(), random.gauss())


def loadings_of(catalog: Catalog, *, lower: float = 0.0) -> Loadings:
    """Return the true loadings of each question on both traits; `lower` is subtracted from every correlation.

    The rest of a trait measures it with a reliability below 1. The correlation with the trait itself is the one with the
    rest divided by the root of the reliability (Spearman 1904). The reliability depends on the loadings, so both are
    computed iteratively. Dividing by STEP_CORRELATION gives the loading of the latent response.
    """
    ordinary, direct = ORDINARY_REST - lower, DIRECT_REST - lower
    reliability = 1.0
    for _ in range(ITERATIONS):
        root = sqrt(reliability)
        found = {
            each.id: _correlations(each, ordinary / root, direct / root) for each in catalog.asked()
        }
        reliability = _reliability(found.values(), ordinary / root)
    return {
        question: (technical / STEP_CORRELATION, leading / STEP_CORRELATION)
        for question, (technical, leading) in found.items()
    }


def respond(
    catalog: Catalog, loadings: Loadings, interests: Interests, random: Random
) -> dict[str, str]:
    """Return the option this person chooses for each question: the latent response, cut into steps."""
    chosen = {}
    for question in catalog.asked():
        technical, leading = loadings[question.id]
        noise = random.gauss(0, sqrt(1 - technical**2 - leading**2))
        latent = technical * interests.technical + leading * interests.leading + noise
        # Options stand from the highest score down.
        chosen[question.id] = question.options[len(CUTS) - bisect(CUTS, latent)].id
    return chosen


def respond_at_random(catalog: Catalog, random: Random) -> dict[str, str]:
    """Return the options of a person who answers at random."""
    return {question.id: random.choice(question.options).id for question in catalog.asked()}


def _correlations(question: Question, ordinary: float, direct: float) -> tuple[float, float]:
    size = direct if question.kind in DIRECT else ordinary
    each = size / sqrt(len(question.loadings))
    technical, leading = (question.loadings.get(trait, 0.0) for trait in Trait)
    return _copy_sign(each, technical), _copy_sign(each, leading)


def _copy_sign(size: float, key: float) -> float:
    """Return `size` with the sign of `key`, 0 for 0."""
    return size if key > 0 else -size if key < 0 else 0.0


def _reliability(found: Iterable[tuple[float, float]], ordinary: float) -> float:
    """Return the reliability of a trait's best estimate from all questions except one ordinary question."""
    technical = leading = 1.0
    both = 0.0
    for one, other in found:
        noise = 1 - one**2 - other**2
        technical += one**2 / noise
        leading += other**2 / noise
        both += one * other / noise
    technical -= ordinary**2 / (1 - ordinary**2)
    return 1 - leading / (technical * leading - both**2)
