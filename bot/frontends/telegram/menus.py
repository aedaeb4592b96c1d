"""The bot's face at Telegram: commands and descriptions in each language; only what differs is set."""

import logging
from collections.abc import Iterable

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.advisor import FALLBACK_LANGUAGE
from bot.core.inputs import ADMIN_COMMANDS, COMMANDS
from content.model import Catalog, Words

log = logging.getLogger(__name__)


async def set_menus(bot: Bot, catalog: Catalog, admins: Iterable[int]) -> None:
    """Set what differs from what Telegram has; what cannot be set now is set at the next start."""
    for language, words in catalog.texts.items():
        # Telegram shows the texts without a language to everybody whose language has none of its own.
        code = "" if language == FALLBACK_LANGUAGE else language
        try:
            await _set_texts(bot, words, code)
            await _set_commands(bot, words, code, BotCommandScopeAllPrivateChats(), COMMANDS)
        except TelegramError as error:
            log.warning("the menu in %s could not be set (%s)", language, type(error).__name__)
        for admin in admins:
            await _set_admin(bot, words, code, admin)


async def _set_admin(bot: Bot, words: Words, code: str, admin: int) -> None:
    try:
        await _set_commands(
            bot, words, code, BotCommandScopeChat(admin), [*COMMANDS, *ADMIN_COMMANDS]
        )
    except TelegramError as error:
        log.info(
            "an admin's menu waits until they have written to the bot (%s)", type(error).__name__
        )


async def _set_commands(
    bot: Bot,
    words: Words,
    code: str,
    scope: BotCommandScopeAllPrivateChats | BotCommandScopeChat,
    names: Iterable[str],
) -> None:
    wanted = tuple(BotCommand(name, words.plain(f"command-{name}")) for name in names)
    if await bot.get_my_commands(scope, code) != wanted:
        await bot.set_my_commands(wanted, scope, code)


async def _set_texts(bot: Bot, words: Words, code: str) -> None:
    description = words.plain("description").strip()
    if (await bot.get_my_description(code)).description != description:
        await bot.set_my_description(description, code)
    short = words.plain("short-description").strip()
    if (await bot.get_my_short_description(code)).short_description != short:
        await bot.set_my_short_description(short, code)
