"""How answers hang together: the likelihood of options, the spread of a person, and answers that clash."""

import itertools
from datetime import timedelta
from math import exp, inf, log
from random import Random

import pytest

from bot.core.assessment.advice import CONTRADICTORY, Doubt, Standing, advise
from bot.core.assessment.clashes import find_clashes
from bot.core.assessment.estimate import estimate_traits
from bot.core.assessment.items import item_bank
from bot.core.assessment.likelihood import (
    correlation_of,
    deviation_of,
    log_likelihood_slopes,
    option_intervals,
)
from bot.core.assessment.pattern import pattern_of
from bot.core.assessment.selection import next_question
from bot.core.assessment.what_if import apply_changes
from bot.core.conversation.state import Sitting
from bot.evaluation.people import draw_interests, loadings_of, respond, respond_at_random
from bot.evaluation.simulation import advise_on_all
from content.model import Catalog, Trait
from story import BEGINNING, answers

STEPS = (2.0, 1.0, 0.0, -1.0, -2.0)
STEP = 1e-5


# The likelihood of an option


def test_the_parts_of_a_scale_meet_halfway_between_the_scores() -> None:
    parts = option_intervals(STEPS, 0.8)

    assert [(part.lower, part.upper) for part in parts] == [
        (1.5, inf),
        (0.5, 1.5),
        (-0.5, 0.5),
        (-1.5, -0.5),
        (-inf, -1.5),
    ]


@pytest.mark.parametrize("interest", [-3.0, 0.0, 0.7])
@pytest.mark.parametrize("log_spread", [-0.5, 0.0, 1.0])
def test_the_options_of_a_question_are_chosen_with_probability_one(
    interest: float, log_spread: float
) -> None:
    chances = [
        exp(log_likelihood_slopes(part, interest, log_spread)[0])
        for part in option_intervals(STEPS, 0.8)
    ]

    assert sum(chances) == pytest.approx(1)
    assert min(chances) >= 0.01  # anything may be a slip


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(("interest", "log_spread"), [(0.3, 0.0), (-1.2, 0.6), (2.0, -0.4)])
def test_slopes_and_curvatures_are_those_of_the_log_likelihood(
    place: int, interest: float, log_spread: float
) -> None:
    part = option_intervals(STEPS, 0.8)[place]

    def along(which: int, *, spread: bool) -> float:
        higher, lower = (
            log_likelihood_slopes(part, interest + (not spread) * step, log_spread + spread * step)[
                which
            ]
            for step in (STEP, -STEP)
        )
        return (higher - lower) / (2 * STEP)

    _, slope, spread_slope, bend, joint_bend, spread_bend = log_likelihood_slopes(
        part, interest, log_spread
    )
    assert slope == pytest.approx(along(0, spread=False), abs=1e-6)
    assert spread_slope == pytest.approx(along(0, spread=True), abs=1e-6)
    assert bend == pytest.approx(-along(1, spread=False), abs=1e-6)
    assert joint_bend == pytest.approx(-along(1, spread=True), abs=1e-6)
    assert spread_bend == pytest.approx(-along(2, spread=True), abs=1e-6)


def test_whoever_uses_more_of_the_scale_has_scores_that_vary_more() -> None:
    random = Random(1)
    felt = [random.gauss() for _ in range(20_000)]
    for spread in (0.7, 1.0, 2.0):
        scores = [max(-2, min(2, round(spread * each))) for each in felt]
        mean = sum(scores) / len(scores)
        deviation = (sum((each - mean) ** 2 for each in scores) / len(scores)) ** 0.5

        assert deviation_of(STEPS, spread) == pytest.approx(deviation, rel=0.02)
    assert correlation_of(STEPS) == pytest.approx(0.955, abs=0.001)


# The spread of a person


def stretched(catalog: Catalog, spread: float, seed: int) -> dict[str, str]:
    """Return all answers of somebody with strong and opposite interests who uses this much of the scale."""
    random = Random(seed)
    options = {}
    for question in catalog.asked():
        feeling = sum(
            loading * (1.5 if trait is Trait.TECHNICAL else -1.5)
            for trait, loading in question.loadings.items()
        ) + random.gauss(0, 0.8)
        nearest = min(question.options, key=lambda option: abs(option.score - spread * feeling))
        options[question.id] = nearest.id
    return options


def test_the_spread_of_a_person_is_found_from_the_answers(catalog: Catalog) -> None:
    bank = item_bank(catalog)
    narrow, usual, wide = (
        pattern_of(bank.score(answers(catalog, stretched(catalog, spread, 3)))).log_spread
        for spread in (0.5, 1.0, 2.0)
    )

    assert narrow < usual < wide
    assert usual == pytest.approx(0, abs=0.25)
    assert wide == pytest.approx(log(2), abs=0.25)


def test_the_same_ends_count_less_from_somebody_who_uses_the_ends_throughout(
    catalog: Catalog,
) -> None:
    leading = {
        each.id: each.options[2 * (place % 2) * 2].id
        for place, each in enumerate(catalog.asked())
        if each.loadings.keys() == {Trait.LEADING}
    }
    middling = {
        each.id: each.options[2].id
        for each in catalog.asked()
        if each.loadings.keys() == {Trait.LEADING}
    }
    one = next(each for each in catalog.asked() if each.loadings.keys() == {Trait.TECHNICAL})

    def counted(others: dict[str, str]) -> float:
        advice = advise(catalog, answers(catalog, {one.id: one.options[0].id} | others))
        return abs(advice.estimates[Trait.TECHNICAL].mean)

    assert counted(leading) < 0.8 * counted(middling)


def test_answers_are_taken_the_same_in_any_order(catalog: Catalog) -> None:
    random = Random(5)
    readings = list(item_bank(catalog).score(answers(catalog, respond_at_random(catalog, random))))[
        :16
    ]
    shuffled = random.sample(readings, len(readings))

    one, other = estimate_traits(tuple(readings)), estimate_traits(tuple(shuffled))

    assert one.technical == pytest.approx(other.technical)
    assert one.consistency == pytest.approx(other.consistency)


def test_answers_that_go_together_fit_better_than_pressing_at_random(catalog: Catalog) -> None:
    random, bank, loadings = Random(2), item_bank(catalog), loadings_of(catalog)
    meant = [
        pattern_of(
            bank.score(answers(catalog, respond(catalog, loadings, draw_interests(random), random)))
        )
        for _ in range(40)
    ]
    pressed = [
        pattern_of(bank.score(answers(catalog, respond_at_random(catalog, random))))
        for _ in range(40)
    ]

    assert sum(each.consistency > 0 for each in meant) >= 36
    assert sum(each.consistency > 0 for each in pressed) <= 4


# Decided people


@pytest.mark.parametrize("all_of_them", [False, True])
def test_a_decided_person_who_contradicts_once_is_named(
    catalog: Catalog, all_of_them: bool
) -> None:
    """Every answer at the end of the scale that fits an expert, one at the opposite end."""
    sitting = Sitting(BEGINNING, until=16 * all_of_them)
    given: dict[str, str] = {}
    while (question := next_question(catalog, sitting)) is not None:
        away = question.loadings.get(Trait.LEADING, 0) - question.loadings.get(Trait.TECHNICAL, 0)
        fitting = 4 if away > 0 else 0
        given[question.id] = question.options[4 - fitting if len(given) == 4 else fitting].id
        sitting = Sitting(BEGINNING, answers(catalog, given), sitting.until)

    advice = advise(catalog, sitting.answers)

    assert (advice.outcome, advice.standing) == ("expert", Standing.CLEAR)


# Which answers clash


def contradictory(catalog: Catalog, count: int) -> list[dict[str, str]]:
    """Return the answers of some who press at random and are told that their answers contradict each other."""
    random = Random(11)
    found: list[dict[str, str]] = []
    while len(found) < count:
        pressed = dict(itertools.islice(respond_at_random(catalog, random).items(), 16))
        if advise(catalog, answers(catalog, pressed)).doubt is Doubt.CONTRADICTORY:
            found.append(pressed)
    return found


def test_changing_the_answers_that_clash_ends_the_contradiction(catalog: Catalog) -> None:
    for pressed in contradictory(catalog, 12):
        given = answers(catalog, pressed)

        clashes = find_clashes(catalog, given)

        assert 1 <= len(clashes) <= 4
        changed = apply_changes(given, clashes)
        assert pattern_of(item_bank(catalog).score(changed)).consistency >= CONTRADICTORY
        assert advise(catalog, changed).doubt is not Doubt.CONTRADICTORY


def test_answers_that_fit_do_not_clash(catalog: Catalog) -> None:
    fitting = stretched(catalog, 1.0, 4)

    assert advise_on_all(catalog, fitting).doubt is None
    assert find_clashes(catalog, answers(catalog, fitting)) == ()


def test_a_minute_more_or_less_does_not_matter(catalog: Catalog) -> None:
    given = answers(catalog, stretched(catalog, 1.0, 4))
    later = tuple(each._replace(at=each.at + timedelta(days=400)) for each in given)

    assert advise(catalog, given) == advise(catalog, later)
