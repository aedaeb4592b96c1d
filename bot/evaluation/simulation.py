"""Simulates people who answer, and measures the advice they get.

Rules:
- Simulated people answer through the engine of the bot: its order, its stopping rule, its doubts.
- A person who gets too little to name a role counts as not right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import median, quantiles

from bot.core.assessment.advice import Advice, Standing, advise
from bot.evaluation.people import (
    Draw,
    Loadings,
    draw_interests,
    loadings_of,
    respond,
    respond_at_random,
)
from bot.evaluation.sittings import OnPerson, answer_questions, build_answer
from content.model import Catalog, Question

BINS = 10  # of the calibration table
LOWER = 0.1  # subtracted from every correlation in the second run


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    """The true outcome of a person, the advice after `asked` questions, and what it is compared with.

    `whole` is the outcome after all questions, `retest` the advice when the same person answers once more.
    """

    truth: str
    advice: Advice
    asked: int
    whole: str
    retest: Advice


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements of similar probability: their number, mean stated probability, and share that was right."""

    count: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class SimulationFigures:
    """The results of a simulation; shares from 0 to 1. METHOD.md explains each."""

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
    on_person: OnPerson = lambda: None,
) -> SimulationFigures:
    """Return the figures of `people` drawn from a population, and of as many who answer at random."""
    random, loadings = Random(seed), loadings_of(catalog, lower=lower)
    simulated, at_random = [], []
    for _ in range(people):
        simulated.append(_simulate_person(catalog, loadings, draw, random))
        on_person()
    for _ in range(people):
        at_random.append(interview(catalog, respond_at_random(catalog, random))[0].standing)
        on_person()
    return _build_figures(simulated, at_random, count_ranked_straightliners(catalog))


def interview(catalog: Catalog, options: Mapping[str, str]) -> tuple[Advice, int]:
    """Return the advice for a person who would choose these options, and the number of questions asked."""
    answers = answer_questions(catalog, lambda question: options[question.id]).answers
    return advise(catalog, answers), len(answers)


def advise_on_all(catalog: Catalog, options: Mapping[str, str]) -> Advice:
    """Return the advice after all questions."""
    answers = [
        build_answer(catalog, question, option, place)
        for place, (question, option) in enumerate(options.items())
    ]
    return advise(catalog, answers)


def count_ranked_straightliners(catalog: Catalog) -> int:
    """Return how often a role is named for people who always choose the same place, after any number of questions."""
    ranked = 0
    for place in range(max(len(question.options) for question in catalog.asked())):
        answers = answer_questions(catalog, partial(_option_at, place), whole=True).answers
        ranked += sum(
            advise(catalog, answers[:count]).standing is not Standing.LITTLE
            for count in range(1, len(answers) + 1)
        )
    return ranked


def _option_at(place: int, question: Question) -> str:
    return question.options[min(place, len(question.options) - 1)].id


def _simulate_person(
    catalog: Catalog, loadings: Loadings, draw: Draw, random: Random
) -> SimulatedPerson:
    interests = draw(random)
    options = respond(catalog, loadings, interests, random)
    advice, asked = interview(catalog, options)
    retest, _ = interview(catalog, respond(catalog, loadings, interests, random))
    truth = catalog.role_for(interests.high).id
    return SimulatedPerson(truth, advice, asked, advise_on_all(catalog, options).outcome, retest)


def _build_figures(
    people: Sequence[SimulatedPerson], at_random: Sequence[Standing], flat_ranked: int
) -> SimulationFigures:
    asked = [each.asked for each in people]
    clear = [each for each in people if each.advice.standing is Standing.CLEAR]
    both_clear = [each for each in clear if each.retest.standing is Standing.CLEAR]
    all_outcomes = calibration_table(
        (chance, role == each.truth) for each in people for role, chance in each.advice.outcomes
    )
    named = calibration_table(
        (each.advice.chance, each.truth in each.advice.named)
        for each in people
        if each.advice.named
    )
    return SimulationFigures(
        people=len(people),
        right=share(each.advice.outcome == each.truth for each in people),
        clear=len(clear) / len(people),
        close=share(each.advice.standing is Standing.CLOSE for each in people),
        little=share(each.advice.standing is Standing.LITTLE for each in people),
        clear_right=share(each.advice.outcome == each.truth for each in clear),
        clear_kept=share(each.advice.outcome == each.whole for each in clear),
        named_right=share(each.truth in each.advice.named for each in people),
        named_kept=share(each.whole in each.advice.named for each in people),
        median=median(asked),
        ninetieth=quantiles(asked, n=10)[-1],
        most=max(asked),
        calibration=all_outcomes,
        calibration_error=calibration_error(all_outcomes),
        told_calibration_error=calibration_error(named),
        retest=share(each.advice.outcome == each.retest.outcome for each in people),
        retest_clear=share(each.advice.outcome == each.retest.outcome for each in both_clear),
        random_clear=share(standing is Standing.CLEAR for standing in at_random),
        random_close=share(standing is Standing.CLOSE for standing in at_random),
        flat_ranked=flat_ranked,
    )


def share(happened: Iterable[bool]) -> float:
    """Return the share of true values, 0 when there are none."""
    counted = list(happened)
    return sum(counted) / len(counted) if counted else 0.0


def calibration_table(statements: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Return the reliability table of stated probabilities, in bins of equal width without the empty ones."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for stated, right in statements:
        bins.setdefault(min(int(stated * BINS), BINS - 1), []).append((stated, right))
    return tuple(
        Bin(len(each), sum(stated for stated, _ in each) / len(each), share(hit for _, hit in each))
        for _, each in sorted(bins.items())
    )


def calibration_error(table: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean distance of stated probability and share right."""
    count = sum(each.count for each in table)
    return sum(each.count * abs(each.stated - each.right) for each in table) / count if count else 0
