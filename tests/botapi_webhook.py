"""The webhook: its methods, and the posts to it while there is one.

Rules, as Telegram's own server has them:
- Updates of one kind from one chat are posted one after another; others at once, as many as the bot allows.
- A 2xx confirms an update; anything else, or nothing, and it is posted again after a pause that doubles. While there is
  nobody to connect to, nothing is posted and no pause grows.
- Telegram posts to https only. `proxies` says where on loopback the posts for such an address go, as a proxy before
  the bot does; an address without one cannot be reached, and nothing ever leaves loopback.

https://core.telegram.org/bots/api#setwebhook
https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/WebhookActor.cpp
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import NoReturn
from urllib.parse import urlsplit

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, TCPConnector

from botapi_forms import Form, Record, fault
from botapi_world import Pending, Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40  # posts at once where the bot does not say
LONGEST_PAUSE = 60.0
PATIENCE = ClientTimeout(total=60.0)
UNREACHABLE = "Connection refused"

Lane = tuple[str, object]  # a kind of update, and whose it is


def set_webhook(world: World, form: Form) -> bool:
    url, secret = form.need("url", str), form.get("secret_token", str) or ""
    connections = form.get("max_connections", int) or CONNECTIONS
    if url and not url.startswith("https://"):
        raise fault("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise fault("secret token contains unallowed characters")
    if not 1 <= connections <= 100:
        raise fault("max_connections must be from 1 to 100")
    if form.get("drop_pending_updates", bool):
        world.queue.confirm(world.queue.next_id)
    kinds = form.get("allowed_updates", tuple)
    if kinds is not None:
        world.queue.allow(kinds)
    free = asyncio.Semaphore(connections)
    world.webhook = Webhook(url, secret, connections, free) if url else None
    world.bell.ring()
    return True


def delete_webhook(world: World, form: Form) -> bool:
    if form.get("drop_pending_updates", bool):
        world.queue.confirm(world.queue.next_id)
    world.webhook = None
    return True


def get_webhook_info(world: World, _form: Form) -> Record:
    world.queue.prune(world.clock())
    info = {"has_custom_certificate": False, "pending_update_count": len(world.queue.waiting)}
    if world.webhook is None:
        return {"url": "", **info}
    found = {"url": world.webhook.url, **info, "max_connections": world.webhook.connections}
    if world.webhook.error is None:
        return found
    at, wrong = world.webhook.error
    return {**found, "last_error_date": int(at), "last_error_message": wrong}


class Postman:
    """Takes the world's updates to its webhook; `taken` is called after each that was."""

    def __init__(
        self, world: World, proxies: Mapping[str, str], pause: float, taken: Callable[[], None]
    ) -> None:
        """Wait so many seconds after a first failure."""
        self._world = world
        self._proxies = proxies
        self._pause = pause
        self._taken = taken
        self._lanes: set[Lane] = set()

    async def rounds(self) -> NoReturn:
        """Post without end."""
        async with (
            ClientSession(connector=TCPConnector(limit=0), timeout=PATIENCE) as session,
            asyncio.TaskGroup() as tasks,
        ):
            while True:
                for lane in self._waiting() - self._lanes:
                    self._lanes.add(lane)
                    tasks.create_task(self._post(session, lane))
                await self._world.bell.heard(LONGEST_PAUSE)

    def _waiting(self) -> set[Lane]:
        if self._world.webhook is None:
            return set()
        return {lane_of(update.payload) for update in self._world.queue.waiting}

    async def _post(self, session: ClientSession, lane: Lane) -> None:
        """Post the updates of a lane in their order until none is left, or the webhook is."""
        try:
            await self._post_all(session, lane)
        finally:
            self._lanes.discard(lane)

    async def _post_all(self, session: ClientSession, lane: Lane) -> None:
        pause = self._pause
        while (webhook := self._world.webhook) and (update := self._first(lane)):
            async with webhook.free:
                wrong = await self._refused(session, webhook, update)
            if wrong is None:
                self._world.queue.take(update.id)
                self._taken()
                pause = self._pause
            else:
                webhook.error = self._world.clock(), wrong
                await asyncio.sleep(pause)
                pause = self._pause if wrong == UNREACHABLE else min(2 * pause, LONGEST_PAUSE)

    def _first(self, lane: Lane) -> Pending | None:
        queue = self._world.queue
        queue.prune(self._world.clock())
        return next((each for each in queue.waiting if lane_of(each.payload) == lane), None)

    async def _refused(
        self, session: ClientSession, webhook: Webhook, update: Pending
    ) -> str | None:
        """Post one update; return what was wrong with the answer, None when nothing was."""
        address = self._address(webhook.url)
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        if address is None:
            return UNREACHABLE
        try:
            async with session.post(
                address, json=update.payload, headers=headers, allow_redirects=False
            ) as answer:
                if 200 <= answer.status < 300:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except ClientConnectorError:
            return UNREACHABLE
        except (ClientError, TimeoutError):
            return "Webhook connection closed"

    def _address(self, url: str) -> str | None:
        """Return where the posts for an address go."""
        parts = urlsplit(url)
        proxy = self._proxies.get(f"{parts.scheme}://{parts.netloc}")
        return None if proxy is None else proxy + parts.path


def lane_of(payload: Record) -> Lane:
    """Return the kind of an update and the chat or person it comes from."""
    for kind, content in payload.items():
        match content:
            case {"chat": {"id": whose}} | {"from": {"id": whose}}:
                return kind, whose
    return "", payload.get("update_id")
