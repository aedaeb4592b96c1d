"""README, .env.example and the rest tell of everything there is."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.core.conversation.inputs import ADMIN_COMMANDS, COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "OPERATING.md").read_text(encoding="utf-8")
ENV = (ROOT / ".env.example").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SETTINGS = [name.upper() for name in Settings.model_fields]
COMMAND_LINE = [
    command.name or command.callback.__name__.replace("_", "-")
    for command in cli.registered_commands
    if command.callback
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_documented_and_in_the_example(setting: str) -> None:
    assert f"`{setting}`" in OPERATING
    assert f"\n{setting}=" in ENV


def test_the_example_names_no_setting_that_does_not_exist() -> None:
    assert {
        line.partition("=")[0] for line in ENV.splitlines() if line and not line.startswith("#")
    } == set(SETTINGS)


@pytest.mark.parametrize("command", COMMAND_LINE)
def test_every_command_of_the_command_line_is_documented_and_has_help(command: str) -> None:
    assert f"`career-advisor {command}" in OPERATING
    shown = CliRunner().invoke(cli, [command, "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.output


@pytest.mark.parametrize("command", [*COMMANDS, *ADMIN_COMMANDS])
def test_every_command_of_the_chat_is_documented(command: str) -> None:
    assert f"/{command}" in OPERATING


def test_the_readme_is_short_and_shows_a_result_and_the_chat() -> None:
    assert len(README.split()) <= 700
    assert 'src="tests/pictures/result.png"' in README
    assert "(tests/pictures/terminal.svg)" in README


def test_every_target_of_make_explains_itself() -> None:
    targets = {
        line.partition(":")[0]
        for line in MAKEFILE.splitlines()
        if line.startswith(tuple("abcdefghijklmnopqrstuvwxyz"))
    }
    explained = {
        line.partition(":")[0]
        for line in MAKEFILE.splitlines()
        if ": ## " in line or ("## " in line and ":" in line)
    }
    assert targets <= explained


@pytest.mark.parametrize(
    "page",
    [
        *("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
        *("METHOD.md", "MEASURED.md", "OPERATING.md"),
    ],
)
def test_every_page_is_there_and_points_to_what_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    pointed = [part.partition(")")[0] for part in text.split("](")[1:]]

    assert text.strip()
    assert [
        each
        for each in pointed
        if not each.startswith(("http", "#")) and not (ROOT / each).exists()
    ] == []
