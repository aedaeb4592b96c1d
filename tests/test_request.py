"""The bot's line to Telegram: Telegram's refusals mean what they say, and nobody else's mean anything."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.frontends.telegram.request import AiohttpRequest, call, upload
from botapi import BotApi

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
    lines = AiohttpRequest(1), AiohttpRequest(1)
    found = Bot(api.token, f"{api.url}/bot", request=lines[0], get_updates_request=lines[1])
    async with found:
        yield found


async def error_of_each_way(api: BotApi, bot: Bot, status: int, text: str) -> list[TelegramError]:
    """Call in each of the ways the bot does, all answered so."""
    api.page("*", status, text, times=4)
    errors = []
    for way in (
        call(bot, "sendMessage", chat_id=1001, text="Hello"),
        upload(bot, "sendPhoto", chat_id=1001, photo=InputFile(b"png", "map.png")),
        bot.send_document(1001, InputFile(b"{}", "data.json")),
        bot.request.post(f"{bot.base_url}/getUpdates"),
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

        assert [type(error) for error in errors] == [NetworkError] * 4, text


@pytest.mark.parametrize("text", ["<h1>Welcome</h1>", "{}", '{"ok":false,"description":"Gone"}'])
async def test_a_success_without_a_result_is_only_a_network_error(
    api: BotApi, bot: Bot, text: str
) -> None:
    errors = await error_of_each_way(api, bot, 200, text)

    assert [type(error) for error in errors] == [NetworkError] * 4


@pytest.mark.parametrize(("status", "text", "meant"), TELEGRAMS)
async def test_telegrams_refusals_mean_what_they_say(
    api: BotApi, bot: Bot, status: int, text: str, meant: type[TelegramError]
) -> None:
    errors = await error_of_each_way(api, bot, status, text)

    # What python-telegram-bot makes of an invalid token when a method is called by name.
    by_name = EndPointNotFound if meant is InvalidToken else meant
    assert [type(error) for error in errors] == [meant, by_name, meant, meant]


async def test_a_call_goes_nowhere_but_to_telegram() -> None:
    asked: list[bytes] = []

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        answer = (
            b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        )
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(redirect, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server, AiohttpRequest(1) as line:
        with pytest.raises(NetworkError):
            await line.call(f"http://{host}:{port}/sendMessage", {"text": "Hello"})

    assert len(asked) == 1
