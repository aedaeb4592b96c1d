"""The crash rig in small: moments spread over the whole of an interview."""

from pathlib import Path

from rig_crashes import crashed


async def test_dying_at_any_call_of_an_interview_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = await crashed(tmp_path, jobs=3, points=8, tell=print)

    assert outcome.wrong == []
    assert (
        outcome.crashes >= 4
    )  # how often the bot looks for work while idle differs from run to run
    assert outcome.answers >= 8 * 8
    assert outcome.moments > 300
    assert outcome.kinds == {"before", "after"}
