"""Runs `career-advisor validate` on labelled answers and formats the findings."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from rich.console import Console
from rich.progress import Progress

from bot.evaluation.findings import format_findings
from bot.evaluation.learned_content import write_folder
from bot.evaluation.survey import Groups, build_questions, find_respondents, read_rows
from bot.evaluation.validation import learn_and_validate, validate
from content.loader import PACKAGED, load_measured


@dataclass(frozen=True, slots=True)
class ValidationRequest:
    """The options of a validation. The questions are those of `content`, or else are built from `columns`."""

    answers: Path
    groups: Groups
    content: Path | None
    columns: tuple[str, ...]
    output: Path | None
    folds: int
    seed: int


def validate_file(request: ValidationRequest, *, learns: bool, as_json: bool) -> Iterator[str]:
    """Yield the lines to print; raise UnusableAnswers or Faulty when something cannot be measured."""
    rows = read_rows(request.answers)
    catalog = load_measured(request.content or PACKAGED)
    questions = catalog.asked() if request.content else build_questions(rows, request.columns)
    people = find_respondents(rows, questions, request.groups)
    folds, seed = request.folds, request.seed
    fitted = None
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("People", total=len(people) - len(people) // 2 * learns)
        if learns:
            fitted, found = learn_and_validate(
                catalog, questions, people, folds, seed, lambda: bar.advance(task)
            )
        else:
            found = validate(catalog, people, folds, seed, lambda: bar.advance(task))
    written = write_folder(request.output, fitted) if fitted and request.output else None
    if as_json:
        yield orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2).decode()
        return
    yield from format_findings(found)
    if written:
        yield f"Written to {written}."
