"""Typed words -> the button they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversation.typed_text import find_places

LABELS = [
    "Very much",
    "✓ Quite a bit",
    "So-so",
    "Not much",
    "Not at all",
    "← Back",
    "Not sure",
    "Why this?",
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = ["Очень охотно", "Охотно", "Не знаю", "Нет, ещё подумаю"]
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0),
        (" 2. ", 1),
        ("3)", 2),
        ("٣", 2),
        ("३", 2),
        ("３", 2),
        ("③", 2),
        ("3️⃣", 2),
        ("b", 1),
        ("E", 4),
        ("very much", 0),
        ("QUITE A BIT", 1),
        ("quite", 1),
        ("so so", 2),
        ("verry muhc", 0),
        ("not mutch", 3),
        ("why this", 7),
        ("back", 5),
    ],
)
def test_numbers_letters_words_and_typos_are_understood(text: str, place: int) -> None:
    assert find_places(text, LABELS, LETTERS) == (place,)


@pytest.mark.parametrize(
    ("text", "place"), [("б", 1), ("ОХОТНО", 1), ("не знайю", 2), ("нет, еще подумаю", 3)]
)
def test_russian_is_understood_as_russians_type_it(text: str, place: int) -> None:
    assert find_places(text, RUSSIAN, CYRILLIC) == (place,)


SHARES = ["Почти вся неделя", "Примерно половина", "Около дня", "Несколько часов", "Нисколько"]


@pytest.mark.parametrize(
    ("text", "place"), [("половину", 1), ("половинка", 1), ("часы", None), ("неделю", None)]
)
def test_a_word_of_a_label_is_understood_in_another_form(text: str, place: int | None) -> None:
    assert find_places(text, SHARES, CYRILLIC) == (() if place is None else (place,))


NEGATIONS = [
    ("not very much", LABELS),
    ("never much", LABELS),
    ("not quite", LABELS),
    ("do not erase everything", ["No, keep it", "Yes, erase everything"]),
    ("no erase everything", ["No, keep it", "Yes, erase everything"]),
    ("don't erase everything", ["No, keep it", "Yes, erase everything"]),
    ("не удалить всё", ["Нет, оставить", "Да, удалить всё"]),
    ("не удалять всё", ["Нет, оставить", "Да, удалить всё"]),
    ("не начинать заново", ["Нет, продолжить", "Да, начать заново"]),
    ("не очень по душе", ["Очень по душе", "По душе", "Скорее не по душе", "Совсем не по душе"]),
    ("очень не по душе", ["Очень по душе", "По душе", "Скорее не по душе", "Совсем не по душе"]),
    ("скорее по душе", ["Очень по душе", "По душе", "Скорее не по душе", "Совсем не по душе"]),
    ("совсем по душе", ["Очень по душе", "По душе", "Скорее не по душе", "Совсем не по душе"]),
    ("хочется", ["Не хочу", "Не знаю"]),
    ("согласна", ["Да, согласен", "Нет, не согласен"]),
    ("not", LABELS),
    ("не", RUSSIAN),
]


@pytest.mark.parametrize(("text", "labels"), NEGATIONS)
def test_nobodys_no_is_read_as_a_yes_nor_a_yes_as_a_no(text: str, labels: list[str]) -> None:
    assert find_places(text, labels, "") == ()


@pytest.mark.parametrize(
    ("text", "place"), [("yes", 1), ("no", 0), ("YES!", 1), ("yes erase evrything", 1)]
)
def test_a_plain_yes_or_no_is_understood(text: str, place: int) -> None:
    assert find_places(text, ["No, keep it", "Yes, erase everything"], "") == (place,)


def test_letters_mean_nothing_where_there_is_no_question() -> None:
    assert find_places("a", ["No, keep it", "Yes, erase everything"], "") == ()


def test_the_tenth_russian_letter_is_the_tenth_button() -> None:
    assert find_places("й", [str(place) for place in range(12)], CYRILLIC) == (9,)


def test_a_near_tie_means_all_that_are_near() -> None:
    assert find_places(
        "clearly", ["Clearly the plan", "Rather the plan", "Clearly the fault"], LETTERS
    ) == (0, 2)


@pytest.mark.parametrize(
    "text", ["", "  ", "9", "0", "-", "?", "zebra crossing", "🙂", "z", "99999999999999999999"]
)
def test_what_means_nothing_is_nothing(text: str) -> None:
    assert find_places(text, LABELS, LETTERS) == ()


@given(st.text(), st.lists(st.text(), max_size=8))
def test_no_text_whatever_breaks_it(text: str, labels: list[str]) -> None:
    places = find_places(text, labels, LETTERS)

    assert all(0 <= place < len(labels) for place in places)
