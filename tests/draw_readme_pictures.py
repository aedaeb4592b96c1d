"""Draws the pictures of the README: the beginning of a conversation in the terminal, and a result.

Run: python tests/draw_readme_pictures.py
"""

import asyncio
import re
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.advisor import Advisor
from bot.map_image import render_png
from bot.terminal import draw_frame, say_line
from content.loader import load
from storage.database import open_database
from story import finished, seen

PICTURES = Path(__file__).parent / "pictures"
LINES = ["/start", "begin", "most of it", "most of it"]
SHOWN = 2  # the last answers of the conversation


def draw_result() -> None:
    """Draw the map of somebody who likes both kinds of work."""
    catalog = load()
    picture = seen(catalog, finished(catalog, technical=1.2, leading=0.9)).picture
    assert picture is not None
    (PICTURES / "result.png").write_bytes(render_png(picture))


async def draw_terminal() -> None:
    console = Console(record=True, width=84, highlight=False, file=StringIO())
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/terminal.sqlite3")
        advisor = Advisor(load(), database)
        for number, line in enumerate(LINES, start=1):
            shown = [each async for each in say_line(advisor, line, "en", number)]
            if number > len(LINES) - SHOWN:
                console.print(f"> {line}", style="bold")
                for each in shown:
                    console.print(draw_frame(each))
        await database.close()
    drawn = console.export_svg(title="make run")
    # The picture must not fetch a font from anywhere.
    without_fonts = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    (PICTURES / "terminal.svg").write_text(without_fonts, encoding="utf-8")


draw_result()
asyncio.run(draw_terminal())
