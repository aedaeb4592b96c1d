"""The whole bot over HTTP: people tap and type, the process answers, is killed, and goes on."""

import asyncio
import json
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.core.assessment import selection
from bot.core.assessment.selection import MOST
from bot.core.screens.layout import label_of
from bot.telegram.send import sender, throttle
from botapi import BotApi, Person, sample
from content.model import Catalog
from process import PATIENCE, locked, running, stored, until_idle
from story import begun, fitting, told
from waiting import make_waiting
from zygote import forked

ADMIN = 7


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


async def begins(person: Person) -> None:
    person.types("/start")
    await person.sees("Begin")
    person.taps("Begin")
    await person.sees(progress(MOST))


async def answers(person: Person, left: int) -> None:
    """Answer the open question, which is the one with at most so many left, with its first option."""
    await person.sees(progress(left))
    assert person.card is not None
    person.taps(person.card.buttons[0][0].label)


def progress(left: int) -> str:
    return f"at most {left} more" if left > 1 else "the last one"


def shown(person: Person) -> str:
    assert person.card is not None, person
    return person.card.text


async def test_an_interview_to_the_result_which_tells_nothing_when_nobody_could_read_so_fast(
    api: BotApi, tmp_path: Path, catalog: Catalog
) -> None:
    anna = api.person(1001, language="en", first_name="Anna <b>")
    async with running(api, tmp_path):
        await begins(anna)
        turn = begun(catalog)
        while (open_question := selection.next_question(catalog, turn.sitting)) is not None:
            await anna.sees(progress(selection.progress_of(catalog, turn.sitting).at_most))
            answer = fitting(catalog, turn, technical=2, leading=-2)
            anna.taps(label_of(catalog.texts["en"], open_question, answer.option))
            turn = told(catalog, answer, after=turn, pace=timedelta(milliseconds=100))
        await anna.sees(catalog.texts["en"].plain("too-little-fast"))
        await api.until(lambda: anna.unanswered == ())

    assert len(anna.open_cards) == 1
    assert len([message for message in anna.messages if message.by_bot]) == 1
    rows = stored(tmp_path, "SELECT question FROM answers ORDER BY place")
    assert [row[0] for row in rows] == [answer.question for answer in turn.sitting.answers]
    assert anna.unanswered == ()
    assert "Anna" not in json.dumps(stored(tmp_path, "SELECT * FROM people"))


async def test_killed_at_every_question_the_interview_goes_on(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
    for left in range(MOST, MOST - 5, -1):
        async with forked(api, tmp_path) as bot:
            await answers(anna, left)
            await anna.sees(progress(left - 1))
            await bot.kill()

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(5,)]
    assert len(anna.open_cards) == 1


async def test_what_was_tapped_while_the_bot_was_down_counts_when_it_is_back(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        assert await bot.stop() == 0
    await answers(anna, MOST)

    async with forked(api, tmp_path):
        await anna.sees(progress(MOST - 1))

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]


async def test_two_taps_at_once_count_once(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        assert anna.card is not None
        for row in (0, 1):
            anna.taps(anna.card.buttons[row][0].label)
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]
    assert progress(MOST - 1) in shown(anna)


async def test_typing_moves_the_card_below_and_closes_the_old_one(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        old = anna.card
        anna.types("2")
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

    assert anna.card is not None
    assert old is not None
    assert anna.card.id > old.id
    assert len(anna.open_cards) == 1


async def test_a_tap_on_an_old_card_shows_the_current_one_there(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        old = anna.card
        assert old is not None
        data = old.buttons[0][0].data
        anna.types("2")
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)
        anna.taps_data(data or "", old.id)
        await until_idle(api, tmp_path)

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]
    assert [card.id for card in anna.open_cards] == [old.id]
    assert progress(MOST - 1) in shown(anna)


STRANGE = (
    "sticker",
    "voice",
    "photo",
    "location",
    "contact",
    "dice",
    "document",
    "video_note",
    "poll",
)


async def test_what_cannot_be_read_gets_one_friendly_line_and_the_open_card(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        for kind in STRANGE:
            before = anna.card
            anna.sends(None, **{kind: sample(kind)})
            await until_idle(api, tmp_path)

            assert anna.card != before, kind
            assert shown(anna).startswith("I can only read words and taps"), kind
            assert progress(MOST) in shown(anna), kind
            assert len(anna.open_cards) == 1, kind


async def test_what_is_none_of_its_business_changes_nothing(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        await until_idle(api, tmp_path)
        before = anna.card, stored(tmp_path, "SELECT * FROM sittings")
        own = next(message for message in anna.messages if not message.by_bot)
        anna.edits(own.id, "/restart")
        anna.reacts(own.id, "👍")
        channel = {"id": -100, "type": "channel", "title": "c"}
        api.push({"channel_post": {"message_id": 1, "date": 1, "chat": channel, "text": "/start"}})
        api.push({"poll": sample("poll")})
        anna.sends(successful_payment=sample("successful_payment"))
        await until_idle(api, tmp_path)

    assert (anna.card, stored(tmp_path, "SELECT * FROM sittings")) == before


async def test_what_cannot_be_parsed_is_set_aside_and_stops_nobody(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        api.push(
            {
                "message": {
                    "message_id": "seven",
                    "date": "never",
                    "from": {"id": 5, "first_name": "Eva", "username": "eva_adam"},
                    "chat": {"id": 5, "last_name": "Adam"},
                    "contact": {"phone_number": "+15551234"},
                    "text": "what was written",
                }
            }
        )
        api.push({"callback_query": 17})
        anna.taps(anna.card.buttons[0][0].label if anna.card else "")
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

    assert stored(tmp_path, "SELECT chat FROM dead_letters ORDER BY id") == [(5,), (None,)]
    assert "could not be understood" in bot.log.read_text()
    kept = str(stored(tmp_path, "SELECT raw FROM dead_letters")).lower()
    assert "what was written" in kept
    assert not any(personal in kept for personal in ("eva", "adam", "1234"))


HUGE = 2**70
ODD_UPDATES: list[dict[str, object]] = [
    {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": HUGE, "type": "private"},
            "from": {"id": HUGE, "is_bot": False, "first_name": "x"},
            "text": "hi",
        }
    },
    {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": [1], "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "x"},
            "text": "hi",
        }
    },
    {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -5, "type": "group"},
            "from": {"id": 9, "is_bot": False, "first_name": "x", "language_code": 7},
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
    },
    {
        "callback_query": {
            "id": "1",
            "from": {"id": 9, "is_bot": False, "first_name": "x"},
            "chat_instance": "1",
            "data": "\x00\ud800",
            "message": {"message_id": HUGE, "date": 0, "chat": {"id": 9, "type": "private"}},
        }
    },
    {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 9, "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "x"},
            "text": "\ud800 lone",
        }
    },
    {"message": None},
    {"message": [[[[[]]]]]},
    {},
]


async def test_what_was_set_aside_is_tried_again_when_asked_and_counts_once(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await until_idle(api, tmp_path)
        await bot.stop()
    assert anna.card is not None
    tap = {"id": "1", "from": anna.user, "chat_instance": "1", "data": anna.card.buttons[0][0].data}
    message = {"message_id": anna.card.id, "date": 0, "chat": {"id": 1001, "type": "private"}}
    raw = json.dumps({"update_id": 1, "callback_query": tap | {"message": message}})
    with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as shell:
        shell.execute(
            'INSERT INTO dead_letters (bot, "update", chat, raw, reason, at, again)'
            " VALUES (1, 1, 1001, ?, 'a bug', '2099-01-01 00:00:00', 1)",
            (raw,),
        )
        shell.commit()

    async with forked(api, tmp_path):
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]
    assert stored(tmp_path, "SELECT count(*) FROM dead_letters") == [(0,)]


async def test_no_update_however_odd_stops_the_bot(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        for odd in ODD_UPDATES:
            api.push(odd)
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

        assert bot.process.returncode is None
    assert str(HUGE) not in bot.log.read_text()
    handled = stored(tmp_path, "SELECT count(*) FROM handled")[0][0]
    assert handled == len(ODD_UPDATES) + 3


async def test_an_answer_that_is_not_telegrams_is_waited_out(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        api.fail("editMessageText", status=200, description="the page of some proxy")
        api.fail("getUpdates", status=200, description="the page of some proxy")
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)


async def test_after_a_long_outage_the_open_question_is_shown_again(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await until_idle(api, tmp_path)
        await bot.stop()
    card = anna.card
    with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as shell:
        shell.execute("UPDATE heartbeat SET at = datetime('now', '-10 minutes')")
        shell.commit()

    async with forked(api, tmp_path):
        await api.until(lambda: anna.card is not None and anna.card != card)
        await until_idle(api, tmp_path)

    assert progress(MOST) in shown(anna)
    assert len(anna.open_cards) == 1


async def test_whatever_waits_for_somebody_erased_is_never_sent(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        api.fail("sendDocument", status=429, description="Too Many Requests", retry_after=1)
        anna.types("/delete")
        await anna.sees("Yes, erase everything")
        card = anna.card
        assert card is not None
        anna.types("/mydata")
        anna.taps_data(card.buttons[1][0].data or "", card.id)
        await anna.sees("has been erased")
        assert await bot.stop() == 0  # which waits for what is still to be sent

    assert not [message for message in anna.messages if message.document]
    assert anna.open_cards == ()


async def test_in_a_group_it_answers_its_commands_with_the_way_to_the_private_chat(
    api: BotApi, tmp_path: Path
) -> None:
    anna, group = api.person(1001), api.group(-1002001, title="Team")
    async with forked(api, tmp_path):
        anna.types("hello everybody", chat=group)
        anna.types("/start@another_bot", chat=group)
        anna.types("/stats", chat=group)
        asked = anna.types(f"/start@{api.username}", chat=group)
        await group.sees(f"t.me/{api.username}")
        await until_idle(api, tmp_path)

    assert asked
    assert len([message for message in group.messages if message.by_bot]) == 1
    assert stored(tmp_path, "SELECT count(*) FROM people") == [(0,)]


async def test_somebody_who_blocked_the_bot_is_left_alone_and_goes_on_when_back(
    api: BotApi, tmp_path: Path
) -> None:
    anna, boris = api.person(1001), api.person(1002)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        anna.blocks()
        await until_idle(api, tmp_path)
        await bot.stop()
    calls = len(api.log)
    boris.types("/start")
    async with forked(api, tmp_path):
        await boris.sees("Begin")  # what waits from before the start is sent first
        assert not [call for call in api.log[calls:] if call.parameters.get("chat_id") == 1001]
        anna.unblocks()
        anna.types("/start")
        await anna.sees(f"at most {MOST - 1} more are left")


async def test_the_language_is_telegrams_and_can_be_switched(api: BotApi, tmp_path: Path) -> None:
    boris = api.person(1002, language="ru")
    async with forked(api, tmp_path):
        boris.types("/start")
        await boris.sees("Начать")
        boris.taps("Начать")
        await boris.sees(f"не больше {MOST} вопросов")
        boris.types("/language")
        await boris.sees("English")
        boris.taps("English")
        await boris.sees(progress(MOST))


async def test_my_data_comes_as_a_document_and_delete_leaves_nothing(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        anna.types("/mydata")
        await anna.sees("Everything I keep about you")
        anna.types("/delete")
        await anna.sees("Yes, erase everything")
        anna.taps("Yes, erase everything")
        await anna.sees("has been erased")
        await until_idle(api, tmp_path)

    document = next(message.document for message in anna.messages if message.document)
    assert document is not None
    assert len(json.loads(document.content)["answers"]) == 1
    for table in (
        "people",
        "sittings",
        "answers",
        "cards",
        "finishes",
        "outbox",
        "waiting",
        "dead_letters",
        "mentions",
    ):
        assert stored(tmp_path, f"SELECT count(*) FROM {table}") == [(0,)], table
    assert anna.open_cards == ()


async def test_only_admins_see_the_figures(api: BotApi, tmp_path: Path) -> None:
    admin, anna = api.person(ADMIN), api.person(1001)
    async with forked(api, tmp_path, ADMIN_IDS=str(ADMIN)):
        await begins(anna)
        anna.types("/stats")
        await anna.sees("I do not know that command")
        anna.types("/nonsense")
        await until_idle(api, tmp_path)
        admin.types("/stats")
        await admin.sees("Began: 1")
        await until_idle(api, tmp_path)

    unknown, stats = (message.text for message in anna.messages[-1:] + anna.messages[-3:-2])
    assert unknown == stats
    assert admin.open_cards == ()


async def test_results_that_wait_at_the_start_are_released_beside_everything_else(
    api: BotApi, tmp_path: Path
) -> None:
    outcomes = ["expert"] * 5 + ["manager"] * 40
    await make_waiting(f"sqlite:///{tmp_path / 'advisor.sqlite3'}", outcomes)
    admin = api.person(ADMIN)
    async with forked(api, tmp_path, ADMIN_IDS=str(ADMIN), STATS_BLOCK="20"):
        async with asyncio.timeout(PATIENCE):
            while stored(tmp_path, "SELECT count(*) FROM blocks") != [(2,)]:
                await asyncio.sleep(0.05)
        admin.types("/stats")
        await admin.sees("Results of 40 people in 2 groups")
        await api.drained()

    waiting = stored(tmp_path, "SELECT outcome FROM finishes WHERE NOT released")
    assert waiting == [("expert",)] * 5


async def test_menus_and_descriptions_are_set_once_in_each_language(
    api: BotApi, tmp_path: Path
) -> None:
    api.person(ADMIN).types("/start")
    async with forked(api, tmp_path, ADMIN_IDS=str(ADMIN)):
        await api.until(lambda: called(api, "setMyCommands") == 4)
    first = [call for call in api.log if call.method.startswith("set")]
    async with forked(api, tmp_path, ADMIN_IDS=str(ADMIN)):
        await api.until(lambda: called(api, "getMyCommands") == 8)
        await api.drained()

    again = [call for call in api.log if call.method.startswith("set")]
    assert {(call.method, call.parameters.get("language_code", "")) for call in first} >= {
        (method, language)
        for method in ("setMyCommands", "setMyDescription", "setMyShortDescription")
        for language in ("", "ru")
    }
    assert again == first


def called(api: BotApi, method: str) -> int:
    """Return how often a method was called."""
    return [call.method for call in api.log].count(method)


async def test_the_database_is_for_its_owner_alone(api: BotApi, tmp_path: Path) -> None:
    async with forked(api, tmp_path) as bot:
        await bot.logs("taking updates")
        files = list(tmp_path.glob("advisor.sqlite3*"))

    assert len(files) >= 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in files if path.exists()} <= {0o600}


async def test_a_second_bot_of_the_same_database_waits_for_the_first_to_leave(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as first:
        await begins(anna)
        async with forked(api, tmp_path):
            await first.kill()
            await answers(anna, MOST)
            await anna.sees(progress(MOST - 1))


def impatient() -> None:
    """Let the bot hardly wait for another one to leave."""
    vars(app)["EXIT_TIMEOUT"] = 0.2


async def test_a_second_bot_of_the_same_database_never_talks_to_telegram_beside_the_first(
    api: BotApi, tmp_path: Path
) -> None:
    async with forked(api, tmp_path) as first:
        await first.logs("taking updates")
        async with forked(api, tmp_path, first=impatient) as second:
            assert await second.ended() == 1

    assert "bot is running" in second.log.read_text().splitlines()[-1]
    assert called(api, "getMe") == 1


async def test_what_is_being_shown_when_it_is_told_to_stop_is_shown_and_noted(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await until_idle(api, tmp_path)
        held = api.hold("editMessageText")
        await answers(anna, MOST)
        await held.came.wait()
        bot.process.terminate()
        held.released.set()
        assert await bot.ended() == 0

    assert progress(MOST - 1) in shown(anna)
    assert stored(tmp_path, "SELECT version - shown FROM cards") == [(0,)]


# When Telegram or the disk misbehaves


async def test_telegram_out_of_reach_is_waited_for(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    await api.down()
    async with forked(api, tmp_path) as bot:
        await bot.logs("Telegram is out of reach")
        await api.up()
        await begins(anna)
        before = bot.logged("Telegram is out of reach")
        await api.down()
        await bot.logs("Telegram is out of reach", before + 1)
        await api.up()
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))

    assert api.token not in bot.log.read_text()


async def test_a_refused_token_ends_with_one_line(api: BotApi, tmp_path: Path) -> None:
    refused = "987654321:" + "B" * 35
    async with forked(api, tmp_path, TELEGRAM_BOT_TOKEN=refused) as bot:
        code = await bot.ended()

    lines = bot.log.read_text().splitlines()
    assert code == 2
    assert len(lines) == 1
    assert "refused" in lines[0]
    assert refused not in lines[0]
    api.faults.clear()


@pytest.mark.parametrize("misfortune", ["429", "500", "lost"])
async def test_a_call_that_fails_is_repeated(api: BotApi, tmp_path: Path, misfortune: str) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        match misfortune:
            case "429":
                api.fail(
                    "editMessageText", status=429, description="Too Many Requests", retry_after=1
                )
            case "500":
                api.fail(
                    "editMessageText", status=500, description="Internal Server Error", times=2
                )
            case "lost":
                api.lose_reply("editMessageText")
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

    assert len(anna.open_cards) == 1


@pytest.mark.parametrize("killed", [False, True], ids=["lives", "is killed"])
async def test_a_card_whose_sending_nobody_heard_of_is_closed_when_it_is_sent_again(
    api: BotApi, tmp_path: Path, killed: bool
) -> None:
    anna, boris = api.person(1001), api.person(1002)
    async with AsyncExitStack() as bots:
        bot = await bots.enter_async_context(forked(api, tmp_path))
        await begins(anna)
        await begins(boris)
        api.lose_reply("sendMessage")
        anna.types("2")
        unheard = await anna.sees(progress(MOST - 1))
        if killed:
            await bot.kill()
            await bots.enter_async_context(forked(api, tmp_path))
        await api.until(lambda: anna.open_cards != () and anna.open_cards[0] != unheard)
        await until_idle(api, tmp_path)

    assert [card.id > unheard.id for card in anna.open_cards] == [True]
    assert len(boris.open_cards) == 1
    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]


async def test_a_card_that_was_deleted_comes_anew(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        api.fail(
            "editMessageText", status=400, description="Bad Request: message to edit not found"
        )
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

    assert progress(MOST - 1) in shown(anna)


async def test_a_locked_database_is_waited_for_and_people_are_told_once(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path):
        await begins(anna)
        await until_idle(api, tmp_path)
        with locked(tmp_path):
            anna.types("1")
            await anna.sees("I cannot save anything right now")
        await anna.sees(progress(MOST - 1))
        await until_idle(api, tmp_path)

    told = [message for message in anna.messages if "I cannot save" in message.text]
    assert len(told) == 1
    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]


async def test_told_to_stop_it_commits_what_it_has_begun(api: BotApi, tmp_path: Path) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path) as bot:
        await begins(anna)
        await until_idle(api, tmp_path)
        with locked(tmp_path):
            anna.types("1")
            await anna.sees("I cannot save anything right now")  # so it has begun to
            bot.process.terminate()
        assert await bot.ended() == 0

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]


async def test_the_second_tap_of_a_double_tap_is_no_answer_to_the_next_question(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path, TAP_GUARD_MS="60000"):
        await begins(anna)
        await answers(anna, MOST)
        await api.until(lambda: anna.unanswered == ())
        await until_idle(api, tmp_path)

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(0,)]
    assert anna.toasts == ("That was quick, so it did not count. Tap once more.",)
    assert progress(MOST) in shown(anna)
    assert len(anna.open_cards) == 1


async def test_a_tap_that_waited_over_a_restart_is_never_too_early(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path, TAP_GUARD_MS="60000") as bot:
        await begins(anna)
        assert await bot.stop() == 0
    await answers(anna, MOST)

    async with forked(api, tmp_path, TAP_GUARD_MS="60000"):
        await anna.sees(progress(MOST - 1))

    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1,)]


async def test_a_person_who_floods_is_slowed_alone_and_read_to_the_end(
    api: BotApi, tmp_path: Path
) -> None:
    anna, boris = api.person(1001), api.person(1002)
    for _ in range(150):
        anna.types("/help")
    anna.types("/roles")
    boris.types("/start")

    async with forked(api, tmp_path):
        await boris.sees("Begin")
        await anna.sees("The roles")
        await until_idle(api, tmp_path)

    assert stored(tmp_path, "SELECT count(*) FROM handled") == [(152,)]
    assert stored(tmp_path, "SELECT count(*) FROM waiting") == [(0,)]
    assert len(anna.open_cards) == 1


async def test_a_chat_that_must_wait_an_hour_stops_nobody_else(api: BotApi, tmp_path: Path) -> None:
    anna, boris = api.person(1001), api.person(1002)
    async with forked(api, tmp_path):
        await begins(anna)
        await begins(boris)
        api.fail("editMessageText", status=429, retry_after=3600)
        await answers(anna, MOST)
        for left in range(MOST, MOST - 4, -1):
            await answers(boris, left)
        await boris.sees(progress(MOST - 4))

    assert progress(MOST) in shown(anna)
    assert stored(tmp_path, "SELECT count(*) FROM answers") == [(1 + 4,)]


def never_probing() -> None:
    """Let the bot try nothing while it believes that all have to wait."""
    vars(throttle)["PROBE"] = 3600.0


async def test_a_chat_that_is_refused_everything_stops_nobody_else(
    api: BotApi, tmp_path: Path
) -> None:
    anna, boris = api.person(1001), api.person(1002)
    async with forked(api, tmp_path, first=never_probing):
        await begins(anna)
        await begins(boris)
        await until_idle(api, tmp_path)
        api.fail("editMessageText", status=429, retry_after=3600)
        api.fail("answerCallbackQuery", status=429, retry_after=3600, times=2)
        await answers(anna, MOST)
        await answers(anna, MOST)
        await refused(api, 3)
        await answers(boris, MOST)
        await boris.sees(progress(MOST - 1))

    assert progress(MOST) in shown(anna)


def quick_to_probe() -> None:
    """Let the bot soon find out whether really all have to wait."""
    vars(throttle)["PROBE"] = 0.2


async def test_several_chats_that_must_wait_an_hour_stop_the_others_for_seconds_only(
    api: BotApi, tmp_path: Path
) -> None:
    people = [api.person(1001 + number) for number in range(4)]
    async with forked(api, tmp_path, first=quick_to_probe):
        for person in people:
            await begins(person)
        await until_idle(api, tmp_path)
        api.fail("editMessageText", status=429, retry_after=3600, times=3)
        api.fail("answerCallbackQuery", status=429, retry_after=3600, times=3)
        for person in people[:3]:
            await answers(person, MOST)
        await refused(api, 6)
        await answers(people[3], MOST)
        await people[3].sees(progress(MOST - 1))
        await answers(people[3], MOST - 1)
        await people[3].sees(progress(MOST - 2))
        await api.until(lambda: people[3].unanswered == ())

    assert [progress(MOST) in shown(person) for person in people] == [True, True, True, False]


async def refused(api: BotApi, times: int) -> None:
    """Wait until so many calls were too many."""
    await api.until(lambda: [call.status for call in api.log].count(429) >= times)


async def test_new_messages_never_come_all_at_once(api: BotApi, tmp_path: Path) -> None:
    people = [api.person(1001 + number) for number in range(4)]
    async with forked(api, tmp_path, SEND_RATE="2"):
        for person in people:
            person.types("/start")
        for person in people:
            await person.sees("Begin")

    assert span_of_sending(api, people) > 0.15  # it should be 1.5 s


async def test_new_messages_that_had_to_wait_do_not_come_all_at_once_either(
    api: BotApi, tmp_path: Path
) -> None:
    people = [api.person(1001 + number) for number in range(7)]
    async with forked(api, tmp_path, SEND_RATE="2"):
        api.fail("sendMessage", status=429, retry_after=2, times=3)
        for person in people[:3]:
            person.types("/start")
        await refused(api, 3)
        for person in people[3:]:
            person.types("/start")
        for person in people:
            await person.sees("Begin")

    assert span_of_sending(api, people[3:]) > 0.15


def span_of_sending(api: BotApi, people: list[Person]) -> float:
    """Return how many seconds lie between the first message to these people and the last."""
    ids = {person.id for person in people}
    sent = [call.at for call in api.log if call.parameters.get("chat_id") in ids]
    return max(sent) - min(sent)


class Gate(AbstractAsyncContextManager[None]):
    """In the place of the limiter: whoever comes waits while there is a file `closed`, and tells so by a file `waiting`."""

    def __init__(self, *_: object) -> None:
        pass

    async def __aenter__(self) -> None:
        while Path("closed").exists():
            Path("waiting").touch()
            await asyncio.sleep(0.01)

    async def __aexit__(self, *_: object) -> None:
        pass


def at_a_gate() -> None:
    vars(sender)["AsyncLimiter"] = Gate


async def test_a_document_that_waits_for_its_turn_is_not_sent_once_everything_is_erased(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path, first=at_a_gate) as bot:
        await begins(anna)
        anna.types("/delete")
        card = await anna.sees("Yes, erase everything")
        (tmp_path / "closed").touch()
        anna.types("/mydata")
        async with asyncio.timeout(PATIENCE):
            while not (tmp_path / "waiting").exists():
                await asyncio.sleep(0.01)
        anna.taps_data(card.buttons[1][0].data or "", card.id)
        await api.drained()
        (tmp_path / "closed").unlink()
        await anna.sees("erased")
        assert await bot.stop() == 0

    assert stored(tmp_path, "SELECT count(*) FROM people WHERE person = 1001") == [(0,)]
    assert [message for message in anna.messages if message.document] == []


async def test_a_question_that_comes_again_below_can_be_answered_at_once(
    api: BotApi, tmp_path: Path
) -> None:
    anna = api.person(1001)
    async with forked(api, tmp_path, TAP_GUARD_MS="60000"):
        await begins(anna)
        anna.types("/start")
        await until_idle(api, tmp_path)
        await answers(anna, MOST)
        await anna.sees(progress(MOST - 1))
        await api.until(lambda: anna.unanswered == ())

    assert anna.toasts == ()
