"""Typed words -> the button they mean.

Rules: in this order, whatever fits first: the number of a button (digits of any script), its letter, its exact
words, some of its words, its words with typos. Several places mean a near tie: ask which was meant.
"""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process

LIKE_ENOUGH = 78  # per cent of likeness (rapidfuzz.fuzz.ratio), below it nothing is understood
NEAR_TIE = 8  # per cent; labels whose likeness differs by less are both meant
SHORTEST_GUESS = 3  # letters; fewer are too little to guess from
BREVE = "\u0306"
LATIN = "abcdefghijklmnopqrstuvwxyz"


def match(text: str, labels: Sequence[str], letters: str) -> tuple[int, ...]:
    """Return the places of the labels that the text means: none, one, or the tied ones.

    `letters` are the first letters of the language's alphabet; Latin ones are understood beside them.
    """
    words = plain(text)
    if (place := _numbered(words, letters)) is not None:
        return (place,) if 0 <= place < len(labels) else ()
    candidates = [plain(label) for label in labels]
    for fitting in (_same, _part, _alike):
        if words and (places := fitting(words, candidates)):
            return places
    return ()


def numbers(text: str) -> bool:
    """Tell whether the text is a number."""
    return plain(text).isdecimal()


def plain(text: str) -> str:
    """Return the text in the form it is compared in: one script form, small, without marks and accents."""
    normal = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(_bare(each, unicodedata.category(each)[0]) for each in normal)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", letters)).strip()


def _bare(character: str, category: str) -> str:
    """Return a character, a space for marks and symbols (P, S, Z, C), nothing for an accent (M).

    The breve stays: with it й is a letter of its own.
    """
    if category == "M":
        return character if character == BREVE else ""
    return " " if category in "PSZC" else character


def _numbered(words: str, letters: str) -> int | None:
    """Return the place named by a number counted from one, or by a single letter."""
    if words.isdecimal():
        return int(words) - 1
    for alphabet in (letters, LATIN):
        if len(words) == 1 and words in alphabet:
            return alphabet.index(words)
    return None


def _same(words: str, candidates: Sequence[str]) -> tuple[int, ...]:
    return tuple(place for place, label in enumerate(candidates) if label == words)


def _part(words: str, candidates: Sequence[str]) -> tuple[int, ...]:
    return tuple(
        place
        for place, label in enumerate(candidates)
        if f" {words} " in f" {label} "
        or (len(words) >= SHORTEST_GUESS and label.startswith(words))
    )


def _alike(words: str, candidates: Sequence[str]) -> tuple[int, ...]:
    if len(words) < SHORTEST_GUESS:
        return ()
    found = process.extract(
        words, candidates, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=None
    )
    return tuple(sorted(place for _, score, place in found if score > found[0][1] - NEAR_TIE))
