"""Puts texts together as the program will, whatever they hold; for checking them only.

Rule: nothing raises. A text that cannot be put together is empty here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.folder import Folder
from content.outline import Need, Outline
from content.words import FluentWords

AMOUNTS = (1, 2, 5, 44)  # one of each plural form of the languages we know, and a long one


@dataclass(frozen=True, slots=True)
class Voice:
    """The texts of one language together with what is put into them."""

    words: FluentWords
    needs: Mapping[str, Need]
    numbers: frozenset[str]

    def __call__(self, name: str, /, **values: str) -> str:
        """Return the text without markup, the longest of its forms; empty when there is none."""
        return max((text for text, _ in self._forms(name, values)), key=len)

    def trouble(self, name: str) -> str:
        """Return why the text cannot be put together, empty when it can."""
        return next((why for _, why in self._forms(name, {}) if why), "")

    def _forms(self, name: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the text with different numbers, each with why it failed."""
        variables = self.needs[name].variables if name in self.needs else frozenset()
        given = {variable: values.get(variable, "") for variable in variables - self.numbers}
        counted = variables & self.numbers
        for amount in AMOUNTS if counted else AMOUNTS[:1]:
            try:
                yield self.words.plain(name, **given, **dict.fromkeys(counted, amount)), ""
            except Exception as error:
                # Fluent's own functions raise all sorts of things on arguments that make no sense.
                yield "", str(error).strip("'\"") or type(error).__name__


def voice_of(folder: Folder, language: str, outline: Outline, needs: Mapping[str, Need]) -> Voice:
    """Return the voice of a language whose folder is named by a known tag."""
    return Voice(FluentWords(language, folder.resources[language]), needs, outline.numbers)
