"""The rules of the source tree: what may be imported where, and how files, classes and functions are named."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
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
    "bot.deliveries": {
        "bot.core",
        "bot.persistence",
        "content.model",
        "storage",
        "sqlalchemy",
    },
    "bot.advisor": {
        "bot.core",
        "bot.admin_report",
        "bot.deliveries",
        "bot.export",
        "bot.persistence",
        "content.model",
        "storage",
        "sqlalchemy",
    },
    "bot.telegram": {
        "bot.advisor",
        "bot.core",
        "bot.deliveries",
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
        "bot.deliveries",
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

# The modules of the core, the lowest layer first: each imports only modules of layers below its own.
CORE_LAYERS = (
    "conversation.inputs conversation.state conversation.typed_text assessment.likelihood assessment.occupations",
    "assessment.items",
    "assessment.pattern",
    "assessment.estimate",
    "assessment.advice",
    "assessment.clashes assessment.selection assessment.what_if conversation.replies screens.map screens.verbal_scales",
    "conversation.open_card screens.layout",
    "screens.confidence screens.pages screens.preferences screens.question screens.reasons screens.result",
    "screens.card",
    "conversation.machine",
)

# Packages in which no function is named by one bare past participle.
NAMED_BY_VERBS = ("bot", "storage")
BASE_FORMS = {"bleed", "embed", "exceed", "feed", "need", "proceed", "seed", "speed", "succeed"}
IRREGULAR_PARTICIPLES = {
    "begun", "bent", "born", "bought", "bound", "brought", "built", "caught", "chosen", "dealt", "done", "drawn",
    "driven", "eaten", "fallen", "felt", "flown", "forgotten", "fought", "found", "given", "gone", "grown", "heard",
    "held", "hidden", "hung", "kept", "known", "laid", "led", "left", "lent", "lit", "lost", "made", "meant", "met",
    "paid", "proven", "ridden", "risen", "said", "seen", "sent", "shaken", "shot", "shown", "slept", "sold",
    "sought", "spent", "spoken", "stolen", "stood", "struck", "stuck", "swept", "sworn", "taken", "taught",
    "thought", "thrown", "told", "torn", "understood", "woken", "won", "worn", "wound", "written",
}  # fmt: skip

# Names that stand for two things today; remove each one from here as it is renamed.
REPEATED_FILES: set[str] = set()
REPEATED_CLASSES: set[str] = set()


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{alias.name}" for alias in names)


def is_bare_participle(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    if any("property" in ast.unparse(each) for each in function.decorator_list):
        return False
    word = function.name.strip("_")
    regular = word.endswith("ed") and "_" not in word and word not in BASE_FORMS
    return regular or word in IRREGULAR_PARTICIPLES


def repeated(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}


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


def test_a_module_of_the_core_imports_only_from_the_layers_below() -> None:
    layer = {
        f"bot.core.{name}": number
        for number, names in enumerate(CORE_LAYERS)
        for name in names.split()
    }
    modules = {
        name_of(path): path
        for path in MODULES
        if name_of(path).startswith("bot.core.") and path.name != "__init__.py"
    }

    assert layer.keys() == modules.keys()
    assert [
        (name, other)
        for name, path in modules.items()
        for module in imported(path)
        for other in modules
        if f"{module}.".startswith(f"{other}.") and layer[other] >= layer[name]
    ] == []


@pytest.mark.parametrize("package", NAMED_BY_VERBS)
def test_no_function_is_named_by_a_bare_past_participle(package: str) -> None:
    assert [
        (name_of(path), node.name)
        for path in MODULES
        if f"{name_of(path)}.".startswith(f"{package}.")
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_bare_participle(node)
    ] == []


def test_no_two_files_share_a_name() -> None:
    files = [
        path.stem
        for path in MODULES
        if path.name != "__init__.py" and not name_of(path).startswith("content.")
    ]

    assert repeated(files) == REPEATED_FILES


def test_no_two_public_classes_share_a_name() -> None:
    classes = [
        node.name
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]

    assert repeated(classes) == REPEATED_CLASSES


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
