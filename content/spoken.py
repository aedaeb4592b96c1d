"""Puts texts together as the program will, whatever they hold; for checking them only.

Rule: nothing raises. A text that cannot be put together, or in which there is nothing to see, is empty here.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from content.folder import Folder
from content.outline import Need, Outline
from content.words import FluentWords, words_of

AMOUNTS = (0, 1, 2, 5, 21, 100)  # one of each plural form of the languages we know, and a long one
STAND_IN = "x"  # for any words that are put in
FILLERS = "\u115f\u1160\u2800\u3164\uffa0\ufffc"  # letters and symbols that show nothing


@dataclass(frozen=True, slots=True)
class Voice:
    """The texts of one language together with what is put into them."""

    words: FluentWords
    needs: Mapping[str, Need]
    numbers: frozenset[str]
    _known: dict[tuple[object, ...], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def __call__(self, name: str, /, **values: str) -> str:
        """Return the text without markup, the longest of its forms; empty when there is none."""
        longest = max(self.forms(name, **values), key=len)
        return longest if _visible(longest) else ""

    def forms(self, name: str, /, **values: str) -> tuple[str, ...]:
        """Return the text without markup in each of its forms."""
        return tuple(text for text, _ in self._forms(name, values))

    def trouble(self, name: str) -> str:
        """Return why the text cannot be put together, empty when it can."""
        return next((why for _, why in self._forms(name, {}) if why), "")

    def empty(self, name: str) -> bool:
        """Tell whether the text shows nothing in one of its forms, though words are put in."""
        variables = self.needs[name].variables if name in self.needs else ()
        return not all(map(_visible, self.forms(name, **dict.fromkeys(variables, STAND_IN))))

    def _forms(self, name: str, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the text with different numbers, each with why it failed."""
        key = (name, *values.items())
        if key not in self._known:
            self._known[key] = tuple(self._put_together(name, values))
        return self._known[key]

    def _put_together(self, name: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        variables = self.needs[name].variables if name in self.needs else frozenset()
        given = {variable: values.get(variable, "") for variable in variables - self.numbers}
        counted = variables & self.numbers
        for amount in AMOUNTS if counted else AMOUNTS[:1]:
            try:
                yield self.words.plain(name, **given, **dict.fromkeys(counted, amount)), ""
            except Exception as error:
                # Fluent's own functions raise all sorts of things on arguments that make no sense.
                yield "", str(error).strip("'\"") or type(error).__name__


def _visible(text: str) -> bool:
    """Tell whether a text has a letter, a number, a mark or a symbol; spaces and what is hidden are none."""
    return any(
        unicodedata.category(character)[0] in "LNPS" and character not in FILLERS
        for character in text
    )


def voice_of(folder: Folder, language: str, outline: Outline, needs: Mapping[str, Need]) -> Voice:
    """Return the voice of a language whose folder is named by a known tag."""
    return Voice(words_of(language, folder.resources[language]), needs, outline.numbers)
