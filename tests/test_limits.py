"""Too many requests: one chat's business, or everybody's."""

from bot.telegram.send.throttle import LOOK, PROBE, SEVERAL, Throttle


def test_a_chat_that_is_told_to_wait_an_hour_stops_nobody_else() -> None:
    throttle = Throttle()
    for second in range(10):
        throttle.record_refusal("anna", 3600, float(second))

    assert throttle.wait(10.0) == 0


def test_when_several_chats_are_told_at_once_everybody_waits_as_long_as_the_least() -> None:
    throttle = Throttle()
    for chat, seconds in (("anna", 3600), ("boris", 4), ("clara", 7)):
        throttle.record_refusal(chat, seconds, 1.0)

    assert throttle.wait(2.0) == LOOK
    assert throttle.wait(4.5) == 0.5
    assert throttle.wait(5.0) == 0


def test_several_chats_are_no_sign_when_others_get_through() -> None:
    throttle = Throttle()
    for chat in ("anna", "boris", "clara", "dmitri"):
        throttle.record_refusal(chat, 3600, 1.0)
        throttle.record_success(0.5)

    assert throttle.wait(1.0) == 0


def test_several_chats_are_no_sign_when_they_are_told_long_after_each_other() -> None:
    throttle = Throttle()
    for second, chat in enumerate(("anna", "boris", "clara", "dmitri")):
        throttle.record_refusal(chat, 3600, 60.0 * second)

    assert throttle.wait(180.0) == 0


def all_told(seconds: float, at: float) -> Throttle:
    throttle = Throttle()
    for chat in range(SEVERAL):
        throttle.record_refusal(chat, seconds, at)
    return throttle


def test_while_all_wait_one_call_is_made_now_and_then() -> None:
    throttle = all_told(3600, at=1.0)

    assert throttle.wait(1.0 + PROBE - 0.5) == 0.5
    assert throttle.wait(1.0 + PROBE) == 0
    throttle.record_call(1.0 + PROBE)
    assert throttle.wait(1.0 + PROBE) == LOOK
    assert throttle.wait(1.0 + 2 * PROBE) == 0


def test_as_soon_as_one_goes_through_the_others_need_not_wait() -> None:
    throttle = all_told(3600, at=1.0)
    throttle.record_call(1.0 + PROBE)

    throttle.record_success(1.0 + PROBE)

    assert throttle.wait(1.0 + PROBE) == 0


def test_one_that_is_refused_lets_the_others_wait_on() -> None:
    throttle = all_told(3600, at=1.0)
    throttle.record_call(1.0 + PROBE)

    throttle.record_refusal("dmitri", 3600, 1.0 + PROBE)

    assert throttle.wait(1.0 + PROBE) == LOOK


def test_what_was_on_its_way_when_all_were_told_ends_no_wait() -> None:
    throttle = all_told(3600, at=1.0)

    throttle.record_success(0.9)

    assert throttle.wait(1.1) == LOOK
