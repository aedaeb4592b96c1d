"""The tree keeps its promises: the arrows between packages, and what may be imported where."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path for package in ("bot", "content", "storage") for path in (ROOT / package).rglob("*.py")
)
VAGUE = {"utils", "helpers", "common", "base", "services", "misc", "tools"}

# Who may import whom, longest beginning first; everything may import the standard library.
ALLOWED = {
    "storage": {"storage", "sqlalchemy", "aiosqlite", "alembic", "filelock"},
    "content": {"content", "fluent", "babel"},
    "bot.core": {"bot.core", "content.model", "rapidfuzz"},
    "bot.settings": {"pydantic", "pydantic_settings"},
    "bot.export": {"bot.core", "content.model"},
    "bot.admin_report": {"bot.core", "content.model", "storage", "sqlalchemy"},
    "bot.map_image": {"bot.core", "PIL"},
    "bot.question_sheet": {"bot.core", "content.model"},
    "bot.persistence": {"bot.core", "storage.records"},
    "bot.advisor": {
        "bot.core",
        "bot.admin_report",
        "bot.export",
        "bot.persistence",
        "content.model",
        "storage",
        "sqlalchemy",
    },
    "bot.telegram": {
        "bot.advisor",
        "bot.core",
        "bot.telegram",
        "bot.map_image",
        "content.model",
        "storage.errors",
        "storage.records",
        "sqlalchemy.exc",
        "telegram",
        "aiohttp",
        "aiolimiter",
        "msgspec",
        "orjson",
    },
    "bot.terminal": {
        "bot.advisor",
        "bot.core",
        "content.words",
        "storage.records",
        "rich",
        "prompt_toolkit",
    },
    "bot.evaluation": {
        "bot.core",
        "bot.evaluation",
        "content",
        "numpy",
        "sklearn",
        "orjson",
        "rich",
    },
    "bot.offline": {
        "bot.advisor",
        "bot.admin_report",
        "bot.terminal",
        "bot.settings",
        "content.model",
        "storage",
    },
    "bot.app": {"bot", "content", "storage", "sqlalchemy", "telegram", "uvloop"},
    "bot.__main__": {"bot", "content", "storage", "typer"},
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{alias.name}" for alias in names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_its_place_allows(path: Path) -> None:
    name = name_of(path)
    place = max(
        (each for each in ALLOWED if f"{name}.".startswith(f"{each}.")), key=len, default=None
    )
    allowed = ALLOWED.get(place or "", set())

    forbidden = [
        module
        for module in imported(path)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not any(f"{module}.".startswith(f"{each}.") for each in allowed)
    ]

    assert forbidden == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if name_of(path).startswith("bot.core")], ids=name_of
)
def test_the_core_knows_neither_clock_nor_files(path: Path) -> None:
    outside = {
        "asyncio",
        "logging",
        "os",
        "pathlib",
        "random",
        "socket",
        "sqlite3",
        "subprocess",
        "sys",
        "time",
    }

    assert {module.partition(".")[0] for module in imported(path)} & outside == set()


def test_names_of_modules_say_what_is_in_them() -> None:
    assert {path.stem for path in MODULES} & VAGUE == set()


def test_packages_begin_empty() -> None:
    assert [path for path in MODULES if path.name == "__init__.py" and path.read_text()] == []


def test_importing_everything_does_nothing(tmp_path: Path) -> None:
    names = [
        name_of(path)
        for path in MODULES
        if "migrations" not in path.parts and path.name != "__main__.py"
    ]
    code = ";".join(f"import {name}" for name in names)

    subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )

    assert list(tmp_path.iterdir()) == []
