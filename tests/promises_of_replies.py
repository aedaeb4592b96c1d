"""Odd replies, side tasks, rights and settings: each promise tried on the real process."""

import asyncio
import time
from pathlib import Path

from aiohttp import ClientSession

from bot.core.assessment.selection import MOST
from bot.settings import SHARED_ACCOUNTS
from bot.telegram import retry
from bot.telegram.receive.webhook import HEARTBEAT_EVERY
from botapi import BotApi, Person
from botapi_world import PATIENCE
from content.loader import load
from odd_pages import ODD_PAGES
from process import Running, stored, until_idle
from promise import Promise, Proof, database_in, make_folder, settings_of, telegram
from rig_kills import alive
from test_bot import answers, begins, progress
from test_erasure import change
from test_replies import DEEDS, METHODS, Scene
from test_rights import ADMIN, menu, until
from zygote import Forked, called, forked

ADMINS = f"{ADMIN}"
FRAME = 4096 + 24  # bytes of one page in the log of the database
LOOKS = 1000
UNREADABLE = "INSERT INTO dead_letters VALUES (1, 1, 1, NULL, '{}', 'a bug', 'yesterday', 1)"


async def survive_odd_replies(folder: Path) -> Proof:
    return await survive_odd_replies_to(folder, METHODS)


async def survive_odd_replies_to(folder: Path, methods: tuple[str, ...]) -> Proof:
    """Answer every call of each method with each odd page; whoever taps next must be served."""
    served, largest = 0, 0
    for method in methods:
        place = make_folder(folder, method)
        async with telegram() as api, asyncio.timeout(10 * PATIENCE):
            largest = max(largest, await _survive(api, place, method))
            served += 1
    figures = f"{served} methods, {len(ODD_PAGES)} replies each: the next tap served after all; {largest / 1e6:.0f} MB of memory at most"
    return Proof(served == len(methods), figures)


async def _survive(api: BotApi, folder: Path, method: str) -> int:
    """Return the most bytes of memory the bot ever held."""
    scene, deed = Scene(api, load(), folder), next(d for m, d in DEEDS.items() if m == method)
    settings = settings_of("webhook" if method == "setWebhook" else "polling", api)
    at_start = deed is Scene.waits
    if at_start:
        _misbehave(api, method)
    given = dict(settings) | {"ADMIN_IDS": f"{scene.anna.id}", "FLOOD_RATE": "0"}
    async with forked(api, folder, first=hurry, **given) as bot:
        await begins(scene.anna)
        if not at_start:
            await api.drained()
            _misbehave(api, method)
        while api.mishaps:
            alive(bot)
            await deed(scene)
        clara = api.person(1003)
        await begins(clara)
        await answers(clara, MOST)
        await clara.sees(progress(MOST - 1))
        alive(bot)
        return _peak(bot)


def hurry() -> None:
    """Let the bot try again at once, so that its pauses do not make the rig last an hour."""
    retry.PAUSES = (0.001,) * len(retry.PAUSES)  # type: ignore[assignment]


def _misbehave(api: BotApi, method: str) -> None:
    for page in ODD_PAGES.values():
        api.page(method, 200, page)


def _peak(bot: Running) -> int:
    assert isinstance(bot.process, Forked)
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="ascii")
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


async def start_side_tasks_again(folder: Path) -> Proof:
    async with telegram() as api:
        anna = api.person(1001)
        async with forked(api, folder) as bot:
            await begins(anna)
            await until_idle(api, folder)
            await bot.stop()
        change(folder, UNREADABLE)
        async with forked(api, folder) as bot:
            await bot.logs("clean-up failed (ValueError); restarting in 1.0 s")
            await answers(anna, MOST)
            await anna.sees(progress(MOST - 1))
            alive(bot)
    failures = bot.logged("clean-up failed (ValueError)")
    return Proof(failures > 1, f"{failures} failures logged, paused 0.5 s and 1 s; the tap served")


async def check_rights_when_a_report_is_sent(folder: Path) -> Proof:
    async with telegram() as api:
        admin = api.person(ADMIN)
        async with forked(api, folder, ADMIN_IDS=ADMINS) as bot:
            await begins(admin)
            await until_idle(api, folder)
            api.fail("sendMessage", times=1_000_000)
            admin.types("/stats")
            await until(lambda: stored(folder, "SELECT kind FROM outbox") == [("report",)])
            await bot.kill()
        api.behave()
        async with forked(api, folder):
            await admin.sees("I do not know that command")
            await until_idle(api, folder)
    reports = _reports(admin)
    return Proof(reports == 0, f"{reports} reports sent")


def _reports(person: Person) -> int:
    return sum("Began" in message.text for message in person.messages if message.by_bot)


async def take_the_menu_away(folder: Path) -> Proof:
    async with telegram() as api:
        admin = api.person(ADMIN)
        async with forked(api, folder, ADMIN_IDS=ADMINS) as bot:
            await begins(admin)
            await until(lambda: len(menu(api, admin)) == 2)
            await bot.stop()
        given = len(menu(api, admin))
        async with forked(api, folder):
            await until(lambda: not menu(api, admin))
    return Proof(given == 2, f"{given} menus before, 0 after the next start")


async def refuse_accounts_that_are_nobodys(folder: Path) -> Proof:
    odd = [*sorted(SHARED_ACCOUNTS), -5, 0]
    told = [
        called(folder, "run", TELEGRAM_BOT_TOKEN="1:" + "x" * 35, ADMIN_IDS=f"7,{each}")
        for each in odd
    ]
    refused = sum((each.returncode, each.stderr.count("\n")) == (2, 1) for each in told)
    return Proof(refused == len(odd), f"{refused} of {len(odd)} refused, code 2, one line")


async def write_nothing_for_strangers(folder: Path) -> Proof:
    async with telegram() as api:
        settings = settings_of("webhook", api)
        async with forked(api, folder, first=None, **settings) as bot, ClientSession() as session:
            await bot.logs("taking posts")
            await until_idle(api, folder)
            before, begun = _log_pages(folder), time.monotonic()
            address = f"http://{settings['WEBHOOK_LISTEN']}/healthz"
            codes = [await _look(session, address) for _ in range(LOOKS)]
            pages, seconds = _log_pages(folder) - before, time.monotonic() - begun
    beats = seconds // HEARTBEAT_EVERY + 1
    figures = f"{codes.count(200)} of {LOOKS} requests answered in {seconds:.1f} s, {pages} pages written, of {beats:.0f} heartbeats at most"
    return Proof(codes == [200] * LOOKS and 0 <= pages < LOOKS / 10, figures)


async def _look(session: ClientSession, address: str) -> int:
    async with session.get(address) as answer:
        return answer.status


def _log_pages(folder: Path) -> int:
    return database_in(folder).with_name("advisor.sqlite3-wal").stat().st_size // FRAME


async def warn_of_readable_settings(folder: Path) -> Proof:
    file = folder / ".env"
    counts: list[int] = []
    file.write_text("LOG_LEVEL=INFO\n", encoding="utf-8")
    for mode in (0o644, 0o600):
        file.chmod(mode)
        async with telegram() as api, forked(api, folder) as bot:
            await bot.logs("taking updates", times=len(counts) + 1)
            await bot.stop()
        counts.append(bot.logged("chmod 600 .env") - sum(counts))
    return Proof(counts == [1, 0], f"{counts[0]} warning when others may read it, {counts[1]} else")


PROMISES = (
    Promise(
        "whatever comes back is that call's failure; the next tap is served",
        f"every method the bot calls, with {len(ODD_PAGES)} odd replies of status 200",
        survive_odd_replies,
    ),
    Promise(
        "side tasks are logged and started again with growing pauses",
        "a clean-up that fails each time",
        start_side_tasks_again,
    ),
    Promise(
        "rights are checked when a report is sent",
        "asked for by an admin, sent after a start without ADMIN_IDS",
        check_rights_when_a_report_is_sent,
    ),
    Promise(
        "who is no admin any more loses the menu",
        "started with and without ADMIN_IDS",
        take_the_menu_away,
    ),
    Promise(
        "ADMIN_IDS of Telegram's own accounts or below one are refused",
        "one start for each",
        refuse_accounts_that_are_nobodys,
    ),
    Promise(
        "/healthz is no database write for strangers",
        f"{LOOKS} requests, and the size of the database's log",
        write_nothing_for_strangers,
    ),
    Promise(
        ".env readable by others is one warning",
        "started with the mode 644 and 600",
        warn_of_readable_settings,
    ),
)
