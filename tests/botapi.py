"""A Bot API server on loopback, for tests: as strict as Telegram, and able to misbehave.

Rules:
- It speaks HTTP as Telegram does; the bot under test uses its real client and knows nothing of this.
- `log` has every request in the order they were answered; `faults` every mistake of the bot: an unknown
  method or parameter, a wrong type, unreadable HTML, a button or text out of Telegram's limits.
  A blocked chat or an expired tap is no fault.
- Updates are polled, or posted to the webhook (botapi_webhook.py).
- The world (chats, updates, time) survives `down()` and `up()`.

Alone: `python tests/botapi.py --port 8081 --token 1:x`, driven by what is under /control/.

https://core.telegram.org/bots/api
"""

import argparse
import asyncio
import re
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import NoReturn, Self, TypedDict

from aiohttp import web

from botapi_forms import Form, Record, Refused, read_form
from botapi_http import cut, legible, not_ok, ok, parameters
from botapi_methods import METHODS, Method, get_updates, waiting
from botapi_mishaps import Held, Mischief, Mishap, Page
from botapi_people import NEVER_WROTE, Group, Person, chat_text, sample
from botapi_webhook import Postman
from botapi_world import PATIENCE, World

__all__ = ["BotApi", "Call", "Group", "Person", "sample"]

TOKEN = "123456:TEST-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
TERMINATED = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
LONGEST_POLL = 50
PACKED = "Content-Encoding"
NO_REPLY = 0  # the status of a call whose caller left before it was served
LARGEST_UPLOAD = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came, its JSON read, and the status it was given."""

    method: str
    parameters: Mapping[str, object]
    status: int
    at: float


class Told(TypedDict, total=False):
    """The body of a control request."""

    person: int
    chat: int
    text: str
    label: str
    data: str
    message_id: int


class BotApi:
    """The server, and the world behind it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "story_test_bot",
        port: int = 0,
        first_update_id: int = 700_000_001,
        clock: Callable[[], float] = time.time,
        tap_lifetime: float = 150.0,
        query_lifetime: float = 15.0,
        post_again: float = 1.0,
    ) -> None:
        self.token = token
        self.username = username
        self.id = int(token.partition(":")[0])
        self.port = port
        self.proxies: dict[str, str] = {}  # https address -> where posts for it go on loopback
        self.delay = 0.0
        self.log: list[Call] = []
        self.faults: list[str] = []
        self.mischief: Mischief | None = None
        self.unheard: list[object] = []  # results of what was done, whose replies were lost
        self._passed = 0.0
        self.world = World(
            {"id": self.id, "is_bot": True, "first_name": "Story", "username": username},
            lambda: clock() + self._passed,
            tap_lifetime,
            query_lifetime,
            first_update_id,
        )
        self._mishaps: list[Mishap] = []
        self._turn = 0
        self._busy: list[str] = []
        self._polling = 0
        self._postman = Postman(self.world, self.proxies, post_again, self.world.bell.ring)
        self._posting: asyncio.Task[NoReturn] | None = None
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.down()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mishaps(self) -> int:
        """How many calls are still to go wrong as a test has said."""
        return sum(mishap.times for mishap in self._mishaps)

    @property
    def confirmed(self) -> int:
        """The highest offset that confirmed something: every update below it has been taken."""
        return self.world.queue.confirmed

    async def up(self) -> None:
        """Accept connections, on the same port as before."""
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_post("/control/{deed}", self._control)
        app.router.add_get("/control/{what}", self._look)
        app.router.add_route("*", "/{path:.*}", _nowhere)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        _, self.port, *_ = self._runner.addresses[0]
        self._posting = asyncio.create_task(self._postman.rounds())

    async def down(self) -> None:
        """Refuse connections and break the open ones."""
        if self._runner is not None and self._posting is not None:
            self._posting.cancel()
            with suppress(asyncio.CancelledError):
                await self._posting
            await self._runner.cleanup()
            self._runner = None

    # People, and what they see

    def person(
        self,
        person_id: int,
        language: str | None = "en",
        first_name: str = "Anna",
        **more: object,
    ) -> Person:
        """Somebody with a Telegram account; the same one if she is known already."""
        user: Record = {"id": person_id, "is_bot": False, "first_name": first_name, **more}
        if language:
            user["language_code"] = language
        user = self.world.people.setdefault(person_id, user)
        wire: Record = {"id": person_id, "type": "private"}
        for name in ("first_name", "last_name", "username"):
            if name in user:
                wire[name] = user[name]
        return Person(self.world, self.world.add_chat(person_id, wire, NEVER_WROTE))

    def group(self, chat_id: int, title: str = "Group", kind: str = "supergroup") -> Group:
        wire: Record = {"id": chat_id, "type": kind, "title": title}
        return Group(self.world, self.world.add_chat(chat_id, wire))

    def sample(self, kind: str) -> object:
        """A complete sticker, voice, photo ... to be sent."""
        return sample(kind)

    def chat_text(self, chat_id: int) -> str:
        chat = self.world.chats.get(chat_id)
        return chat_text(chat) if chat else f"--- there is no chat {chat_id}"

    def push(self, update: Record) -> int:
        """Queue anything as an update, wanted or not, malformed or not."""
        return self.world.push(update, next(iter(update), ""))

    @property
    def busy(self) -> bool:
        """Whether a call other than for updates is under way."""
        return bool(self._busy)

    @property
    def polling(self) -> bool:
        """Whether somebody waits for updates."""
        return self._polling > 0

    async def until(self, holds: Callable[[], bool], timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until this holds; look again whenever something happens."""
        end = time.monotonic() + timeout
        while not holds():
            if not await self.world.bell.heard(end - time.monotonic()) and not holds():
                left = [update.id for update in self.world.queue.waiting]
                raise AssertionError(f"after {timeout} s: unconfirmed {left}, busy {self._busy}")

    async def drained(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until every update is confirmed and no call is under way."""
        await self.until(self.is_drained, timeout)

    def is_drained(self) -> bool:
        self.world.queue.prune(self.world.clock())
        return not self.busy and not self.world.queue.waiting

    def passes(self, seconds: float) -> None:
        """Let the server's time pass at once."""
        self._passed += seconds
        self.world.bell.ring()

    # Misbehaviour

    def fail(
        self,
        method: str,
        status: int = 500,
        description: str | None = None,
        times: int = 1,
        retry_after: int | None = None,
    ) -> None:
        """Answer the next calls so, and do nothing."""
        phrase = description or HTTPStatus(status).phrase
        if description is None and retry_after is not None:
            phrase = f"{phrase}: retry after {retry_after}"
        parameters = None if retry_after is None else {"retry_after": retry_after}
        reply = Refused(phrase, status, parameters)
        self._mishaps.append(Mishap(method.lower(), times, "fail", reply))

    def page(
        self, method: str, status: int, page: str | Page = "<h1>nginx</h1>", times: int = 1
    ) -> None:
        """Let something that stands before Telegram answer the next calls, and do nothing."""
        shown = Page(page.encode()) if isinstance(page, str) else page
        reply = Refused("", status)
        self._mishaps.append(Mishap(method.lower(), times, "page", reply, page=shown))

    def lose_reply(self, method: str, times: int = 1) -> None:
        """Do the work of the next calls, then break the connection."""
        self._mishaps.append(Mishap(method.lower(), times, "lose"))

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Be silent first; nothing is done for a caller who has left by then."""
        self._mishaps.append(Mishap(method.lower(), times, "hang", seconds=seconds))

    def hold(self, method: str) -> Held:
        """Let the next call wait until it is released."""
        held = Held()
        self._mishaps.append(Mishap(method.lower(), 1, "hold", held=held))
        return held

    def behave(self) -> None:
        """Forget the mishaps still to come, the delay and the limits."""
        self._mishaps.clear()
        self.mischief = None
        self.delay = 0.0
        self.limit(None, None)

    def limit(self, per_chat: float | None = None, total: float | None = None) -> None:
        """Accept so many messages and edits a second, 429 beyond."""
        self.world.chat_gap = 1 / per_chat if per_chat else 0.0
        self.world.total_gap = 1 / total if total else 0.0

    def _mishap(self, method: str, given: Mapping[str, object]) -> Mishap | None:
        for mishap in self._mishaps:
            if mishap.method in (method, "*"):
                mishap.times -= 1
                self._mishaps = [left for left in self._mishaps if left.times > 0]
                return mishap
        if self.mischief is None:
            return None
        return self.mischief.mishap(method, given.get("chat_id"), self.world.clock())

    # Requests

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        at = self.world.clock()
        name = request.match_info["method"].lower()
        polling = name == "getupdates"
        if not polling:
            self._busy.append(name)
        try:
            return await self._reply(request, name, at)
        except Exception as error:
            self.faults.append(f"{name}: the server itself failed with {error!r}")
            raise
        finally:
            if not polling:
                self._busy.remove(name)
            self.world.bell.ring()

    async def _reply(self, request: web.Request, name: str, at: float) -> web.StreamResponse:
        mishap: Mishap | None = None
        given: Mapping[str, object] = {}
        try:
            method = self._method(request, name)
            given = await parameters(request)
            mishap = self._mishap(name, given)
            await self._stall(request, mishap)
            if mishap is not None and mishap.kind == "page":
                return await self._page(request, mishap, given, at)
            form = read_form(method.fields, given)
            given = legible(form, given)
            body, status = ok(await self._do(method, form)), 200
        except Refused as refused:
            self._blame(refused, name)
            body, status = not_ok(refused), refused.status
        except (ConnectionAbortedError, ConnectionResetError):
            body, status = {}, NO_REPLY  # the caller left: killed, or out of patience
        self.log.append(Call(request.match_info["method"], given, status, at))
        lost = mishap if mishap is not None and mishap.kind == "lose" else None
        if lost is not None:
            self.unheard.append(body.get("result"))
            await asyncio.sleep(lost.seconds)
        if lost is not None or status == NO_REPLY:
            cut(request)
        return web.json_response(body, status=status or 200)

    async def _page(
        self, request: web.Request, mishap: Mishap, given: Mapping[str, object], at: float
    ) -> web.StreamResponse:
        status, page = mishap.reply.status, mishap.page
        self.log.append(Call(request.match_info["method"], given, status, at))
        headers = {"Content-Type": "text/html"} | ({PACKED: "gzip"} if page.packed else {})
        if not page.endless:
            return web.Response(body=page.body, status=status, headers=headers)
        answer = web.StreamResponse(status=status, headers=headers)
        await answer.prepare(request)
        with suppress(ConnectionError):  # the caller has left
            while True:
                await answer.write(page.body)
        return answer

    def _method(self, request: web.Request, name: str) -> Method:
        token = request.match_info["token"]
        if token != self.token:
            shaped = re.fullmatch(r"\d+:[\w-]{30,}", token)
            raise Refused("Unauthorized", 401) if shaped else Refused("Not Found", 404)
        if name not in METHODS:
            raise Refused("Not Found: method not found", 404, fault=True)
        return METHODS[name]

    async def _stall(self, request: web.Request, mishap: Mishap | None) -> None:
        late = mishap.seconds if mishap is not None and mishap.kind != "lose" else 0.0
        if seconds := self.delay + late:
            await asyncio.sleep(seconds)
        if mishap is not None and mishap.held is not None:
            mishap.held.caller = request.transport
            mishap.held.came.set()
            await mishap.held.released.wait()
        left = request.transport is None or request.transport.is_closing()
        if left or (mishap is not None and mishap.kind == "silence"):
            raise ConnectionAbortedError
        if mishap is not None and mishap.kind == "fail":
            raise mishap.reply.again()

    async def _do(self, method: Method, form: Form) -> object:
        if method.name == "getUpdates":
            return await self._poll(form)
        return method.work(self.world, form)

    async def _poll(self, form: Form) -> object:
        """Wait for updates until somebody else does."""
        self._turn += 1
        turn = self._turn
        self.world.bell.ring()
        found = get_updates(self.world, form)
        end = time.monotonic() + min(form.get("timeout", int) or 0, LONGEST_POLL)
        self._polling += 1
        try:
            while not found and await self.world.bell.heard(end - time.monotonic()):
                if turn != self._turn:
                    raise Refused(TERMINATED, 409)
                found = waiting(self.world, form.get("limit", int) or 100)
        finally:
            self._polling -= 1
        return found

    def _blame(self, refused: Refused, name: str) -> None:
        if refused.fault:
            self.faults.append(f"{name}: {refused.description}")

    # For a person with curl, or another process

    async def _control(self, request: web.Request) -> web.Response:
        told = await request.json()
        match request.match_info["deed"]:
            case "push":
                update_id = self.push(told)
            case "types":
                update_id = self.person(told["person"]).types(told["text"], self._room(told))
            case "taps":
                update_id = self._taps(told)
            case _:
                raise web.HTTPNotFound
        return web.json_response({"update_id": update_id})

    def _room(self, told: Told) -> Group | None:
        return self.group(told["chat"]) if "chat" in told else None

    def _taps(self, told: Told) -> int:
        person, room = self.person(told["person"]), self._room(told)
        try:
            if "data" in told:
                return person.taps_data(told["data"], told.get("message_id"), room)
            return person.taps(told["label"], room)
        except AssertionError as error:
            raise web.HTTPConflict(text=f"{error}\n") from error

    async def _look(self, request: web.Request) -> web.Response:
        match request.match_info["what"]:
            case "chat":
                return web.Response(text=self.chat_text(int(request.query["id"])) + "\n")
            case "state":
                return web.json_response(self._state())
            case _:
                raise web.HTTPNotFound

    def _state(self) -> Record:
        return {
            "confirmed": self.confirmed,
            "waiting": len(self.world.queue.waiting),
            "calls": len(self.log),
            "faults": self.faults,
        }


async def _nowhere(_request: web.Request) -> web.Response:
    return web.json_response(not_ok(Refused("Not Found", 404)), status=404)


async def serve(port: int, token: str) -> None:
    """Run alone until told to stop."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with BotApi(token=token, port=port) as api:
        print(api.url, flush=True)
        await stopped.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A Bot API server on loopback, for tests.")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN)
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, arguments.token))


if __name__ == "__main__":
    main()
