"""Runs the conversation in the terminal and writes transcripts.

A transcript names its language. The person's lines start with `> `; the advisor's answers stand between them, with
numbered buttons.
"""

import asyncio
import html
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from prompt_toolkit import PromptSession
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.advisor import Advisor, PersonSpoke
from bot.core.conversation.inputs import SwitchLanguage, parse_line
from bot.core.screens.layout import Screen
from bot.core.screens.map import draw_in_characters
from bot.deliveries import Delivery
from content.words import without_marks
from storage.records import OutboxKind, ShownScreen

PERSON = 1  # the terminal's database has one person
WIDTH = 76
MARK = re.compile(r"<(/?)([bi])>")
NUMBER = re.compile(r"(\[\d+\])(?= )")
STYLES = {"b": "bold", "i": "italic"}

Reader = Callable[[], Awaitable[str | None]]
Writer = Callable[[str], None]


async def converse(advisor: Advisor, read: Reader, write: Writer, language: str) -> None:
    """Hold a conversation until `read` returns None. `write` gets text marked up with <b> and <i>."""
    line: str | None = "/start"
    while line is not None:
        if line.strip():
            async for answer in say_line(advisor, line, language, time.time_ns()):
                write(answer)
        line = await read()


async def switch_language(advisor: Advisor, language: str) -> None:
    """Switch the stored conversation to this language."""
    await advisor.handle([PersonSpoke(time.time_ns(), PERSON, SwitchLanguage(language), language)])


async def say_line(advisor: Advisor, line: str, language: str, update: int) -> AsyncIterator[str]:
    """Send one line to the advisor and yield its answers: messages first, then the card."""
    heard = PersonSpoke(update, PERSON, parse_line(line.strip()), language)
    deliveries, parcels = await advisor.handle([heard])
    for parcel in parcels:
        if parcel.kind is OutboxKind.FAREWELL:
            continue  # until nothing of it is left in the database
        letter = await advisor.content_of(parcel)
        document = html.escape(letter.document.decode(), quote=False)
        if text := "\n".join(part for part in (letter.text, document) if part):
            yield text
    for delivery in deliveries:
        yield format_card(delivery.screen)
    await advisor.record_deliveries(
        [_receipt(each) for each in deliveries], [parcel.id for parcel in parcels]
    )
    for parcel in parcels:
        if parcel.kind is OutboxKind.FAREWELL:
            yield await advisor.finish_erasure(parcel.language)


def format_card(screen: Screen) -> str:
    """Return a screen as marked-up text with numbered buttons."""
    numbers = iter(range(1, len(screen.buttons) + 1))
    rows = (
        "   ".join(f"[{next(numbers)}] {html.escape(button.label, quote=False)}" for button in row)
        for row in screen.rows
    )
    map_above = (
        [html.escape(draw_in_characters(screen.picture), quote=False), ""] if screen.picture else []
    )
    return "\n".join([*map_above, screen.text, "", *rows])


def open_console(language: str, hint: str, transcript: Path | None) -> tuple[Reader, Writer]:
    """Print the hint; return a reader and a writer that also record to the transcript, if given."""
    screen = Console(width=min(WIDTH, Console().width), highlight=False)
    screen.print(hint, style="dim")
    lines = _prompt if sys.stdin.isatty() else _read_pipe
    recorded: list[str] = [f"# language: {language}", "> /start"]

    def record(text: str) -> None:
        recorded.append(text)
        if transcript is not None:
            transcript.write_text("\n\n".join(recorded) + "\n", encoding="utf-8")

    async def read() -> str | None:
        line = await lines()
        if line is not None and line.strip():
            record(f"> {line.strip()}")
        return line

    def write(marked: str) -> None:
        record(without_marks(marked))
        screen.print(draw_frame(marked))

    return read, write


def draw_frame(marked: str) -> Panel:
    """Return marked-up text in a frame for the terminal."""
    text = MARK.sub(lambda found: f"[{found[1]}{STYLES[found[2]]}]", escape(marked))
    numbered = NUMBER.sub(r"[bold cyan]\1[/]", html.unescape(text))
    return Panel(numbered, border_style="dim", padding=(1, 2))


async def _prompt() -> str | None:
    try:
        line: str = await PromptSession[str]().prompt_async("> ")
    except (EOFError, KeyboardInterrupt):
        return None
    return line


async def _read_pipe() -> str | None:
    line = await asyncio.to_thread(sys.stdin.readline)
    return line or None


def _receipt(delivery: Delivery) -> ShownScreen:
    return ShownScreen(delivery.person, delivery.version, 0)
