"""Settings: what may be said, and how a mistake is told."""

from pathlib import Path

import pytest

from bot.settings import Misconfigured, Settings, is_exposed, read_settings

TOKEN = "123456789:" + "A" * 35


@pytest.fixture(autouse=True)
def _a_clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()

    assert settings.telegram_bot_token is None
    assert settings.database_url == "sqlite:///data/career-advisor.sqlite3"
    assert settings.stats_block == 50


def test_an_empty_setting_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("ADMIN_IDS", "")

    assert read_settings().telegram_bot_token is None
    assert read_settings().admin_ids == frozenset()


def test_admins_are_told_apart_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", " 7, 8,9,")

    assert read_settings().admin_ids == {7, 8, 9}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "not a token"),
        ("TELEGRAM_API_URL", "nowhere"),
        ("ADMIN_IDS", "anna"),
        ("ADMIN_IDS", "7,0"),
        ("ADMIN_IDS", "-1001234567890"),
        ("ADMIN_IDS", "7,777000"),
        ("ADMIN_IDS", "1087968824"),
        ("ADMIN_IDS", "136817688"),
        ("LOG_LEVEL", "loud"),
        ("STATS_BLOCK", "19"),
        ("STATS_BLOCK", "many"),
        ("RETENTION_MONTHS", "1"),
        ("RETENTION_MONTHS", "soon"),
        ("WEBHOOK_URL", "https://example.org/hook"),
        ("WEBHOOK_SECRET", "no spaces, please"),
        ("WEBHOOK_LISTEN", "8080"),
        ("SEND_RATE", "-1"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(Misconfigured) as raised:
        read_settings()

    assert name.rpartition("_")[0] in str(raised.value)
    assert "\n" not in str(raised.value)
    assert value not in str(raised.value) or name != "TELEGRAM_BOT_TOKEN"


def test_an_admin_who_can_be_nobody_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ADMIN_IDS", "777000")

    with pytest.raises(Misconfigured) as raised:
        read_settings()

    told = "ADMIN_IDS: 777000 is an account of Telegram's own; list the ids of people"
    assert str(raised.value) == told


@pytest.mark.parametrize(
    ("mode", "exposed"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)]
)
def test_a_file_that_others_can_read_is_exposed(
    tmp_path: Path, mode: int, *, exposed: bool
) -> None:
    file = tmp_path / ".env"
    file.touch(mode=0o600)
    file.chmod(mode)

    assert is_exposed(file) == exposed
    assert not is_exposed(tmp_path / "missing")


def test_the_token_is_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)

    assert TOKEN not in repr(read_settings())
