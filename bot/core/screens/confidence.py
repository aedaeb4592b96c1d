"""How sure the result is: in words, in figures and as a band.

The words for a chance are those of the IPCC's guidance note on uncertainties (Mastrandrea and others, 2010) with its
limits: very likely from .9, likely from .66, about as likely as not from .33, unlikely below, very unlikely below .1.

Rule: nothing is called certain; ten of ten is never said.
"""

from bot.core.assessment.advice import STANDARD_NORMAL, Advice, TraitEstimate
from bot.core.conversation import inputs
from bot.core.conversation.replies import Confidence
from bot.core.screens.layout import Row, Screen, button, paragraphs
from bot.core.screens.pages import role_name
from content.model import Catalog, Trait, Words

CHANCES = (
    (0.9, "very-likely"), (0.66, "likely"), (0.33, "even"), (0.1, "unlikely"), (0.0, "very-unlikely"),
)  # fmt: skip
STRENGTHS = ("weak", "rather-weak", "middling", "rather-strong", "strong")  # fifths of the scale
WITHIN = STANDARD_NORMAL.inv_cdf(0.9)  # standard errors to either side that hold 8 cases in 10
AHEAD = 0.05  # by so much the first of two chances is larger where it is said to be ahead
CELLS = 10
PLACE, INSIDE, OUTSIDE = "◆", "▰", "▱"


def draw_confidence(catalog: Catalog, words: Words, card: Confidence) -> Screen:
    """Return how sure the result is, and how well such advice predicts at all."""
    more: tuple[Row, ...] = ((button(words, "more", inputs.More()),),) if card.more else ()
    text = paragraphs(
        f"<b>{words('title-sure')}</b>",
        _verdict_sentence(words, card.advice),
        _outcome_lines(catalog, words, card.advice),
        f"<b>{words('title-interests')}</b>\n{words('interests')}",
        *(_interest_lines(words, trait, card.advice.estimates[trait]) for trait in Trait),
        f"<b>{words('title-predicts')}</b>\n{words('predicts')}",
        words("surer") if card.more else "",
    )
    return Screen(text, (*more, (button(words, "result", inputs.Continue()),)))


def chance_word(chance: float) -> str:
    """Return the name of the word for a probability, among the texts behind `chance-`."""
    return next(word for least, word in CHANCES if chance >= least)


def is_ahead(advice: Advice) -> bool:
    """Tell whether the likeliest outcome is ahead of the next, and not merely named first."""
    (_, first), (_, second) = advice.outcomes[:2]
    return first - second >= AHEAD


def tenths(chance: float) -> int:
    """Return a probability as so many of ten; never all ten."""
    return min(9, round(chance * 10))


def strength(words: Words, estimate: TraitEstimate, errors: float = 0) -> str:
    """Return the word for a trait that is so many standard errors off the estimate."""
    return words(f"strength-{STRENGTHS[_part_of_scale(estimate, errors, len(STRENGTHS))]}")


def draw_band(estimate: TraitEstimate) -> str:
    """Return a trait as a row of cells, from the lowest tenth of the scale to the highest: the estimate and its 80 % interval."""
    low, place, high = (_part_of_scale(estimate, errors, CELLS) for errors in (-WITHIN, 0, WITHIN))
    cells = (INSIDE if low <= cell <= high else OUTSIDE for cell in range(CELLS))
    return "".join(PLACE if cell == place else each for cell, each in enumerate(cells))


def _verdict_sentence(words: Words, advice: Advice) -> str:
    """Return the sentence about what the result names."""
    chance = advice.chance
    word = words(f"chance-{chance_word(chance)}")
    first, *second = (words.plain(f"role-{role}") for role in advice.named)
    if second:
        return words(
            "sureness-close", first=first, second=second[0], chance=word, tenths=tenths(chance)
        )
    return words("sureness-clear", role=first, chance=word, tenths=tenths(chance))


def _outcome_lines(catalog: Catalog, words: Words, advice: Advice) -> str:
    lines = (
        f"{role_name(words, catalog.roles[role])}: "
        + words(
            "sureness-line", chance=words(f"chance-{chance_word(chance)}"), tenths=tenths(chance)
        )
        for role, chance in advice.outcomes
    )
    return "\n".join((words("sureness-all"), *lines))


def _interest_lines(words: Words, trait: Trait, estimate: TraitEstimate) -> str:
    low, place, high = (strength(words, estimate, errors) for errors in (-WITHIN, 0, WITHIN))
    name = words(f"trait-{trait}")
    line = _strength_in_words(words, low, place, high)
    return f"{draw_band(estimate)}\n{name[:1].upper() + name[1:]}: {line}"


def _strength_in_words(words: Words, low: str, place: str, high: str) -> str:
    """Return an interest in words, with as much of its band as differs from it."""
    ends = {low, high} - {place}
    if not ends:
        return words("interest", strength=place)
    if len(ends) == 1:
        return words("interest-or", strength=place, other=ends.pop())
    return words("interest-band", strength=place, low=low, high=high)


def _part_of_scale(estimate: TraitEstimate, errors: float, parts: int) -> int:
    """Return in which of so many equally likely parts of the scale the trait is, so many standard errors off the estimate."""
    place = STANDARD_NORMAL.cdf(estimate.mean + errors * estimate.error)
    return min(parts - 1, int(place * parts))
