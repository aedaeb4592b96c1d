"""The HTTP client under python-telegram-bot: aiohttp, which costs a third of what httpx does for each call.

https://docs.python-telegram-bot.org/telegram.request.baserequest.html
"""

import json
from functools import cache
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from msgspec import DecodeError, Struct, ValidationError, convert
from msgspec.json import Decoder
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_TIMEOUT = 10.0  # seconds
NOT_TELEGRAMS = "something answered in Telegram's place"
JSON = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}


class Message(Struct, frozen=True):
    """What is kept of a message that a call has made or changed."""

    message_id: int


class Answer(Struct, frozen=True):
    """Telegram's answer to a call that went well, as far as it is read: the rest is skipped, not parsed."""

    result: Message | bool


ANSWERS = Decoder(Answer)


async def call(bot: Bot, method: str, **parameters: object) -> Message | bool:
    """Call a method of the Bot API and return its result.

    Parameters that are None are left out; the rest is sent as JSON (https://core.telegram.org/bots/api#making-requests).
    Errors are python-telegram-bot's.
    """
    given = _given(parameters)
    line = bot.request
    if not isinstance(line, AiohttpRequest):
        raise TypeError("the bot has another line than ours")
    return await line.call(f"{bot.base_url}/{method}", given)


async def upload(bot: Bot, method: str, **parameters: object) -> Message | bool:
    """Call a method with files among its parameters; python-telegram-bot makes the form.

    It warns when a method it has a function for is called by name; a capital letter says that this is meant, and
    Telegram does not mind.
    """
    name = method[0].upper() + method[1:]
    try:
        return _kept(await bot.do_api_request(name, api_kwargs=_given(parameters)))
    except KeyError:
        raise NetworkError(NOT_TELEGRAMS) from None


def _given(parameters: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if value is not None}


class AiohttpRequest(BaseRequest):
    """Speaks HTTP through at most so many connections, and waits so many seconds for an answer."""

    def __init__(self, connections: int, read_timeout: float = 20.0) -> None:
        """Open nothing yet; `initialize` does."""
        self._connections = connections
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
        return await self.exchange(url, method, *_body(request_data), wait)

    async def call(self, url: str, parameters: dict[str, object]) -> Message | bool:
        """Post parameters as JSON and return the result; python-telegram-bot is only asked what a refusal means."""
        try:
            body = orjson.dumps(parameters)
        except orjson.JSONEncodeError:
            raise BadRequest("something in it cannot be written as JSON") from None
        answer = await self.exchange(url, "POST", body, JSON, self._read_timeout)
        try:
            if answer[0] == HTTPStatus.OK:
                return _result(answer[1])
            return _kept(await _Repeated(*answer).post(url))
        except KeyError:
            raise NetworkError(NOT_TELEGRAMS) from None

    async def exchange(
        self,
        url: str,
        method: str,
        body: bytes | FormData | None,
        headers: dict[str, str],
        wait: float,
    ) -> tuple[int, bytes]:
        """Return the status and the body of the answer; raise TimedOut or NetworkError without one."""
        if self._session is None:
            raise NetworkError("the request is not initialized")
        timeout = _timeout(wait)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            # Its text may hold the address, and the address holds the token.
            raise NetworkError(f"aiohttp.{type(error).__name__}") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer's JSON; what is not Telegram's (a proxy may answer in its place) is an error.

        It is not logged, since it may hold what somebody wrote.
        """
        try:
            parsed = read_json(payload)
        except ValueError:
            raise NetworkError(NOT_TELEGRAMS) from None
        if not isinstance(parsed, dict) or ("result" not in parsed and "description" not in parsed):
            raise NetworkError(NOT_TELEGRAMS)
        return parsed


@cache
def _timeout(wait: float) -> ClientTimeout:
    return ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT, sock_read=wait)


class _Repeated(BaseRequest):
    """An answer given once more, for python-telegram-bot to say what it means."""

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


def _result(body: bytes) -> Message | bool:
    """Return the result in the body of an answer; raise KeyError or NetworkError when it is not Telegram's."""
    try:
        return ANSWERS.decode(body).result
    except DecodeError:
        return _kept(AiohttpRequest.parse_json_payload(body)["result"])


def _kept(result: object) -> Message | bool:
    """Return what is kept of a result; one of another form says only that the call went well."""
    try:
        return convert(result, Message | bool)
    except ValidationError:
        return True


def read_json(payload: bytes) -> object:
    """Return what JSON says, also where it goes beyond the standard: half of a surrogate pair, for one.

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
    """Return a call's parameters as JSON, or as a form when there are files in it."""
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
