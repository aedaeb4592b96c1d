"""The result as a photo, over HTTP: a text becomes one, and after it comes a new card, whatever goes wrong between."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.assessment import selection
from bot.core.screens.layout import label_of
from bot.telegram.send import photos
from botapi import BotApi, Person
from botapi_world import Message
from content.model import Catalog
from process import stored, take_time, until_idle
from story import begun, finished, fitting, seen, told
from zygote import forked

PNG = b"\x89PNG\r\n\x1a\n"
AGAIN = "Start over"  # a button that every result has


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


async def finishes(person: Person, catalog: Catalog, api: BotApi, folder: Path) -> Message:
    """Answer everything as somebody with technical interests; return the card with the result."""
    person.types("/start")
    await person.sees("Begin")
    person.taps("Begin")
    turn = begun(catalog)
    while (asked := selection.next_question(catalog, turn.sitting)) is not None:
        left = selection.progress_of(catalog, turn.sitting).at_most
        await person.sees(f"at most {left} more" if left > 1 else "the last one")
        answer = fitting(catalog, turn, technical=2, leading=-2)
        turn = told(catalog, answer, after=turn)
        if selection.next_question(catalog, turn.sitting) is None:
            take_time(folder)
        person.taps(label_of(catalog.texts["en"], asked, answer.option))
    await person.sees(AGAIN)
    await until_idle(api, folder)
    return only_card(person)


def only_card(person: Person) -> Message:
    assert len(person.open_cards) == 1, person
    return person.open_cards[0]


def refused(api: BotApi) -> list[tuple[str, int]]:
    return [(call.method, call.status) for call in api.log if call.status >= 400]


async def test_the_result_turns_the_card_into_a_photo_with_its_buttons(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        card = await finishes(anna, catalog, api, tmp_path)
        await bot.stop()

    assert (card.picture or b"").startswith(PNG)
    assert "Technical expert" in card.text
    assert [message for message in anna.messages if message.by_bot] == [card]
    assert stored(tmp_path, "SELECT pictured, version - shown FROM cards") == [(1, 0)]
    assert refused(api) == []


async def test_a_page_comes_below_the_photo_and_becomes_the_photo_again(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        photo = await finishes(anna, catalog, api, tmp_path)
        anna.taps("Settings")
        await anna.sees("My data")
        await until_idle(api, tmp_path)
        page = only_card(anna)
        kept = anna.chat.messages[photo.id]
        anna.taps("Continue")
        await anna.sees(AGAIN)
        await until_idle(api, tmp_path)

    assert page.id > photo.id
    assert page.picture is None
    assert (kept.picture, kept.buttons) == (photo.picture, ())
    assert (only_card(anna).id, only_card(anna).picture) == (page.id, photo.picture)
    assert refused(api) == []


async def test_after_a_restart_it_is_still_known_that_the_card_is_a_photo(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        photo = await finishes(anna, catalog, api, tmp_path)
        await bot.stop()
    anna.taps("Settings")
    async with forked(api, tmp_path):
        await anna.sees("My data")
        await until_idle(api, tmp_path)

    assert only_card(anna).id > photo.id
    assert refused(api) == []


async def test_a_photo_nobody_noted_is_closed_as_well(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        photo = await finishes(anna, catalog, api, tmp_path)
        await bot.stop()
    with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as shell:
        shell.execute("UPDATE cards SET pictured = 0")
        shell.commit()
    anna.taps("Settings")
    async with forked(api, tmp_path):
        await anna.sees("My data")
        await until_idle(api, tmp_path)

    assert only_card(anna).id > photo.id


@pytest.mark.parametrize("misfortune", ["429", "500", "lost", "same"])
async def test_a_photo_that_does_not_get_through_is_repeated(
    api: BotApi, tmp_path: Path, catalog: Catalog, misfortune: str
) -> None:
    anna, method = api.person(1001), "editMessageMedia"
    match misfortune:
        case "429":
            api.fail(method, status=429, description="Too Many Requests", retry_after=1)
        case "500":
            api.fail(method, status=500, times=2)
        case "lost":
            api.lose_reply(method, times=2)
        case "same":
            api.lose_reply(method)
            api.fail(method, status=400, description="Bad Request: message is not modified")
    async with forked(api, tmp_path):
        card = await finishes(anna, catalog, api, tmp_path)

    assert (card.picture or b"").startswith(PNG)
    assert len([message for message in anna.messages if message.by_bot]) == 1


async def test_a_card_that_is_gone_comes_anew_as_a_photo(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        photo = await finishes(anna, catalog, api, tmp_path)
        anna.taps("Settings")
        page = await anna.sees("My data")
        await until_idle(api, tmp_path)
        onward = page.button("Continue")
        del anna.chat.messages[page.id]
        anna.taps_data(onward.data or "" if onward else "", page.id)
        await anna.sees(AGAIN)
        await until_idle(api, tmp_path)

    assert only_card(anna).id > page.id
    assert only_card(anna).picture == photo.picture


async def test_a_page_that_does_not_get_through_leaves_one_card_open(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await finishes(anna, catalog, api, tmp_path)
        api.fail("sendMessage", status=500)
        anna.taps("Settings")
        await anna.sees("My data")
        await until_idle(api, tmp_path)

    assert only_card(anna).picture is None


async def test_a_photo_that_telegram_refuses_becomes_a_text(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    api.fail("editMessageMedia", status=400, description="Bad Request: IMAGE_PROCESS_FAILED")
    async with forked(api, tmp_path) as bot:
        card = await finishes(anna, catalog, api, tmp_path)
        await bot.stop()

    assert card.picture is None
    assert "Technical expert" in card.text
    assert stored(tmp_path, "SELECT pictured, version - shown FROM cards") == [(0, 0)]


async def test_what_was_typed_brings_the_photo_below_it(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        photo = await finishes(anna, catalog, api, tmp_path)
        anna.types("/result")
        await until_idle(api, tmp_path)

    assert only_card(anna).id > photo.id
    assert only_card(anna).picture == photo.picture


async def test_erasing_everything_closes_the_photo(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await finishes(anna, catalog, api, tmp_path)
        anna.types("/delete")
        await anna.sees("Yes, erase everything")
        anna.taps("Yes, erase everything")
        await anna.sees("has been erased")
        await until_idle(api, tmp_path)

    assert anna.open_cards == ()
    assert stored(tmp_path, "SELECT count(*) FROM cards") == [(0,)]


async def test_a_picture_that_cannot_be_drawn_leaves_the_text(
    catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    picture = seen(catalog, finished(catalog)).picture
    assert picture is not None
    strange = tuple(replace(zone, rank=99) for zone in picture.zones)

    assert await photos.draw(replace(picture, zones=strange)) is None
    assert "could not be drawn" in caplog.text
    assert await photos.draw(picture)
