"""Runs the simulations of `career-advisor simulate` and formats their figures as text or JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

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

Measured = tuple[SimulationFigures, SimulationFigures, Sequence[OccupationResult]]


def simulate_all(catalog: Catalog, people: int, seed: int) -> Measured:
    """Return the figures for the assumed and for lower correlations, and the results of real occupations."""
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Asking simulated people", total=4 * people)
        first, second = (
            simulate(catalog, people, seed, lower=lower, on_person=lambda: bar.advance(task))
            for lower in (0.0, LOWER)
        )
    return first, second, simulate_occupations(catalog)


def format_json(measured: Measured) -> str:
    """Return everything as one JSON object."""
    first, second, occupations = measured
    found = {"assumed": asdict(first), "lower": asdict(second)}
    results = [asdict(each) | {"missed": each.missed} for each in occupations]
    return json.dumps(found | {"occupations": results}, indent=2)


def format_text(measured: Measured) -> Iterator[str]:
    """Yield the lines of the report."""
    first, second, occupations = measured
    yield f"{first.people} simulated people, and as many who press at random"
    yield f"{'':44}{'as assumed':>12}{'all corr. .1 lower':>20}"
    for name, description in DESCRIPTIONS.items():
        yield f"{description:44}{_format_figure(getattr(first, name)):>12}{_format_figure(getattr(second, name)):>20}"
    yield ""
    yield "stated    right   how often"
    for each in first.calibration:
        yield f"{each.stated:6.3f}   {each.right:6.3f}   {each.count:9}"
    missed = [result for result in occupations if result.missed]
    yield ""
    yield f"{len(occupations)} occupations whose role is beyond doubt: {len(missed)} missed"
    for result in missed:
        yield f"{result.occupation.title}: {result.outcome} ({result.standing}), not {result.expected}"


def _format_figure(figure: float) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) and figure < 1 else f"{figure:g}"
