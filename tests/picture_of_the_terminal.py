"""Draws tests/pictures/terminal.svg: the beginning of a conversation as the terminal shows it.

Run: python tests/picture_of_the_terminal.py
"""

import asyncio
import re
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.advisor import Advisor
from bot.frontends.terminal import answers, framed
from content.loader import load
from storage.database import open_database

PICTURE = Path(__file__).parent / "pictures" / "terminal.svg"
LINES = ["/start", "begin", "most of the week", "most of it"]
SHOWN = 2  # the last answers of the conversation


async def main() -> None:
    console = Console(record=True, width=84, highlight=False, file=StringIO())
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/terminal.sqlite3")
        advisor = Advisor(load(), database)
        for number, line in enumerate(LINES, start=1):
            shown = [each async for each in answers(advisor, line, "en", number)]
            if number > len(LINES) - SHOWN:
                console.print(f"> {line}", style="bold")
                for each in shown:
                    console.print(framed(each))
        await database.close()
    drawn = console.export_svg(title="make run")
    # The picture must not fetch a font from anywhere.
    PICTURE.write_text(
        re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL), encoding="utf-8"
    )


asyncio.run(main())
