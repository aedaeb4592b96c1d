"""Every mistake in the content is named, with its file and line, all at once; and the packaged content has none."""

import math
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import admin_report
from bot.core.assessment.advice import Doubt, Standing, TraitEstimate, advise
from bot.core.conversation.inputs import ADMIN_COMMANDS, COMMANDS, Type
from bot.core.conversation.replies import (
    NOTES,
    Advise,
    Ask,
    AskDelete,
    AskRestart,
    Card,
    Confidence,
    Greet,
    Note,
    Pause,
    Preferences,
    Reasons,
    Review,
    Show,
    Welcome,
    WhatIf,
)
from bot.core.conversation.state import PAGES, Answer, Person
from bot.core.screens.card import draw_card, draw_screen
from bot.core.screens.layout import reason_of
from content.check import faults_of
from content.folder import Folder, read, read_tables
from content.loader import PACKAGED, Faulty, load
from content.model import Catalog, Trait, Words
from content.outline import OCCUPATIONS, needs_of, outline_of
from storage.statistics import Figures, Tally
from story import BEGINNING, begun, told

QUESTIONS, ROLES, CHAT = "questions.toml", "roles.toml", "chat.toml"
QUESTIONS_SOURCE = (PACKAGED / QUESTIONS).read_text(encoding="utf-8")
EDITION = next(line for line in QUESTIONS_SOURCE.splitlines() if line.startswith("edition = "))
IN_USE = sum(
    "\nretired = true" not in question for question in QUESTIONS_SOURCE.split("[[questions]]")[1:]
)
EN, RU = "texts/en/chat.ftl", "texts/ru/chat.ftl"
EN_QUESTIONS, RU_QUESTIONS = "texts/en/questions.ftl", "texts/ru/questions.ftl"
EN_ROLES, RU_ROLES = "texts/en/roles.ftl", "texts/ru/roles.ftl"


pytestmark = pytest.mark.usefixtures("parsed_once")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged content, in English alone."""
    others = shutil.ignore_patterns("*.py", "__pycache__", "ru")
    return Path(shutil.copytree(PACKAGED, tmp_path / "content", ignore=others))


@pytest.fixture
def russian(folder: Path) -> None:
    """Have the copy in Russian as well."""
    shutil.copytree(PACKAGED / "texts" / "ru", folder / "texts" / "ru")


def edited(folder: Path, file: str, old: str, new: str) -> None:
    """Put the new words in the place of the first old ones."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def retold(folder: Path, file: str, name: str, text: str) -> None:
    """Let the message `name`, or the attribute `message.name`, say something else."""
    message, _, attribute = name.partition(".")
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{message} ="))
    head = f"    .{attribute} =" if attribute else f"{message} ="
    start = next(
        number for number, line in enumerate(lines) if number >= start and line.startswith(head)
    )
    inside = (
        number for number in range(start + 1, len(lines)) if re.match(r"\S|    \.", lines[number])
    )
    lines[start : next(inside, len(lines))] = [f"{head} {text}"]
    (folder / file).write_text("\n".join([*lines, ""]), encoding="utf-8")


def found(folder: Path) -> list[str]:
    return [str(fault) for fault in faults_of(read(folder))]


def at(folder: Path, file: str, text: str, what: str, *, after: str = "") -> str:
    """Return the fault on the line where the text stands, the first one after another text."""
    source = (folder / file).read_text(encoding="utf-8")
    return f"{file}:{source.count(chr(10), 0, source.index(text, source.index(after))) + 1}: {what}"


def test_the_packaged_content_has_no_faults() -> None:
    assert found(PACKAGED) == []


def test_content_with_faults_is_refused_with_all_of_them(folder: Path) -> None:
    edited(folder, QUESTIONS, EDITION, "")
    edited(folder, ROLES, "aspects = ", "aspekts = ")

    with pytest.raises(Faulty) as refused:
        load(folder)

    assert str(refused.value).splitlines() == found(folder)
    assert {fault.file for fault in refused.value.faults} >= {QUESTIONS, ROLES}


# --- what cannot be read


def test_a_missing_file_is_one_fault(folder: Path) -> None:
    (folder / CHAT).unlink()

    assert found(folder) == [f"{CHAT}:1: this file is missing"]


def test_broken_toml_is_one_fault(folder: Path) -> None:
    edited(folder, QUESTIONS, 'kind = "between"', "kind = between")

    assert found(folder) == [
        at(folder, QUESTIONS, "kind = between", found(folder)[0].split(": ", 1)[1])
    ]
    assert "not valid TOML" in found(folder)[0]


@pytest.mark.usefixtures("russian")
def test_what_an_editor_on_windows_adds_is_accepted(folder: Path) -> None:
    """A byte order mark at the start, and line ends of two characters."""
    for file in (QUESTIONS, ROLES, CHAT, EN, RU_QUESTIONS):
        text = (folder / file).read_text(encoding="utf-8").replace("\n", "\r\n")
        (folder / file).write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load(folder).version == load(PACKAGED).version


def test_a_broken_text_is_not_missed_as_well(folder: Path) -> None:
    retold(folder, EN, "button-begin", "{ $")

    assert [fault.partition(": ")[2][:16] for fault in found(folder)] == ["not valid Fluent"]
    assert found(folder)[0].startswith(at(folder, EN, "button-begin =", ""))


# --- words


@pytest.mark.usefixtures("russian")
def test_a_missing_text_is_named(folder: Path) -> None:
    retold(folder, RU, "button-begin", "x")
    edited(folder, RU, "button-begin = x\n", "")

    assert found(folder) == [f"{RU}:1: the text `button-begin` is missing; add it"]


def test_a_missing_part_of_a_text_is_named_where_the_rest_stands(folder: Path) -> None:
    retold(folder, EN_QUESTIONS, "question-slow-website.why", "x")
    edited(folder, EN_QUESTIONS, "    .why = x\n", "")

    what = "`question-slow-website` lacks .why; add it"
    assert found(folder) == [at(folder, EN_QUESTIONS, "question-slow-website", what)]


@pytest.mark.usefixtures("russian")
def test_a_text_the_structure_asks_for_is_missed_in_every_language(folder: Path) -> None:
    edited(folder, ROLES, '"purpose", ', '"purpose", "place", ')

    what = "the text `aspect-place` is missing, and its .expert, .manager; add it"
    assert found(folder) == [f"{EN_ROLES}:1: {what}", f"{RU_ROLES}:1: {what}"]


@pytest.mark.usefixtures("russian")
def test_a_missing_file_of_a_language_is_one_fault(folder: Path) -> None:
    needs = needs_of(outline_of(read(folder)))
    count = sum(1 for need in needs.values() if need.home == "questions.ftl")
    (folder / RU_QUESTIONS).unlink()

    what = f"this file is missing, and with it {count} texts; copy texts/en's and translate it"
    assert found(folder) == [f"{RU_QUESTIONS}:1: {what}"]


@pytest.mark.usefixtures("russian")
def test_a_language_without_files_is_one_fault(folder: Path) -> None:
    (folder / "texts/de").mkdir()

    what = "this folder holds no .ftl file; copy those of texts/en and translate them"
    assert found(folder) == [f"texts/de:1: {what}"]


@pytest.mark.usefixtures("russian")
def test_a_folder_must_be_named_by_a_language(folder: Path) -> None:
    (folder / "texts/ru").rename(folder / "texts/my russian")

    what = "`my russian` is no known language; name the folder like `en` or `pt-BR`"
    assert found(folder) == [f"texts/my russian:1: {what}"]


def test_a_text_nothing_needs_is_superfluous(folder: Path) -> None:
    edited(folder, EN, "button-begin =", "button-dance = Dance\nbutton-begin =")

    assert found(folder) == [
        at(folder, EN, "button-dance", "nothing needs the text `button-dance`; remove it")
    ]


def test_a_misspelt_name_is_missing_and_guessed(folder: Path) -> None:
    edited(folder, EN, "button-begin =", "button-beginn =")

    assert found(folder) == [
        f"{EN}:1: the text `button-begin` is missing; add it",
        at(
            folder,
            EN,
            "button-beginn",
            "nothing needs the text `button-beginn`; did you mean `button-begin`?",
        ),
    ]


def test_the_same_name_twice_is_named_with_the_first_place(folder: Path) -> None:
    edited(folder, EN_ROLES, "role-expert =", "button-begin = Begin\nrole-expert =")

    first = at(folder, EN, "button-begin =", "").removesuffix(": ")
    what = f"`button-begin` stands in {first} already; remove one of the two"
    assert found(folder) == [at(folder, EN_ROLES, "button-begin", what)]


@pytest.mark.usefixtures("russian")
def test_an_untranslated_text_is_told_from_a_translated_one(folder: Path) -> None:
    retold(folder, EN, "button-path", "Finding your path")
    retold(folder, RU, "button-path", "Finding your path")
    retold(folder, RU, "report-outcome", "{ $role }: { $people }")

    what = "`button-path` is not translated; it still says what en says"
    assert found(folder) == [at(folder, RU, "button-path", what)]


def test_an_unknown_variable_is_named_where_it_stands(folder: Path) -> None:
    retold(folder, EN, "welcome", "\n    Welcome back\n    { $nmae }")

    what = "`welcome` uses { $nmae }, which nothing supplies; there is: { $asked }, { $left }"
    assert found(folder) == [at(folder, EN, "$nmae", what)]


@pytest.mark.usefixtures("russian")
def test_russian_needs_all_its_plural_forms(folder: Path) -> None:
    retold(folder, RU, "result-later", "{ $count ->\n    [one] вопрос\n   *[other] вопроса\n    }")

    line = at(folder, RU, "{ $count", "", after="result-later")
    assert found(folder) == [
        f"{line}`result-later` chooses by {{ $count }} without [few]; add it, as for 2",
        f"{line}`result-later` chooses by {{ $count }} without [many]; add it, as for 0",
    ]


@pytest.mark.usefixtures("russian")
def test_a_form_that_the_language_does_not_have_is_named(folder: Path) -> None:
    retold(
        folder,
        EN,
        "result-later",
        "{ $count ->\n    [one] one\n    [few] some\n   *[other] more\n    }",
    )

    what = (
        "`result-later` chooses by { $count } with [few], which never fits; there are: one, other"
    )
    assert found(folder) == [at(folder, EN, "{ $count", what, after="result-later")]


def test_a_number_written_out_stands_for_its_form(folder: Path) -> None:
    retold(folder, EN, "result-later", "{ $count ->\n    [1] one\n   *[other] more\n    }")

    assert found(folder) == []


@pytest.mark.parametrize("name", ["-brand", "brand", "-brand.short", "button-roles.short"])
def test_a_reference_to_nothing_is_named(folder: Path, name: str) -> None:
    words = (
        f"{{ {name} ->\n    [a] A\n   *[b] B\n    }}" if name == "-brand.short" else f"{{ {name} }}"
    )
    retold(folder, EN, "button-begin", f"Begin {words}")

    what = (
        f"`button-begin` refers to {{ {name} }}, which does not exist; add it or put its words in"
    )
    assert found(folder) == [at(folder, EN, name, what, after="button-begin")]


def test_a_term_shared_by_texts_is_welcome(folder: Path) -> None:
    retold(folder, EN, "button-begin", "Begin with { -brand }\n-brand = Advice")

    assert found(folder) == []


def test_texts_that_hold_each_other_cannot_be_put_together(folder: Path) -> None:
    retold(folder, EN, "button-begin", "Begin { button-begin }")

    what = "`button-begin` cannot be put together: button-begin: Cyclic reference"
    assert found(folder) == [at(folder, EN, "button-begin", what)]


def test_a_code_that_no_character_has_cannot_be_put_together(folder: Path) -> None:
    retold(folder, EN, "button-begin", 'Begin { "\\UFFFFFF" }')

    start = at(folder, EN, "button-begin =", "`button-begin` cannot be put together: ")
    assert [fault.startswith(start) for fault in found(folder)] == [True]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (EN, "greeting"),
        (EN, "letters"),
        (EN, "command-start"),
        (EN, "description"),
        (EN_QUESTIONS, "week-none.reason"),
        (EN_QUESTIONS, "question-week-making.title"),
        (EN_ROLES, "role-expert.next"),
    ],
)
def test_a_text_that_shows_nothing_is_named(folder: Path, file: str, name: str) -> None:
    retold(folder, file, name, '{ " " }')

    message, _, attribute = name.partition(".")
    what = f"`{name}` shows nothing; write some words"
    line = at(folder, file, f".{attribute} =" if attribute else name, what, after=f"{message} =")
    assert found(folder) == [line]


@pytest.mark.parametrize(
    "text",
    ['{ "" }', '{ "\\u00A0\\u2003" }', '{ "\\u3164\\u2800" }', "\u3000", '{ -no }\n-no = { "" }'],
)
def test_spaces_and_fillers_show_nothing(folder: Path, text: str) -> None:
    retold(folder, EN, "button-begin", text)

    what = "`button-begin` shows nothing; write some words"
    assert found(folder) == [at(folder, EN, "button-begin =", what)]


def test_a_text_with_marks_only_shows_nothing(folder: Path) -> None:
    retold(folder, EN, "paused", "<b> </b>")

    what = "`paused` shows nothing; write some words"
    assert found(folder) == [at(folder, EN, "paused =", what)]


def test_each_form_of_a_text_shows_something(folder: Path) -> None:
    forms = '[0] { "" }\n    [one] one\n   *[other] more'
    retold(folder, EN, "at-most", f"{{ $count ->\n    {forms}\n    }}")

    what = "`at-most` shows nothing; write some words"
    assert found(folder) == [at(folder, EN, "at-most =", what)]


@pytest.mark.usefixtures("russian")
def test_a_text_of_nothing_but_what_is_put_in_is_fine(folder: Path) -> None:
    retold(folder, EN, "group", "{ $link }")
    retold(folder, RU, "report-outcome", "{ $role }")

    assert found(folder) == []


HIDDEN = {
    "\u202e": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "\u200b": "U+200B ZERO WIDTH SPACE",
    "\u200d": "U+200D ZERO WIDTH JOINER",
    "\ufeff": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "\u2060": "U+2060 WORD JOINER",
    "\t": "U+0009",
    "\x00": "U+0000",
    "\x85": "U+0085",
    '{ "\\u202D" }': "U+202D LEFT-TO-RIGHT OVERRIDE",
}


def test_a_character_that_cannot_be_seen_is_named_where_it_stands(folder: Path) -> None:
    lines = [f"Come{character}back" for character in HIDDEN]
    retold(folder, EN, "paused", "\n    ".join(["", "Kept", *lines]))

    what = "`paused` holds a character that cannot be seen, {}; take it out"
    assert found(folder) == [
        at(folder, EN, line, what.format(code))
        for line, code in zip(lines, HIDDEN.values(), strict=True)
    ]


def test_a_text_of_hidden_characters_is_one_fault(folder: Path) -> None:
    retold(folder, EN, "button-begin", "\u200b")

    assert [fault.partition(": ")[2][:23] for fault in found(folder)] == ["`button-begin` holds a "]


def test_a_term_hides_nothing_either(folder: Path) -> None:
    retold(folder, EN, "button-begin", "Begin with { -brand }\n-brand = Ad\u202evice")

    what = (
        "`-brand` holds a character that cannot be seen, U+202E RIGHT-TO-LEFT OVERRIDE; take it out"
    )
    assert found(folder) == [at(folder, EN, "-brand = ", what)]


def test_a_soft_hyphen_and_a_joined_emoji_are_fine(folder: Path) -> None:
    retold(folder, EN, "paused", "Kept care\u00adfully 👩\u200d🔬 👩🏽\u200d🔬 👁️\u200d🗨️")

    assert found(folder) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>Paused", "opens <b> and never closes it; add </b>"),
        ("Paused</i>", "closes </i>, which was not the last opened; marks must nest"),
        ("<b><i>Paused</b></i>", "closes </b>, which was not the last opened; marks must nest"),
        ("<u", 'has a stray "<"; there are <b> and <i>, and < > & are written &lt; &gt; &amp;'),
        (
            "now > then",
            'has a stray ">"; there are <b> and <i>, and < > & are written &lt; &gt; &amp;',
        ),
        (
            "you & me",
            'has a stray "&"; there are <b> and <i>, and < > & are written &lt; &gt; &amp;',
        ),
        (
            '{ "<" }',
            'has a stray "<"; there are <b> and <i>, and < > & are written &lt; &gt; &amp;',
        ),
    ],
)
def test_markup_is_balanced_bold_and_italics(folder: Path, text: str, why: str) -> None:
    retold(folder, EN, "paused", f"\n    Kept\n    {text}")

    assert at(folder, EN, text, f"`paused` {why}", after="paused =") in found(folder)


def test_entities_and_nested_marks_are_fine(folder: Path) -> None:
    retold(folder, EN, "paused", "<b>Kept <i>&lt;here&gt;</i></b> &amp; there")

    assert found(folder) == []


@pytest.mark.parametrize(
    "name",
    ["button-begin", "command-start", "description", "title-why", "question-slow-website.title"],
)
def test_labels_titles_commands_and_descriptions_carry_no_markup(folder: Path, name: str) -> None:
    file = EN_QUESTIONS if name.startswith("question") else EN
    retold(folder, file, name, "<b>Bold</b> words")

    what = f"`{name}` has <b>, but is shown without marks or has its own; take it out"
    assert at(folder, file, "<b>Bold", what) in found(folder)


# --- structure


@pytest.mark.parametrize("line", ["", 'edition = ""', "edition = 2026.1"])
def test_an_edition_is_needed(folder: Path, line: str) -> None:
    edited(folder, QUESTIONS, EDITION, line)

    what = 'the edition is missing; write it on a line like: edition = "2026.1"'
    assert found(folder) == [at(folder, QUESTIONS, line, what)]


SECOND = 'id = "week-making"\nkind = "week"\ntechnical = 0.69\n'


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "technical = 0.375",
            "techncal = 0.375",
            "has the unknown key `techncal`; did you mean `technical`?",
        ),
        (
            'kind = "between"',
            'kind = "betwen"',
            "has the unknown kind `betwen`; there are: liking, between, giving-up, week, handing-over",
        ),
        (
            "source = ",
            "source = ' ' # ",
            'has no source; add a line like: source = "O*NET 2.B.3.k Troubleshooting"',
        ),
        (
            "leading = -0.375",
            "leading = 0",
            "has `leading = 0`; it must lie between -1 and 1 and not be 0",
        ),
        (
            "leading = -0.375",
            "leading = -1.0",
            "has `leading = -1.0`; it must lie between -1 and 1 and not be 0",
        ),
        (
            "leading = -0.375",
            "leading = nan",
            "has `leading = nan`; it must lie between -1 and 1 and not be 0",
        ),
        (
            "leading = -0.375",
            "leading = true",
            "has a `leading` that is not a number; write one like 0.5, without quotes",
        ),
        (
            "leading = -0.375",
            'leading = "a"',
            "has a `leading` that is not a number; write one like 0.5, without quotes",
        ),
        (
            "source = ",
            'retired = "no"\nsource = ',
            "has a `retired` that is neither true nor false; write one of them, without quotes",
        ),
    ],
)
def test_each_mistake_in_a_question_has_its_line(
    folder: Path, old: str, new: str, what: str
) -> None:
    edited(folder, QUESTIONS, old, new)

    assert at(
        folder,
        QUESTIONS,
        new.splitlines()[0],
        f"the question `bridge-or-dates` {what}",
        after="bridge-or",
    ) in found(folder)


def test_a_question_measures_something(folder: Path) -> None:
    edited(folder, QUESTIONS, SECOND, SECOND.replace("technical = 0.69\n", ""))

    what = "the question `week-making` measures nothing; add a line like: technical = 0.5"
    assert found(folder) == [f"{QUESTIONS}:{_header(folder, 'week-making')}: {what}"]


TILTED = "whoever always presses button {} of the first {} questions seems {} than others ("


@pytest.mark.parametrize(
    ("question", "old", "new", "told"),
    [
        ("hand-over-deep", "-0.69", "0.69", (1, 8, "more `technical`")),
        ("hand-over-steering", "-0.69", "-0.2", (1, 8, "more `leading`")),
        ("money-of-an-orchestra", "-0.53", "0.53", (1, 12, "more `leading`")),
        ("save-the-theatre", "-0.53", "0.53", (1, IN_USE, "more `leading`")),
    ],
)
def test_always_pressing_the_same_place_leads_nowhere(
    folder: Path, question: str, old: str, new: str, told: tuple[int, int, str]
) -> None:
    source = (folder / QUESTIONS).read_text(encoding="utf-8")
    before, name, after = source.partition(f'id = "{question}"')
    (folder / QUESTIONS).write_text(before + name + after.replace(old, new, 1), encoding="utf-8")

    start = at(folder, QUESTIONS, "[[questions]]", TILTED.format(*told))
    assert [fault for fault in found(folder) if fault.startswith(start)] != []


def test_the_later_places_lead_nowhere_either(folder: Path) -> None:
    edited(folder, QUESTIONS, '"little", score = -1', '"little", score = -0.01')

    start = at(folder, QUESTIONS, "[[questions]]", TILTED.format(4, 8, "less `technical`"))
    assert [fault.startswith(start) for fault in found(folder)] == [True]


def test_a_little_tilt_is_no_fault(folder: Path) -> None:
    edited(folder, QUESTIONS, SECOND, SECOND.replace("0.69", "0.66"))

    assert found(folder) == []


def test_retired_questions_tilt_nothing(folder: Path) -> None:
    edited(folder, QUESTIONS, "[[questions]]",
           '[[questions]]\nid = "old"\nkind = "week"\nleading = 0.9\nwhy.leading = "x"\nsource = "x"\nretired = true\n\n[[questions]]')  # fmt: skip

    assert [fault for fault in found(folder) if fault.startswith(QUESTIONS)] == []


def test_each_weight_has_its_sentence_why(folder: Path) -> None:
    edited(folder, QUESTIONS, "why.leading = ", "why.technicl = ")
    start = "the question `bridge-or-dates` says"

    told = found(folder)

    missing = f'{start} not why it tells `leading`; add a line like: why.leading = "A hunt for a cause is ..."'
    assert at(folder, QUESTIONS, "leading = -0.375", missing) in told
    needless = f"{start} why it tells `technicl`, which it does not measure; remove it"
    assert at(folder, QUESTIONS, "why.technicl", needless) in told


def test_the_weights_of_a_question_leave_room_for_chance(folder: Path) -> None:
    edited(folder, QUESTIONS, "technical = 0.375", "technical = 0.9")
    edited(folder, QUESTIONS, "leading = -0.375", "leading = -0.5")

    what = "the question `bridge-or-dates` tells more than there is: the squares of its weights must add up to less than 1"
    assert found(folder) == [at(folder, QUESTIONS, "[[questions]]", what)]


def _header(folder: Path, question: str) -> int:
    source = (folder / QUESTIONS).read_text(encoding="utf-8")
    return source.count("\n", 0, source.index(f'id = "{question}"'))


def test_a_question_without_an_id_is_counted(folder: Path) -> None:
    line = _header(folder, "week-making")
    edited(folder, QUESTIONS, SECOND, SECOND.replace('id = "week-making"\n', ""))

    what = 'question number 2 has no id; add one like: id = "slow-website"'
    assert f"{QUESTIONS}:{line}: {what}" in found(folder)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Week making", "has an id with other characters than a-z, 0-9 and the hyphen; change it"),
        ("week-" + "m" * 20, "has an id of 25 characters; shorten it to 24"),
    ],
)
def test_ids_are_short_and_plain(folder: Path, name: str, why: str) -> None:
    edited(folder, QUESTIONS, 'id = "week-making"', f'id = "{name}"')

    assert at(folder, QUESTIONS, f'id = "{name}"', f"the question `{name}` {why}") in found(folder)


def test_the_options_of_a_kind_have_short_plain_ids(folder: Path) -> None:
    edited(folder, QUESTIONS, 'id = "gladly"', 'id = "Gladly"')

    what = "the option `Gladly` of the kind `liking` has an id with other characters than a-z, 0-9 and the hyphen; change it"
    assert at(folder, QUESTIONS, '"Gladly"', what) in found(folder)


def test_an_id_is_used_once(folder: Path) -> None:
    edited(folder, QUESTIONS, 'id = "week-planning"', 'id = "week-making"')

    what = "the question `week-making` has an id that is used already; give it one of its own"
    assert at(folder, QUESTIONS, 'id = "week-making"', what, after=SECOND[-20:]) in found(folder)


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        (
            "score = 1 ",
            "score = 2 ",
            '"gladly"',
            "the kind `liking` has two options with the score 2; give each its own",
        ),
        (
            "score = 1 ",
            "score = -2 ",
            '"so-so"',
            "the kind `liking` has the score 0 after -2; order the options from the highest score down",
        ),
        (
            "score = 2 ",
            "score = 3 ",
            '"very-gladly"',
            "the option `very-gladly` of the kind `liking` has the score 3; it must lie between 2 and -2",
        ),
        (
            "score = 2 ",
            'score = "2" ',
            '"very-gladly"',
            "the option `very-gladly` of the kind `liking` needs a score: a number from 2 to -2",
        ),
        (
            "score = 2 ",
            "scores = 2 ",
            '"very-gladly"',
            "the option `very-gladly` of the kind `liking` has the unknown key `scores`; did you mean `score`?",
        ),
        (
            '"gladly"',
            '"very-gladly"',
            "score = 1 ",
            "the kind `liking` has two options with the id `very-gladly`; rename one",
        ),
    ],
)
def test_each_mistake_in_an_option_has_its_line(
    folder: Path, old: str, new: str, place: str, what: str
) -> None:
    edited(folder, QUESTIONS, old, new)

    assert at(folder, QUESTIONS, place, what, after="[kinds.liking]") in found(folder)


def test_a_kind_has_at_least_two_options(folder: Path) -> None:
    edited(
        folder,
        QUESTIONS,
        "[kinds.week]",
        '[kinds.alone]\noptions = [{ id = "one", score = 1 }]\n\n[kinds.week]',
    )

    what = "the kind `alone` needs at least two options; it has 1"
    assert at(folder, QUESTIONS, "options = [{", what) in found(folder)
    assert at(
        folder,
        QUESTIONS,
        "[kinds.alone]",
        "the kind `alone` is used by no question; remove it and its labels",
    ) in found(folder)


def test_eight_questions_at_least_are_in_use(folder: Path) -> None:
    source = (folder / QUESTIONS).read_text(encoding="utf-8")
    kept, dropped = source.split("[[questions]]")[:8], source.split("[[questions]]")[8:]
    asked = [question.partition("\nretired = true")[0] for question in dropped]
    retired = [f"{question}\nretired = true\n\n" for question in asked]
    (folder / QUESTIONS).write_text("[[questions]]".join([*kept, *retired]), encoding="utf-8")

    assert found(folder) == [f"{QUESTIONS}:1: 7 questions are in use; there must be at least 8"]


def test_a_trait_nobody_is_asked_about_makes_roles_unreachable(folder: Path) -> None:
    source = (folder / QUESTIONS).read_text(encoding="utf-8")
    only = re.sub(r"(?m)^(why\.)?(technical|leading) = .*\n", "", source)
    both = re.sub(r"(?m)^about = ", 'technical = 0.5\nwhy.technical = "x"\nabout = ', only)
    (folder / QUESTIONS).write_text(both, encoding="utf-8")

    what = (
        "no question in use measures `leading`, so roles that ask for it cannot be reached; add one"
    )
    assert f"{QUESTIONS}:1: {what}" in found(folder)


def test_a_role_is_high_or_low(folder: Path) -> None:
    edited(folder, ROLES, 'leading = "low"', 'leading = "medium"')

    assert found(folder) == [
        f"{ROLES}:1: whoever is technical high, leading low is unreachable: no role has this combination; add one",
        at(
            folder,
            ROLES,
            'leading = "medium"',
            'the role `expert` needs `leading = "high"` or `leading = "low"`',
        ),
    ]


def test_two_roles_cannot_have_the_same_combination(folder: Path) -> None:
    edited(folder, ROLES, 'technical = "low"', 'technical = "high"')

    assert found(folder) == [
        f"{ROLES}:1: whoever is technical low, leading high is unreachable: no role has this combination; add one",
        at(
            folder,
            ROLES,
            'technical = "high"',
            "the role `hybrid` has the same combination (technical high, leading high) as the role `manager`; change one",
            after='"hybrid"',
        ),
    ]


def test_the_two_roles_that_texts_name_must_exist(folder: Path) -> None:
    edited(folder, ROLES, 'id = "expert"', 'id = "maker"')

    assert (
        f"{ROLES}:1: there is no role `expert`; it must exist, since other texts name it"
        in found(folder)
    )


def test_a_typo_in_a_role_is_named(folder: Path) -> None:
    edited(folder, ROLES, "responsibilities = ", "responsibilites = ")

    what = (
        "the role `expert` has the unknown key `responsibilites`; did you mean `responsibilities`?"
    )
    assert at(folder, ROLES, "responsibilites", what) in found(folder)


def test_the_comparison_needs_aspects(folder: Path) -> None:
    edited(folder, ROLES, "aspects = [", "aspects = [] # ")

    what = '[comparison] has no aspects; add a line like: aspects = ["purpose", "day"]'
    assert at(folder, ROLES, "aspects = []", what) in found(folder)


def test_a_text_of_the_program_has_a_list_of_variables(folder: Path) -> None:
    edited(folder, CHAT, "greeting = []", 'greeting = "none"')

    what = '`greeting` must have a list of variables, like ["count"], or []'
    assert found(folder) == [at(folder, CHAT, "greeting = ", what)]


# --- what the questions are about


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            'about = ["execution"]',
            'about = ["exection"]',
            "is about `exection`, for which no role answers; there are: execution, problems, current, planning, resources, risk, communication, budget",
        ),
        (
            'about = ["execution"]',
            'about = ["budget"]',
            "is about `budget`, but does not measure `leading`; drop the one or add the other",
        ),
        (
            'about = ["execution"]',
            'about = "execution"',
            'says not what it is about; add a line like: about = ["problems"]',
        ),
        (
            'about = ["execution"]',
            'about = ["execution", "execution"]',
            "names `execution` in `about` more than once; remove one",
        ),
        (
            'about = ["execution"]',
            'about = ["execution"]\noverlap = "both"',
            "has an unknown `overlap`; there are: manager, expert",
        ),
    ],
)
def test_each_mistake_in_what_a_question_is_about_has_its_line(
    folder: Path, old: str, new: str, what: str
) -> None:
    edited(folder, QUESTIONS, old, new)

    line = new.splitlines()[-1]
    assert at(folder, QUESTIONS, line, f"the question `week-making` {what}") in found(folder)


def test_a_responsibility_asked_about_too_rarely_is_named(folder: Path) -> None:
    source = (folder / QUESTIONS).read_text(encoding="utf-8")
    scarce = source.replace('"risk"', '"budget"').replace(
        'about = ["budget", "budget"', 'about = ["budget"'
    )
    (folder / QUESTIONS).write_text(scarce.replace('"budget"', '"risk"', 1), encoding="utf-8")

    what = (
        "the responsibility `risk` is named in `about` 1 time; ask about every one at least twice"
    )
    assert found(folder) == [f"{QUESTIONS}:1: {what}"]


def test_half_of_the_overlap_asked_about_too_rarely_is_named(folder: Path) -> None:
    source = (folder / QUESTIONS).read_text(encoding="utf-8")
    first, *others = source.split('overlap = "manager"\n')
    (folder / QUESTIONS).write_text(
        first + 'overlap = "manager"\n' + "".join(others), encoding="utf-8"
    )

    what = '`overlap = "manager"` stands 1 time; ask about each half at least twice'
    assert found(folder) == [f"{QUESTIONS}:1: {what}"]


# --- Telegram's limits, and a phone's screen


@pytest.mark.parametrize(
    ("file", "name", "what"),
    [
        (EN, "greeting", "the greeting"),
        (EN, "welcome", "the welcome back"),
        (EN_ROLES, "role-expert.week", "the page of the role `expert`"),
        (EN_ROLES, "role-expert.next", "the page of the role `expert`"),
        (EN_ROLES, "role-expert.sentence", "the page of all roles"),
        (EN_ROLES, "aspect-day.expert", "the comparison"),
        (EN_ROLES, "overlap-expert.text", "the page of what the roles share"),
        (EN_ROLES, "page-myths", "the page `page-myths`"),
        (EN_QUESTIONS, "question-slow-website.why", "the question `slow-website` with its .why"),
        (EN, "too-little-few", "the result that tells too little"),
        (EN, "why-end", "the reasons of a result"),
        (EN, "predicts", "how sure a result is"),
        (EN, "liked", "the roles as the answers see them"),
        (EN, "otherwise-line", "what would change a result"),
        (EN, "review", "the list of answers"),
        (EN, "paused", "the page `paused`"),
        (EN, "page-help", "the help"),
        (EN, "report-few", "the admins' report"),
    ],
)
def test_a_card_fits_a_message(folder: Path, file: str, name: str, what: str) -> None:
    retold(folder, file, name, "🔬 " * 1400)

    long = [fault for fault in found(folder) if f": {what} comes to " in fault]
    assert len(long) == 1
    assert "Telegram takes 4096, so shorten its texts" in long[0]


@pytest.mark.parametrize(
    ("file", "name", "what"),
    [
        (EN_ROLES, "role-expert.outcome", "the result `expert`"),
        (EN, "between-two", "the result between two roles"),
    ],
)
def test_a_result_fits_below_its_picture(folder: Path, file: str, name: str, what: str) -> None:
    retold(folder, file, name, "word " * 150)

    long = [fault for fault in found(folder) if f": {what} comes to " in fault]
    assert len(long) == 1
    assert "Telegram takes 1024, so shorten its texts" in long[0]


def test_a_note_leaves_room_for_the_result_below_it(folder: Path) -> None:
    retold(folder, EN, "not-understood", "word " * 26)

    line = at(folder, EN, "not-understood =", "")
    assert found(folder) == [f"{line}`not-understood` has more than 125 characters; shorten it"]


def test_what_is_put_together_is_measured_together(folder: Path) -> None:
    """No text of the role is too long by itself."""
    for part in ("week", "gives-up", "sentence"):
        retold(folder, EN_ROLES, f"role-expert.{part}", "word " * 260)

    long = [fault for fault in found(folder) if "comes to" in fault]
    assert [fault.partition(" comes to ")[0] for fault in long] == [
        at(folder, EN_ROLES, "role-expert =", "the page of the role `expert`")
    ]


def test_a_button_is_short_enough_for_telegram(folder: Path) -> None:
    retold(folder, EN, "button-begin", "b" * 65)

    what = "`button-begin` has 65 characters on its button; shorten it to 64"
    assert found(folder) == [at(folder, EN, "button-begin", what)]


def test_an_option_can_be_read_whole_with_the_task_put_in(folder: Path) -> None:
    retold(folder, EN_QUESTIONS, "question-bridge-or-dates.first", "the bridge with its arches")

    label = "Definitely the bridge with its arches"
    what = f"the label “{label}” has {len(label)} characters; shorten it to 32"
    assert found(folder) == [at(folder, EN_QUESTIONS, "the bridge with its arches", what)]


PARTS = {
    "question-bridge-or-dates.first": 20, "question-bridge-or-dates.second": 20,
    "question-bridge-or-dates.first-doing": 70, "question-bridge-or-dates.second-doing": 70,
    "question-week-making": 240, "question-week-making.title": 44, "question-week-making.doing": 70,
    "question-week-making.why": 300,
}  # fmt: skip


@pytest.mark.parametrize("more", [0, 1])
def test_a_text_of_a_question_keeps_to_its_length(folder: Path, more: int) -> None:
    for number, (name, most) in enumerate(PARTS.items()):
        retold(folder, EN_QUESTIONS, name, "abcdefgh"[number] * (most + more))

    told = {fault.partition(": ")[2] for fault in found(folder)}
    assert {fault for fault in told if "characters; shorten" in fault} == {
        f"`{name}` has {most + 1} characters; shorten it to {most}"
        for name, most in PARTS.items()
        if more
    }


@pytest.mark.parametrize(
    "text",
    [
        "• One.",
        "\n        • One.\n        • Two.",
        "\n        • One.\n        • Two.\n        • Three.\n        • Four.",
        "\n        • One.\n        • Two.\n        Three.",
        "\n        • One.\n\n        • Two.\n        • Three.",
    ],
)
def test_what_is_next_has_three_steps(folder: Path, text: str) -> None:
    retold(folder, EN_ROLES, "role-hybrid.next", text)

    what = "`role-hybrid.next` must have exactly three lines, each of which opens with “• ”"
    assert found(folder) == [at(folder, EN_ROLES, ".next", what, after="role-hybrid =")]


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize(
    ("file", "name"),
    [
        (EN, "button-begin"),
        (EN, "language-name"),
        (EN, "command-start"),
        (EN, "title-why"),
        (EN_QUESTIONS, "week-none"),
        (EN_QUESTIONS, "question-week-making.title"),
        (EN_QUESTIONS, "question-bridge-or-dates.first"),
        (EN_ROLES, "role-expert"),
        (EN_ROLES, "role-expert.icon"),
        (EN_ROLES, "aspect-day"),
    ],
)
def test_a_name_has_one_line(folder: Path, file: str, name: str) -> None:
    message, _, part = name.partition(".")
    retold(folder, file, name, "\n        One line\n        another")

    what = f"`{name}` has 2 lines; write it on one"
    assert at(
        folder, file, f".{part} =" if part else f"{message} =", what, after=f"{message} ="
    ) in found(folder)


def test_a_line_that_is_put_in_is_a_second_one_too(folder: Path) -> None:
    retold(folder, EN, "button-begin", 'Begin { "\\u000A" } now')

    what = "`button-begin` has 2 lines; write it on one"
    assert found(folder) == [at(folder, EN, "button-begin =", what)]


@pytest.mark.parametrize(
    "letters",
    ["abcdefg", "abcdefgha", "abcdefgh1", "abcd efgh", "ABCDEFGH", "a, b, c, d, e, f, g, h"],
)
def test_letters_are_different_small_letters(folder: Path, letters: str) -> None:
    retold(folder, EN, "letters", letters)

    what = "`letters` must be at least 8 different small letters in a row, like abcdefgh, and nothing else"
    assert found(folder) == [at(folder, EN, "letters =", what)]


@pytest.mark.parametrize("letters", ["abcdefgh", "αβγδεζηθ", "אבגדהוזח"])
def test_letters_of_any_alphabet_are_fine(folder: Path, letters: str) -> None:
    retold(folder, EN, "letters", letters)

    assert found(folder) == []


def test_a_question_fits_a_phone(folder: Path) -> None:
    retold(folder, EN_QUESTIONS, "question-slow-website", "The website is slow again. " * 14)

    what = "the question `slow-website` takes 26.9 lines of a phone's screen of 26; shorten it"
    assert found(folder) == [at(folder, EN_QUESTIONS, "question-slow-website", what)]


@pytest.mark.parametrize(
    ("name", "length", "limits"),
    [
        ("command-start", 2, "3 to 256"),
        ("command-start", 257, "3 to 256"),
        ("description", 513, "0 to 512"),
        ("short-description", 121, "0 to 120"),
        ("data-caption", 1025, "0 to 1024"),
        ("tap-later", 201, "0 to 200"),
    ],
)
def test_menus_keep_to_telegrams_limits(folder: Path, name: str, length: int, limits: str) -> None:
    retold(folder, EN, name, "x" * length)

    what = f"`{name}` has {length} characters; Telegram takes {limits}"
    assert found(folder) == [at(folder, EN, f"\n{name} ="[1:], what, after="## Around")]


def test_a_button_carries_no_more_than_telegram_takes(folder: Path) -> None:
    edited(folder, QUESTIONS, 'id = "week-making"', f'id = "{"week-" * 10}"')

    what = f"the question `{'week-' * 10}` makes a button carry 67 bytes; Telegram takes 64, so shorten its id"
    assert at(folder, QUESTIONS, "week-week", what) in found(folder)


# --- labels of a question


WEEK = ("week-most", "week-half", "week-day", "week-hours", "week-none")


def relabelled(folder: Path, file: str, labels: list[str]) -> None:
    """Let the labels of the kind `week` say something else, one by one and in their row."""
    retold(folder, file, "kind-week.scale", ", ".join(labels))
    for name, label in zip(WEEK, labels, strict=True):
        retold(folder, file, name, label)


@pytest.mark.usefixtures("russian")
def test_two_labels_of_a_kind_differ(folder: Path) -> None:
    relabelled(
        folder, RU_QUESTIONS, ["День", "Около половины", "день", "Несколько часов", "Нисколько"]
    )

    what = "`week-day` reads like `week-most`; make the two differ"
    assert found(folder) == [at(folder, RU_QUESTIONS, "week-day =", what)]


def test_a_label_is_a_word_that_can_be_typed(folder: Path) -> None:
    labels = dict(zip(WEEK, ["50", "5 %", "б.", "👍", "?!"], strict=True))
    relabelled(folder, EN_QUESTIONS, list(labels.values()))

    what = "the label “{}” is no word that could be typed; write one"
    assert found(folder) == [
        at(folder, EN_QUESTIONS, f"{name} =", what.format(label)) for name, label in labels.items()
    ]


def test_a_short_word_is_a_label(folder: Path) -> None:
    relabelled(folder, EN_QUESTIONS, ["5 days", "no", "Да", "A1", "C++ only"])

    assert found(folder) == []


def test_a_task_that_is_the_whole_label_is_a_word(folder: Path) -> None:
    retold(folder, EN_QUESTIONS, "between-first-clearly", "{ $first }")
    edited(folder, EN_QUESTIONS, ".scale = Definitely { $first },", ".scale = { $first },")
    retold(folder, EN_QUESTIONS, "question-bridge-or-dates.first", "1")

    what = "the label “1” is no word that could be typed; write one"
    assert found(folder) == [at(folder, EN_QUESTIONS, ".first = 1", what)]


def test_an_option_reads_like_no_other_button_of_the_card(folder: Path) -> None:
    labels = ["NOT SURE", "Back", "Why this", "continue", "To the result"]
    buttons = ["unsure", "back", "why", "continue", "result"]
    relabelled(folder, EN_QUESTIONS, labels)

    assert found(folder) == [
        at(
            folder,
            EN_QUESTIONS,
            f"{name} =",
            f"`{name}` reads like `button-{button}`; make the two differ",
        )
        for name, button in zip(WEEK, buttons, strict=True)
    ]


@pytest.mark.usefixtures("russian")
def test_a_task_reads_like_no_other_button_of_the_card(folder: Path) -> None:
    retold(folder, RU_QUESTIONS, "between-either", "не знаю")
    retold(folder, RU, "button-unsure", "Не знаю")

    what = "`between-either` reads like `button-unsure`; make the two differ"
    assert found(folder) == [at(folder, RU_QUESTIONS, "between-either =", what)]


def test_the_buttons_below_the_options_differ(folder: Path) -> None:
    retold(folder, EN, "button-why", "← back")

    what = "`button-why` reads like `button-back`; make the two differ"
    assert found(folder) == [at(folder, EN, "button-why =", what)]


def test_a_slip_in_a_label_of_a_choice_is_one_fault(folder: Path) -> None:
    retold(folder, EN_QUESTIONS, "between-second-rather", "Probably { $first }")

    what = "`between-second-rather` reads like `between-first-rather`; make the two differ"
    assert found(folder) == [at(folder, EN_QUESTIONS, "between-second-rather", what)]


def test_the_two_tasks_of_a_choice_differ(folder: Path) -> None:
    retold(folder, EN_QUESTIONS, "question-bridge-or-dates.first", "the date")
    retold(folder, EN_QUESTIONS, "question-bridge-or-dates.second", "the date")

    what = "the question `bridge-or-dates` calls both of its tasks “the date”; make .first and .second differ"
    assert found(folder) == [at(folder, EN_QUESTIONS, ".second = the date", what)]


@pytest.mark.usefixtures("russian")
def test_a_choice_names_both_of_its_tasks(folder: Path) -> None:
    retold(folder, RU_QUESTIONS, "question-bridge-or-dates.second", "x")
    edited(folder, RU_QUESTIONS, "    .second = x\n", "")

    what = "`question-bridge-or-dates` lacks .second; add it"
    assert found(folder) == [at(folder, RU_QUESTIONS, "question-bridge-or-dates", what)]


# --- everything together


@pytest.mark.usefixtures("russian")
def test_ten_mistakes_are_found_at_once_in_order(folder: Path) -> None:
    edited(folder, QUESTIONS, EDITION, 'edition = ""')
    edited(folder, QUESTIONS, "score = 2 }", "score = 5 }")
    edited(folder, QUESTIONS, "technical = 0.69", "technical = 1.69")
    edited(folder, ROLES, "aspects = [", 'aspects = ["day", ')
    edited(folder, CHAT, "greeting = []", "greeting = 1")
    retold(folder, EN, "button-begin", "<b>Begin</b>")
    retold(folder, EN, "welcome-last", "<b>Last")
    retold(folder, RU, "button-continue", "Дальше { $where }")
    retold(folder, RU, "button-roles", "Р" * 70)
    edited(folder, RU_ROLES, "role-expert =", "role-poet = Поэт\n\nrole-expert =")

    assert [fault.split(":")[0] for fault in found(folder)] == [
        CHAT, QUESTIONS, QUESTIONS, QUESTIONS, ROLES, EN, EN, RU, RU, RU_ROLES
    ]  # fmt: skip


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.sampled_from(
    ["id", "kind", "kinds", "options", "score", "questions", "technical", "leading", "source", "retired", "edition", "roles",
     "comparison", "aspects", "paths", "responsibilities", "texts", "numbers", "between", "week"]
)  # fmt: skip
plain_values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | words
    | st.sampled_from(["between", "expert", "high"])
)
trees = st.recursive(
    plain_values,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | words, inner, max_size=5),
)
tables = st.dictionaries(keys, trees, max_size=6)


@pytest.fixture(scope="session")
def little(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder with a few texts and no tables at all."""
    place = tmp_path_factory.mktemp("little")
    (place / "texts/ru").mkdir(parents=True)
    texts = "greeting = <b>A\nkind-between = A\nbetween-a = { $first }\nquestion-a = A\n    .title = { $b }\nrole-a = A\n"
    (place / "texts/ru/chat.ftl").write_text(texts, encoding="utf-8")
    return replace(read(place), faults=())


@given(tables, tables, tables, tables)
def test_tables_of_any_shape_never_raise(
    little: Folder,
    questions: dict[str, object],
    roles: dict[str, object],
    chat: dict[str, object],
    occupations: dict[str, object],
) -> None:
    shaped = {QUESTIONS: questions, ROLES: roles, CHAT: chat, OCCUPATIONS: occupations}

    assert faults_of(replace(little, tables=shaped))


ODD: tuple[object, ...] = (
    {}, {"id": []}, [], [[]], [{}], [{"id": []}], [{"id": {}}], [1, "a", []], True, 0, -1, 2**62, 0.5,
    math.inf, math.nan, "", "\0", "é", "x" * 100, "expert", "high", "between",
    datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), time(1),
)  # fmt: skip


def shortened(value: Any) -> Any:
    """Return the same with only the first of each sort of thing that is listed."""
    match value:
        case dict():
            few = 2 if len(set(map(type, value.values()))) == 1 else len(value)
            return {key: shortened(each) for key, each in list(value.items())[:few]}
        case list():
            return [shortened(each) for each in value[:1]]
    return value


def places_in(value: object) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value within this one."""
    within: Iterable[tuple[str | int, object]] = ()
    match value:
        case dict():
            within = value.items()
        case list():
            within = enumerate(value)
    for key, each in within:
        yield (key,)
        yield from ((key, *rest) for rest in places_in(each))


def put(value: Any, place: tuple[str | int, ...], odd: object) -> Any:
    """Return the value with something odd at this place, and what stood there."""
    if not place:
        return odd, value
    changed = value.copy()
    changed[place[0]], stood = put(value[place[0]], place[1:], odd)
    return changed, stood


def sort_of(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if number else type(value).__name__


@pytest.mark.parametrize("file", [QUESTIONS, ROLES, CHAT, OCCUPATIONS])
def test_a_value_of_another_type_is_a_fault_wherever_it_stands(little: Folder, file: str) -> None:
    tables = {name: shortened(table) for name, table in read_tables(PACKAGED).tables.items()}
    sound = faults_of(replace(little, tables=tables))

    for place in places_in(tables[file]):
        for odd in ODD:
            changed, stood = put(tables[file], place, odd)
            found = faults_of(replace(little, tables=tables | {file: changed}))

            assert sort_of(odd) == sort_of(stood) or set(found) - set(sound), (place, odd)


@pytest.mark.parametrize("number", ["0x1" + "0" * 4000, "-9223372036854775809", "1" * 5000])
def test_a_number_that_cannot_be_printed_is_a_fault(folder: Path, number: str) -> None:
    edited(folder, QUESTIONS, "score = 2 }", f"score = {number} }}")

    assert len(found(folder)) == 1
    assert found(folder)[0].startswith(QUESTIONS)


@pytest.mark.parametrize("nested", ["a" + ".a" * 5000 + " = 1\n", "a = " + "[" * 5000])
def test_tables_within_tables_without_end_are_a_fault(folder: Path, nested: str) -> None:
    (folder / CHAT).write_text(nested)

    assert found(folder)[0].startswith(CHAT)


garbage = st.lists(
    st.sampled_from(["greeting = ", "    .why = ", "-term = ", "{ $count ->\n    [one] a\n   *[other] b\n    }\n", "{ -term }", "<b>",
                     "</i>", "&", "{ NUMBER($count, style: 1) }", "{ DATETIME(1) }", "{ 1.5 }", "{ \"\\UFFFFFF\" }", "\n", "[[questions]]\n", "id = \"a\"\n",
                     "score = ", "[kinds.between]\n", "options = [{}]\n", "nan\n", "[texts]\n", "welcome = [\"count\"]\n"]) | words
)  # fmt: skip


@given(garbage, garbage)
def test_garbage_in_the_files_never_raises(toml: list[str], fluent: list[str]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        (place / "texts/ru").mkdir(parents=True)
        for file in (QUESTIONS, ROLES, CHAT):
            (place / file).write_text("".join(toml), encoding="utf-8")
        (place / "texts/ru/chat.ftl").write_text("".join(fluent), encoding="utf-8")

        assert faults_of(read(place))


# --- the texts the program asks for are those the content must have


class Recording:
    """Words that note which texts are asked for, and with which values."""

    def __init__(self, words: Words, asked: dict[str, set[str]]) -> None:
        self.words, self.asked = words, asked

    def __call__(self, name: str, /, **values: object) -> str:
        self.asked.setdefault(name, set()).update(values)
        return self.words(name, **values)

    def plain(self, name: str, /, **values: object) -> str:
        self.asked.setdefault(name, set()).update(values)
        return self.words.plain(name, **values)


def _cards(catalog: Catalog) -> list[Card]:
    """Return every card there is, in every form that has texts of its own."""
    answers = tuple(
        Answer(each.id, each.options[0].id, BEGINNING, catalog.version) for each in catalog.asked()
    )
    ever_asked = tuple(
        Answer(each.id, each.options[0].id, BEGINNING, catalog.version)
        for each in catalog.questions.values()
    )
    unsure = answers[0]._replace(option=None)
    advice = advise(catalog, answers[:8])
    orders = [sorted(catalog.roles, key=lambda each: each != role) for role in catalog.roles]
    advices = [
        replace(
            advice, outcomes=tuple(zip(order, chances, strict=True)), standing=standing, doubt=None
        )
        for order in orders
        for standing, chances in (
            (Standing.CLEAR, (0.8, 0.1, 0.06, 0.04)),
            (Standing.CLOSE, (0.45, 0.44, 0.06, 0.05)),
            (Standing.CLOSE, (0.4, 0.2, 0.2, 0.2)),
            (Standing.CLOSE, (0.73, 0.09, 0.09, 0.09)),
        )
    ]
    doubts = [replace(advice, standing=Standing.LITTLE, doubt=doubt) for doubt in Doubt]
    questions = [
        Ask(
            each.id,
            tuple(option.id for option in each.options),
            1,
            5,
            back=True,
            keep=flag,
            result=True,
            why=flag,
            meant=flag,
        )
        for each in catalog.questions.values()
        for flag in (True, False)
    ]
    several = [replace(questions[0], keep=False), *questions]
    results = [Advise(each, more=more) for each in (*advices, *doubts) for more in (True, False)]
    reasons = [Reasons(each, unsure=2) for each in (*advices, *doubts)]
    surenesses = [
        Confidence(replace(each, outcomes=tuple(zip(catalog.roles, chances, strict=True))), more=True)
        for each in advices
        for chances in ((0.97, 0.02, 0.01, 0.0), (0.7, 0.2, 0.05, 0.05), (0.4, 0.3, 0.2, 0.1))
    ] + [
        Confidence(replace(advices[0], estimates=dict.fromkeys(Trait, TraitEstimate(mean, error))), more=False)
        for mean in (-2, -0.5, 0, 0.5, 2)
        for error in (0.1, 1)
    ]  # fmt: skip
    others = [
        WhatIf(((answers[0], unsure),)[:count], each, at_most=3)
        for each in advices
        for count in (0, 1)
    ]
    middling = tuple(
        each._replace(option=catalog.questions[each.question].options[2].id) for each in answers
    )
    likes = [
        Preferences(()),
        *(Preferences((each,)) for each in answers),
        *(
            Preferences((*answers[:count], *middling[count:]))
            for count in range(0, len(answers), 4)
        ),
    ]
    little = [
        replace(each, contributions=advice.contributions * 20) for each in (*advices, *doubts)
    ]
    pages = [Show(name) for name in (*sorted(PAGES), *catalog.roles)]
    return [
        Greet(),
        Welcome(1, 7, (unsure, *answers)),
        *several,
        *results,
        *reasons,
        *(Reasons(each) for each in little),
        *surenesses,
        *others,
        *likes,
        Review(ever_asked),
        *pages,
        Pause(),
        AskRestart(),
        AskDelete(),
    ]


def _told_elsewhere() -> set[str]:
    """Return the texts that are asked for outside the core and the report, by the names in the code."""
    bot = PACKAGED.parent / "bot"
    sources = [
        path.read_text(encoding="utf-8")
        for path in (*bot.glob("*.py"), *bot.glob("telegram/**/*.py"))
    ]
    called = {
        name
        for source in sources
        for name in re.findall(r'words(?:\([\w.]*\))?(?:\.plain)?\(\s*"([a-z.-]+)"', source)
    }
    hint = (
        {"terminal-hint"}
        if any('.plain("terminal-hint")' in source for source in sources)
        else set()
    )
    return called | hint | {f"command-{name}" for name in (*COMMANDS, *ADMIN_COMMANDS)}


def test_the_program_asks_for_just_the_texts_the_content_must_have(catalog: Catalog) -> None:
    figures = Figures({"en": 3}, 2, 1, Tally(1, 20, {"expert": 20}), Tally(1, None, {"expert": 2}))
    asked: dict[str, set[str]] = {}
    recorded = replace(
        catalog,
        texts={language: Recording(each, asked) for language, each in catalog.texts.items()},
    )
    for language in recorded.texts:
        for card in _cards(recorded):
            draw_card(recorded, Person(language, consented=True), card)
    draw_card(replace(recorded, retention_months=12), Person("en"), Show("privacy"))
    told(recorded, Type("zzzz"), after=begun(recorded))
    for note in NOTES:
        draw_screen(recorded, Person("en"), (Note(note, 2), Greet()))
    admin_report.format_report(recorded, recorded.texts["en"], figures, 20)
    for question in recorded.questions.values():
        for option in question.options:
            reason_of(recorded.texts["en"], question, option.id)

    needs = {
        name: need
        for name, need in needs_of(outline_of(read(PACKAGED))).items()
        if not name.startswith("marks-") and not name.endswith(".scale")  # for `check` alone
    }
    assert set(asked) | _told_elsewhere() == set(needs)
    assert {name for name, values in asked.items() if not needs[name].variables <= values} == set()
