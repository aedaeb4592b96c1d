"""Parses a Telegram update into what arrived for the advisor.

Rules: a private chat is a conversation; a group is only told where to find one; everything else is ignored. A person's id
is the id of the private chat; names are never read.
"""

from collections.abc import Callable

from telegram import CallbackQuery, ChatMember, Message, MessageEntity, Update

from bot.advisor import Arrival, GroupCalled, IgnoredUpdate, PersonLeft, PersonSpoke
from bot.core.conversation.inputs import COMMANDS, Input, Look, Unsupported, parse_line
from bot.telegram import callback_data
from bot.telegram.receive import shapes
from storage.records import RedactedUpdate

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

# Fields of service messages, in which nobody says anything.
SERVICE = frozenset({
    "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left", "chat_shared",
    "checklist_tasks_added", "checklist_tasks_done", "connected_website", "delete_chat_photo",
    "direct_message_price_changed", "forum_topic_closed", "forum_topic_created", "forum_topic_edited",
    "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift",
    "gift_upgrade_sent", "giveaway_completed", "giveaway_created", "group_chat_created", "left_chat_member",
    "managed_bot_created", "message_auto_delete_timer_changed", "migrate_from_chat_id", "migrate_to_chat_id",
    "new_chat_members", "new_chat_photo", "new_chat_title", "paid_message_price_changed", "pinned_message",
    "poll_option_added", "poll_option_deleted", "proximity_alert_triggered", "refunded_payment",
    "successful_payment", "suggested_post_approval_failed", "suggested_post_approved", "suggested_post_declined",
    "suggested_post_paid", "suggested_post_refunded", "supergroup_chat_created", "unique_gift", "users_shared",
    "video_chat_ended", "video_chat_participants_invited", "video_chat_scheduled", "video_chat_started",
    "web_app_data", "write_access_allowed"
})  # fmt: skip


def parse_update(
    update: Update | shapes.Update, copy: Callable[[], RedactedUpdate], username: str
) -> Arrival:
    """Return what an update means to the advisor; `copy` is called if handling it fails."""
    if update.callback_query is not None:
        return _parse_tap(update.update_id, update.callback_query, copy)
    if isinstance(update, shapes.Update):
        return _parse_text(update.update_id, update.message, copy)
    if update.message is not None and update.message.from_user is not None:
        return _parse_message(update, update.message, copy, username)
    change = update.my_chat_member
    if (
        change
        and change.chat.type == "private"
        and change.new_chat_member.status == ChatMember.BANNED
    ):
        return PersonLeft(update.update_id, change.chat.id)
    return IgnoredUpdate(update.update_id)


def _parse_tap(
    number: int, query: CallbackQuery | shapes.Tap, copy: Callable[[], RedactedUpdate]
) -> Arrival:
    message = query.message
    if message is None or message.chat.type != "private":
        return IgnoredUpdate(number)
    sitting, says = callback_data.unpack(query.data or "") or (None, Look())
    language = query.from_user.language_code or ""
    return PersonSpoke(number, message.chat.id, says, language, message.message_id, sitting, copy)


def _parse_text(
    number: int, message: shapes.TextMessage | None, copy: Callable[[], RedactedUpdate]
) -> Arrival:
    if message is None:
        return IgnoredUpdate(number)
    language = message.from_user.language_code
    return PersonSpoke(number, message.chat.id, parse_line(message.text), language, copy=copy)


def _parse_message(
    update: Update, message: Message, copy: Callable[[], RedactedUpdate], username: str
) -> Arrival:
    language = (message.from_user and message.from_user.language_code) or ""
    if message.chat.type == "private":
        says = _find_input(message)
        if says is None:
            return IgnoredUpdate(update.update_id)
        return PersonSpoke(update.update_id, message.chat.id, says, language, copy=copy)
    if _is_called(message, username):
        return GroupCalled(update.update_id, message.chat.id, message.message_id, language)
    return IgnoredUpdate(update.update_id)


def _find_input(message: Message) -> Input | None:
    """Return the input in a private message, None for a service message."""
    if message.text is not None:
        return parse_line(message.text)
    if any(getattr(message, field) for field in SERVICE):
        return None
    return Unsupported()


def _is_called(message: Message, username: str) -> bool:
    """Return whether a group's message begins with a command for this bot, or for no bot by name."""
    first = next(iter(message.entities), None)
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return False
    command, _, addressee = message.parse_entity(first)[1:].partition("@")
    return command.lower() in COMMANDS and addressee.lower() in ("", username.lower())
