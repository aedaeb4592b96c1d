"""Polling: whatever answers in Telegram's place, and however late, the bot goes on asking."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.assessment.selection import MOST
from bot.telegram.receive import polling
from bot.telegram.receive.polling import LONG_POLL
from botapi import BotApi
from content.model import Catalog
from odd_pages import ODD_PAGES
from process import PATIENCE, locked, stored, until_idle
from serving import serving
from test_bot import answers, begins, progress, shown
from zygote import forked


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


@pytest.mark.parametrize("status", [401, 404, 409])
async def test_a_page_in_the_place_of_updates_does_not_end_the_bot(
    api: BotApi, tmp_path: Path, status: int
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await until_idle(api, tmp_path)
        api.page("getUpdates", status)
        await answers(anna, MOST)
        await answers(anna, MOST - 1)
        await anna.sees(progress(MOST - 2))
        await until_idle(api, tmp_path)

        assert bot.process.returncode is None


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_page_in_the_place_of_a_delivery_is_waited_out(
    api: BotApi, tmp_path: Path, status: int
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        await until_idle(api, tmp_path)
        api.page("editMessageText", status)
        api.page("sendDocument", status)
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        anna.types("/mydata")
        await api.until(lambda: any(message.document for message in anna.messages))
        await until_idle(api, tmp_path)

    assert stored(tmp_path, "SELECT gone_at FROM people") == [(None,)]
    assert len(anna.open_cards) == 1


@pytest.mark.parametrize("parameters", ["[1]", '{"retry_after":1000000000000000}'])
async def test_a_refusal_the_library_cannot_read_does_not_end_the_bot(
    api: BotApi, tmp_path: Path, parameters: str
) -> None:
    anna = api.person(1001)
    refusal = f'{{"ok":false,"description":"Too Many Requests","parameters":{parameters}}}'
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await until_idle(api, tmp_path)
        for method in ("getUpdates", "editMessageText", "answerCallbackQuery"):
            api.page(method, 429, refusal)
        await answers(anna, MOST)
        await answers(anna, MOST - 1)
        await anna.sees(progress(MOST - 2))
        await until_idle(api, tmp_path)

        assert bot.process.returncode is None


async def test_updates_too_large_to_be_read_together_are_asked_for_one_at_a_time(
    api: BotApi, tmp_path: Path, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    anna = api.person(1001)
    async with serving(api, tmp_path, catalog):
        await begins(anna)
        await api.drained(PATIENCE)
        api.page("getUpdates", 200, ODD_PAGES["too long"])
        for left in (MOST, MOST - 1, MOST - 2):
            await answers(anna, left)
            await anna.sees(progress(left - 1), PATIENCE)

    polls = [each.parameters.get("limit") for each in api.log if each.method == "getUpdates"]
    assert polls.count(1) == 1
    assert polls[polls.index(1) + 1] == 100
    assert "larger than 10000000 bytes" in caplog.text


async def test_polling_waits_as_long_as_it_is_told(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        await until_idle(api, tmp_path)
        api.fail("getUpdates", status=429, retry_after=2)
        await answers(anna, MOST)
        await answers(anna, MOST - 1)
        await anna.sees(progress(MOST - 2))

    polls = [each for each in api.log if each.method == "getUpdates"]
    refused = [each.status for each in polls].index(429)
    assert polls[refused + 1].at - polls[refused].at >= 2


async def test_a_slow_look_at_telegram_holds_up_nobody_once_the_database_is_well(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        await until_idle(api, tmp_path)
        with locked(tmp_path):
            anna.types("1")
            api.hold("getUpdates")  # what is asked next is only a look
            await anna.sees("I cannot save anything right now")
        await answers(anna, MOST - 1)
        await anna.sees(progress(MOST - 2), timeout=LONG_POLL)

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(2,)]


def any_outage() -> None:
    """Let the bot take an outage of two seconds for one in which taps are lost."""
    vars(polling)["OUTAGE"] = timedelta(seconds=2)


async def test_after_telegram_was_out_of_reach_for_long_the_open_card_is_shown_again(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path, first=any_outage) as bot:
        await begins(anna)
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)
        card, before = anna.card, shown(anna)
        await api.down()
        await bot.logs("out of reach (NetworkError); trying again in 2.0 s")
        await api.up()
        await api.until(lambda: anna.card is not None and anna.card != card)
        await until_idle(api, tmp_path)

    assert shown(anna) == before
    assert len(anna.open_cards) == 1


async def test_a_restart_while_telegram_is_out_of_reach_makes_no_difference_to_that(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await until_idle(api, tmp_path)
        await bot.stop()
    card = anna.card
    await api.down()
    async with forked(api, tmp_path, first=any_outage) as bot:
        await bot.logs("out of reach (NetworkError); trying again in 2.0 s")
        await api.up()
        await api.until(lambda: anna.card is not None and anna.card != card)
        await until_idle(api, tmp_path)

    assert progress(MOST) in shown(anna)
    assert len(anna.open_cards) == 1
