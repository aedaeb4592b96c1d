"""Distinguishes the second tap of a double tap from an answer.

Rules:
- When an edit replaces a screen by a question, a tap that follows too soon was meant for the former screen. A card that
  arrives as a new message replaces nothing.
- The times are in memory only: taps that waited at Telegram during a restart always count.
"""

from dataclasses import dataclass, field
from math import inf

from bot.advisor import PersonSpoke
from bot.core.conversation.inputs import Choose
from bot.deliveries import Delivery

REMEMBERED = 10_000  # chats; beyond it, those with an older question are forgotten


@dataclass(slots=True)
class TapGuard:
    """The question in each chat and since when it is shown. With 0 `seconds`, every tap counts."""

    seconds: float
    _since: dict[int, tuple[str, float]] = field(default_factory=dict)

    def begin_edit(self, delivery: Delivery, at: float) -> None:
        """Record that a card is being edited; a new question may be visible from now on."""
        if not self.seconds:
            return
        question = _question(delivery)
        if question != self._question(delivery.person):
            self._put(delivery.person, question, at, at)

    def finish_edit(self, delivery: Delivery, begun: float, at: float) -> None:
        """Record that Telegram has answered the edit begun then; the question is visible by now."""
        question, since = self._since.get(delivery.person, ("", 0.0))
        if since == begun and question == _question(delivery):
            self._since[delivery.person] = (question, at)

    def record_new_card(self, delivery: Delivery, at: float) -> None:
        """Record that a card arrived as a new message."""
        if self.seconds:
            self._put(delivery.person, _question(delivery), -inf, at)

    def is_too_early(self, heard: PersonSpoke, at: float) -> bool:
        """Return whether a tap that arrived then came too soon to be an answer."""
        match heard.says:
            case Choose(question):
                shown, since = self._since.get(heard.person, ("", 0.0))
                return shown == question and at - since < self.seconds
        return False

    def _question(self, person: int) -> str | None:
        return self._since[person][0] if person in self._since else None

    def _put(self, person: int, question: str | None, since: float, at: float) -> None:
        if question is None:
            self._since.pop(person, None)
        else:
            self._since[person] = (question, since)
            self._forget(at)

    def _forget(self, at: float) -> None:
        if len(self._since) > REMEMBERED:
            self._since = {
                person: shown
                for person, shown in self._since.items()
                if at - shown[1] < self.seconds
            }


def _question(delivery: Delivery) -> str | None:
    """Return the question on a screen, None when it has none to answer."""
    for row in delivery.screen.rows:
        for button in row:
            match button.says:
                case Choose(question):
                    return question
    return None
