"""Put chances and estimates into words.

The words for a chance and their limits are those of the IPCC's guidance note on uncertainties (Mastrandrea and others, 2010):
very likely from .9, likely from .66, about as likely as not from .33, unlikely below, very unlikely below .1.

Rule: nothing is called certain, so a chance is never ten in ten.
"""

from bot.core.assessment.advice import Advice, TraitEstimate
from bot.core.assessment.likelihood import NORMAL
from content.model import Words

CHANCES = (
    (0.9, "very-likely"), (0.66, "likely"), (0.33, "even"), (0.1, "unlikely"), (0.0, "very-unlikely"),
)  # fmt: skip
STRENGTHS = ("weak", "rather-weak", "middling", "rather-strong", "strong")  # fifths of the scale
AHEAD = 0.05  # least difference of two chances at which the first is said to be ahead
SPEAKS = 0.02  # standard deviations; an answer that moves an estimate by less speaks neither way


def chance_word(chance: float) -> str:
    """Return the word for a probability, as the end of its text's name (`chance-...`)."""
    return next(word for least, word in CHANCES if chance >= least)


def tenths(chance: float) -> int:
    """Return a probability in tenths, at most nine."""
    return min(9, round(chance * 10))


def is_ahead(advice: Advice) -> bool:
    """Tell whether the first outcome is clearly ahead of the second."""
    (_, first), (_, second) = advice.outcomes[:2]
    return first - second >= AHEAD


def strength(words: Words, estimate: TraitEstimate, errors: float = 0) -> str:
    """Return the word for a trait, at this many standard errors from its estimate."""
    return words(f"strength-{STRENGTHS[part_of_scale(estimate, errors, len(STRENGTHS))]}")


def part_of_scale(estimate: TraitEstimate, errors: float, parts: int) -> int:
    """Return the index of the part of the scale, divided into equally likely parts, at this many errors from the estimate."""
    place = NORMAL.cdf(estimate.mean + errors * estimate.error)
    return min(parts - 1, int(place * parts))
