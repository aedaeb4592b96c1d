"""Finds what is wrong in the words of one language: missing, superfluous, untranslated, or wrongly written texts.

Rules: nothing raises; one mistake is one fault, so a text that could not be read is not missed as well.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from babel import Locale, UnknownLocaleError
from fluent.syntax import ast

from content.folder import Fault, Folder, Message
from content.outline import Need, Outline
from content.spoken import Voice

REFERENCE = "en"  # translations are compared with it
SAME_EVERYWHERE = ("letters", "language-name")
FUNCTIONS = ("NUMBER", "DATETIME")
COUNTED = range(200)  # whole numbers that show every plural form a count can take

# Paragraphs of cards; every other text stands on a button or in a menu, or is set in bold or italics as a whole.
MARKED = re.compile(
    r"greeting|welcome(-last)?|paused|review|report-(people|clipped|few)|(page|confirm|sure|too-little|why)-[a-z-]+"
)
MARK = re.compile(r"<(?P<end>/?)(?P<tag>[bi])>|&(?:lt|gt|amp|quot);|(?P<stray>[<>&])")
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")  # as Telegram writes it
WORD = re.compile(r"[^\W\d_]{3,}")
HIDDEN = ("Cc", "Cf")  # Unicode's categories of control and format characters
JOINER, EMOJI_STYLE = "\N{ZERO WIDTH JOINER}", "\N{VARIATION SELECTOR-16}"
BROKEN_NAME = re.compile(r"^([a-zA-Z][\w-]*)[ \t]*=", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of a folder: its texts by name (the first of each), its terms, and what is needed."""

    language: str
    locale: Locale
    folder: Folder
    outline: Outline
    needs: Mapping[str, Need]
    texts: Mapping[str, Message]
    terms: Mapping[str, Message]


def tongue_of(
    folder: Folder, language: str, locale: Locale, outline: Outline, needs: Mapping[str, Need]
) -> Tongue:
    """Return a language of the folder."""
    return Tongue(
        language,
        locale,
        folder,
        outline,
        needs,
        _by_name(folder.messages[language]),
        _by_name(_terms(folder, language)),
    )


def locale_of(language: str) -> Locale | None:
    """Return what is known of a language, None when the name is no language's tag."""
    if not TAG.fullmatch(language):
        return None
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError):
        return None


def folder_faults(folder: Folder, language: str) -> Iterator[Fault]:
    """Yield what is wrong with the language's folder as a whole; then its texts are not looked at."""
    place = f"texts/{language}"
    unread = any(fault.file.startswith(f"{place}/") for fault in folder.faults)
    if not folder.resources[language] and not unread:
        yield Fault(
            place,
            1,
            f"this folder holds no .ftl file; copy those of texts/{REFERENCE} and translate them",
        )
    if locale_of(language) is None:
        yield Fault(
            place, 1, f"`{language}` is no known language; name the folder like `en` or `pt-BR`"
        )


def wording_faults(tongue: Tongue, voice: Voice) -> Iterator[Fault]:
    """Yield the faults of the texts of one language."""
    yield from _missing(tongue)
    yield from _superfluous(tongue)
    yield from _repeated(tongue)
    yield from _untranslated(tongue)
    for message in (*tongue.texts.values(), *tongue.terms.values()):
        if faults := tuple(_written(tongue, message)):
            yield from faults
        elif message.name in tongue.needs and (why := _unusable(voice, message.name)):
            yield Fault(message.file, message.line, f"`{message.name}` {why}")


def _unusable(voice: Voice, name: str) -> str:
    """Return what is wrong with a text once it is put together, empty when nothing is."""
    if why := voice.trouble(name):
        return f"cannot be put together: {why}"
    return "shows nothing; write some words" if voice.empty(name) else ""


def _by_name(messages: Iterable[Message]) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for message in messages:
        found.setdefault(message.name, message)
    return found


def _files(folder: Folder, language: str) -> Iterator[tuple[str, ast.Resource]]:
    """Yield the files of a language; `sources` holds them in the order they were parsed in."""
    names = [name for name in folder.sources if name.startswith(f"texts/{language}/")]
    yield from zip(names, folder.resources[language], strict=False)


def _terms(folder: Folder, language: str) -> Iterator[Message]:
    for file, resource in _files(folder, language):
        for entry in resource.body:
            if isinstance(entry, ast.Term):
                line = _line(folder.sources[file], entry)
                yield Message(f"-{entry.id.name}", entry.value, file, line)
                for each in entry.attributes:
                    yield Message(f"-{entry.id.name}.{each.id.name}", each.value, file, line)


def _line(source: str, node: ast.SyntaxNode) -> int:
    return source.count("\n", 0, node.span.start if node.span else 0) + 1


def _base(name: str) -> str:
    return name.partition(".")[0]


# --- which texts there are


def _missing(tongue: Tongue) -> Iterator[Fault]:
    """Yield one fault for each message, or for a whole file that is not there."""
    absent: dict[str, list[str]] = defaultdict(list)
    broken = _broken(tongue)
    for name in tongue.needs:
        if name not in tongue.texts and _base(name) not in broken:
            absent[_home(tongue, name)].append(name)
    unread = {fault.file for fault in tongue.folder.faults}
    for file, names in absent.items():
        if file in tongue.folder.sources:
            yield from _missing_in(tongue, file, names)
        elif file not in unread:
            what = f"this file is missing, and with it {len(names)} texts; copy texts/{REFERENCE}'s and translate it"
            yield Fault(file, 1, what)


def _missing_in(tongue: Tongue, file: str, names: Iterable[str]) -> Iterator[Fault]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in names:
        grouped[_base(name)].append(name)
    lines = {_base(name): message.line for name, message in reversed(tuple(tongue.texts.items()))}
    for base, group in grouped.items():
        yield Fault(file, lines.get(base, 1), f"{_told(base, group)}; add it")


def _told(base: str, names: Iterable[str]) -> str:
    """Say which parts of a message are missing, or that all of it is."""
    attributes = ", ".join(name.removeprefix(base) for name in names if name != base)
    if base not in names:
        return f"`{base}` lacks {attributes}"
    return f"the text `{base}` is missing" + (f", and its {attributes}" if attributes else "")


def _home(tongue: Tongue, name: str) -> str:
    """Return the file a missing text belongs to: that of its message, or where another language has it."""
    for message in tongue.texts.values():
        if _base(message.name) == _base(name):
            return message.file
    for messages in tongue.folder.messages.values():
        for message in messages:
            if message.name == name:
                return f"texts/{tongue.language}/{message.file.rpartition('/')[2]}"
    return f"texts/{tongue.language}/{tongue.needs[name].home}"


def _broken(tongue: Tongue) -> frozenset[str]:
    """Return the names in what is not valid Fluent; that is a fault already."""
    junk = (
        entry.content or ""
        for resource in tongue.folder.resources[tongue.language]
        for entry in resource.body
        if isinstance(entry, ast.Junk)
    )
    return frozenset(name for content in junk for name in BROKEN_NAME.findall(content))


def _superfluous(tongue: Tongue) -> Iterator[Fault]:
    if any(fault.file.endswith(".toml") for fault in tongue.folder.faults):
        return  # what is needed is not known
    wanted = [name for name in tongue.needs if name not in tongue.texts]
    for name, message in tongue.texts.items():
        if name not in tongue.needs:
            near = get_close_matches(name, wanted, 1, 0.8)
            hint = f"did you mean `{near[0]}`?" if near else "remove it"
            yield Fault(message.file, message.line, f"nothing needs the text `{name}`; {hint}")


def _repeated(tongue: Tongue) -> Iterator[Fault]:
    first = {**tongue.texts, **tongue.terms}
    terms = _terms(tongue.folder, tongue.language)
    for message in (*tongue.folder.messages[tongue.language], *terms):
        one = first[message.name]
        if one is not message and (one.file, one.line) != (message.file, message.line):
            what = (
                f"`{message.name}` stands in {one.file}:{one.line} already; remove one of the two"
            )
            yield Fault(message.file, message.line, what)


def _untranslated(tongue: Tongue) -> Iterator[Fault]:
    if tongue.language == REFERENCE:
        return
    reference = _by_name(tongue.folder.messages.get(REFERENCE, ()))
    for name, message in tongue.texts.items():
        same = name in reference and message.pattern.equals(reference[name].pattern)
        if same and name not in SAME_EVERYWHERE and WORD.search(_letters(message.pattern)):
            yield Fault(
                message.file,
                message.line,
                f"`{name}` is not translated; it still says what {REFERENCE} says",
            )


def _letters(pattern: ast.Pattern) -> str:
    return " ".join(node.value for node in _nodes(pattern) if isinstance(node, ast.TextElement))


# --- how a text is written


def _written(tongue: Tongue, message: Message) -> Iterator[Fault]:
    source = tongue.folder.sources[message.file]
    for node in _nodes(message.pattern):
        for what in _wrong(tongue, message.name, node):
            yield Fault(message.file, _line(source, node), f"`{message.name}` {what}")
        placed = _markup(source, message.name, node) if isinstance(node, ast.Pattern) else ()
        for line, what in (*placed, *_hidden(source, node)):
            yield Fault(message.file, line, f"`{message.name}` {what}")


def _nodes(node: ast.SyntaxNode) -> Iterator[ast.SyntaxNode]:
    """Yield a node and everything in it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        for value in vars(current).values():
            values = value if isinstance(value, list) else [value]
            waiting += [each for each in values if isinstance(each, ast.SyntaxNode)]


def _wrong(tongue: Tongue, name: str, node: ast.SyntaxNode) -> Iterator[str]:
    match node:
        case ast.VariableReference():
            yield from _variable(tongue, name, node.id.name)
        case ast.MessageReference() | ast.TermReference():
            yield from _reference(tongue, node)
        case ast.FunctionReference() if node.id.name not in FUNCTIONS:
            yield f"uses the unknown function {node.id.name}; there are: {', '.join(FUNCTIONS)}"
        case ast.SelectExpression() if _counted(tongue, node.selector):
            yield from _plural(tongue, node)


def _variable(tongue: Tongue, name: str, variable: str) -> Iterator[str]:
    if name in tongue.needs and variable not in tongue.needs[name].variables:
        supplied = ", ".join(f"{{ ${each} }}" for each in sorted(tongue.needs[name].variables))
        yield f"uses {{ ${variable} }}, which nothing supplies; there is: {supplied or 'none'}"


def _reference(tongue: Tongue, node: ast.MessageReference | ast.TermReference) -> Iterator[str]:
    name = f"-{node.id.name}" if isinstance(node, ast.TermReference) else node.id.name
    if node.attribute:
        name += f".{node.attribute.name}"
    if name not in (tongue.terms if isinstance(node, ast.TermReference) else tongue.texts):
        yield f"refers to {{ {name} }}, which does not exist; add it or put its words in"


def _counted(tongue: Tongue, selector: ast.SyntaxNode) -> str:
    """Return the variable with a number that a choice goes by, empty when it goes by something else."""
    names = (node.id.name for node in _nodes(selector) if isinstance(node, ast.VariableReference))
    return next((name for name in names if name in tongue.outline.numbers), "")


def _plural(tongue: Tongue, node: ast.SelectExpression) -> Iterator[str]:
    keys = {_key(variant.key) for variant in node.variants}
    form = _plural_forms(tongue.locale)
    forms = {form[number]: number for number in reversed(COUNTED)}
    needed = {form[number] for number in COUNTED if str(number) not in keys} - {"other"}
    variable = f"{{ ${_counted(tongue, node.selector)} }}"
    for key in sorted(needed - keys, key=lambda each: forms[each]):
        yield f"chooses by {variable} without [{key}]; add it, as for {forms[key]}"
    for key in sorted(keys - {*forms, "other"}):
        if not key.isdecimal():
            yield f"chooses by {variable} with [{key}], which never fits; there are: {', '.join(sorted({*forms, 'other'}))}"


@cache
def _plural_forms(locale: Locale) -> tuple[str, ...]:
    return tuple(locale.plural_form(number) for number in COUNTED)


def _key(key: ast.Identifier | ast.NumberLiteral) -> str:
    return key.name if isinstance(key, ast.Identifier) else key.value


# --- characters that nobody sees


def _hidden(source: str, node: ast.SyntaxNode) -> Iterator[tuple[int, str]]:
    """Yield the hidden characters of a piece of text, and the line of each."""
    if not isinstance(node, ast.TextElement | ast.StringLiteral):
        return
    text = _said(node)
    if text.isprintable():  # which is quick, and true of nearly every text
        return
    for place, character in enumerate(text):
        if unicodedata.category(character) in HIDDEN and not _harmless(text, place):
            code = f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
            line = _line(source, node) + text.count("\n", 0, place)
            yield line, f"holds a character that cannot be seen, {code}; take it out"


def _harmless(text: str, place: int) -> bool:
    """Tell whether it is a line's end, a soft hyphen, or what joins two symbols to one emoji."""
    if text[place] != JOINER:
        return text[place] in "\n\N{SOFT HYPHEN}"
    before, after = text[:place].rstrip(EMOJI_STYLE)[-1:], text[place + 1 : place + 2]
    return all(each and unicodedata.category(each)[0] == "S" for each in (before, after))


def _said(node: ast.TextElement | ast.StringLiteral) -> str:
    """Return the words of a piece of text, nothing for a code that no character has."""
    try:
        return str(node.parse()["value"]) if isinstance(node, ast.StringLiteral) else node.value
    except ValueError:
        return ""


# --- markup


def _markup(source: str, name: str, pattern: ast.Pattern) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the markup of a pattern, and the line; each form of a choice is whole by itself."""
    marks = tuple(_marks(source, pattern))
    for line, mark in marks:
        if mark["stray"]:
            stray = f'has a stray "{mark[0]}"'
            yield line, f"{stray}; there are <b> and <i>, and < > & are written &lt; &gt; &amp;"
    tags = [(line, mark) for line, mark in marks if mark["tag"]]
    if MARKED.fullmatch(name):
        yield from _unbalanced(tags)
    elif tags:
        line, mark = tags[0]
        yield line, f"has {mark[0]}, but is shown without marks or has its own; take it out"


def _unbalanced(tags: Iterable[tuple[int, re.Match[str]]]) -> Iterator[tuple[int, str]]:
    opened: list[tuple[int, str]] = []
    for line, mark in tags:
        if not mark["end"]:
            opened.append((line, mark["tag"]))
        elif not opened or opened.pop()[1] != mark["tag"]:
            yield line, f"closes {mark[0]}, which was not the last opened; marks must nest"
    for line, tag in opened:
        yield line, f"opens <{tag}> and never closes it; add </{tag}>"


def _marks(source: str, pattern: ast.Pattern) -> Iterator[tuple[int, re.Match[str]]]:
    for element in pattern.elements:
        text = _fixed(element)
        for mark in MARK.finditer(text):
            yield _line(source, element) + text.count("\n", 0, mark.start()), mark


def _fixed(element: ast.TextElement | ast.Placeable) -> str:
    """Return the words that always stand here: a piece of text, or one in quotes within braces."""
    inner = element.expression if isinstance(element, ast.Placeable) else element
    return _said(inner) if isinstance(inner, ast.TextElement | ast.StringLiteral) else ""
