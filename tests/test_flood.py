"""A person's pace: who goes too fast, and whose updates wait behind others of theirs."""

import pytest

from bot.telegram.receive.rate_limit import BURST, ArrivalTime, RateLimit

ANNA, BORIS = 1001, 1002
TODAY = 1_790_000_000.0
HOUR = 3600.0


def taps(rate_limit: RateLimit, count: int, ticks: float = 0.0, person: int = ANNA) -> int:
    """Return how many of so many taps at once are taken."""
    return sum(
        not rate_limit.must_defer(person, ArrivalTime(ticks, TODAY), None) for _ in range(count)
    )


def messages(rate_limit: RateLimit, sent: list[float], arrived: float = TODAY) -> int:
    """Return how many of the messages that were sent then are taken when all arrive together."""
    return sum(not rate_limit.must_defer(ANNA, ArrivalTime(0, arrived), each) for each in sent)


def test_a_burst_is_taken_and_the_rest_has_to_wait() -> None:
    rate_limit = RateLimit(5)

    assert taps(rate_limit, BURST + 3) == BURST
    assert list(rate_limit.deferred) == [ANNA]


def test_others_are_not_slowed() -> None:
    rate_limit = RateLimit(5)
    taps(rate_limit, 1000)

    assert taps(rate_limit, BURST, person=BORIS) == BURST


@pytest.mark.parametrize("rate", [1, 3, 5, 30])
def test_whoever_keeps_the_pace_never_waits(rate: int) -> None:
    rate_limit = RateLimit(rate)

    assert sum(taps(rate_limit, 1, number / rate) for number in range(1000)) == 1000


def test_what_was_typed_in_hours_of_an_outage_is_as_slow_as_it_was_written() -> None:
    minutes = [TODAY - 5 * HOUR + 120 * number for number in range(140)]

    assert messages(RateLimit(5), minutes) == 140


def test_what_was_typed_within_a_second_is_a_burst_however_long_ago() -> None:
    assert messages(RateLimit(5), [TODAY - 5 * HOUR] * 100) == BURST


def test_taps_between_messages_from_an_outage_slow_nobody() -> None:
    rate_limit = RateLimit(5)

    for number in range(BURST):
        assert messages(rate_limit, [TODAY - 5 * HOUR + 60 * number]) == 1
        assert taps(rate_limit, 1) == 1
    assert messages(rate_limit, [TODAY - HOUR]) == 1


@pytest.mark.parametrize("step", [0.0, 1000.0], ids=["one moment", "ever later"])
@pytest.mark.parametrize("first", [TODAY + HOUR, 0.0, -5e12, 5e12])
def test_a_date_that_cannot_be_gives_no_free_pass(first: float, step: float) -> None:
    assert messages(RateLimit(5), [first + step * number for number in range(100)]) == BURST


@pytest.mark.parametrize("odd", [TODAY + HOUR, 0.0, -5e12, 5e12])
def test_a_date_that_cannot_be_punishes_nobody_afterwards(odd: float) -> None:
    rate_limit = RateLimit(5)
    messages(rate_limit, [odd] * BURST)

    assert messages(rate_limit, [TODAY + HOUR], arrived=TODAY + HOUR) == 1


def test_a_message_that_comes_after_later_ones_costs_no_more_than_they() -> None:
    assert messages(RateLimit(5), [TODAY - HOUR, *[TODAY - 2 * HOUR] * (BURST - 1)]) == BURST


def test_while_some_of_a_persons_updates_wait_the_next_ones_wait_behind_them() -> None:
    rate_limit = RateLimit(5)
    taps(rate_limit, BURST + 1)

    assert taps(rate_limit, 1, HOUR) == 0
    assert messages(rate_limit, [TODAY]) == 0


def test_once_nothing_waits_the_person_is_as_free_as_ever() -> None:
    rate_limit = RateLimit(5)
    taps(rate_limit, BURST + 1)
    rate_limit.deferred.clear()

    assert taps(rate_limit, BURST, HOUR) == BURST


def test_a_rate_of_zero_slows_nobody_but_those_who_wait_already() -> None:
    rate_limit = RateLimit(0)
    rate_limit.deferred[BORIS] = None

    assert taps(rate_limit, 1000) == 1000
    assert taps(rate_limit, 1, person=BORIS) == 0


def test_those_who_keep_the_pace_are_forgotten() -> None:
    rate_limit = RateLimit(5)
    for person in range(10_000):
        taps(rate_limit, 1, person=person)

    taps(rate_limit, 1, HOUR, person=10_000)

    assert len(rate_limit._taps._buckets) == 1
