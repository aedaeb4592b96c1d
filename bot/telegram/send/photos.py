"""Cards that are photos: the same content as a text card's, with the map as the photo and the text as its caption.

Rule: whatever keeps the map from being drawn never keeps the advice from being told; then the card is a text.
"""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from telegram import Bot, InputFile, InputMediaPhoto

from bot.advisor import place_of
from bot.core.screens.map import Map
from bot.telegram.transport import SentMessage, upload

log = logging.getLogger(__name__)

NAME = "map.png"
DRAWING_THREAD = ThreadPoolExecutor(1, "drawing")  # one picture at a time; answering comes first


async def draw(picture: Map | None) -> bytes | None:
    """Return the image, made beside the event loop; None when there is none or it cannot be drawn."""
    if picture is None:
        return None
    try:
        return await asyncio.get_running_loop().run_in_executor(DRAWING_THREAD, _png, picture)
    except Exception as error:
        log.error("a picture could not be drawn (%s):\n%s", type(error).__name__, place_of(error))  # noqa: TRY400
        return None


def _png(picture: Map) -> bytes:
    # The drawing library takes a fifth of a start, and nobody has a result yet then.
    from bot.map_image import render_png  # noqa: PLC0415

    return render_png(picture)


async def edit(bot: Bot, message: int, photo: bytes, content: Mapping[str, object]) -> None:
    """Make this photo and caption of a message, whether it was a text or another photo."""
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
    """Send a message with this photo and caption, and return what is kept of it."""
    return await upload(
        bot,
        "sendPhoto",
        chat_id=content["chat_id"],
        photo=InputFile(photo, NAME),
        caption=content["text"],
        parse_mode=content["parse_mode"],
        reply_markup=content["reply_markup"],
    )
