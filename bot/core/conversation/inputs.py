"""Everything a person can tell the bot, whatever the means: a tap, a command, a typed line.

Rules: an input that belongs to a question names it, so the same tap twice, or on a card that has moved on,
is recognised by its question and counts once. A button holds an input; a front end only carries it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Start:
    """/start: greet, resume, or show the result."""


@dataclass(frozen=True, slots=True)
class Begin:
    """The consent: from here on answers are kept."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer a question, or change its answer."""

    question: str
    option: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Not sure about this question."""

    question: str


@dataclass(frozen=True, slots=True)
class Back:
    """From this question to the one answered before it."""

    question: str


@dataclass(frozen=True, slots=True)
class Why:
    """Say why this question is asked."""

    question: str


@dataclass(frozen=True, slots=True)
class Revise:
    """Show this answered question again, to change it."""

    question: str


@dataclass(frozen=True, slots=True)
class Explain:
    """Show a page; its names are those of `sitting.PAGES`."""

    page: str


@dataclass(frozen=True, slots=True)
class Continue:
    """Leave whatever is shown and go on: to the open question or the result."""


@dataclass(frozen=True, slots=True)
class Result:
    """Show the result, or say what is missing for it."""


@dataclass(frozen=True, slots=True)
class More:
    """Ask a few more questions than needed, to be surer."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Start over; asks first when that sets answers aside."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Speak:
    """Switch to this language."""

    language: str


@dataclass(frozen=True, slots=True)
class Export:
    """Send everything stored about me."""


@dataclass(frozen=True, slots=True)
class Delete:
    """Erase everything stored about me; asks first."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop here; keeps everything."""


@dataclass(frozen=True, slots=True)
class Stats:
    """The admins' report; from anybody else an unknown command."""


@dataclass(frozen=True, slots=True)
class Type:
    """A typed line that is no command."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A command the bot does not have."""


@dataclass(frozen=True, slots=True)
class Strange:
    """Something the bot cannot read: a sticker, a voice message, a photo, a place ..."""


@dataclass(frozen=True, slots=True)
class Look:
    """Just show where we are: a tap on a card from an earlier sitting."""


Input = (
    Start | Begin | Choose | Skip | Back | Why | Revise | Explain | Continue | Result | More | Restart | Speak
    | Export | Delete | Cancel | Stats | Type | Unknown | Strange | Look
)  # fmt: skip

# The commands of the chat, in the order of the menu; /stats is the admins' and stands apart.
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
    """Read a line: a command with or without the bot's name behind it, or plain words."""
    if not text.startswith("/"):
        return Type(text)
    word = text[1:].split(maxsplit=1)[0] if text[1:].strip() else ""
    return (COMMANDS | ADMIN_COMMANDS).get(word.partition("@")[0].lower(), Unknown())
