"""Formats the admins' report."""

from collections.abc import Iterable, Mapping

from bot.core.screens.layout import paragraphs
from content.model import Catalog, Words
from storage.database import Database
from storage.statistics import UNRANKED, Figures, read_figures


async def read_report(database: Database, catalog: Catalog, words: Words, block: int) -> str:
    """Read the figures and return the report. It releases no block; only the running bot does."""
    return format_report(catalog, words, await database.read(read_figures), block)


def format_report(catalog: Catalog, words: Words, figures: Figures, block: int) -> str:
    """Return the report; `block` is the number of people in the next block."""
    return paragraphs(
        f"<b>{words('report-title')}</b>",
        words(
            "report-people",
            began=figures.began,
            finished=figures.finished,
            midway=figures.began - figures.finished,
        ),
        _format_languages(catalog, words, figures),
        _format_results(catalog, words, figures),
        _format_earlier_results(catalog, words, figures),
        words("report-few", block=block, missing=max(0, block - figures.waiting)),
    )


def project(numbers: Mapping[str, int], people: int) -> dict[str, int]:
    """Return the nearest whole numbers that are not negative and sum to `people`.

    This is the Euclidean projection onto the simplex (Duchi et al., 2008): the surplus is taken in equal parts from the
    largest numbers, and the others become zero. The remainder is taken from the largest, one each.
    """
    ranked = sorted(numbers, key=lambda name: -numbers[name])
    surplus = -people
    part, rest, kept = 0, 0, 0
    for rank, name in enumerate(ranked, start=1):
        surplus += numbers[name]
        if numbers[name] * rank > surplus:
            kept = rank
            part, rest = divmod(surplus, rank)
    shares = {name: numbers[name] - part - (rank < rest) for rank, name in enumerate(ranked[:kept])}
    return {name: shares.get(name, 0) for name in numbers}


def _format_languages(catalog: Catalog, words: Words, figures: Figures) -> str:
    names = {language: texts.plain("language-name") for language, texts in catalog.texts.items()}
    return _format_list(
        words("report-languages"),
        (
            words("report-language", name=names.get(language, language), people=people)
            for language, people in sorted(figures.languages.items(), key=lambda each: -each[1])
        ),
    )


def _format_results(catalog: Catalog, words: Words, figures: Figures) -> str:
    tally = figures.released
    if not tally.people:
        return ""
    title = words("report-outcomes", people=tally.people, groups=tally.blocks)
    return _format_list(
        title, _format_outcomes(catalog, words, project(tally.outcomes, tally.people))
    )


def _format_earlier_results(catalog: Catalog, words: Words, figures: Figures) -> str:
    tally = figures.clipped
    if not tally.blocks:
        return ""
    title = words("report-earlier", groups=tally.blocks)
    lines = (*_format_outcomes(catalog, words, tally.outcomes), words("report-clipped"))
    return _format_list(title, lines)


def _format_outcomes(catalog: Catalog, words: Words, numbers: Mapping[str, int]) -> Iterable[str]:
    names = {role: words.plain(f"role-{role}") for role in catalog.roles}
    names[UNRANKED] = words.plain("report-none")
    for outcome, name in names.items():
        yield words("report-outcome", role=name, people=numbers.get(outcome, 0))


def _format_list(title: str, lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return f"<b>{title}</b>\n{text}" if text else ""
