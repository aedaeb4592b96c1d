"""Wires up what needs no Telegram: the conversation in the terminal and the commands on the database.

Rule: nothing here imports the libraries for Telegram; importing them takes a third of the start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import admin_report
from bot.advisor import Advisor
from bot.settings import Misconfigured, Settings, system_language
from content.model import Catalog
from storage import backups, dead_letters
from storage.database import database_at, require_file
from storage.lock import exclusive_use
from storage.records import StoredDeadLetter

TERMINAL_DATABASE = "sqlite:///data/terminal.sqlite3"


async def run_terminal(catalog: Catalog, language: str | None, transcript: Path | None) -> None:
    """Run the conversation in the terminal. A language given here is stored.

    The terminal has its own database. With a transcript the conversation starts empty and is not stored, so that the
    transcript can be replayed.
    """
    # The other commands do not need its libraries.
    from bot.terminal import converse, open_console, switch_language  # noqa: PLC0415

    if language is not None and language not in catalog.texts:
        raise Misconfigured(
            f"There are no texts in {language}; there are {', '.join(catalog.texts)}."
        )
    with _terminal_database(transcript) as url:
        async with database_at(url) as database:
            advisor = Advisor(catalog, database)
            spoken = advisor.nearest_language(language or system_language())
            if language is not None:
                await switch_language(advisor, spoken)
            read, write = open_console(
                spoken, advisor.words(spoken).plain("terminal-hint"), transcript
            )
            await converse(advisor, read, write, spoken)


@contextmanager
def _terminal_database(transcript: Path | None) -> Iterator[str]:
    if transcript is None:
        yield TERMINAL_DATABASE
        return
    try:
        transcript.touch()
    except OSError as error:
        raise Misconfigured(
            f"{transcript} cannot be written ({error.strerror}). Name another file."
        ) from error
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/terminal.sqlite3"


async def print_stats(settings: Settings, catalog: Catalog, language: str) -> str:
    """Return the admins' report; this only reads."""
    require_file(settings.database_url)
    async with database_at(settings.database_url) as database:
        words = Advisor(catalog, database).words(language)
        return await admin_report.read_report(database, catalog, words, settings.stats_block)


async def read_dead_letters(settings: Settings, *, retry: bool) -> tuple[StoredDeadLetter, ...]:
    """Return the dead letters; with `retry`, request that they are handled again."""
    require_file(settings.database_url)
    async with database_at(settings.database_url) as database:
        if retry:
            await database.write(dead_letters.request_retry)
        return await database.read(dead_letters.load_all)


async def restore(settings: Settings, source: Path) -> Path | None:
    """Replace the database with a copy while no bot runs; return the new path of the former database."""
    async with exclusive_use(settings.database_url, wait=0):
        return backups.restore(settings.database_url, source, datetime.now(UTC))
