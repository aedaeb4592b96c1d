"""The log: whatever is logged, by whomever, the token is not in it."""

import logging

import pytest

from bot import __main__ as command_line

TOKEN = "123456789:" + "A" * 35


@pytest.mark.parametrize("logger", ["bot.app", "aiohttp.client"])
def test_the_token_is_hidden_in_messages_arguments_and_traces(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logger: str
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    command_line._settings()
    log, url = logging.getLogger(logger), f"https://api.telegram.org/bot{TOKEN}/getMe"

    log.warning(url)
    log.warning("calling %s", url)
    try:
        int(url)
    except ValueError:
        log.exception("calling failed")

    told = capsys.readouterr().err
    assert TOKEN not in told
    assert told.count("https://api.telegram.org/bot<token>/getMe") == 3


def test_a_library_tells_only_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    command_line._settings()

    logging.getLogger("aiohttp.client").info("a library's")
    logging.getLogger("bot.app").debug("ours")

    told = capsys.readouterr().err
    assert "ours" in told
    assert "a library's" not in told
