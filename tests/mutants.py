"""Mutation testing: is a test red when the code is wrong?

Rules:
- mutmut makes the mutants of the files named under [tool.mutmut] in pyproject.toml; a sample of them is tried, the same
  one for the same seed and code.
- Each is tried in a copy of the project by the tests that run storage or the bot, until one fails: first those of the
  file named like the module or its package, then the others, the quickest first. What none of them notices survives.
- What takes far longer than all these tests do is taken for noticed: it hangs.

mutmut's own runner chooses the tests that call a function within their own process. Most tests of the Telegram front end
run the bot in a process of its own, so none would be chosen.

Run: make mutants SAMPLE=100 SEED=1
"""

import argparse
import asyncio
import difflib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from libcst import Module, ensure_type
from mutmut.configuration import config
from mutmut.mutation.file_mutation import Mutation, create_mutations

ROOT = Path(__file__).parent.parent
RELEVANT = re.compile(r"^from (storage|zygote|rig_\w+|bot\.(advisor|app|telegram))\b", re.MULTILINE)
ELSEWHERE = {"test_content", "test_validate"}  # long, and about something else
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "--no-header")
LONGER = 5  # times as long as all tests take without a mutant


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file of the project with one thing changed."""

    path: str
    original: str
    changed: str

    @property
    def place(self) -> str:
        """Return the file and the first line that differs."""
        pairs = zip(self.original.splitlines(), self.changed.splitlines(), strict=False)
        line = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 0)
        return f"{self.path}:{line}"

    @property
    def difference(self) -> str:
        """Return what is changed, as a patch."""
        lines = self.original.splitlines(), self.changed.splitlines()
        names = f"a/{self.path}", f"b/{self.path}"
        return "\n".join(difflib.unified_diff(*lines, *names, lineterm="", n=2))


def all_mutants() -> Iterator[Callable[[], Mutant]]:
    """Yield what makes each mutant there is, in the order of the files; making one takes a while."""
    for source in config().source_paths:
        if not source.is_dir():
            sys.exit(f"{source}, named under [tool.mutmut] in pyproject.toml, is no folder.")
        for path in sorted(source.rglob("*.py")):
            if config().should_mutate(path):
                original = path.read_text(encoding="utf-8")
                module, mutations, *_ = create_mutations(str(path), original)
                yield from (partial(_made, str(path), module, each) for each in mutations)


def _made(path: str, module: Module, mutation: Mutation) -> Mutant:
    changed = module.deep_replace(mutation.original_node, mutation.mutated_node)
    return Mutant(path, module.code, ensure_type(changed, Module).code)


def relevant_tests() -> list[str]:
    """Return the test files that run storage or the bot."""
    return [
        f"tests/{path.name}"
        for path in sorted(Path("tests").glob("test_*.py"))
        if path.stem not in ELSEWHERE and RELEVANT.search(path.read_text(encoding="utf-8"))
    ]


def copy_project(folder: Path) -> None:
    """Copy what git knows or would take up."""
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if Path(name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, folder / name)


async def run_tests(folder: Path, tests: Sequence[str], limit: float | None, *more: str) -> str:
    """Run the tests in this folder; return what they print when one fails, else nothing."""
    process = await asyncio.create_subprocess_exec(
        *(*PYTEST, *more, *tests),
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # so that the bots can be ended along with it
    )
    try:
        async with asyncio.timeout(limit):
            printed, _ = await process.communicate()
    except TimeoutError:
        return "too long"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return printed.decode() if process.returncode else ""


async def time_tests(folder: Path, tests: Sequence[str]) -> dict[str, float]:
    """Return how many seconds each of the test files takes without a mutant; they must all be green."""
    report = folder / "report.xml"
    if printed := await run_tests(folder, tests, None, f"--junitxml={report}"):
        sys.exit(f"Without any mutant:\n{printed}")
    seconds = dict.fromkeys(tests, 0.0)
    for case in ET.parse(report).iter("testcase"):
        seconds[f"{case.get('classname', '').replace('.', '/')}.py"] += float(case.get("time", 0))
    return seconds


def in_order(mutant: Mutant, seconds: Mapping[str, float]) -> list[str]:
    """Return the test files in the order in which they are likely to notice soon."""
    path = Path(mutant.path)
    own = {f"tests/test_{name}.py" for name in (path.stem, path.parent.name)}
    return sorted(seconds, key=lambda each: (each not in own, seconds[each]))


async def survives(mutant: Mutant, folder: Path, seconds: Mapping[str, float]) -> bool:
    """Put the mutant into this copy of the project, and tell whether no test notices."""
    place = folder / mutant.path
    place.write_text(mutant.changed, encoding="utf-8")
    limit = LONGER * sum(seconds.values()) + 60
    printed = await run_tests(folder, in_order(mutant, seconds), limit)
    place.write_text(mutant.original, encoding="utf-8")
    return not printed


async def survivors_of(sample: Sequence[Mutant], folders: Sequence[Path]) -> list[Mutant]:
    """Try the mutants, one at a time in each copy of the project; return those that survive."""
    seconds = await time_tests(folders[0], relevant_tests())
    print(f"without a mutant the tests take {sum(seconds.values()):.0f} s", flush=True)
    todo, survivors = enumerate(sample, start=1), list[Mutant]()

    async def work(folder: Path) -> None:
        for number, mutant in todo:
            begun = time.monotonic()
            survived = await survives(mutant, folder, seconds)
            word = "survives" if survived else "is noticed"
            took = time.monotonic() - begun
            print(f"{number:4}  {mutant.place} {word}, {took:.0f} s", flush=True)
            survivors.extend([mutant] if survived else [])

    async with asyncio.TaskGroup() as tasks:
        for folder in folders:
            tasks.create_task(work(folder))
    return survivors


def main() -> None:
    parser = argparse.ArgumentParser(description="Find mutants that no test notices.")
    parser.add_argument("--sample", type=int, default=100, help="how many are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at a time")
    told = parser.parse_args()
    os.chdir(ROOT)
    everything = list(all_mutants())
    chosen = Random(told.seed).sample(everything, min(told.sample, len(everything)))
    print(f"{len(chosen)} of {len(everything)} mutants", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        folders = [Path(folder, f"{number}") for number in range(told.jobs)]
        for each in folders:
            copy_project(each)
        survivors = asyncio.run(survivors_of([make() for make in chosen], folders))
    for mutant in sorted(survivors, key=lambda each: each.place):
        print(f"\n{mutant.place}\n{mutant.difference}")
    print(f"\n{len(survivors)} of {len(chosen)} survive")


if __name__ == "__main__":
    main()
