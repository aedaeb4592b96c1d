"""The model rig: the advisor and its database against a plain model, by whatever people may do, in any order.

Rules:
- Hypothesis draws what happens: commands, taps on the card that is seen or on any card ever seen, double taps, typed
  numbers and labels, updates that come again, restarts of the process, other content.
- After each step the database, read with sqlite3, must hold exactly what the model (model.py) says, and the card must fit.
- Two people talk, so that what one does must leave the other alone.

Run: python tests/rig_model.py --runs 10000
"""

import argparse
import asyncio
import re
import sqlite3
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

import uvloop
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.advisor import Advisor, PersonSpoke
from bot.core.assessment.selection import next_question
from bot.core.conversation import inputs
from bot.core.conversation.inputs import COMMANDS, Input
from bot.core.conversation.state import Answer, Sitting
from bot.deliveries import Delivery
from content.loader import load
from content.model import Catalog
from model import FEWEST, MOST, Given, Model
from storage.database import open_database
from storage.records import OutboxMessage, ShownScreen

PEOPLE = (1001, 1002)
TAGS = {"en": "en", "ru": "ru", "ru-RU": "ru", "de": "en", "": "en"}  # what is spoken to whom
NOISE = ("", "   ", "qwxz", "👍", "0", "99", "x" * 300, "\0", "¿?")
CARD = 1  # the message all taps are on
LATER = 4  # every so many questions one is added only later
FIRST = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

Result = TypeVar("Result")

people = st.sampled_from(PEOPLE)
places = st.integers(0, 11)


@dataclass(frozen=True, slots=True)
class Seen:
    """A card somebody saw: the sitting on its buttons, their labels, and what they hold."""

    sitting: datetime
    labels: tuple[str, ...]
    says: tuple[Input, ...]
    text: str


@cache
def whole() -> Catalog:
    return load()


def catalog_of(version: int, added: int, retired: frozenset[str]) -> Catalog:
    """Return the content with so many of the later questions added, and some retired."""
    catalog = whole()
    later = [name for place, name in enumerate(catalog.questions) if place % LATER == LATER - 1]
    questions = {
        name: replace(question, retired=name in retired)
        for name, question in catalog.questions.items()
        if name not in later[added:]
    }
    return replace(catalog, version=f"{version}", questions=questions)


class World:
    """What outlives a run: the database's file, open, and a look at it from outside."""

    def __init__(self, folder: Path) -> None:
        self._url = f"sqlite:///{folder / 'advisor.sqlite3'}"
        self._runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self.database = self.run(open_database(self._url))
        self.outside = sqlite3.connect(folder / "advisor.sqlite3", isolation_level=None)
        self.outside.execute("PRAGMA foreign_keys=ON")

    def run(self, work: Coroutine[object, object, Result]) -> Result:
        return self._runner.run(work)

    def open_anew(self) -> None:
        self.run(self.database.close())
        self.database = self.run(open_database(self._url))

    def clear(self) -> None:
        """Forget everybody."""
        for table in ("people", "outbox", "handled", "waiting", "dead_letters"):
            self.outside.execute(f"DELETE FROM {table}")

    def close(self) -> None:
        self.outside.close()
        self.run(self.database.close())
        self._runner.close()


class Interviews(RuleBasedStateMachine):
    """The advisor over a real database, two people, and the model of each."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.models: dict[int, Model] = {}
        self.started: dict[int, datetime] = {}  # of the sitting everybody is in
        self.cards: dict[int, list[Seen]] = {person: [] for person in PEOPLE}
        self.wanted: dict[int, Delivery] = {}  # not noted as shown
        self.outbox: list[OutboxMessage] = []
        self.last: list[PersonSpoke] = []
        self.number = self.seconds = self.version = self.added = 0
        self.retired: frozenset[str] = frozenset()
        self._takes_content()

    def teardown(self) -> None:
        self.world.clear()

    @initialize(anna=st.sampled_from((0, 3, FEWEST)), bo=st.sampled_from((FEWEST, 1, 0)))
    def begins(self, anna: int, bo: int) -> None:
        for person, count in zip(PEOPLE, (anna, bo), strict=True):
            if count:
                self.answers_some(person, count, count)

    # What people do

    @rule(person=people, tag=st.sampled_from(tuple(TAGS)), name=st.sampled_from(sorted(COMMANDS)))
    def commands(self, person: int, tag: str, name: str) -> None:
        self._hears(self._said(person, COMMANDS[name], tag))

    @rule(person=people, place=places)
    def taps(self, person: int, place: int) -> None:
        self._hears(self._tapped(person, self._card(person), place))

    @rule(person=people, place=places)
    def taps_twice(self, person: int, place: int) -> None:
        card = self._card(person)
        self._hears(self._tapped(person, card, place), self._tapped(person, card, place))

    @rule(person=people, age=st.integers(1, 30), place=places)
    def taps_an_old_card(self, person: int, age: int, place: int) -> None:
        if cards := self.cards[person][:-1]:
            self._hears(self._tapped(person, cards[-age % len(cards)], place))

    @rule(person=people, place=places, option=places, page=st.booleans())
    def taps_another_question(self, person: int, place: int, option: int, page: bool) -> None:
        """Tap a question answered already, open, or still to come, while a question is shown or something else."""
        self._card(person)
        if page:
            self._hears(self._said(person, inputs.Explain("help")))
        open_one = self._follows(self.models[person].answers)
        question = [*([open_one] if open_one else []), *self.questions][place]
        options = self.questions[question]
        says = inputs.Choose(question, options[option % len(options)])
        self._hears(self._said(person, says, sitting=self._card(person).sitting))

    @rule(person=people, place=places)
    def types_a_number(self, person: int, place: int) -> None:
        card = self._card(person)
        place %= len(card.says)
        self._hears(self._said(person, inputs.Type(f"{place + 1}")), meant=card.says[place])

    @rule(person=people, place=places)
    def types_a_label(self, person: int, place: int) -> None:
        card = self._card(person)
        place %= len(card.says)
        words = card.labels[place].strip("✓ ")
        if sum(words.casefold() in label.casefold() for label in card.labels) == 1:
            self._hears(self._said(person, inputs.Type(words)), meant=card.says[place])

    @rule(person=people, text=st.sampled_from(NOISE))
    def types_noise(self, person: int, text: str) -> None:
        self._hears(self._said(person, inputs.Type(text)), meant=inputs.Look())

    @rule(person=people, count=st.integers(1, FEWEST), option=places)
    def answers_some(self, person: int, count: int, option: int) -> None:
        """Agree and answer the next questions in one batch: at most as many as cannot be enough before the last."""
        card, model = self._card(person), self.models[person]
        count = min(count, FEWEST - len(model.known(self.questions)))
        if count < 1 or model.shown not in (None, self._follows(model.answers)):
            return
        batch: list[Input] = [] if model.consented else [inputs.Begin()]
        given = dict(model.answers)
        for _ in range(count):
            says = self._answer(given, option)
            given[says.question] = says.option
            batch.append(says)
        self._hears(*(self._said(person, each, sitting=card.sitting) for each in batch))

    @rule(person=people, option=places)
    def answers(self, person: int, option: int) -> None:
        options = [each for each in self._card(person).says if isinstance(each, inputs.Choose)]
        self._presses(person, options[option % len(options)] if options else inputs.Begin())

    @rule(person=people, option=places)
    def comes_to_the_result(self, person: int, option: int) -> None:
        for _ in range(MOST):
            model = self.models.get(person)
            if model is None or model.over or model.shown in model.answers:
                return
            self.answers(person, option)

    @rule(person=people, place=places, option=places)
    def revises(self, person: int, place: int, option: int) -> None:
        self._hears(self._said(person, inputs.Explain("answers")))
        found = [each for each in self._card(person).says if isinstance(each, inputs.Revise)]
        if found:
            self._presses(person, found[place % len(found)])
            self.answers(person, option)

    @rule(person=people, kind=st.sampled_from((inputs.Skip, inputs.Back, inputs.Why)))
    def turns(self, person: int, kind: type[Input]) -> None:
        if found := [each for each in self._card(person).says if isinstance(each, kind)]:
            self._presses(person, found[-1])

    @rule(
        person=people,
        says=st.sampled_from((inputs.More(), inputs.Continue(), inputs.Explain("answers"))),
    )
    def goes_on(self, person: int, says: Input) -> None:
        self._presses(person, says)

    @rule(person=people, language=st.sampled_from(sorted(set(TAGS.values()))))
    def speaks(self, person: int, language: str) -> None:
        self._hears(self._said(person, inputs.Explain("languages")))
        self._presses(person, inputs.SwitchLanguage(language))

    @rule(person=people, again=st.booleans())
    def starts_over(self, person: int, again: bool) -> None:
        self._hears(self._said(person, inputs.Restart()))
        self._presses(person, inputs.Restart(confirmed=True), times=1 + again)

    @rule(person=people, times=st.integers(1, 3), option=places)
    def starts_over_in_a_hurry(self, person: int, times: int, option: int) -> None:
        """Start over and answer, all in the same batch: what was typed while the bot was away."""
        self._card(person)
        if self.models[person].consented:
            batch = (inputs.Restart(confirmed=True), self._answer({}, option)) * times
            self._hears(*(self._said(person, each) for each in batch))

    @rule(person=people, again=st.booleans())
    def erases(self, person: int, again: bool) -> None:
        """Confirm once or twice, and say something in the same moment."""
        self._hears(self._said(person, inputs.Delete()))
        card = self._card(person)
        place = card.says.index(inputs.Delete(confirmed=True))
        taps = (self._tapped(person, card, place) for _ in range(1 + again))
        self._hears(self._said(person, inputs.Start()), *taps)

    @precondition(lambda self: self.last)
    @rule()
    def comes_again(self) -> None:
        assert self.world.run(self.advisor.handle(self.last)) == ((), ())

    # What happens to the bot

    @rule(shown=st.booleans())
    def restarts(self, shown: bool) -> None:
        """Begin again, with what was shown and sent noted or not; what is pending is what was not."""
        if shown:
            arrived = [
                ShownScreen(each.person, each.version, CARD) for each in self.wanted.values()
            ]
            self.world.run(
                self.advisor.record_deliveries(arrived, [each.id for each in self.outbox])
            )
            self.wanted, self.outbox = {}, []
        self.world.open_anew()
        self._takes_content()
        deliveries, parcels = self.world.run(self.advisor.load_pending())
        assert {_seen(each) for each in deliveries} == {
            _seen(each) for each in self.wanted.values()
        }
        assert list(parcels) == self.outbox

    @rule(person=people, ago=st.integers(1, 3), added=st.integers(0, 3), back=st.booleans())
    def content_changes(self, person: int, ago: int, added: int, back: bool) -> None:
        """Questions are added, and one that somebody answered lately is retired; then all go on, or back."""
        answered = self.models[person].known(self.questions) if person in self.models else []
        self.version += 1
        self.added += added
        self.retired |= set(answered[-ago:][:1])
        self._takes_content()
        for each in tuple(self.models):
            self._hears(self._said(each, inputs.Continue()))
            if back:
                self.turns(each, inputs.Back)

    # What must hold

    @invariant()
    def holds_what_was_said(self) -> None:
        stored = self.world.outside.execute(
            "SELECT person, language, consented_at FROM people"
        ).fetchall()
        assert {person: (language, bool(at)) for person, language, at in stored} == {
            person: (model.language, model.consented) for person, model in self.models.items()
        }
        found: dict[int, list[Given]] = {person: [] for person in self.models}
        sittings: dict[int, Given] = {}
        for number, person in self.world.outside.execute(
            "SELECT id, person FROM sittings ORDER BY id"
        ):
            sittings[number] = {}
            found[person].append(sittings[number])
        rows = self.world.outside.execute(
            "SELECT sitting, question, option FROM answers ORDER BY sitting, place"
        )
        for number, question, option in rows:
            sittings[number][question] = option
        assert {
            person: [list(each.items()) for each in given] for person, given in found.items()
        } == {
            person: [list(each.items()) for each in (*model.former, model.answers)]
            for person, model in self.models.items()
        }
        ((aside,),) = self.world.outside.execute("SELECT count(*) FROM dead_letters")
        assert aside == 0

    def _takes_content(self) -> None:
        """Begin as a process does: with the content and the database, and nothing else."""
        catalog = catalog_of(self.version, self.added, self.retired)
        self.questions = {
            each.id: [option.id for option in each.options] for each in catalog.asked()
        }
        self.catalog = catalog
        self.advisor = Advisor(catalog, self.world.database, self._now)

    def _follows(self, given: Given) -> str | None:
        """Return the question after these answers, whether or not they are enough; the bot's own choice."""
        answers = tuple(Answer(name, option, FIRST, "") for name, option in given.items())
        following = next_question(self.catalog, Sitting(FIRST, answers, until=len(self.questions)))
        return following.id if following else None

    def _answer(self, given: Given, option: int) -> inputs.Choose:
        question = self._follows(given)
        assert question is not None
        options = self.questions[question]
        return inputs.Choose(question, options[option % len(options)])

    def _hears(self, *heard: PersonSpoke, meant: Input | None = None) -> None:
        """Have a batch heard by the advisor and by the model, and look at what comes back."""
        person = heard[0].person
        posted = [kind for each in heard for kind in self._tells(each, meant or each.says)]
        deliveries, parcels = self.world.run(self.advisor.handle(heard))
        self.last = list(heard)
        if "farewell" in posted:
            self.outbox = [each for each in self.outbox if each.chat != person]
            self.wanted.pop(person, None)
            posted = posted[posted.index("farewell") :]
        self.outbox += parcels
        assert [each.kind for each in parcels if each.kind != "close"] == posted
        assert [each.person for each in deliveries] == [person] * (person in self.models)
        for delivery in deliveries:
            self._looks(delivery)

    def _tells(self, heard: PersonSpoke, says: Input) -> list[str]:
        """Tell the model, and return what is to be sent beside the card."""
        model = self.models.setdefault(heard.person, Model(TAGS[heard.language], self._follows))
        current = self.started.get(heard.person)
        if heard.sitting is not None and heard.sitting != current:
            return []
        if says == inputs.Delete(confirmed=True):
            del self.models[heard.person], self.started[heard.person]
            return ["farewell"]
        if says == inputs.Restart(confirmed=True) and model.answers:
            self.started.pop(heard.person, None)
        model.hears(self.questions, says)
        return ["data"] if says == inputs.Export() else []

    def _looks(self, delivery: Delivery) -> None:
        card, model = _seen(delivery), self.models[delivery.person]
        wrong = model.sees(self.questions, card.says)
        assert wrong is None, wrong
        assert (re.search("[а-я]", card.text) is not None) == (model.language == "ru")
        self.wanted[delivery.person] = delivery
        self.started[delivery.person] = delivery.sitting
        self.cards[delivery.person].append(card)

    def _card(self, person: int) -> Seen:
        """Return the card somebody sees now; somebody who sees none comes first."""
        if person not in self.models:
            self._hears(self._said(person, inputs.Start()))
        return self.cards[person][-1]

    def _presses(self, person: int, says: Input, times: int = 1) -> None:
        """Tap the button that holds this, if there is one, once or twice at a time."""
        card = self._card(person)
        if says in card.says:
            place = card.says.index(says)
            self._hears(*(self._tapped(person, card, place) for _ in range(times)))

    def _said(
        self, person: int, says: Input, language: str = "", sitting: datetime | None = None
    ) -> PersonSpoke:
        self.number += 1
        message = None if sitting is None else CARD
        return PersonSpoke(self.number, person, says, language, message, sitting)

    def _tapped(self, person: int, card: Seen, place: int) -> PersonSpoke:
        return self._said(person, card.says[place % len(card.says)], sitting=card.sitting)

    def _now(self) -> datetime:
        self.seconds += 1
        return FIRST + timedelta(seconds=self.seconds)


def _seen(delivery: Delivery) -> Seen:
    buttons = delivery.screen.buttons
    return Seen(
        delivery.sitting,
        tuple(each.label for each in buttons),
        tuple(each.says for each in buttons),
        delivery.screen.text,
    )


def played(runs: int, steps: int) -> None:
    """Play so many runs of at most so many steps; raise what was found, with the shortest way there."""
    with tempfile.TemporaryDirectory() as folder:
        Interviews.world = World(Path(folder))
        try:
            run_state_machine_as_test(
                Interviews,
                settings=settings(
                    max_examples=runs,
                    stateful_step_count=steps,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            Interviews.world.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Play the advisor against a plain model.")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=30, help="the most a run may have")
    told = parser.parse_args()
    started = time.monotonic()
    played(told.runs, told.steps)
    print(f"{told.runs} runs, as the model says, in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
