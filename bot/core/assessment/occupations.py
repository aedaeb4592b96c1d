"""Place occupations on the map of the two traits.

O*NET rates the interests of an occupation from 1 to 7. Its *Investigative* interest is taken as the technical trait and
*Enterprising* as the leading one: this axis separates the two worlds of work in its data. The middle of its scale is placed on
the average person, its ends on the ends of a question's scores (-2 and 2). No number here belongs to a single occupation.
"""

from collections.abc import Mapping

from content.model import HIGHEST_INTEREST, LOWEST_INTEREST, Occupation, Trait

MIDDLE = (LOWEST_INTEREST + HIGHEST_INTEREST) / 2
STEP = 2 / (HIGHEST_INTEREST - MIDDLE)  # standard deviations per point of an interest


def traits_of(occupation: Occupation) -> Mapping[Trait, float]:
    """Return the traits in standard deviations from the average person (-2 to 2)."""
    return {
        Trait.TECHNICAL: (occupation.investigative - MIDDLE) * STEP,
        Trait.LEADING: (occupation.enterprising - MIDDLE) * STEP,
    }
