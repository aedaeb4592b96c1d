"""A screen and what it is made of.

Rule: a button holds an input, so a front end needs to know nothing of the conversation: Telegram encodes the
input, the terminal numbers the button.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.conversation.inputs import Input
from bot.core.conversation.state import Answer
from bot.core.screens.map import Map
from content.model import Catalog, Question, Words


@dataclass(frozen=True, slots=True)
class Button:
    """What stands on it, and what pressing it says."""

    label: str
    says: Input


Row = tuple[Button, ...]

CAPTION = 1024  # UTF-16 units Telegram takes below a picture, once the marks are read


@dataclass(frozen=True, slots=True)
class Screen:
    """One card: its text, its buttons in rows, and what is to be drawn above them.

    The text carries only Telegram's <b> and <i> (https://core.telegram.org/bots/api#html-style); below a picture it
    has at most CAPTION units, whatever note comes above it.
    """

    text: str
    rows: tuple[Row, ...] = ()
    picture: Map | None = None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return the buttons in reading order; the n-th answers to the number n."""
        return tuple(button for row in self.rows for button in row)


def button(words: Words, name: str, says: Input) -> Button:
    """Return a button labelled with the text `button-<name>`."""
    return Button(words.plain(f"button-{name}"), says)


def paragraphs(*parts: str) -> str:
    """Join what is not empty with blank lines."""
    return "\n\n".join(part for part in parts if part)


def title_of(words: Words, question: Question) -> str:
    """Return a question's short name."""
    return words.plain(f"question-{question.id}.title")


def label_of(words: Words, question: Question, option: str | None) -> str:
    """Return an option's label; None is *not sure*."""
    if option is None:
        return words.plain("unsure")
    return _fill(words, question, f"{question.kind}-{option}", "")


def reason_of(words: Words, question: Question, option: str) -> str:
    """Return what choosing an option says about somebody, as a sentence without its full stop."""
    reason = _fill(words, question, f"{question.kind}-{option}.reason", "-doing")
    return reason[:1].upper() + reason[1:]


def _fill(words: Words, question: Question, name: str, form: str) -> str:
    """Return an option's text with the names of the question's tasks, or what one does in them."""
    if question.kind == "between":
        sides = {
            side: words.plain(f"question-{question.id}.{side}{form}")
            for side in ("first", "second")
        }
        return words.plain(name, **sides)
    if form:
        return words.plain(name, doing=words.plain(f"question-{question.id}.doing"))
    return words.plain(name)


def answer_lines(catalog: Catalog, words: Words, answers: Iterable[Answer]) -> Iterator[str]:
    """Yield each answer behind the short name of its question."""
    for answer in answers:
        question = catalog.questions[answer.question]
        label = label_of(words, question, answer.option)
        yield words("answer-line", title=title_of(words, question), answer=label)
