"""The HTTP client under python-telegram-bot: aiohttp, which costs a third of what httpx does for each call.

https://docs.python-telegram-bot.org/telegram.request.baserequest.html
"""

import json
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Never

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from msgspec import DecodeError, Meta, Struct, ValidationError, convert
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


class Parameters(Struct, frozen=True):
    """What Telegram says beside a refusal (https://core.telegram.org/bots/api#responseparameters)."""

    migrate_to_chat_id: int | None = None
    # Telegram counts seconds in 32 bits; python-telegram-bot fails on what no timedelta can hold.
    retry_after: Annotated[int, Meta(ge=0, lt=2**31)] | None = None


class Refusal(Struct, frozen=True):
    """Telegram's answer to a call that it refuses, as far as python-telegram-bot reads it."""

    ok: bool
    description: str
    parameters: Parameters | None = None


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
    return _kept(await bot.do_api_request(name, api_kwargs=_given(parameters)))


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
        if answer[0] == HTTPStatus.OK:
            return _result(answer[1])
        return _kept(await _Repeated(*answer).post(url))

    async def exchange(
        self,
        url: str,
        method: str,
        body: bytes | FormData | None,
        headers: dict[str, str],
        wait: float,
    ) -> tuple[int, bytes]:
        """Return the status and the body of Telegram's answer; raise TimedOut or NetworkError without one.

        A refusal that is not Telegram's ends here: python-telegram-bot would believe its bare status, and take the page
        of a proxy for Telegram's word that the token is wrong or the person gone.
        """
        if self._session is None:
            raise NetworkError("the request is not initialized")
        timeout = _timeout(wait)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                status, read = answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            # Its text may hold the address, and the address holds the token.
            raise NetworkError(f"aiohttp.{type(error).__name__}") from None
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and not _is_refusal(read):
            raise NetworkError(NOT_TELEGRAMS)
        return status, read

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
        return _Parsed(parsed)


class _Parsed(dict[str, Any]):
    """An answer's JSON, in which python-telegram-bot looks for the result without asking whether there is one."""

    def __missing__(self, name: str) -> Never:
        raise NetworkError(NOT_TELEGRAMS)


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
    """Return the result in the body of an answer; raise NetworkError when it is not Telegram's."""
    try:
        return ANSWERS.decode(body).result
    except DecodeError:
        return _kept(AiohttpRequest.parse_json_payload(body)["result"])


def _is_refusal(body: bytes) -> bool:
    """Tell whether this is how Telegram refuses a call."""
    try:
        return not convert(read_json(body), Refusal).ok
    except (ValueError, ValidationError):
        return False


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
