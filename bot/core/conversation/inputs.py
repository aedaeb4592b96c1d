"""Define what a person can send to the bot by a tap, a command or a typed line.

Rules: an input about a question names the question, so a repeated tap or a tap on an older card counts once. A button holds an
input; front ends only transport it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Start:
    """/start: greet, resume, or show the result."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Give consent: from now on answers are stored."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer a question, or change its answer."""

    question: str
    option: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Answer a question with *not sure*."""

    question: str


@dataclass(frozen=True, slots=True)
class Back:
    """Go from this question to the one answered before it."""

    question: str


@dataclass(frozen=True, slots=True)
class Why:
    """Show why this question is asked."""

    question: str


@dataclass(frozen=True, slots=True)
class Revise:
    """Show an answered question again, to change its answer."""

    question: str


@dataclass(frozen=True, slots=True)
class Explain:
    """Show a page: one of `state.PAGES`, a role, or a page about the answers."""

    page: str


@dataclass(frozen=True, slots=True)
class Continue:
    """Leave the current view and go on to the open question or the result."""


@dataclass(frozen=True, slots=True)
class Result:
    """Show the result, or how many questions are left."""


@dataclass(frozen=True, slots=True)
class More:
    """Ask more questions, for a surer result."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Begin a new sitting; asks for confirmation first."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    """Switch to a language."""

    language: str


@dataclass(frozen=True, slots=True)
class Export:
    """Send all stored data about the person."""


@dataclass(frozen=True, slots=True)
class Delete:
    """Erase all stored data about the person; asks for confirmation first."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Cancel:
    """Pause; everything stays stored."""


@dataclass(frozen=True, slots=True)
class Stats:
    """Send the admins' report; from anyone else an unknown command."""


@dataclass(frozen=True, slots=True)
class Type:
    """Type a line that is not a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Send a command that does not exist."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Send something that the bot cannot read: a sticker, a voice message, a photo, a location ..."""


@dataclass(frozen=True, slots=True)
class Look:
    """Show the current card: what a tap on a card of an earlier sitting does."""


Input = (
    Start | Begin | Choose | Skip | Back | Why | Revise | Explain | Continue | Result | More | Restart | SwitchLanguage
    | Export | Delete | Cancel | Stats | Type | Unknown | Unsupported | Look
)  # fmt: skip

# The commands in the order of the menu. Only admins have ADMIN_COMMANDS.
COMMANDS: dict[str, Input] = {
    "start": Start(),
    "roles": Explain("roles"),
    "result": Result(),
    "restart": Restart(),
    "language": Explain("languages"),
    "settings": Explain("settings"),
    "privacy": Explain("privacy"),
    "mydata": Export(),
    "delete": Delete(),
    "cancel": Cancel(),
    "help": Explain("help"),
}
ADMIN_COMMANDS: dict[str, Input] = {"stats": Stats()}


def parse_line(text: str) -> Input:
    """Return the input of a line: a command, which may end with the bot's name, or plain words."""
    if not text.startswith("/"):
        return Type(text)
    word = text[1:].split(maxsplit=1)[0] if text[1:].strip() else ""
    return (COMMANDS | ADMIN_COMMANDS).get(word.partition("@")[0].lower(), Unknown())
