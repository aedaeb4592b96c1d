"""The texts of one language, read from its Fluent files.

Rules: a text may carry Telegram's <b> and <i>; values put into it are escaped, so nothing a person wrote is
ever read as markup. Fluent's syntax: https://projectfluent.org/fluent/guide/
"""

import html
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from fluent.runtime import FluentBundle
from fluent.syntax import ast

TAG = re.compile(r"</?[bi]>")


@lru_cache(maxsize=16)
def words_of(language: str, resources: tuple[ast.Resource, ...]) -> "FluentWords":
    """Return the words in the parsed files of a language; the check and the bot share what is put together once."""
    return FluentWords(language, resources)


def without_marks(text: str) -> str:
    """Return a text as people read it where nothing is bold."""
    return html.unescape(TAG.sub("", text))


class FluentWords:
    """Looks messages up by name, `message` or `message.attribute`; a missing one is a KeyError."""

    def __init__(self, language: str, resources: Iterable[ast.Resource]) -> None:
        """Take the parsed files of the language, whose folder's name is its IETF tag."""
        self._bundle = FluentBundle([language], use_isolating=False)
        for resource in resources:
            self._bundle.add_resource(resource)
        # Nearly every text is asked for again and again with the same values.
        self._cached = lru_cache(maxsize=4096)(self._formatted)
        self._cached_plain = lru_cache(maxsize=4096)(self._unmarked)

    def __call__(self, name: str, /, **values: object) -> str:
        return self._cached(name, tuple(values.items()))

    def plain(self, name: str, /, **values: object) -> str:
        return self._cached_plain(name, tuple(values.items()))

    def _unmarked(self, name: str, values: tuple[tuple[str, object], ...]) -> str:
        return without_marks(self._cached(name, values))

    def _formatted(self, name: str, values: tuple[tuple[str, object], ...]) -> str:
        identifier, _, attribute = name.partition(".")
        message = self._bundle.get_message(identifier)
        pattern = message.attributes[attribute] if attribute else message.value
        if pattern is None:
            raise KeyError(name)
        text, errors = self._bundle.format_pattern(
            pattern, {key: _safe(value) for key, value in values}
        )
        if errors:
            raise KeyError(f"{name}: {errors[0]}")
        return str(text)


def _safe(value: object) -> str | int | float | date:
    """Leave numbers and dates to Fluent (plurals, local forms) and escape the rest."""
    return value if isinstance(value, int | float | date) else html.escape(str(value), quote=False)
