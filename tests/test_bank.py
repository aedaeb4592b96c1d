"""The packaged questions ask about everything the roles answer for, and their answers can be read."""

from collections import Counter

import pytest

from content.model import Catalog


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
