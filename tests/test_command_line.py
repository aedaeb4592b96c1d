"""career-advisor as it is called: what it prints, what it writes, and how it fails."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.logs import VERSION
from content.loader import PACKAGED
from process import environment, stored
from storage.database import open_database
from waiting import make_waiting
from zygote import LONGEST, called

TOKEN = "123456789:" + "A" * 35


def fresh(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Call it in a process that has imported nothing yet, as from the shell; `called` is quicker."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(folder),
        input=typed,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def test_without_a_token_it_talks_in_the_terminal_and_goes_on_next_time(tmp_path: Path) -> None:
    first = fresh(tmp_path, "run", typed="begin\n1\n2\n")
    second = called(tmp_path, "run", typed="continue\n")

    assert (first.returncode, second.returncode, first.stderr) == (0, 0, "")
    assert "at most 14 more" in first.stdout
    assert "2 questions are behind you" in second.stdout
    assert (tmp_path / "data" / "terminal.sqlite3").exists()
    assert not (tmp_path / "advisor.sqlite3").exists()


def test_it_talks_the_language_asked_for_and_writes_what_was_said(tmp_path: Path) -> None:
    spoken = called(
        tmp_path, "try", "--language", "ru", "--transcript", "talk.txt", typed="начать\n1\n"
    )

    transcript = (tmp_path / "talk.txt").read_text(encoding="utf-8")
    assert "не больше 15 вопросов" in spoken.stdout
    assert transcript.startswith("# language: ru\n\n> /start\n\n")
    assert "\n\n> начать\n\n▱▱" in transcript
    assert transcript.endswith("[6] ← Назад   [7] Не знаю   [8] Зачем это?\n")


def test_a_language_asked_for_later_is_spoken_from_then_on(tmp_path: Path) -> None:
    called(tmp_path, "try", typed="begin\n")

    spoken = called(tmp_path, "try", "--language", "ru")
    again = called(tmp_path, "try")

    assert "не больше 16 вопросов" in spoken.stdout
    assert "не больше 16 вопросов" in again.stdout


def test_the_systems_language_is_spoken_to_somebody_new(tmp_path: Path) -> None:
    assert "Начать" in called(tmp_path, "try", LC_ALL="ru_RU.UTF-8").stdout


def test_the_packaged_content_is_whole(tmp_path: Path) -> None:
    checked = fresh(tmp_path, "check")

    assert (checked.returncode, checked.stdout) == (0, "The content is whole.\n")


def test_the_bank_is_printed_for_a_human_to_read(tmp_path: Path) -> None:
    checked = called(tmp_path, "check", "--print")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert "── 1. bridge-or-dates ──" in checked.stdout
    assert checked.stdout.endswith("\nThe content is whole.\n")


def test_broken_content_is_listed_and_never_started_on(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(PACKAGED, own, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    chat = own / "texts" / "en" / "chat.ftl"
    chat.write_text(
        chat.read_text(encoding="utf-8").replace("button-begin = Begin\n", ""), encoding="utf-8"
    )

    checked = called(tmp_path, "check", CONTENT_DIR=str(own))
    started = called(tmp_path, "run", CONTENT_DIR=str(own), TELEGRAM_BOT_TOKEN=TOKEN)

    assert (checked.returncode, started.returncode) == (1, 1)
    assert "button-begin" in checked.stdout
    assert "button-begin" in started.stderr
    assert "Traceback" not in started.stderr + checked.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("try", "--language", "klingon"), "klingon"),
        (("try", "--transcript", "no/such/folder/x.txt"), "cannot be written"),
    ],
)
def test_a_wrong_option_is_one_line_and_the_code_two(
    tmp_path: Path, arguments: tuple[str, ...], word: str
) -> None:
    refused = called(tmp_path, *arguments)

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert word in refused.stderr


def test_settings_that_others_can_read_are_told_of_once(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=INFO\n", encoding="utf-8")
    file.chmod(0o644)
    exposed = called(tmp_path, "run")
    file.chmod(0o600)
    private = called(tmp_path, "run")

    assert (exposed.returncode, exposed.stderr.count("\n")) == (0, 1)
    assert "chmod 600 .env" in exposed.stderr
    assert (private.returncode, private.stderr) == (0, "")


def test_there_are_no_figures_before_there_is_a_database(tmp_path: Path) -> None:
    refused = called(tmp_path, "stats")

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "advisor.sqlite3").exists()


def test_a_wrong_address_of_the_database_is_a_wrong_setting(tmp_path: Path) -> None:
    refused = called(tmp_path, "run", TELEGRAM_BOT_TOKEN=TOKEN, DATABASE_URL="mysql://somewhere")

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "DATABASE_URL" in refused.stderr


def made(folder: Path) -> None:
    """Make the bot's database, as its first start does."""
    asyncio.run(_made(f"sqlite:///{folder / 'advisor.sqlite3'}"))


async def _made(url: str) -> None:
    await (await open_database(url)).close()


def test_the_figures_are_those_of_the_bot_not_of_the_terminal_and_looking_releases_none(
    tmp_path: Path,
) -> None:
    asyncio.run(make_waiting(f"sqlite:///{tmp_path / 'advisor.sqlite3'}", ["expert"] * 20))
    called(tmp_path, "try", typed="begin\n1\n")

    told = called(tmp_path, "stats", "--language", "en", STATS_BLOCK="20")

    assert told.returncode == 0
    assert "Began: 20\nFinished: 20\nMid-way: 0" in told.stdout
    assert "The next group is complete" in told.stdout
    assert "<b>" not in told.stdout
    assert stored(tmp_path, "SELECT count(*) FROM blocks") == [(0,)]


def test_dead_letters_are_listed_without_its_text_and_marked_for_another_try(
    tmp_path: Path,
) -> None:
    made(tmp_path)
    with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as shell:
        shell.execute(
            'INSERT INTO dead_letters (bot, "update", chat, raw, reason, at, again)'
            " VALUES (1, 1, 5, 'secret words', 'KeyError', '2026-03-01 09:00:00', 0)"
        )
        shell.commit()

    listed = called(tmp_path, "dead-letters")
    again = called(tmp_path, "dead-letters", "--retry")

    assert "1  2026-03-01 09:00  KeyError\n" in listed.stdout
    assert "secret words" not in listed.stdout
    assert "KeyError  (to be handled again)" in again.stdout


def test_a_backup_is_a_whole_database(tmp_path: Path) -> None:
    made(tmp_path)

    done = called(tmp_path, "backup", "copy.sqlite3")

    assert done.stdout == "Written to copy.sqlite3.\n"
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as shell:
        assert shell.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_backups_in_turn_are_named_after_the_time_and_one_can_be_restored(tmp_path: Path) -> None:
    made(tmp_path)

    done = called(tmp_path, "backup", "--keep", "2", ".")
    (copy,) = tmp_path.glob("career-advisor-*Z.sqlite3")
    restored = called(tmp_path, "restore", copy.name)

    (former,) = tmp_path.glob("advisor.sqlite3.replaced-*")
    assert done.stdout == f"Written to {copy.name}.\n"
    assert restored.stdout == f"Restored from {copy.name}. The former database is {former}.\n"
    assert (done.returncode, restored.returncode) == (0, 0)


def test_a_restore_from_nowhere_is_one_line_and_the_code_two(tmp_path: Path) -> None:
    refused = called(tmp_path, "restore", "nothing.sqlite3")

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "no file nothing.sqlite3" in refused.stderr


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"TELEGRAM_BOT_TOKEN": "123:short"}, "TELEGRAM_BOT_TOKEN"),
        ({"STATS_BLOCK": "many"}, "STATS_BLOCK"),
        ({"ADMIN_IDS": "anna"}, "ADMIN_IDS"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(
    tmp_path: Path, settings: dict[str, str], word: str
) -> None:
    started = called(tmp_path, "run", **settings)

    assert started.returncode == 2
    assert word in started.stderr
    assert started.stderr.count("\n") == 1
    assert "123:short" not in started.stderr


def test_a_wrong_call_is_the_code_two(tmp_path: Path) -> None:
    assert fresh(tmp_path, "dance").returncode == 2
    assert called(tmp_path, "backup").returncode == 2


def test_a_database_that_cannot_be_used_stops_the_start_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Anna, " * 200)

    started = called(
        tmp_path, "run", TELEGRAM_BOT_TOKEN=TOKEN, DATABASE_URL=f"sqlite:///{tmp_path}/letter"
    )

    assert started.returncode == 1
    assert started.stderr.count("\n") == 1
    assert "not a database" in started.stderr


def test_a_read_only_database_stops_the_start_with_one_line(tmp_path: Path) -> None:
    made(tmp_path)
    with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as shell:
        # As an administrator even a file of mode 0400 can be written, so a trigger stands in for the disk.
        shell.execute(
            "CREATE TRIGGER full BEFORE INSERT ON heartbeat BEGIN SELECT RAISE(FAIL, 'disk full'); END"
        )
        shell.commit()

    started = called(tmp_path, "run", TELEGRAM_BOT_TOKEN=TOKEN)

    assert started.returncode == 1
    assert started.stderr.count("\n") == 1
    assert "cannot be written" in started.stderr


def test_the_version_is_printed() -> None:
    shown = CliRunner().invoke(cli, ["--version"])

    assert shown.exit_code == 0
    assert shown.output.strip() == VERSION
