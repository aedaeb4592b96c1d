"""The fuzz rig in small, and that it notices what it is there to notice."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rig_fuzz import amiss, fuzzed

# There are words in Telegram's updates that python-telegram-bot would rather see replaced.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


async def test_whatever_comes_is_handled_ignored_or_set_aside(tmp_path: Path) -> None:
    outcome = await fuzzed(4_000, seed=3, folder=tmp_path, tell=print)

    assert outcome.wrong == ()
    found = outcome.figures
    parts = ("handled", "ignored", "dead_letters", "repeated", "without_a_number")
    assert sum(found[part] for part in parts) == found["updates"]
    assert min(found[part] for part in parts) > 0
    assert outcome.tally.good > 40


DAMAGE = {
    'DELETE FROM handled WHERE "update" = 2': "was not taken",
    "INSERT INTO handled VALUES (1, 999999, '')": "was never sent",
    "INSERT INTO waiting VALUES (1, 2, 3, '', NULL)": "still waits",
    "DELETE FROM kept": "was refused and not set aside",
    'UPDATE kept SET "update" = 1': "was whole and set aside",
    "INSERT INTO kept SELECT * FROM kept": "times",
    "DROP TRIGGER erasing; DELETE FROM people": "said something and is not known",
    "UPDATE people SET person = 7777777 WHERE person = 10000000": "said nothing and is known",
}


async def test_the_rig_notices_damage(tmp_path: Path) -> None:
    outcome = await fuzzed(100, seed=1, folder=tmp_path, tell=print)
    database = tmp_path / "advisor.sqlite3"
    sound = database.read_bytes()

    for damage, noticed in DAMAGE.items():
        database.write_bytes(sound)
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(damage)
            connection.commit()

        assert [line for line in amiss(tmp_path, outcome.tally) if noticed in line], damage
