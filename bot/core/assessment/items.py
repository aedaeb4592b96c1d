"""The questions as the model takes them: the numbers that do not depend on anybody's answers, computed once.

A question's score x is taken as a noisy reading of the two traits t, x = a.t + noise of variance v = 1 - a.a, where a
holds its loadings. So each answer carries the information a a' / v, and pulls the estimates by a x / v.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from bot.core.assessment.likelihood import Part, correlation_of, parts_of
from bot.core.conversation.state import Answer
from content.model import Catalog, Question, Trait


@dataclass(frozen=True, slots=True)
class Information:
    """How much is known about the two traits, the inverse of a covariance; `both` couples them."""

    technical: float
    leading: float
    both: float


@dataclass(
    frozen=True, slots=True, eq=False
)  # there is one for each option: they compare by identity
class ScoredAnswer:
    """An answer as the model takes it.

    `technical` and `leading` are its pulls. The feeling behind it has the loadings `on_technical` and `on_leading`, and
    `part` is where on the scale it must have been; `scores` are those of all options.
    """

    question: str
    option: str
    place: int
    information: Information
    technical: float
    leading: float
    on_technical: float
    on_leading: float
    part: Part
    scores: tuple[float, ...]

    @property
    def is_middle(self) -> bool:
        """Tell whether the option speaks neither way."""
        return self.part.lower < 0 < self.part.upper


@dataclass(frozen=True, slots=True)
class Item:
    """A question in use. `tilt` is the pull of its first option on the two traits."""

    question: Question
    position: int
    technical: float
    leading: float
    noise: float
    information: Information
    tilt: tuple[float, float]
    readings: Mapping[str, ScoredAnswer]


@dataclass(frozen=True, slots=True)
class ItemBank:
    """All questions in use by id; again in families of one kind and the same loadings; and the roles.

    `information` is what answering all of them leads to. `roles` are those for: technical alone high, leading alone,
    both, none.
    """

    items: Mapping[str, Item]
    information: Information
    families: tuple[tuple[Item, ...], ...]
    roles: tuple[str, str, str, str]

    def known(self, answers: Iterable[Answer]) -> tuple[Answer, ...]:
        """Return the answers to questions in use, by options that exist, or *not sure*."""
        return tuple(
            answer
            for answer in answers
            if (item := self.items.get(answer.question)) is not None
            and (answer.option is None or answer.option in item.readings)
        )

    def readings(self, answers: Iterable[Answer]) -> tuple[ScoredAnswer, ...]:
        """Return what these known answers say; *not sure* says nothing."""
        return tuple(
            self.items[answer.question].readings[answer.option]
            for answer in answers
            if answer.option is not None
        )

    def whole(self, answers: Iterable[Answer]) -> Information:
        """Return the information once everything is asked; what was left with *not sure* stays away."""
        technical, leading, both = (
            self.information.technical,
            self.information.leading,
            self.information.both,
        )
        for answer in answers:
            if answer.option is None:
                lost = self.items[answer.question].information
                technical -= lost.technical
                leading -= lost.leading
                both -= lost.both
        return Information(technical, leading, both)


@lru_cache(maxsize=4)
def item_bank(catalog: Catalog) -> ItemBank:
    """Return the bank of a catalog."""
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
    noise = 1 - technical**2 - leading**2
    information = Information(technical**2 / noise, leading**2 / noise, technical * leading / noise)
    scores = tuple([option.score for option in question.options])
    # A loading is a correlation with the score; the feeling behind the score goes further with the trait.
    further = 1 / correlation_of(scores)
    parts = parts_of(scores, sqrt(1 - (1 - noise) * further**2))
    readings = {
        option.id: ScoredAnswer(
            question.id,
            option.id,
            place,
            information,
            technical * option.score / noise,
            leading * option.score / noise,
            technical * further,
            leading * further,
            part,
            scores,
        )
        for place, (option, part) in enumerate(zip(question.options, parts, strict=True))
    }
    tilt = (technical * scores[0] / noise, leading * scores[0] / noise)
    return Item(question, position, technical, leading, noise, information, tilt, readings)
