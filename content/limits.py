"""Finds what is too long, or the same, or of the wrong shape: for Telegram, for a phone's screen, or for typing.

Rules: lengths are those of what a person sees, values put in and markup taken out. A card counts as long as the texts
that can stand on it at worst, a little more than bot.core makes of them. Telegram's limits: https://core.telegram.org/bots/api
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import ceil

from content.folder import Fault
from content.outline import BETWEEN, Asked, Outline, Way
from content.spoken import Voice
from content.wording import Tongue

LONGEST_CARD = 4096  # UTF-16 units of a message
LONGEST_CAPTION = 1024  # and of what stands below a picture
LONGEST_NOTE = 130  # of them are kept free for a note above the result, which has its length fitted to the rest
LONGEST_BUTTON = 64  # characters on any button; Telegram cuts them off far earlier
LONGEST_LABEL = 32  # characters of an option, which must be read whole on a phone
COMMAND = (3, 256)  # characters of a command; those of other texts outside of messages
OUTSIDE = {
    "description": (0, 512), "short-description": (0, 120),
    "data-caption": (0, 1024), "tap-later": (0, 200),
}  # fmt: skip
LONGEST_PART = {  # characters of the texts of a question
    "": 240, ".title": 44, ".why": 300, ".first": 20, ".second": 20,
    ".doing": 70, ".first-doing": 70, ".second-doing": 70,
}  # fmt: skip

LINE = 38  # characters of a line on a small phone
SCREEN = 26  # lines it shows
ROW = 1.7  # lines a row of buttons takes
ROWS_BELOW = 2  # rows below the options of a question

SPEAKING, AGAINST, REMEMBERED = 1, 1, 3  # answers always shown on the result, and on coming back
AROUND = 5  # units around a text on a card: a blank line, a bullet, arrows, a space
CELLS = 12  # units of the row of symbols before the name of a trait
WEIGHED = 3000  # units that the answers may take on the page of reasons, which leaves out what counts least
CHANGED = 2  # answers that are changed at most on the page of what would change the result
FEWEST_LETTERS = 8  # as many as a question has buttons
STEPS, STEP = 3, "• "  # lines of a role's .next, and how each opens

NOTES = ("only-words", "unknown-command", "too-long", "too-fast", "not-understood", "result-later")
PAGES = (
    "page-path", "page-myths", "page-about", "page-settings", "page-languages",
    "paused", "confirm-restart", "confirm-delete", "farewell", "farewell-soon", "erasure-notice", "group", "trouble",
    "unread",
)  # fmt: skip
DOUBTS = ("few", "alike", "fast", "contradictory", "even")
WAYS_OUT = tuple(
    f"button-{name}" for name in ("back", "unsure", "why", "keep", "continue", "roles", "result")
)  # below the options of a question

ONE_LINE = re.compile(
    r"(button|command|title|trait|role|responsibility|path|aspect|overlap)-[a-z0-9-]+"
    r"|.*\.(title|icon|first|second|(first-|second-)?doing|reason)"
    r"|language-name|unsure|answer-line|too-little|report-title"
)

Told = tuple[str, str]  # the name of a text, and what is wrong with it
Sized = tuple[str, str, int]  # a card, the text a fault is noted at, and the card's UTF-16 units


def limit_faults(tongue: Tongue, voice: Voice) -> Iterator[Fault]:
    """Yield what is wrong with the lengths, lines and labels of one language."""
    outline = tongue.outline
    too_long: dict[str, str] = {}
    for name, what in _too_long(voice, outline):
        too_long.setdefault(name, what)  # a text is told once that it is too long
    told = (
        *too_long.items(),
        *_cards_too_long(voice, outline),
        *_outside(voice, outline),
        *_lines(voice, outline, tongue.needs),
        *_steps(voice, outline),
        *_letters(voice),
        *_sides(voice, outline),
        *_labels(voice, outline),
    )
    for name, what in told:
        yield _fault(tongue, name, what)


def _fault(tongue: Tongue, name: str, what: str) -> Fault:
    message = tongue.texts.get(name)
    file, line = (message.file, message.line) if message else (f"texts/{tongue.language}", 1)
    return Fault(file, line, what)


# --- cards


def _cards_too_long(voice: Voice, outline: Outline) -> Iterator[Told]:
    """Compare each card, the longest note above it, with what a message or a caption holds."""
    note = min(_longest(voice, NOTES), LONGEST_NOTE)
    for most, cards in (
        (LONGEST_CARD, _cards(voice, outline)),
        (LONGEST_CAPTION, _captions(voice, outline)),
    ):
        for what, name, size in cards:
            if note + size > most:
                long = f"{what} comes to {note + size} characters"
                yield name, f"{long}; Telegram takes {most}, so shorten its texts"
    for name in NOTES:
        if _size(voice, name) > LONGEST_NOTE:
            yield name, f"`{name}` has more than {LONGEST_NOTE - AROUND} characters; shorten it"


def _size(voice: Voice, *names: str) -> int:
    """Return the length of texts below each other."""
    return sum(_units(voice(name)) for name in names)


def _longest(voice: Voice, names: Iterable[str]) -> int:
    return max((_size(voice, name) for name in names), default=0)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + AROUND


def _cards(voice: Voice, outline: Outline) -> Iterator[Sized]:
    answers = sorted(_answers(voice, outline), reverse=True)
    welcome = _size(voice, "welcome", "welcome-last") + sum(answers[:REMEMBERED])
    yield "the welcome back", "welcome", welcome
    for question in outline.in_use():
        name = f"question-{question.id}"
        size = _units(_question(voice, outline, question)) + _size(voice, f"{name}.why")
        yield f"the question `{question.id}` with its .why", name, size
    yield "the reasons of a result", "why-ranked", _reasons(voice, outline)
    yield (
        "what would change a result",
        "otherwise",
        _otherwise(voice, outline) + sum(answers[:CHANGED]),
    )
    yield "how sure a result is", "predicts", _sureness(voice, outline)
    yield "the roles as the answers see them", "liked", _liked(voice, outline)
    yield "the list of answers", "review", _size(voice, "review") + sum(answers)
    yield "the result that tells too little", "too-little", _too_little(voice, outline)
    yield from _pages(voice, outline)
    yield "the admins' report", "report-title", _report(voice, outline)


def _answers(voice: Voice, outline: Outline) -> Iterator[int]:
    """Yield the length of each question in use with its longest answer."""
    for question in outline.in_use():
        labels = (*_labels_of(voice, outline, question).values(), voice("unsure"))
        line = _size(voice, "answer-line", f"question-{question.id}.title")
        yield line + max(_units(label) for label in labels)


def _phrases(voice: Voice, outline: Outline) -> Iterator[int]:
    """Yield the length of the longest reason of each question in use."""
    for question in outline.in_use():
        options = outline.kinds.get(question.kind, ())
        parts = ("first-doing", "second-doing") if question.kind == BETWEEN else ("doing",)
        tasks = _size(voice, *(f"question-{question.id}.{part}" for part in parts))
        yield tasks + _longest(voice, (f"{question.kind}-{each}.reason" for each in options))


def _question(voice: Voice, outline: Outline, question: Asked) -> str:
    """Return a question after `a few more`, when the row of symbols above it is longest."""
    bar = "▰" * len(outline.in_use())
    below = max(voice("meant"), voice(f"kind-{question.kind}"), key=len)
    return f"{bar}  {voice('at-most')}\n\n{voice(f'question-{question.id}')}\n\n{below}"


def _reasons(voice: Voice, outline: Outline) -> int:
    """Return the length of the reasons; of the answers as many as there is room for."""
    groups = ("title-speaks-for", "title-speaks-against", "title-says-little")
    same = _size(voice, "title-why", "title-answers", "why-unsure", "why-end", *groups) + WEIGHED
    longest = _longest(voice, ("why-ranked", "why-unranked")) + _role_name(voice, outline)
    return same + longest + len(groups) * _size(voice, "why-more")


def _otherwise(voice: Voice, outline: Outline) -> int:
    """Return the length of what would change a result, each answer counted once as it was given."""
    options = _longest(voice, _names_of_options(outline)) + LONGEST_LABEL
    around = _size(voice, "title-otherwise", "otherwise", "otherwise-further", "otherwise-honest")
    then = _longest(
        voice, ("otherwise-clear", "otherwise-close", "otherwise-close-even")
    ) + 2 * _role_name(voice, outline)
    changed = CHANGED * (_size(voice, "otherwise-line") + options)
    return max(around + then + changed, _size(voice, "title-otherwise", "firm"))


def _names_of_options(outline: Outline) -> list[str]:
    return [f"{kind}-{option}" for kind, options in outline.kinds.items() for option in options]


def _sureness(voice: Voice, outline: Outline) -> int:
    """Return the length of how sure a result is."""
    titles = ("title-sure", "title-interests", "title-predicts")
    chance = _longest(voice, _named(outline, "chance-")) + _role_name(voice, outline)
    strength = _longest(voice, _named(outline, "strength-"))
    said = (
        _longest(voice, ("sureness-clear", "sureness-close")) + chance + _role_name(voice, outline)
    )
    outcomes = len(outline.roles) * (_size(voice, "sureness-line") + chance + AROUND)
    rows = _size(voice, "trait-technical", "trait-leading") + 2 * (
        CELLS + _size(voice, "interest-band") + 3 * strength
    )
    same = _size(voice, *titles, "sureness-all", "interests", "predicts", "surer")
    return same + said + outcomes + rows


def _liked(voice: Voice, outline: Outline) -> int:
    """Return the length of the roles as the answers see them."""
    duties = [f"responsibility-{each}" for role in outline.roles for each in role.responsibilities]
    lines = (*duties, "shared-manager", "shared-expert")
    draws = len(lines) * _longest(voice, _named(outline, "draws-"))
    heads = sum(_parts(voice, role, "", ".icon") for role in outline.roles)
    return _size(voice, "title-liked", "liked", *lines) + draws + heads


def _role_name(voice: Voice, outline: Outline) -> int:
    return _longest(voice, (f"role-{role.id}" for role in outline.roles))


def _too_little(voice: Voice, outline: Outline) -> int:
    """Return the length of the result that names nothing."""
    doubt = max(
        _size(voice, f"too-little-{doubt}", f"too-little-{doubt}-{end}")
        for doubt in DOUBTS
        for end in ("more", "end")
    )
    steps = _longest(voice, (f"role-{role.id}.next" for role in outline.roles if not role.high))
    return _size(voice, "too-little", "title-meanwhile") + doubt + steps


def _captions(voice: Voice, outline: Outline) -> Iterator[Sized]:
    """Yield the results that name something, with as few reasons as they can have; more are told where they fit."""
    phrases = sorted(_phrases(voice, outline), reverse=True)[: SPEAKING + AGAINST]
    same = _size(voice, "title-sure", "title-against", "map-place", "how-far") + sum(phrases)
    for role in outline.roles:
        own = _size(voice, "title-for", "sure-clear")
        own += _parts(voice, role, "", ".icon", ".outcome")
        yield f"the result `{role.id}`", f"role-{role.id}", same + own
    names = sorted(_parts(voice, role, "", ".icon") for role in outline.roles)[-2:]
    between = _longest(voice, ("between-two", "between-two-even"))
    told = _size(voice, "sure-close", "title-for-first") + between + _role_name(voice, outline)
    close = same + sum(names) + told
    yield "the result between two roles", "between-two", close


def _parts(voice: Voice, role: Way, *parts: str) -> int:
    return _size(voice, *(f"role-{role.id}{part}" for part in parts))


def _pages(voice: Voice, outline: Outline) -> Iterator[Sized]:
    yield "the greeting", "greeting", _size(voice, "greeting")
    for name in PAGES:
        yield f"the page `{name}`", name, _size(voice, name)
    how_long = _longest(voice, ("page-privacy-always", "page-privacy-retention"))
    yield "the page `page-privacy`", "page-privacy", _size(voice, "page-privacy") + how_long
    for role in outline.roles:
        yield f"the page of the role `{role.id}`", f"role-{role.id}", _role(voice, role)
    told = sum(_parts(voice, role, "", ".icon", ".sentence") for role in outline.roles if role.high)
    yield "the page of all roles", "page-roles", _size(voice, "page-roles") + told
    yield "the comparison", "title-compare", _comparison(voice, outline)
    overlaps = ("overlap-manager", "overlap-expert")
    overlap = _size(voice, "page-overlap", *overlaps, *(f"{name}.text" for name in overlaps))
    yield "the page of what the roles share", "page-overlap", overlap
    commands = tuple(_named(outline, "command-"))
    size = _size(voice, "page-help", *commands) + sum(map(len, commands))
    yield "the help", "page-help", size


def _role(voice: Voice, role: Way) -> int:
    titles = (
        f"title-{name}"
        for name in ("responsibilities", "paths", "week", "gives-up", "next", "pendulum")
    )
    items = (
        *(f"responsibility-{name}" for name in role.responsibilities),
        *(f"path-{name}" for name in role.paths),
    )
    own = _parts(voice, role, "", ".icon", ".sentence", ".week", ".gives-up", ".next")
    return own + _size(voice, "pendulum", *titles, *items, *(f"{name}.text" for name in items))


def _comparison(voice: Voice, outline: Outline) -> int:
    roles = ("expert", "manager")
    heads = (f"role-{role}{part}" for role in roles for part in ("", ".icon"))
    icons = _size(voice, *(f"role-{role}.icon" for role in roles)) * len(outline.aspects)
    aspects = (
        f"aspect-{name}{part}" for name in outline.aspects for part in ("", ".expert", ".manager")
    )
    return _size(voice, "title-compare", *heads, *aspects) + icons


def _report(voice: Voice, outline: Outline) -> int:
    """Return the length of the report about a group of this language with results of this and an earlier version."""
    heads = ("title", "people", "languages", "outcomes", "earlier", "clipped", "few")
    outcomes = ["report-outcome", "report-none"]
    for role in outline.roles:
        outcomes += ["report-outcome", f"role-{role.id}"]
    lines = ["report-language", "language-name", *outcomes, *outcomes]
    return _size(voice, *(f"report-{head}" for head in heads), *lines)


def _named(outline: Outline, beginning: str) -> Iterator[str]:
    return (name for name in outline.chat if name.startswith(beginning))


# --- single texts


def _too_long(voice: Voice, outline: Outline) -> Iterator[Told]:
    """Yield what is too long; what is seen together comes before its texts by themselves."""
    for question in outline.in_use():
        yield from _screen(voice, outline, question)
    for owner, labels in _all_labels(voice, outline):
        for name, label in sorted(labels.items(), key=lambda each: -len(each[1])):
            if len(label) > LONGEST_LABEL:
                long = f"the label “{label}” has {len(label)} characters"
                yield _blamed(owner, name), f"{long}; shorten it to {LONGEST_LABEL}"
    for name, length in _on_buttons(voice, outline):
        if length > LONGEST_BUTTON:
            long = f"`{name}` has {length} characters on its button"
            yield name, f"{long}; shorten it to {LONGEST_BUTTON}"
    for question in outline.questions:
        for part, most in LONGEST_PART.items():
            name = f"question-{question.id}{part}"
            if (length := len(voice(name))) > most:
                yield name, f"`{name}` has {length} characters; shorten it to {most}"


def _screen(voice: Voice, outline: Outline, question: Asked) -> Iterator[Told]:
    text = _question(voice, outline, question)
    rows = len(outline.kinds.get(question.kind, ())) + ROWS_BELOW
    lines = sum(max(1, ceil(len(line) / LINE)) for line in text.split("\n")) + ROW * rows
    if lines > SCREEN:
        what = f"the question `{question.id}` takes {lines:.1f} lines of a phone's screen of {SCREEN}; shorten it"
        yield f"question-{question.id}", what


def _on_buttons(voice: Voice, outline: Outline) -> Iterator[tuple[str, int]]:
    for name in ("language-name", *_named(outline, "button-")):
        yield name, len(voice(name))
    for role in outline.roles:
        name = f"role-{role.id}"
        yield name, len(f"{voice(f'{name}.icon')} {voice(name)}")


def _outside(voice: Voice, outline: Outline) -> Iterator[Told]:
    """Compare what stands outside of messages, in menus and captions, with what Telegram takes."""
    limits = dict.fromkeys(_named(outline, "command-"), COMMAND)
    for name, (fewest, most) in (limits | OUTSIDE).items():
        length = len(voice(name).strip())
        if length and not fewest <= length <= most:
            yield name, f"`{name}` has {length} characters; Telegram takes {fewest} to {most}"


def _lines(voice: Voice, outline: Outline, needs: Iterable[str]) -> Iterator[Told]:
    """Yield the names, labels and titles that have several lines."""
    options = {f"{kind}-{option}" for kind, each in outline.kinds.items() for option in each}
    for name in needs:
        lines = max(len(form.splitlines()) for form in voice.forms(name))
        if lines > 1 and (name in options or ONE_LINE.fullmatch(name)):
            yield name, f"`{name}` has {lines} lines; write it on one"


def _steps(voice: Voice, outline: Outline) -> Iterator[Told]:
    for role in outline.roles:
        name = f"role-{role.id}.next"
        lines = voice(name).splitlines()
        if lines and [line.startswith(STEP) for line in lines] != [True] * STEPS:
            yield name, f"`{name}` must have exactly three lines, each of which opens with “{STEP}”"


def _letters(voice: Voice) -> Iterator[Told]:
    letters = voice("letters")
    different = set(letters.lower())
    fine = letters.isalpha() and FEWEST_LETTERS <= len(different) == len(letters)
    if letters and not (fine and letters == letters.lower()):
        what = f"must be at least {FEWEST_LETTERS} different small letters in a row, like abcdefgh, and nothing else"
        yield "letters", f"`letters` {what}"


# --- the buttons of a question


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


def _labels(voice: Voice, outline: Outline) -> Iterator[Told]:
    """Yield the labels that typing cannot name, and the buttons that read the same on one card."""
    others = {name: voice(name) for name in WAYS_OUT}
    for owner, labels in _all_labels(voice, outline):
        for name, label in labels.items():
            if label.strip() and not _can_be_typed(label):
                what = f"the label “{label}” is no word that could be typed; write one"
                yield _blamed(owner, name), what
        # The options come last: of two that read the same, the later is blamed.
        read = {name: _read(label) for name, label in (others | labels).items()}
        for one, other in combinations(read, 2):
            if read[one] and read[one] == read[other]:
                yield other, f"`{other}` reads like `{one}`; make the two differ"


def _can_be_typed(label: str) -> bool:
    """Tell whether a label has a letter, and something beside it."""
    told = [character for character in label if character.isalnum()]
    return len(told) > 1 and any(character.isalpha() for character in told)


def _read(label: str) -> str:
    """Return a label as typing is compared with it: small, without signs."""
    kept = (
        character if unicodedata.category(character)[0] in "LMN" else " "
        for character in label.casefold()
    )
    return " ".join("".join(kept).split())


def _blamed(owner: str, label: str) -> str:
    """Return the text to change: the question's own where it is put into the label, else the label."""
    for side in ("first", "second"):
        if owner.startswith("question-") and label.startswith(f"{BETWEEN}-{side}"):
            return f"{owner}.{side}"
    return label


def _alike(voice: Voice, question: Asked) -> bool:
    first, second = (voice(f"question-{question.id}.{side}") for side in ("first", "second"))
    return question.kind == BETWEEN and bool(first) and first.casefold() == second.casefold()


def _sides(voice: Voice, outline: Outline) -> Iterator[Told]:
    for question in outline.questions:
        if _alike(voice, question):
            side = voice(f"question-{question.id}.second")
            what = f"the question `{question.id}` calls both of its tasks “{side}”; make .first and .second differ"
            yield f"question-{question.id}.second", what
