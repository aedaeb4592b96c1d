"""A Bot API server lean enough to load a bot with: it costs a tenth of what the bot does.

Rules:
- Only what the bots of the bench call is there; anything else is answered 404 and kept in `faults`.
- An update is handed out until a higher offset confirms it, as at Telegram.
- `delay` is added before every call is served, getUpdates included.
- HTTP is cut by hand: with aiohttp the server would be as busy as the fastest bot.

https://core.telegram.org/bots/api#making-requests
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qsl

import orjson
from crowd import BOT, Crowd, Record

TOKEN = "123456:TEST-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
HEAD = "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
ME = BOT | {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
SHOWN = frozenset({"sendmessage", "editmessagetext", "sendphoto", "editmessagemedia"})
FIELD = re.compile(rb'name="(\w+)"\r\n(?:[\w-]+:[^\r]*\r\n)*\r\n(.*?)\r\n--', re.DOTALL)
FIXED: Mapping[str, object] = {
    "getme": ME,
    "deletewebhook": True,
    "answercallbackquery": True,
    "editmessagereplymarkup": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}},
    "getmycommands": [],
    "setmycommands": True,
    "getmydescription": {"description": ""},
    "setmydescription": True,
    "getmyshortdescription": {"short_description": ""},
    "setmyshortdescription": True,
}
TAKEN = {method: orjson.dumps({"ok": True, "result": result}) for method, result in FIXED.items()}


class Line(asyncio.Protocol):
    """One connection: cuts requests out of what arrives, and sends answers."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._buffer = bytearray()
        self._transport: asyncio.WriteTransport | None = None

    @property
    def open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's are not registered

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (request := self._cut()) is not None:
            self._server.take(self, *request)

    def answer(self, body: bytes, status: int = 200) -> None:
        if self._transport is not None and self.open:
            phrase = "OK" if status == 200 else "Not Found"
            self._transport.write(HEAD.format(status, phrase, len(body)).encode() + body)

    def _cut(self) -> tuple[str, bytes, bytes] | None:
        """Return the path, the head and the body of a request once it is complete."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self._buffer[:end])
        found = LENGTH.search(head)
        whole = end + 4 + (int(found[1]) if found else 0)
        if len(self._buffer) < whole:
            return None
        body = bytes(self._buffer[end + 4 : whole])
        del self._buffer[:whole]
        return head.split(b" ", 2)[1].decode(), head, body


@dataclass(slots=True)
class Poll:
    """A getUpdates call that waits for updates."""

    line: Line
    limit: int
    end: asyncio.TimerHandle


class Server:
    """Serves one bot; what it shows goes to the crowd, and what the crowd taps goes to it."""

    def __init__(self, crowd: Crowd) -> None:
        self.delay = 0.0
        self.faults: list[str] = []
        self.polled = asyncio.Event()
        self.port = 0
        self._crowd = crowd
        self._poll: Poll | None = None
        self._loop = asyncio.get_running_loop()
        self._listening: asyncio.Server | None = None
        crowd.ring = self._ring

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def up(self) -> None:
        """Listen on a free port of loopback."""
        self._listening = await self._loop.create_server(lambda: Line(self), "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Accept nothing more; the bot has left."""
        if self._listening is not None:
            self._listening.close()
            await self._listening.wait_closed()

    def take(self, line: Line, path: str, head: bytes, body: bytes) -> None:
        """Serve a request, after the delay."""
        address, _, query = path.partition("?")
        method = address.rpartition("/")[2].lower()
        given = _parameters(query, head, body)
        if self.delay:
            self._loop.call_later(self.delay, self._serve, line, method, given)
        else:
            self._serve(line, method, given)

    def _serve(self, line: Line, method: str, given: Record) -> None:
        if method == "getupdates":
            self._take_poll(line, given)
        elif method in SHOWN:
            line.answer(self._shown(given))
        elif method in TAKEN:
            line.answer(TAKEN[method])
        else:
            self.faults.append(method)
            line.answer(b'{"ok":false,"error_code":404,"description":"Not Found"}', 404)

    def _shown(self, given: Record) -> bytes:
        """Take a message as it is now shown, and return it."""
        chat = int(str(given["chat_id"]))
        message = self._crowd.message(chat, given)
        answer = orjson.dumps({"ok": True, "result": message})
        self._crowd.see(chat, message)
        return answer

    def _take_poll(self, line: Line, given: Record) -> None:
        self.polled.set()
        self._crowd.confirm(int(str(given.get("offset") or 0)))
        limit = int(str(given.get("limit") or 100))
        wait = float(str(given.get("timeout") or 0))
        if self._poll is not None:
            self._poll.end.cancel()
        self._poll = Poll(line, limit, self._loop.call_later(wait, self._answer_poll))
        if self._crowd.waiting:
            self._answer_poll()

    def _ring(self) -> None:
        """Answer the waiting getUpdates once everything that happens at this moment has happened."""
        if self._poll is not None:
            self._loop.call_soon(self._answer_poll)

    def _answer_poll(self) -> None:
        poll, self._poll = self._poll, None
        if poll is not None:
            poll.end.cancel()
            handed = self._crowd.hand_out(poll.limit) if poll.line.open else []
            poll.line.answer(b'{"ok":true,"result":[' + b",".join(handed) + b"]}")


def _parameters(query: str, head: bytes, body: bytes) -> Record:
    """Return a call's parameters from its address and from its body, JSON or a form."""
    given: Record = dict(parse_qsl(query))
    if body:
        given |= _fields(head, body)
    markup = given.get("reply_markup")
    if isinstance(markup, str):
        given["reply_markup"] = orjson.loads(markup)
    return given


def _fields(head: bytes, body: bytes) -> Record:
    """Return what a body says: JSON, a form with files, whose bytes are left out, or a form without."""
    if body[:1] == b"{":
        return dict(orjson.loads(body))
    if b"multipart/form-data" in head:
        return {name.decode(): value.decode() for name, value in FIELD.findall(body)}
    return dict(parse_qsl(body.decode()))
