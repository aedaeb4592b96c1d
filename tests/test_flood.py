"""A person's pace: what is taken now, what later, and what never."""

from bot.frontends.telegram.flood import BURST, QUEUE, Flood, Turn

ANNA, BORIS = 1001, 1002


def turns(flood: Flood, count: int, at: float = 0.0, person: int = ANNA) -> list[Turn]:
    return [flood.turn(person, at) for _ in range(count)]


def test_a_burst_is_taken_at_once_then_a_few_later_and_the_rest_never() -> None:
    found = turns(Flood(5), BURST + QUEUE + 3)

    assert found == [Turn.NOW] * BURST + [Turn.LATER] * QUEUE + [Turn.NEVER] * 3


def test_others_are_not_slowed() -> None:
    flood = Flood(5)
    turns(flood, 1000)

    assert turns(flood, BURST, person=BORIS) == [Turn.NOW] * BURST


def test_whoever_keeps_the_pace_is_never_slowed() -> None:
    flood = Flood(5)

    assert {flood.turn(ANNA, number / 5) for number in range(1000)} == {Turn.NOW}


def test_while_some_of_a_persons_updates_wait_the_next_ones_wait_behind_them() -> None:
    flood = Flood(5)
    turns(flood, BURST + 1)

    assert flood.turn(ANNA, 3600.0) is Turn.LATER
    assert flood.waiting()


def test_once_they_are_taken_up_the_person_is_as_free_as_ever() -> None:
    flood = Flood(5)
    turns(flood, BURST + 1)
    flood.taken_up()

    assert not flood.waiting()
    assert turns(flood, BURST, at=3600.0) == [Turn.NOW] * BURST


def test_a_rate_of_zero_slows_nobody() -> None:
    assert set(turns(Flood(0), 1000)) == {Turn.NOW}


def test_what_is_nobodys_is_taken() -> None:
    flood = Flood(1)

    assert {flood.turn(None, 0.0) for _ in range(100)} == {Turn.NOW}


def test_those_who_keep_the_pace_are_forgotten() -> None:
    flood = Flood(5)
    for person in range(10_000):
        flood.turn(person, 0.0)

    flood.turn(ANNA + 10_000, 3600.0)

    assert len(flood._due) == 1
