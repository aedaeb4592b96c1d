"""Slows a person who floods, and nobody else.

Rules: a person may send so many updates a second, and BURST at once after a pause. What comes faster is put by, QUEUE at
most, and taken up in order some seconds later; what comes while those wait is put by too, and what does not fit is let
go. All that is read of such an update is whose it is.

The pace is the generic cell rate algorithm (ITU-T I.371): a person's next update is due a moment after the last one, and
may come early by as much as a burst.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto

BURST = 20
QUEUE = 20
REMEMBERED = 10_000  # people, before those are forgotten who may send a burst again


class Turn(Enum):
    """When an update is taken."""

    NOW = auto()
    LATER = auto()
    NEVER = auto()


@dataclass(slots=True)
class Flood:
    """Everybody's pace. `rate` is how many updates a second a person may send; 0 is no limit."""

    rate: int
    _due: dict[int, float] = field(default_factory=dict)
    _put_by: Counter[int] = field(default_factory=Counter)

    def turn(self, person: int | None, at: float) -> Turn:
        """Return when an update of this person that arrives now is taken."""
        if person is None or not self.rate:
            return Turn.NOW
        if self._put_by[person] or not self._in_pace(person, at):
            return self._put(person)
        return Turn.NOW

    def waiting(self) -> bool:
        """Tell whether anything is put by."""
        return self._put_by.total() > 0

    def taken_up(self) -> None:
        """Note that everything that was put by has been taken."""
        self._put_by.clear()

    def _in_pace(self, person: int, at: float) -> bool:
        due = max(self._due.get(person, at), at)
        if due - at > (BURST - 0.5) / self.rate:  # half a step, since sums of floats are inexact
            return False
        self._due[person] = due + 1 / self.rate
        if len(self._due) > REMEMBERED:
            self._due = {each: due for each, due in self._due.items() if due > at}
        return True

    def _put(self, person: int) -> Turn:
        if self._put_by[person] >= QUEUE:
            return Turn.NEVER
        self._put_by[person] += 1
        return Turn.LATER
