"""Golden conversations: the database is closed and opened again before every line, so each also tests resuming.

`python -m pytest tests/test_transcripts.py --update` rewrites them; `career-advisor try --transcript FILE` writes
a new one while you chat.
"""

from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.terminal import say_line
from content.model import Catalog
from content.words import without_marks
from storage.database import open_database
from test_advisor import Clock

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
LANGUAGE = "# language: "
PACE = timedelta(seconds=20)  # from line to line, as for somebody who reads


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_the_conversation_goes_as_it_is_written(
    path: Path, catalog: Catalog, database_url: str, request: pytest.FixtureRequest
) -> None:
    written = path.read_text(encoding="utf-8")
    language = written.partition("\n")[0].removeprefix(LANGUAGE)
    lines = [line.removeprefix("> ") for line in written.splitlines() if line.startswith("> ")]

    held = await conversation(catalog, database_url, language, lines)

    if request.config.getoption("--update"):
        path.write_text(held, encoding="utf-8")
        written = held
    assert held == written


async def conversation(catalog: Catalog, url: str, language: str, lines: list[str]) -> str:
    """Return the transcript of a conversation in which the person says these lines."""
    parts, clock, updates = [LANGUAGE + language], Clock(), count(1)
    for line in lines:
        parts.append(f"> {line}")
        clock.moment += PACE
        database = await open_database(url)
        advisor = Advisor(catalog, database, clock)
        parts += [
            without_marks(each) async for each in say_line(advisor, line, language, next(updates))
        ]
        await database.close()
    return "\n\n".join(parts) + "\n"
