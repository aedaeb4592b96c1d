"""Message text as Telegram keeps it: plain text and entities counted in UTF-16 units.

Rules:
- Only Telegram's tags, only &lt; &gt; &amp; &quot; and numeric entities; any other & stays as it was written.
- Errors carry Telegram's own wording and the byte offset, after "Bad Request: can't parse entities: ".
- Surrounding white space is cut, as Telegram does before it counts the length.

https://core.telegram.org/bots/api#html-style
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]+));?")
TAG = re.compile(r"""<(/?)([^\s>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
ATTRIBUTE = re.compile(r"""\s*([^\s=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?\s*""")
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?!\w)")
# Telegram shows a space for a control character and drops the carriage return.
CLEAN = {code: " " for code in range(32) if chr(code) != "\n"} | {ord("\r"): None}


class Unparsable(Exception):
    """Markup that Telegram refuses; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One formatted stretch of a text; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    def wire(self) -> dict[str, object]:
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Styled:
    """A plain text and what is formatted in it, outer entities first."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    begin: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Page:
    """What has been read so far of a marked-up text."""

    source: str
    text: str = ""
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def place(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def plain(source: str, entities: Iterable[Entity] = ()) -> Styled:
    """Text whose formatting, if any, was given beside it."""
    text = source.translate(CLEAN)
    for entity in entities:
        if entity.offset < 0 or entity.length <= 0 or entity.offset + entity.length > units(text):
            raise Unparsable(f"Entity {entity.type} reaches beyond the text")
    return trimmed(Styled(text, in_order(entities)))


def html(source: str) -> Styled:
    """Read HTML as Telegram does, or raise Unparsable."""
    page = _Page(source.translate(CLEAN))
    position = 0
    while (start := page.source.find("<", position)) >= 0:
        page.text += unescaped(page.source[position:start])
        position = _tag(page, start)
    page.text += unescaped(page.source[position:])
    if page.opened:
        tag = page.opened[-1].tag
        raise Unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')
    return trimmed(Styled(page.text, in_order(map(_settled, page.entities))))


def unescaped(text: str) -> str:
    return REFERENCE.sub(_character, text)


def commands(text: str) -> tuple[Entity, ...]:
    """The bot commands a client marks in what a person writes."""
    found = COMMAND.finditer(text)
    return tuple(
        Entity("bot_command", units(text[: match.start()]), units(match[0])) for match in found
    )


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def trimmed(styled: Styled) -> Styled:
    """Cut white space at both ends; at the front only as far as the first entity reaches."""
    text = styled.text.rstrip()
    spaces = units(text) - units(text.lstrip())
    cut = min([spaces, *(entity.offset for entity in styled.entities)])
    end = units(text)
    kept = (
        replace(entity, offset=entity.offset - cut, length=min(entity.length, end - entity.offset))
        for entity in styled.entities
    )
    return Styled(text[cut:], tuple(entity for entity in kept if entity.length > 0))


def _character(match: re.Match[str]) -> str:
    sixteen, ten, name = match.groups()
    if name is not None:
        return NAMED.get(name, match[0])
    code = int(sixteen, 16) if sixteen else int(ten)
    allowed = 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000
    return chr(code) if allowed else match[0]


def _tag(page: _Page, start: int) -> int:
    match = TAG.match(page.source, start)
    if match is None:
        raise _unclosed(page, start)
    closing, name, rest = match.groups()
    if closing:
        _close(page, name.lower(), start)
    else:
        _open(page, name.lower(), rest, start)
    return match.end()


def _unclosed(page: _Page, start: int) -> Unparsable:
    """Telegram looks at the name first: a lone "<" is a tag without a name."""
    words = page.source[start + 1 :].split(maxsplit=1)
    named = bool(words) and page.source.startswith(words[0], start + 1)
    name = words[0].lower() if named else ""
    if name.startswith("/"):
        return Unparsable(f"Unclosed end tag {page.place(start)}")
    if name in KINDS or page.source.endswith("<" + name):
        return Unparsable(f"Unclosed start tag {page.place(start)}")
    return Unparsable(f'Unsupported start tag "{name}" {page.place(start)}')


def _open(page: _Page, name: str, rest: str, start: int) -> None:
    if name not in KINDS:
        raise Unparsable(f'Unsupported start tag "{name}" {page.place(start)}')
    attributes = _attributes(page, name, rest, start)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise Unparsable(f'Tag "span" must have class "tg-spoiler" {page.place(start)}')
    if name == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
        raise Unparsable(f"Invalid custom emoji identifier specified {page.place(start)}")
    page.opened.append(_Open(name, len(page.text), attributes))


def _attributes(page: _Page, name: str, rest: str, start: int) -> dict[str, str]:
    found: dict[str, str] = {}
    position = 0
    rest = rest.strip()
    while position < len(rest):
        match = ATTRIBUTE.match(rest, position)
        if match is None:
            raise Unparsable(f'Empty attribute name in the tag "{name}" {page.place(start)}')
        key, value = match.groups()
        if value is None and (name, key) != ("blockquote", "expandable"):
            raise Unparsable(
                f'Expected equal sign in declaration of an attribute of the tag "{name}" '
                f"{page.place(start)}"
            )
        found[key.lower()] = unescaped((value or "").strip("\"'"))
        position = match.end()
    return found


def _close(page: _Page, name: str, start: int) -> None:
    if not page.opened:
        raise Unparsable(f"Unexpected end tag {page.place(start)}")
    opened = page.opened.pop()
    if name not in ("", opened.tag):
        raise Unparsable(
            f'Unmatched end tag {page.place(start)}, expected "</{opened.tag}>", found "</{name}>"'
        )
    entity = _entity(page, opened)
    if entity is not None and entity.length:
        page.entities.append(entity)


def _entity(page: _Page, opened: _Open) -> Entity | None:
    inside = page.text[opened.begin :]
    entity = Entity(KINDS[opened.tag], units(page.text[: opened.begin]), units(inside))
    match opened.tag:
        case "a":
            url = linked(opened.attributes.get("href") or inside)
            return replace(entity, url=url) if url else None
        case "tg-emoji":
            return replace(entity, custom_emoji_id=opened.attributes["emoji-id"])
        case "blockquote" if "expandable" in opened.attributes:
            return replace(entity, type="expandable_blockquote")
        case "code":
            return replace(entity, language=_language(opened))
        case "pre":
            return replace(entity, language=_adopted(page, entity))
        case _:
            return entity


def _language(opened: _Open) -> str | None:
    name = opened.attributes.get("class", "")
    return name.removeprefix("language-") if name.startswith("language-") else None


def _adopted(page: _Page, whole: Entity) -> str | None:
    """The language of a <code> that fills this <pre>; the two become one entity."""
    inner = page.entities[-1] if page.entities else None
    if inner is None or replace(inner, type="pre", language=None) != whole:
        return None
    if inner.type != "code" or inner.language is None:
        return None
    page.entities.pop()
    return inner.language


def _settled(entity: Entity) -> Entity:
    return replace(entity, language=None) if entity.type == "code" else entity


def linked(url: str) -> str | None:
    """The address a link leads to, or None: Telegram drops a link it cannot follow."""
    if re.match(r"(?i)(https?://[^\s/?#]+\.?[^\s]*|tg://\S+|mailto:\S+)$", url):
        return url
    if re.match(r"(?i)[\w-]+(\.[\w-]+)+([/?#]\S*)?$", url):
        return f"http://{url}"
    return None
