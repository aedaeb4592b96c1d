"""The two roles and their overlap side by side: what of each a person's answers liked and disliked.

Rule: what nothing was asked about, or was left with *not sure*, is said to be unasked; the overlap is left out while
that holds for both of its halves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from bot.core.assessment.items import item_bank
from bot.core.conversation import inputs
from bot.core.conversation.inputs import Explain
from bot.core.conversation.replies import Preferences
from bot.core.conversation.state import Answer
from bot.core.screens.layout import Screen, button, paragraphs
from bot.core.screens.pages import OVERLAPS, role_name
from content.model import Catalog, Question, Trait, Words

DRAWN, LEANS = 1.0, 0.33  # of 2, on average over the answers
MARKS = {
    "yes": "▲", "rather-yes": "▲", "no": "▽", "rather-no": "▽", "mixed": "◇", "even": "◇", "unasked": "○",
}  # fmt: skip

Likings = Mapping[str, Sequence[float]]  # 2 to -2, one for each answer


def draw_preferences(catalog: Catalog, words: Words, card: Preferences) -> Screen:
    """Return what the answers say about everything each role answers for, and about what the roles share."""
    duties, halves = (
        likings_by_responsibility(catalog, card.answers),
        likings_by_overlap(catalog, card.answers),
    )
    roles = (
        "\n".join(
            (
                role_name(words, role),
                *(
                    _line(words, f"responsibility-{name}", duties.get(name, ()))
                    for name in role.responsibilities
                ),
            )
        )
        for role in catalog.roles.values()
        if role.responsibilities
    )
    text = paragraphs(
        f"<b>{words('title-liked')}</b>",
        words("liked"),
        *roles,
        _overlap_lines(catalog, words, halves) if halves else "",
    )
    rows = (
        (
            button(words, "compare", Explain("compare")),
            button(words, "roles", Explain("roles")),
        ),
        (button(words, "result", inputs.Continue()),),
    )
    return Screen(text, rows)


def likings_by_responsibility(catalog: Catalog, answers: Iterable[Answer]) -> Likings:
    """Return how much the answers like each responsibility, by its id."""
    found: dict[str, list[float]] = defaultdict(list)
    for answer in item_bank(catalog).answers_in_use(answers):
        for name, amount in catalog.questions[answer.question].liking(answer.option).items():
            found[name].append(amount)
    return found


def likings_by_overlap(catalog: Catalog, answers: Iterable[Answer]) -> Likings:
    """Return how much the answers like each half of the overlap, by its role: what that role has not by itself."""
    found: dict[str, list[float]] = defaultdict(list)
    for answer in item_bank(catalog).answers_in_use(answers):
        question = catalog.questions[answer.question]
        option = question.option(answer.option)
        if option is not None and question.overlap is not None:
            sign = _sign_beyond(catalog, question, question.overlap)
            if sign:
                found[question.overlap].append(option.score * sign)
    return found


def preference_word(amounts: Sequence[float]) -> str:
    """Return what the likings of one thing come to, the name of its text behind `draws-`."""
    if not amounts:
        return "unasked"
    mean = fmean(amounts)
    if abs(mean) >= LEANS:
        word = "yes" if mean > 0 else "no"
        return word if abs(mean) >= DRAWN else f"rather-{word}"
    return "mixed" if min(amounts) < 0 < max(amounts) else "even"


def _sign_beyond(catalog: Catalog, question: Question, role: str) -> int:
    """Return whether a high score likes the trait that the role is not named for: 1, -1, or 0 when it tells nothing."""
    loadings = (
        loading
        for trait, loading in question.loadings.items()
        if trait not in catalog.roles[role].high
    )
    return next((1 if loading > 0 else -1 for loading in loadings), 0)


def _overlap_lines(catalog: Catalog, words: Words, halves: Likings) -> str:
    both = catalog.role_for(frozenset(Trait))
    lines = (_line(words, f"shared-{role}", halves.get(role, ())) for role in OVERLAPS)
    return "\n".join((role_name(words, both), *lines))


def _line(words: Words, name: str, amounts: Sequence[float]) -> str:
    drawn = preference_word(amounts)
    told = words(f"draws-{drawn}", count=len(amounts)) if amounts else words("draws-unasked")
    return f"{MARKS[drawn]} {words(name)}: {told}"
