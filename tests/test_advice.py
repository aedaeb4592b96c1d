"""Answers -> traits -> outcome: what is computed, and what is never claimed."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.advice import Doubt, Standing, advise
from content.model import Catalog, Trait
from story import answers, finished


def test_no_answers_leave_everybody_average_and_unranked(catalog: Catalog) -> None:
    advice = advise(catalog, ())

    assert [(each.mean, each.error) for each in advice.estimates.values()] == [(0, 1), (0, 1)]
    assert (advice.standing, advice.doubt) == (Standing.LITTLE, Doubt.FEW)


def test_one_answer_moves_its_trait_by_the_precision_weighted_mean(catalog: Catalog) -> None:
    wish = next(q for q in catalog.asked() if q.loadings == {Trait.TECHNICAL: 0.65})

    advice = advise(catalog, answers(catalog, {wish.id: wish.options[0].id}))

    # By hand: reading 2 / .65 with the information .65^2 / (1 - .65^2), prior 0 with the information 1.
    information = 0.65**2 / (1 - 0.65**2)
    technical = advice.estimates[Trait.TECHNICAL]
    assert technical.mean == pytest.approx(information * (2 / 0.65) / (1 + information))
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


def test_contradictory_answers_are_never_ranked(catalog: Catalog) -> None:
    technical = [q for q in catalog.asked() if Trait.TECHNICAL in q.loadings]
    chosen = {}
    for turn, question in enumerate(technical):
        wanted = 2 if (turn % 2 == 0) == (question.loadings[Trait.TECHNICAL] > 0) else -2
        chosen[question.id] = next(o.id for o in question.options if o.score == wanted)

    advice = advise(catalog, answers(catalog, chosen))

    assert (advice.standing, advice.doubt) == (Standing.LITTLE, Doubt.CONTRADICTORY)


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
