"""Draws and sends cards that are photos: the map as the photo, the text of the card as its caption.

Rule: when the map cannot be drawn, the card is sent as a text.
"""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from telegram import Bot, InputFile, InputMediaPhoto

from bot.advisor import format_traceback
from bot.core.screens.map import Map
from bot.telegram.transport import SentMessage, upload

log = logging.getLogger(__name__)

NAME = "map.png"
DRAWING_THREAD = ThreadPoolExecutor(
    1, "drawing"
)  # one picture at a time, so that answers stay fast


async def draw(picture: Map | None) -> bytes | None:
    """Return the image, drawn in a thread; None without a picture, or when it cannot be drawn."""
    if picture is None:
        return None
    try:
        return await asyncio.get_running_loop().run_in_executor(DRAWING_THREAD, _png, picture)
    except Exception as error:
        log.error(  # noqa: TRY400 - the text of the error may contain what somebody wrote
            "a picture could not be drawn (%s):\n%s", type(error).__name__, format_traceback(error)
        )
        return None


def _png(picture: Map) -> bytes:
    # The drawing library takes a fifth of the start, and is first needed for a result.
    from bot.map_image import render_png  # noqa: PLC0415

    return render_png(picture)


async def edit(bot: Bot, message: int, photo: bytes, content: Mapping[str, object]) -> None:
    """Replace a message, a text or another photo, by this photo and caption."""
    caption, mode = str(content["text"]), str(content["parse_mode"])
    media = InputMediaPhoto(photo, caption, mode, filename=NAME)
    await upload(
        bot,
        "editMessageMedia",
        chat_id=content["chat_id"],
        message_id=message,
        media=media,
        reply_markup=content["reply_markup"],
    )


async def send(bot: Bot, photo: bytes, content: Mapping[str, object]) -> SentMessage:
    """Send a message with this photo and caption."""
    return await upload(
        bot,
        "sendPhoto",
        chat_id=content["chat_id"],
        photo=InputFile(photo, NAME),
        caption=content["text"],
        parse_mode=content["parse_mode"],
        reply_markup=content["reply_markup"],
    )
