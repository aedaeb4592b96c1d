"""The admins' questions: figures in, report out."""

from collections.abc import Iterable

from bot.core.layout import paragraphs
from content.model import Catalog, Words
from storage import figures
from storage.database import Database


async def report(database: Database, catalog: Catalog, words: Words, block: int) -> str:
    """Return the report in these words. It only reads; blocks are released while the bot runs."""
    return write_report(catalog, words, await database.read(figures.read_figures), block)


def write_report(catalog: Catalog, words: Words, counted: figures.Figures, block: int) -> str:
    """Return the figures as the admins read them."""
    return paragraphs(
        f"<b>{words('report-title')}</b>",
        words(
            "report-people",
            began=counted.began,
            finished=counted.finished,
            midway=counted.began - counted.finished,
        ),
        _listed(words, "report-languages", _languages(catalog, words, counted)),
        _outcomes(catalog, words, counted, block),
        words("report-few", block=block, missing=max(0, block - counted.waiting)),
    )


def _listed(words: Words, title: str, lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return f"<b>{words(title)}</b>\n{text}" if text else ""


def _languages(catalog: Catalog, words: Words, counted: figures.Figures) -> Iterable[str]:
    for language, people in sorted(counted.languages.items(), key=lambda each: -each[1]):
        name = (
            catalog.texts[language].plain("language-name")
            if language in catalog.texts
            else language
        )
        yield words("report-language", name=name, people=people)


def _outcomes(catalog: Catalog, words: Words, counted: figures.Figures, block: int) -> str:
    if not counted.blocks:
        return ""
    names = {role: words.plain(f"role-{role}") for role in catalog.roles}
    names[figures.UNRANKED] = words.plain("report-none")
    lines = (
        words("report-outcome", role=name, people=counted.outcomes.get(outcome, 0))
        for outcome, name in names.items()
    )
    title = words("report-outcomes", groups=counted.blocks, block=block)
    return f"<b>{title}</b>\n" + "\n".join(lines)
