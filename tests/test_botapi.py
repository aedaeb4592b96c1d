"""The tests' own Telegram is as strict as the real one, and misbehaves only when told to."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    Message,
    MessageEntity,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import HTTPXRequest

import botapi_text
from botapi import BotApi
from botapi_people import SAMPLES, Person
from botapi_world import PATIENCE


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns about its old way of giving them."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with telegram_bot(api) as found:
        yield found


@pytest.fixture
def anna(api: BotApi) -> Person:
    """Somebody who has written to the bot."""
    person = api.person(1001, first_name="Anna <b>")
    person.types("/start")
    return person


def telegram_bot(api: BotApi, token: str | None = None) -> Bot:
    # On loopback nothing is encrypted; reading the certificates would take longer than the test.
    unencrypted = {"verify": False}
    request, polling = (
        HTTPXRequest(http_version="1.1", read_timeout=PATIENCE, httpx_kwargs=unencrypted)
        for _ in range(2)
    )
    return Bot(
        token or api.token,
        base_url=f"{api.url}/bot",
        request=request,
        get_updates_request=polling,
    )


def card(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data)] for label in labels]
    )


async def asked(api: BotApi, method: str, **fields: object) -> dict[str, object]:
    """A raw JSON call, for what the library would never send."""
    return await posted(f"{api.url}/bot{api.token}/{method}", fields)


async def posted(url: str, fields: dict[str, object]) -> dict[str, object]:
    async with aiohttp.ClientSession() as session, session.post(url, json=fields) as answer:
        found: dict[str, object] = await answer.json()
    return found


# The door


async def test_the_bot_learns_who_it_is(api: BotApi, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (123456, api.username, True)


@pytest.mark.parametrize(
    ("token", "status", "description"),
    [
        ("654321:TEST-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
    ],
)
async def test_another_token_is_unauthorized_and_a_malformed_one_not_found(
    api: BotApi, token: str, status: int, description: str
) -> None:
    stranger = telegram_bot(api, token)
    with pytest.raises(InvalidToken, match="was rejected by the server"):
        await stranger.initialize()
    await stranger.shutdown()
    answer = await posted(f"{api.url}/bot{token}/getMe", {})
    assert answer == {"ok": False, "error_code": status, "description": description}
    assert [call.status for call in api.log] == [status, status]


async def test_methods_are_found_in_any_case_by_get_and_by_form(api: BotApi, anna: Person) -> None:
    root = f"{api.url}/bot{api.token}"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{root}/SENDMESSAGE?chat_id=1001&text=One") as answer:
            assert answer.status == 200
        async with session.post(
            f"{root}/sendmessage", data={"chat_id": "1001", "text": "2"}
        ) as answer:
            assert answer.status == 200
    assert [message.text for message in anna.messages] == ["/start", "One", "2"]


SOMETHING = {"chat_id": 1001, "message_id": 1}


@pytest.mark.parametrize(
    ("method", "fields", "complaint"),
    [
        ("sendMassage", {}, "method not found"),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "a", "colour": "red"},
            'unknown parameter "colour"',
        ),
        ("sendMessage", {"chat_id": 1001}, 'parameter "text" is required'),
        ("sendMessage", {"chat_id": "Anna", "text": "a"}, '"chat_id" must be an integer'),
        ("sendMessage", {"chat_id": 1001, "text": 5}, '"text" must be a string'),
        ("sendMessage", {"chat_id": 1001, "text": "a", "reply_markup": "{"}, "must be JSON"),
        ("sendMessage", {"chat_id": 1001, "text": "a", "protect_content": "yes?"}, "a boolean"),
        ("sendMessage", {"chat_id": 1001, "text": "\ud83d"}, "encoded in UTF-8"),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "a", "parse_mode": "Markdown"},
            "unsupported parse",
        ),
        ("sendChatAction", {"chat_id": 1001, "action": "sleeping"}, '"action" must be one of'),
        ("getUpdates", {"allowed_updates": ["massage"]}, "unknown kinds of updates"),
        ("setWebhook", {"url": "http://example.com"}, "HTTPS URL must be provided"),
        ("sendDocument", {"chat_id": 1001, "document": "nowhere"}, "wrong file identifier"),
        ("editMessageMedia", {**SOMETHING, "media": {"type": "photo"}}, 'find field "media"'),
        ("editMessageMedia", {**SOMETHING, "media": {"type": "audio", "media": "x"}}, "of photo"),
        ("editMessageMedia", {**SOMETHING, "media": "map.png"}, "must be JSON"),
    ],
)
async def test_what_the_bot_gets_wrong_is_refused_and_kept_as_a_fault(
    api: BotApi, anna: Person, method: str, fields: dict[str, object], complaint: str
) -> None:
    answer = await asked(api, method, **fields)
    assert answer["ok"] is False
    assert complaint in str(answer["description"])
    assert len(api.faults) == 1
    assert complaint in api.faults[0]
    assert len(anna.messages) == 1


async def test_the_log_holds_every_call_with_its_parameters_read(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    before = time.time()
    await bot.send_message(anna.id, "[1]", reply_markup=card("Yes"))
    call = api.log[-1]
    assert (call.method, call.status) == ("sendMessage", 200)
    assert call.parameters["chat_id"] == 1001
    assert call.parameters["text"] == "[1]"
    assert call.parameters["reply_markup"] == {
        "inline_keyboard": [[{"text": "Yes", "callback_data": "x"}]]
    }
    assert before <= call.at <= time.time()


# Messages


async def test_a_sent_message_comes_back_complete(bot: Bot, anna: Person) -> None:
    before = int(time.time())
    message = await bot.send_message(anna.id, "Hi", reply_markup=card("Go"))
    assert message.chat.first_name == "Anna <b>"
    assert message.from_user is not None
    assert message.from_user.is_bot
    assert before <= message.date.timestamp() <= time.time()
    assert message.reply_markup == card("Go")
    assert anna.messages[-1].text == "Hi"


async def test_html_is_stored_as_text_and_entities_in_utf16_units(bot: Bot, anna: Person) -> None:
    text = '😀 <b>bold <i>both</i></b> &lt;&amp;&#33; <a href="https://example.com/?a=1&amp;b=2">link</a>'
    message = await bot.send_message(anna.id, text, parse_mode="HTML")
    assert message.text == "😀 bold both <&! link"
    assert message.parse_entities() == {
        MessageEntity("bold", 3, 9): "bold both",
        MessageEntity("italic", 8, 4): "both",
        MessageEntity("text_link", 17, 4, url="https://example.com/?a=1&b=2"): "link",
    }


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<strong>a</strong><em>b</em><ins>c</ins>", "abc", ["bold", "italic", "underline"]),
        (
            "<u>a</u><s>b</s><strike>c</strike><del>d</del>",
            "abcd",
            ["underline"] + 3 * ["strikethrough"],
        ),
        ("<code>a</code> <pre>b</pre>", "a b", ["code", "pre"]),
        (
            '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
            "ab",
            ["spoiler", "spoiler"],
        ),
        ("<blockquote expandable>a</blockquote>", "a", ["expandable_blockquote"]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", ["custom_emoji"]),
        ("<B>a</B>", "a", ["bold"]),
        ("<b></b>a", "a", []),
        ("<a href='nowhere'>a</a>", "a", []),
        ("a &nbsp; & b", "a &nbsp; & b", []),
        ("  \n<b> a </b>\n ", "a", ["bold"]),
    ],
)
def test_telegrams_tags_are_read(source: str, text: str, entities: list[str]) -> None:
    styled = botapi_text.html(source)
    assert styled.text.strip() == text
    assert [entity.type for entity in styled.entities] == entities


async def test_entities_may_be_given_beside_the_text(bot: Bot, anna: Person) -> None:
    bold = MessageEntity("bold", 2, 1)
    message = await bot.send_message(anna.id, " 1b", entities=[bold])
    assert message.parse_entities() == {MessageEntity("bold", 1, 1): "b"}
    with pytest.raises(BadRequest, match="beyond the text"):
        await bot.send_message(anna.id, "b", entities=[bold])


def test_code_with_a_language_inside_pre_is_one_entity() -> None:
    styled = botapi_text.html('<pre><code class="language-python">x = 1</code></pre>')
    assert styled.entities == (botapi_text.Entity("pre", 0, 5, language="python"),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b x='1", "Unclosed start tag at byte offset 0"),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("<a href>a</a>", "Expected equal sign"),
    ],
)
async def test_unreadable_html_is_refused(
    api: BotApi, bot: Bot, anna: Person, text: str, complaint: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(anna.id, text, parse_mode="HTML")
    # The library makes all but the first letter small.
    assert caught.value.message.startswith(f"Can't parse entities: {complaint}".capitalize())
    assert len(api.faults) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "<b> </b>"])
async def test_a_message_without_text_is_refused(bot: Bot, anna: Person, text: str) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(anna.id, text, parse_mode="HTML")


async def test_length_is_counted_in_utf16_units_after_the_markup(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.id, f"<b>{'😀' * 2048}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(anna.id, "😀" * 2048 + "a")


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": "a", "callback_data": "é" * 32 + "a"}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed"),
        ({"text": "a", "callback_data": "a", "url": "https://example.com"}, "more than one of"),
        ({"text": " ", "callback_data": "a"}, "must be non-empty"),
        ({"callback_data": "a"}, 'can\'t find field "text"'),
        ({"text": "a", "url": "example"}, "URL 'example' is invalid"),
        ({"text": "a", "callback_data": "a", "size": 3}, 'unknown field "size"'),
    ],
)
async def test_a_button_out_of_telegrams_limits_is_refused(
    api: BotApi, anna: Person, button: dict[str, object], complaint: str
) -> None:
    markup = {"inline_keyboard": [[button]]}
    answer = await asked(api, "sendMessage", chat_id=1001, text="a", reply_markup=markup)
    assert complaint in str(answer["description"])
    assert len(api.faults) == 1
    assert anna.card is None


@pytest.mark.parametrize("rows", [[9], [8] * 12 + [5]])
async def test_too_many_buttons_are_refused(bot: Bot, anna: Person, rows: list[int]) -> None:
    button = InlineKeyboardButton("a", callback_data="a" * 64)
    with pytest.raises(BadRequest):
        await bot.send_message(
            anna.id, "a", reply_markup=InlineKeyboardMarkup([[button] * size for size in rows])
        )


async def test_a_hundred_buttons_and_good_links_are_accepted(bot: Bot, anna: Person) -> None:
    rows = [[InlineKeyboardButton("a", url="https://example.com/x")] * 8] * 12
    last = [InlineKeyboardButton("b", url="tg://user?id=1")] * 4
    await bot.send_message(anna.id, "a", reply_markup=InlineKeyboardMarkup([*rows, last]))
    assert anna.card is not None


async def test_a_reply_keyboard_may_be_removed(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.id, "a", reply_markup=ReplyKeyboardRemove())
    assert anna.card is None


async def test_a_reply_shows_what_it_replies_to(bot: Bot, anna: Person) -> None:
    first = anna.messages[0].id
    message = await bot.send_message(anna.id, "a", reply_parameters=ReplyParameters(first))
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "/start"
    assert anna.messages[-1].reply_to == first
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(anna.id, "a", reply_parameters=ReplyParameters(999))
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(anna.id, "a", reply_parameters=lenient)).text == "a"


# Edits


async def test_an_edit_replaces_text_and_keyboard(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "One", reply_markup=card("Go"))
    edited = await bot.edit_message_text("Two", anna.id, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert (anna.messages[-1].text, anna.messages[-1].edited) == ("Two", 1)
    assert anna.card is None


async def test_an_edit_that_changes_nothing_is_refused(api: BotApi, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "<b>One</b>", "HTML", reply_markup=card("Go"))
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text(
            "<b>One</b>", 1001, sent.message_id, None, "HTML", reply_markup=card("Go")
        )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=card("Go"))
    await bot.edit_message_text("One", 1001, sent.message_id, reply_markup=card("Go"))
    await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=card("Go", data="y"))
    assert api.faults == []


async def test_only_the_bots_own_messages_can_be_edited(bot: Bot, anna: Person) -> None:
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("a", anna.id, anna.messages[0].id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("a", anna.id, 999)


async def test_a_deleted_message_is_gone(api: BotApi, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "a")
    await bot.delete_message(anna.id, sent.message_id)
    assert len(anna.messages) == 1
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, sent.message_id)
    api.passes(3 * 86_400)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(anna.id, anna.messages[0].id)


# Files


@pytest.mark.parametrize("attach", [False, True])
async def test_a_document_arrives_with_its_bytes(bot: Bot, anna: Person, attach: bool) -> None:
    file = InputFile(b"{}", "answers.json", attach=attach)
    message = await bot.send_document(anna.id, file, caption="<i>Yours</i>", parse_mode="HTML")
    assert message.document is not None
    assert message.document.file_name == "answers.json"
    assert message.caption == "Yours"
    kept = anna.messages[-1]
    assert kept.document is not None
    assert (kept.document.name, kept.document.content) == ("answers.json", b"{}")
    again = await bot.send_document(anna.id, message.document.file_id)
    assert again.document == message.document


async def test_a_photo_is_sent_and_its_caption_edited(bot: Bot, anna: Person) -> None:
    message = await bot.send_photo(anna.id, b"\x89PNG", caption="One", reply_markup=card("Go"))
    assert message.photo[-1].width == 800
    await bot.edit_message_caption(anna.id, message.message_id, caption="Two")
    assert anna.messages[-1].text == "Two"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("Three", anna.id, message.message_id)


async def test_a_text_becomes_a_photo_and_never_a_text_again(bot: Bot, anna: Person) -> None:
    message = await bot.send_message(anna.id, "One", reply_markup=card("Go"))
    photo = InputMediaPhoto(b"\x89PNG", "<b>Two</b>", "HTML")
    edited = await bot.edit_message_media(
        photo, anna.id, message.message_id, reply_markup=card("On")
    )
    assert isinstance(edited, Message)
    assert (edited.caption, edited.text) == ("Two", None)
    assert edited.photo[-1].width == 800
    assert anna.card is not None
    assert (anna.card.picture, anna.card.edited) == (b"\x89PNG", 1)
    assert anna.card.button("On")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("Three", anna.id, message.message_id)


async def test_the_same_photo_again_is_no_change_unless_it_is_uploaded_anew(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    sent = await bot.send_photo(anna.id, b"\x89PNG", caption="One")
    again = InputMediaPhoto(sent.photo[-1].file_id, "One")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_media(again, anna.id, sent.message_id)
    await bot.edit_message_media(InputMediaPhoto(b"\x89PNG", "One"), anna.id, sent.message_id)
    assert anna.messages[-1].edited == 1
    assert api.faults == []


async def test_a_photo_that_is_not_there_or_has_a_long_caption_is_refused(
    bot: Bot, anna: Person
) -> None:
    message = await bot.send_message(anna.id, "One")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.edit_message_media(
            InputMediaPhoto(b"\x89PNG", "a" * 1025), anna.id, message.message_id
        )
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_media(InputMediaPhoto(b"\x89PNG"), anna.id, 999)
    assert anna.messages[-1].text == "One"
    assert anna.messages[-1].picture is None


async def test_an_empty_file_or_a_long_caption_is_refused(bot: Bot, anna: Person) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(anna.id, b"")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(anna.id, b"a", caption="a" * 1025)


# Who can be written to


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "a")


async def test_the_bot_cannot_write_first(api: BotApi, bot: Bot) -> None:
    bo = api.person(1002)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(bo.id, "a")
    bo.types("Hello")
    await bot.send_message(bo.id, "a")
    assert api.faults == []


async def test_who_blocks_the_bot_cannot_be_reached_until_unblocking(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    sent = await bot.send_message(anna.id, "a")
    anna.blocks()
    for call in (
        bot.send_message(anna.id, "b"),
        bot.edit_message_text("b", anna.id, sent.message_id),
        bot.delete_message(anna.id, sent.message_id),
        bot.send_chat_action(anna.id, "typing"),
    ):
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await call
    with pytest.raises(AssertionError, match="blocked"):
        anna.types("Hello")
    anna.unblocks()
    await bot.send_message(anna.id, "b")
    updates = await bot.get_updates()
    members = [update.my_chat_member for update in updates if update.my_chat_member]
    assert [member.new_chat_member.status for member in members] == ["kicked", "member"]
    assert api.faults == []


async def test_a_group_has_its_own_messages(api: BotApi, bot: Bot, anna: Person) -> None:
    group = api.group(-1002001, title="Team")
    anna.types(f"/start@{api.username}", chat=group)
    await bot.send_message(group.id, "Hello, team", reply_markup=card("Go"))
    anna.taps("Go", chat=group)
    *_, written, tapped = await bot.get_updates()
    assert written.message is not None
    assert (written.message.chat.type, written.message.chat.title) == ("supergroup", "Team")
    assert written.message.parse_entities() == {
        MessageEntity("bot_command", 0, 21): f"/start@{api.username}"
    }
    assert tapped.effective_chat is not None
    assert tapped.effective_chat.id == group.id
    assert [message.text for message in group.messages][1:] == ["Hello, team"]
    assert len(anna.messages) == 1


@pytest.mark.usefixtures("anna")
async def test_a_group_that_expels_the_bot_or_moves_says_so(api: BotApi, bot: Bot) -> None:
    group = api.group(-1002001)
    group.expels()
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "a")
    old = api.group(-5, kind="group")
    old.moves(group)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old.id, "a")
    assert caught.value.new_chat_id == group.id


# Taps


async def test_a_tap_is_answered_with_a_toast(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.id, "Well?", reply_markup=card("Begin again", "Begin", data="b"))
    update_id = anna.taps("Begin")
    assert len(anna.unanswered) == 1
    update = (await bot.get_updates())[-1]
    assert update.update_id == update_id
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("b", 1001)
    assert isinstance(update.callback_query.message, Message)
    assert update.callback_query.message.text == "Well?"
    await bot.answer_callback_query(update.callback_query.id, "Saved")
    await bot.answer_callback_query(update.callback_query.id)
    assert anna.toasts == ("Saved",)
    assert not anna.unanswered


async def test_an_old_or_unknown_tap_cannot_be_answered(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    anna.taps_data("x")
    (number,) = anna.unanswered
    api.passes(16)
    for query in (number, "7"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
            await bot.answer_callback_query(query)
    assert api.faults == []


async def test_only_a_button_that_is_shown_can_be_tapped(bot: Bot, anna: Person) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Read", url="https://example.com")]])
    await bot.send_message(anna.id, "Well?", reply_markup=link)
    with pytest.raises(AssertionError, match=r"(?s)no button 'Begin'.*\[Read\]"):
        anna.taps("Begin")
    with pytest.raises(AssertionError, match="opens"):
        anna.taps("Read")


async def test_a_hostile_tap_may_come_from_a_message_that_is_gone(bot: Bot, anna: Person) -> None:
    anna.taps_data("'; --", message_id=77)
    update = (await bot.get_updates())[-1]
    assert update.callback_query is not None
    assert update.callback_query.data == "'; --"
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible


# The bot's profile


async def test_commands_are_kept_per_scope_and_language(bot: Bot, anna: Person) -> None:
    start, stats = BotCommand("start", "Begin"), BotCommand("stats", "Figures")
    await bot.set_my_commands([start])
    await bot.set_my_commands([stats], BotCommandScopeChat(anna.id), "ru")
    assert await bot.get_my_commands() == (start,)
    assert await bot.get_my_commands(BotCommandScopeChat(anna.id), "ru") == (stats,)
    assert not await bot.get_my_commands(BotCommandScopeChat(anna.id))
    await bot.delete_my_commands()
    assert not await bot.get_my_commands()


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"commands": [{"command": "Start", "description": "a"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "a"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "a" * 257}]}, "DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "a"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "eng"}, "invalid language code"),
        ({"commands": [], "scope": {"type": "planet"}}, "Unsupported type"),
        ({"commands": [], "scope": {"type": "chat"}}, 'can\'t find field "chat_id"'),
        ({"commands": [], "scope": {"type": "default", "chat_id": 1}}, "unknown field"),
    ],
)
async def test_commands_out_of_telegrams_limits_are_refused(
    api: BotApi, fields: dict[str, object], complaint: str
) -> None:
    answer = await asked(api, "setMyCommands", **fields)
    assert complaint in str(answer["description"])
    assert len(api.faults) == 1


async def test_descriptions_are_kept_per_language_and_limited(api: BotApi, bot: Bot) -> None:
    await bot.set_my_description("d" * 512, "ru")
    await bot.set_my_short_description("s" * 120)
    assert (await bot.get_my_description("ru")).description == "d" * 512
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description()).short_description == "s" * 120
    with pytest.raises(BadRequest, match="Description is too long"):
        await bot.set_my_description("d" * 513)
    with pytest.raises(BadRequest, match="Short description is too long"):
        await bot.set_my_short_description("s" * 121)
    assert len(api.faults) == 2


# Updates


async def test_an_update_stays_until_a_higher_offset_confirms_it(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    first, second, third = (anna.types(text) for text in ("One", "Two", "Three"))
    assert (second, third) == (first + 1, first + 2)
    assert len(await bot.get_updates()) == len(await bot.get_updates()) == 4
    assert [update.update_id for update in await bot.get_updates(first, limit=1)] == [first]
    assert [update.update_id for update in await bot.get_updates(second)] == [second, third]
    assert api.confirmed == second
    assert await bot.get_updates(third + 1) == ()
    assert api.confirmed == third + 1


async def test_a_negative_offset_forgets_all_but_the_last(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    last = anna.types("Two")
    assert [update.update_id for update in await bot.get_updates(-1)] == [last]
    assert [update.update_id for update in await bot.get_updates()] == [last]
    assert api.confirmed == last


async def test_an_offset_of_another_numbering_confirms_nothing(bot: Bot, anna: Person) -> None:
    last = anna.types("Two")
    assert len(await bot.get_updates(last + 1000)) == 2


async def test_a_poll_waits_for_the_next_update(api: BotApi, bot: Bot, anna: Person) -> None:
    (start,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(start.update_id + 1, timeout=50))
    await api.until(lambda: api.polling)
    anna.types("Now")
    assert [update.message.text for update in await poll if update.message] == ["Now"]


async def test_a_second_poll_ends_the_first(api: BotApi, bot: Bot, anna: Person) -> None:
    (start,) = await bot.get_updates()
    first = asyncio.create_task(bot.get_updates(start.update_id + 1, timeout=50))
    await api.until(lambda: api.polling)
    async with telegram_bot(api) as other:
        second = asyncio.create_task(other.get_updates(start.update_id + 1, timeout=50))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        anna.types("Now")
        assert len(await second) == 1


@pytest.mark.usefixtures("anna")
async def test_with_a_webhook_there_is_no_polling(bot: Bot) -> None:
    await bot.set_webhook("https://example.com/hook", allowed_updates=["message"])
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://example.com/hook", 1)
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


@asynccontextmanager
async def hook(api: BotApi, answers: Iterable[int]) -> AsyncIterator[list[tuple[str, Any]]]:
    """Listen where a proxy passes the posts on, answer in turn with these codes, and keep what came."""
    posts: list[tuple[str, Any]] = []
    codes = iter(answers)

    async def post(request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        posts.append((secret, await request.json()))
        return web.Response(status=next(codes, 200))

    application = web.Application()
    application.router.add_post("/hook", post)
    async with TestServer(application) as server:
        api.proxies["https://bot.example"] = f"http://127.0.0.1:{server.port}"
        yield posts


async def test_a_webhook_is_posted_every_update_with_the_secret_and_a_2xx_confirms_it(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    async with hook(api, ()) as posts:
        await bot.set_webhook("https://bot.example/hook", secret_token="s-1")
        anna.types("Hello")
        await api.drained()

    assert [(secret, update["message"]["text"]) for secret, update in posts] == [
        ("s-1", "/start"),
        ("s-1", "Hello"),
    ]
    assert api.confirmed == posts[-1][1]["update_id"] + 1


async def test_what_a_webhook_refuses_is_posted_again_before_what_came_later() -> None:
    async with BotApi(post_again=0.01) as api, telegram_bot(api) as bot:
        anna, boris = api.person(1001), api.person(1002)
        async with hook(api, (500, 302, 403)) as posts:
            await bot.set_webhook("https://bot.example/hook")
            for text in ("1", "2"):
                anna.types(text)
            await api.drained()
            info = await bot.get_webhook_info()
        boris.types("3")
        async with asyncio.timeout(PATIENCE):
            while (await bot.get_webhook_info()).last_error_message != "Connection refused":
                await asyncio.sleep(0.01)

    assert [update["message"]["text"] for _, update in posts] == ["1", "1", "1", "1", "2"]
    assert (info.pending_update_count, info.max_connections) == (0, 40)
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"
    assert len(api.world.queue.waiting) == 1


async def test_a_webhook_is_posted_as_much_at_once_as_it_allows(api: BotApi, bot: Bot) -> None:
    open_posts, most, enough = 0, 0, asyncio.Event()
    people = [api.person(number) for number in range(1001, 1011)]

    async def post(_: web.Request) -> web.Response:
        nonlocal open_posts, most
        open_posts, most = open_posts + 1, max(most, open_posts + 1)
        if open_posts == 3:
            enough.set()
        await enough.wait()
        open_posts -= 1
        return web.Response()

    application = web.Application()
    application.router.add_post("/", post)
    async with TestServer(application) as server:
        api.proxies["https://bot.example"] = f"http://127.0.0.1:{server.port}"
        await bot.set_webhook("https://bot.example/", max_connections=3)
        for person in people:
            person.types("Hello")
        await api.drained()

    assert most == 3


@pytest.mark.usefixtures("anna")
async def test_what_a_webhook_left_is_polled(api: BotApi, bot: Bot) -> None:
    await bot.set_webhook("https://nowhere.example/")
    await bot.delete_webhook()

    (start,) = await bot.get_updates()

    assert start.message is not None
    assert api.faults == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "http://bot.example"}, "HTTPS"),
        ({"url": "https://bot.example", "secret_token": "no spaces"}, "secret token"),
        ({"url": "https://bot.example", "max_connections": 101}, "max_connections"),
    ],
)
async def test_a_wrong_webhook_is_refused(bot: Bot, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.set_webhook(**wrong)


async def test_reactions_come_only_when_asked_for(bot: Bot, anna: Person) -> None:
    first = anna.messages[0].id
    assert anna.reacts(first, "👍") == 0
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert anna.reacts(first, "👍") > 0
    assert (await bot.get_updates())[-1].message_reaction is not None
    await bot.get_updates(allowed_updates=[])
    assert anna.reacts(first, "👎") == 0


async def test_taps_wait_150_seconds_and_messages_a_day(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    anna.taps_data("x")
    api.passes(151)
    assert [update.callback_query for update in await bot.get_updates()] == [None]
    api.passes(86_400)
    assert await bot.get_updates() == ()


async def test_an_edited_message_is_an_update_of_its_own(bot: Bot, anna: Person) -> None:
    anna.edits(anna.messages[0].id, "/stop")
    update = (await bot.get_updates())[-1]
    assert update.edited_message is not None
    assert update.edited_message.text == "/stop"
    assert update.edited_message.edit_date is not None


@pytest.mark.parametrize("kind", sorted(SAMPLES))
async def test_samples_are_whole_objects(api: BotApi, bot: Bot, anna: Person, kind: str) -> None:
    content: dict[str, Any] = {kind: api.sample(kind)}
    anna.sends(**content)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert getattr(message, kind)
    assert f"[{kind}]" in api.chat_text(anna.id)


@pytest.mark.usefixtures("anna")
async def test_anything_can_be_pushed(api: BotApi) -> None:
    update_id = api.push({"message": {"text": None}, "galaxy": 1})
    answer = await asked(api, "getUpdates", offset=update_id)
    assert answer["result"] == [
        {"update_id": update_id, "message": {"text": None}, "galaxy": 1},
    ]


# Misbehaviour


async def test_a_call_fails_as_often_as_told(bot: Bot, api: BotApi, anna: Person) -> None:
    api.fail("sendMessage", status=502, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(anna.id, "a")
    await bot.send_message(anna.id, "b")
    assert [message.text for message in anna.messages][1:] == ["b"]
    assert api.faults == []


async def test_a_flood_can_be_announced(bot: Bot, api: BotApi, anna: Person) -> None:
    api.fail("*", status=429, retry_after=3)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(anna.id, "a")
    assert str(caught.value).startswith("Flood control exceeded. Retry in 0:00:03")


async def test_limits_are_kept_when_they_are_set(api: BotApi, bot: Bot, anna: Person) -> None:
    api.limit(per_chat=1)
    sent = await bot.send_message(anna.id, "a")
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("b", anna.id, sent.message_id)
    api.passes(1)
    await bot.edit_message_text("b", anna.id, sent.message_id)
    api.behave()
    await bot.send_message(anna.id, "c")


async def test_a_lost_reply_has_done_its_work(api: BotApi, bot: Bot, anna: Person) -> None:
    api.lose_reply("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "a")
    assert anna.messages[-1].text == "a"
    await bot.send_message(anna.id, "b")


async def test_a_call_that_hangs_does_nothing_for_a_caller_who_left(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    held = api.hold("sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "a", read_timeout=0.05)
    while not held.left:
        await asyncio.sleep(0)
    held.released.set()
    await api.until(lambda: not api.busy)
    assert len(anna.messages) == 1
    api.hang("sendMessage", 0.05)
    await bot.send_message(anna.id, "b")
    assert anna.messages[-1].text == "b"


async def test_every_call_can_be_slow(api: BotApi, bot: Bot, anna: Person) -> None:
    api.delay = 3600
    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "a", read_timeout=0.05)
    api.behave()
    await bot.send_message(anna.id, "b")
    assert [message.text for message in anna.messages][1:] == ["b"]


async def test_the_server_can_go_away_and_come_back(api: BotApi, bot: Bot, anna: Person) -> None:
    await bot.get_updates(-1)
    broken = asyncio.create_task(bot.get_updates(anna.types("Two") + 1, timeout=50))
    await api.until(lambda: api.polling)
    await api.down()
    with pytest.raises(NetworkError):
        await broken
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "a")
    await api.up()
    await bot.send_message(anna.id, "b")
    assert [message.text for message in anna.messages] == ["/start", "Two", "b"]


# The story's own words


async def test_seeing_waits_until_it_is_shown(bot: Bot, anna: Person) -> None:
    seen = asyncio.create_task(anna.sees("Begin"))
    await asyncio.sleep(0)  # until it waits
    sent = await bot.send_message(anna.id, "Hello", reply_markup=card("Begin"))
    assert (await seen).id == sent.message_id
    assert anna.card is not None
    assert anna.card.buttons[0][0].label == "Begin"


async def test_what_is_not_seen_prints_the_chat(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.id, "Hello", reply_markup=card("Begin"))
    with pytest.raises(AssertionError, match=r"(?s)'Bye' is not shown.*1001: /start.*\[Begin\]"):
        await anna.sees("Bye", timeout=0.02)


async def test_drained_waits_until_all_is_confirmed_and_no_call_is_under_way(
    api: BotApi, bot: Bot, anna: Person
) -> None:
    (update,) = await bot.get_updates()
    with pytest.raises(AssertionError, match=rf"unconfirmed \[{update.update_id}\], busy \[\]$"):
        await api.drained(timeout=0)

    held = api.hold("sendMessage")
    sending = asyncio.create_task(bot.send_message(anna.id, "Heard"))
    await held.came.wait()
    await bot.get_updates(update.update_id + 1)
    with pytest.raises(AssertionError, match=r"unconfirmed \[\], busy \['sendmessage'\]$"):
        await api.drained(timeout=0)

    held.released.set()
    await api.drained()
    assert anna.messages[-1].text == "Heard"
    await sending


async def test_it_runs_as_a_process_of_its_own() -> None:
    script = Path(__file__).with_name("botapi.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, "--port", "0", "--token", "1:x", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session:
        told = {"person": 5, "text": "/start"}
        async with session.post(f"{url}/control/types", json=told) as answer:
            assert "update_id" in await answer.json()
        markup = '{"inline_keyboard":[[{"text":"Go","callback_data":"g"}]]}'
        sent = {"chat_id": 5, "text": "Hi", "reply_markup": markup}
        async with session.post(f"{url}/bot1:x/sendMessage", data=sent) as answer:
            assert answer.status == 200
        async with session.post(f"{url}/control/taps", json={"person": 5, "label": "Go"}) as answer:
            assert answer.status == 200
        async with session.post(f"{url}/control/taps", json={"person": 5, "label": "No"}) as answer:
            assert answer.status == 409
        async with session.post(f"{url}/control/push", json={"poll": {}}) as answer:
            assert answer.status == 200
        async with session.get(f"{url}/control/chat?id=5") as answer:
            assert "[Go]" in await answer.text()
        async with session.get(f"{url}/control/state") as answer:
            assert (await answer.json())["waiting"] == 3
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
