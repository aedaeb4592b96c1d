"""Tells whether people like those in real occupations are told what suits them.

How a profile becomes answers, with no number that belongs to an occupation:

- The profile's place on the two traits is that of `bot.core.assessment.occupations`.
- A question asks about a direction in that plane, the one its loadings point to; the person answers by the place's
  distance along it. An interest at the end of O*NET's scale is an answer at the end of the scale, the middle is the middle.
- The answer is the option with the nearest score. What rounding leaves over is carried to the next question in the
  same direction, so that an interest between two options is answered now with one, now with the other.
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
    """What a person like those of an occupation is told after `asked` questions."""

    occupation: Occupation
    expected: str
    outcome: str
    standing: Standing
    asked: int

    @property
    def missed(self) -> bool:
        """Tell whether another role is named than the one that suits the occupation."""
        return self.outcome != self.expected


def simulate_occupations(catalog: Catalog, *, whole: bool = False) -> tuple[OccupationResult, ...]:
    """Return where people of each occupation land whose role is beyond doubt.

    They answer as long as they are asked; with `whole` they answer the whole bank.
    """
    return tuple(
        _simulate_occupation(catalog, occupation, occupation.outcome, whole=whole)
        for occupation in catalog.occupations
        if occupation.outcome
    )


def _simulate_occupation(
    catalog: Catalog, occupation: Occupation, expected: str, *, whole: bool
) -> OccupationResult:
    place = traits_of(occupation)
    left: defaultdict[Direction, float] = defaultdict(float)
    sitting = answer_questions(
        catalog, lambda question: _choose(question, place, left), whole=whole
    )
    advice = advise(catalog, sitting.answers)
    return OccupationResult(
        occupation, expected, advice.outcome, advice.standing, len(sitting.answers)
    )


def _choose(
    question: Question, place: Mapping[Trait, float], left: defaultdict[Direction, float]
) -> str:
    """Return the option that fits the place; note what rounding leaves over."""
    direction = tuple((trait, loading < 0) for trait, loading in question.loadings.items())
    along = sum(loading * place[trait] for trait, loading in question.loadings.items())
    wanted = left[direction] + along / hypot(*question.loadings.values())
    nearest = min(question.options, key=lambda option: abs(option.score - wanted))
    # Beyond the ends of the scale nothing is left over that another answer could make up for.
    left[direction] = max(-1.0, min(1.0, wanted - nearest.score))
    return nearest.id
