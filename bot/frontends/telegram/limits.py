"""Whether "too many requests" is meant for one chat or for the whole bot; Telegram does not say which.

Rules: it is meant for a chat, until SEVERAL chats in a row are told so within a moment and nothing goes through in
between. Then everything waits, as long as the one that was told least; who was told more goes on waiting alone.
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from dataclasses import dataclass, field

SEVERAL = 3
MOMENT = 2.0  # seconds


@dataclass(slots=True)
class Limits:
    """Who was told to wait lately, and until when all wait. Moments are seconds of one clock."""

    _told: dict[object, tuple[float, float]] = field(default_factory=dict)
    _until: float = 0.0

    def told(self, whom: object, seconds: float, at: float) -> None:
        """Note that this chat was told to wait so long."""
        lately = {each: told for each, told in self._told.items() if at - told[0] < MOMENT}
        self._told = lately | {whom: (at, at + seconds)}
        if len(self._told) >= SEVERAL:
            self._until = max(self._until, min(until for _, until in self._told.values()))

    def went_through(self) -> None:
        """Note that Telegram took a call: it is not the whole bot that must wait."""
        self._told.clear()

    def wait(self, at: float) -> float:
        """Return how many seconds everything has to wait from now."""
        return max(0.0, self._until - at)
