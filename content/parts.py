"""The tables of a TOML file with the places they stand at, and what every table of ours is checked for.

Rule: nothing raises. Readers of TOML keep no places, so a table is looked up in the text again by its header.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeGuard

from content.folder import Fault, Folder, Table, rows, strings
from content.outline import ID

LONGEST_ID = 24  # characters, so that a question's and an option's id fit on one button


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a TOML file, or a whole file: where its text begins, and how to speak of it."""

    file: str
    first: int
    text: str
    name: str

    def fault(self, pattern: str, what: str, number: int = 0) -> Fault:
        """Return a fault on the line of the number-th match of a pattern, else on the first line."""
        found = [match.start() for match in re.finditer(pattern, self.text, re.MULTILINE)][number:]
        line = self.first + (self.text.count("\n", 0, found[0]) if found else 0)
        return Fault(self.file, line, f"{self.name} {what}" if self.name else what)

    def at(self, key: str, what: str) -> Fault:
        """Return a fault on the line of a key."""
        return self.fault(rf"^[ \t]*(\[+[ \t]*)?\"?{re.escape(key)}\"?[ \t]*[=\].]", what)

    def here(self, what: str) -> Fault:
        """Return a fault on the first line."""
        return self.fault(r"\A", what)


def whole_file(folder: Folder, file: str) -> Part:
    """Return a whole file, which has no name of its own."""
    return Part(file, 1, folder.sources.get(file, ""), "")


def part_of(folder: Folder, file: str, header: str, name: str, number: int = 0) -> Part:
    """Return the number-th table with this header; one written in another way is spoken of on line 1."""
    source = folder.sources.get(file, "")
    headers = _headers(source, header)
    if number >= len(headers):
        return Part(file, 1, "", name)
    start, end = headers[number]
    following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(source, end)
    text = source[start : following.start() if following else None]
    return Part(file, source.count("\n", 0, start) + 1, text, name)


@lru_cache(maxsize=16)
def _headers(source: str, header: str) -> tuple[tuple[int, int], ...]:
    """Return where each table with this header begins, and where its header ends."""
    pattern = rf"^[ \t]*\[+[ \t]*{re.escape(header)}[ \t]*\]+"
    return tuple(found.span() for found in re.finditer(pattern, source, re.MULTILINE))


def named(what: str, row: Table, number: int) -> str:
    """Return how to speak of a table, by its id or its number."""
    name = row.get("id")
    return f"the {what} `{name}`" if isinstance(name, str) else f"{what} number {number + 1}"


def in_use(table: Table) -> list[Table]:
    """Return the questions that are still asked."""
    return [row for row in rows(table, "questions") if row.get("retired") is not True]


def tables_of(folder: Folder, file: str, header: str, what: str) -> Iterator[tuple[Part, Table]]:
    """Yield the tables with this header, each with its place."""
    for number, row in enumerate(rows(folder.tables[file], header)):
        yield part_of(folder, file, header, named(what, row, number), number), row


def not_tables(part: Part, table: Table, key: str) -> Iterator[Fault]:
    """Yield a fault unless the value is a list of tables."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield part.at(
            key, f"`{key}` must be a list of tables; write it like the packaged content does"
        )


def unknown_keys(part: Part, table: Table, known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each key nobody knows, with the nearest that is known."""
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known)}"
            what = f"unknown key `{key}`; {hint}"
            yield part.at(key, f"has the {what}" if part.name else what)


def repeated_ids(folder: Folder, file: str, header: str, what: str) -> Iterator[Fault]:
    """Yield a fault for the second table with the same id."""
    seen: Counter[str] = Counter()
    for part, row in tables_of(folder, file, header, what):
        name = row.get("id")
        if isinstance(name, str):
            seen[name] += 1
            if seen[name] == 2:
                yield part.at("id", "has an id that is used already; give it one of its own")


def wrong_id(part: Part, key: str, name: object) -> Iterator[Fault]:
    """Yield a fault unless this is a short plain id."""
    if not isinstance(name, str):
        yield part.at(key, 'has no id; add one like: id = "slow-website"')
    elif not ID.fullmatch(name):
        yield part.at(
            key, "has an id with other characters than a-z, 0-9 and the hyphen; change it"
        )
    elif len(name) > LONGEST_ID:
        yield part.at(key, f"has an id of {len(name)} characters; shorten it to {LONGEST_ID}")


def id_list(part: Part, key: str, value: object) -> Iterator[Fault]:
    """Yield what is wrong with a list of ids."""
    if not is_texts(value):
        yield part.at(
            key, f'has `{key}` that are not a list of ids; write them like ["one", "two"]'
        )
    names = strings(value)
    for name, times in Counter(names).items():
        if times > 1:
            yield part.at(key, f"names `{name}` in `{key}` more than once; remove one")
        if not ID.fullmatch(name):
            yield part.at(key, f"has `{name}` in `{key}`; ids have only a-z, 0-9 and the hyphen")


def is_text(value: object) -> bool:
    """Tell whether it is a text that shows something."""
    return isinstance(value, str) and bool(value.strip())


def is_texts(value: object) -> bool:
    """Tell whether it is a list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether it is a number, which true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
