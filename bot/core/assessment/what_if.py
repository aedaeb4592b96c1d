"""What would change the result: the smallest change of answers that brings another outcome.

Method: exact, for up to MOST changed answers. Of all changes the one with the fewest answers is found, of these the one
that moves them by the fewest places on their scales. Contributions are linear in the scores while the spread stays the
same, and another spread scales all of them alike. So where a change takes the estimates is nearly a sum; only changes
that may bring another outcome are put through `advise`, which alone decides.

Rule: *not sure* stays as it is, and a change after which there is too little to tell is no other outcome.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.core.assessment.advice import Advice, Standing, advise
from bot.core.assessment.estimate import estimate_traits
from bot.core.assessment.items import item_bank
from bot.core.conversation.state import Answer
from content.model import Catalog, Trait

MOST = 2  # answers changed together
HALF_NORMAL = 0.8  # just above the mean of a standard normal variable known to be positive
MARGIN = (
    0.05  # standard errors; the stated probabilities are averages, so even ones fall to either side
)

Steady = Callable[[float, float], bool]  # takes how far each estimate moves, technical and leading


@dataclass(frozen=True, slots=True)
class Swap:
    """An answer with another option: by how many places on its scale, and how far that moves each estimate."""

    answer: Answer
    places: int
    technical: float
    leading: float


def find_smallest_change(catalog: Catalog, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the changed answers; none when nothing is named or no change of up to MOST answers does it."""
    given = item_bank(catalog).known(answers)
    now = advise(catalog, given)
    if now.standing is Standing.LITTLE:
        return ()
    swaps, steady = tuple(_swaps(catalog, given)), _steady(catalog, now)
    for count in range(1, MOST + 1):
        for change in _worth_trying(swaps, steady, count):
            changed = tuple(swap.answer for swap in change)
            if is_another_outcome(now, advise(catalog, apply_changes(given, changed))):
                return changed
    return ()


def apply_changes(answers: Iterable[Answer], changed: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers with the changed ones in the place of those to the same questions."""
    by_question = {each.question: each for each in changed}
    return tuple(by_question.get(each.question, each) for each in answers)


def is_another_outcome(now: Advice, then: Advice) -> bool:
    """Tell whether the outcome is another: another role in front, or where two are named, one that was not."""
    if then.standing is Standing.LITTLE:
        return False
    if len(now.named) == 1:
        return then.outcome != now.outcome
    return not set(then.named) <= set(now.named)


def _swaps(catalog: Catalog, answers: Sequence[Answer]) -> Iterator[Swap]:
    """Yield every other option of every answer, with where it takes the estimates while the spread stays as it is."""
    bank = item_bank(catalog)
    readings = bank.readings(answers)
    belief = estimate_traits(readings)
    given = [answer for answer in answers if answer.option is not None]
    for answer, reading, gain in zip(given, readings, belief.gains, strict=True):
        for other in bank.items[answer.question].readings.values():
            if other is not reading:
                technical, leading = belief.covariance.times(
                    other.technical - reading.technical, other.leading - reading.leading
                )
                changed = answer._replace(option=other.option)
                places = abs(other.place - reading.place)
                yield Swap(changed, places, gain * technical, gain * leading)


def _worth_trying(swaps: Iterable[Swap], steady: Steady, count: int) -> Iterable[tuple[Swap, ...]]:
    """Return the changes of so many answers that may bring another outcome, those by the fewest places first."""
    fitting = (
        change
        for change in combinations(swaps, count)
        if not steady(sum(each.technical for each in change), sum(each.leading for each in change))
        and len({swap.answer.question for swap in change}) == count
    )
    return sorted(fitting, key=lambda change: sum(swap.places for swap in change))


def _steady(catalog: Catalog, now: Advice) -> Steady:
    """Return a test for moves of the estimates after which the roles named surely are still in front of the others.

    Estimates are taken in standard errors, positive on the side of the role in front; r is the correlation of their
    errors. One role stays in front while both are at least -.8 r: then each half of the plane on its side is likelier
    than not given the other. Two roles stay while the estimate whose side they share, a, is at least |b| and
    |r| (|b| + .8), where b is the other one: then each of the two is likelier than each of the rest.
    """
    first, *second = (catalog.roles[role].high for role in now.named)
    technical, leading = now.estimates[Trait.TECHNICAL], now.estimates[Trait.LEADING]
    up, ahead = (1 if trait in first else -1 for trait in (Trait.TECHNICAL, Trait.LEADING))
    alike = [trait for trait in Trait if second and (trait in first) == (trait in second[0])]
    slack = HALF_NORMAL * max(0.0, -up * ahead * now.correlation) + MARGIN

    def steady(higher: float, further: float) -> bool:
        builds = up * (technical.mean + higher) / technical.error
        leads = ahead * (leading.mean + further) / leading.error
        if not second:
            return builds > slack and leads > slack
        side, far = (builds, abs(leads)) if Trait.TECHNICAL in alike else (leads, abs(builds))
        return bool(alike) and side > max(far, abs(now.correlation) * (far + HALF_NORMAL)) + MARGIN

    return steady
