"""Whatever comes back to a call, with status 200: it is that call's failure, and whoever taps next is served."""

import ast
import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import get_args

import pytest
from telegram import Bot

from bot.core.assessment.selection import MOST
from bot.telegram.transport import Method
from botapi import BotApi
from content.model import Catalog
from odd_pages import ODD_PAGES
from process import PATIENCE, ROOT
from serving import serving
from test_bot import answers, begins, progress
from test_photos import finishes
from test_webhook import SECRET, free_port

ANNA, PROXY = 1001, "https://example.org"
METHODS: tuple[Method, ...] = get_args(Method)
Deed = Callable[["Scene"], Awaitable[None]]


class Scene:
    """People, and what they do so that the bot calls a method; Anna has an open question and is an admin."""

    def __init__(self, api: BotApi, catalog: Catalog, folder: Path) -> None:
        self.api, self.catalog, self.folder = api, catalog, folder
        self.anna, self.boris = api.person(ANNA), api.person(1002)

    async def waits(self) -> None:
        """Do nothing: the start alone brings the bot to call."""
        await asyncio.sleep(0.01)

    async def taps(self) -> None:
        """Open two pages and leave them again."""
        for label, follows in (
            ("Why this?", "The roles"),
            ("The roles", "Continue"),
            ("Continue", "Why this?"),
        ):
            self.anna.taps(label)
            await self.anna.sees(follows, PATIENCE)

    async def types(self) -> None:
        """Have a new card come below, and the former one closed."""
        self.anna.types("/roles")
        await self.anna.sees("Continue", PATIENCE)
        self.anna.taps("Continue")
        await self.anna.sees("Why this?", PATIENCE)

    async def asks_for_the_data(self) -> None:
        self.anna.types("/mydata")
        while not any(each.document for each in self.anna.messages):
            await asyncio.sleep(0.01)

    async def erases(self) -> None:
        """Erase everything, with which an admin loses the menu of their own."""
        self.anna.types("/delete")
        await self.anna.sees("Erase everything?", PATIENCE)
        self.anna.taps("Yes, erase everything")
        await self.anna.sees("has been erased", PATIENCE)
        while self.api.mishaps:
            await asyncio.sleep(0.01)

    async def finishes(self) -> None:
        await finishes(self.boris, self.catalog, self.api, self.folder)

    async def asks_for_the_result(self) -> None:
        await self.finishes()
        self.boris.types("/result")
        while self.api.mishaps:
            await asyncio.sleep(0.01)


# How each method comes to be called. A new one has its line here.
DEEDS: dict[Method, Deed] = {
    "answerCallbackQuery": Scene.taps,
    "deleteMyCommands": Scene.erases,
    "deleteWebhook": Scene.waits,
    "editMessageMedia": Scene.finishes,
    "editMessageReplyMarkup": Scene.types,
    "editMessageText": Scene.taps,
    "getMe": Scene.waits,
    "getMyCommands": Scene.waits,
    "getMyDescription": Scene.waits,
    "getMyShortDescription": Scene.waits,
    "getUpdates": Scene.taps,
    "sendDocument": Scene.asks_for_the_data,
    "sendMessage": Scene.types,
    "sendPhoto": Scene.asks_for_the_result,
    "setMyCommands": Scene.waits,
    "setMyDescription": Scene.waits,
    "setMyShortDescription": Scene.waits,
    "setWebhook": Scene.waits,
}


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.faults == []


@pytest.mark.parametrize("method", METHODS)
async def test_after_all_odd_replies_to_a_method_whoever_taps_next_is_served(
    api: BotApi,
    tmp_path: Path,
    catalog: Catalog,
    caplog: pytest.LogCaptureFixture,
    method: Method,
) -> None:
    scene, clara, deed = Scene(api, catalog, tmp_path), api.person(1003), DEEDS[method]
    settings = hooked(api) if method == "setWebhook" else {}
    caplog.set_level(logging.ERROR)

    def misbehave() -> None:
        for page in ODD_PAGES.values():
            api.page(method, 200, page)

    if deed is Scene.waits:
        misbehave()
    async with serving(api, tmp_path, catalog, admin_ids={ANNA}, **settings) as bot:
        async with asyncio.timeout(10 * PATIENCE):
            await begins(scene.anna)
            if deed is not Scene.waits:
                await api.drained(PATIENCE)
                misbehave()
            while api.mishaps:
                await deed(scene)
            await begins(clara)
            await answers(clara, MOST)
            await clara.sees(progress(MOST - 1), PATIENCE)

        assert not bot.done()
    print(f"{method}: {', '.join(ODD_PAGES)}")
    assert sum(call.method.lower() == method.lower() for call in api.log) > len(ODD_PAGES)
    assert [line for line in caplog.messages if "failed" in line] == []


def hooked(api: BotApi) -> dict[str, object]:
    """Return the settings of a bot with a webhook, which this server's posts reach."""
    listen = f"127.0.0.1:{free_port()}"
    api.proxies[PROXY] = f"http://{listen}"
    return {
        "webhook_url": f"{PROXY}/hook",
        "webhook_secret": SECRET,
        "webhook_listen": listen,
    }


def test_no_method_is_called_but_by_its_name_in_that_list() -> None:
    """The library's own functions would take a reply apart without asking what it is."""
    functions = {
        name for name in dir(Bot) if "_" in name and hasattr(Bot, camel(name)) and name.islower()
    }
    assert {"get_me", "get_updates", "send_message"} <= functions

    used = {
        node.attr
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }

    assert used & functions == set()


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(each.capitalize() for each in others)
