"""Runs the simulations of `career-advisor simulate` and formats their figures as text or JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot.evaluation.kinds import KINDS, KindFigures, figures_of
from bot.evaluation.occupation_results import OccupationResult, simulate_occupations
from bot.evaluation.simulation import LOWER, SimulationFigures, simulate
from content.model import Catalog

DESCRIPTIONS = {
    "right": "likeliest outcome is the true one",
    "clear": "told clear",
    "close": "told close",
    "little": "told too little",
    "clear_right": "told clear: the true outcome",
    "clear_kept": "told clear: the outcome of the whole bank",
    "named_right": "what is named holds the true outcome",
    "named_kept": "what is named holds that of the whole bank",
    "median": "questions asked, median",
    "ninetieth": "questions asked, nine of ten at most",
    "most": "questions asked, most",
    "calibration_error": "calibration error, all four probabilities",
    "told_calibration_error": "calibration error, what is told",
    "retest": "asked again: same likeliest outcome",
    "retest_clear": "asked again: same, both times clear",
    "random_clear": "pressing at random: told clear",
    "random_close": "pressing at random: told close",
    "flat_ranked": "always the same place: ranked",
}

PART = 8  # of each kind of people so many fewer are simulated
COLUMNS = tuple(field.name for field in fields(KindFigures))


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures: for the assumed and for lower correlations, for kinds of people, and for real occupations."""

    assumed: SimulationFigures
    lower: SimulationFigures
    kinds: Mapping[str, KindFigures]
    occupations: Sequence[OccupationResult]


def simulate_all(catalog: Catalog, people: int, seed: int) -> Measured:
    """Simulate everything, with a progress bar."""
    of_a_kind = max(1, people // PART)
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        total = 4 * people + len(KINDS) * of_a_kind
        task = bar.add_task("Asking simulated people", total=total)

        def step() -> None:
            bar.advance(task)

        assumed, lower = (
            simulate(catalog, people, seed, lower=less, on_person=step) for less in (0.0, LOWER)
        )
        kinds = {
            name: figures_of(catalog, each, of_a_kind, seed, step) for name, each in KINDS.items()
        }
    return Measured(assumed, lower, kinds, simulate_occupations(catalog))


def format_json(measured: Measured) -> str:
    """Return everything as one JSON object."""
    results = [asdict(each) | {"missed": each.missed} for each in measured.occupations]
    return json.dumps(asdict(measured) | {"occupations": results}, indent=2)


def format_text(measured: Measured) -> Iterator[str]:
    """Yield the lines of the report."""
    first, second, occupations = measured.assumed, measured.lower, measured.occupations
    yield f"{first.people} simulated people, and as many who press at random"
    yield f"{'':44}{'as assumed':>12}{'all corr. .1 lower':>20}"
    for name, description in DESCRIPTIONS.items():
        yield f"{description:44}{_format_figure(getattr(first, name)):>12}{_format_figure(getattr(second, name)):>20}"
    yield ""
    yield "stated    right   how often"
    for each in first.calibration:
        yield f"{each.stated:6.3f}   {each.right:6.3f}   {each.count:9}"
    yield ""
    yield f"{'kind of people':14}" + "".join(f"{name.replace('_', ' '):>18}" for name in COLUMNS)
    for kind, figures in measured.kinds.items():
        cells = (_format_figure(getattr(figures, name)) for name in COLUMNS)
        yield f"{kind:14}" + "".join(f"{cell:>18}" for cell in cells)
    missed = [result for result in occupations if result.missed]
    yield ""
    yield f"{len(occupations)} occupations whose role is beyond doubt: {len(missed)} missed"
    for result in missed:
        yield f"{result.occupation.title}: {result.outcome} ({result.standing}), not {result.expected}"


def _format_figure(figure: float) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) and figure < 1 else f"{figure:g}"
