"""What one person's conversation should come to: the model the state machine rig compares the bot with.

Rules:
- It knows nothing of how the bot decides; a person's answers are a dict, and what is open is read off the card they see.
- Which question follows which answers is not its matter: it is told (`follows`).
- Whether FEWEST answers or more are enough it cannot tell: it takes either, and believes the card.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.conversation import inputs
from bot.core.conversation.inputs import Input

FEWEST, MOST = 6, 16
Questions = Mapping[str, Sequence[str]]  # in use, in order, with the options of each
Given = dict[str, str | None]


@dataclass(slots=True)
class Model:
    """One person. `shown` is the question on their card, `over` whether the result was the last they came to.

    `due` is the question the next card must show, "" the next one or the result, None anything that fits.
    """

    language: str
    follows: Callable[[Given], str | None]
    consented: bool = False
    answers: Given = field(default_factory=dict)
    former: list[Given] = field(default_factory=list)
    wished: bool = False
    shown: str | None = None
    over: bool = False
    due: str | None = None

    def known(self, questions: Questions) -> list[str]:
        """Return the questions answered and still in use, in the order of their answers."""
        return [each for each in self.answers if each in questions]

    def hears(self, questions: Questions, says: Input) -> None:
        """Take what the person says."""
        self.due = None
        match says:
            case inputs.Begin():
                self.consented, self.due = True, ""
            case inputs.SwitchLanguage(language):
                self.language, self.due = language, "" if self.consented else None
            case inputs.Continue() if self.consented:
                self.due = ""
            case inputs.Choose(question, option) if self._takes(questions, question):
                self._answers(question, option)
            case inputs.Skip(question) if self._takes(questions, question):
                self._answers(question, None)
            case inputs.Back(question) if self._takes(questions, question):
                order = self.known(questions)
                place = order.index(question) if question in order else len(order)
                self.due = order[place - 1] if place else None
            case inputs.More() if self.over:
                self.wished, self.over, self.due = True, False, ""
            case inputs.Restart(confirmed=True) if self.answers:
                self.former.append(self.answers)
                self.answers, self.wished, self.over, self.due = {}, False, False, ""
                self.shown = None

    def _takes(self, questions: Questions, question: str) -> bool:
        unanswered = question in questions and question not in self.answers
        return self.consented and (question == self.shown or unanswered)

    def _answers(self, question: str, option: str | None) -> None:
        self.answers[question] = option
        self.shown, self.due = None, ""

    def sees(self, questions: Questions, card: Sequence[Input]) -> str | None:
        """Look at a card, as the inputs its buttons hold; return what is wrong with it, None when nothing is."""
        options = [each for each in card if isinstance(each, inputs.Choose)]
        self.shown = options[0].question if options else None
        result = inputs.Restart() in card and inputs.Explain("reasons") in card
        count, following = len(self.known(questions)), self.follows(self.answers)
        if result or (self.shown is not None and self.shown == following):
            self.over = result
        due, self.due = self.due, None
        if not self.consented:
            return "it asks before the consent" if options or result else None
        if inputs.Begin() in card:
            return "it greets somebody who consented"
        if result and count < FEWEST:
            return f"a result after {count} answers"
        if self.shown == following is not None and count >= MOST and not self.wished:
            return f"one more question after {count} answers"
        if self.shown is not None and self.shown not in (following, *self.known(questions)):
            return f"{self.shown} is neither answered nor the next"
        if due is not None and not (self.shown == (due or following) or (due == "" and result)):
            return f"{self.shown or card} instead of {due or following or 'the result'}"
        if any(each.option not in questions[each.question] for each in options):
            return f"an option that {self.shown} does not have"
        return None
