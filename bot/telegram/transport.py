"""The HTTP client under python-telegram-bot: aiohttp, at a third of httpx's cost for each call.

Rule: whatever the reply to a call is, however large or slow, the call returns a result of the expected type or raises one of
python-telegram-bot's errors.

https://docs.python-telegram-bot.org/telegram.request.baserequest.html
"""

import asyncio
import json
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Literal, TypeVar

import orjson
from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    FormData,
    TCPConnector,
)
from msgspec import Meta, Struct, ValidationError, convert
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

Result = TypeVar("Result")

CONNECT_TIMEOUT = 10.0  # seconds
LARGEST = 10_000_000  # bytes of a reply, decompressed; a batch of 100 updates is far smaller
JSON = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}

# Every method the bot calls; tests/test_replies.py sends unexpected replies to each of them.
Method = Literal[
    "answerCallbackQuery",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageMedia",
    "editMessageReplyMarkup",
    "editMessageText",
    "getMe",
    "getMyCommands",
    "getMyDescription",
    "getMyShortDescription",
    "getUpdates",
    "sendDocument",
    "sendMessage",
    "sendPhoto",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setWebhook",
]


class Unreadable(NetworkError):
    """The reply is not Telegram's reply to this call; a proxy may have sent it."""

    def __init__(self) -> None:
        super().__init__("the reply is not Telegram's")


class Oversized(Unreadable):
    """The reply has more than LARGEST bytes."""


class BotAccount(Struct, frozen=True):
    """The fields the bot uses of its own account."""

    username: Annotated[str, Meta(min_length=1)]


class SentMessage(Struct, frozen=True):
    """The fields the bot uses of a message that a call sent or edited."""

    message_id: Annotated[int, Meta(gt=0, lt=2**52)]


class ApiResponse(Struct, frozen=True):
    """Telegram's reply to a successful call."""

    ok: bool
    result: object


class ResponseParameters(Struct, frozen=True):
    """Details of an error (https://core.telegram.org/bots/api#responseparameters)."""

    migrate_to_chat_id: int | None = None
    # Telegram's seconds have 32 bits; python-telegram-bot fails on what a timedelta cannot hold.
    retry_after: Annotated[int, Meta(ge=0, lt=2**31)] | None = None


class ApiError(Struct, frozen=True):
    """Telegram's reply to a refused call, as far as python-telegram-bot reads it."""

    ok: bool
    description: str
    parameters: ResponseParameters | None = None


def address(bot: Bot, method: Method) -> str:
    """Return the URL of a method; it contains the token."""
    return f"{bot.base_url}/{method}"


async def call(bot: Bot, method: Method, kind: type[Result], **parameters: object) -> Result:
    """Call a method of the Bot API and return its result; raise Unreadable when it is not of this kind.

    Parameters that are None are left out; the rest is sent as JSON (https://core.telegram.org/bots/api#making-requests).
    Errors are python-telegram-bot's.
    """
    connection = bot.request
    if not isinstance(connection, AiohttpRequest):
        raise TypeError("the bot needs an AiohttpRequest")
    return await connection.call(address(bot, method), _without_none(parameters), kind)


async def upload(bot: Bot, method: Method, **parameters: object) -> SentMessage:
    """Call a method with files among its parameters; python-telegram-bot makes the form.

    It warns when a method that it has a function for is called by name. A capital letter avoids the warning, and
    Telegram ignores the case.
    """
    name = method[0].upper() + method[1:]
    return _read_as(
        SentMessage, await bot.do_api_request(name, api_kwargs=_without_none(parameters))
    )


def _without_none(parameters: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if value is not None}


class AiohttpRequest(BaseRequest):
    """Sends HTTP requests through at most `connections`, waiting `read_timeout` seconds for a reply."""

    def __init__(self, connections: int, read_timeout: float = 20.0) -> None:
        """Open no connection yet; `initialize` does."""
        self._connections = connections
        # Calls wait here for a free connection, because aiohttp would count that time towards the timeout.
        self._free = asyncio.Semaphore(connections)
        self._read_timeout = read_timeout
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            self._session = ClientSession(connector=TCPConnector(limit=self._connections))

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        wait = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        status, body = await self.exchange(url, method, *_body(request_data), wait)
        if _is_success(status):
            _read_answer(body, object)
        return status, body

    async def call(
        self,
        url: str,
        parameters: dict[str, object],
        kind: type[Result],
        wait: float | None = None,
    ) -> Result:
        """Post parameters as JSON and return the result; python-telegram-bot interprets a refusal."""
        try:
            body = orjson.dumps(parameters)
        except orjson.JSONEncodeError:
            raise BadRequest("a parameter cannot be encoded as JSON") from None
        status, answer = await self.exchange(url, "POST", body, JSON, wait or self._read_timeout)
        if not _is_success(status):
            await _ReplayedResponse(status, answer).post(url)
        return _read_answer(answer, kind)

    async def exchange(
        self,
        url: str,
        method: str,
        body: bytes | FormData | None,
        headers: dict[str, str],
        wait: float,
    ) -> tuple[int, bytes]:
        """Return the status and the body of Telegram's reply; raise TimedOut or NetworkError without one.

        An error page of a proxy raises Unreadable: python-telegram-bot would trust its status, and conclude that the
        token is wrong or the person gone.
        """
        if self._session is None:
            raise NetworkError("the request is not initialized")
        timeout = _timeout(wait)
        try:
            async with (
                self._free,
                self._session.request(
                    method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
                ) as answer,
            ):
                status, read = answer.status, await _read_body(answer)
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            # Its text may contain the URL, and the URL contains the token.
            raise NetworkError(f"aiohttp.{type(error).__name__}") from None
        if not _is_success(status) and not _is_refusal(read):
            raise Unreadable
        return status, read

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the JSON of a reply that `do_request` or `exchange` has validated."""
        return convert(read_json(payload), dict[str, Any])


@cache
def _timeout(wait: float) -> ClientTimeout:
    """Return a timeout for this many seconds of silence, and for a reply that never ends."""
    return ClientTimeout(
        total=CONNECT_TIMEOUT + 2 * wait, sock_connect=CONNECT_TIMEOUT, sock_read=wait
    )


async def _read_body(answer: ClientResponse) -> bytes:
    """Return the whole body; raise Oversized instead of reading more than LARGEST.

    aiohttp decompresses only what is read.
    """
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            raise Oversized
    return bytes(body)


class _ReplayedResponse(BaseRequest):
    """Replays a reply, so that python-telegram-bot raises the error it means."""

    read_timeout = None

    def __init__(self, status: int, body: bytes) -> None:
        self._answer = (status, body)

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, *_: object, **__: object) -> tuple[int, bytes]:
        return self._answer

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)


def _is_success(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _is_refusal(body: bytes) -> bool:
    """Return whether this is the form in which Telegram refuses a call."""
    try:
        return not convert(read_json(body), ApiError).ok
    except (ValueError, ValidationError):
        return False


def _read_answer(body: bytes, kind: type[Result]) -> Result:
    """Return the result in a reply; raise Unreadable when it has none of this kind.

    The reply is never logged: it may contain what a person wrote.
    """
    try:
        found = read_json(body)
    except ValueError:
        raise Unreadable from None
    answer = _read_as(ApiResponse, found)
    if not answer.ok or answer.result is False:
        raise Unreadable
    return _read_as(kind, answer.result)


def _read_as(kind: type[Result], value: object) -> Result:
    try:
        return convert(value, kind)
    except (ValidationError, UnicodeEncodeError):  # the latter for half a surrogate pair
        raise Unreadable from None


def read_json(payload: bytes) -> object:
    """Return the value of JSON, also of nonstandard JSON such as half a surrogate pair.

    Raise ValueError for anything else.
    """
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            return json.loads(payload)
        except RecursionError as error:
            raise ValueError from error


def _body(data: RequestData | None) -> tuple[bytes | FormData | None, dict[str, str]]:
    """Return a call's parameters as JSON, or as a form when they include files."""
    if data is None:
        return None, {"User-Agent": BaseRequest.USER_AGENT}
    if not data.contains_files:
        return orjson.dumps(data.parameters), JSON
    form = FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {"User-Agent": BaseRequest.USER_AGENT}
