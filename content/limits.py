"""Finds what is too long: for Telegram, or for a phone's screen.

Rules: lengths are those of what a person sees, values put in and markup taken out. Each card is put together from
the parts the program puts into it; a change of a card in bot.core is followed here.
Telegram's limits: https://core.telegram.org/bots/api
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import ceil

from content.folder import Fault
from content.outline import BETWEEN, Asked, Outline, Way
from content.spoken import Voice
from content.wording import Tongue

LONGEST_CARD = 4096  # UTF-16 units of a message
LONGEST_BUTTON = 64  # characters on any button; Telegram cuts them off far earlier
LONGEST_LABEL = 32  # characters of an option, which must be read whole on a phone
COMMAND, DESCRIPTION, SHORT_DESCRIPTION = (3, 256), (0, 512), (0, 120)  # characters

LINE = 38  # characters of a line on a small phone
SCREEN = 26  # lines it shows
ROW = 1.7  # lines a row of buttons takes
ROWS_BELOW = 2  # rows below the options of a question

SPEAKING, AGAINST, REMEMBERED = 3, 1, 3  # answers shown on the result, and on coming back
LINK = "https://t.me/" + "x" * 32

NOTES = ("only-words", "unknown-command", "too-long", "not-understood", "result-later")
PAGES = ("page-path", "page-myths", "page-about", "page-privacy", "page-settings", "page-languages")


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it can come out at worst: what it is, the text a fault is noted at, and what a person reads."""

    what: str
    name: str
    text: str


def limit_faults(tongue: Tongue, voice: Voice) -> Iterator[Fault]:
    """Yield what is too long, or the same, in one language."""
    note = "".join(_longest(voice(name) for name in NOTES))
    for card in _cards(voice, tongue.outline):
        yield from _too_long(tongue, note, card)
    for question in tongue.outline.in_use():
        yield from _screen(tongue, voice, question)
    for question in tongue.outline.questions:
        yield from _sides(tongue, voice, question)
    for owner, labels in _all_labels(voice, tongue.outline):
        yield from _labels(tongue, owner, labels)
    yield from _buttons(tongue, voice)
    yield from _menus(tongue, voice)


def _fault(tongue: Tongue, name: str, what: str) -> Fault:
    message = tongue.texts.get(name)
    file, line = (message.file, message.line) if message else (f"texts/{tongue.language}", 1)
    return Fault(file, line, what)


# --- cards


def _too_long(tongue: Tongue, note: str, card: Card) -> Iterator[Fault]:
    """Compare a card, the longest note above it, with what a message holds."""
    units = len(_paragraphs(note, card.text).encode("utf-16-le", "surrogatepass")) // 2
    if units > LONGEST_CARD:
        what = f"{card.what} comes to {units} characters; Telegram takes {LONGEST_CARD}, so shorten its texts"
        yield _fault(tongue, card.name, what)


def _cards(voice: Voice, outline: Outline) -> Iterator[Card]:
    answers = sorted(_answers(voice, outline), key=len, reverse=True)
    phrases = sorted(_phrases(voice, outline), key=len, reverse=True)
    yield Card("the greeting", "greeting", voice("greeting"))
    yield Card("the welcome back", "welcome", _welcome(voice, answers))
    for question in outline.in_use():
        text = _paragraphs(
            _question(voice, outline, question), voice(f"question-{question.id}.why")
        )
        yield Card(f"the question `{question.id}` with its .why", f"question-{question.id}", text)
    for role in outline.roles:
        yield Card(f"the page of the role `{role.id}`", f"role-{role.id}", _role(voice, role))
        yield Card(
            f"the result `{role.id}`", f"role-{role.id}", _result(voice, outline, role, phrases)
        )
    yield Card("the result that tells too little", "too-little", _too_little(voice))
    yield Card("the reasons of a result", "why-ranked", _reasons(voice, outline, answers))
    yield Card("the page of all roles", "page-roles", _roles(voice, outline))
    yield Card("the comparison", "title-compare", _comparison(voice, outline))
    yield Card("the page of what the roles share", "page-overlap", _overlap(voice))
    yield Card("the help", "page-help", _help(voice, outline))
    yield Card("the admins' report", "report-title", _report(voice, outline))
    for name in PAGES:
        yield Card(f"the page `{name}`", name, voice(name))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _lines(*parts: str) -> str:
    return "\n".join(parts)


def _longest(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the longest text, nothing when there is none."""
    return tuple(sorted(texts, key=len)[-1:])


def _welcome(voice: Voice, answers: list[str]) -> str:
    return _paragraphs(voice("welcome"), _lines(voice("welcome-last"), *answers[:REMEMBERED]))


def _answers(voice: Voice, outline: Outline) -> Iterator[str]:
    """Yield each question in use with its longest answer, as the result lists them."""
    for question in outline.in_use():
        labels = (*_labels_of(voice, outline, question).values(), voice("unsure"))
        title = voice(f"question-{question.id}.title")
        yield voice("answer-line", title=title, answer=max(labels, key=len))


def _phrases(voice: Voice, outline: Outline) -> Iterator[str]:
    """Yield each question in use with its longest reason, as the result gives them."""
    for question in outline.in_use():
        name = f"question-{question.id}"
        sides = {side: voice(f"{name}.{side}-doing") for side in ("first", "second")}
        tasks = sides if question.kind == BETWEEN else {"doing": voice(f"{name}.doing")}
        options = outline.kinds.get(question.kind, ())
        yield from _longest(
            voice(f"{question.kind}-{option}.reason", **tasks) for option in options
        )


def _question(voice: Voice, outline: Outline, question: Asked) -> str:
    """Return a question after `a few more`, when the row of symbols above it is longest."""
    bar = "▰" * len(outline.in_use())
    below = _longest((voice("meant"), voice(f"kind-{question.kind}")))
    return _paragraphs(f"{bar}  {voice('at-most')}", voice(f"question-{question.id}"), *below)


def _role(voice: Voice, role: Way) -> str:
    name = f"role-{role.id}"
    return _paragraphs(
        _lines(_role_name(voice, role), voice(f"{name}.sentence")),
        _lines(
            voice("title-responsibilities"), *_items(voice, "responsibility", role.responsibilities)
        ),
        _lines(voice("title-paths"), *_items(voice, "path", role.paths)),
        _lines(voice("title-week"), voice(f"{name}.week")),
        _lines(voice("title-gives-up"), voice(f"{name}.gives-up")),
    )


def _role_name(voice: Voice, role: Way) -> str:
    return f"{voice(f'role-{role.id}.icon')} {voice(f'role-{role.id}')}"


def _items(voice: Voice, kind: str, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield f"• {voice(f'{kind}-{name}')}: {voice(f'{kind}-{name}.text')}"


def _result(voice: Voice, outline: Outline, role: Way, phrases: list[str]) -> str:
    other = "".join(_longest(voice(f"role-{each.id}") for each in outline.roles))
    sure = _longest((voice("sure-clear"), voice("sure-close", other=other)))
    return _paragraphs(
        _lines(_role_name(voice, role), voice(f"role-{role.id}.outcome")),
        _lines(voice("title-sure"), *sure),
        _lines(voice("title-for"), *(f"• {each}" for each in phrases[:SPEAKING])),
        _lines(
            voice("title-against"),
            *(f"• {each}" for each in phrases[SPEAKING : SPEAKING + AGAINST]),
        ),
        _lines(voice("title-week"), voice(f"role-{role.id}.week")),
        _lines(voice("title-next"), voice(f"role-{role.id}.next")),
        voice("how-far"),
    )


def _too_little(voice: Voice) -> str:
    doubts = (voice(f"too-little-{doubt}") for doubt in ("few", "alike", "contradictory", "even"))
    advice = (voice("too-little-next"), voice("too-little-end"))
    return _paragraphs(voice("too-little"), *_longest(doubts), *_longest(advice))


def _reasons(voice: Voice, outline: Outline, answers: list[str]) -> str:
    """Return the reasons of somebody who was asked everything."""
    role = "".join(_longest(voice(f"role-{each.id}") for each in outline.roles))
    return _paragraphs(
        voice("title-why"),
        _lines(*(f"{'·' * 10}  {voice(name)}" for name in ("trait-technical", "trait-leading"))),
        *_longest((voice("why-ranked", role=role), voice("why-unranked"))),
        _lines(*(f"▲▲▲ {answer}" for answer in answers)),
        voice("why-end"),
    )


def _roles(voice: Voice, outline: Outline) -> str:
    told = (
        _lines(_role_name(voice, role), voice(f"role-{role.id}.sentence"))
        for role in outline.roles
        if role.high
    )
    return _paragraphs(voice("page-roles"), *told)


def _comparison(voice: Voice, outline: Outline) -> str:
    icons = {role: voice(f"role-{role}.icon") for role in ("expert", "manager")}
    head = _lines(*(f"{icon} {voice(f'role-{role}')}" for role, icon in icons.items()))
    aspects = (
        _lines(
            voice(f"aspect-{name}"),
            *(f"{icon} {voice(f'aspect-{name}.{role}')}" for role, icon in icons.items()),
        )
        for name in outline.aspects
    )
    return _paragraphs(voice("title-compare"), head, *aspects)


def _overlap(voice: Voice) -> str:
    sides = ("overlap-manager", "overlap-expert")
    return _paragraphs(
        voice("page-overlap"), *(_lines(voice(side), voice(f"{side}.text")) for side in sides)
    )


def _help(voice: Voice, outline: Outline) -> str:
    commands = (
        f"/{name.removeprefix('command-')} – {voice(name)}" for name in _named(outline, "command-")
    )
    return _paragraphs(voice("page-help"), _lines(*commands))


def _report(voice: Voice, outline: Outline) -> str:
    """Return the report about a group that has reached every question in this language."""
    roles = (*(voice(f"role-{role.id}") for role in outline.roles), voice("report-none"))
    titles = (voice(f"question-{question.id}.title") for question in outline.questions)
    return _paragraphs(
        _paragraphs(voice("report-title"), voice("report-people")),
        _lines(voice("report-languages"), voice("report-language", name=voice("language-name"))),
        _lines(
            voice("report-questions"), *(voice("report-question", title=title) for title in titles)
        ),
        _lines(voice("report-outcomes"), *(voice("report-outcome", role=role) for role in roles)),
        voice("report-few"),
    )


def _named(outline: Outline, beginning: str) -> Iterator[str]:
    return (name for name in outline.chat if name.startswith(beginning))


# --- a phone's screen


def _screen(tongue: Tongue, voice: Voice, question: Asked) -> Iterator[Fault]:
    text = _question(voice, tongue.outline, question)
    rows = len(tongue.outline.kinds.get(question.kind, ())) + ROWS_BELOW
    lines = sum(max(1, ceil(len(line) / LINE)) for line in text.split("\n")) + ROW * rows
    if lines > SCREEN:
        what = f"the question `{question.id}` takes {lines:.1f} lines of a phone's screen of {SCREEN}; shorten it"
        yield _fault(tongue, f"question-{question.id}", what)


# --- labels


def _labels_of(voice: Voice, outline: Outline, question: Asked) -> dict[str, str]:
    """Return the labels of a question's options by the names of their texts."""
    names = [f"{question.kind}-{option}" for option in outline.kinds.get(question.kind, ())]
    sides = {side: voice(f"question-{question.id}.{side}") for side in ("first", "second")}
    return {name: voice(name, **sides) for name in names}


def _all_labels(voice: Voice, outline: Outline) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of labels with the text each stands below: a question's own, or a kind's once."""
    for kind, options in outline.kinds.items():
        if kind != BETWEEN:
            names = (f"{kind}-{option}" for option in options)
            yield f"kind-{kind}", {name: voice(name) for name in names}
    for question in outline.questions:
        if question.kind == BETWEEN and not _alike(voice, question):
            yield f"question-{question.id}", _labels_of(voice, outline, question)


def _labels(tongue: Tongue, owner: str, labels: dict[str, str]) -> Iterator[Fault]:
    blamed = {
        _blamed(owner, name): label
        for name, label in sorted(labels.items(), key=lambda each: len(each[1]))
    }
    for name, label in blamed.items():
        if len(label) > LONGEST_LABEL:
            what = f"the label “{label}” has {len(label)} characters; shorten it to {LONGEST_LABEL}"
            yield _fault(tongue, name, what)
    for one, other in combinations(labels, 2):
        if labels[one] and labels[one].casefold() == labels[other].casefold():
            yield _fault(tongue, other, f"`{other}` reads like `{one}`; make the two differ")


def _blamed(owner: str, label: str) -> str:
    """Return the text to shorten: the question's own where it is put into the label, else the label."""
    for side in ("first", "second"):
        if owner.startswith("question-") and label.startswith(f"{BETWEEN}-{side}"):
            return f"{owner}.{side}"
    return label


def _alike(voice: Voice, question: Asked) -> bool:
    first, second = (voice(f"question-{question.id}.{side}") for side in ("first", "second"))
    return question.kind == BETWEEN and bool(first) and first.casefold() == second.casefold()


def _sides(tongue: Tongue, voice: Voice, question: Asked) -> Iterator[Fault]:
    if _alike(voice, question):
        side = voice(f"question-{question.id}.second")
        what = f"the question `{question.id}` calls both of its tasks “{side}”; make .first and .second differ"
        yield _fault(tongue, f"question-{question.id}.second", what)


def _buttons(tongue: Tongue, voice: Voice) -> Iterator[Fault]:
    labels = {name: voice(name) for name in ("language-name", *_named(tongue.outline, "button-"))}
    labels |= {
        f"role-{role.id}": _role_name(voice, role) for role in tongue.outline.roles if role.high
    }
    for name, label in labels.items():
        if len(label) > LONGEST_BUTTON:
            what = f"`{name}` has {len(label)} characters on its button; shorten it to {LONGEST_BUTTON}"
            yield _fault(tongue, name, what)


def _menus(tongue: Tongue, voice: Voice) -> Iterator[Fault]:
    limits = dict.fromkeys(_named(tongue.outline, "command-"), COMMAND)
    limits |= {"description": DESCRIPTION, "short-description": SHORT_DESCRIPTION}
    for name, (fewest, most) in limits.items():
        length = len(voice(name).strip())
        if name in tongue.texts and not fewest <= length <= most:
            yield _fault(
                tongue, name, f"`{name}` has {length} characters; Telegram takes {fewest} to {most}"
            )
