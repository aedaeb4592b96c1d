"""Pauses all chats when "too many requests" is meant for the whole bot; Telegram does not say whether it is.

Rules:
- It is meant for one chat, until SEVERAL chats in a row are refused within a MOMENT with no success in between.
- Then all chats pause for the shortest retry_after; chats with a longer one continue to wait.
- Meanwhile one call is made every PROBE seconds. If it succeeds, only some chats were meant and the pause ends.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from dataclasses import dataclass, field

SEVERAL = 3
MOMENT = 2.0  # seconds
PROBE = 5.0  # seconds
LOOK = 1.0  # seconds until a waiting call checks again, because a pause may end early


@dataclass(slots=True)
class Throttle:
    """The latest refusals, and the end of a pause of all chats. All times are seconds of one clock."""

    _refusals: dict[object, tuple[float, float]] = field(default_factory=dict)
    _since: float = 0.0
    _until: float = 0.0
    _probe: float = 0.0  # when the next call of a pause may be made

    def record_refusal(self, whom: object, seconds: float, at: float) -> None:
        """Record that this chat was told to wait so many seconds."""
        lately = {each: told for each, told in self._refusals.items() if at - told[0] < MOMENT}
        self._refusals = lately | {whom: (at, at + seconds)}
        if len(self._refusals) < SEVERAL:
            return
        if at >= self._until:
            self._since, self._probe = at, at + PROBE
        self._until = max(self._until, min(until for _, until in self._refusals.values()))

    def wait(self, at: float) -> float:
        """Return 0 when a call may be made, else after how many seconds to check again."""
        if at >= self._until or at >= self._probe:
            return 0.0
        return min(self._until, self._probe, at + LOOK) - at

    def record_call(self, at: float) -> None:
        """Record that a call is made; during a pause, the next one has to wait."""
        if at < self._until:
            self._probe = at + PROBE

    def record_success(self, begun: float) -> None:
        """Record that Telegram accepted a call that began then, so the whole bot is not refused."""
        self._refusals.clear()
        if begun > self._since:  # else it was sent before the pause, and proves nothing
            self._until = 0.0
