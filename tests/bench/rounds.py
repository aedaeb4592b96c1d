"""One run of one bot, and the rounds in which they take their turns."""

import asyncio
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from contenders import CONTENDERS, DATABASE, HERE, Contender, Running, running
from crowd import PEOPLE, Crowd, Given, Wait, scheduled
from server import Server
from stored import fill

RATE = 100.0  # updates a second in the open loop
FLOOD = 300.0  # updates a second of the one who floods
LIMIT = 5  # updates a second of one person, as is the default of FLOOD_RATE
IDLE, FLOODED = "open loop, nobody floods", "open loop, one person floods"
WARM = 1.5  # seconds before anything counts
LONGEST_WARM = 15.0  # seconds, for a bot that is slow to greet everybody
DRAIN = 30.0  # seconds for what is still unanswered at the end


@dataclass(frozen=True, slots=True)
class Scene:
    """A load: closed or open loop, the delay added to every call, the updates a second of one who floods, and FLOOD_RATE."""

    name: str
    open: bool = False
    delay: float = 0.0
    flood: float = 0.0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run came to. Times of replies in ms; `left` had no reply when the time was over."""

    bot: str
    scene: str
    rate: float
    p50: float
    p95: float
    p99: float
    since_tap: float  # the p99 since the update was due
    cpu: float  # ms per update
    memory: float  # MB, the most there was
    left: int
    server: float  # the part of a core that the load server used
    start: float = 0.0  # seconds to the first getUpdates
    answers: int = 0  # tapped and confirmed by the bot
    lost: int = 0  # of them, not stored
    doubled: int = 0  # stored, but not tapped, or not so often
    faults: tuple[str, ...] = ()  # methods called that the load server does not have


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a run that counts."""

    seconds: float
    cpu: float
    server: float
    memory: float
    waits: Sequence[Wait]
    overdue: Sequence[Wait]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run."""

    rounds: int
    seconds: float
    bots: str
    scenes: tuple[Scene, ...]
    stored: tuple[int, ...]
    flood: bool


async def play(plan: Plan) -> list[Figures]:
    """Run every bot in turn in every scene, round for round; then ours with many people stored."""
    _end_at_sigterm()
    found: list[Figures] = []
    chosen = [each for each in CONTENDERS if each.letter in plan.bots]
    for turn in range(plan.rounds):
        for scene in plan.scenes:
            for contender in chosen:
                with tempfile.TemporaryDirectory(prefix=".run-", dir=HERE) as folder:
                    found.append(await run(contender, scene, Path(folder), turn, plan.seconds))
    return found + await _play_stored(plan) + await _play_flood(plan)


def _end_at_sigterm() -> None:
    """Let SIGTERM end the bench as Ctrl+C does, so that no bot is left running."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def _play_stored(plan: Plan) -> list[Figures]:
    """Run ours in turn with so many people stored; each database lives through all rounds."""
    found: list[Figures] = []
    with tempfile.TemporaryDirectory(prefix=".run-", dir=HERE) as parent:
        folders = {people: Path(parent) / str(people) for people in plan.stored}
        for people, folder in folders.items():
            await _filled(folder, people)
        for turn in range(plan.rounds):
            for people, folder in folders.items():
                scene = Scene(f"{people:,} stored")
                found.append(await run(CONTENDERS[0], scene, folder, turn, plan.seconds))
    return found


async def _play_flood(plan: Plan) -> list[Figures]:
    """Run ours in turn with and without somebody who floods."""
    scenes = (Scene(IDLE, open=True, limit=LIMIT), Scene(FLOODED, True, 0.0, FLOOD, LIMIT))
    found: list[Figures] = []
    for turn in range(plan.rounds if plan.flood else 0):
        for scene in scenes:
            with tempfile.TemporaryDirectory(prefix=".run-", dir=HERE) as folder:
                found.append(await run(CONTENDERS[0], scene, Path(folder), turn, plan.seconds))
    return found


async def _filled(folder: Path, people: int) -> None:
    """Let our bot make its database, and store so many people in it."""
    folder.mkdir()
    started = time.perf_counter()
    async with _serving(Crowd(0)) as server, running(CONTENDERS[0], folder, server, 0):
        pass
    await asyncio.to_thread(fill, folder / DATABASE, people)
    _say(f"stored {people:,} people in {time.perf_counter() - started:.0f} s")


async def run(
    contender: Contender, scene: Scene, folder: Path, turn: int, seconds: float
) -> Figures:
    """Run one bot in one scene and return what it came to."""
    crowd = Crowd(seed=turn, patient=scene.open)
    before = contender.stored(folder) if (folder / DATABASE).exists() else Counter[Given]()
    async with (
        _serving(crowd) as server,
        running(contender, folder, server, scene.limit) as bot,
    ):
        server.delay = scene.delay
        window = await _measured(crowd, bot, seconds, scene.flood)
        server.delay = 0.0  # what has piled up need not take longer than it must
        await crowd.drained(DRAIN)
    if bot.process.returncode != 0:
        _say(f"({contender.letter}) left with {bot.process.returncode}")
    stored = contender.stored(folder)
    stored.subtract(before)
    waited = replace(_waited(contender, scene, window), start=bot.start)
    figures = _checked(waited, crowd, stored, server.faults)
    _say(_line(figures))
    return figures


def _checked(
    figures: Figures, crowd: Crowd, stored: Counter[Given], faults: Sequence[str]
) -> Figures:
    """Return the figures with what comparing the database with the taps has shown."""
    return replace(
        figures,
        answers=crowd.confirmed.total(),
        lost=(crowd.confirmed - stored).total(),
        doubled=(stored - crowd.tapped).total(),
        faults=tuple(sorted(set(faults))),
    )


@asynccontextmanager
async def _serving(crowd: Crowd) -> AsyncIterator[Server]:
    server = Server(crowd)
    await server.up()
    try:
        yield server
    finally:
        await server.down()


async def _measured(crowd: Crowd, bot: Running, seconds: float, flood: float) -> Window:
    """Set the crowd going, let it warm up, and measure for so many seconds."""
    schedule = _set_going(crowd, flood)
    await _warmed(crowd)
    crowd.waits.clear()
    started, cpu, server = time.perf_counter(), bot.cpu(), time.process_time()
    await asyncio.sleep(seconds)
    lasted = time.perf_counter() - started
    window = Window(
        lasted,
        bot.cpu() - cpu,
        (time.process_time() - server) / lasted,
        bot.peak(),
        tuple(crowd.waits),
        crowd.overdue() if crowd.patient else (),
    )
    crowd.stop()
    await schedule
    return window


async def _warmed(crowd: Crowd) -> None:
    """Wait a moment, and in the closed loop until everybody was greeted: greeting costs less than answering."""
    started = time.perf_counter()
    await asyncio.sleep(WARM)
    while not crowd.patient and crowd.replies < PEOPLE:
        if time.perf_counter() - started > LONGEST_WARM:
            return
        await asyncio.sleep(0.02)


def _set_going(crowd: Crowd, flood: float) -> "asyncio.Future[list[None]]":
    if crowd.patient:
        floods = [scheduled(crowd, crowd.flood, flood)] if flood else []
        return asyncio.gather(scheduled(crowd, crowd.act, RATE), *floods)
    for _ in range(PEOPLE):
        crowd.begin()
    return asyncio.gather()


def _waited(contender: Contender, scene: Scene, window: Window) -> Figures:
    """Return what the window says: speed, waits and cost."""
    waits = (*window.waits, *window.overdue)
    handed = sorted(wait.handed for wait in waits if wait.handed is not None)
    due = sorted(wait.due for wait in waits)
    return Figures(
        bot=contender.letter,
        scene=scene.name,
        rate=len(window.waits) / window.seconds,
        p50=_percentile(handed, 50),
        p95=_percentile(handed, 95),
        p99=_percentile(handed, 99),
        since_tap=_percentile(due, 99),
        cpu=1000 * window.cpu / max(1, len(window.waits)),
        memory=window.memory,
        left=len(window.overdue),
        server=window.server,
    )


def _percentile(waits: Sequence[float], percent: int) -> float:
    """Return the wait in ms that so many percent did not exceed."""
    return 1000 * waits[min(len(waits) - 1, len(waits) * percent // 100)] if waits else 0.0


def _line(figures: Figures) -> str:
    return (
        f"({figures.bot}) {figures.scene}: {figures.rate:.0f}/s, p50 {figures.p50:.0f} p95 {figures.p95:.0f} "
        f"p99 {figures.p99:.0f} ms, {figures.cpu:.2f} ms CPU, {figures.memory:.0f} MB, start {figures.start:.1f} s, "
        f"lost {figures.lost} doubled {figures.doubled} of {figures.answers}, left {figures.left}, "
        f"server {figures.server:.0%}{' FAULTS ' + ' '.join(figures.faults) if figures.faults else ''}"
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
