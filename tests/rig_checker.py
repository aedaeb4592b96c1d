"""The checker of the kill rig: what Telegram pushed and shows, against what is in the database.

Rules:
- It shares no code with the bot: it reads updates and messages as the Bot API's JSON, and the file with sqlite3.
- A person acts again only when the effect of their last deed is on a card, so every update meets the state that its
  card shows. A typed number is a reply to the card it was read from; thus each update says what it means.
- A spare card (open beside a newer one) is only tapped on a question answered already: that changes nothing but the
  card, unless it is the very question that is open.
- A screen is wrong when no open card of a person is right. Of two open cards the newer may be the outdated one; that
  is part of the known gap and counted apart, as are the people with two open cards.
- What is counted is listed, a sentence for each, so that a figure can be looked into.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Wire = Mapping[str, Any]  # JSON as it went over the wire
Words = tuple[str, ...]
Given = Mapping[
    str, str | None
]  # the option of every question, in the order of their answers; None: not sure
Key = tuple[int, int]  # a sitting: its person, and its start in milliseconds

DONE, TO_COME, CHOSEN = "▰", "▱", "✓ "
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COMPUTED: Words = ()
GREETING: Words = ("greeting",)
RESTARTING: Words = ("restarting",)
# The known gap: killed between sendMessage and its note, the bot sends that card once more.
TOLERATED = frozenset({"two_cards", "newest_outdated"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is compared. `chats`: each person's open cards at the end, the oldest first."""

    database: Path
    pushed: Sequence[Wire]
    confirmed: int
    chats: Mapping[int, Sequence[Wire]]
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was wrong, a sentence for each case."""

    updates: int
    answers: int
    lost: Words = ()
    doubled: Words = ()
    out_of_order: Words = ()
    wrong_screens: Words = ()
    unhandled: Words = ()
    unshown: Words = ()
    two_cards: Words = ()
    newest_outdated: Words = ()
    faults: Words = ()

    @property
    def figures(self) -> dict[str, int]:
        """Return every count by its name."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: len(what) if isinstance(what, tuple) else what for name, what in found.items()
        }

    @property
    def sentences(self) -> Words:
        """Return what is listed, the tolerated as well."""
        listed = ((each.name, getattr(self, each.name)) for each in fields(self))
        return tuple(
            f"{name}: {line}"
            for name, lines in listed
            if isinstance(lines, tuple)
            for line in lines
        )

    @property
    def clean(self) -> bool:
        """Tell whether nothing is wrong but what is tolerated."""
        listed = {name for name, count in self.figures.items() if count}
        return not listed - TOLERATED - {"updates", "answers"}


@dataclass(frozen=True, slots=True)
class Card:
    """A message with buttons: the sitting's start on them, and each button's label and words."""

    text: str
    stamp: int
    buttons: tuple[tuple[str, Words], ...]

    @property
    def question(self) -> str | None:
        """Return the question that can be answered here."""
        return next((words[1] for _, words in self.buttons if words[0] == "c"), None)

    def offers(self, *words: str) -> bool:
        """Tell whether there is a button that says this."""
        return any(found == words for _, found in self.buttons)


@dataclass(frozen=True, slots=True)
class Deed:
    """An update, understood: whose, on which card, and what the button says that was tapped or meant."""

    person: int
    card: Card
    stamp: int
    words: Words


# What an update means


def card_of(message: Wire) -> Card:
    """Read a message as the Bot API shows it."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    keys = [key for row in rows for key in row if "callback_data" in key]
    stamps = [key["callback_data"].partition(".")[0] for key in keys]
    buttons = tuple(
        (key["text"], tuple(key["callback_data"].partition(".")[2].split("."))) for key in keys
    )
    return Card(message.get("text", ""), int(stamps[0], 36) if stamps else 0, buttons)


def deed_of(update: Wire) -> Deed | None:
    """Read an update; None for what changes no answer: the greeting's command."""
    match update:
        case {"callback_query": {"from": {"id": int(person)}, "data": str(data), "message": shown}}:
            stamp, _, words = data.partition(".")
            return Deed(person, card_of(shown), int(stamp, 36), tuple(words.split(".")))
        case {
            "message": {"from": {"id": int(person)}, "text": str(text), "reply_to_message": seen}
        }:
            card = card_of(seen)
            return Deed(person, card, card.stamp, card.buttons[int(text) - 1][1])
    return None


# The model: what the deeds of one person come to


@dataclass(frozen=True, slots=True)
class State:
    """Where a person stands. `view`: what the card shows when it is not the next question or the result."""

    stamp: int = 0
    given: Given = field(default_factory=dict)
    view: Words = GREETING
    former: Mapping[int, Given] = field(default_factory=dict)

    def takes(self, question: str) -> bool:
        """Tell whether an answer to this question counts: it has none yet, or is being changed."""
        return question not in self.given or self.view == ("changing", question)

    def before(self, question: str) -> str | None:
        """Return the question answered before this one."""
        order = list(self.given)
        place = order.index(question) if question in order else len(order)
        return order[place - 1] if place else None

    def answering(self, question: str, option: str | None) -> "State":
        """Return the state with this answer, in the place of the question's former one."""
        return replace(self, given={**self.given, question: option}, view=COMPUTED)


def after(state: State, deed: Deed) -> State:
    """Return where a person stands after a deed."""
    if deed.stamp < state.stamp:
        return state  # a card from an earlier sitting
    state = replace(state, stamp=deed.stamp)
    match deed.words:
        case ("c", question, option) if state.takes(question):
            return state.answering(question, option)
        case ("skip", question) if state.takes(question):
            return state.answering(question, None)
        case ("back", question) if state.takes(question) and (former := state.before(question)):
            return replace(state, view=("changing", former))
        case ("begin",) | ("continue",):
            return replace(state, view=COMPUTED)
        case ("restart",) if state.given:
            return replace(state, view=RESTARTING)
        case ("restart!",) if state.given:
            # Its start is not known before a card shows it; it is later than that of the former one.
            over = {**state.former, state.stamp: state.given}
            return State(state.stamp + 1, {}, COMPUTED, over)
    return state


def played(deeds: Iterable[Deed]) -> dict[int, State]:
    """Return where everybody stands after all deeds, in the order of the updates."""
    states: dict[int, State] = {}
    for deed in deeds:
        states[deed.person] = after(states.get(deed.person, State()), deed)
    return states


def expected(states: Mapping[int, State]) -> dict[Key, Given]:
    """Return the answers there should be."""
    return {
        (person, stamp): given
        for person, state in states.items()
        for stamp, given in {**state.former, state.stamp: state.given}.items()
        if given
    }


# What is in the database


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows that matter here."""

    answers: Mapping[Key, tuple[tuple[str, str | None], ...]]
    sittings: Mapping[int, int]  # how many of each person
    handled: Sequence[int]
    aside: int
    waiting: int
    parcels: int
    unshown: Sequence[int]


def read(database: Path) -> Stored:
    """Read the file."""
    with closing(sqlite3.connect(database)) as connection:
        ask: Callable[[str], list[Any]] = lambda query: connection.execute(query).fetchall()  # noqa: E731
        return Stored(
            _answers(ask(ANSWERS)),
            dict(ask("SELECT person, count(*) FROM sittings GROUP BY person")),
            [number for (number,) in ask('SELECT "update" FROM handled')],
            ask("SELECT count(*) FROM dead_letters")[0][0],
            ask("SELECT count(*) FROM waiting")[0][0],
            ask("SELECT count(*) FROM outbox")[0][0],
            [person for (person,) in ask("SELECT person FROM cards WHERE shown <> version")],
        )


ANSWERS = """
    SELECT person, started_at, question, option FROM answers JOIN sittings ON sittings.id = answers.sitting
    ORDER BY person, started_at, place
"""


def _answers(
    rows: Iterable[tuple[int, str, str, str | None]],
) -> dict[Key, tuple[tuple[str, str | None], ...]]:
    found: dict[Key, tuple[tuple[str, str | None], ...]] = {}
    for person, started, question, option in rows:
        moment = datetime.fromisoformat(started).replace(tzinfo=UTC) - EPOCH
        key = person, moment // timedelta(milliseconds=1)
        found[key] = (*found.get(key, ()), (question, option))
    return found


# The comparison


def check(evidence: Evidence) -> Findings:
    """Compare what was pushed with what is stored and shown."""
    stored = read(evidence.database)
    deeds = [deed for update in evidence.pushed if (deed := deed_of(update)) is not None]
    states = played(deeds)
    wanted = expected(states)
    amiss = dict(_screens(evidence.chats, states, stored, _promised(deeds)))
    open_cards = {person: len(cards) for person, cards in evidence.chats.items()}
    return Findings(
        updates=len(evidence.pushed),
        answers=sum(map(len, stored.answers.values())),
        lost=tuple(_lost(wanted, stored)),
        doubled=(*_doubled(wanted, stored), *_sittings(states, stored)),
        out_of_order=tuple(_disordered(wanted, stored)),
        wrong_screens=tuple(each.line for each in amiss.values() if not each.below),
        unhandled=tuple(_unhandled(evidence, stored)),
        unshown=tuple(_unshown(stored)),
        two_cards=tuple(f"{who} has {count}" for who, count in open_cards.items() if count > 1),
        newest_outdated=tuple(each.line for each in amiss.values() if each.below),
        faults=tuple(evidence.faults),
    )


def _lost(wanted: Mapping[Key, Given], stored: Stored) -> Iterator[str]:
    for key, given in wanted.items():
        rows = dict(stored.answers.get(key, ()))
        for question, option in given.items():
            if question not in rows:
                yield f"{key} {question}: {option}"
            elif rows[question] != option:
                yield f"{key} {question}: {option}, not {rows[question]}"


def _doubled(wanted: Mapping[Key, Given], stored: Stored) -> Iterator[str]:
    """Tell the answers nobody gave: a deed that was taken twice, or for another question."""
    for key, rows in stored.answers.items():
        names = [question for question, _ in rows]
        for place, question in enumerate(names):
            if question not in wanted.get(key, {}) or question in names[:place]:
                yield f"{key} {question}"


def _sittings(states: Mapping[int, State], stored: Stored) -> Iterator[str]:
    for person, count in stored.sittings.items():
        begun = len(states[person].former) + 1 if person in states else 1
        if count != begun:
            yield f"{person} has {count} sittings and began {begun}"


def _disordered(wanted: Mapping[Key, Given], stored: Stored) -> Iterator[str]:
    for key, given in wanted.items():
        rows = [question for question, _ in stored.answers.get(key, ()) if question in given]
        order = [question for question in given if question in rows]
        yield from (
            f"{key} {found} in the place of {right}"
            for found, right in zip(rows, order, strict=False)
            if found != right
        )


def _unhandled(evidence: Evidence, stored: Stored) -> Iterator[str]:
    pushed = {update["update_id"] for update in evidence.pushed}
    yield from (f"{each} was not handled" for each in sorted(pushed - set(stored.handled)))
    yield from (f"{each} was never pushed" for each in sorted(set(stored.handled) - pushed))
    if len(stored.handled) != len(set(stored.handled)):
        yield "an update was handled twice"
    yield from (f"{each} is not confirmed" for each in pushed if each >= evidence.confirmed)
    if stored.aside:
        yield f"{stored.aside} were set aside"
    if stored.waiting:
        yield f"{stored.waiting} still wait"


def _unshown(stored: Stored) -> Iterator[str]:
    yield from (f"{person}'s newest screen is not noted as shown" for person in stored.unshown)
    if stored.parcels:
        yield f"{stored.parcels} parcels were not sent"


def _promised(deeds: Iterable[Deed]) -> tuple[int, int]:
    """Return how many questions there are at least and at most, as the greeting says."""
    greeting = next((deed.card.text for deed in deeds if deed.words == ("begin",)), "")
    least, most, *_ = (*map(int, re.findall(r"\d+", greeting)), 0, 0)
    return least, most


@dataclass(frozen=True, slots=True)
class Amiss:
    """What is wrong with somebody's newest card; `below`: an older one that is open shows it right."""

    line: str
    below: bool


def _screens(
    chats: Mapping[int, Sequence[Wire]],
    states: Mapping[int, State],
    stored: Stored,
    promised: tuple[int, int],
) -> Iterator[tuple[int, Amiss]]:
    """Tell the newest cards that do not show where their person stands."""
    for person, messages in chats.items():
        state = states.get(person, State())
        cards = [card_of(message) for message in reversed(messages)]
        rows = [dict(stored.answers.get((person, card.stamp), ())) for card in cards]
        reasons = [
            _amiss(card, state, given, promised) for card, given in zip(cards, rows, strict=True)
        ]
        if not reasons:
            yield person, Amiss(f"{person} has no open card", below=False)
        elif reasons[0] is not None:
            line = f"{person} {reasons[0]}: {cards[0].text[:60]!r}"
            yield person, Amiss(line, below=None in reasons)


def _amiss(card: Card, state: State, rows: Given, promised: tuple[int, int]) -> str | None:
    """Say what is wrong with a card for somebody who stands here, None when it is right."""
    if card.stamp < state.stamp:
        return "sees an earlier sitting"
    match state.view:
        case ("greeting",):
            return None if card.offers("begin") else "sees no greeting"
        case ("restarting",):
            return None if card.offers("restart!") else "is not asked about starting over"
        case ("changing", question):
            return _unchanged(card, question, rows)
    return _not_next(card, rows, promised)


def _unchanged(card: Card, question: str, rows: Given) -> str | None:
    marked = [words for label, words in card.buttons if label.startswith(CHOSEN)]
    option = rows.get(question)
    answer = ("skip", question) if option is None else ("c", question, option)
    right = card.question == question and marked == ([answer] if question in rows else [])
    return None if right else f"does not see {question} with {option}"


def _not_next(card: Card, rows: Given, promised: tuple[int, int]) -> str | None:
    least, most = promised
    if card.question is None:
        right = card.offers("restart") and card.offers("explain", "reasons")
        return None if right and least <= len(rows) <= most else "sees no result"
    if card.question in rows:
        return f"sees {card.question}, which is answered"
    done, left = card.text.count(DONE), card.text.count(TO_COME)
    right = done == len(rows) and 1 <= left == most - done
    return None if right else f"sees {done} done and {left} to come after {len(rows)} answers"
