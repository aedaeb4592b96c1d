"""The quiz with aiogram 3: its FSM in memory, each answer inserted through aiosqlite and committed.

https://docs.aiogram.dev/en/latest/dispatcher/finite_state_machine/index.html
"""
# The project's .venv, in which mypy runs, has no aiogram.
# mypy: disable-error-code="import-not-found, misc, untyped-decorator, no-any-return"

import asyncio
import os

import aiosqlite
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from quiz import LABELS, TASKS, carried, read, result, text

FULL = 2
TABLE = "CREATE TABLE IF NOT EXISTS answers (id INTEGER PRIMARY KEY, person INTEGER, question INTEGER, option INTEGER)"
INSERT = "INSERT INTO answers (person, question, option) VALUES (?, ?, ?)"

router = Router()


class Quiz(StatesGroup):
    asking = State()


def keyboard(question: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=carried(question, option))]
            for option, label in enumerate(LABELS)
        ]
    )


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(Quiz.asking)
    await state.set_data({"options": []})
    await message.answer(text(0), reply_markup=keyboard(0))


@router.callback_query(Quiz.asking, F.data.startswith("answer:"))
async def answer(query: CallbackQuery, state: FSMContext, database: aiosqlite.Connection) -> None:
    question, option = read(query.data)
    options = (await state.get_data())["options"]
    if question != len(options):
        await query.answer()
        return
    await database.execute(INSERT, (query.from_user.id, question, option))
    await database.commit()
    options = [*options, option]
    await state.update_data(options=options)
    await query.answer()
    if len(options) < len(TASKS):
        await query.message.edit_text(text(question + 1), reply_markup=keyboard(question + 1))
    else:
        await state.clear()
        await query.message.edit_text(result(options))


async def value(database: aiosqlite.Connection, pragma: str) -> object:
    async with database.execute(f"PRAGMA {pragma}") as cursor:
        row = await cursor.fetchone()
    return row and row[0]


async def main() -> None:
    api = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=AiohttpSession(api=api))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    async with aiosqlite.connect(os.environ["DATABASE_PATH"]) as database:
        await database.execute("PRAGMA journal_mode=WAL")
        await database.execute("PRAGMA synchronous=FULL")
        await database.execute(TABLE)
        assert await value(database, "synchronous") == FULL
        assert await value(database, "journal_mode") == "wal"
        await dispatcher.start_polling(bot, database=database)


if __name__ == "__main__":
    asyncio.run(main())
