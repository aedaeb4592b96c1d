"""Formats the data stored about a person as a JSON document."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.core.screens.layout import label_of
from content.model import Catalog, Words

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def build_document(catalog: Catalog, words: Words, rows: Rows) -> bytes:
    """Return all rows as JSON in UTF-8, with the answers first and their texts added."""
    answers = {"answers": [_format_answer(catalog, words, row) for row in rows["answers"]]}
    rest = {name: list(table) for name, table in rows.items() if name != "answers"}
    return json.dumps(answers | rest, ensure_ascii=False, indent=2, default=_encode).encode()


def _format_answer(catalog: Catalog, words: Words, row: Mapping[str, object]) -> dict[str, object]:
    question = catalog.questions.get(str(row["question"]))
    option = None if row["option"] is None else str(row["option"])
    known = question is not None and (option is None or question.option(option) is not None)
    texts = {
        "question": row["question"],
        "question_text": words.plain(f"question-{question.id}") if question else None,
        "option": option,
        "option_text": label_of(words, question, option) if question and known else None,
    }
    return {**texts, **row}


def _encode(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
