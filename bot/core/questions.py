"""Which question is next, and when it is enough.

Rules: deterministic given the answers, so a sitting resumes without a stored position. Nobody is asked fewer
than FEWEST or more than MOST questions, unless they wish for more.
"""

from bot.core.advice import Standing, advise
from bot.core.sitting import Sitting, known
from content.model import Catalog, Question

FEWEST = 8
MOST = 12
MORE = 4


def upcoming(catalog: Catalog, sitting: Sitting) -> Question | None:
    """Return the question to ask next, None when it is enough."""
    return None if _enough(catalog, sitting) else _unasked(catalog, sitting)


def at_most(catalog: Catalog, sitting: Sitting) -> int:
    """Return how many questions can still come, the open one among them; none once it is enough."""
    if upcoming(catalog, sitting) is None:
        return 0
    return _limit(catalog, sitting) - count(catalog, sitting)


def count(catalog: Catalog, sitting: Sitting) -> int:
    """Return how many questions have been asked: answered or left with *not sure*."""
    return len(known(sitting.answers, catalog))


def until_more(catalog: Catalog, sitting: Sitting) -> int:
    """Return the `until` of a person who wishes for a few more questions."""
    return min(count(catalog, sitting) + MORE, len(catalog.asked()))


def exhausted(catalog: Catalog, sitting: Sitting) -> bool:
    """Tell whether every question there is has been asked."""
    return _unasked(catalog, sitting) is None


def _unasked(catalog: Catalog, sitting: Sitting) -> Question | None:
    done = {answer.question for answer in known(sitting.answers, catalog)}
    return next((question for question in catalog.asked() if question.id not in done), None)


def _limit(catalog: Catalog, sitting: Sitting) -> int:
    return min(sitting.until or MOST, len(catalog.asked()))


def _enough(catalog: Catalog, sitting: Sitting) -> bool:
    asked = count(catalog, sitting)
    if asked >= _limit(catalog, sitting):
        return True
    if sitting.until or asked < FEWEST:
        return False
    return advise(catalog, sitting.answers).standing is Standing.CLEAR
