"""The bench: this bot beside three others, under the same load.

`python tests/bench/load.py --rounds 3`. What it measures and how is in README.md beside it.

Rule: only the standard library is imported before the right interpreter runs: that of the project's .venv.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OURS = ROOT / ".venv"
PEERS = HERE / ".venv"
REQUIREMENTS = HERE / "requirements.txt"
FULL = 2  # https://www.sqlite.org/pragma.html#pragma_synchronous


def main() -> None:
    arguments = _arguments()
    _in_our_environment()
    _prepare_peers()
    asyncio.run(_assert_durable())
    _bench(arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Load this bot and its peers, and compare.")
    parser.add_argument("--rounds", type=int, default=3, help="each bot's turns in each scene")
    parser.add_argument("--seconds", type=float, default=8.0, help="measured in each turn")
    parser.add_argument("--delay", type=float, default=0.05, help="of the delayed scenes; 0: none")
    parser.add_argument("--stored", default="1000,1000000", help="people stored; empty: none")
    parser.add_argument("--bots", default="abcd", help="their letters")
    parser.add_argument("--scenes", default="closed,open", help="closed, open, both or none")
    parser.add_argument("--flood", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--json", type=Path, help="write every figure to this file, too")
    return parser.parse_args()


def _in_our_environment() -> None:
    """Go on in the interpreter of the project's .venv, which has what the load server needs."""
    python = OURS / "bin" / "python"
    if Path(sys.prefix).resolve() == OURS.resolve():
        return
    if not python.exists():
        sys.exit("There is no .venv yet; `make test` makes it.")
    os.execv(python, [str(python), str(HERE / "load.py"), *sys.argv[1:]])


def _prepare_peers() -> None:
    """Make the peers' own .venv; again when their requirements have changed."""
    stamp = PEERS / "requirements.txt"
    if stamp.exists() and stamp.read_text() == REQUIREMENTS.read_text():
        return
    print("Preparing tests/bench/.venv (once) ...", file=sys.stderr)
    venv.create(PEERS, with_pip=True, clear=True)
    pip = (str(PEERS / "bin" / "python"), "-m", "pip", "-qq", "--disable-pip-version-check")
    subprocess.run([*pip, "install", "-r", str(REQUIREMENTS)], check=True)
    stamp.write_text(REQUIREMENTS.read_text())


async def _assert_durable() -> None:
    """Assert that our commits survive a power cut; those of (c) and (d) assert it of themselves."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from sqlalchemy import text  # noqa: PLC0415

    from storage.database import open_database  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/durable.sqlite3")
        try:
            found = await database.write(
                lambda connection: connection.execute(text("PRAGMA synchronous")).scalar()
            )
        finally:
            await database.close()
    if found != FULL:
        sys.exit(f"synchronous is {found}, not FULL: what would be measured is not durable")


def _bench(arguments: argparse.Namespace) -> None:
    import uvloop  # noqa: PLC0415
    from report import as_json, as_markdown  # noqa: PLC0415
    from rounds import Plan, Scene, play  # noqa: PLC0415

    delays = (0.0, arguments.delay) if arguments.delay else (0.0,)
    loops = [name for name in arguments.scenes.split(",") if name]
    scenes = tuple(
        Scene(
            f"{name} loop{f', {1000 * delay:.0f} ms delay' if delay else ''}", name == "open", delay
        )
        for delay in delays
        for name in loops
    )
    stored = tuple(int(people) for people in arguments.stored.split(",") if people)
    plan = Plan(
        arguments.rounds, arguments.seconds, arguments.bots, scenes, stored, arguments.flood
    )
    found = uvloop.run(play(plan))
    print(as_markdown(plan, found))
    if arguments.json:
        arguments.json.write_text(json.dumps(as_json(plan, found), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
