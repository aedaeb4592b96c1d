"""Runs real answers to a two-trait questionnaire through the engine, without labels.

Rules:
- Each row is a person, each column an item that measures one of the two traits. An empty cell is *not sure*.
- The scale runs from the smallest to the greatest number in these columns.
- Questions come in the chat's order until the chat would stop, at a calm pace.
- With a hold-out, a random half of each trait's items is not asked. The likeliest outcome from the items asked is compared
  with the one from the held-out items.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import correlation, fmean

import orjson
from rich.console import Console
from rich.progress import Progress

from bot.core.assessment.advice import Advice, Doubt, Standing, advise
from bot.evaluation.sittings import OnPerson, answer_questions
from bot.evaluation.survey import (
    MOST_OPTIONS,
    Row,
    UnusableAnswers,
    column_id,
    match_columns,
    read_rows,
    with_questions,
)
from content.loader import PACKAGED, load_measured
from content.model import Catalog, Option, Question, Trait

HIGHEST, LOWEST = 2.0, -2.0  # scores of the ends of the scale
FEWEST_ITEMS = 2  # per trait; item-rest correlations need another item
FEWEST_HALVED = 4  # items per trait with a hold-out

Responses = Mapping[str, int]  # of one person, by column


@dataclass(frozen=True, slots=True)
class ItemColumns:
    """Name patterns of the columns that measure each trait (* matches any letters), and the loading of all of them."""

    technical: tuple[str, ...]
    leading: tuple[str, ...]
    loading: float


@dataclass(frozen=True, slots=True)
class Replay:
    """The advice that people would get; shares from 0 to 1.

    `questions` is the mean number of answers. `agreement` is how often the likeliest outcome matches the held-out items,
    None for a group without people. `ends` is the share of answers at either end of the scale. `item_rest` is the
    correlation of each item with the mean of the other items of its trait.
    """

    people: int
    questions: float
    standings: Mapping[str, float]
    doubts: Mapping[str, float]
    agreement: Mapping[str, float | None] | None
    ends: float
    item_rest: Mapping[str, Mapping[str, float]]


def replay(
    catalog: Catalog,
    rows: Sequence[Row],
    items: ItemColumns,
    *,
    hold_out: bool,
    seed: int,
    on_person: OnPerson = lambda: None,
) -> Replay:
    """Return the advice that the people in these rows would get; raise UnusableAnswers when the columns do not fit."""
    columns = {
        Trait.TECHNICAL: _find_columns(rows, items.technical),
        Trait.LEADING: _find_columns(rows, items.leading),
    }
    if both := set(columns[Trait.TECHNICAL]) & set(columns[Trait.LEADING]):
        raise UnusableAnswers(f"The column `{min(both)}` cannot measure both traits")
    values = _find_scale(rows, [name for names in columns.values() for name in names])
    asked, held_out = _split_items(columns, seed) if hold_out else (columns, {})
    people = [_read_responses(row, columns) for row in rows]
    chat = with_questions(catalog, _build_questions(asked, values, items.loading))
    rest = with_questions(catalog, _build_questions(held_out, values, items.loading))
    advices, agreed = [], []
    for person in people:
        advices.append(_advise(chat, person))
        agreed.append(hold_out and _advise(rest, person, whole=True).outcome == advices[-1].outcome)
        on_person()
    return Replay(
        len(people),
        fmean(len(each.contributions) for each in advices),
        _share_of_standings(advices),
        _share_of_doubts(advices),
        _agreement(advices, agreed) if hold_out else None,
        _share_at_ends(people, values),
        {trait.value: _item_rest_correlations(people, names) for trait, names in columns.items()},
    )


def replay_file(
    path: Path, items: ItemColumns, *, hold_out: bool, seed: int, as_json: bool
) -> Iterator[str]:
    """Replay a CSV file and yield the lines to print; raise UnusableAnswers when the file does not fit."""
    rows = read_rows(path)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("People", total=len(rows))
        found = replay(
            load_measured(PACKAGED),
            rows,
            items,
            hold_out=hold_out,
            seed=seed,
            on_person=lambda: bar.advance(task),
        )
    if as_json:
        yield orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2).decode()
    else:
        yield from _format_replay(found)


def _format_replay(found: Replay) -> Iterator[str]:
    yield f"People: {found.people}; questions answered on average: {found.questions:.1f}"
    for title, shares in (("Told", found.standings), ("Doubts", found.doubts)):
        listed = ", ".join(
            f"{name.replace('_', ' ')} {share:.1%}" for name, share in shares.items()
        )
        yield f"{title}: {listed}"
    yield f"Answers at the ends of the scale: {found.ends:.1%}"
    for trait, correlations in found.item_rest.items():
        listed = ", ".join(f"{name} {each:.2f}" for name, each in correlations.items())
        yield f"Item-rest correlations, {trait}: {fmean(correlations.values()):.2f} ({listed})"
    for group, share in (found.agreement or {}).items():
        if share is not None:
            yield f"Likeliest outcome matches the held-out items, {group}: {share:.1%}"


def _read_responses(row: Row, columns: Mapping[Trait, Sequence[str]]) -> Responses:
    """Return the answers of a row by column, without empty ones."""
    return {name: int(row[name]) for names in columns.values() for name in names if row[name]}


def _find_columns(rows: Sequence[Row], patterns: Sequence[str]) -> tuple[str, ...]:
    names = match_columns(rows, patterns)
    if len(names) < FEWEST_ITEMS:
        what = f"{len(names)} columns match {', '.join(patterns)}"
        raise UnusableAnswers(f"Only {what}; each trait needs at least {FEWEST_ITEMS}")
    return names


def _find_scale(rows: Sequence[Row], names: Sequence[str]) -> range:
    """Return the scale: the smallest to the greatest number in these columns."""
    try:
        found = {int(row[name]) for row in rows for name in names if row[name]}
    except ValueError:
        raise UnusableAnswers(
            f"The columns {', '.join(names)} must contain whole numbers or empty cells"
        ) from None
    if not found or not 1 < max(found) - min(found) + 1 <= MOST_OPTIONS:
        raise UnusableAnswers(
            f"A scale has 2 to {MOST_OPTIONS} steps; these columns contain {sorted(found)}"
        )
    return range(min(found), max(found) + 1)


def _build_questions(
    columns: Mapping[Trait, Sequence[str]], values: range, loading: float
) -> tuple[Question, ...]:
    step = (HIGHEST - LOWEST) / (len(values) - 1)
    options = tuple(
        Option(str(value), LOWEST + step * (value - values[0])) for value in reversed(values)
    )
    return tuple(
        Question(column_id(name), "steps", options, {trait: loading}, name, about={}, why={})
        for trait, names in columns.items()
        for name in names
    )


def _split_items(
    columns: Mapping[Trait, Sequence[str]], seed: int
) -> tuple[dict[Trait, list[str]], dict[Trait, list[str]]]:
    """Return the items to ask and the held-out items, half of each trait's."""
    random = Random(seed)
    asked, held_out = {}, {}
    for trait, names in columns.items():
        if len(names) < FEWEST_HALVED:
            raise UnusableAnswers(
                f"--hold-out needs at least {FEWEST_HALVED} columns for each trait"
            )
        half = set(random.sample(names, len(names) // 2))
        asked[trait] = [name for name in names if name in half]
        held_out[trait] = [name for name in names if name not in half]
    return asked, held_out


def _advise(catalog: Catalog, person: Responses, *, whole: bool = False) -> Advice:
    """Return the advice when the chat would stop or, with `whole`, after all questions."""

    def choice(question: Question) -> str | None:
        return str(person[question.source]) if question.source in person else None

    return advise(catalog, answer_questions(catalog, choice, whole=whole).answers)


def _share_of_standings(advices: Sequence[Advice]) -> dict[str, float]:
    counted = Counter(each.standing for each in advices)
    names = {Standing.CLEAR: "clear", Standing.CLOSE: "close", Standing.LITTLE: "too_little"}
    return {name: counted[standing] / len(advices) for standing, name in names.items()}


def _share_of_doubts(advices: Sequence[Advice]) -> dict[str, float]:
    counted = Counter(each.doubt for each in advices)
    return {doubt.value: counted[doubt] / len(advices) for doubt in Doubt}


def _agreement(advices: Sequence[Advice], agreed: Sequence[bool]) -> dict[str, float | None]:
    """Return the share of agreement among people with and without a named role."""
    return {
        name: _share(
            agrees
            for advice, agrees in zip(advices, agreed, strict=True)
            if bool(advice.named) is is_named
        )
        for name, is_named in (("named", True), ("refused", False))
    }


def _share(happened: Iterable[bool]) -> float | None:
    counted = list(happened)
    return fmean(counted) if counted else None


def _share_at_ends(people: Iterable[Responses], values: range) -> float:
    ends = (values[0], values[-1])
    return fmean(value in ends for person in people for value in person.values())


def _item_rest_correlations(people: Iterable[Responses], names: Sequence[str]) -> dict[str, float]:
    found = {}
    for name in names:
        others = [each for each in names if each != name]
        pairs = [
            (person[name], fmean(person[each] for each in others if each in person))
            for person in people
            if name in person and any(each in person for each in others)
        ]
        varied = all(len(set(values)) > 1 for values in zip(*pairs, strict=True))
        found[name] = correlation(*zip(*pairs, strict=True)) if pairs and varied else 0.0
    return found
