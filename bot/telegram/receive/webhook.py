"""Receives updates that Telegram posts, and answers 200 only once they are committed.

Rules:
- Updates that arrive during a commit form the next batch.
- Invalid requests are cheap: the secret is compared first, in constant time, then content type and size.
- /healthz answers 200 only while the database can be written. The bot tests this every HEARTBEAT_EVERY seconds;
  a request writes nothing.

https://core.telegram.org/bots/api#setwebhook
"""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import NoReturn

from aiohttp import web

from bot.advisor import Advisor
from bot.telegram.receive.batches import NOTIFY_AFTER, BatchProcessor, find_update_id
from bot.telegram.receive.redaction import Raw
from bot.telegram.retry import retry, run_with_reminders, supervise
from bot.telegram.transport import read_json

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024  # bytes of one post
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
GRACE = 1.0  # seconds to answer open requests when the bot stops
HEARTBEAT_EVERY = 5.0  # seconds
HEALTHY = 10.0  # seconds since the last successful write


@dataclass(frozen=True, slots=True)
class Post:
    """An update that waits to be committed."""

    raw: Raw
    committed: asyncio.Future[None]


@dataclass(slots=True)
class WebhookQueue:
    """Posts that wait for the next batch."""

    secret: str
    advisor: Advisor
    posts: list[Post] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    # When the database was last written, by the monotonic clock; the start has just written.
    written_at: float = field(default_factory=monotonic)

    async def post(self, request: web.Request) -> web.Response:
        """Receive an update from Telegram and answer once it is committed."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self.secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        if request.content_type != "application/json":
            return web.Response(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        raw = _parse_post(await request.read())
        if raw is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        committed = asyncio.get_running_loop().create_future()
        self.posts.append(Post(raw, committed))
        self.arrived.set()
        await committed
        return web.Response()

    async def health(self, _: web.Request) -> web.Response:
        """Answer whether the database could be written recently."""
        if monotonic() - self.written_at > HEALTHY:
            text = "the database cannot be written\n"
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, text=text)
        return web.Response(text="well\n")

    async def write_heartbeats(self) -> NoReturn:
        """Write the heartbeat without end."""
        while True:
            await retry(self.advisor.record_heartbeat)
            self.written_at = monotonic()
            await asyncio.sleep(HEARTBEAT_EVERY)

    async def next_batch(self) -> list[Post]:
        """Wait for a post and return all that have arrived, ordered by update id."""
        await self.arrived.wait()
        self.arrived.clear()
        found = sorted(self.posts, key=lambda post: find_update_id(post.raw) or 0)
        self.posts.clear()
        return found


async def process_posts(queue: WebhookQueue, processor: BatchProcessor) -> NoReturn:
    """Commit batches without end; when one takes long, tell its people and those who have written since."""

    async def reassure() -> None:
        processor.notify_delay(post.raw for post in (*batch, *queue.posts))

    while True:
        batch = await queue.next_batch()
        await run_with_reminders(_process_batch(processor, batch), NOTIFY_AFTER, reassure)


async def _process_batch(processor: BatchProcessor, batch: Sequence[Post]) -> None:
    await processor.process([post.raw for post in batch])
    for post in batch:
        if not post.committed.done():  # else Telegram gave up, and will post it again
            post.committed.set_result(None)


@asynccontextmanager
async def serve_webhook(
    queue: WebhookQueue, path: str, listen: tuple[str, int]
) -> AsyncIterator[None]:
    """Serve the webhook and /healthz at this address; raise OSError when it cannot be bound."""
    application = web.Application(client_max_size=LARGEST)
    application.router.add_post(path, queue.post)
    application.router.add_get("/healthz", queue.health)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    heartbeats = asyncio.create_task(supervise("the heartbeat", queue.write_heartbeats))
    try:
        await web.TCPSite(runner, *listen).start()
        log.info("taking posts at %s:%d", *listen)
        yield
    finally:
        heartbeats.cancel()
        await asyncio.gather(heartbeats, return_exceptions=True)
        await runner.cleanup()


def _parse_post(body: bytes) -> Raw | None:
    """Return a posted update, None for anything else."""
    try:
        raw = read_json(body)
    except ValueError:
        return None
    return raw if isinstance(raw, dict) and find_update_id(raw) is not None else None
