"""Too many requests: one chat's business, or everybody's."""

from bot.frontends.telegram.limits import Limits


def test_a_chat_that_is_told_to_wait_an_hour_stops_nobody_else() -> None:
    limits = Limits()
    for second in range(10):
        limits.told("anna", 3600, float(second))

    assert limits.wait(10.0) == 0


def test_when_several_chats_are_told_at_once_everybody_waits_as_long_as_the_least() -> None:
    limits = Limits()
    for chat, seconds in (("anna", 3600), ("boris", 5), ("clara", 7)):
        limits.told(chat, seconds, 1.0)

    assert limits.wait(2.0) == 4.0
    assert limits.wait(6.5) == 0


def test_several_chats_are_no_sign_when_others_get_through() -> None:
    limits = Limits()
    for chat in ("anna", "boris", "clara", "dmitri"):
        limits.told(chat, 3600, 1.0)
        limits.went_through()

    assert limits.wait(1.0) == 0


def test_several_chats_are_no_sign_when_they_are_told_long_after_each_other() -> None:
    limits = Limits()
    for second, chat in enumerate(("anna", "boris", "clara", "dmitri")):
        limits.told(chat, 3600, 60.0 * second)

    assert limits.wait(180.0) == 0
