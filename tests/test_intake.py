"""What is taken, stored for later, and taken up again, with everything behind the intake but Telegram."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.exc import OperationalError

from bot.advisor import MOST_WAITING
from bot.core.conversation.inputs import Begin, Choose, Delete, Input
from bot.telegram import callback_data
from bot.telegram.receive.batches import PORTION
from bot.telegram.receive.rate_limit import BURST
from bot.telegram.transport import AiohttpRequest
from content.model import Catalog
from file_mishaps import remove
from process import stored
from rig_fuzz import MOMENT, YES, taken_up, taking
from storage import dead_letters
from storage.errors import Displaced

ANNA, BORIS, CLARA = 1001, 1002, 1003
CARD = 50
Raw = dict[str, object]


def user(person: int, language: str = "en") -> Raw:
    return {"id": person, "is_bot": False, "first_name": "Anna", "language_code": language}


def said(
    number: int, text: object = "/help", person: int = ANNA, date: object = 1, language: str = "en"
) -> Raw:
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    message = {"message_id": number, "date": date, "chat": chat, "from": user(person, language)}
    return {"update_id": number, "message": message | {"text": text}}


def tapped(number: int, says: Input, person: int = ANNA, card: int = CARD) -> Raw:
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    message = {"message_id": card, "date": 1, "chat": chat, "text": "Which one?"}
    data = callback_data.pack(callback_data.stamp(MOMENT), says)
    query = {"id": f"{number}", "from": user(person), "chat_instance": "3", "data": data}
    return {"update_id": number, "callback_query": query | {"message": message}}


def called(number: int, person: int = ANNA) -> Raw:
    group = {"id": -5, "type": "group", "title": "Class"}
    command = {"type": "bot_command", "offset": 0, "length": 6}
    message = {"message_id": number, "date": 1, "chat": group, "from": user(person)}
    return {
        "update_id": number,
        "message": message | {"text": "/start", "entities": [command]},
    }


class Line(AiohttpRequest):
    """A line to a Telegram that agrees with everything, and remembers what it was asked for."""

    def __init__(self, at_each: Callable[[str], None] = lambda _: None) -> None:
        """Do something at each call of a method."""
        super().__init__(1)
        self.calls: list[tuple[str, Raw]] = []
        self._at_each = at_each

    async def exchange(self, url: str, *given: object) -> tuple[int, bytes]:
        method, body = url.rpartition("/")[2], given[1]
        self._at_each(method)
        self.calls.append((method, json.loads(body) if isinstance(body, bytes) else {}))
        return 200, YES

    def asked(self, method: str) -> list[Raw]:
        return [parameters for name, parameters in self.calls if name == method]


def shell(folder: Path, script: str) -> None:
    with closing(sqlite3.connect(folder / "advisor.sqlite3")) as connection:
        connection.executescript(script)


def waiting(folder: Path) -> dict[object, int]:
    """Return how many updates of each person wait."""
    rows = stored(folder, "SELECT person, count(*) FROM waiting GROUP BY person")
    return {person: int(str(number)) for person, number in rows}


def handled(folder: Path) -> set[object]:
    return {number for (number,) in stored(folder, 'SELECT "update" FROM handled')}


def keep_the_order(folder: Path) -> None:
    """Note from now on in which order waiting updates are taken up."""
    shell(
        folder,
        """
        CREATE TABLE taken_up (place INTEGER PRIMARY KEY, person INTEGER, number INTEGER);
        CREATE TRIGGER taking_up AFTER DELETE ON waiting BEGIN
            INSERT INTO taken_up (person, number) VALUES (old.person, old."update");
        END;
        """,
    )


def order(folder: Path) -> list[tuple[object, ...]]:
    return stored(folder, "SELECT person, number FROM taken_up ORDER BY place")


async def test_what_was_typed_in_an_outage_of_hours_is_taken_at_once(
    catalog: Catalog, tmp_path: Path
) -> None:
    began = int(time.time()) - 5 * 3600
    batch = [said(number, date=began + 120 * number) for number in range(1, 101)]

    async with taking(tmp_path, catalog) as processor:
        await processor.process(batch)

        assert waiting(tmp_path) == {}
    assert handled(tmp_path) == set(range(1, 101))


async def test_a_flood_is_read_up_to_a_number_in_order_and_told_how_many_were_not(
    catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    line = Line()
    flood = [said(number, language="ru") for number in range(1, 3001)]
    async with taking(tmp_path, catalog) as processor:
        for start in range(0, 1200, 100):
            await processor.process(flood[start : start + 100])
    async with taking(tmp_path, catalog, line=line) as processor:  # after a restart
        await processor.process(flood[1200:])
        waited = waiting(tmp_path)
        keep_the_order(tmp_path)
        await taken_up(processor)
        await processor.process([said(3001)])

    unread = 3000 - BURST - MOST_WAITING
    told = [str(call["text"]) for call in line.asked("sendMessage")]
    words = catalog.texts["ru"].plain("unread", count=unread)
    assert waited == {ANNA: MOST_WAITING}
    assert order(tmp_path) == [(ANNA, BURST + each) for each in range(1, MOST_WAITING + 1)]
    assert [text for text in told if "не прочитал" in text] == [words]
    assert len(told) <= 1 + 2  # beside it one card for all that waited, and one for the last update
    assert f"{unread} updates" in caplog.text
    assert (waiting(tmp_path), stored(tmp_path, "SELECT * FROM unread")) == ({}, [])
    assert handled(tmp_path) == set(range(1, 3002))


async def test_what_waited_comes_to_the_same_as_what_is_taken_at_once(
    catalog: Catalog, tmp_path: Path
) -> None:
    chance = Random(1)
    words = ["1", "1", "2", "3", "not sure", "back", "/roles", "/restart", "start over", "/result"]
    texts = ["/start", "begin", *chance.choices(words, k=250)]
    batch = [said(number, text) for number, text in enumerate(texts, start=1)]
    found = []

    for rate in (0, 5):
        folder = tmp_path / f"{rate}"
        folder.mkdir()
        async with taking(folder, catalog, rate) as processor:
            for start in range(0, len(batch), 70):
                await processor.process(batch[start : start + 70])
                await (taken_up(processor) if start == 140 else asyncio.sleep(0))
            await taken_up(processor)
        answers = stored(folder, "SELECT sitting, question, option, place FROM answers")
        found.append((answers, stored(folder, "SELECT person, started_at, view FROM sittings")))

    assert found[0] == found[1]
    assert len(found[0][0]) > 10


async def test_over_a_restart_what_comes_waits_behind_what_waited(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(number) for number in range(1, BURST + 31)])

    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(BURST + 31), said(BURST + 32, person=BORIS)])

        assert waiting(tmp_path) == {ANNA: 31}
        keep_the_order(tmp_path)
        await taken_up(processor)

    assert order(tmp_path) == [(ANNA, BURST + number) for number in range(1, 32)]


async def test_while_somebodys_updates_wait_the_others_go_in_between(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(number) for number in range(1, BURST + 201)])
        taking_up = asyncio.create_task(taken_up(processor))
        for number in range(1000, 1010):
            await processor.process([said(number, person=BORIS)])

        (left,) = waiting(tmp_path).values()
        await taking_up

    assert left >= 200 - 11 * PORTION
    assert waiting(tmp_path) == {}


async def test_of_many_whose_updates_wait_each_has_a_turn(catalog: Catalog, tmp_path: Path) -> None:
    numbers = count(1)
    flood = [said(next(numbers)) for _ in range(BURST + 100)]
    others = [
        said(next(numbers), person=person) for person in (BORIS, CLARA) for _ in range(BURST + 20)
    ]
    async with taking(tmp_path, catalog) as processor:
        await processor.process([*flood, *others])
        keep_the_order(tmp_path)
        await taken_up(processor)

    places = {person: place for place, (person, _) in enumerate(order(tmp_path))}
    assert places[BORIS] < places[CLARA] < 3 * 2 * PORTION
    assert places[ANNA] == 100 + 2 * 20 - 1


async def test_repeats_of_a_tap_wait_as_one_and_every_tap_is_answered(
    catalog: Catalog, tmp_path: Path
) -> None:
    line = Line()
    asked = catalog.asked()[0]
    one, other = (Choose(asked.id, asked.options[place].id) for place in (0, 1))
    numbers = iter(range(1, 1000))
    batch = [said(next(numbers), "/start"), tapped(next(numbers), Begin())]
    batch += [said(next(numbers)) for _ in range(BURST)]  # from here on everything waits
    taps = [tapped(next(numbers), each) for each in (one, other, one, one, other, one)]
    taps += [tapped(next(numbers), one, card=CARD + 1), tapped(next(numbers), one, person=BORIS)]

    async with taking(tmp_path, catalog, line=line) as processor:
        await processor.process(batch + taps)
        waited = waiting(tmp_path)
        await taken_up(processor)
    async with taking(tmp_path, catalog, line=line):
        pass

    assert waited == {ANNA: 1 + 3}
    answered = {call["callback_query_id"] for call in line.asked("answerCallbackQuery")}
    assert answered == {"2", *(str(tap["update_id"]) for tap in taps)}
    assert stored(tmp_path, "SELECT option FROM answers") == [(asked.options[0].id,)]


async def test_calls_in_a_group_that_wait_are_answered_once(
    catalog: Catalog, tmp_path: Path
) -> None:
    line = Line()
    async with taking(tmp_path, catalog, line=line) as processor:
        await processor.process([called(number) for number in range(1, BURST + 101)])
        await taken_up(processor)

    assert len(line.asked("sendMessage")) == BURST + 1


async def test_an_update_that_comes_again_is_not_stored_again_and_slows_nobody_afterwards(
    catalog: Catalog, tmp_path: Path
) -> None:
    batch = [said(number) for number in range(1, BURST + 11)]
    async with taking(tmp_path, catalog) as processor:
        await processor.process(batch)
        await taken_up(processor)
        await processor.process(batch[-10:])
        await taken_up(processor)

        assert processor.rate_limit.deferred == {}
    assert waiting(tmp_path) == {}


async def test_whoever_erases_everything_erases_what_waits(
    catalog: Catalog, tmp_path: Path
) -> None:
    line, numbers = Line(), count(1)
    batch = [said(next(numbers), text) for text in ("/start", "begin")]
    batch += [said(next(numbers)) for _ in range(BURST + 5)]
    batch += [tapped(next(numbers), Delete(confirmed=True))]
    batch += [said(next(numbers)) for _ in range(MOST_WAITING + 100)]
    async with taking(tmp_path, catalog, line=line) as processor:
        await processor.process(batch)
        await taken_up(processor)

    for table in ("people", "waiting", "unread", "dead_letters"):
        assert stored(tmp_path, f"SELECT * FROM {table}") == [], table
    assert not any("did not read" in str(call["text"]) for call in line.asked("sendMessage"))


async def test_a_waiting_update_that_cannot_be_saved_is_set_aside_and_lets_the_next_ones_pass(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as processor:
        last = BURST + PORTION  # of the first portion
        await processor.process([said(number) for number in range(1, last)])
        await processor.process([said(last, "/language"), said(last + 1, "/roles")])
        shell(tmp_path, refusing("view = 'page languages'"))
        await taken_up(processor)

    assert stored(tmp_path, 'SELECT "update" FROM dead_letters') == [(last,)]
    assert stored(tmp_path, "SELECT view FROM sittings") == [("page roles",)]
    assert waiting(tmp_path) == {}


async def test_a_batch_that_cannot_be_saved_is_tried_one_by_one(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(number, "/start", ANNA + number) for number in range(3)])
        shell(tmp_path, refusing(f"person = {ANNA + 1}"))
        await processor.process([said(10 + number, "/roles", ANNA + number) for number in range(3)])

    assert stored(tmp_path, "SELECT view FROM sittings ORDER BY person") == [
        ("page roles",),
        ("welcome",),
        ("page roles",),
    ]
    rows = stored(tmp_path, 'SELECT chat, "update", reason FROM dead_letters')
    assert rows == [(ANNA + 1, 11, "IntegrityError")]


def refusing(condition: str) -> str:
    """Return what makes the database refuse a sitting for good, as a bug of ours might."""
    return f"""
        CREATE TRIGGER refusing BEFORE UPDATE ON sittings WHEN new.{condition} BEGIN
            SELECT RAISE(ABORT, 'refused');
        END;
    """


@pytest.mark.parametrize("people", [(ANNA, BORIS), (BORIS,)])
async def test_in_a_file_that_was_removed_no_update_is_saved_alone_or_set_aside(
    catalog: Catalog, tmp_path: Path, people: tuple[int, ...]
) -> None:
    no_boris = (
        f"CREATE TRIGGER no_boris BEFORE INSERT ON people WHEN NEW.person = {BORIS}"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    async with taking(tmp_path, catalog) as processor:
        await processor.advisor.database.write(lambda c: c.exec_driver_sql(no_boris))
        remove(tmp_path / "advisor.sqlite3")

        with pytest.raises(Displaced):
            await processor.process(
                [said(number, "/start", who) for number, who in enumerate(people, 1)]
            )


async def test_a_tap_is_answered_only_once_it_is_committed(
    catalog: Catalog, tmp_path: Path
) -> None:
    committed: list[bool] = []

    def look(method: str) -> None:
        if method == "answerCallbackQuery":
            committed.append(handled(tmp_path) >= {1})

    async with taking(tmp_path, catalog, line=Line(look)) as processor:
        await processor.process([tapped(1, Begin())])

    assert committed == [True]


async def test_a_dead_letter_goes_with_everybody_it_mentions(
    catalog: Catalog, tmp_path: Path
) -> None:
    forwarded = {"type": "user", "date": 1, "sender_user": user(CLARA)}
    odd = said(2, 7, BORIS)
    assert isinstance(odd["message"], dict)
    odd["message"]["forward_origin"] = forwarded
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(1, 7, ANNA), odd, said(3, "/start", CLARA)])
        await processor.advisor.database.write(dead_letters.request_retry)
        await processor.retry_dead_letters()
        before = stored(tmp_path, "SELECT chat FROM dead_letters")
        await processor.process([tapped(4, Delete(confirmed=True), CLARA)])

    assert before == [(ANNA,), (BORIS,)]
    assert stored(tmp_path, "SELECT chat FROM dead_letters") == [(ANNA,)]
    assert stored(tmp_path, "SELECT person FROM mentions") == [(ANNA,)]


async def test_a_dead_letter_that_fails_again_stays_as_old_as_it_is(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(1, 7)])
        before = stored(tmp_path, "SELECT * FROM dead_letters")
        await processor.advisor.database.write(dead_letters.request_retry)
        await processor.retry_dead_letters()

    assert stored(tmp_path, "SELECT * FROM dead_letters") == before


async def test_a_dead_letter_whose_cause_is_mended_is_handled_as_if_it_came_now(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(1, "/start"), said(2, "begin")])
        shell(tmp_path, refusing("view = 'page roles'"))
        await processor.process([said(3, "/roles")])
        shell(tmp_path, "DROP TRIGGER refusing")
        before = stored(tmp_path, "SELECT view FROM sittings")
        await processor.advisor.database.write(dead_letters.request_retry)
        await processor.retry_dead_letters()

    assert before == [(None,)]
    assert stored(tmp_path, "SELECT view FROM sittings") == [("page roles",)]
    for table in ("dead_letters", "mentions"):
        assert stored(tmp_path, f"SELECT * FROM {table}") == []


async def test_a_row_that_is_no_update_stays_set_aside(catalog: Catalog, tmp_path: Path) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(1, 7)])
        shell(tmp_path, "UPDATE dead_letters SET raw = '[1'")
        await processor.advisor.database.write(dead_letters.request_retry)
        await processor.retry_dead_letters()

    assert stored(tmp_path, "SELECT raw, again FROM dead_letters") == [("[1", False)]


async def test_an_update_nested_beyond_reading_is_set_aside(
    catalog: Catalog, tmp_path: Path
) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([said(1, nested(900)), said(2, nested(300))])

    assert stored(tmp_path, "SELECT chat FROM dead_letters") == [(ANNA,)] * 2


def nested(levels: int) -> object:
    value: object = "deep"
    for _ in range(levels):
        value = [value]
    return value


async def test_what_has_no_content_is_not_tried_again(catalog: Catalog, tmp_path: Path) -> None:
    async with taking(tmp_path, catalog) as processor:
        await processor.process([{"update_id": 1, "message": "nobody's"}])
        await processor.advisor.database.write(dead_letters.request_retry)

    rows = stored(tmp_path, 'SELECT "update", chat, raw, again FROM dead_letters')
    assert rows == [(1, None, "", False)]


async def test_a_statement_that_fits_no_table_is_raised_and_loses_no_update(
    tmp_path: Path, catalog: Catalog
) -> None:
    async with taking(tmp_path, catalog) as processor:
        with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as other:
            other.execute('ALTER TABLE handled RENAME COLUMN "update" TO misspelt')

        with pytest.raises(OperationalError):
            await processor.process([said(1)])

        with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as other:
            other.execute('ALTER TABLE handled RENAME COLUMN misspelt TO "update"')
        await processor.process([said(1)])

    assert stored(tmp_path, 'SELECT "update" FROM handled') == [(1,)]
