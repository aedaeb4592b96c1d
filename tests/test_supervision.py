"""What runs beside the taking of updates: a bug in it is loud, it starts again, and nobody else notices."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from itertools import accumulate, chain, repeat
from pathlib import Path

import pytest

from bot.core.assessment.selection import MOST
from bot.telegram import retry
from bot.telegram.retry import PAUSES, supervise
from botapi import BotApi
from content.model import Catalog
from process import PATIENCE, until_idle
from serving import serving
from test_bot import answers, begins, progress


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let no time pass in pauses, and return them as they come."""
    found: list[float] = []

    async def pause(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", pause)
    return found


def failing(times: int) -> Iterator[str]:
    """Give what comes of a work's turns: it fails so often, and then it is done."""
    return chain(repeat("", times), ["done"])


async def test_what_fails_starts_again_after_growing_pauses(
    pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    turns = failing(8)

    async def work() -> str:
        return next(turns) or str(1 / 0)

    assert await supervise("the work", work) == "done"
    assert pauses == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert caplog.messages[0].startswith("the work failed (ZeroDivisionError); restarting in")
    assert "in work\n    return next(turns) or str(1 / 0)" in caplog.messages[0]
    assert "division by zero" not in caplog.text


async def test_after_it_has_gone_well_for_long_the_pauses_are_short_again(
    pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    lasts = (0, 0, 0, 3600, 0)  # seconds from the start of each turn to its end
    clock = accumulate(chain.from_iterable((0, each) for each in (*lasts, 0)))
    monkeypatch.setattr(retry, "monotonic", lambda: next(clock))
    turns = failing(len(lasts))

    async def work() -> str:
        return next(turns) or str(1 / 0)

    await supervise("the work", work)

    assert pauses == [*PAUSES[:3], *PAUSES[:2]]


async def test_what_no_waiting_can_mend_ends_it(pauses: list[float]) -> None:
    async def work() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await supervise("the work", work, ends=(LookupError,))

    assert pauses == []


async def test_a_bug_in_what_runs_beside_stops_nobody(
    api: BotApi, tmp_path: Path, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    anna = api.person(1001)
    async with serving(api, tmp_path, catalog):
        await begins(anna)
        await until_idle(api, tmp_path)
    unreadable = "INSERT INTO dead_letters VALUES (1, 1, 1, NULL, '{}', 'a bug', 'yesterday', 1)"
    with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as connection, connection:
        connection.execute(unreadable)
    caplog.set_level(logging.ERROR)

    async with serving(api, tmp_path, catalog) as bot:
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1), PATIENCE)
        async with asyncio.timeout(PATIENCE):
            while not caplog.messages:
                await asyncio.sleep(0.01)

        assert not bot.done()
    assert {line.partition(";")[0] for line in caplog.messages} == {"clean-up failed (ValueError)"}
