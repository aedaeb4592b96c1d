"""What a validation found, as plain values and as words for whoever ran it."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """Area under the ROC curve with a 95 % bootstrap interval.

    It is the chance that of two people, one of each group, the one of the positive group leans more toward leading.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShortForm:
    """The engine after so many questions.

    `same_side` is the share of people with the full form's verdict, leading or technical; `same_outcome` the share for
    whom the full form names the same of the four outcomes.
    """

    questions: float
    area: Area
    within: float | None
    same_side: float
    same_outcome: float


@dataclass(frozen=True, slots=True)
class Band:
    """People compared with each other only. The areas are None where a group is missing."""

    name: str
    positive: int
    negative: int
    engine: float | None
    ceiling: float | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything measured. `learned_from` is how many other people the weights come from (0: none, they were given).

    `ceiling` is a cross-validated logistic regression on the same people's answers. `stopped` ends where the chat would,
    `settled` where the side would hardly change any more; their `questions` are the average.
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
        yield f"Questions left out, since they hardly go with the rest: {', '.join(found.dropped)}"
    yield ""
    yield "                        AUC   95 % interval    within bands   of ceiling   same side   same outcome"
    for form in found.forms:
        yield _format_form(f"{form.questions:.0f} questions", form, found)
    yield _format_form(f"chat's stop: {found.stopped.questions:.1f}", found.stopped, found)
    yield _format_form(f"side settled: {found.settled.questions:.1f}", found.settled, found)
    area = found.ceiling
    told = f"{area.value:.3f}   {area.low:.3f} to {area.high:.3f}   {_format_area(found.ceiling_within):>12}"
    yield f"{'logistic regression':<22} {told}"
    if found.bands:
        yield ""
        yield "Band                    positive   negative    AUC   logistic regression"
    for band in found.bands:
        numbers = f"{band.positive:>8}   {band.negative:>8}   {_format_area(band.engine):>4}"
        yield f"{band.name or '(empty)':<22}  {numbers}   {_format_area(band.ceiling)}"
    yield ""
    yield "An AUC says how well the answers tell these groups apart: .5 is chance. It does not say that"
    yield "whoever is in a group is content there, or that a person would do well in the other one."


def _format_form(name: str, form: ShortForm, found: Findings) -> str:
    area = form.area
    share = area.value / found.ceiling.value
    told = f"{area.value:.3f}   {area.low:.3f} to {area.high:.3f}   {_format_area(form.within):>12}"
    kept = f"{share:>10.1%}   {form.same_side:>9.1%}   {form.same_outcome:>12.1%}"
    return f"{name:<22} {told}   {kept}"


def _format_area(area: float | None) -> str:
    return "-" if area is None else f"{area:.3f}"
