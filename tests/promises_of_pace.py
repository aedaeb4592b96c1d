"""Nothing confirmed is thrown away: floods and backlogs at the default FLOOD_RATE, on the real process."""

import re
import time
from pathlib import Path

from bot.core.assessment.selection import MOST
from bot.telegram.receive.batches import FULL
from bot.telegram.receive.rate_limit import BURST
from botapi import BotApi, Person
from process import stored, until_idle
from promise import Promise, Proof, make_folder, telegram
from rig_kills import Plan, killed
from test_bot import answers, begins, progress
from test_intake import keep_the_order, order, shell, waiting
from zygote import forked

UNREAD = re.compile(r"I did not read your last ([\d,]+) messages")
LOGGED = re.compile(r"a person is told that (\d+) updates were not read")
BACKLOG, FLOOD, DELUGE = 140, 600, 3000


def write_all(api: BotApi, person: Person, texts: list[str], dates: list[float]) -> list[int]:
    """Send messages with dates of their own; return the numbers of the updates."""
    chat = {"id": person.id, "type": "private", "first_name": "Anna"}
    messages = (
        {"message_id": number, "date": int(date), "chat": chat, "from": person.user, "text": text}
        for number, (text, date) in enumerate(zip(texts, dates, strict=True), start=10_000)
    )
    return [api.push({"message": message}) for message in messages]


async def take_a_backlog_at_its_pace(folder: Path) -> Proof:
    async with telegram() as api:
        anna = api.person(1001)
        async with forked(api, folder) as bot:
            await begins(anna)
            await until_idle(api, folder)
            await bot.stop()
        note_who_waits(folder)
        began = time.time() - BACKLOG * 120
        texts = ["1"] * 5 + ["/help"] * (BACKLOG - 5)
        dates = [began + 120 * number for number in range(BACKLOG)]
        numbers = write_all(api, anna, texts, dates)
        async with forked(api, folder):
            await until_idle(api, folder)
    handled = _handled(folder, numbers)
    (waited,), (given,) = stored(folder, "SELECT count(*) FROM waited"), _answers(folder)
    kept = handled == BACKLOG and waited == (0,) and given == (5,)
    return Proof(kept, f"{handled} of {BACKLOG} handled, {waited[0]} had to wait")


def _answers(folder: Path) -> list[tuple[object, ...]]:
    return stored(folder, "SELECT count(*) FROM answers")


def _handled(folder: Path, numbers: list[int]) -> int:
    rows = stored(folder, 'SELECT "update" FROM handled')
    return len({number for (number,) in rows} & set(numbers))


def note_who_waits(folder: Path) -> None:
    """Note from now on each update that is stored to be taken up later."""
    shell(
        folder,
        """
        CREATE TABLE waited (number INTEGER);
        CREATE TRIGGER beginning_to_wait AFTER INSERT ON waiting BEGIN
            INSERT INTO waited VALUES (new."update");
        END;
        """,
    )


async def keep_a_flood_in_order(folder: Path) -> Proof:
    async with telegram() as api, forked(api, folder):
        anna, boris = api.person(1001), api.person(1002)
        await begins(anna)
        await begins(boris)
        await until_idle(api, folder)
        keep_the_order(folder)
        numbers = write_all(api, anna, ["/help"] * FLOOD, [time.time()] * FLOOD)
        await api.until(lambda: bool(waiting(folder)))
        seconds, behind = 0.0, FLOOD
        for left in range(MOST, MOST - 3, -1):
            begun = time.monotonic()
            await answers(boris, left)
            await boris.sees(progress(left - 1))
            seconds = max(seconds, time.monotonic() - begun)
            behind = min(behind, waiting(folder).get(1001, 0))
        await until_idle(api, folder)
    taken_up = [number for person, number in order(folder) if person == 1001]
    handled = _handled(folder, numbers)
    right = handled == FLOOD and taken_up == numbers[FLOOD - len(taken_up) :]
    figures = f"{handled} of {FLOOD} handled, {len(taken_up)} after waiting, in order; another person waits {seconds:.2f} s at most, before {behind} of them"
    return Proof(right and len(taken_up) > 0 and behind > 0, figures)


async def store_repeats_once(folder: Path) -> Proof:
    async with telegram() as api:
        anna = api.person(1001)
        async with forked(api, folder) as bot:
            await begins(anna)
            await until_idle(api, folder)
            await bot.stop()
        note_who_waits(folder)
        assert anna.card is not None
        data = anna.card.buttons[0][0].data or ""
        for _ in range(FULL):
            anna.taps_data(data, anna.card.id)
        async with forked(api, folder):
            await anna.sees(progress(MOST - 1))
            await until_idle(api, folder)
    (rows,), (given,) = stored(folder, "SELECT count(*) FROM waited"), _answers(folder)
    figures = f"{FULL} taps: {rows[0]} row stored for {FULL - BURST} repeats, {given[0]} answer"
    return Proof(rows == given == (1,), figures)


async def tell_how_many_were_not_read(folder: Path) -> Proof:
    async with telegram() as api:
        anna = api.person(1001)
        async with forked(api, folder) as bot:
            await begins(anna)
            await until_idle(api, folder)
            await bot.stop()
        keep_the_order(folder)
        numbers = write_all(api, anna, ["/help"] * DELUGE, [time.time()] * DELUGE)
        async with forked(api, folder) as bot:
            await anna.sees("I did not read your last")
            await until_idle(api, folder)
    told = UNREAD.findall("\n".join(message.text for message in anna.messages))
    logged = LOGGED.findall(bot.log.read_text(encoding="utf-8"))
    unread = int(told[0].replace(",", ""))
    read = numbers[: DELUGE - unread]
    taken_up = [number for _, number in order(folder) if number in set(read)]
    right = taken_up == read[BURST:] and logged == [f"{unread}"] and len(told) == 1
    return Proof(
        right, f"{len(read)} of {DELUGE} read in order, {len(told)} line: {unread} were not"
    )


async def kill_at_the_default_rate(folder: Path) -> Proof:
    plan = Plan(kills=20, people=10)
    outcome = await killed(plan, make_folder(folder, "kills"), lambda _: None)
    clean = outcome.findings.clean and not outcome.errors and outcome.waited > 0
    named = ("kills", "updates", "waited", "lost", "doubled", "out_of_order", "unhandled")
    figures = ", ".join(f"{outcome.figures[name]} {name.replace('_', ' ')}" for name in named)
    return Proof(clean, figures)


PROMISES = (
    Promise(
        "messages two minutes apart are no flood",
        f"a backlog of {BACKLOG} messages in one go, by their dates",
        take_a_backlog_at_its_pace,
    ),
    Promise(
        "what is above the rate is stored and handled in order; nobody else waits",
        f"{FLOOD} messages at once, while another person answers",
        keep_a_flood_in_order,
    ),
    Promise(
        "repeats of one tap are one row", f"one button tapped {FULL} times", store_repeats_once
    ),
    Promise(
        "past 1,000 that wait, one line and the log say how many were not read",
        f"{DELUGE} messages at once",
        tell_how_many_were_not_read,
    ),
    Promise(
        "the rigs run at the default FLOOD_RATE",
        "the rig of kills in small",
        kill_at_the_default_rate,
    ),
)
