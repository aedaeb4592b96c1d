"""The kill rig in small, and its checker: whatever it is there to notice, it notices."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from rig_checker import Evidence, Wire, check
from rig_kills import Plan, killed

ANNA = 1001
STARTED = "2026-03-01 09:00:00.000000"
STAMP = "mm7irhc0"  # the same moment, as a button carries it
TABLES = f"""
    CREATE TABLE sittings (id INTEGER PRIMARY KEY, person INTEGER, started_at TEXT);
    CREATE TABLE answers (sitting INTEGER, question TEXT, option TEXT, place INTEGER);
    CREATE TABLE handled ("update" INTEGER);
    CREATE TABLE dead_letters (id INTEGER);
    CREATE TABLE waiting (id INTEGER);
    CREATE TABLE outbox (id INTEGER);
    CREATE TABLE cards (person INTEGER, version INTEGER, shown INTEGER);
    INSERT INTO sittings VALUES (1, {ANNA}, '{STARTED}');
    INSERT INTO answers VALUES (1, 'one', 'yes', 0), (1, 'two', 'no', 1);
    INSERT INTO handled VALUES (1), (2), (3), (4), (5), (6);
    INSERT INTO cards VALUES ({ANNA}, 5, 5);
"""


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_killed_again_and_again_nothing_is_lost_doubled_or_out_of_order(
    tmp_path: Path, webhook: bool
) -> None:
    plan = Plan(kills=10, webhook=webhook, people=10, latest=0.3)

    outcome = await killed(plan, tmp_path, print)

    assert outcome.findings.clean, "\n".join(outcome.findings.sentences)
    assert outcome.findings.answers > 0
    assert outcome.errors == 0


@pytest.mark.parametrize(
    ("damage", "noticed"),
    [
        ("SELECT 1", {}),
        ("DELETE FROM answers WHERE question = 'one'", {"lost": 1, "wrong_screens": 1}),
        ("UPDATE answers SET option = 'no' WHERE question = 'one'", {"lost": 1}),
        (
            "INSERT INTO answers VALUES (1, 'three', 'yes', 2)",
            {"doubled": 1, "wrong_screens": 1},
        ),
        (f"INSERT INTO sittings VALUES (2, {ANNA}, '{STARTED}')", {"doubled": 1}),
        ("UPDATE answers SET place = -place", {"out_of_order": 2}),
        ('DELETE FROM handled WHERE "update" = 4', {"unhandled": 1}),
        ("INSERT INTO handled VALUES (4)", {"unhandled": 1}),
        ("INSERT INTO dead_letters VALUES (1)", {"unhandled": 1}),
        ("INSERT INTO waiting VALUES (1)", {"unhandled": 1}),
        ("UPDATE cards SET shown = 4", {"unshown": 1}),
        ("INSERT INTO outbox VALUES (1)", {"unshown": 1}),
    ],
)
def test_the_checker_notices_damage_in_the_database(
    tmp_path: Path, damage: str, noticed: dict[str, int]
) -> None:
    found = check(interview(tmp_path, damage)).figures

    assert {name: count for name, count in found.items() if count} == {
        "updates": 6,
        "answers": found["answers"],
    } | noticed


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("c.two.yes", "c.two.no"), "▰▱ Two?"),
        (("c.three.yes", "c.three.no"), "▰▱ Three?"),
        (("restart", "explain.reasons"), "Too early a result"),
    ],
)
def test_the_checker_notices_a_wrong_screen(
    tmp_path: Path, words: tuple[str, ...], text: str
) -> None:
    right = interview(tmp_path)
    (newest,) = right.chats[ANNA]
    wrong = message(text, *words)

    assert check(replace(right, chats={ANNA: [wrong]})).figures["wrong_screens"] == 1
    assert check(replace(right, chats={ANNA: []})).figures["wrong_screens"] == 1
    both = check(replace(right, chats={ANNA: [newest, wrong]}))
    assert both.figures["newest_outdated"] == both.figures["two_cards"] == 1
    assert both.clean


def interview(folder: Path, damage: str = "SELECT 1") -> Evidence:
    """Return an interview of two answers, the second one changed, and what is stored of it."""
    database = folder / "advisor.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(TABLES)
        connection.execute(damage)
        connection.commit()
    greeting = message("I ask 3 to 4 questions.", "begin")
    one = message("▱▱▱▱ One?", "c.one.no", "c.one.yes", "skip.one")
    two = message("▰▱▱▱ Two?", "back.two", "c.two.no", "c.two.yes", "skip.two")
    three = message("▰▰▱▱ Three?", "back.three", "c.three.no", "c.three.yes")
    pushed = (
        tap(1, greeting, "begin"),
        typed(2, one, "2"),
        tap(3, two, "skip.two"),
        tap(4, three, "back.three"),
        tap(5, two, "c.two.no"),
        tap(6, two, "c.two.yes"),  # a spare card
    )
    return Evidence(database, pushed, 7, {ANNA: [three]}, ())


def message(text: str, *words: str) -> Wire:
    rows = [[{"text": each, "callback_data": f"{STAMP}.{each}"}] for each in words]
    return {"text": text, "reply_markup": {"inline_keyboard": rows}}


def tap(number: int, card: Wire, words: str) -> Wire:
    data = f"{STAMP}.{words}"
    return {
        "update_id": number,
        "callback_query": {"from": {"id": ANNA}, "data": data, "message": card},
    }


def typed(number: int, card: Wire, text: str) -> Wire:
    return {
        "update_id": number,
        "message": {"from": {"id": ANNA}, "text": text, "reply_to_message": card},
    }
