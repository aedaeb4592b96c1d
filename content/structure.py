"""Finds what is wrong in questions.toml, roles.toml and chat.toml.

Rules: every fault of a readable file is found, whatever else is wrong in it; nothing raises. Readers of TOML keep
no places, so a table is looked up in the text again by its header.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise, product
from typing import TypeGuard

from content.folder import Fault, Folder, Table, rows, section, strings
from content.model import Trait
from content.outline import ID

LONGEST_ID = 24  # characters, so that a question's and an option's id fit on one button
STAMP = 8  # characters of the moment that every button carries
LONGEST_PAYLOAD = 64  # bytes, https://core.telegram.org/bots/api#inlinekeyboardbutton
FEWEST_QUESTIONS = 8  # as many as everybody is asked
NAMED_ROLES = ("expert", "manager")  # the texts of overlap and comparison name these two
HIGHEST_SCORE = 2
BALANCED = 12  # questions that most people are asked
MOST_TILT = 0.3  # between the two traits after them, always pressing the same place


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


def structure_faults(folder: Folder) -> Iterator[Fault]:
    """Yield the faults of the three files, as far as they can be read."""
    checks: Mapping[str, Callable[[Folder], Iterable[Fault]]] = {
        "questions.toml": _questions_file,
        "roles.toml": _roles_file,
        "chat.toml": _chat_file,
    }
    unread = {fault.file for fault in folder.faults}
    for file, check in checks.items():
        if file in folder.tables and file not in unread:
            yield from check(folder)


def measuring_faults(folder: Folder) -> Iterator[Fault]:
    """Yield what keeps the questions and roles from being measured, though they may not be fit to be asked."""
    if "questions.toml" in folder.tables:
        table, whole = folder.tables["questions.toml"], _whole(folder, "questions.toml")
        yield from _questions_faults(folder, table, whole)
    if "roles.toml" in folder.tables:
        yield from _roles_file(folder)


def _whole(folder: Folder, file: str) -> Part:
    return Part(file, 1, folder.sources.get(file, ""), "")


def _part(folder: Folder, file: str, header: str, name: str, number: int = 0) -> Part:
    """Return the number-th table with this header; one written in another way is spoken of on line 1."""
    source = folder.sources.get(file, "")
    headers = list(
        re.finditer(rf"^[ \t]*\[+[ \t]*{re.escape(header)}[ \t]*\]+", source, re.MULTILINE)
    )
    if number >= len(headers):
        return Part(file, 1, "", name)
    start, end = headers[number].span()
    following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(source, end)
    text = source[start : following.start() if following else None]
    return Part(file, source.count("\n", 0, start) + 1, text, name)


def _named(what: str, row: Table, number: int) -> str:
    name = row.get("id")
    return f"the {what} `{name}`" if isinstance(name, str) else f"{what} number {number + 1}"


# --- questions.toml


def _questions_file(folder: Folder) -> Iterator[Fault]:
    table, whole = folder.tables["questions.toml"], _whole(folder, "questions.toml")
    wrong = (*_questions_faults(folder, table, whole), *_enough(whole, _in_use(table)))
    yield from wrong
    if not wrong:  # every number counts in the balance, so they must all be right before
        yield from _balance(folder, table)


def _questions_faults(folder: Folder, table: Table, whole: Part) -> Iterator[Fault]:
    yield from _unknown_keys(whole, table, ("edition", "kinds", "questions"))
    if not _is_text(table.get("edition")):
        what = 'the edition is missing; write it on a line like: edition = "2026.1"'
        yield whole.at("edition", what)
    yield from _not_tables(whole, table, "questions")
    for name, kind in section(table, "kinds").items():
        part = _part(folder, "questions.toml", f"kinds.{name}", f"the kind `{name}`")
        yield from _kind(part, name, kind if isinstance(kind, dict) else {})
    yield from _unused_kinds(folder, table)
    for part, row in _tables(folder, "questions.toml", "questions", "question"):
        yield from _question(part, row, section(table, "kinds"))
    yield from _repeated_ids(folder, "questions.toml", "questions", "question")


def _in_use(table: Table) -> list[Table]:
    return [row for row in rows(table, "questions") if row.get("retired") is not True]


def _enough(whole: Part, used: list[Table]) -> Iterator[Fault]:
    if len(used) < FEWEST_QUESTIONS:
        what = f"{len(used)} questions are in use; there must be at least {FEWEST_QUESTIONS}"
        yield whole.here(what)
    for trait in Trait:
        if not any(trait in row for row in used):
            what = f"no question in use measures `{trait}`, so roles that ask for it cannot be reached; add one"
            yield whole.here(what)


def _balance(folder: Folder, table: Table) -> Iterator[Fault]:
    """Yield a fault when always pressing the same place leads toward one trait more than the other."""
    asked = [
        (row, rows(section(section(table, "kinds"), str(row["kind"])), "options"))
        for row in _in_use(table)[:BALANCED]
    ]
    for place in range(max(len(options) for _, options in asked)):
        technical, leading = (
            sum(_pull(row, options, trait, place) for row, options in asked) for trait in Trait
        )
        if abs(technical - leading) > MOST_TILT:
            more = Trait.TECHNICAL if technical > leading else Trait.LEADING
            what = f"always pressing button {place + 1} of the first {len(asked)} questions leads toward `{more}`; balance first and second, plain and turned-round tasks of both"
            yield _part(folder, "questions.toml", "questions", "").here(what)
            return


def _pull(row: Table, options: list[Table], trait: Trait, place: int) -> float:
    """Return how far a place, the last one where there are fewer, leads toward a trait."""
    loading, score = row.get(trait), options[min(place, len(options) - 1)].get("score")
    if not (_is_number(loading) and _is_number(score)):
        return 0
    return loading * score / (1 - loading**2)


def _unused_kinds(folder: Folder, table: Table) -> Iterator[Fault]:
    used = {row["kind"] for row in rows(table, "questions") if isinstance(row.get("kind"), str)}
    for name in section(table, "kinds"):
        if name not in used:
            part = _part(folder, "questions.toml", f"kinds.{name}", f"the kind `{name}`")
            yield part.here("is used by no question; remove it and its labels")


def _kind(part: Part, name: str, kind: Table) -> Iterator[Fault]:
    yield from _wrong_id(part, "id", name)
    if not name[:1].isalpha():
        what = "has an id that does not begin with a letter; names of its labels begin with it"
        yield part.here(what)
    yield from _unknown_keys(part, kind, ("options",))
    yield from _not_tables(part, kind, "options")
    options = rows(kind, "options")
    if len(options) < 2:
        yield part.at("options", f"needs at least two options; it has {len(options)}")
    for number, row in enumerate(options):
        yield from _option(part, row, number)
    yield from _order(part, options)
    ids = [row.get("id") for row in options if isinstance(row.get("id"), str)]
    for number, option in enumerate(ids):
        if option in ids[:number]:
            yield part.fault(r"\{", f"has two options with the id `{option}`; rename one", number)


def _option(part: Part, row: Table, number: int) -> Iterator[Fault]:
    own = Part(
        part.file,
        part.fault(r"\{", "", number).line,
        "",
        f"{_named('option', row, number)} of {part.name}",
    )
    yield from _wrong_id(own, "id", row.get("id"))
    yield from _unknown_keys(own, row, ("id", "score"))
    score = row.get("score")
    if not _is_number(score):
        yield own.at("score", "needs a score: a number from 2 to -2")
    elif not -HIGHEST_SCORE <= score <= HIGHEST_SCORE:
        yield own.at("score", f"has the score {score}; it must lie between 2 and -2")


def _order(part: Part, options: list[Table]) -> Iterator[Fault]:
    scores = [row.get("score") for row in options]
    for number, (one, following) in enumerate(pairwise(scores), start=1):
        if not (_is_number(one) and _is_number(following)):
            continue
        if one == following:
            what = f"has two options with the score {one}; give each its own"
            yield part.fault(r"\{", what, number)
        elif one < following:
            what = f"has the score {following} after {one}; order the options from the highest score down"
            yield part.fault(r"\{", what, number)


def _question(part: Part, row: Table, kinds: Table) -> Iterator[Fault]:
    yield from _wrong_id(part, "id", row.get("id"))
    yield from _unknown_keys(part, row, ("id", "kind", *Trait, "source", "retired"))
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        known = ", ".join(kinds)
        yield part.at("kind", f"has the unknown kind `{kind}`; there are: {known}")
    if not _is_text(row.get("source")):
        what = 'has no source; add a line like: source = "O*NET 2.B.3.k Troubleshooting"'
        yield part.at("source", what)
    if not isinstance(row.get("retired", False), bool):
        what = "has a `retired` that is neither true nor false; write one of them, without quotes"
        yield part.at("retired", what)
    yield from _loadings(part, row)
    yield from _payload(part, row, kinds)


def _payload(part: Part, row: Table, kinds: Table) -> Iterator[Fault]:
    """Compare what a button of the question carries with what Telegram takes."""
    name, kind = row.get("id"), kinds.get(str(row.get("kind")))
    options = rows(kind, "options") if isinstance(kind, dict) else []
    longest = max((str(option.get("id")) for option in options), key=len, default="")
    carried = ".".join(("x" * STAMP, "c", str(name), longest))
    if (size := len(carried.encode("utf-8", "surrogatepass"))) > LONGEST_PAYLOAD:
        what = f"makes a button carry {size} bytes; Telegram takes {LONGEST_PAYLOAD}, so shorten its id"
        yield part.at("id", what)


def _loadings(part: Part, row: Table) -> Iterator[Fault]:
    if not any(trait in row for trait in Trait):
        yield part.here("measures nothing; add a line like: technical = 0.5")
    for trait in Trait:
        loading = row.get(trait, 0.5)
        if not _is_number(loading):
            what = f"has a `{trait}` that is not a number; write one like 0.5, without quotes"
            yield part.at(trait, what)
        elif not -1 < loading < 1 or loading == 0:
            what = f"has `{trait} = {loading}`; it must lie between -1 and 1 and not be 0"
            yield part.at(trait, what)


# --- roles.toml


def _roles_file(folder: Folder) -> Iterator[Fault]:
    table, whole = folder.tables["roles.toml"], _whole(folder, "roles.toml")
    yield from _unknown_keys(whole, table, ("roles", "comparison"))
    yield from _not_tables(whole, table, "roles")
    for part, row in _tables(folder, "roles.toml", "roles", "role"):
        yield from _role(part, row)
    yield from _repeated_ids(folder, "roles.toml", "roles", "role")
    yield from _combinations(folder)
    ids = [row.get("id") for row in rows(table, "roles")]
    for name in NAMED_ROLES:
        if name not in ids:
            yield whole.here(f"there is no role `{name}`; it must exist, since other texts name it")
    yield from _comparison(folder, table)


def _role(part: Part, row: Table) -> Iterator[Fault]:
    yield from _wrong_id(part, "id", row.get("id"))
    yield from _unknown_keys(part, row, ("id", *Trait, "responsibilities", "paths"))
    for trait in Trait:
        if row.get(trait) not in ("high", "low"):
            yield part.at(trait, f'needs `{trait} = "high"` or `{trait} = "low"`')
    for key in ("responsibilities", "paths"):
        yield from _id_list(part, key, row.get(key, []))


def _combinations(folder: Folder) -> Iterator[Fault]:
    taken: dict[tuple[object, ...], str] = {}
    for part, row in _tables(folder, "roles.toml", "roles", "role"):
        combination = tuple(str(row.get(trait)) for trait in Trait)
        if combination in taken:
            yield part.at(
                Trait.TECHNICAL,
                f"has the same combination ({_told(combination)}) as {taken[combination]}; change one",
            )
        taken.setdefault(combination, part.name)
    for combination in product(("high", "low"), repeat=len(Trait)):
        if combination not in taken:
            what = f"whoever is {_told(combination)} is unreachable: no role has this combination; add one"
            yield _whole(folder, "roles.toml").here(what)


def _told(combination: Iterable[object]) -> str:
    return ", ".join(f"{trait} {value}" for trait, value in zip(Trait, combination, strict=True))


def _comparison(folder: Folder, table: Table) -> Iterator[Fault]:
    part = _part(folder, "roles.toml", "comparison", "[comparison]")
    comparison = section(table, "comparison")
    yield from _unknown_keys(part, comparison, ("aspects",))
    if not strings(comparison.get("aspects")):
        yield part.at("aspects", 'has no aspects; add a line like: aspects = ["purpose", "day"]')
    yield from _id_list(part, "aspects", comparison.get("aspects", []))


# --- chat.toml


def _chat_file(folder: Folder) -> Iterator[Fault]:
    table, whole = folder.tables["chat.toml"], _whole(folder, "chat.toml")
    yield from _unknown_keys(whole, table, ("numbers", "texts"))
    if not _is_texts(table.get("numbers", [])):
        yield whole.at("numbers", 'numbers must be a list of names, like ["count"]')
    part = _part(folder, "chat.toml", "texts", "")
    if not section(table, "texts"):
        yield part.here("the table [texts] is missing; it lists the texts the program needs")
    for name, variables in section(table, "texts").items():
        if not _is_texts(variables):
            yield part.at(name, f'`{name}` must have a list of variables, like ["count"], or []')


# --- what they have in common


def _tables(folder: Folder, file: str, header: str, what: str) -> Iterator[tuple[Part, Table]]:
    for number, row in enumerate(rows(folder.tables[file], header)):
        yield _part(folder, file, header, _named(what, row, number), number), row


def _not_tables(part: Part, table: Table, key: str) -> Iterator[Fault]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield part.at(
            key, f"`{key}` must be a list of tables; write it like the packaged content does"
        )


def _unknown_keys(part: Part, table: Table, known: Collection[str]) -> Iterator[Fault]:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known)}"
            what = f"unknown key `{key}`; {hint}"
            yield part.at(key, f"has the {what}" if part.name else what)


def _repeated_ids(folder: Folder, file: str, header: str, what: str) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for part, row in _tables(folder, file, header, what):
        name = row.get("id")
        if isinstance(name, str):
            seen[name] += 1
            if seen[name] == 2:
                yield part.at("id", "has an id that is used already; give it one of its own")


def _wrong_id(part: Part, key: str, name: object) -> Iterator[Fault]:
    if not isinstance(name, str):
        yield part.at(key, 'has no id; add one like: id = "slow-website"')
    elif not ID.fullmatch(name):
        yield part.at(
            key, "has an id with other characters than a-z, 0-9 and the hyphen; change it"
        )
    elif len(name) > LONGEST_ID:
        yield part.at(key, f"has an id of {len(name)} characters; shorten it to {LONGEST_ID}")


def _id_list(part: Part, key: str, value: object) -> Iterator[Fault]:
    if not _is_texts(value):
        yield part.at(
            key, f'has `{key}` that are not a list of ids; write them like ["one", "two"]'
        )
    names = strings(value)
    for name, times in Counter(names).items():
        if times > 1:
            yield part.at(key, f"names `{name}` in `{key}` more than once; remove one")
        if not ID.fullmatch(name):
            yield part.at(key, f"has `{name}` in `{key}`; ids have only a-z, 0-9 and the hyphen")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
