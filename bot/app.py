"""Assembles the parts of the Telegram bot, starts them and stops them."""

import asyncio
import gc
import logging
import os
import signal
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from time import monotonic
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import InvalidToken

from bot.advisor import Advisor
from bot.logs import VERSION
from bot.settings import Misconfigured, Settings
from bot.telegram.commands import set_menus
from bot.telegram.receive import polling, webhook
from bot.telegram.receive.batches import BatchProcessor
from bot.telegram.receive.double_tap import TapGuard
from bot.telegram.receive.parse import ALLOWED_UPDATES
from bot.telegram.receive.rate_limit import RateLimit
from bot.telegram.retry import PAUSES, retry, supervise
from bot.telegram.send.sender import Sender
from bot.telegram.transport import AiohttpRequest, BotAccount, call
from content.model import Catalog
from storage.database import Database, database_at
from storage.errors import Unusable
from storage.lock import exclusive_use

log = logging.getLogger(__name__)

EXIT_TIMEOUT = 30.0  # seconds to wait for another process with the same database to exit
GRACE = 2.0  # seconds for open deliveries when the bot stops
WATCH_EVERY = 1.0  # seconds until an idle bot notices that its database was moved or removed
CHECK_EVERY = 24 * 3600.0  # seconds
CLEAN_UP_EVERY = 60.0  # seconds
WIPE_EVERY = 1.0  # seconds before each attempt to wipe erased data
WIPE_ATTEMPTS = 60  # before a warning
RELEASE_EVERY = 1.0  # seconds between two checks whether a block of people has finished
BETWEEN_BLOCKS = 0.02  # seconds; each block occupies the database for a few milliseconds
CONNECTIONS = 64
NOT_WIPED = (
    "erased data could not be wiped from the files of the database for a minute; "
    "check whether another program keeps the database open, or the disk is full"
)


class RedactedBot(Bot):
    """python-telegram-bot's Bot, without the token in its repr."""

    def __repr__(self) -> str:
        return "RedactedBot()"


def run_bot(settings: Settings, catalog: Catalog) -> None:
    """Run the bot until it is stopped; raise Misconfigured or Unusable when it cannot run."""
    # Texts and libraries stay in memory: the garbage collector can skip them.
    gc.freeze()
    gc.enable()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_run(settings, catalog))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the factory of uvloop's event loop, None where it is not available (Windows)."""
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _run(settings: Settings, catalog: Catalog) -> None:
    # python-telegram-bot's opt-in to durations as timedelta; without it, every 429 warns.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    url = settings.database_url
    async with exclusive_use(url, EXIT_TIMEOUT) as lock, database_at(url, lock) as database:
        bot, connection = _build_bot(settings)
        advisor = Advisor(
            replace(catalog, retention_months=settings.retention_months),
            database,
            bot=int(bot.token.partition(":")[0]),
            admins=settings.admin_ids,
            block=settings.stats_block,
        )
        await _require_writable(advisor)
        async with bot.request, connection:
            try:
                await _until_stopped(_serve_watched(settings, bot, connection, advisor))
            except InvalidToken:
                raise Misconfigured(
                    "TELEGRAM_BOT_TOKEN is refused by Telegram; copy it again from @BotFather"
                ) from None


def _build_bot(settings: Settings) -> tuple[Bot, AiohttpRequest]:
    """Return the bot, and its own connection for polling, which must never wait for other calls."""
    if settings.telegram_bot_token is None:
        raise Misconfigured("TELEGRAM_BOT_TOKEN is not set")
    root = str(settings.telegram_api_url).rstrip("/")
    connection = AiohttpRequest(connections=1)
    bot = RedactedBot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(CONNECTIONS),
        get_updates_request=connection,
    )
    return bot, connection


async def _require_writable(advisor: Advisor) -> None:
    """Write once before the bot serves anybody, so that a full or read-only disk stops the start."""
    try:
        await advisor.recover()
    except SQLAlchemyError as error:
        raise Unusable(
            f"The database cannot be written ({getattr(error, 'orig', type(error).__name__)}). "
            "Free some space, or make the file and its folder writable."
        ) from error


async def _serve_watched(
    settings: Settings, bot: Bot, connection: AiohttpRequest, advisor: Advisor
) -> None:
    """Serve while the database is intact and in its place; raise Unusable as soon as it is not."""
    polled = asyncio.Event()
    with _first_failure():
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(advisor.database.watch(WATCH_EVERY))
            checking = partial(_check_daily, advisor.database, polled)
            tasks.create_task(supervise("checking the database", checking))
            wiping = partial(_wipe_erased, advisor.database)
            tasks.create_task(supervise("wiping erased data", wiping))
            tasks.create_task(_serve(settings, bot, connection, advisor, polled))


@contextmanager
def _first_failure() -> Iterator[None]:
    """Raise only the first failure of a group of tasks; it caused the others."""
    try:
        yield
    except ExceptionGroup as group:
        raise group.exceptions[0] from None


async def _check_daily(database: Database, polled: asyncio.Event) -> NoReturn:
    """Check every page of the database, after the start and then each day."""
    await polled.wait()
    while True:
        try:
            await database.check()
        except sqlite3.Error as error:
            log.warning("the database could not be checked today (%s)", type(error).__name__)
        await asyncio.sleep(CHECK_EVERY)


async def _serve(
    settings: Settings,
    bot: Bot,
    connection: AiohttpRequest,
    advisor: Advisor,
    polled: asyncio.Event,
) -> None:
    """Resume open deliveries, then receive updates without end."""
    begun = monotonic()
    username = await _introduce(settings, bot)
    away = timedelta(seconds=monotonic() - begun)
    if away > polling.OUTAGE:
        await retry(lambda: advisor.redeliver_after(away))
    advisor = replace(advisor, link=f"https://t.me/{username}")
    guard = TapGuard(settings.tap_guard_ms / 1000)
    sender = Sender(bot, advisor, settings.send_rate, guard)
    processor = BatchProcessor(
        bot, advisor, sender, username, RateLimit(settings.flood_rate), guard
    )
    try:
        sender.resume(*await retry(advisor.load_pending))
        await processor.resume()
        taking = partial(_receive_updates, settings, processor, connection, polled)
        with _first_failure():
            async with asyncio.TaskGroup() as tasks:
                ends = (InvalidToken, Misconfigured)
                tasks.create_task(supervise("receiving updates", taking, ends))
                tasks.create_task(supervise("clean-up", partial(_clean_up, processor)))
                tasks.create_task(supervise("releasing results", partial(_release_blocks, advisor)))
                tasks.create_task(
                    supervise("deferred updates", partial(_release_deferred, processor))
                )
                tasks.create_task(_set_menus(bot, advisor, polled))
    finally:
        await sender.close(GRACE)


async def _receive_updates(
    settings: Settings, processor: BatchProcessor, connection: AiohttpRequest, begun: asyncio.Event
) -> NoReturn:
    """Receive updates by webhook when one is configured, else by polling."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        await polling.poll(processor, connection, begun)
    queue = webhook.WebhookQueue(settings.webhook_secret.get_secret_value(), processor.advisor)
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(
                webhook.serve_webhook(queue, settings.webhook_url.path or "/", settings.listen)
            )
        except OSError as error:
            raise Misconfigured(
                f"WEBHOOK_LISTEN: the address cannot be used ({error.strerror})"
            ) from error
        begun.set()
        await webhook.process_posts(queue, processor)


async def _introduce(settings: Settings, bot: Bot) -> str:
    """Return the bot's username, once Telegram can be reached and knows where to send updates."""

    async def introduce() -> BotAccount:
        account = await call(bot, "getMe", BotAccount)
        await _direct_updates(settings, bot)
        return account

    # Telegram may also refuse an address that it cannot reach for the moment.
    introduction = partial(retry, introduce, longest=PAUSES[-1])
    me = await supervise("the introduction to Telegram", introduction, (InvalidToken,))
    log.info("career-advisor %s: taking updates; stop with Ctrl+C", VERSION)
    return me.username


async def _direct_updates(settings: Settings, bot: Bot) -> None:
    """Set the webhook, or remove it when updates are polled."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        await call(bot, "deleteWebhook", bool)
        return
    secret = settings.webhook_secret.get_secret_value()
    where = {"url": str(settings.webhook_url), "secret_token": secret}
    await call(bot, "setWebhook", bool, **where, allowed_updates=ALLOWED_UPDATES)


async def _clean_up(processor: BatchProcessor) -> NoReturn:
    """Every minute, retry the dead letters an operator has marked, and delete expired data."""
    while True:
        await retry(processor.retry_dead_letters)
        await retry(processor.advisor.purge_expired)
        processor.sender.deliver((), await retry(processor.advisor.enforce_retention))
        await asyncio.sleep(CLEAN_UP_EVERY)


async def _release_deferred(processor: BatchProcessor) -> NoReturn:
    """Process deferred updates without end."""
    while True:
        await processor.release_deferred()


async def _release_blocks(advisor: Advisor) -> NoReturn:
    """Release results block by block as people finish, with pauses in which answers are handled."""
    while True:
        released = await retry(advisor.release_block)
        await asyncio.sleep(BETWEEN_BLOCKS if released else RELEASE_EVERY)


async def _wipe_erased(database: Database) -> NoReturn:
    """Wipe erased data from the files, as soon as no other program prevents it."""
    while True:
        await database.traces.wait()
        for attempt in count(1):
            await asyncio.sleep(WIPE_EVERY)  # a farewell may wipe before that
            if await database.wipe():
                break
            if attempt == WIPE_ATTEMPTS:
                log.warning(NOT_WIPED)


async def _set_menus(bot: Bot, advisor: Advisor, polled: asyncio.Event) -> None:
    await polled.wait()
    await set_menus(bot, advisor.catalog, advisor.admins)


async def _until_stopped(work: Coroutine[object, object, None]) -> None:
    """Run until the work fails or the process receives SIGINT or SIGTERM."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        log.info("stopped")
