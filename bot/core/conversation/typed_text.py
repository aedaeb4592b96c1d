"""Typed words -> the button they mean.

Rules:
- In this order, whatever fits first: the number of a button (digits of any script), its letter, its words, some of
  its words, its words with typos, some of its words in another form. Several places mean a near tie: ask which was meant.
- A typo changes letters within a word, never the number of words: "not very much" is not "very much". A short word
  (no, not, не, да) has no typos at all, and is never left out beside a word in another form, so that nobody's no is
  read as a yes.
"""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

LIKE_ENOUGH = 70  # per cent of likeness (rapidfuzz.fuzz.ratio) that every word must have
NEAR_TIE = 8  # per cent; labels whose likeness differs by less are both meant
SHORT_WORD = 3  # letters of a word that must be spelt right
INFLECTED = 80  # per cent of likeness of a word in another form
LONG_WORD = 5  # letters of a word that may have another form
SHORTEST_PART = 4  # letters of a label's part that is enough to mean it
LATIN = "abcdefghijklmnopqrstuvwxyz"
BREVE = "\u0306"


def find_places(text: str, labels: Sequence[str], letters: str) -> tuple[int, ...]:
    """Return the places of the labels that the text means: none, one, or the tied ones.

    `letters` is the language's alphabet, beside which Latin letters are understood; empty: letters mean nothing here.
    """
    words = normalize(text)
    if (place := _place_of_mark(words, letters)) is not None:
        return (place,) if 0 <= place < len(labels) else ()
    for fitting in (_match_exactly, _match_part, _match_with_typos, _match_other_form):
        if words and (places := fitting(words, labels)):
            return places
    return ()


def is_mark(text: str) -> bool:
    """Tell whether the text is a number or a single letter, which only mean something on the card that is seen."""
    words = normalize(text)
    return words.isdecimal() or len(words) == 1


def normalize(text: str) -> str:
    """Return the text in the form it is compared in: one script form, small, without marks and accents."""
    normal = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(_strip_mark(each, unicodedata.category(each)[0]) for each in normal)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", letters)).strip()


def _strip_mark(character: str, category: str) -> str:
    """Return a character, a space for marks and symbols (P, S, Z, C), nothing for an accent (M).

    The breve stays: with it й is a letter of its own.
    """
    if category == "M":
        return character if character == BREVE else ""
    return " " if category in "PSZC" else character


def _place_of_mark(words: str, letters: str) -> int | None:
    """Return the place named by a number counted from one, or by a single letter."""
    if words.isdecimal():
        return int(words) - 1
    for alphabet in (letters, LATIN) if letters else ():
        if len(words) == 1 and words in alphabet:
            return alphabet.index(words)
    return None


def _match_exactly(words: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the labels with these words, or with these words before a comma: "Yes, start over"."""
    return tuple(
        place
        for place, label in enumerate(labels)
        if words in (normalize(label), normalize(label.partition(",")[0]))
    )


def _match_part(words: str, labels: Sequence[str]) -> tuple[int, ...]:
    if len(words) < SHORTEST_PART:
        return ()
    return tuple(
        place for place, label in enumerate(labels) if f" {words} " in f" {normalize(label)} "
    )


def _match_with_typos(words: str, labels: Sequence[str]) -> tuple[int, ...]:
    likeness = {
        place: _likeness(words.split(), normalize(label).split())
        for place, label in enumerate(labels)
    }
    best = max(likeness.values(), default=0.0)
    return tuple(place for place, each in likeness.items() if each and each > best - NEAR_TIE)


def _match_other_form(words: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the labels of which these words are a part, but for their endings."""
    typed = words.split()
    if min(map(len, typed)) < LONG_WORD:
        return ()
    return tuple(
        place
        for place, label in enumerate(labels)
        if _contains_other_form(normalize(label).split(), typed)
    )


def _contains_other_form(label: Sequence[str], typed: Sequence[str]) -> bool:
    return any(
        all(len(word) > SHORT_WORD for word in (*label[:start], *label[start + len(typed) :]))
        and all(fuzz.ratio(*pair) >= INFLECTED for pair in zip(label[start:], typed, strict=False))
        for start in range(len(label) - len(typed) + 1)
    )


def _likeness(typed: Sequence[str], meant: Sequence[str]) -> float:
    """Return how alike two lines are word by word, 0 when a word is missing, superfluous or another."""
    if len(typed) != len(meant):
        return 0.0
    likeness = [_word_likeness(one, other) for one, other in zip(typed, meant, strict=True)]
    return sum(likeness) / len(likeness) if likeness and min(likeness) >= LIKE_ENOUGH else 0.0


def _word_likeness(typed: str, meant: str) -> float:
    if min(len(typed), len(meant)) <= SHORT_WORD:
        return 100.0 if typed == meant else 0.0
    return fuzz.ratio(typed, meant)
