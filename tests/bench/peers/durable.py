"""The straightforward durable quiz: python-telegram-bot, and an SQLAlchemy session per update.

The answer is committed (WAL, synchronous=FULL) before the tap is answered and the message edited.

https://docs.sqlalchemy.org/en/21/orm/extensions/asyncio.html
"""

import os

from quiz import LABELS, TASKS, carried, read, result, text
from sqlalchemy import BigInteger, ForeignKey, event, select
from sqlalchemy import text as sql
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncAttrs, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

FULL = 2


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    question: Mapped[int] = mapped_column(default=0)


class Answer(Base):
    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    question: Mapped[int]
    option: Mapped[int]


engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['DATABASE_PATH']}")
Session = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def on_connect(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


async def prepare(_: object) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        assert (await connection.execute(sql("PRAGMA synchronous"))).scalar() == FULL
        assert (await connection.execute(sql("PRAGMA journal_mode"))).scalar() == "wal"


def keyboard(question: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=carried(question, option))]
            for option, label in enumerate(LABELS)
        ]
    )


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    async with Session() as session:
        await session.merge(Person(id=update.message.chat.id, question=0))
        await session.commit()
    await update.message.reply_text(text(0), reply_markup=keyboard(0))


async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    question, option = read(query.data)
    options: list[int] = []
    async with Session() as session:
        person = await session.get(Person, query.from_user.id)
        if person is None or person.question != question:
            await query.answer()
            return
        session.add(Answer(person=person.id, question=question, option=option))
        person.question = question + 1
        await session.commit()
        if person.question == len(TASKS):
            given = select(Answer.option).where(Answer.person == person.id).order_by(Answer.id)
            options = list((await session.scalars(given)).all())
    await query.answer()
    if options:
        await query.edit_message_text(result(options))
    else:
        await query.edit_message_text(text(question + 1), reply_markup=keyboard(question + 1))


async def close(_: object) -> None:
    await engine.dispose()


def main() -> None:
    application = (
        Application.builder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(f"{os.environ['TELEGRAM_API_URL']}/bot")
        .post_init(prepare)
        .post_shutdown(close)
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(answer, pattern="^answer:"))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
