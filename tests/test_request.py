"""The bot's line to Telegram: Telegram's refusals mean what they say, and nobody else's mean anything."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram import transport
from bot.telegram.transport import (
    LARGEST,
    AiohttpRequest,
    Oversized,
    SentMessage,
    Unreadable,
    call,
    upload,
)
from botapi import BotApi
from botapi_mishaps import Page
from odd_pages import ODD_PAGES
from process import PATIENCE

REFUSED = '{"ok":false,"description":"Bad Request: chat not found"'
NOT_TELEGRAMS = {
    "nothing": "",
    "a page": "<html><h1>nginx</h1></html>",
    "no object": "[]",
    "another API's": '{"message":"Forbidden"}',
    "no yes or no": '{"description":"Forbidden"}',
    "a yes": '{"ok":true,"description":"Forbidden","result":true}',
    "no description": '{"ok":false}',
    "a number for a description": '{"ok":false,"description":5}',
    "parameters in a list": REFUSED + ',"parameters":[1]}',
    "longer than a timedelta": REFUSED + ',"parameters":{"retry_after":1000000000000000}}',
    "no number of seconds": REFUSED + ',"parameters":{"retry_after":"soon"}}',
    "not even JSON's number": REFUSED + ',"parameters":{"retry_after":Infinity}}',
    "half a character": '{"ok":false,"description":"\\ud83d","parameters":[1]}',
}
TELEGRAMS: list[tuple[int, str, type[TelegramError]]] = [
    (400, REFUSED + "}", BadRequest),
    (400, REFUSED + ',"parameters":{"migrate_to_chat_id":-1001234567890}}', ChatMigrated),
    (400, '{"ok":false,"description":"half a character: \\ud83d"}', BadRequest),
    (401, '{"ok":false,"error_code":401,"description":"Unauthorized"}', InvalidToken),
    (403, '{"ok":false,"error_code":403,"description":"Forbidden: blocked"}', Forbidden),
    (404, '{"ok":false,"error_code":404,"description":"Not Found"}', InvalidToken),
    (409, '{"ok":false,"error_code":409,"description":"Conflict"}', Conflict),
    (429, REFUSED + ',"parameters":{"retry_after":3600}}', RetryAfter),
    (500, '{"ok":false,"error_code":500,"description":"Internal"}', NetworkError),
]


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns about its old way of giving them."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with AiohttpRequest(1) as line:
        yield Bot(api.token, f"{api.url}/bot", request=line, get_updates_request=line)


async def error_of_each_way(
    api: BotApi, bot: Bot, status: int, page: str | Page
) -> list[TelegramError]:
    """Call in each of the ways the bot does, all answered so."""
    api.page("*", status, page, times=4)
    errors = []
    for way in (
        call(bot, "sendMessage", SentMessage, chat_id=1001, text="Hello"),
        call(bot, "setMyDescription", bool, description="Hello"),
        upload(bot, "sendPhoto", chat_id=1001, photo=InputFile(b"png", "map.png")),
        upload(bot, "sendDocument", chat_id=1001, document=InputFile(b"{}", "data.json")),
    ):
        with pytest.raises(TelegramError) as caught:
            await way
        errors.append(caught.value)
    return errors


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 413, 429, 502])
async def test_a_refusal_that_is_not_telegrams_is_only_a_network_error(
    api: BotApi, bot: Bot, status: int
) -> None:
    for text in NOT_TELEGRAMS.values():
        errors = await error_of_each_way(api, bot, status, text)

        assert [type(error) for error in errors] == [Unreadable] * 4, text


@pytest.mark.parametrize("name", ODD_PAGES)
async def test_an_odd_reply_is_only_a_network_error(api: BotApi, bot: Bot, name: str) -> None:
    errors = await error_of_each_way(api, bot, 200, ODD_PAGES[name])

    assert all(isinstance(error, NetworkError) for error in errors), errors
    too_long = {"too long", "too long once unpacked", "endless"}
    assert {isinstance(error, Oversized) for error in errors} == {name in too_long}


@pytest.mark.parametrize("packed", [False, True])
async def test_an_answer_is_read_up_to_its_largest_size(
    api: BotApi, bot: Bot, *, packed: bool
) -> None:
    answer = b'{"ok":true,"result":true}'
    whole = answer.ljust(LARGEST)
    api.page("*", 200, Page(gzip.compress(whole, 1) if packed else whole, packed))

    assert await call(bot, "setMyDescription", bool, description="Hello")


@pytest.mark.parametrize(("status", "text", "meant"), TELEGRAMS)
async def test_telegrams_refusals_mean_what_they_say(
    api: BotApi, bot: Bot, status: int, text: str, meant: type[TelegramError]
) -> None:
    errors = await error_of_each_way(api, bot, status, text)

    assert [type(error) for error in errors] == [meant] * 4


async def test_an_answer_that_comes_too_slowly_to_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = asyncio.Event()

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        await reader.readuntil(b"}")  # the whole request
        while not writer.is_closing():
            writer.write(b" ")
            await asyncio.sleep(0.01)
        writer.close()
        left.set()

    monkeypatch.setattr(transport, "CONNECT_TIMEOUT", 0.25)
    async with served(trickle) as url, AiohttpRequest(1, read_timeout=0.25) as line:
        with pytest.raises(TimedOut):
            async with asyncio.timeout(PATIENCE):
                await line.call(url, {"text": "Hello"}, SentMessage)
        await left.wait()


async def test_a_call_goes_nowhere_but_to_telegram() -> None:
    asked: list[bytes] = []

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        answer = (
            b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        )
        writer.write(answer)
        writer.close()

    async with served(redirect) as url, AiohttpRequest(1) as line:
        with pytest.raises(NetworkError):
            await line.call(url, {"text": "Hello"}, SentMessage)

    assert len(asked) == 1


@asynccontextmanager
async def served(
    answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    """Answer whatever is asked at an address."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        yield f"http://{host}:{port}/sendMessage"
