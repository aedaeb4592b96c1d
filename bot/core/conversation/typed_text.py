"""Find the buttons that typed words may mean.

Rules:
- The first match decides: the number of a button (digits of any script), its letter, its words, some of its words, its words
  with typos, some of its words in another form. Several buttons are a near tie: the person is asked which one was meant.
- A typo changes letters within a word, never the number of words: "not very much" is not "very much". Short words (no, not,
  не, да) must be spelled correctly and cannot be left out beside a word in another form, so a no is never taken as a yes.
"""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

# Similarities are those of rapidfuzz.fuzz.ratio, in per cent.
SIMILAR = 70  # least similarity of each word for it to be a typo
NEAR_TIE = 8  # labels whose similarity differs by less are tied
INFLECTED = 80  # least similarity of a word in another form
SHORT_WORD = 3  # letters; words up to this length must be spelled correctly
LONG_WORD = 5  # letters; shorter words have no other form
SHORTEST_PART = 4  # letters; a shorter part of a label does not match it
LATIN = "abcdefghijklmnopqrstuvwxyz"
BREVE = "\u0306"


def find_places(text: str, labels: Sequence[str], letters: str) -> tuple[int, ...]:
    """Return the places of the labels that the text means, counted from 0: none, one, or several that are tied.

    `letters` is the language's alphabet; Latin letters count as well. If it is empty, single letters mean nothing.
    """
    words = normalize(text)
    if (place := _place_of_mark(words, letters)) is not None:
        return (place,) if 0 <= place < len(labels) else ()
    for find_matches in (_match_exactly, _match_part, _match_with_typos, _match_other_form):
        if words and (places := find_matches(words, labels)):
            return places
    return ()


def is_mark(text: str) -> bool:
    """Tell whether the text is a number or a single letter; these refer only to the card that is shown."""
    words = normalize(text)
    return words.isdecimal() or len(words) == 1


def normalize(text: str) -> str:
    """Return the text for comparisons: in one Unicode form, lower case, without punctuation and accents."""
    normal = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(_strip_mark(each, unicodedata.category(each)[0]) for each in normal)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", letters)).strip()


def _strip_mark(character: str, category: str) -> str:
    """Return the character, a space for punctuation and symbols (P, S, Z, C), nothing for an accent (M).

    The breve is kept, because й is a letter of its own.
    """
    if category == "M":
        return character if character == BREVE else ""
    return " " if category in "PSZC" else character


def _place_of_mark(words: str, letters: str) -> int | None:
    """Return the place meant by a number, which counts from 1, or by a single letter."""
    if words.isdecimal():
        return int(words) - 1
    for alphabet in (letters, LATIN) if letters else ():
        if len(words) == 1 and words in alphabet:
            return alphabet.index(words)
    return None


def _match_exactly(words: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the labels that are these words, or begin with them and a comma: "Yes, start over"."""
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
    similarity = {
        place: _similarity(words.split(), normalize(label).split())
        for place, label in enumerate(labels)
    }
    best = max(similarity.values(), default=0.0)
    return tuple(place for place, each in similarity.items() if each and each > best - NEAR_TIE)


def _match_other_form(words: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the labels that contain these words with other endings."""
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


def _similarity(typed: Sequence[str], meant: Sequence[str]) -> float:
    """Return the mean similarity of two lines word by word, 0 if a word is missing, added or different."""
    if len(typed) != len(meant):
        return 0.0
    similarity = [_word_similarity(one, other) for one, other in zip(typed, meant, strict=True)]
    return sum(similarity) / len(similarity) if similarity and min(similarity) >= SIMILAR else 0.0


def _word_similarity(typed: str, meant: str) -> float:
    if min(len(typed), len(meant)) <= SHORT_WORD:
        return 100.0 if typed == meant else 0.0
    return fuzz.ratio(typed, meant)
