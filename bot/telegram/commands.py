"""Sets the bot's commands and descriptions in each language, where they differ from those Telegram has.

Rules:
- Each one is set independently, and retried until Telegram accepts or rejects it.
- An admin's chat has its own menu. Telegram keeps it, so the database records which chats have one (storage/menus.py).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct
from telegram import Bot

from bot.advisor import FALLBACK_LANGUAGE
from bot.core.conversation.inputs import ADMIN_COMMANDS, COMMANDS
from bot.telegram.retry import supervise
from bot.telegram.send.calls import Unreachable, call_until_answered
from bot.telegram.transport import call
from content.model import Catalog, Words

log = logging.getLogger(__name__)

Scope = dict[str, object]  # https://core.telegram.org/bots/api#botcommandscope
EVERYBODY: Scope = {"type": "all_private_chats"}


class Command(Struct, frozen=True):
    command: str
    description: str


class Description(Struct, frozen=True):
    description: str


class ShortDescription(Struct, frozen=True):
    short_description: str


async def set_menus(bot: Bot, catalog: Catalog, admins: Iterable[int]) -> None:
    """Set the commands and descriptions that differ from Telegram's."""
    await asyncio.gather(*(supervise("a menu", each) for each in _parts(bot, catalog, admins)))


async def remove_menu(bot: Bot, catalog: Catalog, chat: int) -> None:
    """Remove a chat's own menu; Telegram then shows the one for all chats."""
    for language in catalog.texts:
        audience = {"scope": _chat_scope(chat), "language_code": _code(language)}
        await call(bot, "deleteMyCommands", bool, **audience)


def _parts(
    bot: Bot, catalog: Catalog, admins: Iterable[int]
) -> Iterator[Callable[[], Awaitable[None]]]:
    """Yield a function for each description and menu that sets it."""
    for language, words in catalog.texts.items():
        code = _code(language)
        for work in (
            partial(_set_description, bot, words, code),
            partial(_set_short_description, bot, words, code),
            partial(_set_commands, bot, words, code, EVERYBODY, COMMANDS),
        ):
            yield partial(call_until_answered, work)
        for admin in admins:
            yield partial(_set_admin, bot, words, code, admin)


def _code(language: str) -> str:
    """Return Telegram's code of a language, empty for the one shown when a person's language has no texts."""
    return "" if language == FALLBACK_LANGUAGE else language


def _chat_scope(chat: int) -> Scope:
    return {"type": "chat", "chat_id": chat}


async def _set_admin(bot: Bot, words: Words, code: str, admin: int) -> None:
    names = [*COMMANDS, *ADMIN_COMMANDS]
    try:
        await call_until_answered(
            partial(_set_commands, bot, words, code, _chat_scope(admin), names)
        )
    except Unreachable:
        log.info("an admin has not written to the bot yet; their menu is set at a later start")


async def _set_commands(
    bot: Bot, words: Words, code: str, scope: Scope, names: Iterable[str]
) -> None:
    wanted = [Command(name, words.plain(f"command-{name}")) for name in names]
    audience = {"scope": scope, "language_code": code}
    if await call(bot, "getMyCommands", list[Command], **audience) != wanted:
        commands = [{"command": each.command, "description": each.description} for each in wanted]
        await call(bot, "setMyCommands", bool, commands=commands, **audience)


async def _set_description(bot: Bot, words: Words, code: str) -> None:
    wanted = words.plain("description").strip()
    found = await call(bot, "getMyDescription", Description, language_code=code)
    if found.description != wanted:
        await call(bot, "setMyDescription", bool, description=wanted, language_code=code)


async def _set_short_description(bot: Bot, words: Words, code: str) -> None:
    wanted = words.plain("short-description").strip()
    found = await call(bot, "getMyShortDescription", ShortDescription, language_code=code)
    if found.short_description != wanted:
        await call(bot, "setMyShortDescription", bool, short_description=wanted, language_code=code)
