"""Where an occupation stands on the map of the two traits.

O*NET describes an occupation by interests on a scale from 1 to 7. *Investigative* is read as the technical trait and
*Enterprising* as the leading one: the axis that separates the two worlds of work in its figures. The scale is laid
over the one of the answers: its middle is the average person, its ends are the ends of a question's scores (-2 and 2).
No number here belongs to an occupation.
"""

from collections.abc import Mapping

from content.model import HIGHEST_INTEREST, LOWEST_INTEREST, Occupation, Trait

MIDDLE = (LOWEST_INTEREST + HIGHEST_INTEREST) / 2
STEP = 2 / (HIGHEST_INTEREST - MIDDLE)  # standard deviations for one point of an interest


def traits_of(occupation: Occupation) -> Mapping[Trait, float]:
    """Return the place in standard deviations from the average person (-2 to 2), as an estimate has it."""
    return {
        Trait.TECHNICAL: (occupation.investigative - MIDDLE) * STEP,
        Trait.LEADING: (occupation.enterprising - MIDDLE) * STEP,
    }
