"""Writes learned questions as a content folder.

The folder contains only questions.toml, which is enough for a validation on other people. A chat also needs roles.toml,
chat.toml and texts/, and the balance that `career-advisor check` requires.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.evaluation.fitting import FittedQuestions
from bot.evaluation.survey import UnusableAnswers
from content.model import Question

HEAD = """\
# Scores and loadings learned by `career-advisor validate --fit`, the strongest question first. Each question has a kind
# of its own because its options have their own scores.
#
# This is enough for `career-advisor validate --content`. To ask these questions in a chat, add roles.toml, chat.toml and
# texts/ as in the packaged content; `career-advisor check` lists what is missing.
"""


def write_folder(directory: Path, fitted: FittedQuestions) -> Path:
    """Write questions.toml and return its path; raise UnusableAnswers when it exists or cannot be written."""
    target = directory / "questions.toml"
    if target.exists():
        raise UnusableAnswers(f"{target} already exists; name a new folder with --output")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(_format_questions(fitted)), encoding="utf-8")
    except OSError as error:
        raise UnusableAnswers(f"{target} cannot be written: {error.strerror}") from None
    return target


def _format_questions(fitted: FittedQuestions) -> Iterator[str]:
    yield HEAD
    yield 'edition = "learned"'
    for number, question in enumerate(fitted.questions, start=1):
        yield ""
        yield f"[kinds.steps-{number}]"
        yield "options = ["
        for option in question.options:
            yield f"    {{ id = {_quote(option.id)}, score = {option.score} }},"
        yield "]"
    for number, question in enumerate(fitted.questions, start=1):
        yield from _format_question(question, f"steps-{number}")
    yield ""


def _format_question(question: Question, kind: str) -> Iterator[str]:
    yield ""
    yield "[[questions]]"
    yield f"id = {_quote(question.id)}"
    yield f"kind = {_quote(kind)}"
    for trait, loading in question.loadings.items():
        yield f"{trait} = {loading}"
    yield f"source = {_quote(question.source)}"


def _quote(text: str) -> str:
    """Return a TOML string; every escape of JSON is valid in TOML."""
    return json.dumps(text, ensure_ascii=False)
