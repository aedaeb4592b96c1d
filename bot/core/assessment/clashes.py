"""Find the answers that clash with the others: the few whose change would make the answers consistent.

Method: find the answer without which the others are most consistent, replace its option by the most consistent one
(core/assessment/pattern.py), and repeat until the answers are consistent enough for an outcome to be named.
"""

from collections.abc import Sequence

from bot.core.assessment.advice import CONTRADICTORY
from bot.core.assessment.items import ItemBank, ScoredAnswer, item_bank
from bot.core.assessment.pattern import pattern_of
from bot.core.conversation.state import Answer
from content.model import Catalog

ScoredAnswers = tuple[ScoredAnswer, ...]


def find_clashes(catalog: Catalog, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers that clash, each with the option that would fit, the worst one first."""
    bank = item_bank(catalog)
    given = {answer.question: answer for answer in answers}
    scored, found = bank.score(answers), {}
    while (consistency := pattern_of(scored).consistency) < CONTRADICTORY:
        position, fitting = _worst(bank, scored)
        changed = _replace(scored, position, fitting)
        if pattern_of(changed).consistency <= consistency:
            break
        scored = changed
        found[fitting.question] = given[fitting.question]._replace(option=fitting.option)
    return tuple(found.values())


def _worst(bank: ItemBank, scored: ScoredAnswers) -> tuple[int, ScoredAnswer]:
    """Return the position of the answer without which the others are most consistent, and the option that fits them."""
    position = max(
        range(len(scored)),
        key=lambda each: pattern_of(scored[:each] + scored[each + 1 :]).consistency,
    )
    fitting = max(
        bank.items[scored[position].question].scored_answers.values(),
        key=lambda option: pattern_of(_replace(scored, position, option)).consistency,
    )
    return position, fitting


def _replace(scored: ScoredAnswers, position: int, other: ScoredAnswer) -> ScoredAnswers:
    return (*scored[:position], other, *scored[position + 1 :])
