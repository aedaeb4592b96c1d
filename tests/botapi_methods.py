"""The methods of the Bot API this server speaks: their parameters, and what each does to the world.

Rules:
- One line of METHODS per method: its name, its parameters with their readers, the function that does it.
- A parameter that is not modelled here is not in the table, so that no test passes on a half-truth.
- A refused call has changed nothing.

https://core.telegram.org/bots/api#available-methods
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from botapi_forms import (
    Command,
    Field,
    Form,
    Keyboard,
    Record,
    Refused,
    Upload,
    boolean,
    chat_id,
    commands,
    entities,
    fault,
    inline_keyboard,
    integer,
    known,
    language,
    one_of,
    refusal,
    reply_markup,
    scope,
    shaped,
    string,
    up_to,
    upload,
)
from botapi_text import Entity, Styled, Unparsable, html, plain, units
from botapi_webhook import delete_webhook, get_webhook_info, set_webhook
from botapi_world import DAY, UPDATE_KINDS, Chat, Document, Message, World

Work = Callable[[World, Form], object]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CHAT_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


@dataclass(frozen=True, slots=True)
class Method:
    """A method's name as Telegram writes it, its parameters and what it does."""

    name: str
    fields: Mapping[str, Field]
    work: Work


def get_me(world: World, _form: Form) -> Record:
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def get_updates(world: World, form: Form) -> list[Record]:
    """Confirm, then give what waits; the server waits for more if there is nothing."""
    waiting(world, 1)
    kinds = form.get("allowed_updates", tuple)
    if kinds is not None:
        world.queue.allow(kinds)
    world.queue.confirm(form.get("offset", int) or 0)
    return waiting(world, form.get("limit", int) or 100)


def waiting(world: World, limit: int) -> list[Record]:
    if world.webhook:
        raise Refused(
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
            409,
        )
    world.queue.prune(world.clock())
    return [update.payload for update in world.queue.waiting[: min(max(limit, 1), 100)]]


def send_message(world: World, form: Form) -> Record:
    styled = _text(form)
    return _send(world, form, styled, None)


def send_document(world: World, form: Form) -> Record:
    return _send(world, form, _caption(form), _file(world, form, "document"))


def send_photo(world: World, form: Form) -> Record:
    return _send(world, form, _caption(form), _file(world, form, "photo"))


def edit_message_text(world: World, form: Form) -> Record:
    styled = _text(form)
    chat, message = _own(world, form)
    if message.document is not None:
        raise refusal("there is no text in the message to edit")
    return _edit(world, chat, message, _reworded(message, styled, form))


def edit_message_caption(world: World, form: Form) -> Record:
    styled = _caption(form)
    chat, message = _own(world, form)
    if message.document is None:
        raise refusal("there is no caption in the message to edit")
    return _edit(world, chat, message, _reworded(message, styled, form))


def edit_message_reply_markup(world: World, form: Form) -> Record:
    chat, message = _own(world, form)
    return _edit(world, chat, message, replace(message, keyboard=_keyboard(form)))


def delete_message(world: World, form: Form) -> bool:
    chat = world.chat(form.need("chat_id", int))
    message = chat.messages.get(form.need("message_id", int))
    if message is None:
        raise refusal("message to delete not found")
    strange = chat.id < 0 and not message.by_bot
    if strange or world.clock() - message.sent_at > 2 * DAY:
        raise refusal("message can't be deleted for everyone")
    del chat.messages[message.id]
    return True


def send_chat_action(world: World, form: Form) -> bool:
    world.chat(form.need("chat_id", int))
    return True


def answer_callback_query(world: World, form: Form) -> bool:
    number = form.need("callback_query_id", str)
    tap = world.taps.get(number)
    if tap is None or world.clock() > tap.expires:
        raise refusal(TOO_OLD)
    world.answered.append(number)
    text = form.get("text", str)
    if text:
        world.toasts.append((tap.person, text))
    return True


def set_my_commands(world: World, form: Form) -> bool:
    _known_scope(world, form)
    world.commands[_audience(form)] = form.need("commands", tuple)
    return True


def get_my_commands(world: World, form: Form) -> list[Record]:
    _known_scope(world, form)
    found: tuple[Command, ...] = world.commands.get(_audience(form), ())
    return [{"command": line.name, "description": line.description} for line in found]


def delete_my_commands(world: World, form: Form) -> bool:
    _known_scope(world, form)
    world.commands.pop(_audience(form), None)
    return True


def setter(name: str) -> Work:
    """A text of the bot's profile per language; an empty one removes it."""

    def work(world: World, form: Form) -> bool:
        world.about[name, form.get("language_code", str) or ""] = form.get(name, str) or ""
        return True

    return work


def getter(name: str) -> Work:
    def work(world: World, form: Form) -> Record:
        return {name: world.about.get((name, form.get("language_code", str) or ""), "")}

    return work


def _text(form: Form) -> Styled:
    styled = _styled(form, form.need("text", str), form.get("entities", tuple))
    if not styled.text:
        raise fault("message text is empty")
    if units(styled.text) > 4096:
        raise fault("message is too long")
    return styled


def _caption(form: Form) -> Styled:
    styled = _styled(form, form.get("caption", str) or "", form.get("caption_entities", tuple))
    if units(styled.text) > 1024:
        raise fault("message caption is too long")
    return styled


def _styled(form: Form, text: str, marked: tuple[Entity, ...] | None) -> Styled:
    mode = form.get("parse_mode", str) or ""
    if mode.lower() not in ("", "html"):
        raise fault(f'unsupported parse_mode "{mode}": this server reads HTML only')
    try:
        return html(text) if mode else plain(text, marked or ())
    except Unparsable as error:
        raise fault(f"can't parse entities: {error}") from None


def _reworded(message: Message, styled: Styled, form: Form) -> Message:
    """An edit without a keyboard takes the keyboard away, as Telegram does."""
    return replace(message, text=styled.text, entities=styled.entities, keyboard=_keyboard(form))


def _file(world: World, form: Form, kind: str) -> Document:
    given = form.need(kind, object)
    if isinstance(given, Upload):
        if not given.content:
            raise fault("file must be non-empty")
        return world.keep(kind, given.name, given.content)
    found = world.files.get(str(given))
    if found is None or found.kind != kind:
        raise fault("wrong file identifier/HTTP URL specified")
    return found


def _keyboard(form: Form) -> Keyboard | None:
    markup = form.get("reply_markup", object)
    return markup if isinstance(markup, Keyboard) and markup.rows else None


def _send(world: World, form: Form, styled: Styled, document: Document | None) -> Record:
    chat = world.chat(form.need("chat_id", int))
    answered = _replied(chat, form)
    world.pace(chat)
    message = Message(
        id=next(chat.ids),
        sender=world.bot_id,
        text=styled.text,
        entities=styled.entities,
        keyboard=_keyboard(form),
        document=document,
        reply_to=answered,
        by_bot=True,
        sent_at=world.clock(),
    )
    chat.messages[message.id] = message
    return world.wire(chat, message)


def _replied(chat: Chat, form: Form) -> int | None:
    given = form.get("reply_parameters", dict)
    if given is None:
        return None
    if given["message_id"] in chat.messages and given.get("chat_id", chat.id) == chat.id:
        return Form(given).need("message_id", int)
    if given.get("allow_sending_without_reply"):
        return None
    raise refusal("message to be replied not found")


def _own(world: World, form: Form) -> tuple[Chat, Message]:
    """The bot's message that is to be edited."""
    chat = world.chat(form.need("chat_id", int))
    message = chat.messages.get(form.need("message_id", int))
    if message is None:
        raise refusal("message to edit not found")
    if not message.by_bot:
        raise refusal("message can't be edited")
    return chat, message


def _edit(world: World, chat: Chat, old: Message, new: Message) -> Record:
    if new == old:
        raise refusal(NOT_MODIFIED)
    world.pace(chat)
    message = replace(new, edited=old.edited + 1, edited_at=world.clock())
    chat.messages[message.id] = message
    return world.wire(chat, message)


def _audience(form: Form) -> tuple[object, str]:
    return form.get("scope", tuple) or ("default",), form.get("language_code", str) or ""


def _known_scope(world: World, form: Form) -> None:
    kind, *where = form.get("scope", tuple) or ("default",)
    if where:
        chat = world.chat(where[0])
        if chat.id > 0 and kind != "chat":
            raise fault("can't use the scope in a private chat")


def needed(read: Callable[[object], object]) -> Field:
    return Field(read, required=True)


PREVIEW = shaped(
    {},
    {
        "is_disabled": boolean,
        "url": string,
        "prefer_small_media": boolean,
        "prefer_large_media": boolean,
        "show_above_text": boolean,
    },
)
REPLY = shaped(
    {"message_id": integer}, {"chat_id": chat_id, "allow_sending_without_reply": boolean}
)
SENDING = {
    "chat_id": needed(chat_id),
    "disable_notification": Field(boolean),
    "protect_content": Field(boolean),
    "reply_parameters": Field(REPLY),
    "reply_markup": Field(reply_markup),
}
EDITING = {
    "chat_id": needed(chat_id),
    "message_id": needed(integer),
    "reply_markup": Field(inline_keyboard),
}
TEXT = {
    "text": needed(string),
    "parse_mode": Field(string),
    "entities": Field(entities),
    "link_preview_options": Field(PREVIEW),
}
CAPTION = {
    "caption": Field(string),
    "parse_mode": Field(string),
    "caption_entities": Field(entities),
    "show_caption_above_media": Field(boolean),
}
KINDS = Field(known(UPDATE_KINDS, "kinds of updates"))
AUDIENCE = {"scope": Field(scope), "language_code": Field(language)}
LANGUAGE = {"language_code": Field(language)}

TABLE: tuple[tuple[str, Mapping[str, Field], Work], ...] = (
    ("getMe", {}, get_me),
    (
        "getUpdates",
        {
            "offset": Field(integer),
            "limit": Field(integer),
            "timeout": Field(integer),
            "allowed_updates": KINDS,
        },
        get_updates,
    ),
    (
        "setWebhook",
        {
            "url": needed(string),
            "certificate": Field(upload),
            "ip_address": Field(string),
            "max_connections": Field(integer),
            "allowed_updates": KINDS,
            "drop_pending_updates": Field(boolean),
            "secret_token": Field(string),
        },
        set_webhook,
    ),
    ("deleteWebhook", {"drop_pending_updates": Field(boolean)}, delete_webhook),
    ("getWebhookInfo", {}, get_webhook_info),
    ("sendMessage", {**SENDING, **TEXT}, send_message),
    (
        "sendDocument",
        {
            **SENDING,
            **CAPTION,
            "document": needed(upload),
            "disable_content_type_detection": Field(boolean),
        },
        send_document,
    ),
    ("sendPhoto", {**SENDING, **CAPTION, "photo": needed(upload)}, send_photo),
    ("editMessageText", {**EDITING, **TEXT}, edit_message_text),
    ("editMessageCaption", {**EDITING, **CAPTION}, edit_message_caption),
    ("editMessageReplyMarkup", EDITING, edit_message_reply_markup),
    ("deleteMessage", {"chat_id": needed(chat_id), "message_id": needed(integer)}, delete_message),
    (
        "sendChatAction",
        {"chat_id": needed(chat_id), "action": needed(one_of(*CHAT_ACTIONS))},
        send_chat_action,
    ),
    (
        "answerCallbackQuery",
        {
            "callback_query_id": needed(string),
            "text": Field(up_to(200, "MESSAGE_TOO_LONG")),
            "show_alert": Field(boolean),
            "url": Field(string),
            "cache_time": Field(integer),
        },
        answer_callback_query,
    ),
    ("setMyCommands", {**AUDIENCE, "commands": needed(commands)}, set_my_commands),
    ("getMyCommands", AUDIENCE, get_my_commands),
    ("deleteMyCommands", AUDIENCE, delete_my_commands),
    (
        "setMyDescription",
        {**LANGUAGE, "description": Field(up_to(512, "description is too long"))},
        setter("description"),
    ),
    ("getMyDescription", LANGUAGE, getter("description")),
    (
        "setMyShortDescription",
        {**LANGUAGE, "short_description": Field(up_to(120, "short description is too long"))},
        setter("short_description"),
    ),
    ("getMyShortDescription", LANGUAGE, getter("short_description")),
)
METHODS = {name.lower(): Method(name, fields, work) for name, fields, work in TABLE}
