"""Draw the page about how sure the result is: in words, in figures and as bands."""

from bot.core.assessment.advice import Advice, TraitEstimate
from bot.core.assessment.likelihood import NORMAL
from bot.core.conversation import inputs
from bot.core.conversation.replies import Confidence
from bot.core.screens.layout import Row, Screen, button, paragraphs, role_name, section
from bot.core.screens.verbal_scales import chance_word, part_of_scale, strength, tenths
from content.model import Catalog, Trait, Words

WITHIN = NORMAL.inv_cdf(0.9)  # standard errors to each side of an 80 % interval
CELLS = 10
ESTIMATE, INSIDE, OUTSIDE = "◆", "▰", "▱"


def draw_confidence(catalog: Catalog, words: Words, card: Confidence) -> Screen:
    """Return how sure the result is, and how well such advice predicts in general."""
    more: tuple[Row, ...] = ((button(words, "more", inputs.More()),),) if card.more else ()
    text = paragraphs(
        f"<b>{words('title-sure')}</b>",
        _verdict_sentence(words, card.advice),
        _outcome_lines(catalog, words, card.advice),
        section(words("title-interests"), words("interests")),
        *(_interest_lines(words, trait, card.advice.estimates[trait]) for trait in Trait),
        section(words("title-predicts"), words("predicts")),
        words("surer") if card.more else "",
    )
    return Screen(text, (*more, (button(words, "result", inputs.Continue()),)))


def draw_band(estimate: TraitEstimate) -> str:
    """Return a trait as a row of cells, each a tenth of the scale: the estimate and its 80 % interval."""
    low, place, high = (part_of_scale(estimate, errors, CELLS) for errors in (-WITHIN, 0, WITHIN))
    cells = (INSIDE if low <= cell <= high else OUTSIDE for cell in range(CELLS))
    return "".join(ESTIMATE if cell == place else each for cell, each in enumerate(cells))


def _verdict_sentence(words: Words, advice: Advice) -> str:
    """Return the sentence about the roles that the result names."""
    first, *second = (words.plain(f"role-{role}") for role in advice.named)
    chance = _chance(words, advice.chance)
    if second:
        return words("sureness-close", first=first, second=second[0], **chance)
    return words("sureness-clear", role=first, **chance)


def _outcome_lines(catalog: Catalog, words: Words, advice: Advice) -> str:
    lines = (
        f"{role_name(words, catalog.roles[role])}: "
        + words("sureness-line", **_chance(words, chance))
        for role, chance in advice.outcomes
    )
    return "\n".join((words("sureness-all"), *lines))


def _chance(words: Words, chance: float) -> dict[str, object]:
    """Return the values of a text about a chance."""
    return {"chance": words(f"chance-{chance_word(chance)}"), "tenths": tenths(chance)}


def _interest_lines(words: Words, trait: Trait, estimate: TraitEstimate) -> str:
    low, place, high = (strength(words, estimate, errors) for errors in (-WITHIN, 0, WITHIN))
    name = words(f"trait-{trait}")
    line = _strength_in_words(words, low, place, high)
    return f"{draw_band(estimate)}\n{name[:1].upper() + name[1:]}: {line}"


def _strength_in_words(words: Words, low: str, place: str, high: str) -> str:
    """Return an interest in words, with the ends of its interval where they differ."""
    ends = {low, high} - {place}
    if not ends:
        return words("interest", strength=place)
    if len(ends) == 1:
        return words("interest-or", strength=place, other=ends.pop())
    return words("interest-band", strength=place, low=low, high=high)
