"""The quiz that every peer asks: twelve questions, five answers each."""

TASKS = (
    "A website answers slowly at night. You have a day to find out why, alone, with the logs and a debugger.",
    "Two teams keep missing the same date. You sit down with both, find out why, and settle who does what by when.",
    "The computer model of a bridge gives strange results. You check every assumption until you know which is wrong.",
    "A town is getting a new school. You hold the talks about what will be built for the money and what will not.",
    "A new method is said to give far more exact results. You try it on your own examples and see whether it is true.",
    "A city festival opens in three months. You write down what could upset it, and who will do what about it.",
    "A machine stops twice a week. You take it apart, measure, and design the part that will not break again.",
    "A customer and a workshop understand the same order differently. You bring them to one text both will sign.",
    "A roof needs a third less material than anybody has managed so far. You calculate until you know how.",
    "Somebody in your team does poor work. You speak with them, agree on what will change, and see that it does.",
    "A program has grown for ten years and nobody dares to touch it. You rewrite its core so that others understand it.",
    "Your project has its own money. You decide what it is spent on, and watch that it lasts until the end.",
)
LABELS = ("Very much", "Quite a bit", "So-so", "Not much", "Not at all")


def text(question: int) -> str:
    """Return the text of a question, counted from 0."""
    return f"Question {question + 1} of {len(TASKS)}\n\n{TASKS[question]}\n\nHow much would you like doing this?"


def carried(question: int, option: int) -> str:
    """Return what the button of an answer carries."""
    return f"answer:{question}:{option}"


def read(data: str) -> tuple[int, int]:
    """Return the question and the option that a button carries."""
    _, question, option = data.split(":")
    return int(question), int(option)


def result(options: list[int]) -> str:
    """Return the result for the options given, in the order of the questions."""
    technical, leading = (sum(4 - option for option in options[side::2]) for side in (0, 1))
    leaning = "technical expert" if technical >= leading else "project manager"
    return f"Your answers point to: {leaning} ({technical} to {leading}).\n\n/start begins again."
