"""The rig of promises in small: some of each section, and what the rig says when one is broken."""

from pathlib import Path

import pytest

import rig_promises
from promise import Attempt, Promise, Proof
from promises_of_erasure import keep_only_what_is_listed, overwrite_what_is_deleted
from promises_of_files import end_when_the_lock_is_gone, keep_the_newest_copies
from promises_of_pace import store_repeats_once
from promises_of_replies import survive_odd_replies_to, warn_of_readable_settings

SHORT = (
    keep_only_what_is_listed,
    overwrite_what_is_deleted,
    store_repeats_once,
    end_when_the_lock_is_gone,
    keep_the_newest_copies,
    warn_of_readable_settings,
)


@pytest.mark.parametrize("attempt", SHORT, ids=lambda attempt: attempt.__name__)
async def test_a_promise_is_kept_by_the_real_process(tmp_path: Path, attempt: Attempt) -> None:
    found = await attempt(tmp_path)

    assert found.kept, found.figures


async def test_the_real_process_survives_odd_replies_at_every_start(tmp_path: Path) -> None:
    found = await survive_odd_replies_to(tmp_path, ("getMe",))

    assert found.kept, found.figures


async def test_a_promise_that_cannot_be_tried_is_broken() -> None:
    async def fail(folder: Path) -> Proof:
        raise AssertionError(f"nothing is shown\nin {folder}")

    found = await rig_promises.attempt(Promise("", "", fail))

    assert found == Proof(False, "AssertionError: nothing is shown")


def test_every_promise_has_a_function_of_its_own() -> None:
    promises = [each for section in rig_promises.SECTIONS.values() for each in section]

    assert len(rig_promises.BY_NAME) == len(promises)
