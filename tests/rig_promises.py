"""The rig of promises: what is promised about erasure, floods, files and odd replies, each tried on the real process.

Rules:
- The bot is the real process, and what is around it is real: files, signals, another program that reads the database.
- Each promise has a folder and a Telegram of its own, and is kept or broken by what people, files and the log show;
  seconds are only told.
- Who fails to try a promise has broken it.

Run: python tests/rig_promises.py, or with the names of some functions: python tests/rig_promises.py erase_on_request
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import promises_of_erasure
import promises_of_files
import promises_of_pace
import promises_of_replies
from promise import Promise, Proof

SECTIONS: Mapping[str, Sequence[Promise]] = {
    "Erasure reaches the bytes": promises_of_erasure.PROMISES,
    "Nothing confirmed is thrown away": promises_of_pace.PROMISES,
    "The file under the bot": promises_of_files.PROMISES,
    "Odd replies, rights and settings": promises_of_replies.PROMISES,
}
BY_NAME = {each.attempt.__name__: each for section in SECTIONS.values() for each in section}


async def attempt(promise: Promise) -> Proof:
    """Try a promise in a folder of its own; what prevents that has broken it."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return await promise.attempt(Path(folder))
        except (AssertionError, TimeoutError) as error:
            return Proof(False, f"{type(error).__name__}: {error}".partition("\n")[0])


def rows(wanted: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Try the promises of these names; yield the lines of the table and whether each promise is kept."""
    yield "| promise | how it was tried | result |", True
    yield "|---|---|---|", True
    for section, promises in SECTIONS.items():
        yield f"| **{section}** | | |", True
        for promise in promises:
            if promise.attempt.__name__ in wanted:
                found = asyncio.run(attempt(promise))
                result = f"{'kept' if found.kept else '**broken**'}: {found.figures}"
                yield f"| {promise.says} | {promise.tried} | {result} |", found.kept


def main() -> None:
    parser = argparse.ArgumentParser(description="Try every promise, and print which are kept.")
    parser.add_argument("names", nargs="*", help="functions of promises", default=list(BY_NAME))
    kept = True
    for line, good in rows(parser.parse_args().names):
        print(line, flush=True)
        kept = kept and good
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
