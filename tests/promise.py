"""What a rig of promises is made of: a sentence, how it is tried against the real process, and what was found."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from botapi import BotApi
from rig_kills import hooked

MODES = ("polling", "webhook")


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a promise was kept, and the figures that show it."""

    kept: bool
    figures: str


Attempt = Callable[[Path], Awaitable[Proof]]


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised, how it is tried, and the function that tries it in an empty folder."""

    says: str
    tried: str
    attempt: Attempt


@asynccontextmanager
async def telegram() -> AsyncIterator[BotApi]:
    """Serve the Bot API; a call that Telegram would not understand breaks every promise."""
    async with BotApi() as api:
        yield api
        if api.faults:
            raise AssertionError(f"wrong calls: {api.faults}")


def settings_of(mode: str, api: BotApi) -> Mapping[str, str]:
    return hooked(api) if mode == "webhook" else {}


def make_folder(folder: Path, *names: str) -> Path:
    """Make a folder of its own for one of several attempts."""
    inner = folder / "-".join(names)
    inner.mkdir()
    return inner


def database_in(folder: Path) -> Path:
    return folder / "advisor.sqlite3"
