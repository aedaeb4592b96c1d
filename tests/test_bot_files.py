"""The whole bot when its files are taken away or damaged: it ends with one line, and confirms nothing it cannot keep."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from botapi import BotApi
from file_mishaps import UNLOCKING, damage, damage_table, ending, remove, replace_log
from process import stored, until_idle
from zygote import called, forked


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


@pytest.mark.parametrize("deed", [remove, replace_log, damage])
async def test_a_tap_that_cannot_be_kept_is_not_confirmed_and_the_bot_ends_with_one_line(
    api: BotApi, tmp_path: Path, deed: Callable[[Path], None]
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        anna.types("/start")
        await anna.sees("Begin")
        await until_idle(api, tmp_path)
        deed(tmp_path / "advisor.sqlite3")
        anna.taps("Begin")
        code, lines = await ending(bot)

    assert (code, len(lines)) == (1, 1)
    assert "career-advisor restore" in lines[0]
    assert len(api.world.queue.waiting) == 1
    assert anna.card is not None
    assert "Begin" in str(anna.card.buttons)
    assert len(anna.unanswered) == 1


@pytest.mark.parametrize("deed", UNLOCKING.values(), ids=UNLOCKING)
async def test_an_idle_bot_whose_lock_is_gone_ends_since_another_one_may_begin(
    api: BotApi, tmp_path: Path, deed: Callable[[Path], None]
) -> None:
    async with forked(api, tmp_path) as bot:
        await bot.logs("taking updates")
        deed(tmp_path / "advisor.sqlite3")
        code, lines = await ending(bot)

    assert (code, len(lines)) == (1, 1)
    assert "advisor.sqlite3.lock" in lines[0]


async def test_what_nobody_touches_is_found_damaged_soon_after_the_start(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        anna.types("/start")
        await anna.sees("Begin")
        await bot.stop()
    damage_table(tmp_path / "advisor.sqlite3", "releases")

    async with forked(api, tmp_path) as bot:
        code, lines = await ending(bot)

    assert (code, len(lines)) == (1, 1)
    assert "career-advisor restore" in lines[0]


async def test_a_damaged_database_is_restored_and_the_bot_goes_on(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        anna.types("/start")
        await anna.sees("Begin")
        await until_idle(api, tmp_path)
        saved = called(tmp_path, "backup", "copy.sqlite3")
        refused = called(tmp_path, "restore", "copy.sqlite3")
        damage(tmp_path / "advisor.sqlite3")
        anna.taps("Begin")
        await ending(bot)

    restored = called(tmp_path, "restore", "copy.sqlite3")
    async with forked(api, tmp_path):
        await anna.sees("at most")
        await until_idle(api, tmp_path)

    assert [each.returncode for each in (saved, refused, restored)] == [0, 1, 0]
    assert "A bot is running" in refused.stderr
    assert stored(tmp_path, "SELECT person FROM people") == [(1001,)]
