"""What a forked bot does first: take on the environment, the folder and the log of its own, then run as from the shell.

Rule: only the process that bots are forked from imports this, last of all; no thread and no loop begins here.
"""

import gc
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from bot import app
from bot.__main__ import main
from content.loader import PACKAGED, load

# Reading the content is most of what a start still takes, and what comes of it is frozen.
KEPT = cache(load)
KEPT(PACKAGED)
vars(app)["load"] = KEPT

# A look through all these objects would copy them into every process, for longer than the start takes.
gc.collect()
gc.freeze()


def run(
    environment: Mapping[str, str], folder: Path, log: Path, first: Callable[[], None] | None
) -> None:
    """Be the process of one bot; `first` is done just before it starts."""
    output = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.close(output)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    warnings.simplefilter("error")
    sys.argv = ["career-advisor", "run"]
    if first is not None:
        first()
    main()
