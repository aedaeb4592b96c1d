"""Makes the catalog of a content folder, or refuses with every fault it has."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from content.check import faults_of
from content.folder import Fault, Folder, Table, read, read_tables, rows, section, strings
from content.model import Catalog, Occupation, Option, Question, Role, Trait
from content.outline import OCCUPATIONS, trait_of_responsibility
from content.structure import measuring_faults
from content.words import words_of

PACKAGED = Path(__file__).parent


class Faulty(Exception):
    """The content has faults; the bot must not start on it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the exception's text lists them, one a line."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def load(directory: Path = PACKAGED) -> Catalog:
    """Return the catalog of the folder; raise Faulty when anything in it is wrong."""
    folder = read(directory)
    if faults := faults_of(folder):
        raise Faulty(faults)
    return _catalog(folder)


def load_measured(directory: Path) -> Catalog:
    """Return the catalog of the folder's questions alone, without words, to measure them on people's answers.

    The packaged roles.toml stands in for a missing one. Raise Faulty when anything in the two files is wrong.
    """
    folder, packaged = read_tables(directory), read_tables(PACKAGED)
    files = ["questions.toml", "roles.toml"]
    if "roles.toml" not in folder.tables:
        files.remove("roles.toml")
    unread = tuple(fault for fault in folder.faults if fault.file in files)
    measured = Folder(
        tables={"roles.toml": packaged.tables["roles.toml"]}
        | {name: folder.tables[name] for name in files if name in folder.tables},
        sources={"roles.toml": packaged.sources["roles.toml"]}
        | {name: folder.sources[name] for name in files if name in folder.sources},
        messages={},
        resources={},
        faults=unread,
    )
    if faults := unread or tuple(measuring_faults(measured)):
        raise Faulty(faults)
    return _catalog(measured)


def _catalog(folder: Folder) -> Catalog:
    """Make the catalog of a folder in which `content.check` found no fault."""
    questions = folder.tables["questions.toml"]
    roles = folder.tables["roles.toml"]
    kinds = {name: _options(kind) for name, kind in section(questions, "kinds").items()}
    traits = trait_of_responsibility(roles)
    digest = hashlib.sha256(
        "\0".join(folder.sources[name] for name in sorted(folder.sources)).encode()
    )
    return Catalog(
        version=f"{questions['edition']}+{digest.hexdigest()[:8]}",
        questions={
            str(row["id"]): _question(row, kinds, traits) for row in rows(questions, "questions")
        },
        roles={str(row["id"]): _role(row) for row in rows(roles, "roles")},
        aspects=strings(section(roles, "comparison").get("aspects")),
        texts={
            language: words_of(language, parsed) for language, parsed in folder.resources.items()
        },
        occupations=tuple(
            _occupation(row) for row in rows(folder.tables.get(OCCUPATIONS, {}), "occupations")
        ),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _options(kind: object) -> tuple[Option, ...]:
    table = kind if isinstance(kind, dict) else {}
    return tuple(Option(str(row["id"]), _number(row["score"])) for row in rows(table, "options"))


def _question(
    row: Table, kinds: Mapping[str, tuple[Option, ...]], traits: Mapping[str, Trait]
) -> Question:
    overlap = row.get("overlap")
    return Question(
        id=str(row["id"]),
        kind=str(row["kind"]),
        options=kinds[str(row["kind"])],
        loadings={trait: _number(row[trait]) for trait in Trait if trait in row},
        source=str(row["source"]),
        why={trait: str(text) for trait in Trait if (text := section(row, "why").get(trait))},
        about={
            each: 1 if _number(row[traits[each]]) > 0 else -1 for each in strings(row.get("about"))
        },
        overlap=overlap if isinstance(overlap, str) else None,
        retired=row.get("retired") is True,
    )


def _role(row: Table) -> Role:
    return Role(
        id=str(row["id"]),
        high=frozenset(trait for trait in Trait if row.get(trait) == "high"),
        responsibilities=strings(row.get("responsibilities")),
        paths=strings(row.get("paths")),
    )


def _occupation(row: Table) -> Occupation:
    return Occupation(
        code=str(row["code"]),
        title=str(row["title"]),
        investigative=_number(row["investigative"]),
        enterprising=_number(row["enterprising"]),
        outcome=str(row["outcome"]) if "outcome" in row else None,
        name=str(row["name"]) if "name" in row else None,
    )
