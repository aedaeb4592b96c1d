"""The wiring of what needs no Telegram: the conversation in the terminal, and the operator's looks into the database.

Rule: nothing here imports Telegram's libraries, which take a third of a start.
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
    """Hold the conversation in the terminal; a language asked for is kept.

    It has a database of its own. A transcript begins with nothing, so that it can be played again: its conversation
    is forgotten afterwards.
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
    """Return the admins' report; it only reads."""
    require_file(settings.database_url)
    async with database_at(settings.database_url) as database:
        words = Advisor(catalog, database).words(language)
        return await admin_report.read_report(database, catalog, words, settings.stats_block)


async def read_dead_letters(settings: Settings, *, retry: bool) -> tuple[StoredDeadLetter, ...]:
    """Return what was set aside; have it tried again when asked to."""
    require_file(settings.database_url)
    async with database_at(settings.database_url) as database:
        if retry:
            await database.write(dead_letters.request_retry)
        return await database.read(dead_letters.load_all)


async def restore(settings: Settings, source: Path) -> Path | None:
    """Put a copy in the database's place while no bot runs; return what the former database is called now."""
    async with exclusive_use(settings.database_url, wait=0):
        return backups.restore(settings.database_url, source, datetime.now(UTC))
