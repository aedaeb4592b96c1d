"""Define a screen and the parts that several screens share.

Rule: a button holds an input. So a front end knows nothing about the conversation: Telegram encodes the input, the terminal
numbers the button.
"""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.conversation.inputs import Explain, Input
from bot.core.conversation.state import Answer
from bot.core.screens.map import Map
from content.model import Catalog, Question, Role, Words


@dataclass(frozen=True, slots=True)
class Button:
    """A label, and the input that pressing the button sends."""

    label: str
    says: Input


Row = tuple[Button, ...]

# UTF-16 units of a photo's caption, without markup (https://core.telegram.org/bots/api#sendphoto).
CAPTION = 1024
# The two halves of what the roles share, named by the role that is known for it.
OVERLAPS = ("manager", "expert")


@dataclass(frozen=True, slots=True)
class Screen:
    """The content of a card: its text, its buttons in rows, and the map above the text, if any.

    The only markup in the text is Telegram's <b> and <i> (https://core.telegram.org/bots/api#html-style). Below a map it has at
    most CAPTION units, including the longest note.
    """

    text: str
    rows: tuple[Row, ...] = ()
    picture: Map | None = None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return the buttons in reading order; the number n means the n-th."""
        return tuple(button for row in self.rows for button in row)


def button(words: Words, name: str, says: Input) -> Button:
    """Return a button labelled with the text `button-<name>`."""
    return Button(words.plain(f"button-{name}"), says)


def page_button(words: Words, page: str) -> Button:
    """Return the button to a page, labelled with the text `button-<page>`."""
    return button(words, page, Explain(page))


def paragraphs(*parts: str) -> str:
    """Join the parts that are not empty with blank lines."""
    return "\n\n".join(part for part in parts if part)


def section(title: str, text: str) -> str:
    """Return a text below its title, nothing when it is empty."""
    return f"<b>{title}</b>\n{text}" if text else ""


def text_length(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def role_name(words: Words, role: Role) -> str:
    """Return a role's symbol and its name in bold."""
    return f"{words(f'role-{role.id}.icon')} <b>{words(f'role-{role.id}')}</b>"


def role_button(words: Words, role: str) -> Button:
    """Return the button to the page of a role."""
    name = f"{words.plain(f'role-{role}.icon')} {words.plain(f'role-{role}')}"
    return Button(name, Explain(role))


def title_of(words: Words, question: Question) -> str:
    """Return a question's short name."""
    return words.plain(f"question-{question.id}.title")


def label_of(words: Words, question: Question, option: str | None) -> str:
    """Return an option's label; None is *not sure*."""
    if option is None:
        return words.plain("unsure")
    return _fill(words, question, f"{question.kind}-{option}", "")


def reason_of(words: Words, question: Question, option: str) -> str:
    """Return what choosing an option says about a person, as a sentence without a full stop."""
    reason = _fill(words, question, f"{question.kind}-{option}.reason", "-doing")
    return reason[:1].upper() + reason[1:]


def _fill(words: Words, question: Question, name: str, form: str) -> str:
    """Return an option's text with the question's tasks filled in, by their names or as activities."""
    if question.kind == "between":
        sides = {
            side: words.plain(f"question-{question.id}.{side}{form}")
            for side in ("first", "second")
        }
        return words.plain(name, **sides)
    if form:
        return words.plain(name, doing=words.plain(f"question-{question.id}.doing"))
    return words.plain(name)


def reason_line(words: Words, question: Question, option: str) -> str:
    """Return what choosing an option says about a person, as a line of a list."""
    return f"• {html.escape(reason_of(words, question, option), quote=False)}"


def answer_line(words: Words, question: Question, option: str | None) -> str:
    """Return a question's short name followed by its answer."""
    label = label_of(words, question, option)
    return words("answer-line", title=title_of(words, question), answer=label)


def answer_lines(catalog: Catalog, words: Words, answers: Iterable[Answer]) -> Iterator[str]:
    """Yield the line of each answer."""
    for answer in answers:
        yield answer_line(words, catalog.questions[answer.question], answer.option)
