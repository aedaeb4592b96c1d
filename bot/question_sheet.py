"""Formats all questions as plain text for review: points, subjects, sources, reasons, and texts in all languages.

Lines have at most WIDTH columns, for terminals and files alike.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import fill

from bot.core.screens.layout import label_of, reason_of, title_of
from content.model import Catalog, Option, Question, Trait, Words

WIDTH = 98
NAMES = 17  # columns of the names on the left
POINTS = 11  # columns of the points for one trait


def format_sheet(catalog: Catalog) -> str:
    """Return all questions, with retired ones last."""
    asked = catalog.asked()
    retired = [each for each in catalog.questions.values() if each.retired]
    numbered = enumerate((*asked, *retired), start=1)
    return "\n".join(
        (
            *_format_heading(catalog),
            *(_format_question(catalog, number, each) for number, each in numbered),
        )
    )


def _format_heading(catalog: Catalog) -> Iterator[str]:
    asked = catalog.asked()
    yield f"{len(asked)} questions, content {catalog.version}\n"
    kinds = Counter(each.kind for each in asked)
    yield _labelled_line("kinds", _format_counts(kinds))
    about = Counter(each for question in asked for each in question.responsibilities)
    yield _labelled_line("about", _format_counts(about))
    overlaps = Counter(each.overlap for each in asked if each.overlap)
    yield _labelled_line("overlap", _format_counts(overlaps)) + "\n"


def _format_counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def _format_question(catalog: Catalog, number: int, question: Question) -> str:
    facts = [
        _format_rule(f"{number}. {question.id}{'  (retired)' if question.retired else ''}"),
        _labelled_line("kind", question.kind),
        _labelled_line("about", ", ".join(question.responsibilities)),
        _labelled_line("overlap", question.overlap or ""),
        *(
            _labelled_line(f"{trait:<10}{loading:+.2f}", question.why.get(trait, ""))
            for trait, loading in question.loadings.items()
        ),
        _labelled_line("source", question.source),
    ]
    translations = (
        _format_texts(words, language, question) for language, words in catalog.texts.items()
    )
    return "\n".join((*filter(None, facts), "", *translations))


def _format_rule(title: str) -> str:
    return f"── {title} ".ljust(WIDTH, "─")


def _labelled_line(name: str, text: str) -> str:
    """Return a wrapped text beside its name, or nothing for an empty text."""
    if not text:
        return ""
    return fill(text, WIDTH, initial_indent=name.ljust(NAMES), subsequent_indent=" " * NAMES)


def _format_texts(words: Words, language: str, question: Question) -> str:
    """Return the question in one language: its texts, and each option with its points."""
    name = f"question-{question.id}"
    head = "".join(f"{trait:>{POINTS}}" for trait in question.loadings)
    answers = (_format_option(words, question, option) for option in question.options)
    return "\n".join(
        (
            _labelled_line(language, title_of(words, question)),
            _labelled_line("", words.plain(name)),
            _labelled_line("", f"({words.plain(f'{name}.why')})"),
            _labelled_line("", words.plain(f"kind-{question.kind}")),
            head,
            *(line for answer in answers for line in answer),
            "",
        )
    )


def _format_points(points: float) -> str:
    return f"{points:+.2f}" if points else "0"


def _format_option(words: Words, question: Question, option: Option) -> Iterable[str]:
    points = "".join(
        _format_points(option.score * loading).rjust(POINTS)
        for loading in question.loadings.values()
    )
    indent = " " * (POINTS * len(Trait) + 2)
    first = points.ljust(len(indent)) + label_of(words, question, option.id)
    reason = fill(reason_of(words, question, option.id), WIDTH - 4, initial_indent=f"{indent}  ",
                  subsequent_indent=f"{indent}  ")  # fmt: skip
    return first, reason
