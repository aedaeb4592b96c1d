"""Draw the roles and their overlap side by side, with what the person's answers like and dislike about each.

Rule: a part without an answer, or with *not sure* alone, is called unasked. The overlap is left out while both of its halves
are unasked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from bot.core.assessment.items import item_bank
from bot.core.conversation import inputs
from bot.core.conversation.replies import Preferences
from bot.core.conversation.state import Answer
from bot.core.screens.layout import OVERLAPS, Screen, button, page_button, paragraphs, role_name
from content.model import Catalog, Question, Trait, Words

LIKED, LEANING = 1.0, 0.33  # least mean liking, of at most 2
MARKS = {
    "yes": "▲", "rather-yes": "▲", "no": "▽", "rather-no": "▽", "mixed": "◇", "even": "◇", "unasked": "○",
}  # fmt: skip

Likings = Mapping[str, Sequence[float]]  # for each name one liking per answer, 2 to -2


def draw_preferences(catalog: Catalog, words: Words, card: Preferences) -> Screen:
    """Return what the answers say about each role's responsibilities, and about what the roles share."""
    duties = likings_by_responsibility(catalog, card.answers)
    halves = likings_by_overlap(catalog, card.answers)
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
        (page_button(words, "compare"), page_button(words, "roles")),
        (button(words, "result", inputs.Continue()),),
    )
    return Screen(text, rows)


def likings_by_responsibility(catalog: Catalog, answers: Iterable[Answer]) -> Likings:
    """Return how much the answers like each responsibility, by its id."""
    likings: dict[str, list[float]] = defaultdict(list)
    for answer in item_bank(catalog).answers_in_use(answers):
        for name, amount in catalog.questions[answer.question].liking(answer.option).items():
            likings[name].append(amount)
    return likings


def likings_by_overlap(catalog: Catalog, answers: Iterable[Answer]) -> Likings:
    """Return how much the answers like each half of the overlap, by the role that it belongs to."""
    likings: dict[str, list[float]] = defaultdict(list)
    for answer in item_bank(catalog).answers_in_use(answers):
        question = catalog.questions[answer.question]
        option = question.option(answer.option)
        if option is not None and question.overlap is not None:
            sign = _sign_beyond(catalog, question, question.overlap)
            if sign:
                likings[question.overlap].append(option.score * sign)
    return likings


def preference_word(amounts: Sequence[float]) -> str:
    """Return the word for the likings of one thing, as the end of its text's name (`draws-...`)."""
    if not amounts:
        return "unasked"
    mean = fmean(amounts)
    if abs(mean) >= LEANING:
        word = "yes" if mean > 0 else "no"
        return word if abs(mean) >= LIKED else f"rather-{word}"
    return "mixed" if min(amounts) < 0 < max(amounts) else "even"


def _sign_beyond(catalog: Catalog, question: Question, role: str) -> int:
    """Return 1 if a high score speaks for the trait that is not high in the role, -1 if against it, 0 if neither."""
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
    word = preference_word(amounts)
    text = words(f"draws-{word}", count=len(amounts)) if amounts else words("draws-unasked")
    return f"{MARKS[word]} {words(name)}: {text}"
