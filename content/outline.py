"""What questions.toml, roles.toml and chat.toml name, and the texts that are needed for it in every language.

Rule: reads any content, however broken; what has no usable id is left out here and named by content.structure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.folder import Folder, Table, rows, section, strings
from content.model import Trait

ID = re.compile(r"[a-z0-9-]+")
OCCUPATIONS = "occupations.toml"  # the only file a folder may do without
BETWEEN = "between"  # the kind whose labels name the question's two tasks
MARKS = ("technical", "leading", "reversed")  # words that show which way round a phrase is
TASK = (".doing",)
TASKS = (".first", ".second", ".first-doing", ".second-doing")

Needed = tuple[str, Iterable[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as far as its texts go."""

    id: str
    kind: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A role as far as its texts go; `high` tells whether the page of all roles names it."""

    id: str
    high: bool
    responsibilities: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What there is; `kinds` holds the ids of each kind's options, `numbers` the variables that are numbers.

    `occupations` are the names of those the map shows.
    """

    kinds: Mapping[str, tuple[str, ...]]
    questions: tuple[Asked, ...]
    roles: tuple[Way, ...]
    aspects: tuple[str, ...]
    chat: Mapping[str, tuple[str, ...]]
    numbers: frozenset[str]
    occupations: tuple[str, ...] = ()

    def in_use(self) -> tuple[Asked, ...]:
        """Return the questions that are still asked."""
        return tuple(question for question in self.questions if not question.retired)


@dataclass(frozen=True, slots=True)
class Need:
    """Why a text must exist: the variables supplied to it, and the file it usually stands in."""

    variables: frozenset[str]
    home: str


def outline_of(folder: Folder) -> Outline:
    """Return what the structure names."""
    questions, roles, chat = (
        folder.tables.get(name, {}) for name in ("questions.toml", "roles.toml", "chat.toml")
    )
    return Outline(
        {name: _options(kind) for name, kind in section(questions, "kinds").items()},
        tuple(_asked(row) for row in rows(questions, "questions") if _has_id(row)),
        tuple(_way(row) for row in rows(roles, "roles") if _has_id(row)),
        strings(section(roles, "comparison").get("aspects")),
        {name: strings(value) for name, value in section(chat, "texts").items()},
        frozenset(strings(chat.get("numbers"))),
        tuple(
            str(row["name"])
            for row in rows(folder.tables.get(OCCUPATIONS, {}), "occupations")
            if isinstance(row.get("name"), str) and ID.fullmatch(str(row["name"]))
        ),
    )


def needs_of(outline: Outline) -> dict[str, Need]:
    """Return the names of all texts every language must have, `message` or `message.attribute`."""
    needed = (
        *_chat(outline),
        *_kinds(outline),
        *_questions(outline),
        *_roles(outline),
        *_occupations(outline),
    )
    return {name: Need(frozenset(variables), home) for name, variables, home in needed}


def trait_of_responsibility(roles: Table) -> dict[str, Trait]:
    """Return the trait that goes with each responsibility: the one trait that is high in its role."""
    found: dict[str, Trait] = {}
    for row in rows(roles, "roles"):
        high = [trait for trait in Trait if row.get(trait) == "high"]
        if len(high) == 1:
            found.update(dict.fromkeys(strings(row.get("responsibilities")), high[0]))
    return found


def _has_id(row: Table) -> bool:
    return isinstance(row.get("id"), str) and ID.fullmatch(str(row["id"])) is not None


def _options(kind: object) -> tuple[str, ...]:
    table = kind if isinstance(kind, dict) else {}
    return tuple(str(row["id"]) for row in rows(table, "options") if _has_id(row))


def _asked(row: Table) -> Asked:
    return Asked(str(row["id"]), str(row.get("kind")), row.get("retired") is True)


def _way(row: Table) -> Way:
    high = any(row.get(trait) == "high" for trait in Trait)
    responsibilities, paths = strings(row.get("responsibilities")), strings(row.get("paths"))
    return Way(str(row["id"]), high, responsibilities, paths)


def _chat(outline: Outline) -> Iterator[Needed]:
    for name, variables in outline.chat.items():
        yield name, variables, "chat.ftl"


def _kinds(outline: Outline) -> Iterator[Needed]:
    for kind, options in outline.kinds.items():
        tasks = ("first", "second") if kind == BETWEEN else ()
        yield f"kind-{kind}", (), "questions.ftl"
        yield f"kind-{kind}.scale", tasks, "questions.ftl"
        for option in options:
            yield f"{kind}-{option}", tasks, "questions.ftl"
            yield f"{kind}-{option}.reason", tasks or ("doing",), "questions.ftl"


def _questions(outline: Outline) -> Iterator[Needed]:
    """Retired questions keep their texts: the document of a person's data still shows them."""
    for name in MARKS if outline.questions else ():
        yield f"marks-{name}", (), "questions.ftl"
    for question in outline.questions:
        for part in ("", ".title", ".why", *(TASKS if question.kind == BETWEEN else TASK)):
            yield f"question-{question.id}{part}", (), "questions.ftl"


def _roles(outline: Outline) -> Iterator[Needed]:
    names = [
        f"aspect-{aspect}{part}"
        for aspect in outline.aspects
        for part in ("", ".expert", ".manager")
    ]
    for role in outline.roles:
        parts = ("", ".icon", ".sentence", ".outcome", ".week", ".gives-up", ".next")
        names += [f"role-{role.id}{part}" for part in parts]
        duties = [f"responsibility-{each}" for each in role.responsibilities]
        names += [
            name + part
            for name in (*duties, *(f"path-{each}" for each in role.paths))
            for part in ("", ".text")
        ]
    for name in names:
        yield name, (), "roles.ftl"


def _occupations(outline: Outline) -> Iterator[Needed]:
    for name in outline.occupations:
        yield f"occupation-{name}", (), "occupations.ftl"
    if outline.occupations:
        yield "occupations-notice", (), "occupations.ftl"
