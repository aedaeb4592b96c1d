"""Tells who goes too fast, so that nobody else waits for them.

Rules:
- Each person may send so many updates a second, and BURST at once after a pause: a token bucket.
- Messages are paced by when Telegram says they were sent, so that what somebody wrote in the hours of an outage is as slow
  as they were. Taps carry no such date and are paced by when they arrive. The two clocks have nothing to do with each
  other, so each has a bucket of its own.
- A date in the future, or older than Telegram keeps anything, tells nothing: then the arrival counts.
- While anything of a person waits in the database, whatever follows waits behind it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

BURST = 20
REMEMBERED = 10_000  # people, before those are forgotten who may send a burst again
KEPT_BY_TELEGRAM = 86_400.0  # seconds


class ArrivalTime(NamedTuple):
    """The present moment in seconds: by a clock that only runs forward, and since 1970."""

    ticks: float
    date: float


@dataclass(slots=True)
class TokenBuckets:
    """How fast everybody goes, by one clock."""

    rate: int
    _buckets: dict[int, tuple[float, float]] = field(default_factory=dict)  # what is left, and when

    def take_token(self, person: int, at: float) -> bool:
        """Take a token of this person; tell whether there was one. Time never runs backward here."""
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
    """Who goes too fast, and whose updates wait for it. `rate` is how many a second are taken; 0 is no limit."""

    def __init__(self, rate: int) -> None:
        """Begin with nobody waiting."""
        self.deferred: dict[int, None] = {}  # people, in the order in which they began to wait
        self._rate = rate
        self._messages, self._taps = TokenBuckets(rate), TokenBuckets(rate)

    def must_defer(self, person: int, now: ArrivalTime, sent: float | None) -> bool:
        """Tell whether an update has to wait; from then on everything of this person does.

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
