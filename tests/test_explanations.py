"""The pages about a result: why, how sure, what would change it, and the roles as the answers see them."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import selection
from bot.core.assessment.advice import Advice, Standing, TraitEstimate, advise
from bot.core.assessment.what_if import (
    MOST,
    apply_changes,
    find_smallest_change,
    is_another_outcome,
)
from bot.core.conversation import inputs
from bot.core.conversation.machine import Transition
from bot.core.conversation.open_card import current_card
from bot.core.conversation.replies import Advise, Ask, Confidence, Preferences, Reasons, WhatIf
from bot.core.conversation.state import Answer
from bot.core.screens.confidence import draw_band
from bot.core.screens.layout import reason_of
from bot.core.screens.preferences import (
    draw_preferences,
    likings_by_overlap,
    likings_by_responsibility,
    preference_word,
)
from bot.core.screens.reasons import draw_what_if
from bot.core.screens.result import draw_result
from bot.core.screens.verbal_scales import SPEAKS, chance_word, tenths
from content.model import Catalog, Question, Trait
from story import answers, finished, fitting, seen, skipped, told

MESSAGE = 4096
ABOUT_A_RESULT = {
    "reasons": Reasons,
    "sureness": Confidence,
    "otherwise": WhatIf,
    "liked": Preferences,
}


def shown(catalog: Catalog, turn: Transition) -> object:
    return current_card(catalog, turn.person, turn.sitting)


def explained(catalog: Catalog, turn: Transition, page: str) -> Transition:
    return told(catalog, inputs.Explain(page), after=turn)


def everything_answered(catalog: Catalog, technical: float, leading: float) -> Transition:
    turn = finished(catalog, technical=technical, leading=leading)
    while not selection.progress_of(catalog, turn.sitting).exhausted:
        turn = told(catalog, inputs.More(), after=turn)
        while selection.next_question(catalog, turn.sitting):
            turn = told(catalog, fitting(catalog, turn, technical, leading), after=turn)
    return turn


# Opening them


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("why", "reasons"),
        ("how sure?", "sureness"),
        ("What would change it", "otherwise"),
        ("the roles and you", "liked"),
    ],
)
def test_each_page_is_a_word_away_from_the_result_and_leads_back_to_it(
    catalog: Catalog, typed: str, page: str
) -> None:
    over = finished(catalog)

    opened = told(catalog, inputs.Type(typed), after=over)
    returned = told(catalog, inputs.Type("to the result"), after=opened)

    assert isinstance(shown(catalog, opened), ABOUT_A_RESULT[page])
    assert shown(catalog, returned) == shown(catalog, over)


@pytest.mark.parametrize("page", ABOUT_A_RESULT)
def test_before_a_result_there_is_nothing_to_explain(catalog: Catalog, page: str) -> None:
    turn = told(catalog, inputs.Start(), inputs.Begin(), inputs.Explain(page))

    assert isinstance(shown(catalog, turn), Ask)


@pytest.mark.parametrize("page", ["sureness", "otherwise", "liked"])
def test_where_no_role_is_named_there_is_nothing_to_be_sure_of(catalog: Catalog, page: str) -> None:
    turn = skipped(catalog, selection.MOST)

    assert isinstance(shown(catalog, explained(catalog, turn, page)), Advise)


@pytest.mark.parametrize("page", ABOUT_A_RESULT)
def test_a_page_whose_questions_have_gone_falls_back(catalog: Catalog, page: str) -> None:
    turn = explained(catalog, finished(catalog), page)
    gone = {each.question for each in turn.sitting.answers}
    newer = replace(
        catalog, questions={name: q for name, q in catalog.questions.items() if name not in gone}
    )

    assert isinstance(shown(newer, turn), Ask)


# Why


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_answer_is_told_once_in_the_group_of_what_it_says(
    catalog: Catalog, language: str
) -> None:
    over = finished(catalog)
    reason = shown(catalog, explained(catalog, over, "reasons"))
    assert isinstance(reason, Reasons)
    words, high = catalog.texts[language], catalog.roles[reason.advice.outcome].high
    speaking = told(catalog, inputs.SwitchLanguage(language), inputs.Explain("reasons"), after=over)

    text = seen(catalog, speaking).text

    found = {
        each.support(high): text.index(
            reason_of(words, catalog.questions[each.question], each.option)
        )
        for each in reason.advice.contributions
    }
    speaking_for = [support for support in found if support > SPEAKS]
    against = [support for support in found if support < -SPEAKS]
    assert sorted(speaking_for, reverse=True) == sorted(speaking_for, key=found.__getitem__)
    assert sorted(against) == sorted(against, key=found.__getitem__)
    assert text.count("\n• ") == len(reason.advice.contributions)


def test_answers_left_open_are_counted_but_not_weighed(catalog: Catalog) -> None:
    over = finished(catalog)
    left = over.sitting.answers[0].question
    opened = told(catalog, inputs.Revise(left), inputs.Skip(left), after=over)
    while selection.next_question(catalog, opened.sitting):
        opened = told(catalog, fitting(catalog, opened, 2, -2), after=opened)

    reason = shown(catalog, explained(catalog, opened, "reasons"))

    assert isinstance(reason, Reasons)
    assert reason.unsure == 1
    assert left not in {each.question for each in reason.advice.contributions}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("technical", "leading"), [(2, -2), (-2, 2), (2, 2), (-2, -2)])
def test_even_with_all_questions_answered_the_page_fits_and_counts_what_it_leaves_out(
    catalog: Catalog, language: str, technical: float, leading: float
) -> None:
    turn = everything_answered(catalog, technical, leading)

    text = seen(
        catalog,
        told(catalog, inputs.SwitchLanguage(language), inputs.Explain("reasons"), after=turn),
    ).text

    left = len(catalog.asked()) - text.count("\n• ")
    words = catalog.texts[language]
    assert len(text.encode("utf-16-le")) // 2 <= MESSAGE
    assert left == 0 or words("why-more", count=left) in text


# What would change it


def changed(given: Answer, place: int, catalog: Catalog) -> Answer:
    return given._replace(option=catalog.questions[given.question].options[place].id)


def places(catalog: Catalog, one: Answer, other: Answer) -> int:
    options = [option.id for option in catalog.questions[one.question].options]
    return abs(options.index(str(one.option)) - options.index(str(other.option)))


def cost(
    catalog: Catalog, given: tuple[Answer, ...], change: tuple[Answer, ...]
) -> tuple[int, int]:
    """Return by how many answers, and by how many places on their scales, a change differs from what was given."""
    before = {each.question: each for each in given}
    return len(change), sum(places(catalog, before[each.question], each) for each in change)


def by_trying_all(catalog: Catalog, given: tuple[Answer, ...]) -> tuple[int, int] | None:
    """Return the least cost of a change that brings another outcome, None when there is none."""
    now = advise(catalog, given)
    changes = (
        change
        for count in range(1, MOST + 1)
        for chosen in itertools.combinations([each for each in given if each.option], count)
        for change in itertools.product(
            *([changed(each, place, catalog) for place in range(5)] for each in chosen)
        )
        if all(one.option != other.option for one, other in zip(chosen, change, strict=True))
    )
    return min(
        (
            cost(catalog, given, change)
            for change in changes
            if is_another_outcome(now, advise(catalog, apply_changes(given, change)))
        ),
        default=None,
    )


def leaning(question: Question, technical: int, leading: int) -> int:
    """Return the place of the answer by somebody with these interests."""
    pull = technical * question.loadings.get(Trait.TECHNICAL, 0)
    pull += leading * question.loadings.get(Trait.LEADING, 0)
    return 2 if pull == 0 else (0 if pull > 0 else 4)


@given(data=st.data())
def test_the_smallest_change_is_the_smallest_of_all(catalog: Catalog, data: st.DataObject) -> None:
    asked = data.draw(st.permutations(catalog.asked()))[: data.draw(st.integers(5, 6))]
    technical, leading = data.draw(st.tuples(st.sampled_from([-1, 1]), st.sampled_from([-1, 1])))
    chosen = {
        each.id: each.options[
            (leaning(each, technical, leading) * 3 + data.draw(st.integers(0, 4))) // 4
        ].id
        for each in asked
    }
    given_answers = answers(catalog, chosen)

    change = find_smallest_change(catalog, given_answers)

    if advise(catalog, given_answers).standing is Standing.LITTLE:
        assert change == ()
    else:
        expected = by_trying_all(catalog, given_answers)
        assert (cost(catalog, given_answers, change) if change else None) == expected


PEOPLE = [(2, -2), (-2, 2), (2, 2), (-2, -2), (1, 0), (0, 1), (0.6, -0.6)]


@pytest.mark.parametrize(("technical", "leading"), PEOPLE)
def test_a_whole_conversation_has_no_smaller_change_than_the_one_told(
    catalog: Catalog, technical: float, leading: float
) -> None:
    given_answers = finished(catalog, technical=technical, leading=leading).sitting.answers[:9]

    change = find_smallest_change(catalog, given_answers)

    assert advise(catalog, given_answers).standing is not Standing.LITTLE
    expected = by_trying_all(catalog, given_answers)
    assert (cost(catalog, given_answers, change) if change else None) == expected


def test_what_is_told_is_what_happens_when_the_answers_are_changed(catalog: Catalog) -> None:
    changeable = 0
    for technical, leading in PEOPLE:
        over = finished(catalog, technical=technical, leading=leading)
        page = explained(catalog, over, "otherwise")
        otherwise = shown(catalog, page)
        assert isinstance(otherwise, WhatIf)

        after = page
        for (_, other), button in zip(
            otherwise.changes, seen(catalog, page).buttons[:-1], strict=True
        ):
            choice = inputs.Choose(other.question, str(other.option))
            after = told(catalog, button.says, choice, after=after)

        advice = advise(catalog, after.sitting.answers)
        assert advice.outcomes == otherwise.then.outcomes
        assert advice.named == otherwise.then.named
        assert selection.progress_of(catalog, after.sitting).at_most == otherwise.at_most
        moved = is_another_outcome(advise(catalog, over.sitting.answers), advice)
        assert moved is bool(otherwise.changes)
        changeable += moved
    assert changeable


def test_a_result_that_rests_on_many_answers_is_said_to_be_firm(catalog: Catalog) -> None:
    turn = everything_answered(catalog, 2, -2)

    screen = seen(catalog, explained(catalog, turn, "otherwise"))

    assert catalog.texts["en"]("firm", count=MOST) in screen.text
    assert [button.says for button in screen.buttons] == [inputs.Continue()]


def test_too_little_to_tell_is_never_another_outcome(catalog: Catalog) -> None:
    now = advise(catalog, finished(catalog).sitting.answers)
    other = replace(now, outcomes=tuple(reversed(now.outcomes)), standing=Standing.LITTLE)

    assert not is_another_outcome(now, other)
    assert is_another_outcome(now, replace(other, standing=Standing.CLEAR))


@pytest.mark.parametrize(
    ("standing", "order", "is_another"),
    [
        (Standing.CLEAR, ["hybrid", "expert"], False),
        (Standing.CLOSE, ["expert", "hybrid"], False),
        (Standing.CLOSE, ["expert", "neither"], True),
        (Standing.CLEAR, ["manager", "hybrid"], True),
    ],
)
def test_two_that_stay_the_two_are_no_other_outcome(
    catalog: Catalog, standing: Standing, order: list[str], is_another: bool
) -> None:
    now = with_outcomes(catalog, Standing.CLOSE, ["hybrid", "expert"])

    assert is_another_outcome(now, with_outcomes(catalog, standing, order)) is is_another


def with_outcomes(catalog: Catalog, standing: Standing, order: list[str]) -> Advice:
    advice = advise(catalog, ())
    roles = [*order, *(role for role in catalog.roles if role not in order)]
    outcomes = tuple(zip(roles, (0.4, 0.3, 0.2, 0.1), strict=True))
    return replace(advice, outcomes=outcomes, standing=standing, doubt=None)


# One role or two


def with_chances(catalog: Catalog, *chances: float) -> Advice:
    advice = with_outcomes(catalog, Standing.CLOSE, ["expert", "hybrid"])
    roles = [role for role, _ in advice.outcomes]
    return replace(advice, outcomes=tuple(zip(roles, chances, strict=True)))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("chances", "ending"),
    [
        ((0.47, 0.47, 0.03, 0.03), "-even"),
        ((0.48, 0.44, 0.04, 0.04), "-even"),
        ((0.52, 0.46, 0.01, 0.01), ""),
    ],
)
def test_of_two_roles_nearly_as_likely_neither_is_said_to_be_ahead(
    catalog: Catalog, language: str, chances: tuple[float, ...], ending: str
) -> None:
    words, advice = catalog.texts[language], with_chances(catalog, *chances)
    first, second = (words.plain(f"role-{role}") for role in advice.named)
    given_answer, other = answers(catalog, {"slow-website": "so-so"}) * 2

    now = draw_result(catalog, words, Advise(advice, more=True)).text
    then = draw_what_if(catalog, words, WhatIf(((given_answer, other),), advice, 0)).text

    assert words(f"between-two{ending}") in now
    assert words(f"otherwise-close{ending}", first=first, second=second) in then


@pytest.mark.parametrize("language", ["en", "ru"])
def test_where_two_roles_are_named_both_are_a_tap_away_and_the_reasons_say_whose_they_are(
    catalog: Catalog, language: str
) -> None:
    words = catalog.texts[language]
    close = told(
        catalog, inputs.SwitchLanguage(language), after=finished(catalog, technical=1, leading=0)
    )
    clear = told(catalog, inputs.SwitchLanguage(language), after=finished(catalog))
    two = advise(catalog, close.sitting.answers).named
    one = advise(catalog, clear.sitting.answers).named

    assert (len(two), len(one)) == (2, 1)
    for turn, roles in ((close, two), (clear, one)):
        said = [button.says for button in seen(catalog, turn).buttons]
        pages = [each.page for each in said if isinstance(each, inputs.Explain)]
        assert tuple(page for page in pages if page in catalog.roles) == roles
    of_the_first = words("title-for-first", role=words.plain(f"role-{two[0]}"))
    assert of_the_first in seen(catalog, close).text
    assert words("title-for") in seen(catalog, clear).text


# How sure


@pytest.mark.parametrize(
    ("chance", "word", "of_ten"),
    [
        (1.0, "very-likely", 9),
        (0.9, "very-likely", 9),
        (0.8, "likely", 8),
        (0.5, "even", 5),
        (0.2, "unlikely", 2),
        (0.03, "very-unlikely", 0),
    ],
)
def test_a_chance_has_its_word_and_is_never_ten_of_ten(
    chance: float, word: str, of_ten: int
) -> None:
    assert (chance_word(chance), tenths(chance)) == (word, of_ten)


@pytest.mark.parametrize(
    ("mean", "error", "row"),
    [
        (0.0, 0.9, "▱▰▰▰▰◆▰▰▰▱"),
        (0.0, 0.1, "▱▱▱▱▰◆▱▱▱▱"),
        (2.0, 0.4, "▱▱▱▱▱▱▱▱▱◆"),
        (-2.0, 0.6, "◆▰▱▱▱▱▱▱▱▱"),
    ],
)
def test_an_interest_is_a_row_of_cells_with_the_place_and_the_band(
    mean: float, error: float, row: str
) -> None:
    assert draw_band(TraitEstimate(mean, error)) == row


@pytest.mark.parametrize("language", ["en", "ru"])
def test_all_four_outcomes_are_told_with_their_chances(catalog: Catalog, language: str) -> None:
    words = catalog.texts[language]
    over = told(catalog, inputs.SwitchLanguage(language), after=finished(catalog))

    text = seen(catalog, explained(catalog, over, "sureness")).text

    for role, chance in advise(catalog, over.sitting.answers).outcomes:
        line = words(
            "sureness-line", chance=words(f"chance-{chance_word(chance)}"), tenths=tenths(chance)
        )
        assert f"{words(f'role-{role}')}</b>: {line}" in text


# The roles as the answers see them


def test_what_was_not_asked_about_is_said_to_be_unasked(catalog: Catalog) -> None:
    over = finished(catalog)
    about = {
        each
        for answer in over.sitting.answers
        for each in catalog.questions[answer.question].responsibilities
    }

    text = seen(catalog, explained(catalog, over, "liked")).text

    duties = [each for role in catalog.roles.values() for each in role.responsibilities]
    words = catalog.texts["en"]
    for duty in duties:
        line = f"○ {words(f'responsibility-{duty}')}: {words('draws-unasked')}"
        assert (line in text) is (duty not in about)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_the_roles_share_is_told_once_one_half_of_it_was_asked_about(
    catalog: Catalog, language: str
) -> None:
    words = catalog.texts[language]
    shared = [q for q in catalog.asked() if q.overlap == "manager" and q.kind == "liking"]
    other = next(q for q in catalog.asked() if q.overlap is None)
    without = answers(catalog, {other.id: other.options[0].id, shared[0].id: None})
    asked = answers(catalog, {shared[0].id: shared[0].options[0].id})

    silent, speaking = (
        draw_preferences(catalog, words, Preferences(each)).text for each in (without, asked)
    )

    assert [words(f"shared-{half}") in silent for half in ("manager", "expert")] == [False, False]
    assert words("role-hybrid") not in silent
    assert f"▲ {words('shared-manager')}: {words('draws-yes', count=1)}" in speaking
    assert f"○ {words('shared-expert')}: {words('draws-unasked')}" in speaking


def test_a_choice_between_two_tasks_likes_the_one_and_not_the_other(catalog: Catalog) -> None:
    question = next(
        q for q in catalog.asked() if q.kind == "between" and len(q.responsibilities) == 2
    )

    first = likings_by_responsibility(
        catalog, answers(catalog, {question.id: question.options[0].id})
    )
    second = likings_by_responsibility(
        catalog, answers(catalog, {question.id: question.options[4].id})
    )

    assert sorted(amounts[0] for amounts in first.values()) == [-2, 2]
    assert {name: [-each for each in amounts] for name, amounts in second.items()} == first


def test_giving_the_technical_side_away_is_no_wish_for_it(catalog: Catalog) -> None:
    question = next(
        q
        for q in catalog.asked()
        if q.overlap == "manager" and q.loadings.get(Trait.TECHNICAL, 0) > 0
    )
    reverse = replace(question, id="reverse", loadings={Trait.TECHNICAL: -0.5})
    newer = replace(catalog, questions={**catalog.questions, "reverse": reverse})
    best = question.options[0].id

    straight = likings_by_overlap(newer, answers(newer, {question.id: best}))
    turned = likings_by_overlap(newer, answers(newer, {"reverse": best}))

    assert (straight, turned) == ({"manager": [2]}, {"manager": [-2]})


def test_not_sure_likes_and_dislikes_nothing(catalog: Catalog) -> None:
    given_answers = answers(catalog, dict.fromkeys(catalog.questions))

    assert not likings_by_responsibility(catalog, given_answers)
    assert not likings_by_overlap(catalog, given_answers)


@pytest.mark.parametrize(
    ("amounts", "word"),
    [
        ([], "unasked"),
        ([2, 1], "yes"),
        ([1, 0], "rather-yes"),
        ([2, -2], "mixed"),
        ([0, 0], "even"),
        ([-1, 0], "rather-no"),
        ([-2, -1], "no"),
    ],
)
def test_several_answers_about_one_thing_come_to_one_word(amounts: list[float], word: str) -> None:
    assert preference_word(amounts) == word


# The roles themselves, and what helps when none is named


@pytest.mark.parametrize("language", ["en", "ru"])
def test_whoever_may_lead_reads_of_the_jobs_by_name_and_of_the_way_back(
    catalog: Catalog, language: str
) -> None:
    words = catalog.texts[language]
    start = told(catalog, inputs.Start(), language=language)

    for role in catalog.roles.values():
        text = seen(catalog, explained(catalog, start, role.id)).text
        leads = Trait.LEADING in role.high
        assert (words("pendulum") in text) is leads
        assert bool(role.paths) is leads
        assert all(words(f"path-{path}") in text for path in role.paths)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_too_little_to_tell_comes_with_the_reason_and_with_what_helps(
    catalog: Catalog, language: str
) -> None:
    words = catalog.texts[language]
    turn = told(catalog, inputs.SwitchLanguage(language), after=skipped(catalog, selection.MOST))

    text = seen(catalog, turn).text

    assert words("too-little-few") in text
    assert words("too-little-few-more", count=5) in text
    assert words("role-neither.next") in text
