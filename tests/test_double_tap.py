"""Which taps come too soon to be answers to the question that has just come under the finger."""

from bot.advisor import PersonSpoke
from bot.core.conversation.inputs import Choose, Continue, Input
from bot.core.screens.layout import Button, Screen
from bot.deliveries import Delivery
from bot.telegram.receive.double_tap import TapGuard
from story import BEGINNING

ANNA = 1001


def showing(question: str) -> Delivery:
    screen = Screen("?", ((Button("Yes", Choose(question, "yes")),),))
    return Delivery(ANNA, 1, screen, BEGINNING, 50, fresh=False, pictured=False)


def page() -> Delivery:
    screen = Screen("!", ((Button("Continue", Continue()),),))
    return Delivery(ANNA, 1, screen, BEGINNING, 50, fresh=False, pictured=False)


def tap(says: Input) -> PersonSpoke:
    return PersonSpoke(1, ANNA, says)


def edited(guard: TapGuard, question: str, begun: float, answered: float) -> None:
    guard.begin_edit(showing(question), begun)
    guard.finish_edit(showing(question), begun, answered)


def test_a_tap_just_after_its_question_came_is_early() -> None:
    guard = TapGuard(0.4)
    edited(guard, "first", 10.0, 10.1)

    assert guard.is_too_early(tap(Choose("first", "yes")), 10.4)
    assert not guard.is_too_early(tap(Choose("first", "yes")), 10.6)


def test_a_tap_while_telegram_has_not_answered_yet_is_early_only_at_first() -> None:
    guard = TapGuard(0.4)
    guard.begin_edit(showing("first"), 10.0)

    assert guard.is_too_early(tap(Choose("first", "yes")), 10.2)
    assert not guard.is_too_early(tap(Choose("first", "yes")), 13.0)


def test_showing_the_same_question_again_begins_nothing_anew() -> None:
    guard = TapGuard(0.4)
    edited(guard, "first", 10.0, 10.1)
    edited(guard, "first", 12.0, 12.1)

    assert not guard.is_too_early(tap(Choose("first", "yes")), 12.2)


def test_a_question_that_takes_the_place_of_a_page_is_guarded_though_it_was_there_before() -> None:
    edited_page, sent_page = TapGuard(0.4), TapGuard(0.4)
    for guard in (edited_page, sent_page):
        edited(guard, "first", 10.0, 10.1)
    edited_page.begin_edit(page(), 12.0)
    sent_page.record_new_card(page(), 12.0)

    for guard in (edited_page, sent_page):
        edited(guard, "first", 14.0, 14.1)
        assert guard.is_too_early(tap(Choose("first", "yes")), 14.4)


def test_a_question_that_comes_as_a_new_message_is_never_early() -> None:
    guard = TapGuard(0.4)
    edited(guard, "first", 10.0, 10.1)

    guard.record_new_card(showing("first"), 10.2)

    assert not guard.is_too_early(tap(Choose("first", "yes")), 10.3)
    edited(guard, "first", 12.0, 12.1)
    assert not guard.is_too_early(tap(Choose("first", "yes")), 12.2)


def test_other_buttons_and_other_questions_are_never_early() -> None:
    guard = TapGuard(0.4)
    edited(guard, "second", 10.0, 10.1)

    assert not guard.is_too_early(tap(Choose("first", "yes")), 10.2)
    assert not guard.is_too_early(tap(Continue()), 10.2)


def test_a_chat_nothing_is_known_of_is_never_early() -> None:
    assert not TapGuard(0.4).is_too_early(tap(Choose("first", "yes")), 10.0)


def test_a_guard_of_no_time_judges_nothing() -> None:
    guard = TapGuard(0)
    edited(guard, "first", 10.0, 10.1)

    assert not guard.is_too_early(tap(Choose("first", "yes")), 10.1)
