"""Select the next question, and decide when enough have been asked.

Rules:
- Everything is computed from the answers, so a sitting resumes without a stored position.
- The next question is the most informative one about the trait that may still be on either side of the average. No kind comes
  three times in a row. Ties go to the question that balances the positions of the options, then to the first in the file.
- At least FEWEST and at most MOST questions are asked, unless the person wants more. In between, it is enough when the outcome
  is clear, or when two are named and one of them would very probably still be the first after all questions.
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
# Least probability that one of two named roles is still the first after all questions, to stop with both.
BOTH_STABLE = 0.94
OPEN = 0.67  # while the first is less stable than this, more answers are unlikely to make it clear
LONGEST_RUN = 2  # questions of one kind in a row


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sitting is: the answers in use, and the next question, None when it is enough.

    `at_most` is how many questions can still come, including the next one. `exhausted` tells whether all have been asked.
    """

    answers: tuple[Answer, ...]
    upcoming: Question | None
    at_most: int
    exhausted: bool

    @property
    def asked(self) -> int:
        """Return how many questions were answered, including *not sure*."""
        return len(self.answers)


def progress_of(catalog: Catalog, sitting: Sitting) -> Progress:
    """Return how far a sitting is."""
    bank = item_bank(catalog)
    in_use = bank.answers_in_use(sitting.answers)
    asked, limit = len(in_use), min(sitting.until or MOST, len(bank.items))
    upcoming = _select(bank, in_use, limit, stops=not sitting.until)
    at_most = 0 if upcoming is None else limit - asked
    return Progress(in_use, upcoming, at_most, exhausted=asked == len(bank.items))


def next_question(catalog: Catalog, sitting: Sitting) -> Question | None:
    """Return the next question, None when it is enough."""
    return progress_of(catalog, sitting).upcoming


def limit_after_more(catalog: Catalog, sitting: Sitting) -> int:
    """Return `Sitting.until` for a person who wants more questions: at least as many as are needed to name anything."""
    bank = item_bank(catalog)
    in_use = bank.answers_in_use(sitting.answers)
    more = count_missing_answers(bank.score(in_use)) or MORE
    return min(len(in_use) + more, len(bank.items))


def _select(
    bank: ItemBank, in_use: tuple[Answer, ...], limit: int, *, stops: bool
) -> Question | None:
    if len(in_use) >= limit:
        return None
    scored = bank.score(in_use)
    estimate = estimate_traits(scored)
    if stops and len(in_use) >= FEWEST and _is_enough(judge(bank, in_use, scored, estimate)):
        return None
    return _most_informative(bank, in_use, estimate)


def _is_enough(verdict: Verdict) -> bool:
    match verdict.standing:
        case Standing.CLEAR:
            return True
        case Standing.CLOSE:
            first, second, *_ = verdict.stability
            return first < OPEN and first + second >= BOTH_STABLE
    return False


def _most_informative(bank: ItemBank, in_use: tuple[Answer, ...], estimate: Estimate) -> Question:
    asked = {answer.question for answer in in_use}
    candidates = [
        first
        for family in bank.families
        if (first := next((item for item in family if item.question.id not in asked), None))
    ]
    recent = {bank.items[answer.question].question.kind for answer in in_use[-LONGEST_RUN:]}
    overused = recent if len(recent) == 1 and len(in_use) >= LONGEST_RUN else set()
    others = [each for each in candidates if each.question.kind not in overused] or candidates
    bias = _position_bias(bank.items[answer.question] for answer in in_use)
    weights = _weights(estimate)
    return max(
        others,
        key=lambda item: (
            _information_gain(item, estimate, weights),
            -_bias_after(bias, item),
            -item.position,
        ),
    ).question


def _weights(estimate: Estimate) -> tuple[float, float]:
    """Return the weight of each trait: the density of its estimate at the average person."""
    technical, leading = estimate.covariance.technical, estimate.covariance.leading
    return (
        exp(-(estimate.technical**2) / technical / 2) / sqrt(technical),
        exp(-(estimate.leading**2) / leading / 2) / sqrt(leading),
    )


def _information_gain(item: Item, estimate: Estimate, weights: tuple[float, float]) -> float:
    """Return by how much an answer would reduce the two variances, weighted."""
    technical, leading = estimate.covariance.times(item.technical, item.leading)
    variance = item.noise + item.technical * technical + item.leading * leading
    return (weights[0] * technical**2 + weights[1] * leading**2) / variance


def _position_bias(items: Iterable[Item]) -> tuple[float, float]:
    """Return how far choosing the first option of all these items would move the two traits."""
    technical = leading = 0.0
    for item in items:
        technical += item.position_bias[0]
        leading += item.position_bias[1]
    return technical, leading


def _bias_after(bias: tuple[float, float], item: Item) -> float:
    return (bias[0] + item.position_bias[0]) ** 2 + (bias[1] + item.position_bias[1]) ** 2
