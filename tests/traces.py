"""What is left of a person in the bytes of a bot's files, whatever those are.

SQLite writes a whole number as few big-endian bytes as it needs (https://www.sqlite.org/fileformat2.html#record_format),
so the canary's id has six that come together by chance in no file.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

CANARY = 0x5EC2E7A1B3C9


def traces(folder: Path, *told: str | int) -> dict[str | int, list[str]]:
    """Return which of these words and ids the files of a folder hold, each with the names of the files."""
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = {
        each: [name for name, content in files.items() if any(way in content for way in ways(each))]
        for each in told
    }
    return {each: names for each, names in found.items() if names}


def ways(told: str | int) -> tuple[bytes, ...]:
    """Return the ways a word or an id may be written."""
    if isinstance(told, str):
        return (told.encode(),)
    return (told.to_bytes((told.bit_length() + 8) // 8), str(told).encode())


def answers_of(database: Path) -> tuple[str, ...]:
    """Return what is unmistakable in the canary's answers: the questions and the moments."""
    query = """
        SELECT question, answered_at FROM answers JOIN sittings ON sittings.id = answers.sitting WHERE person = ?
    """
    with closing(sqlite3.connect(database)) as shell:
        return tuple(word for row in shell.execute(query, (CANARY,)) for word in row)
