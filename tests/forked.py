"""What a forked bot does first: take on the environment, the folder and the log of its own, then run as from the shell.

Rule: only the process that bots are forked from imports this, last of all; no thread and no loop begins here.
"""

import gc
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import bot.app  # noqa: F401 - it is imported late, by the command that runs the bot
from bot import __main__ as command_line
from content.loader import PACKAGED, load

# Reading the content is most of what a start still takes, and what comes of it is frozen.
KEPT = cache(load)
KEPT(PACKAGED)
vars(command_line)["load"] = KEPT

# A look through all these objects would copy them into every process, for longer than the start takes.
gc.collect()
gc.freeze()


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    streams: tuple[Path, Path, Path],
    first: Callable[[], None] | None,
) -> None:
    """Be the process of one command line; `first` is done just before it starts."""
    written = os.O_CREAT | os.O_APPEND | os.O_WRONLY
    for number, path in enumerate(streams):
        opened = os.open(path, written if number else os.O_RDONLY, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    warnings.simplefilter("error")
    sys.argv = ["career-advisor", *arguments]
    if first is not None:
        first()
    command_line.main()
