"""The disk after a power cut: what was synced is there, what was not may be there in any part."""

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from disk import (
    CALLS,
    SECTOR,
    Confirmed,
    Disk,
    Event,
    Fate,
    Opened,
    Removed,
    Resized,
    Synced,
    Wrote,
    events,
)

FOLDER = "/data"
FILE = f"{FOLDER}/file"
OLD, NEW = b"o" * 4 * SECTOR, b"n" * 4 * SECTOR
KEPT = (Opened(FILE), Wrote(FILE, 0, OLD), Synced(FILE))


def left(*done: Event) -> dict[Fate, set[bytes | None]]:
    """Return everything that may be left of the file by each fate."""
    disk, chance = Disk(), Random(1)
    for event in done:
        disk.take(event)
    return {fate: {disk.cut(fate, chance).get(FILE) for _ in range(200)} for fate in Fate}


def test_what_was_synced_is_there_whatever_happens() -> None:
    assert all(found == {OLD} for found in left(*KEPT).values())


def test_a_write_that_was_not_synced_is_there_or_not_or_in_part() -> None:
    found = left(*KEPT, Wrote(FILE, 0, NEW))

    assert found[Fate.NONE] == {OLD}
    assert found[Fate.ALL] == {NEW}
    assert found[Fate.SOME] == {OLD, NEW}
    assert OLD[: 2 * SECTOR] + NEW[: 2 * SECTOR] in found[Fate.TORN]
    assert all(
        len(each[place : place + SECTOR].strip(each[place : place + 1])) == 0
        for each in found[Fate.TORN]
        if each
        for place in range(0, 4 * SECTOR, SECTOR)
    )


def test_the_later_of_two_writes_may_be_there_without_the_earlier() -> None:
    found = left(*KEPT, Resized(FILE, 0), Wrote(FILE, 0, b"one"), Wrote(FILE, 3, b"two"))

    assert b"\0\0\0two" in found[Fate.SOME]
    assert found[Fate.ALL] == {b"onetwo"}


def test_a_name_made_or_removed_is_safe_once_it_or_its_folder_is_synced() -> None:
    assert left(Opened(FILE), Wrote(FILE, 0, OLD))[Fate.NONE] == {None}
    assert left(*KEPT, Removed(FILE))[Fate.NONE] == {OLD}
    assert left(*KEPT, Removed(FILE))[Fate.ALL] == {None}
    assert left(*KEPT, Removed(FILE), Synced(FOLDER))[Fate.NONE] == {None}
    assert left(Opened(FILE), Synced(FOLDER))[Fate.NONE] == {b""}


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_a_log_of_system_calls_tells_what_was_written_synced_and_confirmed(tmp_path: Path) -> None:
    work = (
        "import os, sys; file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT);"
        "os.pwrite(file, b'abc', 7); os.fsync(file); os.ftruncate(file, 2);"
        "os.write(1, b'GET /bot/getUpdates?offset=43&'); os.unlink(sys.argv[1])"
    )
    file, log = tmp_path / "folder" / "file", tmp_path / "log"
    file.parent.mkdir()
    strace = ["strace", "-f", "-y", "-xx", "-s", "1000", "-e", f"trace={CALLS}", "-o", str(log)]
    subprocess.run(
        [*strace, sys.executable, "-c", work, str(file)], check=True, capture_output=True
    )

    path = str(file)
    assert list(events(log, file.parent)) == [
        Opened(path),
        Wrote(path, 7, b"abc"),
        Synced(path),
        Resized(path, 2),
        Confirmed(43),
        Removed(path),
    ]
