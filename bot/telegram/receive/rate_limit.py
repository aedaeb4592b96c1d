"""Limits how many updates a second of each person are processed, so that nobody else waits for them.

Rules:
- Each person has a token bucket: so many updates a second, and BURST at once after a pause.
- Messages count at the date Telegram gives them, so that messages written over hours of an outage are not a burst. Taps
  have no date and count when they arrive. The two clocks are unrelated, so each has its own bucket.
- For a date in the future, or older than Telegram keeps updates, the arrival counts.
- While updates of a person are deferred, all later ones are deferred too.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

BURST = 20
REMEMBERED = 10_000  # people; beyond it, those with a full bucket are forgotten
KEPT_BY_TELEGRAM = 86_400.0  # seconds


class ArrivalTime(NamedTuple):
    """When an update arrived, in seconds: by the monotonic clock, and since 1970."""

    ticks: float
    date: float


@dataclass(slots=True)
class TokenBuckets:
    """A token bucket for each person, by one clock."""

    rate: int
    _buckets: dict[int, tuple[float, float]] = field(
        default_factory=dict
    )  # tokens left, and at what time

    def take_token(self, person: int, at: float) -> bool:
        """Take a token of this person; return whether there was one. An earlier time than the last counts as the last."""
        left, before = self._buckets.get(person, (BURST, at))
        left = self._refill(left, at - before)
        self._buckets[person] = left - 1 if left >= 1 else left, max(at, before)
        if len(self._buckets) > REMEMBERED:
            self._forget(at)
        return left >= 1

    def _refill(self, left: float, seconds: float) -> float:
        return min(left + max(seconds, 0) * self.rate, BURST)

    def _forget(self, at: float) -> None:
        self._buckets = {
            person: (left, before)
            for person, (left, before) in self._buckets.items()
            if self._refill(left, at - before) < BURST
        }


class RateLimit:
    """Which people are above `rate` updates a second (0: no limit), and whose updates are deferred."""

    def __init__(self, rate: int) -> None:
        """Begin with nothing deferred."""
        self.deferred: dict[int, None] = {}  # people, in the order of their first deferred update
        self._rate = rate
        self._messages, self._taps = TokenBuckets(rate), TokenBuckets(rate)

    def must_defer(self, person: int, now: ArrivalTime, sent: float | None) -> bool:
        """Return whether an update must be deferred; if so, all later ones of this person must be too.

        `sent` is when a message was sent, in seconds since 1970; None for a tap.
        """
        if person in self.deferred:
            return True
        if not self._rate or self._in_pace(person, now, sent):
            return False
        self.deferred[person] = None
        return True

    def _in_pace(self, person: int, now: ArrivalTime, sent: float | None) -> bool:
        if sent is None:
            return self._taps.take_token(person, now.ticks)
        believable = 0 <= now.date - sent <= KEPT_BY_TELEGRAM
        return self._messages.take_token(person, sent if believable else now.date)
