"""Reads survey answers and group labels from a CSV file.

Rules:
- Columns match questions and cells match options by name. Case is ignored, and characters other than letters and digits
  count as hyphens (`important_control` is `important-control`). An empty cell is *not sure*.
- A file ending in .gz is decompressed. Anything that does not match is an error that names its place; nothing is guessed.
"""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from io import StringIO
from pathlib import Path

from content.model import Catalog, Option, Question
from content.parts import LONGEST_ID

FEWEST_PEOPLE = 20  # measured in each group; with fewer, the intervals are too wide to be useful
MOST_OPTIONS = 12  # distinct values of a column that is a question

Row = Mapping[str, str]


class UnusableAnswers(Exception):
    """The answers cannot be measured; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SurveyPerson:
    """A respondent. `positive` is the group; `options` are by question, without empty answers."""

    positive: bool
    band: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Groups:
    """The column with the group labels, and the labels of the leading (positive) and the technical (negative) side.

    Without `negative`, all other labels are negative. `within` is a column of bands; people are compared within them.
    """

    label: str
    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()
    within: str | None = None


def read_rows(path: Path) -> tuple[Row, ...]:
    """Return the rows of the file; raise UnusableAnswers when it is not a table."""
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnusableAnswers(f"{path} cannot be read: {error}") from None
    reader = csv.DictReader(StringIO(text, newline=""))
    found = []
    for row in reader:
        if None in row or None in row.values():
            what = f"line {reader.line_num} has more or fewer cells than the first line"
            raise UnusableAnswers(f"{path.name}: {what}; fix the file")
        found.append({name: value.strip() for name, value in row.items()})
    if not found:
        raise UnusableAnswers(f"{path.name} contains no answers; line 1 must name the columns")
    return tuple(found)


def find_respondents(
    rows: Sequence[Row], questions: Iterable[Question], groups: Groups
) -> tuple[SurveyPerson, ...]:
    """Return the people of both groups; raise UnusableAnswers for unknown names or too few people."""
    questions = tuple(questions)
    columns = {question.id: _find_column(question, rows[0]) for question in questions}
    for name in (groups.label, groups.within):
        if name is not None and name not in rows[0]:
            raise UnusableAnswers(f"There is no column `{name}`{_suggest(name, rows[0])}")
    sides = _sides_by_label(rows, groups)
    found = tuple(
        SurveyPerson(
            sides[row[groups.label]],
            row[groups.within] if groups.within else "",
            _options_by_question(number, row, questions, columns),
        )
        for number, row in enumerate(rows, start=2)
        if row[groups.label] in sides
    )
    require_people(found)
    return found


def require_people(people: Iterable[SurveyPerson], fewest: int = FEWEST_PEOPLE) -> None:
    """Raise UnusableAnswers when a group has fewer than `fewest` people."""
    counted = Counter(person.positive for person in people)
    for positive, name in ((True, "positive"), (False, "negative")):
        if counted[positive] < fewest:
            what = f"{counted[positive]} people are in the {name} group"
            raise UnusableAnswers(f"Too few people: {what}; at least {fewest} are needed")


def build_questions(rows: Sequence[Row], patterns: Sequence[str]) -> tuple[Question, ...]:
    """Return questions without scores or loadings for these columns; options are the numbers that occur, descending."""
    names = match_columns(rows, patterns)
    if not names:
        raise UnusableAnswers("No column matches; --columns takes names like agree_*,important_*")
    return tuple(_build_question(name, {row[name] for row in rows} - {""}) for name in names)


def match_columns(rows: Sequence[Row], patterns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns whose name matches one of the patterns (* matches any letters)."""
    return tuple(name for name in rows[0] if any(fnmatchcase(name, each) for each in patterns))


def _build_question(name: str, values: set[str]) -> Question:
    try:
        ordered = sorted(values, key=float, reverse=True)
    except ValueError:
        what = "contains answers that are not numbers, so their order is unknown"
        raise UnusableAnswers(f"The column `{name}` {what}; define them in --content") from None
    if not 2 <= len(ordered) <= MOST_OPTIONS:
        what = f"has {len(ordered)} different answers"
        raise UnusableAnswers(f"The column `{name}` {what}; a question has 2 to {MOST_OPTIONS}")
    options = tuple(Option(column_id(value), 0.0) for value in ordered)
    if len({option.id for option in options}) < len(options):
        what = "contains answers that differ only in their sign"
        raise UnusableAnswers(f"The column `{name}` {what}; number them from 1 up")
    if len(column_id(name)) > LONGEST_ID:
        what = f"has a name of {len(column_id(name))} characters"
        raise UnusableAnswers(f"The column `{name}` {what}; shorten it to {LONGEST_ID}")
    return Question(column_id(name), "steps", options, {}, f"column {name}", about={}, why={})


def column_id(name: str) -> str:
    """Return the id of the question or option with this column name or cell."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _find_column(question: Question, names: Iterable[str]) -> str:
    found = [name for name in names if column_id(name) == question.id]
    if not found:
        what = f"no column for the question `{question.id}`"
        raise UnusableAnswers(f"There is {what}{_suggest(question.id, map(column_id, names))}")
    if len(found) > 1:
        what = f"{' and '.join(found)} are both the question `{question.id}`"
        raise UnusableAnswers(f"The columns {what}; rename one")
    return found[0]


def _suggest(name: str, names: Iterable[str]) -> str:
    names = [*names]
    near = get_close_matches(name, names, 1)
    return f"; did you mean `{near[0]}`?" if near else f"; there are: {', '.join(names)}"


def _sides_by_label(rows: Sequence[Row], groups: Groups) -> dict[str, bool]:
    labels = Counter(row[groups.label] for row in rows)
    for value in (*groups.positive, *groups.negative):
        if value not in labels:
            what = f"Nobody has `{value}` in `{groups.label}`"
            raise UnusableAnswers(f"{what}{_suggest(value, labels)}")
    if both := set(groups.positive) & set(groups.negative):
        raise UnusableAnswers(f"`{min(both)}` cannot be positive and negative at once")
    negative = groups.negative or tuple(
        value for value in labels if value and value not in groups.positive
    )
    return dict.fromkeys(negative, False) | dict.fromkeys(groups.positive, True)


def _options_by_question(
    number: int, row: Row, questions: Iterable[Question], columns: Mapping[str, str]
) -> dict[str, str]:
    found = {}
    for question in questions:
        value = row[columns[question.id]]
        if not value:
            continue
        if question.option(column_id(value)) is None:
            there = ", ".join(option.id for option in question.options)
            what = f"`{value}` is not an option of the question `{question.id}`"
            raise UnusableAnswers(f"Row {number}: {what}; there are: {there}")
        found[question.id] = column_id(value)
    return found


def with_questions(catalog: Catalog, questions: Iterable[Question]) -> Catalog:
    """Return a catalog with only these questions."""
    by_id = {question.id: question for question in questions}
    return Catalog("measured", by_id, catalog.roles, catalog.aspects, catalog.texts)
