"""What would change the result: the smallest change of answers that brings another outcome.

Method: exact, for up to MOST changed answers. Of all changes the one with the fewest answers is found, of these the one
that moves them by the fewest places on their scales. Contributions are linear in the scores, so where a change takes the
estimates is a sum; only changes that may bring another outcome are put through `advise`, which alone decides.

Rule: *not sure* stays as it is, and a change after which there is too little to tell is no other outcome.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.core.advice import Advice, Standing, advise
from bot.core.bank import bank_of
from bot.core.sitting import Answer
from content.model import Catalog, Option, Trait

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


def smallest_change(catalog: Catalog, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the changed answers; none when nothing is named or no change of up to MOST answers does it."""
    given = bank_of(catalog).known(answers)
    now = advise(catalog, given)
    if now.standing is Standing.LITTLE:
        return ()
    swaps, steady = tuple(_swaps(catalog, given)), _steady(catalog, now)
    for count in range(1, MOST + 1):
        for change in _worth_trying(swaps, steady, count):
            changed = tuple(swap.answer for swap in change)
            if another(now, advise(catalog, with_changes(given, changed))):
                return changed
    return ()


def with_changes(answers: Iterable[Answer], changed: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers with the changed ones in the place of those to the same questions."""
    by_question = {each.question: each for each in changed}
    return tuple(by_question.get(each.question, each) for each in answers)


def named(advice: Advice) -> tuple[str, ...]:
    """Return the roles a result names: one, two when it is close, none when it is too little to tell."""
    count = {Standing.CLEAR: 1, Standing.CLOSE: 2, Standing.LITTLE: 0}[advice.standing]
    return tuple(role for role, _ in advice.outcomes[:count])


def another(now: Advice, then: Advice) -> bool:
    """Tell whether the outcome is another: another role in front, or where two are named, one that was not."""
    if then.standing is Standing.LITTLE:
        return False
    if now.standing is Standing.CLEAR:
        return then.outcome != now.outcome
    return not set(named(then)) <= set(named(now))


def _swaps(catalog: Catalog, answers: Sequence[Answer]) -> Iterator[Swap]:
    """Yield every other option of every answer."""
    units = _units(catalog, answers)
    for answer in answers:
        options = catalog.questions[answer.question].options
        places = {option.id: place for place, option in enumerate(options)}
        for option in options:
            if answer.option not in (None, option.id):
                given = places[answer.option]
                scores = option.score - options[given].score
                technical, leading = (unit * scores for unit in units[answer.question])
                far = abs(places[option.id] - given)
                yield Swap(answer._replace(option=option.id), far, technical, leading)


def _units(catalog: Catalog, answers: Sequence[Answer]) -> dict[str, tuple[float, float]]:
    """Return what a score of one adds to each estimate, by question: read off answers that all have a score."""
    strongest: dict[str, Option] = {
        each.question: max(
            catalog.questions[each.question].options, key=lambda option: option.score
        )
        for each in answers
        if each.option is not None
    }
    scored = (
        each._replace(option=strongest[each.question].id)
        for each in answers
        if each.option is not None
    )
    return {
        each.question: (
            each.amounts[Trait.TECHNICAL] / strongest[each.question].score,
            each.amounts[Trait.LEADING] / strongest[each.question].score,
        )
        for each in advise(catalog, scored).contributions
    }


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
    first, *second = (catalog.roles[role].high for role in named(now))
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
