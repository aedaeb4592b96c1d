"""What goes wrong between Telegram and the bot: with the next calls as a test says, or with any call by chance.

Rules:
- By chance means by a seeded generator: the same calls in the same order meet the same mishaps.
- A call that is refused or never answered did nothing, unless its reply is what was lost.
- Polling may be refused and lose its reply, but is never left in silence: the bot itself asks it to be held for half a
  minute, so that one silence would say no more than another and take very long.
"""

import asyncio
import math
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from botapi_forms import Refused

HOUR = 3600
POLLING = "getupdates"
WRITES = ("sendmessage", "editmessagetext", "editmessagereplymarkup", "senddocument")
BROKEN = (500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Page:
    """The body of an answer: packed as said in its head, or coming again and again without an end."""

    body: bytes
    packed: bool = False
    endless: bool = False


@dataclass(slots=True)
class Held:
    """A call that is kept waiting: it sets `came`, and is served once `released` is set."""

    came: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    caller: asyncio.Transport | None = None

    @property
    def left(self) -> bool:
        """Whether the caller has left since."""
        return self.caller is not None and self.caller.is_closing()


@dataclass(slots=True)
class Mishap:
    """Something that goes wrong with the next calls of a method ("*": of any).

    "fail": refused. "page": not done, something else answers with `page` in Telegram's place. "hang": answered late.
    "lose": done, but the connection breaks `seconds` later. "silence": not done, and the connection breaks `seconds`
    later. "hold": answered when it is released.
    """

    method: str
    times: int
    kind: Literal["fail", "page", "lose", "hang", "silence", "hold"]
    reply: Refused = field(default_factory=lambda: Refused(""))
    seconds: float = 0.0
    page: Page = field(default_factory=lambda: Page(b""))
    held: Held | None = None


@dataclass(slots=True)
class Mischief:
    """How often what goes wrong, as shares of all calls; `met` counts it.

    A 429 asks for one or two seconds; now and then (`everybody`, a share of these) it holds for every chat. In the chats
    in `halted` each message is refused for an hour. Half of the calls left in `silence` seconds of silence were done.
    """

    chance: Random
    lost: float = 0.05
    broken: float = 0.05
    slowed: float = 0.02
    silent: float = 0.02
    everybody: float = 0.1
    silence: float = 1.0
    halted: set[int] = field(default_factory=set)
    met: Counter[str] = field(default_factory=Counter)
    _until: float = 0.0

    def mishap(self, method: str, chat: object, now: float) -> Mishap | None:
        """Return what goes wrong with this call, if anything does."""
        if method in WRITES and str(chat) in map(str, self.halted):
            return self._slowed(method, HOUR, "slowed by an hour")
        if method in WRITES and now < self._until:
            return self._slowed(method, math.ceil(self._until - now), "slowed with everybody")
        match self._drawn():
            case "lost":
                return self._met("replies lost", Mishap(method, 1, "lose"))
            case "broken":
                status = self.chance.choice(BROKEN)
                return self._met("5xx", Mishap(method, 1, "fail", Refused("Internal", status)))
            case "slowed":
                return self._slowed_by_chance(method, now)
            case "silent" if method != POLLING:
                done = self.chance.random() < 0.5
                kind: Literal["lose", "silence"] = "lose" if done else "silence"
                return self._met("silences", Mishap(method, 1, kind, seconds=self.silence))
        return None

    def _drawn(self) -> str:
        drawn = self.chance.random()
        for name in ("lost", "broken", "slowed", "silent"):
            drawn -= getattr(self, name)
            if drawn < 0:
                return name
        return ""

    def _slowed_by_chance(self, method: str, now: float) -> Mishap:
        seconds = self.chance.choice((1, 1, 1, 2))
        if method in WRITES and self.chance.random() < self.everybody:
            self._until = now + seconds
            return self._slowed(method, seconds, "floods of everybody")
        return self._slowed(method, seconds, "429")

    def _slowed(self, method: str, seconds: int, name: str) -> Mishap:
        parameters = {"retry_after": seconds}
        reply = Refused(f"Too Many Requests: retry after {seconds}", 429, parameters)
        return self._met(name, Mishap(method, 1, "fail", reply))

    def _met(self, name: str, mishap: Mishap) -> Mishap:
        self.met[name] += 1
        return mishap
