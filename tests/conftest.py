"""What every test may ask for: the catalog, a moment, and a database of its own."""

import logging
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from hypothesis import HealthCheck, settings

from bot import logs
from content.loader import load
from content.model import Catalog
from storage.database import Database, open_database

# As many workers as processors run already; numpy reads this when it is imported.
os.environ["OMP_NUM_THREADS"] = "1"

# Every run tries the same examples, however slow the machine; `make rigs` searches at random.
# An example that fails is written into a test, not into a file beside it.
settings.register_profile(
    "steady",
    derandomize=True,
    max_examples=50,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "random", settings.get_profile("steady"), derandomize=False, max_examples=1000, print_blob=True
)
settings.load_profile("steady")

MOMENT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden transcripts")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the tests, begin with the longest, and leave together what draws people once."""
    if not hasattr(config, "workerinput"):
        return
    together = ("test_simulate", "test_validate")
    for item in items:
        if item.path.stem in together:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    long = (*together, "test_rig", "test_bot", "test_command_line", "test_webhook", "test_polling")
    items.sort(key=lambda item: not item.path.stem.startswith(long))


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="session")
def parsed_once() -> Iterator[None]:
    """Let files that a test leaves alone be parsed once for all tests; nothing changes what was parsed."""
    parse = lru_cache(maxsize=64)(FluentParser().parse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FluentParser, "parse", lambda _, source: parse(source))
        yield


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Take the log back from a command that was called in this process."""
    yield
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, logs.RedactingFormatter):
            root.removeHandler(handler)
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def at() -> datetime:
    return MOMENT


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'advisor.sqlite3'}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url)
    yield opened
    await opened.close()
