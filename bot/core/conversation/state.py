"""The whole state of one conversation.

Rules: the state is the answers. Phase, open question and advice are computed from them by pure functions, so
nothing here can be stale. `view` only says what the card shows when that is not the computed thing; a view
that no longer fits the answers or the content falls back to it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

# Pages that exist whatever the content; each role has a page of its own, named by its id. The page `answers` exists
# once there are any, `reasons` with a result, and `sureness`, `otherwise` and `liked` when it names a role.
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
    """An option, or None for *not sure*; when it was given, and the version of the content that asked.

    A tuple, which is made and compared several times faster: there are many of them.
    """

    question: str
    option: str | None
    at: datetime
    content: str


class Place(StrEnum):
    """A card of the conversation that has no value of its own."""

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
    """A question answered earlier, shown again."""

    question: str


@dataclass(frozen=True, slots=True)
class AskingWhy:
    """A question together with the reason why it is asked."""

    question: str


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """A question with the options that the typed words may have meant."""

    question: str
    options: tuple[str, ...]


View = Place | Page | Editing | AskingWhy | DidYouMean


@dataclass(frozen=True, slots=True)
class Person:
    """Who is talking, as far as the conversation needs to know."""

    language: str
    consented: bool = False
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """One way through the questions. `started` tells it from the person's other sittings.

    `until` is after how many questions the person wants the result, once more were wished for than needed (else 0).
    """

    started: datetime
    answers: tuple[Answer, ...] = ()
    until: int = 0
    view: View | None = None

    def answer(self, question: str) -> Answer | None:
        """Return the answer to this question, None while there is none."""
        return next((each for each in self.answers if each.question == question), None)

    def with_answer(self, answer: Answer) -> "Sitting":
        """Return the sitting with the answer added, or put in the place of the earlier one."""
        if self.answer(answer.question) is None:
            return replace(self, answers=(*self.answers, answer), view=None)
        changed = (answer if each.question == answer.question else each for each in self.answers)
        return replace(self, answers=tuple(changed), view=None)

    def showing(self, view: View | None) -> "Sitting":
        """Return the sitting with another view."""
        return replace(self, view=view)


def encode_view(view: View | None) -> str | None:
    """Return a view as the words it is stored in."""
    match view:
        case None:
            return None
        case Place():
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
    """Return the view stored in these words, None for anything this version does not know."""
    match (words or "").split():
        case ["page", name]:
            return Page(name)
        case ["changing", question]:
            return Editing(question)
        case ["wondering", question]:
            return AskingWhy(question)
        case ["meant", question, *options]:
            return DidYouMean(question, tuple(options))
        case [place] if place in tuple(Place):
            return Place(place)
    return None
