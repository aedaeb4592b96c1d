"""The rig of a misbehaving Telegram in small."""

from pathlib import Path
from random import Random

from botapi_mishaps import Mischief
from rig_telegram import Trial, misbehaved


async def test_a_telegram_that_misbehaves_loses_and_doubles_nothing(tmp_path: Path) -> None:
    trial = Trial(updates=200, people=50, silence=0.5)

    outcome = await misbehaved(trial, tmp_path, print)

    assert outcome.clean, outcome.figures
    assert outcome.findings.answers > 0
    assert outcome.mishaps.keys() >= {"replies lost", "5xx", "429", "silences", "slowed by an hour"}


def test_the_same_seed_meets_the_same_mishaps_at_the_shares_it_was_told() -> None:
    one, other = (Mischief(Random("seed"), everybody=0) for _ in range(2))

    met = [one.mishap("sendmessage", 1, at) for at in range(10_000)]
    again = [other.mishap("sendmessage", 1, at) for at in range(10_000)]

    assert [each and each.kind for each in met] == [each and each.kind for each in again]
    shares = {name: round(count / 10_000, 2) for name, count in one.met.items()}
    assert shares == {"replies lost": 0.05, "5xx": 0.05, "429": 0.02, "silences": 0.02}
