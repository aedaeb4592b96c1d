"""Too little to tell: what is said, and that following it literally ends the doubt."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from bot.core.assessment import selection
from bot.core.assessment.advice import CALM, SECOND, Advice, Doubt, Standing, advise
from bot.core.assessment.clashes import find_clashes
from bot.core.conversation.inputs import Choose, Explain, More, Revise, SwitchLanguage
from bot.core.conversation.machine import Transition
from bot.core.conversation.replies import Advise, Note
from bot.evaluation.people import draw_interests, loadings_of, respond, respond_at_random
from bot.evaluation.simulation import interview
from content.model import Catalog, Question
from story import begun, fitting, seen, skipped, told

BLINK = timedelta(milliseconds=600)
Choice = Callable[[Question, int], int]  # the question and its number -> the place of the answer


def gone_through(
    catalog: Catalog, choose: Choice, *, after: Transition | None = None
) -> Transition:
    """Return the turn with the result of somebody who answers calmly."""
    turn = after or begun(catalog)
    while (question := selection.next_question(catalog, turn.sitting)) is not None:
        place = choose(question, len(turn.sitting.answers))
        turn = told(catalog, Choose(question.id, question.options[place].id), after=turn)
    return turn


def advice_of(catalog: Catalog, turn: Transition) -> Advice:
    return advise(catalog, turn.sitting.answers)


def middle(_: Question, __: int) -> int:
    return 2


def first_place(_: Question, __: int) -> int:
    return 0


def hasty(catalog: Catalog, count: int) -> Transition:
    """Return the turn after so many answers, each a blink after the one before."""
    turn = begun(catalog)
    for _ in range(count):
        turn = told(catalog, fitting(catalog, turn, 2, -2), after=turn, pace=BLINK)
    return turn


def at_random(catalog: Catalog) -> Transition:
    """Return the turn of somebody who presses at random and is told that the answers contradict each other."""
    random = Random(3)
    while True:
        options = respond_at_random(catalog, random)
        turn = gone_through(
            catalog,
            lambda question, _, options=options: [each.id for each in question.options].index(  # type: ignore[misc]
                options[question.id]
            ),
        )
        if advice_of(catalog, turn).doubt is Doubt.CONTRADICTORY:
            return turn


# Too few


def test_too_few_answers_ask_for_as_many_as_are_needed(catalog: Catalog) -> None:
    words = catalog.texts["en"]
    three = skipped(catalog, selection.MOST - 3)
    turn = gone_through(catalog, lambda *_: 1, after=three)

    assert advice_of(catalog, turn).doubt is Doubt.FEW
    assert words("too-little-few-more", count=2) in seen(catalog, turn).text

    turn = gone_through(catalog, lambda *_: 3, after=told(catalog, More(), after=turn))

    assert len(turn.sitting.answers) == selection.MOST + 2
    assert advice_of(catalog, turn).doubt is not Doubt.FEW


# All alike


def test_two_answers_in_another_place_end_the_doubt_about_answers_alike(catalog: Catalog) -> None:
    turn = gone_through(catalog, first_place)
    assert advice_of(catalog, turn).doubt is Doubt.ALIKE
    assert catalog.texts["en"]("too-little-alike-more") in seen(catalog, turn).text

    for answer in turn.sitting.answers[:2]:
        third = catalog.questions[answer.question].options[2].id
        turn = told(
            catalog,
            Explain("answers"),
            Revise(answer.question),
            Choose(answer.question, third),
            after=turn,
        )

    assert advice_of(catalog, turn).doubt is not Doubt.ALIKE


# In the middle


@pytest.mark.parametrize("language", ["en", "ru"])
def test_whoever_keeps_to_the_middle_is_told_so_kindly(catalog: Catalog, language: str) -> None:
    words = catalog.texts[language]
    turn = gone_through(catalog, middle, after=begun(catalog, language))

    text = seen(catalog, turn).text

    assert advice_of(catalog, turn).doubt is Doubt.EVEN
    assert words("in-the-middle") in text
    assert words("too-little-even") in text
    assert words("too-little") not in text


def test_answers_that_show_a_preference_end_the_middle(catalog: Catalog) -> None:
    turn = told(catalog, More(), after=gone_through(catalog, middle))

    while selection.next_question(catalog, turn.sitting):
        turn = told(catalog, fitting(catalog, turn, 2, -2), after=turn)

    assert advice_of(catalog, turn).doubt is None


# Too fast


def test_the_third_answer_faster_than_anybody_reads_is_told_at_once(catalog: Catalog) -> None:
    notes = [
        [reply for reply in hasty(catalog, count).replies if isinstance(reply, Note)]
        for count in range(1, 7)
    ]

    # The first of them has nothing before it, so that the fourth answer is the third that came too fast.
    assert notes == [[], [], [], [Note("too-fast")], [], []]


@pytest.mark.parametrize("calm", range(CALM + 1))
def test_four_calm_answers_end_the_doubt_about_fast_ones(catalog: Catalog, calm: int) -> None:
    turn = hasty(catalog, 8)
    for _ in range(calm):
        turn = told(catalog, fitting(catalog, turn, 2, -2), after=turn)

    doubt = advice_of(catalog, turn).doubt

    assert (doubt is Doubt.FAST) is (calm < CALM)


def test_the_more_questions_after_fast_answers_are_as_many_as_end_the_doubt(
    catalog: Catalog,
) -> None:
    turn = hasty(catalog, selection.MOST)
    assert catalog.texts["en"]("too-little-fast-more") in seen(catalog, turn).text

    turn = told(catalog, More(), after=turn)
    while selection.next_question(catalog, turn.sitting):
        turn = told(catalog, fitting(catalog, turn, 2, -2), after=turn)

    assert len(turn.sitting.answers) == selection.MOST + selection.MORE
    assert advice_of(catalog, turn).standing is Standing.CLEAR


def test_going_through_four_fast_answers_again_ends_the_doubt_as_well(catalog: Catalog) -> None:
    turn = hasty(catalog, selection.MOST)

    for minutes, answer in enumerate(turn.sitting.answers[:CALM], start=1):
        again = Choose(answer.question, str(answer.option))
        pace = timedelta(minutes=minutes)
        turn = told(catalog, Revise(answer.question), again, after=turn, pace=pace)

    assert advice_of(catalog, turn).doubt is not Doubt.FAST


# Contradictory


@pytest.mark.parametrize("language", ["en", "ru"])
def test_answers_that_clash_are_named_and_each_has_its_button(
    catalog: Catalog, language: str
) -> None:
    words, turn = (
        catalog.texts[language],
        told(catalog, SwitchLanguage(language), after=at_random(catalog)),
    )
    card = turn.replies[-1]
    assert isinstance(card, Advise)

    screen = seen(catalog, turn)

    said = [button.says for button in screen.buttons]
    assert card.clashing
    assert [Revise(each.question) for each in card.clashing] == said[: len(card.clashing)]
    for each in card.clashing:
        assert words.plain(f"question-{each.question}.title") in screen.text
    assert words("too-little-contradictory-more") in screen.text


def test_changing_what_clashes_ends_the_contradiction(catalog: Catalog) -> None:
    turn = at_random(catalog)

    for other in find_clashes(catalog, turn.sitting.answers):
        choice = Choose(other.question, str(other.option))
        turn = told(catalog, Revise(other.question), choice, after=turn)

    assert advice_of(catalog, turn).doubt is not Doubt.CONTRADICTORY


def test_meaning_it_and_answering_more_in_one_direction_ends_it_too(catalog: Catalog) -> None:
    turn = at_random(catalog)
    outcome = catalog.roles[advice_of(catalog, turn).outcome].high

    while advice_of(catalog, turn).doubt is Doubt.CONTRADICTORY:
        turn = told(catalog, More(), after=turn)
        while selection.next_question(catalog, turn.sitting):
            interests = [2 if trait in outcome else -2 for trait in ("technical", "leading")]
            turn = told(catalog, fitting(catalog, turn, *interests), after=turn)

    assert advice_of(catalog, turn).doubt is None


# Close


def test_a_second_role_is_only_named_with_a_chance_of_one_in_ten(catalog: Catalog) -> None:
    random, loadings = Random(8), loadings_of(catalog)
    close = [
        advice
        for _ in range(150)
        for advice, _ in [
            interview(catalog, respond(catalog, loadings, draw_interests(random), random))
        ]
        if advice.standing is Standing.CLOSE
    ]

    assert close
    for advice in close:
        chances = dict(advice.outcomes)
        assert min(chances[role] for role in advice.named) >= SECOND
