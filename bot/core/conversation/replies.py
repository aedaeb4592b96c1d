"""What the conversation says back, before it is put into words.

A turn's replies are any number of notes, then one card; sends go out beside the card, as messages of their own.
"""

from dataclasses import dataclass

from bot.core.assessment.advice import Advice
from bot.core.conversation.state import Answer

NOTES = frozenset(
    {"only-words", "unknown-command", "too-long", "too-fast", "not-understood", "result-later"}
)


@dataclass(frozen=True, slots=True)
class Note:
    """A line above the card; `message` is one of NOTES, its name among the texts."""

    message: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Greet:
    """Who this is, before the consent."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Where the person is, in the middle of the questions."""

    asked: int
    at_most: int
    last: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. `given` is the answer it has already; `options` are those to choose from.

    `back`, `keep` and `result`: whether there is an earlier question, a later card, a result to go to.
    """

    question: str
    options: tuple[str, ...]
    asked: int
    at_most: int
    given: Answer | None = None
    back: bool = False
    keep: bool = False
    result: bool = False
    why: bool = False
    meant: bool = False


@dataclass(frozen=True, slots=True)
class Advise:
    """The result. `more` tells whether there are questions left to be surer by.

    Where nothing can be named yet: `missing` is how many answers are still needed, and `clashing` are those given that
    contradict the others.
    """

    advice: Advice
    more: bool
    missing: int = 0
    clashing: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """All answers, by how much they speak for the outcome; `unsure` of them were *not sure*."""

    advice: Advice
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the result is. `more` tells whether there are questions left to be surer by."""

    advice: Advice
    more: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change the result: pairs of an answer given and the one that would have to be in its place.

    `then` is the advice after that, and `at_most` how many questions could still come before it is a result; without
    changes no change of a few answers brings another outcome.
    """

    changes: tuple[tuple[Answer, Answer], ...]
    then: Advice
    at_most: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """The roles side by side: what of each these answers liked and disliked."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """All answers, each to be changed by a tap."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """A page of explanation."""

    page: str


@dataclass(frozen=True, slots=True)
class Pause:
    """The person stopped; everything is kept."""


@dataclass(frozen=True, slots=True)
class AskRestart:
    """Whether to start over."""


@dataclass(frozen=True, slots=True)
class AskDelete:
    """Whether to erase everything."""


Card = (
    Greet | Welcome | Ask | Advise | Reasons | Confidence | WhatIf | Preferences | Review | Show | Pause | AskRestart | AskDelete
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SendData:
    """Everything stored about the person, as a document."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """The admins' report."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """Erase everything about the person and say so; there is no card after it."""


Reply = Note | Card | SendData | SendReport | Farewell
