"""Mutation testing: is a test red when the code is wrong?

Rules:
- mutmut makes the mutants of the files named under [tool.mutmut] in pyproject.toml; a sample of them is tried, the same
  one for the same seed and code.
- Each is tried in a copy of the project by the tests that run storage or the bot, until one fails: first those of the
  file that is named like the module, then file by file, the quickest first. What none of them notices has survived.
- What takes far longer than all these tests do is taken for noticed: it hangs.

mutmut's own runner chooses the tests that call a function within their own process. Most tests of the Telegram front end
run the bot in a process of its own, so none would be chosen.

Run: make mutants SAMPLE=100 SEED=1
"""

import argparse
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
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Queue
from random import Random
from xml.etree import ElementTree as ET

from libcst import Module, ensure_type
from mutmut.configuration import config
from mutmut.mutation.file_mutation import Mutation, create_mutations

ROOT = Path(__file__).parent.parent
RELEVANT = re.compile(
    r"^from (storage|zygote|rig_\w+|bot\.(advisor|app|frontends\.telegram))\b", re.MULTILINE
)
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


def run_tests(folder: Path, tests: Sequence[str], limit: float | None, *more: str) -> str:
    """Run the tests in this folder; return what they print when one fails, else nothing."""
    process = subprocess.Popen(
        (*PYTEST, *more, *tests),
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # so that the bots can be ended along with it
    )
    try:
        printed, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        return "too long"
    finally:
        _end(process)
    return printed if process.returncode else ""


def _end(process: "subprocess.Popen[str]") -> None:
    """End a process and all it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def timed(folder: Path, tests: Sequence[str]) -> dict[str, float]:
    """Return how many seconds each of the test files takes without a mutant; they must all be green."""
    report = folder / "report.xml"
    if printed := run_tests(folder, tests, None, f"--junitxml={report}"):
        sys.exit(f"Without any mutant:\n{printed}")
    seconds = dict.fromkeys(tests, 0.0)
    for case in ET.parse(report).iter("testcase"):
        seconds[f"{case.get('classname', '').replace('.', '/')}.py"] += float(case.get("time", 0))
    return seconds


def in_order(mutant: Mutant, seconds: Mapping[str, float]) -> list[str]:
    """Return the test files in the order in which they are likely to notice soon."""
    own = f"tests/test_{Path(mutant.path).stem}.py"
    return sorted(seconds, key=lambda each: (each != own, seconds[each]))


def survives(mutant: Mutant, folder: Path, seconds: Mapping[str, float]) -> bool:
    """Put the mutant into this copy of the project, and tell whether no test notices."""
    place = folder / mutant.path
    place.write_text(mutant.changed, encoding="utf-8")
    try:
        limit = LONGER * sum(seconds.values()) + 60
        return not run_tests(folder, in_order(mutant, seconds), limit)
    finally:
        place.write_text(mutant.original, encoding="utf-8")


@contextmanager
def copies(count: int) -> Iterator["Queue[Path]"]:
    """Give so many copies of the project, to be taken and put back."""
    free: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            copy_project(Path(folder, f"{number}"))
            free.put(Path(folder, f"{number}"))
        yield free


def tried(sample: Sequence[Mutant], jobs: int) -> Iterator[tuple[Mutant, bool, float]]:
    """Yield each mutant as soon as it is known whether it survives, and the seconds it took."""
    with copies(jobs) as free, ThreadPoolExecutor(jobs) as pool:
        first = free.get()
        seconds = timed(first, relevant_tests())
        free.put(first)
        print(f"without a mutant the tests take {sum(seconds.values()):.0f} s", flush=True)

        def work(mutant: Mutant) -> tuple[Mutant, bool, float]:
            folder, begun = free.get(), time.monotonic()
            try:
                return mutant, survives(mutant, folder, seconds), time.monotonic() - begun
            finally:
                free.put(folder)

        for done in as_completed([pool.submit(work, each) for each in sample]):
            yield done.result()


def main() -> None:
    parser = argparse.ArgumentParser(description="Find mutants that no test notices.")
    parser.add_argument("--sample", type=int, default=100, help="how many are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at a time")
    told = parser.parse_args()
    os.chdir(ROOT)
    everything = list(all_mutants())
    chosen = Random(told.seed).sample(everything, min(told.sample, len(everything)))
    sample = [make() for make in chosen]
    print(f"{len(sample)} of {len(everything)} mutants", flush=True)
    survivors = []
    for number, (mutant, survived, took) in enumerate(tried(sample, told.jobs), start=1):
        word = "survives" if survived else "is noticed"
        print(f"{number:4}  {mutant.place} {word}, {took:.0f} s", flush=True)
        survivors += [mutant] if survived else []
    for mutant in sorted(survivors, key=lambda each: each.place):
        print(f"\n{mutant.place}\n{mutant.difference}")
    print(f"\n{len(survivors)} of {len(sample)} survive")


if __name__ == "__main__":
    main()
