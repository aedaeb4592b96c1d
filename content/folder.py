"""Reads a content folder: questions.toml, roles.toml, chat.toml, perhaps occupations.toml, and texts/<language>/*.ftl.

Rules: `read` keeps everything, faulty or not, with the places it stands at, so that `content.check` can name
every fault at once. What an editor on Windows adds, a byte order mark or its line ends, is left out.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fluent.syntax import FluentParser, ast

Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Message:
    """One Fluent message or one attribute of it, and where it stands."""

    name: str
    pattern: ast.Pattern
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the content: where, and what to do about it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Folder:
    """A content folder as it was read. `tables` and `sources` go by file name, the others by language."""

    tables: Mapping[str, Table]
    sources: Mapping[str, str]
    messages: Mapping[str, tuple[Message, ...]]
    resources: Mapping[str, tuple[ast.Resource, ...]]
    faults: tuple[Fault, ...]


TABLES = ("questions.toml", "roles.toml", "chat.toml")
OPTIONAL = ("occupations.toml",)


def read_tables(directory: Path) -> Folder:
    """Read the folder's TOML files alone, without any texts."""
    faults: list[Fault] = []
    there = (*TABLES, *(name for name in OPTIONAL if (directory / name).exists()))
    sources = {
        name: text for name in there if (text := _text(directory / name, name, faults)) is not None
    }
    tables = {name: _table(name, text, faults) for name, text in sources.items()}
    return Folder(tables, sources, {}, {}, tuple(faults))


def read(directory: Path) -> Folder:
    """Read the folder; what cannot be read at all is a fault and is left out."""
    bare = read_tables(directory)
    sources, faults = dict(bare.sources), list(bare.faults)
    messages: dict[str, tuple[Message, ...]] = {}
    resources: dict[str, tuple[ast.Resource, ...]] = {}
    for language in sorted(path for path in (directory / "texts").glob("*") if path.is_dir()):
        parsed = _parsed(directory, language, sources, faults)
        resources[language.name] = tuple(parsed.values())
        messages[language.name] = tuple(
            message
            for file, resource in parsed.items()
            for message in _messages(file, sources[file], resource, faults)
        )
    if not resources:
        faults.append(Fault("texts", 1, "there is no folder for any language; add texts/en/"))
    return Folder(bare.tables, sources, messages, resources, tuple(faults))


def rows(table: Table, name: str) -> list[Table]:
    """Return the array of tables `[[name]]`, empty when there is none."""
    value = table.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def section(table: Table, name: str) -> Table:
    """Return the table `[name]`, empty when there is none."""
    value = table.get(name)
    return value if isinstance(value, dict) else {}


def strings(value: object) -> tuple[str, ...]:
    """Return the strings of a list, nothing when it is none."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def line_of(source: str, text: str) -> int:
    """Return the number of the first line that holds the text; TOML readers keep no places."""
    before, found, _ = source.partition(text)
    return before.count("\n") + 1 if found else 1


def _text(path: Path, name: str, faults: list[Fault]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(name, 1, "this file is missing"))
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(name, 1, f"this file cannot be read: {error}"))
    return None


def _table(name: str, text: str, faults: list[Fault]) -> Table:
    try:
        table = tomllib.loads(text)
        too_long = _has_long_number(table)
    except tomllib.TOMLDecodeError as error:
        line = str(error).partition("at line ")[2].partition(",")[0]
        faults.append(Fault(name, int(line) if line.isdigit() else 1, f"not valid TOML: {error}"))
        return {}
    except (ValueError, RecursionError) as error:
        faults.append(Fault(name, 1, f"this file cannot be read as TOML: {type(error).__name__}"))
        return {}
    if too_long:
        longest = max(re.finditer(r"[0-9A-Fa-f_]+", text), key=lambda run: len(run[0]))
        faults.append(Fault(name, _line(text, longest.start()), "a number is longer than 64 bits"))
        return {}
    return table


def _has_long_number(value: object) -> bool:
    """Tell whether an integer is beyond TOML's 64 bits; Python refuses to print very long ones.

    https://toml.io/en/v1.0.0#integer
    """
    match value:
        case dict():
            return any(map(_has_long_number, value.values()))
        case list():
            return any(map(_has_long_number, value))
        case int():
            return not -(2**63) <= value < 2**63
    return False


def _parsed(
    directory: Path, language: Path, sources: dict[str, str], faults: list[Fault]
) -> dict[str, ast.Resource]:
    found = {}
    for path in sorted(language.glob("*.ftl")):
        name = path.relative_to(directory).as_posix()
        if (text := _text(path, name, faults)) is None:
            continue
        try:
            found[name] = FluentParser().parse(text)
        except RecursionError:
            faults.append(Fault(name, 1, "not valid Fluent: braces within braces within braces"))
        else:
            sources[name] = text
    return found


def _messages(
    file: str, source: str, resource: ast.Resource, faults: list[Fault]
) -> Iterator[Message]:
    for entry in resource.body:
        start = entry.span.start if entry.span else 0
        if isinstance(entry, ast.Junk):
            why = entry.annotations[0].message if entry.annotations else "not valid Fluent"
            faults.append(Fault(file, _line(source, start), f"not valid Fluent: {why}"))
        elif isinstance(entry, ast.Message):
            if entry.value:
                yield Message(entry.id.name, entry.value, file, _line(source, start))
            for attribute in entry.attributes:
                place = attribute.span.start if attribute.span else start
                name = f"{entry.id.name}.{attribute.id.name}"
                yield Message(name, attribute.value, file, _line(source, place))


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1
