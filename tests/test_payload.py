"""Input <-> the 64 bytes a button carries."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversation import inputs
from bot.core.conversation.inputs import Input
from bot.core.screens.card import draw_screen
from bot.core.screens.layout import Screen
from bot.telegram.callback_data import LONGEST, pack, stamp, unpack
from content.model import Catalog
from story import BEGINNING, answered, begun, finished, seen, told

PAGES = [
    "roles",
    "privacy",
    "settings",
    "help",
    "languages",
    "compare",
    "overlap",
    "about",
    "reasons",
    "sureness",
    "otherwise",
    "liked",
    "answers",
]


def screens(catalog: Catalog) -> list[Screen]:
    """Return screens that together hold every button there is."""
    inside, over = answered(catalog, 3), finished(catalog)
    turns = [told(catalog), begun(catalog), inside, over]
    turns += [told(catalog, inputs.Explain(page), after=over) for page in PAGES]
    turns += [
        told(catalog, each, after=inside)
        for each in (inputs.Restart(), inputs.Delete(), inputs.Cancel())
    ]
    return [seen(catalog, told(catalog, inputs.Look(), after=turn)) for turn in turns]


def test_every_button_comes_back_as_it_was_and_fits(catalog: Catalog) -> None:
    for screen in screens(catalog):
        for button in screen.buttons:
            carried = pack(stamp(BEGINNING), button.says)

            assert len(carried.encode()) <= LONGEST
            assert unpack(carried) == (BEGINNING, button.says)


def test_the_longest_answer_fits(catalog: Catalog) -> None:
    far_future = datetime(2200, 1, 1, tzinfo=UTC)
    for question in catalog.asked():
        for option in question.options:
            assert (
                len(pack(stamp(far_future), inputs.Choose(question.id, option.id)).encode())
                <= LONGEST
            )


@given(st.text())
def test_what_the_bot_never_sent_is_not_understood_and_breaks_nothing(carried: str) -> None:
    unpack(carried)


@pytest.mark.parametrize(
    "carried",
    ["", ".", "zzzzzzzzzzzzzzzzzzz.begin", "abc", "abc.", "abc.dance", "abc.begin.x", "-.c.a.b"],
)
def test_garbage_is_nothing(carried: str) -> None:
    assert unpack(carried) is None


def test_the_inputs_of_one_screen_are_told_apart(catalog: Catalog) -> None:
    said: list[Input] = [each.says for each in seen(catalog, begun(catalog)).buttons]
    assert len({pack(stamp(BEGINNING), each) for each in said}) == len(said)


def test_drawing_nothing_gives_no_screen(catalog: Catalog) -> None:
    assert draw_screen(catalog, begun(catalog).person, ()) is None
