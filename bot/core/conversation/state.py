"""Define the state of a conversation.

Rules: the state is the answers. Phase, open question and advice are computed from them by pure functions, so they are never
stale. `view` is set only while the card shows something else than the computed card. A view that no longer fits the answers or
the content is ignored.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

# Pages that always exist. Each role also has a page, named by its id. The page `answers` exists once there are any, `reasons`
# once there is a result, and `sureness`, `otherwise` and `liked` while the result names a role.
PAGES = frozenset(
    {
        "roles",
        "compare",
        "overlap",
        "path",
        "myths",
        "about",
        "privacy",
        "help",
        "settings",
        "languages",
    }
)


class Answer(NamedTuple):
    """The option chosen (None: *not sure*), the time, and the version of the content.

    A tuple because there are many of them, and tuples are created and compared several times faster.
    """

    question: str
    option: str | None
    at: datetime
    content: str


class FixedView(StrEnum):
    """A view without further values."""

    WELCOME = "welcome"
    PAUSED = "paused"
    RESTARTING = "restarting"
    DELETING = "deleting"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of explanation."""

    name: str


@dataclass(frozen=True, slots=True)
class Editing:
    """An answered question, shown again."""

    question: str


@dataclass(frozen=True, slots=True)
class AskingWhy:
    """A question with the reason why it is asked."""

    question: str


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """A question with the options that typed words may have meant."""

    question: str
    options: tuple[str, ...]


View = FixedView | Page | Editing | AskingWhy | DidYouMean


@dataclass(frozen=True, slots=True)
class Person:
    """What the conversation knows about a person besides the answers."""

    language: str
    consented: bool = False
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """One way through the questions. `started` distinguishes it from the person's other sittings.

    `until` is the number of questions after which a person who asked for more wants the result, else 0.
    """

    started: datetime
    answers: tuple[Answer, ...] = ()
    until: int = 0
    view: View | None = None

    def answer(self, question: str) -> Answer | None:
        """Return the answer to this question, None if there is none."""
        return next((each for each in self.answers if each.question == question), None)

    def with_answer(self, answer: Answer) -> "Sitting":
        """Return the sitting with the answer added, or with the earlier answer to its question replaced."""
        if self.answer(answer.question) is None:
            return replace(self, answers=(*self.answers, answer), view=None)
        changed = (answer if each.question == answer.question else each for each in self.answers)
        return replace(self, answers=tuple(changed), view=None)

    def showing(self, view: View | None) -> "Sitting":
        """Return the sitting with another view."""
        return replace(self, view=view)


def encode_view(view: View | None) -> str | None:
    """Return the words that a view is stored as."""
    match view:
        case None:
            return None
        case FixedView():
            return view.value
        case Page(name):
            return f"page {name}"
        case Editing(question):
            return f"changing {question}"
        case AskingWhy(question):
            return f"wondering {question}"
        case DidYouMean(question, options):
            return " ".join(("meant", question, *options))


def decode_view(words: str | None) -> View | None:
    """Return the view that these words stand for, None if this version does not know them."""
    match (words or "").split():
        case ["page", name]:
            return Page(name)
        case ["changing", question]:
            return Editing(question)
        case ["wondering", question]:
            return AskingWhy(question)
        case ["meant", question, *options]:
            return DidYouMean(question, tuple(options))
        case [place] if place in tuple(FixedView):
            return FixedView(place)
    return None
