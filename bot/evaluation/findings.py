"""The findings of a validation, as values and as text."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """Area under the ROC curve with a 95 % bootstrap interval.

    It is the probability that a random person of the positive group leans more toward leading than one of the negative.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShortForm:
    """The engine after this many questions, on average.

    `within` is the area within bands. `same_side` is the share of people who lean to the same side, leading or technical,
    as after all questions; `same_outcome` the share with the same one of the four outcomes.
    """

    questions: float
    area: Area
    within: float | None
    same_side: float
    same_outcome: float


@dataclass(frozen=True, slots=True)
class Band:
    """The people of one band, compared with each other. The areas are None when a group is missing."""

    name: str
    positive: int
    negative: int
    engine: float | None
    ceiling: float | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything measured. `learned_from` is the number of other people the weights come from (0: they were given).

    `ceiling` is a cross-validated logistic regression on the same people's answers. `stopped` ends where the chat would,
    `settled` where the side is very unlikely to change.
    """

    positive: int
    negative: int
    learned_from: int
    dropped: tuple[str, ...]
    ceiling: Area
    ceiling_within: float | None
    forms: tuple[ShortForm, ...]
    stopped: ShortForm
    settled: ShortForm
    bands: tuple[Band, ...]


def format_findings(found: Findings) -> Iterator[str]:
    """Yield the findings line by line."""
    yield f"People measured: {found.positive} positive, {found.negative} negative"
    if found.learned_from:
        yield f"Weights learned from {found.learned_from} others"
    if found.dropped:
        yield f"Questions left out because they add little: {', '.join(found.dropped)}"
    yield ""
    yield "                        AUC   95 % interval    within bands   of ceiling   same side   same outcome"
    for form in found.forms:
        yield _format_form(f"{form.questions:.0f} questions", form, found)
    yield _format_form(f"chat's stop: {found.stopped.questions:.1f}", found.stopped, found)
    yield _format_form(f"side settled: {found.settled.questions:.1f}", found.settled, found)
    yield f"{'logistic regression':<22} {_format_areas(found.ceiling, found.ceiling_within)}"
    if found.bands:
        yield ""
        yield "Band                    positive   negative    AUC   logistic regression"
    for band in found.bands:
        numbers = f"{band.positive:>8}   {band.negative:>8}   {_format_area(band.engine):>4}"
        yield f"{band.name or '(empty)':<22}  {numbers}   {_format_area(band.ceiling)}"
    yield ""
    yield "The AUC says how well the answers tell these groups apart (.5 is chance). It does not say that"
    yield "people in a group are content there, or how well they would do in the other one."


def _format_form(name: str, form: ShortForm, found: Findings) -> str:
    of_ceiling = form.area.value / found.ceiling.value
    shares = f"{of_ceiling:>10.1%}   {form.same_side:>9.1%}   {form.same_outcome:>12.1%}"
    return f"{name:<22} {_format_areas(form.area, form.within)}   {shares}"


def _format_areas(area: Area, within: float | None) -> str:
    return f"{area.value:.3f}   {area.low:.3f} to {area.high:.3f}   {_format_area(within):>12}"


def _format_area(area: float | None) -> str:
    return "-" if area is None else f"{area:.3f}"
