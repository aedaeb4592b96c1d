"""Whether "too many requests" is meant for one chat or for the whole bot; Telegram does not say which.

Rules:
- It is meant for a chat, until SEVERAL chats in a row are told so within a moment and nothing goes through in between.
- Then everything waits, as long as the one that was told least; who was told more goes on waiting alone.
- Meanwhile one call is made every PROBE seconds: when it goes through, only some chats were meant, and nobody else waits.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from dataclasses import dataclass, field

SEVERAL = 3
MOMENT = 2.0  # seconds
PROBE = 5.0  # seconds
LOOK = 1.0  # seconds after which who waits looks again, since the wait may be over early


@dataclass(slots=True)
class Throttle:
    """Who was told to wait lately, and until when all wait. Moments are seconds of one clock."""

    _refusals: dict[object, tuple[float, float]] = field(default_factory=dict)
    _since: float = 0.0
    _until: float = 0.0
    _probe: float = 0.0  # when a call may be made although all wait

    def record_refusal(self, whom: object, seconds: float, at: float) -> None:
        """Note that this chat was told to wait so long."""
        lately = {each: told for each, told in self._refusals.items() if at - told[0] < MOMENT}
        self._refusals = lately | {whom: (at, at + seconds)}
        if len(self._refusals) < SEVERAL:
            return
        if at >= self._until:
            self._since, self._probe = at, at + PROBE
        self._until = max(self._until, min(until for _, until in self._refusals.values()))

    def wait(self, at: float) -> float:
        """Return how many seconds from now to look again, 0 when a call may be made."""
        if at >= self._until or at >= self._probe:
            return 0.0
        return min(self._until, self._probe, at + LOOK) - at

    def record_call(self, at: float) -> None:
        """Note that a call is made; while all wait, the next one has to wait again."""
        if at < self._until:
            self._probe = at + PROBE

    def record_success(self, begun: float) -> None:
        """Note that Telegram took a call that began then: it is not the whole bot that must wait."""
        self._refusals.clear()
        if (
            begun > self._since
        ):  # else it was on its way when the wait began, and says nothing of it
            self._until = 0.0
