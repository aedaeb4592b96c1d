"""Encodes inputs as callback data of at most 64 bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton).

Format: the start of the sitting in milliseconds, in base 36; a word for the input; its values; separated by dots. The
start identifies buttons of an erased or earlier sitting, however old they are.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.core.conversation import inputs
from bot.core.conversation.inputs import Input

LONGEST = 64  # bytes
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Words may be added, but never change their meaning: old buttons stay in people's chats.
CHOOSE = "c"
BARE: dict[str, Input] = {
    "begin": inputs.Begin(),
    "continue": inputs.Continue(),
    "result": inputs.Result(),
    "more": inputs.More(),
    "export": inputs.Export(),
    "restart": inputs.Restart(),
    "restart!": inputs.Restart(confirmed=True),
    "delete": inputs.Delete(),
    "delete!": inputs.Delete(confirmed=True),
}
VALUED: dict[str, Callable[[str], Input]] = {
    "skip": inputs.Skip,
    "back": inputs.Back,
    "why": inputs.Why,
    "revise": inputs.Revise,
    "explain": inputs.Explain,
    "speak": inputs.SwitchLanguage,
}


WORDS: dict[object, str] = {meaning: word for word, meaning in (BARE | VALUED).items()}


def stamp(sitting: datetime) -> str:
    """Return the prefix of all buttons of a sitting."""
    return _base36((sitting - EPOCH) // timedelta(milliseconds=1))


def pack(stamped: str, says: Input) -> str:
    """Return the callback data of a button, given the prefix of its sitting."""
    return ".".join((stamped, *_encode(says)))


def unpack(carried: str) -> tuple[datetime, Input] | None:
    """Return the sitting and the input of a button, None for data that this bot never sent."""
    stamped, _, rest = carried.partition(".")
    try:
        started = EPOCH + timedelta(milliseconds=int(stamped, 36))
    except (ValueError, OverflowError):
        return None
    says = _decode(rest.split("."))
    return None if says is None else (started, says)


def _encode(says: Input) -> tuple[str, ...]:
    match says:
        case inputs.Choose(question, option):
            return (CHOOSE, question, option)
        case inputs.Skip(value) | inputs.Back(value) | inputs.Why(value) | inputs.Revise(value):
            return (WORDS[type(says)], value)
        case inputs.Explain(value) | inputs.SwitchLanguage(value):
            return (WORDS[type(says)], value)
    return (WORDS[says],)


def _decode(words: list[str]) -> Input | None:
    match words:
        case [word] if word in BARE:
            return BARE[word]
        case [word, value] if word in VALUED:
            return VALUED[word](value)
        case ["c", question, option]:
            return inputs.Choose(question, option)
    return None


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
