"""Answers -> traits -> outcome: what is computed, and what is never claimed."""

import itertools
from datetime import timedelta
from math import exp, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment.advice import Doubt, Standing, advise
from bot.core.assessment.estimate import Covariance, quadrant_probabilities
from bot.core.assessment.items import LOADING_VARIES, POPULARITY_VARIES, item_bank
from bot.core.assessment.likelihood import deviation_of
from bot.core.assessment.pattern import pattern_of
from content.model import Catalog, Trait
from story import answers, finished


def test_no_answers_leave_everybody_average_and_unranked(catalog: Catalog) -> None:
    advice = advise(catalog, ())

    assert [(each.mean, each.error) for each in advice.estimates.values()] == [(0, 1), (0, 1)]
    assert (advice.standing, advice.doubt) == (Standing.LITTLE, Doubt.FEW)


def test_one_answer_moves_its_trait_by_the_precision_weighted_mean(catalog: Catalog) -> None:
    wish = next(q for q in catalog.asked() if q.kind == "week" and Trait.TECHNICAL in q.loadings)
    loading, first = wish.loadings[Trait.TECHNICAL], wish.options[0]
    reading = item_bank(catalog).items[wish.id].scored_answers[first.id]

    advice = advise(catalog, answers(catalog, {wish.id: first.id}))

    # By hand: the reading score / loading with its information, the prior 0 with the information 1. What is not known
    # about the question adds to its noise. The score counts in
    # standard deviations of people who use as much of the scale as this person seems to.
    unknown = POPULARITY_VARIES**2 + (LOADING_VARIES * loading) ** 2
    information = loading**2 / (1 - loading**2 + unknown)
    spread = exp(round(pattern_of((reading,)).log_spread, 2))
    score = first.score / deviation_of([option.score for option in wish.options], spread)
    technical = advice.estimates[Trait.TECHNICAL]
    assert technical.mean == pytest.approx(information * score / loading / (1 + information))
    assert technical.error == pytest.approx((1 + information) ** -0.5)
    assert advice.estimates[Trait.LEADING].mean == 0


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_contributions_sum_exactly_to_the_estimates(catalog: Catalog, data: st.DataObject) -> None:
    chosen = {
        question.id: data.draw(st.sampled_from([None, *(option.id for option in question.options)]))
        for question in catalog.asked()
    }

    advice = advise(catalog, answers(catalog, chosen))

    for trait in Trait:
        total = sum(each.amounts[trait] for each in advice.contributions)
        assert total == pytest.approx(advice.estimates[trait].mean)
    assert sum(chance for _, chance in advice.outcomes) == pytest.approx(1)


@pytest.mark.parametrize(
    ("technical", "leading", "outcome"),
    [(2, -2, "expert"), (-2, 2, "manager"), (2, 2, "hybrid"), (-2, -2, "neither")],
)
def test_each_outcome_is_reached_by_somebody_who_answers_like_it(
    catalog: Catalog, technical: float, leading: float, outcome: str
) -> None:
    advice = advise(
        catalog, finished(catalog, technical=technical, leading=leading).sitting.answers
    )

    assert (advice.outcome, advice.standing) == (outcome, Standing.CLEAR)


@pytest.mark.parametrize("place", range(5))
def test_all_answers_in_the_same_place_are_never_ranked(catalog: Catalog, place: int) -> None:
    for count in range(1, len(catalog.asked()) + 1):
        chosen = {q.id: q.options[place].id for q in itertools.islice(catalog.asked(), count)}

        advice = advise(catalog, answers(catalog, chosen))

        assert advice.standing is Standing.LITTLE


def test_answers_that_use_every_option_in_turn_are_never_ranked(catalog: Catalog) -> None:
    """People with interests, however strong, choose some options more often than others."""
    chosen = {}
    for trait in Trait:
        alone = [q for q in catalog.asked() if q.loadings.keys() == {trait}]
        for wanted, question in zip((2, -2, 1, -1, 0) * 2, alone, strict=False):
            score = wanted if question.loadings[trait] > 0 else -wanted
            chosen[question.id] = next(o.id for o in question.options if o.score == score)

    advice = advise(catalog, answers(catalog, chosen))

    assert (advice.standing, advice.doubt) == (Standing.LITTLE, Doubt.CONTRADICTORY)


def test_strong_answers_both_ways_balance_out_and_are_never_ranked(catalog: Catalog) -> None:
    chosen = {}
    for trait in Trait:
        alone = [q for q in catalog.asked() if q.loadings.keys() == {trait}][:10]
        for turn, question in enumerate(alone):
            wanted = 2 if (turn % 2 == 0) == (question.loadings[trait] > 0) else -2
            chosen[question.id] = next(o.id for o in question.options if o.score == wanted)

    advice = advise(catalog, answers(catalog, chosen))

    assert (advice.standing, advice.doubt) == (Standing.LITTLE, Doubt.EVEN)


def test_answers_faster_than_anybody_reads_are_never_ranked(catalog: Catalog) -> None:
    read = finished(catalog, technical=2, leading=-2).sitting.answers
    hasty = tuple(
        each._replace(at=read[0].at + timedelta(seconds=0.9) * number)
        for number, each in enumerate(read)
    )

    assert advise(catalog, read).standing is Standing.CLEAR
    assert advise(catalog, hasty).doubt is Doubt.FAST


def test_two_quick_answers_among_others_are_no_doubt(catalog: Catalog) -> None:
    read = finished(catalog, technical=2, leading=-2).sitting.answers

    twice = (read[0]._replace(at=read[2].at), read[1]._replace(at=read[2].at), *read[2:])

    assert advise(catalog, twice).standing is Standing.CLEAR


@given(
    technical=st.floats(-3, 3),
    leading=st.floats(-3, 3),
    spread=st.floats(0.1, 2),
    correlation=st.floats(-0.8, 0.8),
)
@settings(max_examples=60, deadline=None)
def test_the_probability_of_a_quarter_is_the_part_of_the_distribution_in_it(
    technical: float, leading: float, spread: float, correlation: float
) -> None:
    covariance = Covariance(spread**2, 1, correlation * spread)

    chances = quadrant_probabilities(technical, leading, covariance)

    # The plain way: average over many slices of one trait, given which the other is normal.
    normal, slices = NormalDist(), 4000
    lead = sum(
        normal.cdf((leading + correlation * each) / sqrt(1 - correlation**2))
        for place in range(slices)
        if technical + spread * (each := normal.inv_cdf((place + 0.5) / slices)) > 0
    )
    assert chances[2] == pytest.approx(lead / slices, abs=5e-4)
    assert chances[0] + chances[2] == pytest.approx(normal.cdf(technical / spread))
    assert chances[1] + chances[2] == pytest.approx(normal.cdf(leading))
    assert sum(chances) == pytest.approx(1)


def test_somebody_between_two_outcomes_is_told_both(catalog: Catalog) -> None:
    chosen = {}
    for question in catalog.asked()[:12]:
        loading = question.loadings.get(Trait.TECHNICAL, 0) if len(question.loadings) == 1 else 0
        aim = 1 if loading > 0 else -1 if loading < 0 else 0
        chosen[question.id] = next(o.id for o in question.options if o.score == aim)

    advice = advise(catalog, answers(catalog, chosen))

    assert advice.standing is Standing.CLOSE
    assert {advice.outcomes[0][0], advice.outcomes[1][0]} == {"expert", "hybrid"}


def test_mostly_not_sure_is_too_few(catalog: Catalog) -> None:
    asked = catalog.asked()[:12]
    chosen = {q.id: q.options[1].id if number < 4 else None for number, q in enumerate(asked)}

    assert advise(catalog, answers(catalog, chosen)).doubt is Doubt.FEW


def test_answers_to_questions_and_options_that_are_gone_say_nothing(catalog: Catalog) -> None:
    first = catalog.asked()[0]

    advice = advise(catalog, answers(catalog, {"vanished": "gladly", first.id: "vanished"}))

    assert advice.contributions == ()
