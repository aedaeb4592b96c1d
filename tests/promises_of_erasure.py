"""Erasure reaches the bytes: each promise tried on the real process, by looking into its files."""

import asyncio
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from botapi import BotApi, Person
from crash_points import die_at
from process import stored, until_idle
from promise import MODES, Promise, Proof, database_in, make_folder, settings_of, telegram
from storage.database import REWRITTEN
from storage.retention import BATCH
from test_bot import begins
from test_erasure import WORDS, change, erases, gives_up, nothing_is_left, tells
from traces import CANARY, answers_of, traces
from zygote import forked

YEAR_AGO = "version - 366 * 86400000"
HIDDEN = ("canary sender", "canary signature", "canary title")
ORPHAN = "canary orphan"


async def erase_on_request(folder: Path) -> Proof:
    before, after = 0, 0
    for mode in MODES:
        place = make_folder(folder, mode)
        async with telegram() as api, forked(api, place, first=None, **settings_of(mode, api)):
            found, left = await _erase(api, place)
            before, after = before + found, after + left
    return Proof(before > 0 and after == 0, f"{before} traces before, {after} after")


async def overwrite_what_is_deleted(folder: Path) -> Proof:
    async with telegram() as api, forked(api, folder, first=keep_deleted_bytes) as bot:
        await bot.logs("taking updates")
        # A small file is rewritten as a whole, which removes deleted bytes as well.
        change(folder, "CREATE TABLE filler (bytes)")
        change(folder, f"INSERT INTO filler VALUES (zeroblob({REWRITTEN}))")
        before, after = await _erase(api, folder)
    return Proof(before > 0 and after == 0, f"{before} traces before, {after} after")


def keep_deleted_bytes() -> None:
    """Have SQLite leave deleted bytes where they are by default, as it does unless it was compiled otherwise."""
    connect = sqlite3.connect

    def connect_without(*given: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*given, **named)
        connection.execute("PRAGMA secure_delete=OFF")
        return connection

    sqlite3.connect = connect_without  # type: ignore[assignment]


async def _erase(api: BotApi, folder: Path) -> tuple[int, int]:
    """Have somebody answer and erase everything; return how many traces there are before and after it."""
    anna = api.person(CANARY)
    await tells(api, anna)
    told: tuple[str | int, ...] = (CANARY, WORDS, *answers_of(database_in(folder)))
    before = traces(folder, *told)
    assert set(before) == set(told)
    await erases(anna)
    await anna.sees("has been erased")
    return _count(before), _count(traces(folder, *told))


def _count(found: dict[str | int, list[str]]) -> int:
    return sum(len(names) for names in found.values())


async def finish_an_erasure_after_a_kill(folder: Path) -> Proof:
    dies = partial(die_at, "after DELETE FROM people", "after COMMIT")
    killed, after = 0, 0
    for mode in MODES:
        place = make_folder(folder, mode)
        async with telegram() as api:
            settings, anna = settings_of(mode, api), api.person(CANARY)
            async with forked(api, place, first=dies, **settings) as bot:
                await tells(api, anna)
                told: tuple[str | int, ...] = (CANARY, WORDS, *answers_of(database_in(place)))
                await erases(anna)
                await bot.ended()
            killed += _count(traces(place, *told))
            async with forked(api, place, first=None, **settings):
                await anna.sees("has been erased")
                after += _count(traces(place, *told))
    return Proof(killed > 0 and after == 0, f"{killed} traces at the kill, {after} after the start")


async def forget_who_never_agreed(folder: Path) -> Proof:
    before = 0
    for mode in MODES:
        place = make_folder(folder, mode)
        async with telegram() as api:
            settings, anna = settings_of(mode, api), api.person(CANARY)
            async with forked(api, place, first=None, **settings) as bot:
                anna.types("/start")
                await anna.sees("Begin")
                await _send_unreadable(api, {"from": {"id": CANARY}, "text": WORDS})
                before += _count(traces(place, CANARY, WORDS))
                await bot.kill()
            change(place, "UPDATE people SET met_at = datetime(met_at, '-1 day')")
            async with forked(api, place, first=None, **settings):
                await nothing_is_left(place, CANARY, WORDS)
    return Proof(before > 0, f"{before} traces before, 0 after the next clean-up")


async def _send_unreadable(api: BotApi, message: dict[str, object]) -> None:
    """Send a message that is set aside, for its number is none."""
    api.push({"message": {"message_id": "x"} | message})
    await api.drained()


async def promise_a_minute_while_a_reader_blocks(folder: Path) -> Proof:
    async with telegram() as api, forked(api, folder):
        anna = api.person(CANARY)
        await tells(api, anna)
        told: tuple[str | int, ...] = (CANARY, WORDS, *answers_of(database_in(folder)))
        with closing(sqlite3.connect(database_in(folder))) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM people").fetchone()
            await erases(anna)
            await gives_up(api)
            lines = " ".join(message.text for message in anna.messages)
            blocked = _count(traces(folder, *told))
        await nothing_is_left(folder, *told)
    honest = "Within a minute" in lines and "has been erased" not in lines
    return Proof(
        honest and blocked > 0, f"{blocked} traces while it reads, 0 after; said: within a minute"
    )


async def say_what_erasing_does_not_reach(folder: Path) -> Proof:
    shown = []
    async with telegram() as api:
        anna = api.person(CANARY)
        for months, words in (("", "until you erase it"), ("12", "12 months")):
            async with forked(api, folder, RETENTION_MONTHS=months) as bot:
                anna.types("/privacy")
                page = await anna.sees(words)
                shown.append("backups" in page.text and "the disk below" in page.text)
                await until_idle(api, folder)
                await bot.stop()
    return Proof(all(shown), f"{sum(shown)} of {len(shown)} pages")


async def keep_only_what_is_listed(folder: Path) -> Proof:
    boris = 1002
    nested: dict[str, object] = {
        "from": {"id": boris},
        "chat": {"id": boris, "type": "private", "title": HIDDEN[2]},
        "text": WORDS,
        "author_signature": HIDDEN[1],
        "forward_origin": {"type": "hidden_user", "sender_user_name": HIDDEN[0]},
        "reply_to_message": {"entities": [{"type": "text_mention", "user": {"id": CANARY}}]},
    }
    async with telegram() as api, forked(api, folder):
        anna = api.person(CANARY)
        await begins(anna)
        await _send_unreadable(api, nested)
        await _send_unreadable(api, {"text": ORPHAN})
        letters = stored(folder, "SELECT count(*) FROM dead_letters")
        hidden = _count(traces(folder, *HIDDEN, ORPHAN))
        kept = _count(traces(folder, WORDS))
        await erases(anna)
        await anna.sees("has been erased")
        left = _count(traces(folder, WORDS, CANARY))
    figures = f"{hidden} of {len(HIDDEN) + 1} unlisted strings kept; {left} traces after the erasure of who is nested"
    return Proof(letters == [(2,)] and kept > 0 and hidden == left == 0, figures)


async def erase_the_silent(folder: Path) -> Proof:
    async with telegram() as api:
        anna, boris = api.person(CANARY), api.person(1002)
        async with forked(api, folder) as bot:
            await begins(boris)
            boris.blocks()
            await tells(api, anna)
            told: tuple[str | int, ...] = (CANARY, WORDS, *answers_of(database_in(folder)))
            await until_idle(api, folder)
            await bot.stop()
        change(folder, f"UPDATE cards SET version = {YEAR_AGO}, shown = {YEAR_AGO}")
        async with forked(api, folder) as bot:
            await bot.logs("taking updates")
            await until_idle(api, folder)
            unset = stored(folder, "SELECT count(*) FROM people")
            await bot.stop()
        async with forked(api, folder, RETENTION_MONTHS="12") as bot:
            await anna.sees("In 30 days")
            await until_idle(api, folder)
            told_first = stored(folder, "SELECT person FROM people")
            await bot.stop()
        change(folder, "UPDATE people SET notified_at = datetime(notified_at, '-30 days')")
        async with forked(api, folder, RETENTION_MONTHS="12"):
            await nothing_is_left(folder, *told)
    notices = sum("In 30 days" in message.text for message in anna.messages)
    right = unset == [(2,)] and told_first == [(CANARY,)] and notices == 1
    return Proof(
        right, f"{notices} message, 0 traces 30 days later; 1 who blocked is erased unasked"
    )


async def spread_notices_over_days(folder: Path) -> Proof:
    async with telegram() as api:
        everybody = [api.person(1001 + number) for number in range(2 * BATCH + 5)]
        async with forked(api, folder, SEND_RATE="0") as bot:
            await asyncio.gather(*(begins(person) for person in everybody))
            await until_idle(api, folder)
            await bot.stop()
        change(folder, f"UPDATE cards SET version = {YEAR_AGO}, shown = {YEAR_AGO}")
        async with forked(api, folder, RETENTION_MONTHS="12"):
            await api.until(lambda: any(map(_is_notified, everybody)))
            await until_idle(api, folder)
            notified = sum(map(_is_notified, everybody))
    return Proof(0 < notified <= BATCH, f"{notified} of {len(everybody)} told in the first minute")


def _is_notified(person: Person) -> bool:
    return any("In 30 days" in message.text for message in person.messages)


PROMISES = (
    Promise(
        "after /delete no byte of the person is left",
        "id, words and answers searched in all files; polling and webhook",
        erase_on_request,
    ),
    Promise(
        "secure_delete is on in every connection",
        "the same with an SQLite that keeps deleted bytes by default",
        overwrite_what_is_deleted,
    ),
    Promise(
        "a kill in the middle of an erasure changes nothing",
        "killed after the commit, started again; polling and webhook",
        finish_an_erasure_after_a_kill,
    ),
    Promise(
        "who never agreed leaves no byte after a day",
        "greeted, killed, a day later started; an idle bot, polling and webhook",
        forget_who_never_agreed,
    ),
    Promise(
        "erased is said only when the bytes are gone",
        "another program reads while somebody erases",
        promise_a_minute_while_a_reader_blocks,
    ),
    Promise(
        "the page says what erasing does not reach, and how long all is kept",
        "/privacy without and with RETENTION_MONTHS",
        say_what_erasing_does_not_reach,
    ),
    Promise(
        "what is set aside keeps listed fields and goes with whom it mentions",
        "an unreadable message with names and a nested id, one without any id",
        keep_only_what_is_listed,
    ),
    Promise(
        "RETENTION_MONTHS erases the silent, 30 days after one message",
        "a year passes, then 30 days; one person has blocked the bot",
        erase_the_silent,
    ),
    Promise(
        "many silent people are told over days",
        f"{2 * BATCH + 5} people are silent for a year at once",
        spread_notices_over_days,
    ),
)
