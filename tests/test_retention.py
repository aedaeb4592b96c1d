"""People who stay silent: told once, thirty days before they are erased, and never erased sooner than that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.advisor import PersonLeft
from bot.core.conversation import inputs
from bot.core.conversation.replies import Show
from bot.core.conversation.state import Person
from bot.core.screens.card import draw_card
from content.model import Catalog
from storage import retention
from storage.records import DeadLetter, OutboxKind, OutboxMessage, RedactedUpdate
from storage.retention import BATCH, NOTICE, deadlines
from storage.tables import people
from test_advisor import ANNA, BORIS, Desk, desk, reopened
from traces import CANARY, traces

__all__ = ["desk"]

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
WORDS = "canary words"


@pytest.fixture
def keeping(desk: Desk, catalog: Catalog) -> Desk:
    """Return an advisor that keeps what it knows about silent people for twelve months."""
    lasting = replace(catalog, retention_months=12)
    return replace(desk, advisor=replace(desk.advisor, catalog=lasting))


async def comes(desk: Desk, *persons: int) -> None:
    for person in persons:
        await desk.hears(inputs.Start(), inputs.Begin(), inputs.Type("1"), person=person)


async def retains(desk: Desk, after: timedelta, *, arrives: bool = True) -> list[int]:
    """Let time pass and the retention be enforced; return who is told, which also arrives."""
    desk.clock.moment += after
    parcels = await desk.advisor.enforce_retention()
    assert {parcel.kind for parcel in parcels} <= {"notice"}
    if arrives:
        await desk.arrived((), parcels)
    return [parcel.chat for parcel in parcels]


async def people_kept(desk: Desk) -> list[int]:
    rows = await desk.found(select(people.c.person).order_by(people.c.person))
    return [row.person for row in rows]


@pytest.mark.parametrize(
    ("at", "erase"),
    [
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2026, 6, 30, 12, tzinfo=UTC)),
        (datetime(2026, 8, 31, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2026, 3, 1, tzinfo=UTC), datetime(2025, 9, 1, tzinfo=UTC)),
    ],
)
def test_a_month_is_a_month_of_the_calendar(at: datetime, erase: datetime) -> None:
    assert deadlines(6, at).erase == erase
    assert deadlines(6, at - NOTICE).notify == erase


@pytest.mark.parametrize(
    ("months", "language", "how_long"),
    [
        (None, "en", "How long:</b> until you erase it."),
        (12, "en", "nothing from you for 12 months"),
        (None, "ru", "Как долго:</b> пока вы сами не удалите."),
        (3, "ru", "молчите 3 месяца"),
    ],
)
def test_the_privacy_page_says_how_long_everything_is_kept(
    catalog: Catalog, months: int | None, language: str, how_long: str
) -> None:
    keeping = replace(catalog, retention_months=months)

    assert how_long in draw_card(keeping, Person(language), Show("privacy")).text


async def test_whoever_is_silent_is_told_once_and_erased_thirty_days_later(keeping: Desk) -> None:
    await comes(keeping, ANNA)

    early = await retains(keeping, YEAR - NOTICE - DAY)
    told = await retains(keeping, DAY)
    again = [await retains(keeping, DAY) for _ in range(29)]
    before = await people_kept(keeping)
    await retains(keeping, DAY)

    assert (early, told, again) == ([], [ANNA], [[]] * 29)
    assert (before, await people_kept(keeping)) == ([ANNA], [])


async def test_the_thirty_days_begin_when_the_message_has_gone_out(keeping: Desk) -> None:
    await comes(keeping, ANNA)
    await retains(keeping, YEAR, arrives=False)
    await retains(keeping, 2 * NOTICE)
    unsent = await people_kept(keeping)
    _, parcels = await keeping.advisor.load_pending()
    await keeping.arrived((), parcels)

    await retains(keeping, NOTICE - DAY)
    waiting = await people_kept(keeping)
    await retains(keeping, DAY + timedelta(hours=1))

    assert [parcel.kind for parcel in parcels] == ["notice"]
    assert (unsent, waiting, await people_kept(keeping)) == ([ANNA], [ANNA], [])


async def test_whoever_comes_back_is_kept_and_told_again_only_in_the_next_silence(
    keeping: Desk,
) -> None:
    await comes(keeping, ANNA)
    first = await retains(keeping, YEAR)
    await keeping.hears(inputs.Result())

    after = await retains(keeping, 2 * NOTICE)
    second = await retains(keeping, YEAR)

    assert (first, after, second) == ([ANNA], [], [ANNA])
    assert await people_kept(keeping) == [ANNA]


async def test_whoever_comes_back_before_the_message_went_out_gets_none(keeping: Desk) -> None:
    await comes(keeping, ANNA)
    await retains(keeping, YEAR, arrives=False)
    _, (parcel,) = await keeping.advisor.load_pending()
    told = await keeping.advisor.content_of(parcel)
    await keeping.hears(inputs.Result())

    letter = await keeping.advisor.content_of(parcel)
    await keeping.arrived((), (parcel,))

    assert "In 30 days" in told.text
    assert letter.text == ""
    assert await keeping.found(select(people.c.notified_at)) == [(None,)]


async def test_whoever_comes_back_while_the_erasing_is_decided_is_kept(keeping: Desk) -> None:
    await comes(keeping, ANNA, BORIS)
    await retains(keeping, YEAR)
    keeping.clock.moment += 2 * NOTICE
    now = deadlines(12, keeping.clock())
    found = await keeping.advisor.database.read(lambda c: retention.find(c, now))

    await keeping.hears(inputs.Result(), person=ANNA)
    await keeping.advisor.database.write(
        lambda c: retention.enforce(c, now, found, keeping.clock())
    )

    assert set(found.erase) == {ANNA, BORIS}
    assert await people_kept(keeping) == [ANNA]


async def test_whoever_blocked_the_bot_is_erased_after_the_silence_without_a_word(
    keeping: Desk,
) -> None:
    await comes(keeping, ANNA, BORIS)
    await keeping.advisor.handle([PersonLeft(next(keeping.updates), ANNA)])
    told = await retains(keeping, YEAR - DAY)
    await keeping.advisor.record_unreachable(BORIS)  # as it turns out when he is told

    before = await people_kept(keeping)
    later = await retains(keeping, 2 * DAY)

    assert (told, later) == ([BORIS], [])
    assert (before, await people_kept(keeping)) == ([ANNA, BORIS], [])


async def test_many_who_have_been_silent_for_long_are_told_and_erased_over_days(
    keeping: Desk,
) -> None:
    everybody = range(1, 2 * BATCH + 1)
    await comes(keeping, *everybody)

    told = [await retains(keeping, 3 * YEAR), *[await retains(keeping, DAY) for _ in range(6)]]
    left = []
    for _ in range(40):
        await retains(keeping, DAY)
        left.append(len(await people_kept(keeping)))

    assert sorted(person for day in told for person in day) == list(everybody)
    assert max(len(day) for day in told) <= BATCH
    assert sum(bool(day) for day in told) > 3
    assert len(set(left)) > 3
    assert left[-1] == 0


async def test_few_are_told_in_one_go(keeping: Desk) -> None:
    everybody = list(range(1, BATCH + 1))
    await comes(keeping, *everybody)

    assert sorted(await retains(keeping, 3 * YEAR)) == everybody


async def test_without_the_setting_everybody_is_kept(desk: Desk) -> None:
    await comes(desk, ANNA)

    assert await retains(desk, 20 * YEAR) == []
    assert await people_kept(desk) == [ANNA]


async def test_a_decision_to_tell_somebody_outlives_a_restart(
    keeping: Desk, database_url: str
) -> None:
    await comes(keeping, ANNA)
    await retains(keeping, YEAR, arrives=False)

    async with reopened(database_url, keeping) as later:
        again = await retains(later, DAY)
        _, parcels = await later.advisor.load_pending()

    assert again == []
    assert [(parcel.chat, parcel.kind) for parcel in parcels] == [(ANNA, "notice")]


async def test_my_data_says_when_somebody_was_told(keeping: Desk) -> None:
    await comes(keeping, ANNA)
    await retains(keeping, YEAR)

    letter = await keeping.advisor.content_of(OutboxMessage(ANNA, OutboxKind.DATA, "en"))

    assert (
        f'"notified_at": "{keeping.clock.moment:%Y-%m-%dT%H:%M}'
        in (letter.document or b"").decode()
    )


@pytest.mark.parametrize("blocks", [False, True], ids=["silent", "blocked"])
async def test_nothing_is_left_of_somebody_who_was_silent_too_long(
    keeping: Desk, tmp_path: Path, blocks: bool
) -> None:
    await comes(keeping, CANARY, BORIS)
    await keeping.advisor.handle(
        [
            DeadLetter(
                next(keeping.updates), CANARY, RedactedUpdate(WORDS, frozenset({CANARY})), "a bug"
            )
        ]
    )
    await keeping.advisor.handle([keeping.heard(inputs.Export(), CANARY)])  # which never arrives
    if blocks:
        await keeping.advisor.handle([PersonLeft(next(keeping.updates), CANARY)])
    await retains(keeping, YEAR - NOTICE)
    before = traces(tmp_path, CANARY, WORDS)

    await retains(keeping, NOTICE + timedelta(hours=1))

    assert await keeping.advisor.database.wipe()
    assert set(before) == {CANARY, WORDS}
    assert traces(tmp_path, CANARY, WORDS) == {}
