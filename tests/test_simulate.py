"""Simulated people: what they are, and the floors below which the advice must not fall."""

import json
from random import Random
from statistics import correlation, fmean

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.core.assessment.estimate import estimate_traits
from bot.core.assessment.items import item_bank
from bot.core.assessment.selection import FEWEST, MOST
from bot.evaluation.kinds import KINDS, Kind, KindFigures, figures_of, respondent
from bot.evaluation.people import (
    DIRECT,
    SHARES,
    STEP_CORRELATION,
    Interests,
    draw_interests,
    loadings_of,
    respond,
    respond_at_random,
)
from bot.evaluation.simulation import (
    LOWER,
    Bin,
    SimulationFigures,
    advise_on_all,
    calibration_error,
    calibration_table,
    interview,
    simulate,
)
from content.model import Catalog, Trait

PEOPLE, SEED = 2000, 20


@pytest.fixture(scope="module")
def figures(catalog: Catalog) -> SimulationFigures:
    return simulate(catalog, PEOPLE, SEED)


# The people


@pytest.fixture(scope="module")
def crowd(catalog: Catalog) -> list[dict[str, str]]:
    random, loadings = Random(4), loadings_of(catalog)
    return [respond(catalog, loadings, draw_interests(random), random) for _ in range(1500)]


def scores(catalog: Catalog, crowd: list[dict[str, str]], question: str) -> list[float]:
    readings = catalog.questions[question]
    return [option.score for each in crowd if (option := readings.option(each[question]))]


def test_the_options_are_used_as_often_as_assumed(
    catalog: Catalog, crowd: list[dict[str, str]]
) -> None:
    chosen = [
        [option.id for option in catalog.questions[question].options].index(option)
        for each in crowd
        for question, option in each.items()
    ]

    used = [chosen.count(place) / len(chosen) for place in range(5)]

    assert used == pytest.approx(SHARES, abs=0.01)


@pytest.mark.parametrize(("direct", "assumed"), [(False, 0.5), (True, 0.65)])
def test_a_score_correlates_with_the_rest_of_its_trait_as_assumed(
    catalog: Catalog, crowd: list[dict[str, str]], direct: bool, assumed: float
) -> None:
    bank = item_bank(catalog)
    found = []
    for question in catalog.asked():
        if (question.kind in DIRECT) is not direct or question.loadings.keys() != {Trait.TECHNICAL}:
            continue
        rest = [
            estimate_traits(
                tuple(
                    bank.items[name].scored_answers[option]
                    for name, option in each.items()
                    if name != question.id
                )
            ).technical
            for each in crowd
        ]
        found.append(abs(correlation(scores(catalog, crowd, question.id), rest)))

    assert fmean(found) == pytest.approx(assumed, abs=0.025)


def test_lower_correlations_make_every_loading_smaller(catalog: Catalog) -> None:
    usual, lower = loadings_of(catalog), loadings_of(catalog, lower=LOWER)

    assert all(
        abs(less) < abs(more) or more == 0
        for name in usual
        for more, less in zip(usual[name], lower[name], strict=True)
    )


def test_the_content_says_of_its_questions_what_the_assumptions_say(catalog: Catalog) -> None:
    """Else the stated probabilities would be those of other questions."""
    for name, felt in loadings_of(catalog).items():
        stated = [catalog.questions[name].loadings.get(trait, 0.0) for trait in Trait]

        assert [each * STEP_CORRELATION for each in felt] == pytest.approx(stated, abs=0.01)


def test_the_same_seed_draws_the_same_people(catalog: Catalog) -> None:
    assert simulate(catalog, 10, 7) == simulate(catalog, 10, 7)
    assert simulate(catalog, 10, 7) != simulate(catalog, 10, 8)


def test_people_of_another_population_can_be_measured(catalog: Catalog) -> None:
    builders = simulate(catalog, 60, 1, draw=lambda _: Interests(technical=2, leading=-2))

    assert builders.right > 0.9


def test_an_interview_goes_as_the_bot_would_have_it(catalog: Catalog) -> None:
    options = respond_at_random(catalog, Random(1))

    told, asked = interview(catalog, options)

    assert FEWEST <= asked <= MOST
    assert len(told.contributions) == asked
    assert len(advise_on_all(catalog, options).contributions) == len(catalog.asked())


def test_calibration_compares_what_was_stated_with_what_came() -> None:
    statements = [(0.75, True), (0.75, True), (0.75, False), (0.25, False)]

    table = calibration_table(statements)

    assert table == (Bin(1, 0.25, 0.0), Bin(3, 0.75, 2 / 3))
    assert calibration_error(table) == pytest.approx((0.25 + 3 * (0.75 - 2 / 3)) / 4)


# The floors


def test_few_questions_are_enough(figures: SimulationFigures) -> None:
    assert figures.median <= 10
    assert figures.most <= 16


def test_many_are_told_clearly_and_all_questions_would_tell_them_the_same(
    figures: SimulationFigures,
) -> None:
    assert figures.clear >= 0.4
    assert figures.clear_kept >= 0.93


def test_what_is_named_holds_what_all_questions_would_name(figures: SimulationFigures) -> None:
    assert figures.named_kept >= 0.92


def test_a_stated_probability_is_how_often_it_is_true(figures: SimulationFigures) -> None:
    assert figures.calibration_error <= 0.03


def test_pressing_at_random_is_seldom_told_anything_clear(figures: SimulationFigures) -> None:
    assert figures.random_clear <= 0.15


def test_honest_people_are_seldom_told_too_little(figures: SimulationFigures) -> None:
    assert figures.little <= 0.05


def test_nobody_who_always_presses_the_same_place_is_ranked(figures: SimulationFigures) -> None:
    assert figures.flat_ranked == 0


# People who behave like people


@pytest.fixture(scope="module")
def kinds(catalog: Catalog) -> dict[str, KindFigures]:
    return {
        name: figures_of(catalog, KINDS[name], people, SEED)
        for name, people in (("plain", 250), ("ends", 250), ("mix", 400))
    }


def test_the_clear_result_of_plain_people_is_that_of_the_whole_bank(
    kinds: dict[str, KindFigures],
) -> None:
    assert kinds["plain"].same_as_bank >= 0.92  # 0.93 of many


def test_people_at_the_ends_of_the_scale_are_seldom_called_contradictory(
    kinds: dict[str, KindFigures],
) -> None:
    assert kinds["ends"].contradictory <= 0.06  # 0.05 of many


def test_a_mix_of_people_is_seldom_refused_and_not_promised_too_much(
    kinds: dict[str, KindFigures],
) -> None:
    assert kinds["mix"].too_little <= 0.08
    assert kinds["mix"].stated - kinds["mix"].true <= 0.05


@pytest.mark.parametrize(
    ("kind", "differs"),
    [
        (Kind(tiring=1.0), "tired people press at random in the end"),
        (Kind(slips=0.5), "whoever slips misses every other option"),
        (Kind(agreeing=3.0), "whoever agrees with everything presses the first place"),
    ],
)
def test_a_kind_answers_otherwise_than_plain_people(
    catalog: Catalog, kind: Kind, differs: str
) -> None:
    def answers_of(kind: Kind) -> list[str]:
        person = respondent(
            kind,
            Interests(1.5, -1.5),
            loadings_of(catalog),
            dict.fromkeys(catalog.questions, 0.0),
            Random(3),
        )
        return [person(question) for question in catalog.asked()]

    plain, other = answers_of(Kind()), answers_of(kind)

    assert sum(one != two for one, two in zip(plain, other, strict=True)) > len(plain) / 4, differs


# The command


def test_the_command_prints_a_table_and_json_of_the_same_figures() -> None:
    table = CliRunner().invoke(cli, ["simulate", "--people", "10", "--seed", "3"])
    machine = CliRunner().invoke(cli, ["simulate", "--people", "10", "--seed", "3", "--json"])

    found = json.loads(machine.stdout)
    assert (table.exit_code, machine.exit_code) == (0, 0)
    assert found["assumed"]["people"] == 10
    assert found["assumed"].keys() == found["lower"].keys()
    assert f"told clear{found['assumed']['clear']:>46.3f}" in table.stdout
