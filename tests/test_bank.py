"""The packaged questions ask about everything the roles answer for, and their answers can be read."""

from collections import Counter

import pytest

from bot.core.assessment.advice import advise
from bot.core.screens.layout import label_of
from bot.question_sheet import format_sheet
from content.model import Catalog, Trait
from story import answers


def test_every_responsibility_is_asked_about_at_least_twice(catalog: Catalog) -> None:
    asked = Counter(each for question in catalog.asked() for each in question.responsibilities)

    assert set(asked) == {each for role in catalog.roles.values() for each in role.responsibilities}
    assert min(asked.values()) >= 2


def test_both_halves_of_the_overlap_are_asked_about_at_least_twice(catalog: Catalog) -> None:
    asked = Counter(question.overlap for question in catalog.asked() if question.overlap)

    assert set(asked) == {"manager", "expert"}
    assert min(asked.values()) >= 2


@pytest.mark.parametrize(
    ("question", "option", "liking"),
    [
        ("slow-website", "gladly", {"problems": 1}),
        ("slow-website", "not-at-all", {"problems": -2}),
        ("give-budget-away", "very-gladly", {"budget": -2}),
        ("bridge-or-dates", "first-clearly", {"problems": 2, "communication": -2}),
        ("bridge-or-dates", "second-rather", {"problems": -1, "communication": 1}),
        ("no-building-no-deciding", "first-clearly", {"execution": -2, "resources": 2}),
        ("bridge-or-dates", None, {}),
    ],
)
def test_an_answer_likes_or_dislikes_what_the_question_is_about(
    catalog: Catalog, question: str, option: str | None, liking: dict[str, float]
) -> None:
    assert catalog.questions[question].liking(option) == liking


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(("count", "most"), [(8, 0.3), (12, 0.3), (16, 0.3), (None, 0.1)])
def test_always_pressing_the_same_place_leads_to_no_role(
    catalog: Catalog, place: int, count: int | None, most: float
) -> None:
    pressed = {each.id: each.options[place].id for each in catalog.asked()[:count]}

    advice = advise(catalog, answers(catalog, pressed))

    assert all(abs(advice.estimates[trait].mean) <= most for trait in Trait)


@pytest.mark.parametrize("trait", Trait)
def test_what_people_would_like_and_what_they_would_part_with_are_asked_equally_often(
    catalog: Catalog, trait: Trait
) -> None:
    pairs = {"week": "wish", "handing-over": "wish", "liking": "task", "giving-up": "task"}
    signs = Counter(
        (pairs.get(each.kind, each.kind), each.loadings[trait] > 0)
        for each in catalog.asked()
        if trait in each.loadings
    )

    assert {kind: signs[kind, True] - signs[kind, False] for kind, _ in signs} == {
        "between": 0, "task": 0, "wish": 0
    }  # fmt: skip


def test_no_two_questions_have_a_text_a_title_or_a_task_in_common(catalog: Catalog) -> None:
    for words in catalog.texts.values():
        for part in ("", ".title", ".why"):
            told = [words.plain(f"question-{each.id}{part}") for each in catalog.asked()]
            assert len(set(told)) == len(told)


def test_the_page_shows_each_question_with_its_points_in_all_languages(catalog: Catalog) -> None:
    page = format_sheet(catalog)

    lines = [" ".join(line.split()) for line in page.splitlines()]
    question = catalog.questions["bridge-or-dates"]
    for words in catalog.texts.values():
        label = label_of(words, question, "second-clearly")
        assert f"-0.75 +0.75 {label}" in lines
    assert [f"{each.id} ─" in page for each in catalog.asked()] == [True] * len(catalog.asked())
    assert max(map(len, page.splitlines())) <= 100


def test_the_page_gives_the_reasons_for_each_weight(catalog: Catalog) -> None:
    page = " ".join(format_sheet(catalog).split())

    sentences = [why for each in catalog.asked() for why in each.why.values()]
    assert len(sentences) > len(catalog.asked())
    assert [why for why in sentences if why not in page] == []
