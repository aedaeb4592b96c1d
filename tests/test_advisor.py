"""Inputs in, screens out, over a real database: what is kept, and what is never kept twice."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Row, Select, event, func, select, text

from bot.advisor import MOST_WAITING, Advisor, GroupCalled, IgnoredUpdate, PersonLeft, PersonSpoke
from bot.core.assessment.selection import MOST
from bot.core.conversation import inputs
from bot.core.conversation.inputs import Input
from bot.core.screens.layout import Screen
from bot.deliveries import Delivery
from content.model import Catalog
from process import locked
from storage import dead_letters as letters
from storage import personal_data
from storage.database import Database, database_at, open_database
from storage.records import (
    DeadLetter,
    OutboxKind,
    OutboxMessage,
    RedactedUpdate,
    ShownScreen,
    WaitingUpdate,
)
from storage.statistics import EPSILON, UNRANKED, Noise
from storage.tables import (
    answers,
    blocks,
    cards,
    dead_letters,
    finishes,
    handled,
    metadata,
    outbox,
    people,
    releases,
    sittings,
)
from story import BEGINNING, order

ANNA, BORIS = 1001, 1002
ADMIN = 7


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = BEGINNING

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment


@dataclass
class Desk:
    """An advisor, and the people writing to it."""

    advisor: Advisor
    clock: Clock
    updates: Iterator[int] = field(default_factory=lambda: count(1))

    def heard(
        self,
        says: Input,
        person: int = ANNA,
        message: int | None = None,
        sitting: datetime | None = None,
        copy: RedactedUpdate | None = None,
    ) -> PersonSpoke:
        copied = copy or RedactedUpdate("{}", frozenset({person}))
        return PersonSpoke(next(self.updates), person, says, "en", message, sitting, lambda: copied)

    async def hears(self, *said: Input, person: int = ANNA) -> tuple[Delivery, ...]:
        deliveries: tuple[Delivery, ...] = ()
        for each in said:
            deliveries, parcels = await self.advisor.handle([self.heard(each, person)])
            await self.arrived(deliveries, parcels)
        return deliveries

    async def arrived(
        self, deliveries: tuple[Delivery, ...], parcels: tuple[OutboxMessage, ...]
    ) -> None:
        shown = [ShownScreen(each.person, each.version, 50) for each in deliveries]
        await self.advisor.record_deliveries(shown, [parcel.id for parcel in parcels])

    async def interview(self, person: int, technical: float, leading: float) -> Screen:
        """Answer every question in one sitting and return the result."""
        (delivery,) = await self.hears(inputs.Start(), inputs.Begin(), person=person)
        while tap := _answer(self.advisor.catalog, delivery.screen, technical, leading):
            self.clock.moment += timedelta(seconds=20)
            (delivery,) = await self.hears(tap, person=person)
        return delivery.screen

    async def rows(self, table: str) -> int:
        counting = select(func.count()).select_from(metadata.tables[table])
        return await self.advisor.database.read(lambda c: c.execute(counting).scalar_one())

    async def found(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of a query."""
        return await self.advisor.database.read(lambda c: c.execute(query).all())


def _answer(catalog: Catalog, screen: Screen, technical: float, leading: float) -> Input | None:
    """Return the answer on this screen that fits these interests, None when it asks nothing."""
    choices = [each.says for each in screen.buttons if isinstance(each.says, inputs.Choose)]
    if not choices:
        return None
    question = catalog.questions[choices[0].question]
    pull = sum(
        {"technical": technical, "leading": leading}[trait] * (1 if loading > 0 else -1)
        for trait, loading in question.loadings.items()
    )
    aim = pull / len(question.loadings)
    option = min(question.options, key=lambda each: abs(each.score - aim))
    return next(each for each in choices if each.option == option.id)


@pytest.fixture
def desk(catalog: Catalog, database: Database) -> Desk:
    clock = Clock()
    return Desk(
        Advisor(
            catalog, database, clock, bot=1, admins=frozenset({ADMIN}), block=3, blur=lambda: 0
        ),
        clock,
    )


async def test_an_answer_is_a_row_with_its_question_its_time_and_its_content(
    desk: Desk, catalog: Catalog
) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))

    [row] = await desk.found(select(answers))
    first = order(catalog, "1")[0]
    assert (row.question, row.option, row.place) == (first.id, first.options[0].id, 1)
    assert (row.content, row.answered_at.date()) == (catalog.version, BEGINNING.date())


async def test_before_the_consent_only_chat_language_and_card_are_kept(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Explain("roles"))

    [person] = await desk.found(select(people))
    assert {name for name, value in person._mapping.items() if value is not None} == {
        "person",
        "language",
        "met_at",
    }
    assert await desk.rows("answers") == 0


async def test_whoever_never_begins_is_forgotten_within_a_day(desk: Desk) -> None:
    await desk.hears(inputs.Start())
    await desk.hears(inputs.Start(), inputs.Begin(), person=BORIS)

    desk.clock.moment += timedelta(hours=23, minutes=1)
    await desk.advisor.purge_expired()

    assert await desk.found(select(people.c.person)) == [(BORIS,)]
    assert (await desk.rows("cards"), await desk.rows("sittings")) == (1, 1)


async def test_an_update_handled_before_changes_nothing(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())
    tap = desk.heard(inputs.Type("1"))

    await desk.advisor.handle([tap, tap])
    deliveries, _ = await desk.advisor.handle([tap])

    assert deliveries == ()
    assert await desk.rows("answers") == 1


async def test_ids_that_restart_lower_are_still_new(desk: Desk) -> None:
    await desk.advisor.handle([replace(desk.heard(inputs.Start()), update=900_000)])

    deliveries, _ = await desk.advisor.handle([replace(desk.heard(inputs.Begin()), update=5)])

    assert len(deliveries) == 1


async def test_a_whole_batch_of_one_person_is_decided_in_order(
    desk: Desk, catalog: Catalog
) -> None:
    said: list[Input] = [inputs.Start(), inputs.Begin(), *(inputs.Type("1") for _ in range(3))]

    deliveries, _ = await desk.advisor.handle([desk.heard(each) for each in said])

    assert len(deliveries) == 1
    asked = await desk.found(select(answers.c.question).order_by(answers.c.place))
    assert asked == [(question.id,) for question in order(catalog, "1", "1", "1")[:3]]


async def test_starting_over_within_a_batch_keeps_both_sittings(desk: Desk) -> None:
    said: list[Input] = [
        inputs.Start(),
        inputs.Begin(),
        inputs.Type("1"),
        inputs.Restart(),
        inputs.Restart(confirmed=True),
    ]

    await desk.advisor.handle([desk.heard(each) for each in said[:3]])
    await desk.advisor.handle([desk.heard(each) for each in [*said[3:], inputs.Type("2")]])

    assert await desk.rows("sittings") == 2
    assert await desk.rows("answers") == 2


async def test_two_restarts_and_answers_in_one_and_the_same_batch_stay_apart(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))
    said: list[Input] = [inputs.Restart(confirmed=True), inputs.Type("2")]

    await desk.advisor.handle([desk.heard(each) for each in said])
    await desk.advisor.handle([desk.heard(each) for each in said])

    chosen = await desk.found(select(answers.c.option).order_by(answers.c.sitting))
    assert len(set(chosen)) == 2
    assert await desk.rows("sittings") == 3


async def test_starting_over_twice_within_a_batch_loses_no_answer(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))
    said: list[Input] = [inputs.Restart(confirmed=True), inputs.Type("2")] * 2

    await desk.advisor.handle([desk.heard(each) for each in said])

    assert await desk.rows("sittings") == 3
    assert await desk.rows("answers") == 3


async def test_a_tap_on_a_card_from_an_earlier_sitting_only_shows_the_current_one(
    desk: Desk,
) -> None:
    (old,) = await desk.hears(inputs.Start(), inputs.Begin())
    await desk.hears(inputs.Type("1"), inputs.Restart(confirmed=True))
    tap = desk.heard(old.screen.buttons[0].says, message=44, sitting=old.sitting)

    deliveries, parcels = await desk.advisor.handle([tap])

    assert await desk.rows("answers") == 1
    assert deliveries[0].message == 44
    assert [(parcel.kind, parcel.message) for parcel in parcels] == [("close", 50)]


async def test_what_is_typed_moves_the_card_below_and_what_is_tapped_does_not(desk: Desk) -> None:
    (typed,) = await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))
    tap = desk.heard(inputs.Explain("roles"), message=50)

    (tapped,), _ = await desk.advisor.handle([tap])

    assert (typed.fresh, tapped.fresh) == (True, False)


async def test_deleting_leaves_no_row_and_old_buttons_resurrect_nothing(desk: Desk) -> None:
    (greeting,) = await desk.hears(inputs.Start())
    begin = greeting.screen.buttons[0].says
    await desk.hears(inputs.Begin(), inputs.Type("1"))
    await desk.advisor.handle([letter(next(desk.updates), ANNA)])

    _, parcels = await desk.advisor.handle([desk.heard(inputs.Delete(confirmed=True))])
    await desk.arrived((), parcels)

    left = {name: await desk.rows(name) for name in metadata.tables}
    assert {name for name, rows in left.items() if rows} == {"handled"}
    assert [parcel.kind for parcel in parcels] == ["close", "farewell"]

    await desk.advisor.handle([desk.heard(begin, message=50, sitting=greeting.sitting)])
    assert await desk.found(select(people.c.consented_at)) == [(None,)]


async def test_what_waits_to_be_sent_is_erased_with_the_person(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())
    await desk.advisor.handle([desk.heard(inputs.Export()), desk.heard(inputs.Export(), BORIS)])

    await desk.advisor.handle([desk.heard(inputs.Delete(confirmed=True), message=50)])
    erased = await desk.found(select(outbox.c.chat, outbox.c.kind).order_by(outbox.c.id))
    desk.clock.moment += timedelta(hours=23, minutes=1)
    await desk.advisor.purge_expired()

    assert erased == [(BORIS, "data"), (ANNA, "farewell")]
    assert await desk.found(select(outbox.c.chat)) == [(ANNA,)]


async def test_no_moment_of_an_erased_answer_stays_with_the_updates_that_were_handled(
    desk: Desk,
) -> None:
    desk.clock.moment += timedelta(minutes=17)

    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))

    assert await desk.found(select(handled.c.at).distinct()) == [(BEGINNING,)]


async def test_deleting_and_starting_again_in_one_batch_is_a_new_person(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))

    batch = [desk.heard(inputs.Delete(confirmed=True)), desk.heard(inputs.Start())]
    deliveries, parcels = await desk.advisor.handle(batch)

    assert [parcel.kind for parcel in parcels] == ["close", "farewell"]
    assert deliveries[0].message is None
    assert (await desk.rows("people"), await desk.rows("answers")) == (1, 0)


async def test_my_data_holds_the_answers_in_words_and_every_row(
    desk: Desk, catalog: Catalog
) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"), inputs.Type("not sure"))

    letter = await desk.advisor.content_of(OutboxMessage(ANNA, OutboxKind.DATA, "en"))

    told = json.loads(letter.document or b"")
    first, second, _ = order(catalog, "1", "not sure")
    words = catalog.texts["en"]
    assert [(each["question"], each["option"]) for each in told["answers"]] == [
        (first.id, first.options[0].id),
        (second.id, None),
    ]
    assert told["answers"][0]["question_text"] == words.plain(f"question-{first.id}")
    assert told["answers"][1]["option_text"] == words.plain("unsure")
    assert set(told["answers"][0]) == {"question_text", "option_text", *answers.c.keys()}
    assert set(told) == {
        *("answers", "people", "sittings", "cards", "finishes", "outbox"),
        *("waiting", "unread", "dead_letters", "mentions", "menus"),
    }


async def test_whoever_has_seen_no_card_agrees_to_nothing_by_typing(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Delete(confirmed=True))

    await desk.hears(inputs.Type("1"))

    [row] = await desk.found(select(people))
    assert row.consented_at is None


async def test_after_an_outage_whoever_was_there_shortly_before_is_shown_the_card_again(
    desk: Desk,
) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"), person=BORIS)
    desk.clock.moment += timedelta(days=300)
    await desk.hears(inputs.Start())
    await desk.advisor.record_heartbeat()
    desk.clock.moment += timedelta(minutes=10)

    await desk.advisor.recover()

    deliveries, _ = await desk.advisor.load_pending()
    assert [each.person for each in deliveries] == [ANNA]


async def test_a_card_that_cannot_be_drawn_keeps_nobody_elses(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.advisor.handle([desk.heard(inputs.Start())])
    await desk.hears(inputs.Start(), inputs.Begin(), person=BORIS)
    await desk.advisor.handle([desk.heard(inputs.SwitchLanguage("ru"), person=BORIS)])
    russian = desk.advisor.catalog.texts["ru"]
    texts = {"en": _Wordless(), "ru": russian}
    broken = replace(desk.advisor, catalog=replace(desk.advisor.catalog, texts=texts))

    deliveries, _ = await broken.load_pending()

    assert [each.person for each in deliveries] == [BORIS]
    assert "a card cannot be drawn (KeyError)" in caplog.text


async def test_an_update_whose_handling_fails_is_set_aside_and_stops_nobody(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())
    await desk.hears(inputs.Start(), inputs.Begin(), person=BORIS)
    # A bug as it might be: a question whose words are missing.
    broken = replace(desk.advisor, catalog=replace(desk.advisor.catalog, texts={"en": _Wordless()}))

    deliveries, _ = await broken.handle(
        [
            desk.heard(
                inputs.Type("secret words"), copy=RedactedUpdate("secret words", frozenset({ANNA}))
            )
        ]
    )
    after, _ = await desk.advisor.handle([desk.heard(inputs.Type("1"), person=BORIS)])

    assert (deliveries, len(after)) == ((), 1)
    [row] = await desk.found(select(dead_letters))
    assert (row.chat, row.raw) == (ANNA, "secret words")
    assert "KeyError" in caplog.text
    assert "secret words" not in caplog.text
    assert str(ANNA) not in caplog.text


class _Wordless:
    """The words of a language that has none."""

    def __call__(self, name: str, /, **_: object) -> str:
        raise KeyError(name)

    plain = __call__


async def test_a_person_who_blocked_the_bot_waits_for_nothing_until_they_return(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())
    await desk.advisor.handle([desk.heard(inputs.Type("1"))])
    await desk.advisor.handle([PersonLeft(next(desk.updates), ANNA)])

    away, _ = await desk.advisor.load_pending()
    back = await desk.hears(inputs.Start())

    assert away == ()
    assert f"at most {MOST - 1} more are left" in back[0].screen.text
    assert (await desk.advisor.load_pending())[0] == ()


async def test_after_a_restart_what_was_not_shown_is_shown_again_note_and_all(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())
    wanted, _ = await desk.advisor.handle([desk.heard(inputs.Unsupported())])

    deliveries, parcels = await desk.advisor.load_pending()

    assert (deliveries, parcels) == (wanted, ())


async def test_what_was_not_sent_stays_in_the_outbox(desk: Desk) -> None:
    await desk.hears(inputs.Start())
    _, posted = await desk.advisor.handle(
        [desk.heard(inputs.Export()), GroupCalled(next(desk.updates), -5, 9, "ru")]
    )

    _, parcels = await desk.advisor.load_pending()

    assert parcels == posted
    assert [parcel.kind for parcel in parcels] == ["data", "group"]


async def test_a_group_is_told_the_way_and_leaves_no_person(desk: Desk) -> None:
    _, (parcel,) = await replace(desk.advisor, link="https://t.me/x").handle(
        [GroupCalled(1, -5, 9, "en")]
    )

    letter = await replace(desk.advisor, link="https://t.me/x").content_of(parcel)

    assert "https://t.me/x" in letter.text
    assert await desk.rows("people") == 0


async def test_an_update_that_is_nobodys_is_handled_once_and_for_all(desk: Desk) -> None:
    assert await desk.advisor.handle([IgnoredUpdate(1)]) == ((), ())
    assert await desk.rows("handled") == 1


async def test_an_admin_who_only_looks_is_no_person_of_the_statistics(desk: Desk) -> None:
    deliveries, parcels = await desk.advisor.handle([desk.heard(inputs.Stats(), person=ADMIN)])

    assert (deliveries, [parcel.kind for parcel in parcels]) == ((), ["report"])
    assert await desk.rows("people") == 0


async def test_erasing_takes_what_was_set_aside_in_the_same_batch_along(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())

    aside = [letter(next(desk.updates), *ids) for ids in ((ANNA,), (BORIS, ANNA), (BORIS, -5))]
    await desk.advisor.handle([*aside, desk.heard(inputs.Delete(confirmed=True))])

    assert await desk.found(select(dead_letters.c.update)) == [(aside[2].update,)]


async def test_erasing_takes_every_letter_along_that_mentions_the_person_and_no_other(
    desk: Desk,
) -> None:
    group = -1_001_234_567_890
    aside = [letter(next(desk.updates), *ids) for ids in ((BORIS, group), (group, ANNA), (-5,))]
    await desk.advisor.handle(aside)

    await desk.advisor.database.write(lambda c: personal_data.erase(c, [ANNA]))
    left = await desk.found(select(dead_letters.c.update))
    await desk.advisor.database.write(lambda c: personal_data.erase(c, [group]))

    assert left == [(aside[0].update,), (aside[2].update,)]
    assert await desk.found(select(dead_letters.c.update)) == [(aside[2].update,)]
    assert await desk.rows("mentions") == 1


async def test_a_dead_letter_is_kept_for_seven_days_and_longer_only_to_be_tried_again(
    desk: Desk,
) -> None:
    await desk.advisor.handle([letter(next(desk.updates), ANNA)])
    await desk.advisor.database.write(letters.request_retry)
    await desk.advisor.handle([letter(next(desk.updates), BORIS)])
    desk.clock.moment += timedelta(days=7, minutes=1)

    await desk.advisor.purge_expired()

    assert await desk.found(select(dead_letters.c.chat, dead_letters.c.again)) == [(ANNA, True)]


def letter(update: int, *mentioned: int) -> DeadLetter:
    """Return a dead letter of the first of those it mentions."""
    return DeadLetter(
        update, mentioned[0], RedactedUpdate("secret words", frozenset(mentioned)), "a bug"
    )


async def test_waiting_updates_count_once_however_often_they_are_taken_up(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())
    await desk.advisor.handle([WaitingUpdate(next(desk.updates), ANNA, "{}") for _ in range(2)])
    rows = [each.id for each in await desk.advisor.load_waiting(ANNA, 10)]
    arrivals = {row: desk.heard(inputs.Type("1")) for row in rows}

    await desk.advisor.handle_waiting(ANNA, arrivals)
    again = await desk.advisor.handle_waiting(ANNA, arrivals)

    assert again == ((), ())
    assert (await desk.rows("answers"), await desk.rows("waiting")) == (2, 0)


async def test_once_too_many_wait_nothing_more_is_read_until_all_that_waits_is(desk: Desk) -> None:
    def flood(count: int) -> list[WaitingUpdate]:
        return [WaitingUpdate(next(desk.updates), ANNA, "{}") for _ in range(count)]

    await desk.advisor.handle(flood(MOST_WAITING + 1))
    rows = [each.id for each in await desk.advisor.load_waiting(ANNA, MOST_WAITING)]
    first, rest = rows[:500], rows[500:]
    _, early = await desk.advisor.handle_waiting(ANNA, {row: IgnoredUpdate(row) for row in first})
    await desk.advisor.handle(flood(2))
    left = await desk.rows("waiting")
    _, (parcel,) = await desk.advisor.handle_waiting(
        ANNA, {row: IgnoredUpdate(row) for row in rest}
    )
    await desk.advisor.handle(flood(3))

    assert (early, left) == ((), MOST_WAITING - 500)
    assert (parcel.kind, parcel.number) == ("unread", 3)
    assert await desk.rows("waiting") == 3


async def test_whoever_is_a_stranger_is_told_in_their_language_what_was_not_read(
    desk: Desk,
) -> None:
    flood = [WaitingUpdate(next(desk.updates), ANNA, "{}") for _ in range(MOST_WAITING + 7)]
    await desk.advisor.handle(flood)
    rows = [each.id for each in await desk.advisor.load_waiting(ANNA, MOST_WAITING)]
    calls = {row: GroupCalled(next(desk.updates), -5, 9, "ru") for row in rows}

    _, parcels = await desk.advisor.handle_waiting(ANNA, calls)

    (parcel,) = [each for each in parcels if each.kind == "unread"]
    assert (parcel.chat, parcel.language, parcel.number) == (ANNA, "ru", 7)
    words = desk.advisor.words("ru").plain("unread", count=7)
    assert (await desk.advisor.content_of(parcel)).text == words
    assert parcel in (await desk.advisor.load_pending())[1]


async def test_a_late_note_about_an_erased_card_changes_nothing(desk: Desk) -> None:
    (old,) = await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))
    await desk.hears(inputs.Delete(confirmed=True))
    ((new,), _) = await desk.advisor.handle([desk.heard(inputs.Start())])

    await desk.advisor.record_deliveries([ShownScreen(ANNA, old.version, 111)], [])
    await desk.advisor.record_deliveries([ShownScreen(ANNA, new.version, 222)], [])

    [card] = await desk.found(select(cards))
    assert (card.message, card.shown) == (222, new.version)


async def test_a_note_of_another_version_does_not_hinder_the_start(desk: Desk) -> None:
    await desk.advisor.handle([desk.heard(inputs.Start())])
    await desk.advisor.database.write(lambda c: c.execute(cards.update().values(note="vanished 0")))

    deliveries, _ = await desk.advisor.load_pending()

    assert "Begin" in [button.label for button in deliveries[0].screen.buttons]


async def test_erasing_from_another_card_closes_the_known_one(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())

    _, parcels = await desk.advisor.handle([desk.heard(inputs.Delete(confirmed=True), message=77)])

    assert [(parcel.kind, parcel.message) for parcel in parcels] == [
        ("close", 50),
        ("farewell", 77),
    ]


# The admins' report

TOTAL = re.compile(
    r"^(Began|Finished|Mid-way|English|Русский): \d+$|\S+ more (person is|people are) needed",
    re.MULTILINE,
)


async def report(desk: Desk) -> str:
    """Return what an admin reads once the bot has released every block that is complete."""
    while await desk.advisor.release_block():
        pass
    return (await desk.advisor.content_of(OutboxMessage(ADMIN, OutboxKind.REPORT, "en"))).text


def without_totals(told: str) -> str:
    """Return a report without the lines and words that only say how many people there are."""
    return re.sub(r"\n+", "\n", TOTAL.sub("", told))


def blurred(desk: Desk, blur: Noise) -> Desk:
    return replace(desk, advisor=replace(desk.advisor, blur=blur))


async def test_results_are_released_in_whole_blocks_only(desk: Desk) -> None:
    for person in (1, 2):
        await desk.interview(person, 2, -2)
    two = await report(desk)
    await desk.interview(3, -2, 2)
    three = await report(desk)
    for person in (4, 5):
        await desk.interview(person, -2, -2)
    five = await report(desk)

    assert "Technical expert" not in two
    assert "One more person is needed for the next group." in two
    assert "Results of 3 people in one group" in three
    assert "Technical expert: 2" in three
    assert "Project manager: 1" in three
    assert "Finished: 5" in five
    assert without_totals(five) == without_totals(three)


async def test_each_number_of_a_block_is_blurred_once_and_stored_with_its_sign(desk: Desk) -> None:
    noise = iter([5, -9, 0, 1, 2])
    noisy = blurred(desk, lambda: next(noise))
    for person in (1, 2, 3):
        await desk.interview(person, 2, -2)

    once, again = await report(noisy), await report(noisy)

    assert once == again
    stored = {row.outcome: row.people for row in await desk.found(select(releases))}
    assert stored == {"expert": 8, "manager": -9, "hybrid": 0, "neither": 1, UNRANKED: 2}
    [block] = await desk.found(select(blocks))
    assert (block.size, block.epsilon, block.clipped) == (3, EPSILON, False)


async def test_the_single_results_of_a_block_are_deleted_with_its_release(desk: Desk) -> None:
    for person in (1, 2, 3, 4):
        await desk.interview(person, 2, -2)

    await report(desk)

    kept = await desk.found(select(finishes.c.person, finishes.c.outcome, finishes.c.released))
    assert sorted(kept) == [(1, None, True), (2, None, True), (3, None, True), (4, "expert", False)]


async def test_a_release_that_fails_leaves_everybody_waiting(desk: Desk) -> None:
    for person in (1, 2, 3):
        await desk.interview(person, 2, -2)
    noise = iter([1, 1, 0])

    with pytest.raises(ZeroDivisionError):
        await blurred(desk, lambda: 1 // next(noise)).advisor.release_block()

    assert await desk.rows("blocks") == await desk.rows("releases") == 0
    assert "Technical expert: 3" in await report(desk)


async def test_a_report_changes_nothing_and_waits_for_no_writer(desk: Desk, tmp_path: Path) -> None:
    for person in (1, 2, 3):
        await desk.interview(person, 2, -2)

    with locked(tmp_path):
        letter = await desk.advisor.content_of(OutboxMessage(ADMIN, OutboxKind.REPORT, "en"))

    assert "The next group is complete" in letter.text
    assert await desk.rows("blocks") == 0


async def test_admins_who_all_look_at_once_are_told_one_after_another(desk: Desk) -> None:
    engine = desk.advisor.database.engine.sync_engine
    steps: list[str] = []
    event.listen(engine, "begin", lambda _: steps.append("begin"))
    event.listen(engine, "commit", lambda _: steps.append("end"))

    admins = frozenset(range(9))
    advisor = replace(desk.advisor, admins=admins)

    await asyncio.gather(
        *(advisor.content_of(OutboxMessage(each, OutboxKind.REPORT, "en")) for each in admins)
    )

    assert steps == ["begin", "end"] * 9


@pytest.mark.parametrize("seed", range(2))
async def test_what_somebody_does_changes_nothing_in_the_report_but_totals_of_people(
    desk: Desk, seed: int
) -> None:
    chance = Random(seed)
    noisy = blurred(desk, lambda: chance.randint(-3, 3))
    released, waiting, begun = (1, 2, 3, 4, 5, 6), (7, 8), (9, 10)
    for person in (*released, *waiting):
        await desk.interview(person, chance.uniform(-2, 2), chance.uniform(-2, 2))
    for person in begun:
        await desk.hears(inputs.Start(), inputs.Begin(), *midway(chance), person=person)
    before = await report(noisy)
    assert "in 2 groups" in before

    for person in (released[0], released[-1], waiting[0], begun[0]):
        await desk.hears(inputs.SwitchLanguage("ru"), person=person)
        spoken = await report(noisy)
        await change_an_answer(desk, person, chance)
        changed = await report(noisy)
        await desk.hears(inputs.Restart(confirmed=True), *midway(chance), person=person)
        restarted = await report(noisy)
        if person not in begun:
            await desk.interview(person, chance.uniform(-2, 2), chance.uniform(-2, 2))
        retaken = await report(noisy)
        await desk.hears(inputs.Delete(confirmed=True), person=person)
        erased = await report(noisy)

        assert spoken == changed == restarted == retaken
        assert without_totals(before) == without_totals(spoken) == without_totals(erased)
        before = erased


async def test_what_people_answer_shows_nowhere_before_their_block_is_released(
    desk: Desk, tmp_path: Path
) -> None:
    async with database_at(f"sqlite:///{tmp_path / 'other.sqlite3'}") as other:
        elsewhere = replace(desk, advisor=replace(desk.advisor, database=other))
        for person in (1, 2):
            await desk.interview(person, 2, -2)
            await elsewhere.interview(person, 0.4, 0.4)

        assert await report(desk) == await report(elsewhere)


def midway(chance: Random) -> list[Input]:
    """Return a few answers, too few for a result."""
    return [inputs.Type(str(chance.randint(1, 5))) for _ in range(chance.randint(1, 3))]


async def change_an_answer(desk: Desk, person: int, chance: Random) -> None:
    """Give another answer to one of the questions of the current sitting."""
    query = (
        select(answers.c.question, answers.c.option)
        .join(sittings, sittings.c.id == answers.c.sitting)
        .where(sittings.c.person == person)
    )
    question, given = chance.choice(await desk.found(query))
    options = [each.id for each in desk.advisor.catalog.questions[question].options]
    other = chance.choice([each for each in options if each != given])
    await desk.hears(inputs.Revise(question), inputs.Choose(question, other), person=person)


async def test_the_report_counts_people_not_sittings(desk: Desk) -> None:
    await desk.interview(1, 2, -2)
    await desk.hears(inputs.Restart(confirmed=True), inputs.Type("1"), person=1)
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"), person=2)
    await desk.hears(inputs.Start(), person=3)

    told = await report(desk)

    assert "Began: 2\nFinished: 1\nMid-way: 1" in told
    assert "English: 2" in told


async def test_answers_that_tell_too_little_are_counted_as_such(desk: Desk) -> None:
    for person in (1, 2, 3):
        (card,) = await desk.hears(inputs.Start(), inputs.Begin(), person=person)
        while any(isinstance(each.says, inputs.Choose) for each in card.screen.buttons):
            (card,) = await desk.hears(inputs.Type("1"), person=person)

    assert "too little to tell: 3" in await report(desk)


async def test_a_changed_answer_counts_until_its_block_is_released(desk: Desk) -> None:
    await desk.interview(1, 2, -2)
    await desk.hears(inputs.Restart(confirmed=True), person=1)
    await desk.interview(1, -2, 2)
    for person in (2, 3):
        await desk.interview(person, 2, -2)

    told = await report(desk)

    assert "Technical expert: 2" in told
    assert "Project manager: 1" in told


# Durability


@asynccontextmanager
async def reopened(url: str, desk: Desk) -> AsyncIterator[Desk]:
    again = await open_database(url)
    yield replace(desk, advisor=replace(desk.advisor, database=again))
    await again.close()


async def test_a_sitting_goes_on_after_the_database_was_closed(
    desk: Desk, database_url: str
) -> None:
    await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"))

    async with reopened(database_url, desk) as later:
        (delivery,) = await later.hears(inputs.Start())

    assert "One question" in delivery.screen.text


async def test_a_batch_is_all_or_nothing(desk: Desk) -> None:
    await desk.hears(inputs.Start(), inputs.Begin())
    refusing = "CREATE TRIGGER refuse BEFORE INSERT ON handled BEGIN SELECT RAISE(ABORT, 'no'); END"
    await desk.advisor.database.write(lambda c: c.execute(text(refusing)))

    with pytest.raises(Exception, match="no"):
        await desk.advisor.handle([desk.heard(inputs.Type("1"))])

    assert (await desk.rows("answers"), await desk.rows("handled")) == (0, 2)
