"""What the advisor asks and explains, as plain frozen values.

Rules: a question's or an option's id never changes its meaning. A retired question stays in the content,
marked, so that old answers can still be shown; it is neither asked nor scored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Trait(StrEnum):
    """An interest measured on its own, because the two paths are not opposites."""

    TECHNICAL = "technical"
    LEADING = "leading"


class Words(Protocol):
    """All texts of one language, compared by identity."""

    def __hash__(self) -> int: ...

    def __call__(self, name: str, /, **values: object) -> str:
        """Return the message `name` (or `message.attribute`) with the values filled in and escaped."""
        ...

    def plain(self, name: str, /, **values: object) -> str:
        """Return the same without markup: for buttons, documents and lists of commands."""
        ...


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer.

    `score` is its place on the scale in standard deviations of the people who answer (-2 to 2).
    """

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person is asked.

    `loadings` are correlations of the score with a trait (-1 to 1, never 0; negative: keyed in reverse).
    `source` names the O*NET element or the part of the article the question rests on.
    `why` says for each trait, to authors, why the question tells it and why this strongly.
    `about` holds the responsibilities it asks about: 1 where a high score likes it, -1 where a low one does.
    `overlap` is the role whose half of the overlap it touches, None for most.
    """

    id: str
    kind: str
    options: tuple[Option, ...]
    loadings: Mapping[Trait, float]
    source: str
    why: Mapping[Trait, str]
    about: Mapping[str, int]
    overlap: str | None = None
    retired: bool = False

    @property
    def responsibilities(self) -> tuple[str, ...]:
        """Return the ids of the responsibilities the question asks about."""
        return tuple(self.about)

    def liking(self, option: str | None) -> Mapping[str, float]:
        """Return how much an answer likes each responsibility (2 to -2; negative: dislikes); *not sure* tells nothing."""
        chosen = self.option(option)
        return {each: chosen.score * sign for each, sign in self.about.items()} if chosen else {}

    def option(self, option: str | None) -> Option | None:
        """Return the option with this id, None when there is none (any more)."""
        return next((each for each in self.options if each.id == option), None)


@dataclass(frozen=True, slots=True)
class Role:
    """A way of working; its id is also the outcome that recommends it.

    `high` holds the traits that are high in people whom it suits.
    """

    id: str
    high: frozenset[Trait]
    responsibilities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


# The scale of O*NET's occupational interests.
LOWEST_INTEREST, HIGHEST_INTEREST = 1, 7


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation of the O*NET database with two of its interests, on its scale from 1 to 7.

    `outcome` is the role that suits the people in it, where that is beyond doubt. The map shows those that have a
    `name`; its words are the text `occupation-NAME`.
    """

    code: str
    title: str
    investigative: float
    enterprising: float
    outcome: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """The whole content. `version` changes with every change of it and is stored with each answer.

    `retention_months`: after so many months of silence people are erased, None never. It is the operator's setting, and
    stands here because the privacy page must say what is done. Compared by identity, so that what is computed from it
    once can be kept.
    """

    version: str
    questions: Mapping[str, Question]
    roles: Mapping[str, Role]
    aspects: tuple[str, ...]
    texts: Mapping[str, Words]
    occupations: tuple[Occupation, ...] = ()
    retention_months: int | None = None

    def asked(self) -> tuple[Question, ...]:
        """Return the questions still in use, in the order they are asked."""
        return tuple(each for each in self.questions.values() if not each.retired)

    def role_for(self, high: frozenset[Trait]) -> Role:
        """Return the role that suits people in whom exactly these traits are high."""
        return next(role for role in self.roles.values() if role.high == high)
