"""The advice on simulated people: what it gets right, how sure it is, and whom it refuses.

Everybody answers through the engine the bot uses: its order, its stop, its doubts. Rules: a figure says nothing that is
not counted here; whoever is told too little has been named nothing, which counts as not right.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median, quantiles

from bot.core.assessment import selection
from bot.core.assessment.advice import Advice, Standing, advise
from bot.core.conversation.state import Answer, Sitting
from bot.evaluation.people import (
    Draw,
    Loadings,
    draw_interests,
    loadings_of,
    respond,
    respond_at_random,
)
from content.model import Catalog

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
PACE = timedelta(seconds=15)  # from answer to answer, for everybody
BINS = 10  # of the table of stated probabilities
LOWER = 0.1  # taken off every correlation, for the second run

Progress = Callable[[], object]  # called once for every person


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    """A person after the questions: what is in truth, what was told, and what the whole bank says."""

    truth: str
    told: Advice
    asked: int
    whole: str
    again: Advice

    @property
    def named(self) -> tuple[str, ...]:
        """Return the roles the person is told."""
        return self.told.named

    @property
    def stated(self) -> float:
        """Return the probability the person is told for what is named."""
        return self.told.chance


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements of about the same probability: how many, what they said, how often they were right."""

    count: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class SimulationFigures:
    """What is found; shares from 0 to 1. METHOD.md explains each."""

    people: int
    right: float
    clear: float
    close: float
    little: float
    clear_right: float
    clear_kept: float
    named_right: float
    named_kept: float
    median: float
    ninetieth: float
    most: int
    calibration: tuple[Bin, ...]
    calibration_error: float
    told_calibration_error: float
    retest: float
    retest_clear: float
    random_clear: float
    random_close: float
    flat_ranked: int


def simulate(
    catalog: Catalog,
    people: int,
    seed: int,
    *,
    lower: float = 0.0,
    draw: Draw = draw_interests,
    progress: Progress = lambda: None,
) -> SimulationFigures:
    """Return the figures of so many people drawn from a population, and as many who press at random."""
    random, loadings = Random(seed), loadings_of(catalog, lower=lower)
    sat, pressed = [], []
    for _ in range(people):
        sat.append(_simulate_person(catalog, loadings, draw, random))
        progress()
    for _ in range(people):
        pressed.append(interview(catalog, respond_at_random(catalog, random))[0].standing)
        progress()
    return _build_figures(sat, pressed, count_ranked_straightliners(catalog))


def interview(catalog: Catalog, options: Mapping[str, str]) -> tuple[Advice, int]:
    """Return what somebody is told who would choose these options, and after how many questions."""
    answers: tuple[Answer, ...] = ()
    while question := selection.next_question(catalog, Sitting(BEGINNING, answers)):
        answers = (*answers, _answer(catalog, question.id, options[question.id], len(answers)))
    return advise(catalog, answers), len(answers)


def advise_on_all(catalog: Catalog, options: Mapping[str, str]) -> Advice:
    """Return what somebody is told after the whole bank."""
    return advise(
        catalog,
        [
            _answer(catalog, question, option, place)
            for place, (question, option) in enumerate(options.items())
        ],
    )


def count_ranked_straightliners(catalog: Catalog) -> int:
    """Return how many of those are ranked who always press the same place, after any number of questions."""
    ranked = 0
    for place in range(max(len(question.options) for question in catalog.asked())):
        until = len(catalog.asked())
        answers: tuple[Answer, ...] = ()
        while question := selection.next_question(catalog, Sitting(BEGINNING, answers, until)):
            option = question.options[min(place, len(question.options) - 1)].id
            answers = (*answers, _answer(catalog, question.id, option, len(answers)))
            ranked += advise(catalog, answers).standing is not Standing.LITTLE
    return ranked


def _answer(catalog: Catalog, question: str, option: str, place: int) -> Answer:
    return Answer(question, option, BEGINNING + place * PACE, catalog.version)


def _simulate_person(
    catalog: Catalog, loadings: Loadings, draw: Draw, random: Random
) -> SimulatedPerson:
    mind = draw(random)
    options = respond(catalog, loadings, mind, random)
    told, asked = interview(catalog, options)
    again, _ = interview(catalog, respond(catalog, loadings, mind, random))
    return SimulatedPerson(
        catalog.role_for(mind.high).id, told, asked, advise_on_all(catalog, options).outcome, again
    )


def _build_figures(
    sat: Sequence[SimulatedPerson], pressed: Sequence[Standing], flat: int
) -> SimulationFigures:
    asked = [each.asked for each in sat]
    clear = [each for each in sat if each.told.standing is Standing.CLEAR]
    both_clear = [each for each in clear if each.again.standing is Standing.CLEAR]
    statements = [
        (chance, role == each.truth) for each in sat for role, chance in each.told.outcomes
    ]
    told = [(each.stated, each.truth in each.named) for each in sat if each.named]
    return SimulationFigures(
        people=len(sat),
        right=share(each.told.outcome == each.truth for each in sat),
        clear=len(clear) / len(sat),
        close=share(each.told.standing is Standing.CLOSE for each in sat),
        little=share(each.told.standing is Standing.LITTLE for each in sat),
        clear_right=share(each.told.outcome == each.truth for each in clear),
        clear_kept=share(each.told.outcome == each.whole for each in clear),
        named_right=share(each.truth in each.named for each in sat),
        named_kept=share(each.whole in each.named for each in sat),
        median=median(asked),
        ninetieth=quantiles(asked, n=10)[-1],
        most=max(asked),
        calibration=calibration_table(statements),
        calibration_error=calibration_error(calibration_table(statements)),
        told_calibration_error=calibration_error(calibration_table(told)),
        retest=share(each.told.outcome == each.again.outcome for each in sat),
        retest_clear=share(each.told.outcome == each.again.outcome for each in both_clear),
        random_clear=share(standing is Standing.CLEAR for standing in pressed),
        random_close=share(standing is Standing.CLOSE for standing in pressed),
        flat_ranked=flat,
    )


def share(happened: Iterable[bool]) -> float:
    """Return the share of what happened; of nothing, none."""
    counted = list(happened)
    return sum(counted) / len(counted) if counted else 0.0


def calibration_table(statements: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Return the reliability table of stated probabilities, in equally wide bins, the empty ones left out."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for stated, right in statements:
        bins.setdefault(min(int(stated * BINS), BINS - 1), []).append((stated, right))
    return tuple(
        Bin(len(each), sum(stated for stated, _ in each) / len(each), share(hit for _, hit in each))
        for _, each in sorted(bins.items())
    )


def calibration_error(table: Sequence[Bin]) -> float:
    """Return the expected calibration error: how far stated and right lie apart, in the mean of all statements."""
    count = sum(each.count for each in table)
    return sum(each.count * abs(each.stated - each.right) for each in table) / count if count else 0
