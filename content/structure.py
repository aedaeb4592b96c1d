"""Finds what is wrong in questions.toml, roles.toml and chat.toml.

Rules: every fault of a readable file is found, whatever else is wrong in it; nothing raises. What concerns the questions
taken together is in content.bank.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise, product

from content.bank import FEWEST_QUESTIONS, balance_faults, bank_faults
from content.folder import Fault, Folder, Table, rows, section, strings
from content.model import Trait
from content.parts import (
    Part,
    id_list,
    in_use,
    is_number,
    is_text,
    is_texts,
    named,
    not_tables,
    part_of,
    repeated_ids,
    tables_of,
    unknown_keys,
    whole_file,
    wrong_id,
)  # fmt: skip

STAMP = 8  # characters of the moment that every button carries
LONGEST_PAYLOAD = 64  # bytes, https://core.telegram.org/bots/api#inlinekeyboardbutton
NAMED_ROLES = ("expert", "manager")  # the texts of overlap and comparison name these two
HIGHEST_SCORE = 2
QUESTION_KEYS = ("id", "kind", *Trait, "why", "about", "overlap", "source", "retired")


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
        table, whole = folder.tables["questions.toml"], whole_file(folder, "questions.toml")
        yield from _questions_faults(folder, table, whole)
    if "roles.toml" in folder.tables:
        yield from _roles_file(folder)


# --- questions.toml


def _questions_file(folder: Folder) -> Iterator[Fault]:
    table, whole = folder.tables["questions.toml"], whole_file(folder, "questions.toml")
    wrong = (
        *_questions_faults(folder, table, whole),
        *_enough(whole, in_use(table)),
        *bank_faults(folder, table),
    )
    yield from wrong
    if not wrong:  # every number counts in the balance, so they must all be right before
        yield from balance_faults(folder, table)


def _questions_faults(folder: Folder, table: Table, whole: Part) -> Iterator[Fault]:
    yield from unknown_keys(whole, table, ("edition", "kinds", "questions"))
    if not is_text(table.get("edition")):
        what = 'the edition is missing; write it on a line like: edition = "2026.1"'
        yield whole.at("edition", what)
    yield from not_tables(whole, table, "questions")
    for name, kind in section(table, "kinds").items():
        part = part_of(folder, "questions.toml", f"kinds.{name}", f"the kind `{name}`")
        yield from _kind(part, name, kind if isinstance(kind, dict) else {})
    yield from _unused_kinds(folder, table)
    for part, row in tables_of(folder, "questions.toml", "questions", "question"):
        yield from _question(part, row, section(table, "kinds"))
    yield from repeated_ids(folder, "questions.toml", "questions", "question")


def _enough(whole: Part, used: list[Table]) -> Iterator[Fault]:
    if len(used) < FEWEST_QUESTIONS:
        what = f"{len(used)} questions are in use; there must be at least {FEWEST_QUESTIONS}"
        yield whole.here(what)
    for trait in Trait:
        if not any(trait in row for row in used):
            what = f"no question in use measures `{trait}`, so roles that ask for it cannot be reached; add one"
            yield whole.here(what)


def _unused_kinds(folder: Folder, table: Table) -> Iterator[Fault]:
    used = {row["kind"] for row in rows(table, "questions") if isinstance(row.get("kind"), str)}
    for name in section(table, "kinds"):
        if name not in used:
            part = part_of(folder, "questions.toml", f"kinds.{name}", f"the kind `{name}`")
            yield part.here("is used by no question; remove it and its labels")


def _kind(part: Part, name: str, kind: Table) -> Iterator[Fault]:
    yield from wrong_id(part, "id", name)
    if not name[:1].isalpha():
        what = "has an id that does not begin with a letter; names of its labels begin with it"
        yield part.here(what)
    yield from unknown_keys(part, kind, ("options",))
    yield from not_tables(part, kind, "options")
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
        f"{named('option', row, number)} of {part.name}",
    )
    yield from wrong_id(own, "id", row.get("id"))
    yield from unknown_keys(own, row, ("id", "score"))
    score = row.get("score")
    if not is_number(score):
        yield own.at("score", "needs a score: a number from 2 to -2")
    elif not -HIGHEST_SCORE <= score <= HIGHEST_SCORE:
        yield own.at("score", f"has the score {score}; it must lie between 2 and -2")


def _order(part: Part, options: list[Table]) -> Iterator[Fault]:
    scores = [row.get("score") for row in options]
    for number, (one, following) in enumerate(pairwise(scores), start=1):
        if not (is_number(one) and is_number(following)):
            continue
        if one == following:
            what = f"has two options with the score {one}; give each its own"
            yield part.fault(r"\{", what, number)
        elif one < following:
            what = f"has the score {following} after {one}; order the options from the highest score down"
            yield part.fault(r"\{", what, number)


def _question(part: Part, row: Table, kinds: Table) -> Iterator[Fault]:
    yield from wrong_id(part, "id", row.get("id"))
    yield from unknown_keys(part, row, QUESTION_KEYS)
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        known = ", ".join(kinds)
        yield part.at("kind", f"has the unknown kind `{kind}`; there are: {known}")
    if not is_text(row.get("source")):
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
        if not is_number(loading):
            what = f"has a `{trait}` that is not a number; write one like 0.5, without quotes"
            yield part.at(trait, what)
        elif not -1 < loading < 1 or loading == 0:
            what = f"has `{trait} = {loading}`; it must lie between -1 and 1 and not be 0"
            yield part.at(trait, what)
    loadings = [each for trait in Trait if is_number(each := row.get(trait)) and -1 < each < 1]
    if sum(each**2 for each in loadings) >= 1:
        what = "tells more than there is: the squares of its weights must add up to less than 1"
        yield part.here(what)


# --- roles.toml


def _roles_file(folder: Folder) -> Iterator[Fault]:
    table, whole = folder.tables["roles.toml"], whole_file(folder, "roles.toml")
    yield from unknown_keys(whole, table, ("roles", "comparison"))
    yield from not_tables(whole, table, "roles")
    for part, row in tables_of(folder, "roles.toml", "roles", "role"):
        yield from _role(part, row)
    yield from repeated_ids(folder, "roles.toml", "roles", "role")
    yield from _combinations(folder)
    ids = [row.get("id") for row in rows(table, "roles")]
    for name in NAMED_ROLES:
        if name not in ids:
            yield whole.here(f"there is no role `{name}`; it must exist, since other texts name it")
    yield from _comparison(folder, table)


def _role(part: Part, row: Table) -> Iterator[Fault]:
    yield from wrong_id(part, "id", row.get("id"))
    yield from unknown_keys(part, row, ("id", *Trait, "responsibilities", "paths"))
    for trait in Trait:
        if row.get(trait) not in ("high", "low"):
            yield part.at(trait, f'needs `{trait} = "high"` or `{trait} = "low"`')
    for key in ("responsibilities", "paths"):
        yield from id_list(part, key, row.get(key, []))


def _combinations(folder: Folder) -> Iterator[Fault]:
    taken: dict[tuple[object, ...], str] = {}
    for part, row in tables_of(folder, "roles.toml", "roles", "role"):
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
            yield whole_file(folder, "roles.toml").here(what)


def _told(combination: Iterable[object]) -> str:
    return ", ".join(f"{trait} {value}" for trait, value in zip(Trait, combination, strict=True))


def _comparison(folder: Folder, table: Table) -> Iterator[Fault]:
    part = part_of(folder, "roles.toml", "comparison", "[comparison]")
    comparison = section(table, "comparison")
    yield from unknown_keys(part, comparison, ("aspects",))
    if not strings(comparison.get("aspects")):
        yield part.at("aspects", 'has no aspects; add a line like: aspects = ["purpose", "day"]')
    yield from id_list(part, "aspects", comparison.get("aspects", []))


# --- chat.toml


def _chat_file(folder: Folder) -> Iterator[Fault]:
    table, whole = folder.tables["chat.toml"], whole_file(folder, "chat.toml")
    yield from unknown_keys(whole, table, ("numbers", "texts"))
    if not is_texts(table.get("numbers", [])):
        yield whole.at("numbers", 'numbers must be a list of names, like ["count"]')
    part = part_of(folder, "chat.toml", "texts", "")
    if not section(table, "texts"):
        yield part.here("the table [texts] is missing; it lists the texts the program needs")
    for name, variables in section(table, "texts").items():
        if not is_texts(variables):
            yield part.at(name, f'`{name}` must have a list of variables, like ["count"], or []')
