"""Simulates people with the interests of real occupations and compares their advice with the occupation's role.

How a profile becomes answers (no parameter belongs to an occupation):

- `bot.core.assessment.occupations` gives the profile's position on the two traits.
- The loadings of a question are a direction in that plane, and the position is projected onto it. The ends of O*NET's
  scale become the ends of the answer scale, and its middle the middle.
- The answer is the option with the nearest score. The rounding error is carried to the next question in the same
  direction, so an interest between two options is answered with each of them in turn.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from bot.core.assessment.advice import Standing, advise
from bot.core.assessment.occupations import traits_of
from bot.evaluation.sittings import answer_questions
from content.model import Catalog, Occupation, Question, Trait

Direction = tuple[tuple[Trait, bool], ...]  # the traits a question measures, and whether in reverse


@dataclass(frozen=True, slots=True)
class OccupationResult:
    """The advice to a person with an occupation's interests after `asked` questions."""

    occupation: Occupation
    expected: str
    outcome: str
    standing: Standing
    asked: int

    @property
    def missed(self) -> bool:
        """Tell whether the outcome differs from the occupation's role."""
        return self.outcome != self.expected


def simulate_occupations(catalog: Catalog, *, whole: bool = False) -> tuple[OccupationResult, ...]:
    """Return the results of all occupations with a known role, after all questions if `whole`."""
    return tuple(
        _simulate_occupation(catalog, occupation, occupation.outcome, whole=whole)
        for occupation in catalog.occupations
        if occupation.outcome
    )


def _simulate_occupation(
    catalog: Catalog, occupation: Occupation, expected: str, *, whole: bool
) -> OccupationResult:
    position = traits_of(occupation)
    errors: defaultdict[Direction, float] = defaultdict(float)
    sitting = answer_questions(
        catalog, lambda question: _choose(question, position, errors), whole=whole
    )
    advice = advise(catalog, sitting.answers)
    return OccupationResult(
        occupation, expected, advice.outcome, advice.standing, len(sitting.answers)
    )


def _choose(
    question: Question, position: Mapping[Trait, float], errors: defaultdict[Direction, float]
) -> str:
    """Return the option nearest to the position, and store the rounding error in `errors`."""
    direction = tuple((trait, loading < 0) for trait, loading in question.loadings.items())
    projection = sum(loading * position[trait] for trait, loading in question.loadings.items())
    target = errors[direction] + projection / hypot(*question.loadings.values())
    nearest = min(question.options, key=lambda option: abs(option.score - target))
    # No other answer can compensate for a value beyond the ends of the scale.
    errors[direction] = max(-1.0, min(1.0, target - nearest.score))
    return nearest.id
