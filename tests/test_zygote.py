"""A forked bot is the same bot as a fresh one."""

from pathlib import Path

from botapi import BotApi
from zygote import forked


async def test_forked_bots_of_one_folder_take_turns_and_leave_when_told(tmp_path: Path) -> None:
    async with BotApi() as api:
        anna = api.person(1001)
        async with forked(api, tmp_path) as bot:
            anna.types("/start")
            await anna.sees("Begin")
            await bot.kill()
            assert bot.process.returncode == -9

        async with forked(api, tmp_path, LOG_LEVEL="WARNING") as bot:
            anna.taps("Begin")
            await anna.sees("at most 16 more")
            assert await bot.stop() == 0

    assert api.faults == []


async def test_a_forked_bot_ends_as_wrongly_configured_as_a_fresh_one(tmp_path: Path) -> None:
    async with BotApi() as api, forked(api, tmp_path, TELEGRAM_BOT_TOKEN="none") as bot:
        assert await bot.ended() == 2
        assert "TELEGRAM_BOT_TOKEN" in bot.log.read_text()
