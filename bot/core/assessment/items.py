"""Prepare the questions as items of the model: all numbers that do not depend on a person's answers.

The score x of a question measures the two traits t with noise: x = a.t + noise of variance v, where a holds its loadings.
An answer therefore adds the information a a' / v, and moves the estimates in proportion to a x / v.

Were everything known about a question, v would be 1 - a.a. Two things are not known: how much more or less than the
middle people like it, and how far its true loadings lie from the assumed ones. Both add to v, so that stated chances
count them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from bot.core.assessment.likelihood import Interval, correlation_of, option_intervals
from bot.core.conversation.state import Answer
from content.model import Catalog, Question, Trait

POPULARITY_VARIES = 0.32  # standard deviation of a question's mean, in steps of the scale
LOADING_VARIES = 0.33  # standard deviation of a loading, as a share of the assumed one


@dataclass(frozen=True, slots=True)
class Information:
    """The information about the two traits: the inverse of a covariance. `both` is its off-diagonal element."""

    technical: float
    leading: float
    both: float


# There is one for each option, so they can be compared by identity.
@dataclass(frozen=True, slots=True, eq=False)
class ScoredAnswer:
    """An answer as the model sees it.

    `position` is that of the option in the question. `technical` and `leading` are a x / v. The latent response has the
    loadings `technical_loading` and `leading_loading` and was in `interval`. `scores` are those of all options.
    """

    question: str
    option: str
    position: int
    information: Information
    technical: float
    leading: float
    technical_loading: float
    leading_loading: float
    interval: Interval
    scores: tuple[float, ...]

    @property
    def is_middle(self) -> bool:
        """Tell whether the option speaks neither way."""
        return self.interval.lower < 0 < self.interval.upper


@dataclass(frozen=True, slots=True)
class Item:
    """A question in use, at its `position` among them.

    `position_bias` is how far its first option moves the two traits (a x / v).
    """

    question: Question
    position: int
    technical: float
    leading: float
    noise: float
    information: Information
    position_bias: tuple[float, float]
    scored_answers: Mapping[str, ScoredAnswer]


@dataclass(frozen=True, slots=True)
class ItemBank:
    """All questions in use by id; the same in families of equal kind and loadings; and the roles.

    `information` is the information after all of them are answered. `roles` are in the order of estimate.Quadrants.
    """

    items: Mapping[str, Item]
    information: Information
    families: tuple[tuple[Item, ...], ...]
    roles: tuple[str, str, str, str]

    def answers_in_use(self, answers: Iterable[Answer]) -> tuple[Answer, ...]:
        """Return the answers to questions in use that are *not sure* or an option that still exists."""
        return tuple(
            answer
            for answer in answers
            if (item := self.items.get(answer.question)) is not None
            and (answer.option is None or answer.option in item.scored_answers)
        )

    def score(self, answers: Iterable[Answer]) -> tuple[ScoredAnswer, ...]:
        """Return the scored form of these answers in use, without *not sure*."""
        return tuple(
            self.items[answer.question].scored_answers[answer.option]
            for answer in answers
            if answer.option is not None
        )

    def whole_information(self, answers: Iterable[Answer]) -> Information:
        """Return the information after all questions, without those answered with *not sure*."""
        lost = [self.items[each.question].information for each in answers if each.option is None]
        return Information(
            self.information.technical - sum([each.technical for each in lost]),
            self.information.leading - sum([each.leading for each in lost]),
            self.information.both - sum([each.both for each in lost]),
        )


@lru_cache(maxsize=4)
def item_bank(catalog: Catalog) -> ItemBank:
    """Return the item bank of a catalog."""
    items = tuple(_item(question, position) for position, question in enumerate(catalog.asked()))
    families: dict[tuple[str, float, float], list[Item]] = {}
    for item in items:
        key = (item.question.kind, item.technical, item.leading)
        families.setdefault(key, []).append(item)
    return ItemBank(
        {item.question.id: item for item in items},
        Information(
            1 + sum(item.information.technical for item in items),
            1 + sum(item.information.leading for item in items),
            sum(item.information.both for item in items),
        ),
        tuple(tuple(family) for family in families.values()),
        (
            catalog.role_for(frozenset({Trait.TECHNICAL})).id,
            catalog.role_for(frozenset({Trait.LEADING})).id,
            catalog.role_for(frozenset(Trait)).id,
            catalog.role_for(frozenset()).id,
        ),
    )


def _item(question: Question, position: int) -> Item:
    technical = question.loadings.get(Trait.TECHNICAL, 0.0)
    leading = question.loadings.get(Trait.LEADING, 0.0)
    square = technical**2 + leading**2
    noise = 1 - square + POPULARITY_VARIES**2 + LOADING_VARIES**2 * square
    information = Information(technical**2 / noise, leading**2 / noise, technical * leading / noise)
    scores = tuple([option.score for option in question.options])
    # A loading is the trait's correlation with the score. Its correlation with the latent response is higher, because the
    # score is a coarser measure.
    factor = 1 / correlation_of(scores)
    intervals = option_intervals(scores, sqrt(1 - square * factor**2))
    scored_answers = {
        option.id: ScoredAnswer(
            question.id,
            option.id,
            place,
            information,
            technical * option.score / noise,
            leading * option.score / noise,
            technical * factor,
            leading * factor,
            interval,
            scores,
        )
        for place, (option, interval) in enumerate(zip(question.options, intervals, strict=True))
    }
    bias = (technical * scores[0] / noise, leading * scores[0] / noise)
    return Item(question, position, technical, leading, noise, information, bias, scored_answers)
