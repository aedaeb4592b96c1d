"""Simulated people: what they are drawn from, and how they answer. Nothing here knows how the advice is computed.

The assumptions are fixed, so that nobody tunes them (METHOD.md gives the reasons):
- The two traits are independent and standard normal among people; an outcome is decided by the side of the average.
- An ordinary question is a five-point item whose score correlates .5 with the rest of its trait, a direct wish one
  with .65. A choice between two tasks is worth as much in all, half of it for each trait.
- The five options are used by 7, 24, 38, 24 and 7 % of people. Whoever presses at random uses them equally often.
"""

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from random import Random
from statistics import NormalDist

from content.model import Catalog, Question, Trait

DIRECT = frozenset(
    {"week", "handing-over"}
)  # the kinds of the direct wishes: to have, to be rid of
ORDINARY_REST, DIRECT_REST = 0.5, 0.65  # correlations of a score with the rest of its trait
SHARES = (0.07, 0.24, 0.38, 0.24, 0.07)  # of people who use each of five options
ITERATIONS = 30  # of the iteration in `loadings_of`, which settles within ten

NORMAL = NormalDist()
CUTS = tuple(NORMAL.inv_cdf(share) for share in list(accumulate(SHARES))[:-1])
# Correlation of a score in five steps with what it was before it was cut into them.
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
        """Return the traits that are above the average."""
        traits = ((Trait.TECHNICAL, self.technical), (Trait.LEADING, self.leading))
        return frozenset(trait for trait, value in traits if value > 0)


Draw = Callable[[Random], Interests]  # a person from some population
Loadings = Mapping[
    str, tuple[float, float]
]  # by question, of what is felt before it is cut into steps


def draw_interests(random: Random) -> Interests:
    """Draw a person from the model."""
    return Interests(random.gauss(), random.gauss())


def loadings_of(catalog: Catalog, *, lower: float = 0.0) -> Loadings:
    """Return how strongly each question in truth goes with the traits; `lower` is taken off every correlation.

    The rest of a trait measures the trait with a reliability below 1, so a correlation with the rest means a higher one
    with the trait itself: divided by the root of the reliability (Spearman 1904). That again depends on the loadings, so
    it is iterated. The correlation is one of steps; before they were cut it was higher by 1 / STEPPED.
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
    catalog: Catalog, loadings: Loadings, mind: Interests, random: Random
) -> dict[str, str]:
    """Return the option this person chooses for each question: what is felt, cut into steps."""
    chosen = {}
    for question in catalog.asked():
        technical, leading = loadings[question.id]
        noise = random.gauss(0, sqrt(1 - technical**2 - leading**2))
        felt = technical * mind.technical + leading * mind.leading + noise
        # Options stand from the highest score down.
        chosen[question.id] = question.options[len(CUTS) - bisect(CUTS, felt)].id
    return chosen


def respond_at_random(catalog: Catalog, random: Random) -> dict[str, str]:
    """Return the options of somebody who presses at random."""
    return {question.id: random.choice(question.options).id for question in catalog.asked()}


def _correlations(question: Question, ordinary: float, direct: float) -> tuple[float, float]:
    size = direct if question.kind in DIRECT else ordinary
    each = size / sqrt(len(question.loadings))
    technical, leading = (question.loadings.get(trait, 0.0) for trait in Trait)
    return _with_sign(each, technical), _with_sign(each, leading)


def _with_sign(size: float, key: float) -> float:
    return size if key > 0 else -size if key < 0 else 0.0


def _reliability(found: Iterable[tuple[float, float]], ordinary: float) -> float:
    """Return the squared correlation of a trait with its best estimate from all questions but an ordinary one."""
    technical = leading = 1.0
    both = 0.0
    for one, other in found:
        noise = 1 - one**2 - other**2
        technical += one**2 / noise
        leading += other**2 / noise
        both += one * other / noise
    technical -= ordinary**2 / (1 - ordinary**2)
    return 1 - leading / (technical * leading - both**2)
