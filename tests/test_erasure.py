"""Erased means gone from the bytes: those of the database, its companions, the log, and all else that lies beside them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.core.assessment.selection import MOST
from botapi import BotApi, Person
from crash_points import die_at
from process import PATIENCE
from rig_kills import hooked
from test_bot import answers, begins, progress
from traces import CANARY, answers_of, traces
from zygote import forked

WORDS = "canary words"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


@pytest.fixture(params=["polling", "webhook"])
def settings(request: pytest.FixtureRequest, api: BotApi) -> Mapping[str, str]:
    return hooked(api) if request.param == "webhook" else {}


async def tells(api: BotApi, person: Person) -> None:
    """Answer some questions, and send something that is set aside."""
    await begins(person)
    for left in range(MOST, MOST - 3, -1):
        await answers(person, left)
    await person.sees(progress(MOST - 3))
    api.push({"message": {"message_id": "x", "from": {"id": person.id}, "text": WORDS}})
    await api.drained()


async def erases(person: Person) -> None:
    """Ask twice to be erased, and confirm it on the first card, which is not the newest."""
    person.types("/delete")
    first = await person.sees("Yes, erase everything")
    person.types("/delete")
    while not (person.card and person.card.id > first.id):
        await person.sees("Yes, erase everything")
        await asyncio.sleep(0.02)
    person.taps_data(first.buttons[1][0].data or "", first.id)


async def nothing_is_left(folder: Path, *told: str | int) -> None:
    async with asyncio.timeout(PATIENCE):
        while traces(folder, *told):
            await asyncio.sleep(0.05)


async def test_after_delete_no_file_holds_a_byte_of_the_person(
    api: BotApi, tmp_path: Path, settings: Mapping[str, str]
) -> None:
    anna, boris = api.person(CANARY), api.person(1002)
    async with forked(api, tmp_path, first=None, **settings):
        await begins(boris)
        await tells(api, anna)
        told: tuple[str | int, ...] = (CANARY, WORDS, *answers_of(tmp_path / "advisor.sqlite3"))
        before = traces(tmp_path, *told)
        await erases(anna)
        await anna.sees("has been erased")
        after = traces(tmp_path, *told)

    assert set(before) == set(told)
    assert after == {}
    assert anna.open_cards == ()


async def test_killed_in_the_middle_of_an_erasure_it_is_finished_after_the_start(
    api: BotApi, tmp_path: Path, settings: Mapping[str, str]
) -> None:
    anna = api.person(CANARY)
    dies = partial(die_at, "after DELETE FROM people", "after COMMIT")
    async with forked(api, tmp_path, first=dies, **settings) as bot:
        await tells(api, anna)
        told = (WORDS, *answers_of(tmp_path / "advisor.sqlite3"))
        await erases(anna)
        await bot.ended()
    killed = traces(tmp_path, CANARY, *told)
    await api.down()
    async with forked(api, tmp_path, first=None, **settings):
        await nothing_is_left(tmp_path, *told)  # though she cannot be told yet
        await api.up()
        await anna.sees("has been erased")
        after = traces(tmp_path, CANARY, *told)

    assert set(killed) == {CANARY, *told}
    assert after == {}


async def test_whoever_never_agreed_leaves_no_byte_after_a_day(
    api: BotApi, tmp_path: Path, settings: Mapping[str, str]
) -> None:
    anna = api.person(CANARY)
    async with forked(api, tmp_path, first=None, **settings) as bot:
        anna.types("/start")
        await anna.sees("Begin")
        api.push({"message": {"message_id": "x", "from": {"id": CANARY}, "text": WORDS}})
        await api.drained()
        before = traces(tmp_path, CANARY, WORDS)
        await bot.kill()
    change(tmp_path, "UPDATE people SET met_at = datetime(met_at, '-1 day')")
    async with forked(api, tmp_path, first=None, **settings):
        await nothing_is_left(tmp_path, CANARY, WORDS)

    assert set(before) == {CANARY, WORDS}


async def test_while_another_program_reads_the_database_it_is_said_that_it_takes_a_minute(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(CANARY)
    async with forked(api, tmp_path):
        await tells(api, anna)
        told = answers_of(tmp_path / "advisor.sqlite3")
        with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM people").fetchone()
            await erases(anna)
            await gives_up(api)
            lines = " ".join(message.text for message in anna.messages)
        await nothing_is_left(tmp_path, CANARY, *told)

    assert "Within a minute" in lines
    assert "has been erased" not in lines


async def test_the_running_bot_tells_silent_people_and_erases_them_a_month_later(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(CANARY)
    async with forked(api, tmp_path) as bot:
        await tells(api, anna)
        await bot.stop()
    told = (WORDS, *answers_of(tmp_path / "advisor.sqlite3"))
    year_ago = "version - 366 * 86400000"
    change(tmp_path, f"UPDATE cards SET version = {year_ago}, shown = {year_ago}")
    async with forked(api, tmp_path, RETENTION_MONTHS="12") as bot:
        await anna.sees("In 30 days")
        await api.drained()
        await bot.stop()
    change(tmp_path, "UPDATE people SET notified_at = datetime(notified_at, '-30 days')")
    async with forked(api, tmp_path, RETENTION_MONTHS="12"):
        await nothing_is_left(tmp_path, CANARY, *told)


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "advisor.sqlite3")) as shell, shell:
        shell.execute(statement)


async def gives_up(api: BotApi) -> None:
    """Wait until the bot says once more that it will take a minute, which changes nothing."""
    async with asyncio.timeout(PATIENCE):
        while not [c for c in api.log if (c.method, c.status) == ("editMessageText", 400)]:
            await asyncio.sleep(0.02)
