"""What is taken, put by, and taken up again, with everything behind the intake but Telegram."""

from pathlib import Path

import pytest

from bot.frontends.telegram.flood import BURST, Flood
from content.model import Catalog
from file_mishaps import remove
from process import stored
from rig_fuzz import taking
from storage import quarantine
from storage.errors import Displaced

ANNA, BORIS = 1001, 1002


def said(number: int, text: object = "/help", person: int = ANNA) -> dict[str, object]:
    user = {"id": person, "is_bot": False, "first_name": "Anna"}
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": user, "text": text}
    return {"update_id": number, "message": message}


def nested(levels: int) -> object:
    value: object = "deep"
    for _ in range(levels):
        value = [value]
    return value


async def test_what_was_put_by_and_comes_again_slows_nobody_afterwards(
    catalog: Catalog, tmp_path: Path
) -> None:
    flood = Flood(1)
    batch = [said(number) for number in range(1, BURST + 11)]
    async with taking(tmp_path, catalog, flood) as intake:
        await intake.take(batch)
        await intake.take_again()
        await intake.take(batch[-10:])
        await intake.take_again()

    assert not flood.waiting()
    assert stored(tmp_path, 'SELECT count(*) FROM handled WHERE "update" < 0') == [(10,)]
    assert stored(tmp_path, "SELECT count(*) FROM quarantine") == [(0,)]


async def test_an_update_nested_beyond_reading_is_set_aside_and_can_be_tried_again(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as intake:
        await intake.take([said(1, nested(900)), said(2, nested(300))])
        await intake.advisor.database.write(quarantine.want_retried)
        await intake.take_again()

    rows = stored(tmp_path, "SELECT chat, again, length(raw) > 100 FROM quarantine")
    assert rows == [(ANNA, False, True)] * 2


@pytest.mark.parametrize("people", [(ANNA, BORIS), (BORIS,)])
async def test_in_a_file_that_was_removed_no_update_is_saved_alone_or_set_aside(
    catalog: Catalog, tmp_path: Path, people: tuple[int, ...]
) -> None:
    no_boris = (
        f"CREATE TRIGGER no_boris BEFORE INSERT ON people WHEN NEW.person = {BORIS}"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    async with taking(tmp_path, catalog) as intake:
        await intake.advisor.database.write(lambda c: c.exec_driver_sql(no_boris))
        remove(tmp_path / "advisor.sqlite3")

        with pytest.raises(Displaced):
            await intake.take([said(number, "/start", who) for number, who in enumerate(people, 1)])


async def test_a_row_that_is_no_update_is_set_aside_again(catalog: Catalog, tmp_path: Path) -> None:
    async with taking(tmp_path, catalog) as intake:
        await intake.take([said(1, 7)])
        database = intake.advisor.database
        await database.write(lambda c: c.exec_driver_sql("UPDATE quarantine SET raw = '[1'"))
        await database.write(quarantine.want_retried)
        await intake.take_again()

    assert stored(tmp_path, "SELECT raw, again FROM quarantine") == [("[1", False)]
