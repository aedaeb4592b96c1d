"""Too many requests: one chat's business, or everybody's."""

from bot.telegram.send.throttle import LOOK, PROBE, SEVERAL, Limits


def test_a_chat_that_is_told_to_wait_an_hour_stops_nobody_else() -> None:
    limits = Limits()
    for second in range(10):
        limits.told("anna", 3600, float(second))

    assert limits.wait(10.0) == 0


def test_when_several_chats_are_told_at_once_everybody_waits_as_long_as_the_least() -> None:
    limits = Limits()
    for chat, seconds in (("anna", 3600), ("boris", 4), ("clara", 7)):
        limits.told(chat, seconds, 1.0)

    assert limits.wait(2.0) == LOOK
    assert limits.wait(4.5) == 0.5
    assert limits.wait(5.0) == 0


def test_several_chats_are_no_sign_when_others_get_through() -> None:
    limits = Limits()
    for chat in ("anna", "boris", "clara", "dmitri"):
        limits.told(chat, 3600, 1.0)
        limits.went_through(0.5)

    assert limits.wait(1.0) == 0


def test_several_chats_are_no_sign_when_they_are_told_long_after_each_other() -> None:
    limits = Limits()
    for second, chat in enumerate(("anna", "boris", "clara", "dmitri")):
        limits.told(chat, 3600, 60.0 * second)

    assert limits.wait(180.0) == 0


def all_told(seconds: float, at: float) -> Limits:
    limits = Limits()
    for chat in range(SEVERAL):
        limits.told(chat, seconds, at)
    return limits


def test_while_all_wait_one_call_is_made_now_and_then() -> None:
    limits = all_told(3600, at=1.0)

    assert limits.wait(1.0 + PROBE - 0.5) == 0.5
    assert limits.wait(1.0 + PROBE) == 0
    limits.begins(1.0 + PROBE)
    assert limits.wait(1.0 + PROBE) == LOOK
    assert limits.wait(1.0 + 2 * PROBE) == 0


def test_as_soon_as_one_goes_through_the_others_need_not_wait() -> None:
    limits = all_told(3600, at=1.0)
    limits.begins(1.0 + PROBE)

    limits.went_through(1.0 + PROBE)

    assert limits.wait(1.0 + PROBE) == 0


def test_one_that_is_refused_lets_the_others_wait_on() -> None:
    limits = all_told(3600, at=1.0)
    limits.begins(1.0 + PROBE)

    limits.told("dmitri", 3600, 1.0 + PROBE)

    assert limits.wait(1.0 + PROBE) == LOOK


def test_what_was_on_its_way_when_all_were_told_ends_no_wait() -> None:
    limits = all_told(3600, at=1.0)

    limits.went_through(0.9)

    assert limits.wait(1.1) == LOOK
