"""Define what the bot replies, before it is put into words.

The replies to one input are any number of notes, then one card. SendData and SendReport are sent as messages of their own.
"""

from dataclasses import dataclass

from bot.core.assessment.advice import Advice
from bot.core.conversation.state import Answer

NOTES = frozenset(
    {"only-words", "unknown-command", "too-long", "too-fast", "not-understood", "result-later"}
)


@dataclass(frozen=True, slots=True)
class Note:
    """A line above the card. `message` is one of NOTES, the name of its text."""

    message: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Greet:
    """The greeting before the consent."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """How far the person is, for one who comes back in the middle of the questions."""

    asked: int
    at_most: int
    last: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with the options to choose from. `given` is its answer so far.

    `back`, `keep` and `result`: whether the card leads to an earlier question, to the next card without a change, to the result.
    `why`: whether it says why the question is asked. `meant`: whether the options are those that typed words may have meant.
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
    """The result. `more` tells whether there are questions left for a surer one.

    While no role can be named, `missing` is how many answers are still needed, and `clashing` are the answers that contradict
    the others.
    """

    advice: Advice
    more: bool
    missing: int = 0
    clashing: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """All answers, by how strongly they support the outcome. `unsure` is the number of *not sure*."""

    advice: Advice
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the result is. `more` tells whether there are questions left for a surer one."""

    advice: Advice
    more: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change the result: pairs of an answer and the one that would have to replace it.

    No pairs: no change of a few answers brings another outcome. `then` is the advice after the changes, `at_most` the number of
    questions that could follow before it becomes the result.
    """

    changes: tuple[tuple[Answer, Answer], ...]
    then: Advice
    at_most: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """The roles side by side, with what the answers like and dislike about each."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """All answers, to change them."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """A page of explanation."""

    page: str


@dataclass(frozen=True, slots=True)
class Pause:
    """The person paused; everything stays stored."""


@dataclass(frozen=True, slots=True)
class AskRestart:
    """The question whether to start over."""


@dataclass(frozen=True, slots=True)
class AskDelete:
    """The question whether to erase everything."""


Card = (
    Greet | Welcome | Ask | Advise | Reasons | Confidence | WhatIf | Preferences | Review | Show | Pause | AskRestart | AskDelete
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SendData:
    """Send all stored data about the person, as a document."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """Send the admins' report."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """Erase all data about the person and say so; no card follows."""


Reply = Note | Card | SendData | SendReport | Farewell
