"""The bot inside the test's own process and loop: a start takes a moment, and its waits can be cut short."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import app
from bot.settings import Settings
from bot.telegram import retry
from botapi import BotApi
from content.model import Catalog


@asynccontextmanager
async def serving(
    api: BotApi, folder: Path, catalog: Catalog, **settings: object
) -> AsyncIterator["asyncio.Task[None]"]:
    """Run the bot against this server, with its database in this folder; the task is the whole bot."""
    ours: dict[str, object] = {
        "telegram_bot_token": api.token,
        "telegram_api_url": api.url,
        "database_url": f"sqlite:///{folder / 'advisor.sqlite3'}",
        "flood_rate": 0,
        "tap_guard_ms": 0,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PTB_TIMEDELTA", "true")
        patch.setattr(retry, "PAUSES", (0.001,))
        patch.setattr(app, "GRACE", 0.1)
        bot = asyncio.create_task(app._run(Settings.model_validate(ours | settings), catalog))
        try:
            yield bot
        finally:
            bot.cancel()
            await asyncio.gather(bot, return_exceptions=True)
