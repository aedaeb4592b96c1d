"""The conversation as people live it: what they say, and what the card then shows."""

from dataclasses import replace

import pytest

from bot.core.assessment import selection
from bot.core.conversation import inputs
from bot.core.conversation.machine import Transition
from bot.core.conversation.open_card import current_card
from bot.core.conversation.replies import (
    Advise,
    Ask,
    AskDelete,
    AskRestart,
    Farewell,
    Greet,
    Note,
    Pause,
    Reasons,
    Review,
    SendData,
    SendReport,
    Show,
    Welcome,
)
from bot.core.conversation.state import (
    AskingWhy,
    DidYouMean,
    Editing,
    FixedView,
    Page,
    Sitting,
    View,
    decode_view,
    encode_view,
)
from bot.core.screens.layout import reason_of
from content.model import Catalog
from story import answered, begun, finished, fitting, seen, skipped, told


def shown(catalog: Catalog, turn: Transition) -> object:
    return current_card(catalog, turn.person, turn.sitting)


def open_question(catalog: Catalog, turn: Transition) -> str:
    asked = shown(catalog, turn)
    assert isinstance(asked, Ask)
    return asked.question


# Beginning


def test_a_new_person_is_greeted_and_nothing_is_asked_before_they_begin(catalog: Catalog) -> None:
    turn = told(catalog, inputs.Start())

    assert shown(catalog, turn) == Greet()
    assert not turn.person.consented


@pytest.mark.parametrize(
    "said",
    [
        inputs.Result(),
        inputs.Restart(),
        inputs.Cancel(),
        inputs.More(),
        inputs.Type("hello"),
        inputs.Unsupported(),
    ],
)
def test_nothing_but_begin_is_a_consent(catalog: Catalog, said: inputs.Input) -> None:
    turn = told(catalog, inputs.Start(), said)

    assert shown(catalog, turn) == Greet()
    assert not turn.person.consented


def test_an_answer_before_the_consent_is_not_kept(catalog: Catalog) -> None:
    first = catalog.asked()[0]

    turn = told(catalog, inputs.Choose(first.id, first.options[0].id))

    assert turn.sitting.answers == ()


def test_begin_asks_the_first_question(catalog: Catalog) -> None:
    turn = begun(catalog)
    first = selection.next_question(catalog, turn.sitting)

    assert first is not None
    assert shown(catalog, turn) == Ask(
        first.id,
        tuple(option.id for option in first.options),
        asked=0,
        at_most=selection.MOST,
    )


# Questions


def test_each_answer_brings_the_next_question_and_at_most_one_less(catalog: Catalog) -> None:
    turn = begun(catalog)
    for count in range(selection.FEWEST):
        asked = shown(catalog, turn)
        assert isinstance(asked, Ask)
        assert (asked.asked, asked.at_most) == (count, selection.MOST - count)
        turn = told(catalog, fitting(catalog, turn, 0.5, 0.5), after=turn)


@pytest.mark.parametrize(
    ("technical", "leading"), [(2, -2), (-2, 2), (2, 2), (-2, -2), (1, 0), (0, 1), (0, 0)]
)
def test_everybody_is_asked_six_to_sixteen_questions(
    catalog: Catalog, technical: float, leading: float
) -> None:
    turn = finished(catalog, technical=technical, leading=leading)

    assert selection.FEWEST <= len(turn.sitting.answers) <= selection.MOST


def test_the_same_tap_twice_counts_once(catalog: Catalog) -> None:
    turn = begun(catalog)
    tap = fitting(catalog, turn, 2, -2)

    once, twice = told(catalog, tap, after=turn), told(catalog, tap, tap, after=turn)

    assert once.sitting == twice.sitting


def test_two_different_taps_on_one_question_count_as_the_first(catalog: Catalog) -> None:
    turn = begun(catalog)
    question = catalog.questions[open_question(catalog, turn)]
    first, second = (inputs.Choose(question.id, option.id) for option in question.options[:2])

    turn = told(catalog, first, second, after=turn)

    assert [answer.option for answer in turn.sitting.answers] == [first.option]


def test_going_back_shows_the_answer_given_and_changes_it(catalog: Catalog) -> None:
    turn = answered(catalog, 3)
    before = turn.sitting.answers[-1]
    other = next(o.id for o in catalog.questions[before.question].options if o.id != before.option)

    back = told(catalog, inputs.Back(open_question(catalog, turn)), after=turn)
    changed = told(catalog, inputs.Choose(before.question, other), after=back)

    assert shown(catalog, back) == replace(
        _ask(catalog, back), question=before.question, given=before, keep=True
    )
    assert [answer.option for answer in changed.sitting.answers][-1] == other
    assert len(changed.sitting.answers) == 3
    assert changed.sitting.answer(open_question(catalog, changed)) is None


def _ask(catalog: Catalog, turn: Transition) -> Ask:
    asked = shown(catalog, turn)
    assert isinstance(asked, Ask)
    return asked


def test_back_goes_as_far_as_the_first_question_and_no_further(catalog: Catalog) -> None:
    turn = answered(catalog, 3)
    for _ in range(5):
        turn = told(catalog, inputs.Back(open_question(catalog, turn)), after=turn)

    assert open_question(catalog, turn) == turn.sitting.answers[0].question
    assert not _ask(catalog, turn).back


def test_back_tapped_twice_at_once_goes_back_once(catalog: Catalog) -> None:
    turn = answered(catalog, 3)
    tap = inputs.Back(open_question(catalog, turn))

    assert told(catalog, tap, tap, after=turn).sitting == told(catalog, tap, after=turn).sitting


def test_keeping_the_answer_leads_on_to_the_open_question(catalog: Catalog) -> None:
    turn = answered(catalog, 3)

    back = told(catalog, inputs.Back(open_question(catalog, turn)), inputs.Continue(), after=turn)

    assert back.sitting == turn.sitting


@pytest.mark.parametrize("language", ["en", "ru"])
def test_going_back_to_a_question_left_open_shows_that_it_was_and_it_can_still_be_typed(
    catalog: Catalog, language: str
) -> None:
    unsure = catalog.texts[language].plain("unsure")
    turn = told(catalog, inputs.SwitchLanguage(language), after=skipped(catalog, 2))

    back = told(catalog, inputs.Back(open_question(catalog, turn)), after=turn)
    again = told(catalog, inputs.Type(unsure), after=back)

    assert [each.label for each in seen(catalog, back).buttons if "✓" in each.label] == [
        f"✓ {unsure}"
    ]
    assert unsure in [each.label for each in seen(catalog, turn).buttons]
    assert shown(catalog, again) == shown(catalog, turn)
    assert [answer.option for answer in again.sitting.answers] == [None, None]


def test_not_sure_is_kept_and_asked_no_more(catalog: Catalog) -> None:
    turn = skipped(catalog, 2)

    assert [answer.option for answer in turn.sitting.answers] == [None, None]
    assert open_question(catalog, turn) not in {each.question for each in turn.sitting.answers}


def test_why_is_shown_on_the_question_which_can_be_answered_there(catalog: Catalog) -> None:
    turn = begun(catalog)
    question = catalog.questions[open_question(catalog, turn)]

    why = told(catalog, inputs.Why(question.id), after=turn)
    after = told(catalog, inputs.Choose(question.id, question.options[0].id), after=why)

    assert catalog.texts["en"](f"question-{question.id}.why") in seen(catalog, why).text
    assert len(after.sitting.answers) == 1


def test_an_option_that_does_not_exist_changes_nothing(catalog: Catalog) -> None:
    turn = begun(catalog)

    after = told(catalog, inputs.Choose(open_question(catalog, turn), "perhaps"), after=turn)

    assert after.sitting == turn.sitting


# Typing


def test_a_typed_number_answers_the_question(catalog: Catalog) -> None:
    turn = begun(catalog)
    first = catalog.questions[open_question(catalog, turn)]

    turn = told(catalog, inputs.Type("2"), after=turn)

    assert turn.sitting.answers[0].option == first.options[1].id


def test_typed_words_that_fit_two_options_ask_which_was_meant(catalog: Catalog) -> None:
    between = next(q for q in catalog.asked() if q.kind == "between")
    turn = begun(catalog)
    while open_question(catalog, turn) != between.id:
        turn = told(catalog, fitting(catalog, turn, 1, 1), after=turn)

    tied = told(catalog, inputs.Type("definitely"), after=turn)
    settled = told(catalog, inputs.Type("2"), after=tied)

    assert _ask(catalog, tied).options == (between.options[0].id, between.options[4].id)
    assert settled.sitting.answers[-1].option == between.options[4].id


def test_words_typed_on_a_page_can_answer_the_question_behind_it(catalog: Catalog) -> None:
    page = told(catalog, inputs.Explain("roles"), after=begun(catalog))

    turn = told(catalog, inputs.Type("not sure"), after=page)

    assert len(turn.sitting.answers) == 1


@pytest.mark.parametrize("page", ["roles", "privacy", "compare", "help"])
def test_back_typed_on_a_page_leads_to_what_is_behind_it(catalog: Catalog, page: str) -> None:
    inside = answered(catalog, 2)

    turn = told(catalog, inputs.Explain(page), inputs.Type("back"), after=inside)

    assert (turn.sitting, turn.replies) == (inside.sitting, inside.replies)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (inputs.Type("purple monkey"), "not-understood"),
        (inputs.Type("very " * 100), "too-long"),
        (inputs.Unsupported(), "only-words"),
        (inputs.Unknown(), "unknown-command"),
        (inputs.Stats(), "unknown-command"),
    ],
)
def test_anything_else_gets_one_line_and_the_open_card_again(
    catalog: Catalog, said: inputs.Input, note: str
) -> None:
    turn = answered(catalog, 2)

    after = told(catalog, said, after=turn)

    assert after.replies == (Note(note), shown(catalog, turn))
    assert after.sitting == turn.sitting


# Pages


@pytest.mark.parametrize(
    "page", ["roles", "expert", "manager", "hybrid", "compare", "overlap", "path", "myths", "about"]
)
def test_the_roles_are_there_before_during_and_after_the_questions(
    catalog: Catalog, page: str
) -> None:
    for turn in (told(catalog), answered(catalog, 2), finished(catalog)):
        opened = told(catalog, inputs.Explain(page), after=turn)
        returned = told(catalog, inputs.Continue(), after=opened)

        assert shown(catalog, opened) == Show(page)
        assert shown(catalog, returned) == shown(catalog, turn)


def test_a_tap_on_the_question_counts_though_a_page_has_just_come_up(catalog: Catalog) -> None:
    turn = answered(catalog, 2)
    tap = fitting(catalog, turn, 2, -2)

    after = told(catalog, inputs.Explain("help"), tap, after=turn)

    assert len(after.sitting.answers) == 3


# The result


def test_the_result_can_be_questioned_changed_and_sharpened(catalog: Catalog) -> None:
    over = finished(catalog)
    first = over.sitting.answers[0].question

    assert isinstance(shown(catalog, over), Advise)
    assert isinstance(shown(catalog, told(catalog, inputs.Explain("reasons"), after=over)), Reasons)
    assert isinstance(shown(catalog, told(catalog, inputs.Explain("answers"), after=over)), Review)
    assert open_question(catalog, told(catalog, inputs.Revise(first), after=over)) == first
    more = told(catalog, inputs.More(), after=over)
    assert _ask(catalog, more).at_most == selection.MORE
    assert isinstance(shown(catalog, told(catalog, inputs.Result(), after=more)), Advise)


def test_more_questions_can_be_asked_until_none_is_left(catalog: Catalog) -> None:
    turn = finished(catalog)
    while not selection.progress_of(catalog, turn.sitting).exhausted:
        turn = told(catalog, inputs.More(), after=turn)
        while selection.next_question(catalog, turn.sitting):
            turn = told(catalog, fitting(catalog, turn, 2, -2), after=turn)

    result = shown(catalog, turn)
    assert isinstance(result, Advise)
    assert not result.more
    assert len(turn.sitting.answers) == len(catalog.asked())


def test_whoever_asked_for_more_questions_can_go_back_to_the_result_after_any_of_them(
    catalog: Catalog,
) -> None:
    turn = told(catalog, inputs.More(), after=finished(catalog))
    for _ in range(selection.MORE - 1):
        against = fitting(catalog, turn, -2, 2)
        turn = told(catalog, against, after=turn)

        assert isinstance(shown(catalog, told(catalog, inputs.Result(), after=turn)), Advise)


def test_the_result_asked_for_too_early_says_how_many_questions_are_left(catalog: Catalog) -> None:
    after = told(catalog, inputs.Result(), after=answered(catalog, 5))

    assert after.replies[0] == Note("result-later", selection.MOST - 5)


def test_most_answers_left_open_are_no_reason_to_guess(catalog: Catalog) -> None:
    over = skipped(catalog, selection.MOST)

    assert catalog.texts["en"]("too-little") in seen(catalog, over).text


def test_the_result_shows_the_three_strongest_reasons_and_the_strongest_against(
    catalog: Catalog,
) -> None:
    over = finished(catalog, technical=2, leading=-2)
    advice = shown(catalog, over)
    assert isinstance(advice, Advise)
    high = catalog.roles[advice.advice.outcome].high
    ordered = advice.advice.reasons(high)

    text = seen(catalog, over).text

    for reason in ordered[:3]:
        assert (
            reason_of(catalog.texts["en"], catalog.questions[reason.question], reason.option)
            in text
        )
    assert text.count("\n• ") >= 3


# Coming back, starting over, leaving


def test_somebody_who_comes_back_mid_way_sees_where_they_are(catalog: Catalog) -> None:
    turn = answered(catalog, 4)

    back = told(catalog, inputs.Start(), after=turn)

    assert shown(catalog, back) == Welcome(4, selection.MOST - 4, turn.sitting.answers[-3:])
    assert told(catalog, inputs.Continue(), after=back).sitting == turn.sitting


def test_somebody_who_comes_back_finished_sees_the_result(catalog: Catalog) -> None:
    assert isinstance(
        shown(catalog, told(catalog, inputs.Start(), after=finished(catalog))), Advise
    )


def test_starting_over_asks_first_and_begins_a_new_sitting(catalog: Catalog) -> None:
    turn = answered(catalog, 4)

    asked = told(catalog, inputs.Restart(), after=turn)
    anew = told(catalog, inputs.Restart(confirmed=True), after=asked)

    assert shown(catalog, asked) == AskRestart()
    assert asked.sitting.answers == turn.sitting.answers
    assert anew.sitting == Sitting(anew.sitting.started)
    assert anew.sitting.started > turn.sitting.started


def test_cancel_keeps_everything_and_says_so(catalog: Catalog) -> None:
    turn = answered(catalog, 4)

    paused = told(catalog, inputs.Cancel(), after=turn)

    assert shown(catalog, paused) == Pause()
    assert paused.sitting.answers == turn.sitting.answers


def test_deleting_asks_first_and_then_forgets_even_the_consent(catalog: Catalog) -> None:
    turn = answered(catalog, 4)

    asked = told(catalog, inputs.Delete(), after=turn)
    gone = told(catalog, inputs.Delete(confirmed=True), after=asked)

    assert shown(catalog, asked) == AskDelete()
    assert gone.replies == (Farewell(),)
    assert not gone.person.consented
    assert gone.sitting.answers == ()


def test_everything_stored_can_be_asked_for_at_any_point(catalog: Catalog) -> None:
    for turn in (told(catalog), answered(catalog, 2), finished(catalog)):
        assert told(catalog, inputs.Export(), after=turn).replies == (
            SendData(),
            shown(catalog, turn),
        )


def test_the_language_switches_at_any_point_and_loses_nothing(catalog: Catalog) -> None:
    for turn in (told(catalog), answered(catalog, 2), finished(catalog)):
        after = told(catalog, inputs.SwitchLanguage("ru"), after=turn)

        assert after.person.language == "ru"
        assert after.sitting.answers == turn.sitting.answers
        assert (
            seen(catalog, after).text
            != seen(catalog, told(catalog, inputs.Look(), after=turn)).text
        )


def test_only_an_admin_gets_the_report(catalog: Catalog) -> None:
    person = replace(told(catalog).person, admin=True)

    assert told(catalog, inputs.Stats(), after=replace(told(catalog), person=person)).replies == (
        SendReport(),
    )


# Resuming


VIEWS: list[View | None] = [
    None,
    *FixedView,
    Page("roles"),
    Editing("some-question"),
    AskingWhy("some-question"),
    DidYouMean("some-question", ("gladly", "so-so")),
]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_read_back_as_it_was_written(view: View | None) -> None:
    assert decode_view(encode_view(view)) == view


@pytest.mark.parametrize("words", ["", "dancing", "page", "changing", "meant", "page a b"])
def test_a_view_of_another_version_is_none(words: str) -> None:
    assert decode_view(words) is None


@pytest.mark.parametrize(
    "view", [Page("vanished"), Editing("vanished"), DidYouMean("vanished", ()), Page("reasons")]
)
def test_a_view_that_no_longer_fits_falls_back_to_the_open_question(
    catalog: Catalog, view: View
) -> None:
    turn = answered(catalog, 2)

    stale = replace(turn, sitting=turn.sitting.showing(view))

    assert shown(catalog, stale) == shown(catalog, turn)


def test_a_sitting_from_other_content_resumes(catalog: Catalog) -> None:
    turn = answered(catalog, 3)
    gone = turn.sitting.answers[1].question
    newer = replace(
        catalog, questions={name: q for name, q in catalog.questions.items() if name != gone}
    )

    resumed = told(newer, inputs.Start(), inputs.Continue(), after=turn)

    assert selection.progress_of(newer, resumed.sitting).asked == 2
    assert isinstance(shown(newer, resumed), Ask)
    assert len(resumed.sitting.answers) == 3


def test_a_retired_question_is_neither_asked_nor_scored_and_is_still_shown_in_old_data(
    catalog: Catalog,
) -> None:
    turn = answered(catalog, 1)
    first = catalog.questions[turn.sitting.answers[0].question]
    retired = dict(catalog.questions) | {first.id: replace(first, retired=True)}
    newer = replace(catalog, questions=retired)

    assert first.id not in {question.id for question in newer.asked()}
    assert selection.progress_of(newer, turn.sitting).asked == 0


def test_an_answer_on_an_older_card_counts_while_its_question_has_none(catalog: Catalog) -> None:
    turn = answered(catalog, 3)
    open_question = selection.next_question(catalog, turn.sitting)
    given = {answer.question for answer in turn.sitting.answers}
    other = next(each for each in catalog.asked() if each.id not in given and each != open_question)

    turn = told(catalog, inputs.Choose(other.id, other.options[0].id), after=turn)

    assert [answer.question for answer in turn.sitting.answers][3:] == [other.id]


def test_no_result_rests_on_fewer_answers_than_everybody_gives(catalog: Catalog) -> None:
    turn = begun(catalog)
    while selection.progress_of(catalog, turn.sitting).asked < selection.FEWEST:
        turn = told(catalog, fitting(catalog, turn, 2, -2), after=turn)
    wishing = replace(turn, sitting=replace(turn.sitting, until=selection.FEWEST + selection.MORE))
    gone = turn.sitting.answers[0].question
    retired = dict(catalog.questions) | {gone: replace(catalog.questions[gone], retired=True)}
    newer = replace(catalog, questions=retired)

    asked = told(newer, inputs.Result(), after=wishing)

    assert isinstance(shown(newer, asked), Ask)
    assert inputs.Result() not in [each.says for each in seen(newer, asked).buttons]
