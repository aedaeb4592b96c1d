"""Finds what is wrong in occupations.toml, which a content folder may do without.

Rules: as in content.structure. An occupation is one line of the file and is looked up there by its code.
"""

import re
from collections import Counter
from collections.abc import Iterator

from content.folder import Fault, Folder, Table, rows, strings
from content.model import HIGHEST_INTEREST, LOWEST_INTEREST
from content.outline import ID, OCCUPATIONS
from content.parts import Part

CODE = re.compile(r"\d\d-\d{4}\.\d\d")  # https://www.onetcenter.org/taxonomy.html
KEYS = ("code", "title", "investigative", "enterprising", "outcome", "name")


def occupation_faults(folder: Folder) -> Iterator[Fault]:
    """Yield the faults of the file, as far as it can be read; none when there is no such file."""
    table = folder.tables.get(OCCUPATIONS, {})
    whole = Part(OCCUPATIONS, 1, folder.sources.get(OCCUPATIONS, ""), "")
    for key in table:
        if key != "occupations":
            yield whole.at(key, f"unknown key `{key}`; there is only `occupations`")
    listed = table.get("occupations", [])
    if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
        what = "`occupations` must be a list of tables; write it like the packaged content does"
        yield whole.at("occupations", what)
    roles = strings([row.get("id") for row in rows(folder.tables.get("roles.toml", {}), "roles")])
    for row in rows(table, "occupations"):
        for what in _occupation(row, roles):
            yield _found(whole, row, what)
    yield from _repeated(whole, rows(table, "occupations"))


def _found(whole: Part, row: Table, what: str) -> Fault:
    code = row.get("code")
    told = f"the occupation `{code}` {what}" if code else f"an occupation {what}"
    return whole.fault(rf'"{re.escape(code)}"' if isinstance(code, str) else r"\A", told)


def _occupation(row: Table, roles: tuple[str, ...]) -> Iterator[str]:
    for key in row:
        if key not in KEYS:
            yield f"has the unknown key `{key}`; there are: {', '.join(KEYS)}"
    if not (isinstance(row.get("code"), str) and CODE.fullmatch(str(row["code"]))):
        yield 'needs an O*NET-SOC code like code = "15-1252.00"'
    if not (isinstance(row.get("title"), str) and str(row["title"]).strip()):
        yield 'has no title; add one like title = "Software Developers"'
    for key in ("investigative", "enterprising"):
        if not _is_interest(row.get(key)):
            yield f"needs `{key}`, a number from {LOWEST_INTEREST} to {HIGHEST_INTEREST}"
    if "outcome" in row and row["outcome"] not in roles:
        yield f"has the outcome `{row['outcome']}`, which is no role of roles.toml"
    if "name" in row and not (isinstance(row["name"], str) and ID.fullmatch(row["name"])):
        yield 'has a wrong name; write one with only a-z, 0-9 and the hyphen, like "data-scientists"'


def _is_interest(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return LOWEST_INTEREST <= value <= HIGHEST_INTEREST


def _repeated(whole: Part, listed: list[Table]) -> Iterator[Fault]:
    for key in ("code", "name"):
        taken = Counter(row[key] for row in listed if isinstance(row.get(key), str))
        for value, times in taken.items():
            if times > 1:
                what = f"more than one occupation has the {key} `{value}`; give each its own"
                yield whole.fault(rf'{key}"? *= *"{re.escape(str(value))}"', what, 1)
