"""What is taken, put by, and taken up again, with everything behind the intake but Telegram."""

from pathlib import Path

from bot.frontends.telegram.flood import BURST, Flood
from content.model import Catalog
from process import stored
from rig_fuzz import taking
from storage import quarantine

ANNA = 1001


def said(number: int, text: object = "/help") -> dict[str, object]:
    user = {"id": ANNA, "is_bot": False, "first_name": "Anna"}
    chat = {"id": ANNA, "type": "private", "first_name": "Anna"}
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


async def test_a_row_that_is_no_update_is_set_aside_again(catalog: Catalog, tmp_path: Path) -> None:
    async with taking(tmp_path, catalog) as intake:
        await intake.take([said(1, 7)])
        database = intake.advisor.database
        await database.write(lambda c: c.exec_driver_sql("UPDATE quarantine SET raw = '[1'"))
        await database.write(quarantine.want_retried)
        await intake.take_again()

    assert stored(tmp_path, "SELECT raw, again FROM quarantine") == [("[1", False)]
