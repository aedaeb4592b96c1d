"""The rig of a database in trouble in small: every kind at once, each with a bot of its own."""

import asyncio
from pathlib import Path

from rig_database import ANYWHERE, troubled


async def test_a_database_in_trouble_is_told_once_loses_nothing_and_heals(tmp_path: Path) -> None:
    folders = {name: tmp_path / name for name in ANYWHERE}
    for folder in folders.values():
        folder.mkdir()

    outcomes = await asyncio.gather(
        *(troubled(ANYWHERE[name], 0.0, folder) for name, folder in folders.items())
    )

    for name, outcome in zip(folders, outcomes, strict=True):
        assert outcome.clean, (name, outcome.told, outcome.figures)
        assert outcome.findings.answers > 0
