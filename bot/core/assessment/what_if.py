"""Find what would change the result: the smallest change of answers that brings another outcome.

Method: an exact search over up to MOST changed answers. It prefers fewer answers, then fewer steps on their scales. As long as
the spread stays the same, contributions are linear in the scores; another spread scales all of them alike. So the estimates
after a change are nearly a sum, and a bound on them rules out most changes. `advise` decides about the rest.

Rule: *not sure* is not changed, and too little to tell does not count as another outcome.
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
HALF_NORMAL = 0.8  # just above the mean of a standard normal variable that is known to be positive
MARGIN = (
    0.05  # standard errors; computed probabilities are inexact, so ties may fall to either side
)

# Whether the outcome stays when the estimates move this far, technical and leading.
KeepsOutcome = Callable[[float, float], bool]


@dataclass(frozen=True, slots=True)
class Swap:
    """An answer with another option: the steps between them on the scale, and how far the estimates move."""

    answer: Answer
    steps: int
    technical: float
    leading: float


def find_smallest_change(catalog: Catalog, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the changed answers; none when no role is named or no change of up to MOST answers is enough."""
    given = item_bank(catalog).answers_in_use(answers)
    now = advise(catalog, given)
    if now.standing is Standing.LITTLE:
        return ()
    swaps, keeps_outcome = tuple(_swaps(catalog, given)), _build_keeps_outcome(catalog, now)
    for count in range(1, MOST + 1):
        for change in _candidates(swaps, keeps_outcome, count):
            changed = tuple(swap.answer for swap in change)
            if is_another_outcome(now, advise(catalog, apply_changes(given, changed))):
                return changed
    return ()


def apply_changes(answers: Iterable[Answer], changed: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers, with those to the same questions replaced by the changed ones."""
    by_question = {each.question: each for each in changed}
    return tuple(by_question.get(each.question, each) for each in answers)


def is_another_outcome(now: Advice, then: Advice) -> bool:
    """Tell whether the first role changes, or a role is named that was not one of two before."""
    if then.standing is Standing.LITTLE:
        return False
    if len(now.named) == 1:
        return then.outcome != now.outcome
    return not set(then.named) <= set(now.named)


def _swaps(catalog: Catalog, answers: Sequence[Answer]) -> Iterator[Swap]:
    """Yield every other option of every answer, as if the spread stayed the same."""
    bank = item_bank(catalog)
    scored = bank.score(answers)
    estimate = estimate_traits(scored)
    given = [answer for answer in answers if answer.option is not None]
    for answer, current, weight in zip(given, scored, estimate.weights, strict=True):
        for other in bank.items[answer.question].scored_answers.values():
            if other is not current:
                technical, leading = estimate.covariance.times(
                    other.technical - current.technical, other.leading - current.leading
                )
                changed = answer._replace(option=other.option)
                steps = abs(other.position - current.position)
                yield Swap(changed, steps, weight * technical, weight * leading)


def _candidates(
    swaps: Iterable[Swap], keeps_outcome: KeepsOutcome, count: int
) -> Iterable[tuple[Swap, ...]]:
    """Return the changes of `count` answers that may bring another outcome, the fewest steps first."""
    candidates = (
        change
        for change in combinations(swaps, count)
        if not keeps_outcome(
            sum(each.technical for each in change), sum(each.leading for each in change)
        )
        and len({swap.answer.question for swap in change}) == count
    )
    return sorted(candidates, key=lambda change: sum(swap.steps for swap in change))


def _build_keeps_outcome(catalog: Catalog, now: Advice) -> KeepsOutcome:
    """Return a sufficient condition on moves of the estimates for the outcome to stay.

    Measure the estimates in standard errors, positive on the side of the first role, and let r be the correlation of their
    errors. One role stays first if both estimates are at least -.8 r: then each half of the plane on its side is likelier than
    not, given the other half. Two roles stay first if the estimate on whose side both are, a, is at least |b| and |r| (|b| + .8),
    where b is the other estimate: then each of the two is likelier than each of the rest.
    """
    first, *second = (catalog.roles[role].high for role in now.named)
    technical, leading = now.estimates[Trait.TECHNICAL], now.estimates[Trait.LEADING]
    technical_sign, leading_sign = (1 if trait in first else -1 for trait in Trait)
    common = [trait for trait in Trait if second and (trait in first) == (trait in second[0])]
    slack = HALF_NORMAL * max(0.0, -technical_sign * leading_sign * now.correlation) + MARGIN

    def keeps_outcome(technical_move: float, leading_move: float) -> bool:
        builds = technical_sign * (technical.mean + technical_move) / technical.error
        leads = leading_sign * (leading.mean + leading_move) / leading.error
        if not second:
            return builds > slack and leads > slack
        near, far = (builds, abs(leads)) if Trait.TECHNICAL in common else (leads, abs(builds))
        return bool(common) and near > max(far, abs(now.correlation) * (far + HALF_NORMAL)) + MARGIN

    return keeps_outcome
