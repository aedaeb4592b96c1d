"""Draw the pages of explanation: the roles, what they share, help, settings and the rest."""

from collections.abc import Callable, Mapping

from bot.core.conversation import inputs
from bot.core.conversation.inputs import COMMANDS, Explain
from bot.core.screens.layout import (
    OVERLAPS,
    Button,
    Row,
    Screen,
    button,
    page_button,
    paragraphs,
    role_button,
    role_name,
    section,
)
from content.model import Catalog, Role, Trait, Words


def draw_page(catalog: Catalog, words: Words, name: str) -> Screen:
    """Return the page of a role, or one of `state.PAGES`."""
    if name in catalog.roles:
        return Screen(_draw_role(words, catalog.roles[name]), _back_to_roles(words))
    return _PAGES[name](catalog, words)


def _draw_role(words: Words, role: Role) -> str:
    return paragraphs(
        role_name(words, role) + "\n" + words(f"role-{role.id}.sentence"),
        section(
            words("title-responsibilities"), _items(words, "responsibility", role.responsibilities)
        ),
        section(words("title-paths"), _items(words, "path", role.paths)),
        section(words("title-week"), words(f"role-{role.id}.week")),
        section(words("title-gives-up"), words(f"role-{role.id}.gives-up")),
        section(words("title-next"), words(f"role-{role.id}.next")),
        section(words("title-pendulum"), words("pendulum")) if Trait.LEADING in role.high else "",
    )


def _items(words: Words, kind: str, names: tuple[str, ...]) -> str:
    return "\n".join(
        f"• <i>{words(f'{kind}-{name}')}</i>: {words(f'{kind}-{name}.text')}" for name in names
    )


def _onward(words: Words) -> Row:
    return (button(words, "continue", inputs.Continue()),)


def _back_to_roles(words: Words) -> tuple[Row, ...]:
    return ((page_button(words, "roles"),), _onward(words))


def _roles(catalog: Catalog, words: Words) -> Screen:
    """Return the list of the roles; `neither` is explained only where it is the outcome."""
    roles = [role for role in catalog.roles.values() if role.high]
    rows = [(role_button(words, role.id),) for role in roles]
    text = paragraphs(
        words("page-roles"),
        *(f"{role_name(words, role)}\n{words(f'role-{role.id}.sentence')}" for role in roles),
    )
    others = (
        (page_button(words, "compare"), page_button(words, "overlap")),
        (page_button(words, "path"), page_button(words, "myths")),
        (page_button(words, "about"), *_onward(words)),
    )
    return Screen(text, (*rows, *others))


def _compare(catalog: Catalog, words: Words) -> Screen:
    expert, manager = (words(f"role-{role}.icon") for role in ("expert", "manager"))
    head = f"{expert} {words('role-expert')}\n{manager} {words('role-manager')}"
    aspects = (
        section(
            words(f"aspect-{name}"),
            f"{expert} {words(f'aspect-{name}.expert')}\n{manager} {words(f'aspect-{name}.manager')}",
        )
        for name in catalog.aspects
    )
    text = paragraphs(f"<b>{words('title-compare')}</b>", head, *aspects)
    return Screen(text, _back_to_roles(words))


def _overlap(_: Catalog, words: Words) -> Screen:
    parts = (section(words(f"overlap-{side}"), words(f"overlap-{side}.text")) for side in OVERLAPS)
    return Screen(paragraphs(words("page-overlap"), *parts), _back_to_roles(words))


def _text_page(name: str) -> Callable[[Catalog, Words], Screen]:
    return lambda _, words: Screen(words(f"page-{name}"), _back_to_roles(words))


def _about(catalog: Catalog, words: Words) -> Screen:
    on_map = any(each.name for each in catalog.occupations)
    notice = words("occupations-notice") if on_map else ""
    return Screen(paragraphs(words("page-about"), notice), _back_to_roles(words))


def _privacy(catalog: Catalog, words: Words) -> Screen:
    months = catalog.retention_months
    how_long = (
        words("page-privacy-always")
        if months is None
        else words("page-privacy-retention", months=months)
    )
    text = words("page-privacy") + "\n" + how_long
    return Screen(text, (_my_data(words), _onward(words)))


def _settings(_: Catalog, words: Words) -> Screen:
    rows = (
        (button(words, "language", Explain("languages")), page_button(words, "privacy")),
        _my_data(words),
        (button(words, "restart", inputs.Restart()),),
        _onward(words),
    )
    return Screen(words("page-settings"), rows)


def _my_data(words: Words) -> Row:
    return (button(words, "mydata", inputs.Export()), button(words, "delete", inputs.Delete()))


def _help(_: Catalog, words: Words) -> Screen:
    commands = "\n".join(f"/{name} – {words(f'command-{name}')}" for name in COMMANDS)
    return Screen(paragraphs(words("page-help"), commands), (_onward(words),))


def _languages(catalog: Catalog, words: Words) -> Screen:
    rows = (
        (Button(other.plain("language-name"), inputs.SwitchLanguage(language)),)
        for language, other in catalog.texts.items()
    )
    return Screen(words("page-languages"), (*rows, _onward(words)))


_PAGES: Mapping[str, Callable[[Catalog, Words], Screen]] = {
    "roles": _roles,
    "compare": _compare,
    "overlap": _overlap,
    "path": _text_page("path"),
    "myths": _text_page("myths"),
    "about": _about,
    "privacy": _privacy,
    "settings": _settings,
    "help": _help,
    "languages": _languages,
}
