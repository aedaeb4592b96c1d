"""Finds what is wrong with the questions of questions.toml taken together, and with what each says of itself.

Rules: every responsibility and both halves of the overlap are asked about; every weight has its sentence why; and whoever
always presses the same place seems to have no more and no less of any trait. Nothing raises.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from content.folder import Fault, Folder, Table, rows, section, strings
from content.model import Trait
from content.outline import trait_of_responsibility
from content.parts import Part, id_list, in_use, is_number, is_text, part_of, tables_of, whole_file

FEWEST_QUESTIONS = 8  # as many as everybody is asked
OFTEN_ENOUGH = 2  # questions about each responsibility, and each half of the overlap
HALVES = ("manager", "expert")  # of the overlap, by the roles its texts name
BEGINNINGS = (8, 12, 16)  # questions after which many people stop
SLIGHT_LEAN, NO_LEAN = 0.3, 0.1  # standard deviations, after a beginning and after the whole bank


def bank_faults(folder: Folder, table: Table) -> Iterator[Fault]:
    """Yield what is wrong with the sentences why, and with what the questions are about.

    The latter waits for the roles of roles.toml to be in order.
    """
    used = in_use(table)
    for part, row in tables_of(folder, "questions.toml", "questions", "question"):
        yield from _why(part, row)
    traits = _traits(folder.tables.get("roles.toml", {}))
    for part, row in tables_of(folder, "questions.toml", "questions", "question"):
        yield from _about(part, row, traits) if traits else ()
    if len(used) >= FEWEST_QUESTIONS:
        yield from _too_rarely(whole_file(folder, "questions.toml"), used, traits)


def _traits(roles: Table) -> dict[str, Trait]:
    """Return the trait of each responsibility, none while two roles have the same traits."""
    ways = [tuple(str(row.get(trait)) for trait in Trait) for row in rows(roles, "roles")]
    return trait_of_responsibility(roles) if len(set(ways)) == len(ways) else {}


def _too_rarely(whole: Part, used: list[Table], responsibilities: Iterable[str]) -> Iterator[Fault]:
    asked = Counter(each for row in used for each in strings(row.get("about")))
    for name in responsibilities:
        if asked[name] < OFTEN_ENOUGH:
            what = f"the responsibility `{name}` is named in `about` {_times(asked[name])}; ask about every one at least twice"
            yield whole.here(what)
    halves = Counter(str(row.get("overlap")) for row in used)
    for name in HALVES if responsibilities else ():
        if halves[name] < OFTEN_ENOUGH:
            what = f'`overlap = "{name}"` stands {_times(halves[name])}; ask about each half at least twice'
            yield whole.here(what)


def _times(count: int) -> str:
    return "1 time" if count == 1 else f"{count} times"


def _about(part: Part, row: Table, traits: Mapping[str, Trait]) -> Iterator[Fault]:
    about = row.get("about")
    if not strings(about) and row.get("retired") is not True:
        yield part.at("about", 'says not what it is about; add a line like: about = ["problems"]')
    yield from id_list(part, "about", about if about is not None else [])
    for name in strings(about):
        if name not in traits:
            what = f"is about `{name}`, for which no role answers; there are: {', '.join(traits)}"
            yield part.at("about", what)
        elif traits[name] not in row and any(trait in row for trait in Trait):
            what = f"is about `{name}`, but does not measure `{traits[name]}`; drop the one or add the other"
            yield part.at("about", what)
    if row.get("overlap", HALVES[0]) not in HALVES:
        yield part.at("overlap", f"has an unknown `overlap`; there are: {', '.join(HALVES)}")


def balance_faults(folder: Folder, table: Table) -> Iterator[Fault]:
    """Yield a fault when somebody who always presses the same place would seem to have more or less of a trait.

    The questions must have no other fault.
    """
    asked = [
        (row, rows(section(section(table, "kinds"), str(row["kind"])), "options"))
        for row in in_use(table)
    ]
    stops = (*(stop for stop in BEGINNINGS if stop < len(asked)), len(asked))
    places = range(max(len(options) for _, options in asked))
    for stop, place, trait in product(stops, places, Trait):
        lean = _lean(asked[:stop], trait, place)
        if abs(lean) > (NO_LEAN if stop == len(asked) else SLIGHT_LEAN):
            what = f"whoever always presses button {place + 1} of the first {stop} questions seems {'more' if lean > 0 else 'less'} `{trait}` than others ({lean:+.2f}); balance first and second, plain and turned-round tasks"
            yield part_of(folder, "questions.toml", "questions", "").here(what)
            return


def _lean(asked: list[tuple[Table, list[Table]]], trait: Trait, place: int) -> float:
    """Return the estimate of a trait, taken by itself, when each answer stands in this place, or the last one."""
    pull, precision = 0.0, 1.0
    for row, options in asked:
        loading, score = row.get(trait), options[min(place, len(options) - 1)].get("score")
        if is_number(loading) and is_number(score):
            noise = 1 - sum(each**2 for trait in Trait if is_number(each := row.get(trait)))
            pull += loading * score / noise
            precision += loading**2 / noise
    return pull / precision


def _why(part: Part, row: Table) -> Iterator[Fault]:
    """Yield a fault for each weight without its sentence, and each sentence without its weight."""
    why = section(row, "why")
    for trait in Trait:
        if trait in row and not is_text(why.get(trait)):
            what = f'says not why it tells `{trait}`; add a line like: why.{trait} = "A hunt for a cause is ..."'
            yield part.at(trait, what)
    for name in why:
        if name not in row and any(trait in row for trait in Trait):
            yield part.at(
                f"why.{name}", f"says why it tells `{name}`, which it does not measure; remove it"
            )
    if not isinstance(row.get("why", {}), dict):
        yield part.at("why", 'needs a `why` for each trait, like: why.leading = "..."')
