"""What only admins get: whoever is none any more gets nothing of it, however it was under way."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.advisor import Advisor
from botapi import BotApi, Person
from content.model import Catalog
from process import PATIENCE, stored, until_idle
from serving import serving
from storage.database import Database
from storage.records import OutboxKind, OutboxMessage
from test_bot import begins

ADMIN = 7
ADMINS = frozenset({ADMIN})


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


@pytest.fixture
def admin(api: BotApi) -> Person:
    return api.person(ADMIN)


def menu(api: BotApi, person: Person) -> dict[str, list[str]]:
    """Return the commands of the chat's own menu in each language that has one."""
    return {
        language: [command.name for command in commands]
        for (scope, language), commands in api.world.commands.items()
        if scope == ("chat", person.id)
    }


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


async def test_a_report_is_not_sent_to_who_was_an_admin_when_it_was_asked_for(
    api: BotApi, tmp_path: Path, catalog: Catalog, admin: Person
) -> None:
    async with serving(api, tmp_path, catalog, admin_ids=ADMINS):
        await begins(admin)
        await api.drained(PATIENCE)
        api.fail("sendMessage", times=1_000_000)
        admin.types("/stats")
        await until(lambda: stored(tmp_path, "SELECT kind FROM outbox") == [("report",)])
    api.behave()

    async with serving(api, tmp_path, catalog):
        await admin.sees("I do not know that command", PATIENCE)
        await until_idle(api, tmp_path)

    assert "Began" not in str(admin)
    assert stored(tmp_path, "SELECT kind FROM outbox") == []


async def test_who_is_no_admin_any_more_loses_the_menu_at_the_next_start_that_can(
    api: BotApi, tmp_path: Path, catalog: Catalog, admin: Person
) -> None:
    async with serving(api, tmp_path, catalog, admin_ids=ADMINS):
        await begins(admin)
        await until(lambda: len(menu(api, admin)) == 2)
    given = menu(api, admin)
    api.fail("deleteMyCommands", times=1_000_000)
    async with serving(api, tmp_path, catalog):
        await until(lambda: api.log[-1].method == "deleteMyCommands")
    kept = menu(api, admin)
    api.behave()

    async with serving(api, tmp_path, catalog):
        await until(lambda: not menu(api, admin))
        await until(lambda: stored(tmp_path, "SELECT kind FROM outbox") == [])

    assert given == kept
    assert {"", "ru"} == given.keys()
    assert all("stats" in commands for commands in given.values())
    assert stored(tmp_path, "SELECT person FROM menus") == []


async def test_an_admin_who_erases_everything_has_no_menu_of_their_own_until_the_next_start(
    api: BotApi, tmp_path: Path, catalog: Catalog, admin: Person
) -> None:
    async with serving(api, tmp_path, catalog, admin_ids=ADMINS):
        await begins(admin)
        await until(lambda: len(menu(api, admin)) == 2)
        noted = stored(tmp_path, "SELECT person FROM menus")
        admin.types("/delete")
        await admin.sees("Yes, erase everything", PATIENCE)
        admin.taps("Yes, erase everything")
        await admin.sees("has been erased", PATIENCE)
        erased = stored(tmp_path, "SELECT person FROM menus")
        await until(lambda: not menu(api, admin))

    async with serving(api, tmp_path, catalog, admin_ids=ADMINS):
        await until(lambda: len(menu(api, admin)) == 2)

    assert noted == [(ADMIN,)]
    assert erased == []


async def test_who_is_an_admin_again_before_the_menu_was_taken_keeps_it(
    catalog: Catalog, database: Database
) -> None:
    advisor = Advisor(catalog, database, bot=1, admins=ADMINS)
    await advisor.recover()
    former = replace(advisor, admins=frozenset())
    await former.recover()
    _, leaving = await former.load_pending()
    await advisor.recover()
    _, staying = await advisor.load_pending()

    assert [(parcel.chat, parcel.kind) for parcel in leaving] == [(ADMIN, "menu")]
    assert staying == ()


async def test_an_admins_data_tells_of_the_menu(catalog: Catalog, database: Database) -> None:
    advisor = Advisor(catalog, database, bot=1, admins=ADMINS)
    await advisor.recover()

    letter = await advisor.content_of(OutboxMessage(ADMIN, OutboxKind.DATA, "en"))

    assert json.loads(letter.document or b"")["menus"] == [{"person": ADMIN}]
