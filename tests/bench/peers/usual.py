"""The quiz the way python-telegram-bot's examples show it: ConversationHandler with PicklePersistence.

https://docs.python-telegram-bot.org/en/stable/examples.persistentconversationbot.html
https://docs.python-telegram-bot.org/en/stable/examples.inlinekeyboard2.html
"""

import os

from quiz import LABELS, TASKS, carried, read, result, text
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

ASKING = 0


def keyboard(question: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=carried(question, option))]
            for option, label in enumerate(LABELS)
        ]
    )


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["answers"] = {}
    await update.message.reply_text(text(0), reply_markup=keyboard(0))
    return ASKING


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    assert context.user_data is not None
    await query.answer()
    question, option = read(query.data)
    answers = context.user_data["answers"]
    answers[question] = option
    following = question + 1
    if following < len(TASKS):
        await query.edit_message_text(text(following), reply_markup=keyboard(following))
        return ASKING
    await query.edit_message_text(result([answers[each] for each in sorted(answers)]))
    return ConversationHandler.END


def main() -> None:
    application = (
        Application.builder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(f"{os.environ['TELEGRAM_API_URL']}/bot")
        .persistence(PicklePersistence(filepath=os.environ["DATABASE_PATH"]))
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={ASKING: [CallbackQueryHandler(answer, pattern="^answer:")]},
            fallbacks=[CommandHandler("start", start)],
            name="quiz",
            persistent=True,
        )
    )
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
