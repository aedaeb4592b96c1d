"""Which question is next, and when it is enough: what holds for everybody, whatever they answer."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from bot.core.assessment import selection
from bot.core.assessment.advice import Standing, advise
from bot.core.assessment.selection import FEWEST, MOST, Progress, progress_of
from bot.core.conversation.state import Sitting
from bot.evaluation.people import DIRECT
from content.model import Catalog, Option, Question, Trait
from story import BEGINNING, answers, finished

Chooser = Callable[[Question], Option | None]


def gone_through(catalog: Catalog, choose: Chooser, until: int = 0) -> list[Sitting]:
    """Return the sitting before each question and after the last, for somebody who chooses so."""
    chosen: dict[str, str | None] = {}
    sittings = [Sitting(BEGINNING, until=until)]
    while question := selection.next_question(catalog, sittings[-1]):
        option = choose(question)
        chosen[question.id] = option.id if option else None
        sittings.append(replace(sittings[-1], answers=answers(catalog, chosen)))
    return sittings


def at_random(seed: int) -> Chooser:
    random = Random(seed)
    return lambda question: random.choice([None, *question.options])


def kinds(catalog: Catalog, sitting: Sitting) -> list[str]:
    return [catalog.questions[answer.question].kind for answer in sitting.answers]


@pytest.mark.parametrize("seed", range(8))
def test_every_course_has_six_to_sixteen_questions_none_of_them_twice(
    catalog: Catalog, seed: int
) -> None:
    asked = [answer.question for answer in gone_through(catalog, at_random(seed))[-1].answers]

    assert FEWEST <= len(asked) <= MOST
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("seed", range(8))
def test_at_most_so_many_more_is_true_and_one_less_each_time(catalog: Catalog, seed: int) -> None:
    *before, after = gone_through(catalog, at_random(seed))

    promised = [selection.progress_of(catalog, sitting).at_most for sitting in before]

    assert promised == list(range(MOST, MOST - len(before), -1))
    assert selection.progress_of(catalog, after).at_most == 0


def test_the_next_question_depends_on_nothing_but_the_answers(catalog: Catalog) -> None:
    for sitting in gone_through(catalog, at_random(3)):
        resumed = replace(sitting, answers=tuple(each._replace() for each in sitting.answers))
        same_content = replace(catalog)

        assert progress_of(same_content, resumed) == progress_of(catalog, sitting)


@pytest.mark.parametrize("seed", range(8))
def test_no_kind_of_question_comes_three_times_in_a_row(catalog: Catalog, seed: int) -> None:
    order = kinds(catalog, gone_through(catalog, at_random(seed))[-1])

    assert all(len(set(order[start : start + 3])) > 1 for start in range(len(order) - 2))


def test_the_direct_wishes_come_early_for_they_tell_most(catalog: Catalog) -> None:
    *_, over = gone_through(catalog, lambda question: question.options[2])

    direct = [kind in DIRECT for kind in kinds(catalog, over)]
    assert sum(direct[:FEWEST]) == sum(question.kind in DIRECT for question in catalog.asked()) == 4


def test_the_trait_that_is_still_open_is_asked_about_more(catalog: Catalog) -> None:
    def decided(question: Question) -> Option:
        """Answer like somebody who clearly wants to build and could as well lead as not."""
        loading = question.loadings.get(Trait.TECHNICAL, 0)
        return question.options[0 if loading > 0 else 4 if loading < 0 else 2]

    given = gone_through(catalog, decided, until=MOST)[-1].answers

    after = [catalog.questions[each.question].loadings for each in given[FEWEST:]]
    leading = [loadings for loadings in after if Trait.LEADING in loadings]
    assert len(leading) > len(after) / 2


def test_of_equal_questions_the_one_comes_that_keeps_first_and_last_places_even(
    catalog: Catalog,
) -> None:
    over = gone_through(catalog, at_random(2), until=MOST)[-1]
    asked = [catalog.questions[answer.question] for answer in over.answers]

    for number, question in enumerate(asked):
        before = asked[:number]
        equals = [
            other
            for other in catalog.asked()
            if other not in before and worth(other) == worth(question)
        ]
        assert tilt(*before, question) <= min(tilt(*before, each) for each in equals) + 1e-9


def worth(question: Question) -> object:
    return question.kind, {trait: abs(loading) for trait, loading in question.loadings.items()}


def tilt(*asked: Question) -> float:
    """Return how far always pressing the first place would have led."""
    return sum(
        sum(
            question.loadings.get(trait, 0) / (1 - sum(a**2 for a in question.loadings.values()))
            for question in asked
        )
        ** 2
        for trait in Trait
    )


@pytest.mark.parametrize("place", range(5))
def test_somebody_who_always_presses_the_same_place_is_asked_all_sixteen(
    catalog: Catalog, place: int
) -> None:
    *_, over = gone_through(catalog, lambda question: question.options[place])

    assert len(over.answers) == MOST
    assert advise(catalog, over.answers).standing is Standing.LITTLE


def test_it_stops_as_soon_as_the_outcome_is_clear(catalog: Catalog) -> None:
    over = finished(catalog).sitting
    before = Sitting(BEGINNING, over.answers[:-1])

    assert advise(catalog, over.answers).standing is Standing.CLEAR
    assert len(before.answers) < FEWEST or (
        advise(catalog, before.answers).standing is not Standing.CLEAR
    )


def test_skipping_costs_questions_and_never_the_result(catalog: Catalog) -> None:
    def every_third_open(question: Question) -> Option | None:
        position = list(catalog.questions).index(question.id)
        loadings = question.loadings
        pull = loadings.get(Trait.TECHNICAL, 0) - loadings.get(Trait.LEADING, 0)
        return question.options[0 if pull > 0 else 4] if position % 3 else None

    *_, over = gone_through(catalog, every_third_open)

    assert any(answer.option is None for answer in over.answers)
    assert advise(catalog, over.answers).outcome == "expert"
    assert advise(catalog, over.answers).standing is Standing.CLEAR


def test_more_questions_go_on_to_the_whole_bank(catalog: Catalog) -> None:
    sitting = gone_through(catalog, at_random(5))[-1]
    while not selection.progress_of(catalog, sitting).exhausted:
        until = selection.limit_after_more(catalog, sitting)
        asked = replace(sitting, until=until)
        assert 0 < selection.progress_of(catalog, asked).at_most <= selection.MORE
        while (question := selection.next_question(catalog, asked)) is not None:
            chosen = {each.question: each.option for each in asked.answers}
            chosen[question.id] = question.options[1].id
            asked = replace(asked, answers=answers(catalog, chosen))
        sitting = asked

    assert {each.question for each in sitting.answers} == {each.id for each in catalog.asked()}
    assert progress_of(catalog, sitting) == Progress(sitting.answers, None, 0, exhausted=True)
