"""Finds words that point another way than the numbers: swapped labels or tasks, and questions read in reverse.

Rules: nothing raises, and a text that is missing or empty is left to content.wording. Each language is held against
itself and against questions.toml, never against another language, so there is no first among them.

- Labels stand twice: one by one, and in a row from the first option to the last (.scale). A label in another place than
  in its row is swapped. A .reason takes up its own label, not another's, and names the chosen task first.
- In a choice the words of .first and .first-doing are found earlier in the text than those of .second and .second-doing.
- Every phrase (.doing and so on) has more words of its own trait (marks-technical, marks-leading) than of the other, and
  what is turned round, and only that, has a word of marks-reversed; so do the text and the title of what is no choice.
- Where the line of a kind has such a word ("how much would you hand over?"), it turns all questions of the kind round:
  their texts and phrases are plain, and only their titles have such a word as well.

What it cannot see: a row and its labels both swapped alike, reasons that take up no label at all, tasks told twice in the
same words, and a sentence that turns its meaning round in words that are not among the marks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from statistics import fmean

from content.folder import Fault, Table, rows, section
from content.model import Trait
from content.outline import BETWEEN, MARKS, Outline
from content.spoken import Voice
from content.wording import Tongue

FIRST, SECOND = "①", "②"  # stand in for the names of a choice's two tasks
WORD = re.compile(r"[^\W_]+")
OWN = 4  # letters of a word that tells a task, at least
AKIN = 0.65  # share of the longer of two words that they begin with in common

Told = tuple[str, str]  # the name of a text, and what is wrong with it


@dataclass(frozen=True, slots=True)
class Marks:
    """The words of a language by which the way round of a phrase is seen."""

    traits: Mapping[Trait, re.Pattern[str]]
    turned: re.Pattern[str]

    def trait(self, phrase: str) -> Trait | None:
        """Return the trait that more words of the phrase go with, None when there is none."""
        found = {trait: len(marks.findall(phrase)) for trait, marks in self.traits.items()}
        most = max(found.values())
        ahead = [trait for trait, count in found.items() if count == most]
        return ahead[0] if len(ahead) == 1 else None


def keying_faults(tongue: Tongue, voice: Voice) -> Iterator[Fault]:
    """Yield the texts of one language that point another way than their key."""
    questions = tongue.folder.tables.get("questions.toml", {})
    told: dict[str, str] = {}
    for name, what in (
        *_sides(voice, questions),
        *_places(voice, tongue.outline),
        *_reasons(voice, tongue.outline),
        *_order(voice, tongue.outline),
        *_directions(voice, questions),
    ):
        told.setdefault(name, what)
    for name, what in told.items():
        if message := tongue.texts.get(name):
            yield Fault(message.file, message.line, what)


# --- labels


def _labels(voice: Voice, kind: str, options: tuple[str, ...]) -> dict[str, str]:
    return {
        f"{kind}-{each}": voice(f"{kind}-{each}", first=FIRST, second=SECOND) for each in options
    }


def _places(voice: Voice, outline: Outline) -> Iterator[Told]:
    """Compare each label with its place in the row."""
    for kind, options in outline.kinds.items():
        scale, labels = f"kind-{kind}.scale", _labels(voice, kind, options)
        row = [each.strip() for each in voice(scale, first=FIRST, second=SECOND).split(",")]
        if not all((*row, *labels.values())):
            continue
        if len(row) != len(labels):
            yield (
                scale,
                f"`{scale}` has {len(row)} labels, not {len(labels)}; put a comma between two",
            )
            continue
        for place, (name, label) in enumerate(labels.items()):
            if label.casefold() != row[place].casefold():
                own = f"`{name}` says “{_shown(label)}”, but in its place `{scale}`"
                yield name, f"{own} says “{_shown(row[place])}”; make the two agree"


def _shown(label: str) -> str:
    return label.replace(FIRST, "{ $first }").replace(SECOND, "{ $second }")


def _sides(voice: Voice, questions: Table) -> Iterator[Told]:
    """Compare the tasks a label and its reason name with the score: above zero the first, below it the second."""
    kind = section(questions, "kinds").get(BETWEEN)
    for row in rows(kind if isinstance(kind, dict) else {}, "options"):
        name, score = f"{BETWEEN}-{row.get('id')}", row.get("score")
        if not isinstance(score, int | float) or not score:
            continue
        chosen, other = (FIRST, SECOND) if score > 0 else (SECOND, FIRST)
        label = voice(name, first=FIRST, second=SECOND)
        if label and not (chosen in label and other not in label):
            yield name, f"`{name}` must name {_shown(chosen)}, and that alone; its score says so"
        reason = voice(f"{name}.reason", first=FIRST, second=SECOND)
        if reason and not -1 < reason.find(chosen) < reason.find(other):
            yield (
                f"{name}.reason",
                f"`{name}.reason` must name {_shown(chosen)}, which was chosen, before {_shown(other)}",
            )


def _reasons(voice: Voice, outline: Outline) -> Iterator[Told]:
    """Find the reasons that take up another label of the row than their own."""
    for kind, options in outline.kinds.items():
        row = [_words(label) for label in voice(f"kind-{kind}.scale").split(",")]
        if kind == BETWEEN or len(row) != len(options):
            continue
        labels = dict(zip(options, row, strict=True))
        for option in options:
            reason = _words(voice(f"{kind}-{option}.reason"))
            taken = [each for each, label in labels.items() if label and _holds(reason, label)]
            # Its own comes first, so that it wins over one as long.
            taken.sort(key=lambda each: (-len(labels[each]), each != option))
            longest = next(iter(taken), option)
            if longest != option:
                what = f"takes up the label of `{kind}-{longest}`, not its own; swap them back"
                yield f"{kind}-{option}.reason", f"`{kind}-{option}.reason` {what}"


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _holds(words: list[str], few: list[str]) -> bool:
    return any(words[start : start + len(few)] == few for start in range(len(words)))


# --- the two tasks of a choice


def _order(voice: Voice, outline: Outline) -> Iterator[Told]:
    """Find the names and phrases of tasks that do not stand in the order of the text."""
    for question in outline.in_use():
        if question.kind != BETWEEN:
            continue
        name = f"question-{question.id}"
        text = _words(voice(name))
        for form in ("", "-doing"):
            tasks = {
                f"{name}.{side}{form}": _words(voice(f"{name}.{side}{form}"))
                for side in ("first", "second")
            }
            if text and all(tasks.values()) and len(set(map(tuple, tasks.values()))) == 2:
                yield from _told_in_order(text, tasks)


def _told_in_order(text: list[str], tasks: Mapping[str, list[str]]) -> Iterator[Told]:
    (first, ones), (second, others) = tasks.items()
    places = {first: _place(text, ones, others), second: _place(text, others, ones)}
    for name, place in places.items():
        if place is None:
            yield name, f"`{name}` has no word by which its task is found in the text; take one up"
    early, late = places[first], places[second]
    if early is not None and late is not None and early >= late:
        what = f"`{first}` takes up what the text tells second, and `{second}` what it tells first"
        yield first, f"{what}; swap the two, or the tasks in the text"


def _place(text: list[str], own: list[str], others: list[str]) -> float | None:
    """Return where in the text a task's words stand that the other task has not, on average."""
    telling = [
        word for word in own if len(word) >= OWN and not any(_akin(word, other) for other in others)
    ]
    found = [place for place, word in enumerate(text) if any(_akin(word, each) for each in telling)]
    return fmean(found) if found else None


def _akin(one: str, other: str) -> bool:
    """Tell whether two words are forms of one, by how they begin."""
    common = ceil(AKIN * max(len(one), len(other)))
    return one[:common] == other[:common]


# --- which way round


def _directions(voice: Voice, questions: Table) -> Iterator[Told]:
    """Compare what each question says with the signs of its loadings."""
    if (marks := _marks(voice)) is None:
        return
    for row in rows(questions, "questions"):
        loadings = {trait: row.get(trait) for trait in Trait}
        known = {trait: each for trait, each in loadings.items() if isinstance(each, int | float)}
        if row.get("retired") is True or not known:
            continue
        name = f"question-{row.get('id')}"
        if row.get("kind") == BETWEEN:
            yield from _direction(voice, marks, f"{name}.first-doing", known)
            turned = {trait: -each for trait, each in known.items()}
            yield from _direction(voice, marks, f"{name}.second-doing", turned)
        else:
            turned_kind = marks.turned.search(voice(f"kind-{row.get('kind')}")) is not None
            plain = {trait: -each if turned_kind else each for trait, each in known.items()}
            reverse = min(plain.values()) < 0
            yield from _direction(voice, marks, f"{name}.doing", plain)
            yield from _turn(voice, marks, name, reverse)
            yield from _turn(voice, marks, f"{name}.title", reverse or turned_kind)


def _marks(voice: Voice) -> Marks | None:
    """Return the marks of a language, None when there are none."""
    lists = {name: voice(f"marks-{name}").split(",") for name in MARKS}
    patterns = {name: _pattern(marks) for name, marks in lists.items() if any(marks)}
    if len(patterns) < len(MARKS):
        return None
    return Marks({trait: patterns[trait] for trait in Trait}, patterns["reversed"])


def _pattern(marks: list[str]) -> re.Pattern[str]:
    """Return what finds any of the marks as whole words; a * stands for any ending."""
    each = (r"\s+".join(map(re.escape, mark.split())).replace(r"\*", r"\w*") for mark in marks)
    return re.compile(rf"(?<!\w)(?:{'|'.join(filter(None, each))})(?!\w)", re.IGNORECASE)


def _direction(
    voice: Voice, marks: Marks, name: str, loadings: Mapping[Trait, float]
) -> Iterator[Told]:
    if not (phrase := voice(name)):
        return
    trait = marks.trait(phrase)
    if trait is None:
        yield (
            name,
            f"`{name}` has not more words of one of marks-technical and marks-leading than of the other; add its word there",
        )
        return
    turned = marks.turned.search(phrase) is not None
    if loadings.get(trait, 0) * (-1 if turned else 1) <= 0:
        reads = f"reads as {'giving up' if turned else 'wishing for'} `{trait}` work"
        yield (
            name,
            f"`{name}` {reads}, which questions.toml counts the other way; look whether it is swapped or turned round",
        )


def _turn(voice: Voice, marks: Marks, name: str, reverse: bool) -> Iterator[Told]:
    text = voice(name)
    mark = marks.turned.search(text)
    if text and reverse and not mark:
        yield name, f"`{name}` is turned round in questions.toml, but has no word of marks-reversed"
    if text and mark and not reverse:
        yield (
            name,
            f"`{name}` has “{mark[0]}” of marks-reversed, but is not turned round in questions.toml",
        )
