"""Updates as posts: what is committed is answered, what is wrong costs nothing."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from sqlalchemy import Connection, select

from bot.advisor import Advisor
from bot.telegram.receive import webhook
from botapi import BotApi
from content.model import Catalog
from file_mishaps import remove
from process import PATIENCE, locked, stored
from storage.database import Database
from storage.tables import heartbeat
from zygote import forked

SECRET = "a_secret-1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
ANNA = {"id": 1001, "is_bot": False, "first_name": "Anna", "language_code": "en"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said(number: int, text: str, person: int = 1001) -> dict[str, object]:
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    user = ANNA | {"id": person}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1, "chat": chat, "from": user, "text": text},
    }


@asynccontextmanager
async def hooked(api: BotApi, folder: Path) -> AsyncIterator["Hook"]:
    """Run the bot with a webhook; the address is where its proxy would send posts."""
    port = free_port()
    settings = {
        "WEBHOOK_URL": "https://example.org/hook",
        "WEBHOOK_SECRET": SECRET,
        "WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }
    async with forked(api, folder, first=None, **settings) as bot, ClientSession() as session:
        await bot.logs("taking posts")
        yield Hook(session, f"http://127.0.0.1:{port}")


class Hook:
    """Telegram's side of a webhook."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self.session, self.address = session, address

    async def posts(
        self, body: str | BytesIO, headers: Mapping[str, str] | None = None, path: str = "/hook"
    ) -> int:
        given = {HEADER: SECRET, "Content-Type": "application/json"} | dict(headers or {})
        async with self.session.post(self.address + path, data=body, headers=given) as answer:
            return answer.status

    async def health(self) -> int:
        async with self.session.get(self.address + "/healthz") as answer:
            return answer.status


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


async def test_a_post_is_answered_once_it_is_on_disk_and_a_repeated_one_changes_nothing(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    anna.types(
        "/start"
    )  # opens the chat for the bot; Telegram keeps this one, since it polls nothing
    async with hooked(api, tmp_path) as hook:
        for number, text in enumerate(["/start", "begin", "2", "2", "3"], start=1):
            assert await hook.posts(json.dumps(said(number, text))) == 200
            assert stored(tmp_path, "SELECT count(*) FROM handled") == [(number,)]
        assert await hook.posts(json.dumps(said(5, "3"))) == 200
        await anna.sees("at most 13 more")

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(3,)]
    assert any(call.method.lower() == "setwebhook" for call in api.log)
    assert not any(call.method.lower() == "getupdates" for call in api.log)


async def test_posts_at_once_are_all_committed(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    anna.types("/start")
    async with hooked(api, tmp_path) as hook:
        await hook.posts(json.dumps(said(1, "/start")))
        await hook.posts(json.dumps(said(2, "begin")))
        codes = await asyncio.gather(
            *(hook.posts(json.dumps(said(n, "/help"))) for n in range(3, 43))
        )

    assert set(codes) == {200}
    assert stored(tmp_path, "SELECT count(*) FROM handled") == [(42,)]


async def test_half_of_a_surrogate_pair_in_a_post_is_taken(api: BotApi, tmp_path: Path) -> None:
    async with hooked(api, tmp_path) as hook:
        assert await hook.posts(json.dumps(said(1, "\ud800 lone"))) == 200

    assert stored(tmp_path, "SELECT count(*) FROM handled") == [(1,)]


async def test_wrong_requests_cost_nothing(api: BotApi, tmp_path: Path) -> None:
    good = json.dumps(said(1, "/start"))
    async with hooked(api, tmp_path) as hook:
        assert await hook.posts(good, {HEADER: "wrong"}) == 403
        assert await hook.posts(good, {HEADER: ""}) == 403
        assert await hook.posts(good, {HEADER: "\udcff"}) == 403
        assert await hook.posts(good, {"Content-Type": "text/plain"}) == 415
        assert await hook.posts("{") == 400
        assert await hook.posts("[]") == 400
        assert await hook.posts(json.dumps({"message": {}})) == 400
        assert await hook.posts(BytesIO(b" " * (1024 * 1024 + 1))) == 413
        assert await hook.posts(good, path="/elsewhere") == 404

    assert stored(tmp_path, "SELECT count(*) FROM handled") == [(0,)]


async def test_who_posts_while_the_database_is_in_trouble_is_told_as_well(
    api: BotApi, tmp_path: Path
) -> None:
    anna, bob = api.person(1001), api.person(1002)
    anna.types("/start")
    bob.types("/start")
    async with hooked(api, tmp_path) as hook:
        with locked(tmp_path):
            first = asyncio.create_task(hook.posts(json.dumps(said(1, "/start"))))
            await anna.sees("I cannot save anything right now")
            second = asyncio.create_task(hook.posts(json.dumps(said(2, "/start", 1002))))
            await bob.sees("I cannot save anything right now")
        codes = (await first, await second)
        await bob.sees("Begin")

    assert codes == (200, 200)
    assert str(anna).count("I cannot save") == str(bob).count("I cannot save") == 1


async def test_health_is_told_by_whether_the_database_can_be_written(
    tmp_path: Path, catalog: Catalog, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "HEARTBEAT_EVERY", 0.01)
    monkeypatch.setattr(webhook, "HEALTHY", 0.1)
    with ExitStack() as lock:
        lock.enter_context(locked(tmp_path))
        async with answering(Advisor(catalog, database)) as hook, asyncio.timeout(10 * PATIENCE):
            while await hook.health() != 503:
                await asyncio.sleep(0.01)
            lock.close()
            while await hook.health() != 200:
                await asyncio.sleep(0.01)


async def test_whoever_asks_for_the_health_writes_nothing(
    catalog: Catalog, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "HEARTBEAT_EVERY", 3600)

    def beats(connection: Connection) -> list[datetime]:
        return list(connection.execute(select(heartbeat.c.at)).scalars())

    async with answering(Advisor(catalog, database)) as hook:
        while not (first := await database.read(beats)):
            await asyncio.sleep(0.01)
        codes = {await hook.health() for _ in range(10)}

    assert codes == {200}
    assert await database.read(beats) == first


@asynccontextmanager
async def answering(advisor: Advisor) -> AsyncIterator["Hook"]:
    """Serve a webhook in this process; nobody takes what is posted."""
    port, desk = free_port(), webhook.WebhookQueue(SECRET, advisor)
    async with (
        webhook.serve_webhook(desk, "/hook", ("127.0.0.1", port)),
        ClientSession() as session,
    ):
        yield Hook(session, f"http://127.0.0.1:{port}")


async def test_a_post_that_cannot_be_kept_is_never_answered(api: BotApi, tmp_path: Path) -> None:
    async with hooked(api, tmp_path) as hook:
        await hook.posts(json.dumps(said(1, "/start")))
        remove(tmp_path / "advisor.sqlite3")

        with pytest.raises(ClientError):
            await hook.posts(json.dumps(said(2, "/help")))


async def test_an_address_that_is_taken_stops_the_start_with_one_line(
    api: BotApi, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        settings = {
            "WEBHOOK_URL": "https://example.org/hook",
            "WEBHOOK_SECRET": SECRET,
            "WEBHOOK_LISTEN": listen,
        }
        async with forked(api, tmp_path, first=None, **settings) as bot:
            code = await bot.ended()

    assert code == 2
    assert "WEBHOOK_LISTEN" in bot.log.read_text().splitlines()[-1]
