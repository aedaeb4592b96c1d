"""Figures -> the table of the README."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from contenders import CONTENDERS, HERE
from rounds import FLOODED, IDLE, Figures, Plan

NAMES = {each.letter: each.name for each in CONTENDERS}
COLUMNS = (
    "updates/s",
    "ours is",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "p99 since tapped",
    "CPU ms/update",
    "of ours",
    "memory MB",
    "start s",
    "left",
    "lost",
    "doubled",
)

Measure = Callable[[Figures], float]
Group = tuple[str, str]  # the runs of a scene and a bot


@dataclass(frozen=True, slots=True)
class Target:
    """How the median of one group should stand to that of another: at least so, or at most."""

    what: str
    first: Group
    second: Group
    measure: Measure
    limit: float
    least: bool = True

    @property
    def asked(self) -> str:
        return f"{'at least' if self.least else 'at most'} {self.limit:g}"

    def met(self, got: float) -> bool:
        return got >= self.limit if self.least else got <= self.limit

    def found(self, runs: Sequence[Figures]) -> float | None:
        first, second = (
            [each for each in runs if (each.scene, each.bot) == group]
            for group in (self.first, self.second)
        )
        return _quotient(first, second, self.measure)


CLOSED, OPEN = "closed loop", "open loop"
TARGETS = (
    Target("updates/s, of (c)'s", (CLOSED, "a"), (CLOSED, "c"), lambda each: each.rate, 10),
    Target("updates/s, of (b)'s", (CLOSED, "a"), (CLOSED, "b"), lambda each: each.rate, 6),
    Target("updates/s, of (d)'s", (CLOSED, "a"), (CLOSED, "d"), lambda each: each.rate, 2.5),
    Target("CPU per update, (c)'s of ours", (CLOSED, "c"), (CLOSED, "a"), lambda each: each.cpu, 8),
    Target("p99, (c)'s of ours, open loop", (OPEN, "c"), (OPEN, "a"), lambda each: each.p99, 4),
    Target(
        "p95 of others, with a flood of without",
        (FLOODED, "a"),
        (IDLE, "a"),
        lambda each: each.p95,
        2,
        least=False,
    ),
)


def as_markdown(plan: Plan, found: Sequence[Figures]) -> str:
    """Return a table per scene, what is to be reached, and what the machine was."""
    names = [scene.name for scene in plan.scenes]
    parts = [_machine(plan)]
    parts += [_scene(name, [each for each in found if each.scene == name]) for name in names]
    parts += [_stored(plan, found), _flooded(found), _targets(plan, found), _notes(found)]
    return "\n\n".join(part for part in parts if part)


def as_json(plan: Plan, found: Sequence[Figures]) -> dict[str, object]:
    """Return every run as it was, with the machine."""
    return {
        "machine": _machine(plan),
        "plan": asdict(plan),
        "runs": [asdict(each) for each in found],
    }


def _scene(name: str, found: Sequence[Figures]) -> str:
    rows = [
        [f"({letter}) {NAMES[letter]}", *_cells(_of(found, letter), _of(found, "a"))]
        for letter in NAMES
        if _of(found, letter)
    ]
    return f"**{name[:1].upper()}{name[1:]}**\n\n" + _table(("", *COLUMNS), rows)


def _cells(theirs: Sequence[Figures], ours: Sequence[Figures]) -> list[str]:
    return [
        _spread(theirs, lambda each: each.rate),
        _ratio(ours, theirs, lambda each: each.rate),
        _spread(theirs, lambda each: each.p50),
        _spread(theirs, lambda each: each.p95),
        _spread(theirs, lambda each: each.p99),
        _spread(theirs, lambda each: each.since_tap),
        _spread(theirs, lambda each: each.cpu),
        _ratio(theirs, ours, lambda each: each.cpu),
        _spread(theirs, lambda each: each.memory),
        _spread(theirs, lambda each: each.start),
        f"{median(each.left for each in theirs):.0f}",
        f"{sum(each.lost for each in theirs)} of {sum(each.answers for each in theirs):,}",
        f"{sum(each.doubled for each in theirs)}",
    ]


def _stored(plan: Plan, found: Sequence[Figures]) -> str:
    if not plan.stored:
        return ""
    groups = [
        [each for each in found if each.scene == f"{people:,} stored"] for people in plan.stored
    ]
    header = ("This bot, closed loop, with", "updates/s", "CPU ms/update", "of the first", "p99 ms")
    rows = [
        [f"{people:,} people stored", *_stored_cells(group, groups[0])]
        for people, group in zip(plan.stored, groups, strict=True)
    ]
    return _table((*header, "memory MB", "start s", "lost"), rows)


def _stored_cells(group: Sequence[Figures], first: Sequence[Figures]) -> list[str]:
    return [
        _spread(group, lambda each: each.rate),
        _spread(group, lambda each: each.cpu),
        _ratio(group, first, lambda each: each.cpu),
        _spread(group, lambda each: each.p99),
        _spread(group, lambda each: each.memory),
        _spread(group, lambda each: each.start),
        f"{sum(each.lost for each in group)} of {sum(each.answers for each in group):,}",
    ]


def _flooded(found: Sequence[Figures]) -> str:
    groups = {name: [each for each in found if each.scene == name] for name in (IDLE, FLOODED)}
    rows = [
        [f"This bot, {name}", *_flooded_cells(group, groups[IDLE])]
        for name, group in groups.items()
        if group
    ]
    header = (
        "With the limit on one person",
        "updates/s",
        "p50 ms",
        "p95 ms",
        "of the first",
        "p99 ms",
    )
    return _table(header, rows) if rows else ""


def _flooded_cells(group: Sequence[Figures], idle: Sequence[Figures]) -> list[str]:
    return [
        _spread(group, lambda each: each.rate),
        _spread(group, lambda each: each.p50),
        _spread(group, lambda each: each.p95),
        _ratio(group, idle, lambda each: each.p95),
        _spread(group, lambda each: each.p99),
    ]


def _targets(plan: Plan, found: Sequence[Figures]) -> str:
    """Return what is to be reached beside what was measured."""
    rows = [
        [target.what, target.asked, f"{got:.2f}", "yes" if target.met(got) else "**no**"]
        for target in (*TARGETS, *_growth(plan))
        if (got := target.found(found)) is not None
    ]
    return _table(("To reach", "asked", "found", ""), rows) if rows else ""


def _growth(plan: Plan) -> tuple[Target, ...]:
    """Return the target for the cost with many people stored beside that with few."""
    if len(plan.stored) < 2:
        return ()
    few, many = (f"{people:,} stored" for people in (min(plan.stored), max(plan.stored)))
    what = "CPU per update, many stored of few"
    return (Target(what, (many, "a"), (few, "a"), lambda each: each.cpu, 1.2, least=False),)


def _quotient(
    first: Sequence[Figures], second: Sequence[Figures], measure: Measure
) -> float | None:
    """Return the ratio of the medians."""
    if not first or not second:
        return None
    below = median(map(measure, second))
    return median(map(measure, first)) / below if below else None


def _ratio(first: Sequence[Figures], second: Sequence[Figures], measure: Measure) -> str:
    found = _quotient(first, second, measure)
    return "" if found is None else f"{found:.2f}x"


def _spread(found: Sequence[Figures], measure: Measure) -> str:
    """Return the median, and behind it the least and the most."""
    values = sorted(map(measure, found))
    form = ".0f" if median(values) >= 100 else ".1f" if median(values) >= 10 else ".2f"
    spread = f" ({values[0]:{form}}-{values[-1]:{form}})" if len(values) > 1 else ""
    return f"{median(values):{form}}{spread}"


def _of(found: Iterable[Figures], letter: str) -> list[Figures]:
    return [each for each in found if each.bot == letter]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _machine(plan: Plan) -> str:
    cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(": ")[1] for line in cpuinfo if line.startswith("model name")), "?")
    peers = ", ".join(
        line for line in (HERE / "requirements.txt").read_text().splitlines() if "==" in line
    )
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {model}, {os.cpu_count()} cores, Linux {platform.release()}, "
        f"Python {platform.python_version()}; peers: {peers}. {plan.rounds} rounds of {plan.seconds:g} s each in "
        "turn; medians, in brackets the least and the most, ratios of medians."
    )


def _notes(found: Sequence[Figures]) -> str:
    busiest = max((each.server for each in found), default=0.0)
    faults = sorted({fault for each in found for fault in each.faults})
    lines = [f"The load server used at most {busiest:.0%} of a core."]
    if faults:
        lines.append(f"Methods it does not have were called: {', '.join(faults)}.")
    return " ".join(lines)
