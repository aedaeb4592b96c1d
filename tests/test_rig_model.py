"""The model rig in small, and its model: whatever it is there to notice, it notices."""

import pytest

from bot.core.conversation.inputs import Back, Begin, Choose, Explain, Input, Restart, Skip
from model import FEWEST, MOST, Given, Model
from rig_model import played

QUESTIONS = {f"{number}": ("no", "yes") for number in range(20)}
RESULT = (Restart(), Explain("reasons"))


def in_order(given: Given) -> str | None:
    return next((each for each in QUESTIONS if each not in given), None)


def test_whatever_people_do_the_advisor_does_what_the_model_says() -> None:
    played(runs=100, steps=6)


@pytest.mark.parametrize(
    ("said", "card", "wrong"),
    [
        ((), (Choose("0", "yes"),), "it asks before the consent"),
        ((Begin(),), (Begin(),), "it greets somebody who consented"),
        ((Begin(),), (Choose("0", "yes"), Choose("0", "no")), None),
        ((Begin(),), (Choose("1", "yes"),), "1 is neither answered nor the next"),
        ((Begin(),), RESULT, "a result after 0 answers"),
        ((Begin(), Choose("0", "yes")), (Choose("0", "yes"),), "0 instead of 1"),
        ((Begin(), Choose("0", "yes")), (Choose("1", "maybe"),), "an option that 1 does not have"),
        ((Begin(), Skip("0"), Back("1")), (Choose("1", "yes"),), "1 instead of 0"),
        ((Begin(), *(Skip(f"{each}") for each in range(FEWEST))), RESULT, None),
        (
            (Begin(), *(Skip(f"{each}") for each in range(MOST))),
            (Choose(f"{MOST}", "yes"),),
            f"one more question after {MOST} answers",
        ),
    ],
)
def test_the_model_notices_a_card_that_cannot_be(
    said: tuple[Input, ...], card: tuple[Input, ...], wrong: str | None
) -> None:
    model = Model("en", in_order)
    for each in said:
        model.hears(QUESTIONS, each)

    assert model.sees(QUESTIONS, card) == wrong
