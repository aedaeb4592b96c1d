"""Which question is next, and when it is enough.

Rules:
- All of this is computed from the answers, so a sitting resumes without a stored position.
- Next comes the question that tells most about the trait that could still be on either side of the average. No kind
  comes three times in a row; of equals, the one that balances first and last places, then the first in the file.
- Nobody is asked fewer than FEWEST or more than MOST questions, unless they wish for more. In between it is enough when
  the outcome is clear, or when two are named that would very probably still be those two after all questions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, sqrt

from bot.core.assessment.advice import Standing, Verdict, count_missing_answers, judge
from bot.core.assessment.estimate import Estimate, estimate_traits
from bot.core.assessment.items import Item, ItemBank, item_bank
from bot.core.conversation.state import Answer, Sitting
from content.model import Catalog, Question

FEWEST = 6
MOST = 16
MORE = 4
BOTH_KEPT = (
    0.94  # least probability that all questions would name one of the two, for stopping with both
)
OPEN = 0.67  # while the first is likelier than this to be the one, another answer may make it clear
ROW = 2  # questions of one kind that may follow each other


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a sitting stands: the answers that still count, and the next question, None when it is enough.

    `at_most` is how many questions can still come, the open one among them. `exhausted` tells whether every question
    there is has been asked.
    """

    known: tuple[Answer, ...]
    upcoming: Question | None
    at_most: int
    exhausted: bool

    @property
    def asked(self) -> int:
        """Return how many questions have been asked: answered or left with *not sure*."""
        return len(self.known)


def progress_of(catalog: Catalog, sitting: Sitting) -> Progress:
    """Return where a sitting stands."""
    bank = item_bank(catalog)
    known = bank.known(sitting.answers)
    asked, limit = len(known), min(sitting.until or MOST, len(bank.items))
    following = _select(bank, known, limit, stops=not sitting.until)
    at_most = 0 if following is None else limit - asked
    return Progress(known, following, at_most, exhausted=asked == len(bank.items))


def next_question(catalog: Catalog, sitting: Sitting) -> Question | None:
    """Return the question to ask next, None when it is enough."""
    return progress_of(catalog, sitting).upcoming


def count_left_at_most(catalog: Catalog, sitting: Sitting) -> int:
    """Return how many questions can still come, the open one among them; none once it is enough."""
    return progress_of(catalog, sitting).at_most


def count_asked(catalog: Catalog, sitting: Sitting) -> int:
    """Return how many questions have been asked: answered or left with *not sure*."""
    return progress_of(catalog, sitting).asked


def is_exhausted(catalog: Catalog, sitting: Sitting) -> bool:
    """Tell whether every question there is has been asked."""
    return progress_of(catalog, sitting).exhausted


def limit_after_more(catalog: Catalog, sitting: Sitting) -> int:
    """Return the `until` of a person who wishes for a few more questions: as many as are needed, if too few were answered."""
    bank = item_bank(catalog)
    known = bank.known(sitting.answers)
    return min(len(known) + (count_missing_answers(bank.readings(known)) or MORE), len(bank.items))


def _select(
    bank: ItemBank, known: tuple[Answer, ...], limit: int, *, stops: bool
) -> Question | None:
    if len(known) >= limit:
        return None
    readings = bank.readings(known)
    belief = estimate_traits(readings)
    if stops and len(known) >= FEWEST and _is_enough(judge(bank, known, readings, belief)):
        return None
    return _most_informative(bank, known, belief)


def _is_enough(verdict: Verdict) -> bool:
    match verdict.standing:
        case Standing.CLEAR:
            return True
        case Standing.CLOSE:
            return verdict.kept[0] < OPEN and verdict.kept[0] + verdict.kept[1] >= BOTH_KEPT
    return False


def _most_informative(bank: ItemBank, known: tuple[Answer, ...], belief: Estimate) -> Question:
    asked = {answer.question for answer in known}
    heads = [
        head
        for family in bank.families
        if (head := next((item for item in family if item.question.id not in asked), None))
    ]
    last = {bank.items[answer.question].question.kind for answer in known[-ROW:]}
    tired = last if len(last) == 1 and len(known) >= ROW else set()
    others = [head for head in heads if head.question.kind not in tired] or heads
    tilt = _position_bias(bank.items[answer.question] for answer in known)
    weights = _weights(belief)
    return max(
        others,
        key=lambda item: (
            _information_gain(item, belief, weights),
            -_bias_after(tilt, item),
            -item.position,
        ),
    ).question


def _weights(belief: Estimate) -> tuple[float, float]:
    """Return how much is won by knowing each trait better: how dense the belief is at the average."""
    technical, leading = belief.covariance.technical, belief.covariance.leading
    return (
        exp(-(belief.technical**2) / technical / 2) / sqrt(technical),
        exp(-(belief.leading**2) / leading / 2) / sqrt(leading),
    )


def _information_gain(item: Item, belief: Estimate, weights: tuple[float, float]) -> float:
    """Return by how much an answer would shrink the two variances, each by its weight."""
    technical, leading = belief.covariance.times(item.technical, item.leading)
    spread = item.noise + item.technical * technical + item.leading * leading
    return (weights[0] * technical**2 + weights[1] * leading**2) / spread


def _position_bias(items: Iterable[Item]) -> tuple[float, float]:
    """Return where always pressing the first place would have led."""
    technical = leading = 0.0
    for item in items:
        technical += item.tilt[0]
        leading += item.tilt[1]
    return technical, leading


def _bias_after(tilt: tuple[float, float], item: Item) -> float:
    return (tilt[0] + item.tilt[0]) ** 2 + (tilt[1] + item.tilt[1]) ** 2
