"""Labels that are swapped, tasks that are mixed up and questions read in reverse are named, in any language."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from content.check import faults_of
from content.folder import read
from content.keying import keying_faults
from content.loader import PACKAGED
from content.model import Catalog, Question
from content.outline import needs_of, outline_of
from content.spoken import voice_of
from content.wording import locale_of, tongue_of

pytestmark = pytest.mark.usefixtures("parsed_once")

LANGUAGES = ("en", "ru")
KINDS = ("liking", "giving-up", "week", "handing-over", "between")
Texts = dict[str, str]

# One line of a Fluent file that says something: its own name or its part's, and the text.
LINE = re.compile(r"(?m)^(?:(?P<message>[a-z][a-z0-9-]*)|    (?P<part>\.[a-z-]+)) = (?P<text>.+)$")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(
            PACKAGED, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    )


def file_of(language: str) -> str:
    return f"texts/{language}/questions.ftl"


def exchanged(folder: Path, language: str, *pairs: tuple[str, str]) -> None:
    """Let each two texts change places."""
    texts = texts_of(folder, language)
    told = {one: texts[other] for pair in pairs for one, other in (pair, pair[::-1])}
    retold(folder, language, told)


def retold(folder: Path, language: str, told: Texts) -> None:
    """Let messages, or their parts, say something else."""
    owner = ""

    def replaced(line: re.Match[str]) -> str:
        nonlocal owner
        owner = line["message"] or owner
        text = told.get(owner + (line["part"] or ""), line["text"])
        return line[0].removesuffix(line["text"]) + text

    path = folder / file_of(language)
    path.write_text(LINE.sub(replaced, path.read_text(encoding="utf-8")), encoding="utf-8")


def texts_of(folder: Path, language: str) -> Texts:
    owner, texts = "", {}
    for line in LINE.finditer((folder / file_of(language)).read_text(encoding="utf-8")):
        owner = line["message"] or owner
        texts[owner + (line["part"] or "")] = line["text"]
    return texts


def blamed(folder: Path, language: str) -> dict[str, int]:
    """Return the texts of a language that point another way than their key, and their lines.

    It is the part of `check` that these tests are about; the last tests take the whole.
    """
    content, locale = read(folder), locale_of(language)
    outline = outline_of(content)
    needs = needs_of(outline)
    assert locale is not None
    tongue = tongue_of(content, language, locale, outline, needs)
    faults = keying_faults(tongue, voice_of(content, language, outline, needs))
    return {each.what.split("`")[1]: each.line for each in faults}


def line_of(folder: Path, language: str, name: str) -> int:
    source = (folder / file_of(language)).read_text(encoding="utf-8")
    message, _, part = name.partition(".")
    start = source.index(f"\n{message} =") + 1
    return source.count("\n", 0, source.index(f".{part} =", start) if part else start) + 1


def choices(catalog: Catalog) -> list[Question]:
    return [each for each in catalog.asked() if each.kind == "between"]


def single(catalog: Catalog) -> list[Question]:
    return [each for each in catalog.asked() if each.kind != "between"]


# --- labels


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_any_two_labels_that_changed_places_are_named(
    folder: Path, catalog: Catalog, language: str, kind: str
) -> None:
    options = next(each.options for each in catalog.asked() if each.kind == kind)
    for one, other in pairwise(options):
        names = f"{kind}-{one.id}", f"{kind}-{other.id}"
        exchanged(folder, language, names)

        assert blamed(folder, language) == {name: line_of(folder, language, name) for name in names}
        exchanged(folder, language, names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_two_poles_of_a_row_that_changed_places_are_named(
    folder: Path, catalog: Catalog, language: str, kind: str
) -> None:
    options = next(each.options for each in catalog.asked() if each.kind == kind)
    names = f"{kind}-{options[0].id}", f"{kind}-{options[-1].id}"

    exchanged(folder, language, names)

    assert set(blamed(folder, language)) == set(names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_reasons_of_the_two_poles_that_changed_places_are_named(
    folder: Path, catalog: Catalog, language: str, kind: str
) -> None:
    options = next(each.options for each in catalog.asked() if each.kind == kind)
    names = f"{kind}-{options[0].id}.reason", f"{kind}-{options[-1].id}.reason"

    exchanged(folder, language, names)

    found = blamed(folder, language)
    assert found
    assert found == {name: line_of(folder, language, name) for name in names if name in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_row_turned_round_together_still_name_the_wrong_task(
    folder: Path, language: str
) -> None:
    texts = texts_of(folder, language)
    names = [name for name in texts if re.fullmatch(r"between-(first|second)-[a-z]+", name)]
    swap = {"first": "second", "second": "first"}
    told = {
        name: re.sub(r"first|second", lambda side: swap[side[0]], texts[name])
        for name in [*names, "kind-between.scale"]
    }

    retold(folder, language, told)

    assert set(blamed(folder, language)) == set(names)


# --- the tasks of a choice


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_two_tasks_that_changed_places_are_named_in_every_choice(
    folder: Path, catalog: Catalog, language: str
) -> None:
    firsts = [f"question-{each.id}.first" for each in choices(catalog)]

    exchanged(folder, language, *((name, name.replace(".first", ".second")) for name in firsts))

    assert blamed(folder, language) == {name: line_of(folder, language, name) for name in firsts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_of_two_tasks_that_changed_places_are_named_in_every_choice(
    folder: Path, catalog: Catalog, language: str
) -> None:
    firsts = [f"question-{each.id}.first-doing" for each in choices(catalog)]

    exchanged(folder, language, *((name, name.replace(".first", ".second")) for name in firsts))

    found = blamed(folder, language)
    assert set(firsts) <= set(found)
    assert found == {name: line_of(folder, language, name) for name in found}


@pytest.mark.parametrize(
    ("language", "halves"),
    [
        ("en", r"You could (.+), or (.+)\."),
        ("ru", r"Можно (.+), а можно (.+)\."),
    ],
)
def test_a_choice_told_wholly_the_other_way_round_is_named(
    folder: Path, catalog: Catalog, language: str, halves: str
) -> None:
    """Text, names and phrases agree with each other, and with nothing else."""
    texts = texts_of(folder, language)
    told: Texts = {}
    for name in (f"question-{each.id}" for each in choices(catalog)):
        if parts := re.search(halves, texts[name]):
            told[name] = _turned(texts[name], parts)
            for one, other in (("first", "second"), ("second", "first")):
                told |= {
                    f"{name}.{one}{end}": texts[f"{name}.{other}{end}"] for end in ("", "-doing")
                }

    retold(folder, language, told)

    assert len(told) > 50
    assert {name for name in told if name.endswith("-doing")} <= set(blamed(folder, language))


def _turned(text: str, parts: re.Match[str]) -> str:
    first, second = parts[1], parts[2]
    return text.replace(second, "\0").replace(first, second).replace("\0", first)


# --- questions that are turned round


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_sign_is_named_in_every_question(
    folder: Path, catalog: Catalog, language: str
) -> None:
    source = (folder / "questions.toml").read_text(encoding="utf-8")
    turned = re.sub(
        r"(?m)^(technical|leading) = (-?)",
        lambda line: f"{line[1]} = {'' if line[2] else '-'}",
        source,
    )
    (folder / "questions.toml").write_text(turned, encoding="utf-8")

    found = blamed(folder, language)

    names = {f"question-{each.id}" for each in single(catalog)}
    phrases = {f"{name}.doing" for name in names}
    phrases |= {f"question-{each.id}.first-doing" for each in choices(catalog)}
    assert names | phrases <= set(found)


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "question-hand-over-steering", "You leave the steering of a project to others."),
        ("en", "question-hand-over-steering.doing", "let somebody else steer a whole project"),
        ("en", "question-slow-website", "The website is slow; you leave it to somebody else."),
        ("en", "question-slow-website.doing", "let somebody else find out why a website is slow"),
        ("en", "question-hand-over-deep.title", "The hard questions"),
        ("ru", "question-hand-over-steering", "Вы оставляете заботу обо всём проекте другим."),
        ("ru", "question-hand-over-steering.doing", "оставлять заботу обо всём проекте другим"),
        ("ru", "question-slow-website", "Сайт еле открывается; вы оставляете это другим."),
        ("ru", "question-slow-website.doing", "оставлять другим искать, почему сайт тормозит"),
        ("ru", "question-hand-over-deep.title", "Трудные вопросы"),
    ],
)
def test_a_question_that_says_the_reverse_of_its_key_is_named(
    folder: Path, language: str, name: str, text: str
) -> None:
    retold(folder, language, {name: text})

    assert blamed(folder, language) == {name: line_of(folder, language, name)}


def test_a_phrase_of_the_other_trait_is_named(folder: Path) -> None:
    retold(folder, "en", {"question-slow-website.doing": "decide who does what"})

    what = (
        "`question-slow-website.doing` reads as wishing for `leading` work, which questions.toml counts the other way; "
        "look whether it is swapped or turned round"
    )
    assert [each.what for each in faults_of(read(folder))] == [what]


def test_a_phrase_without_any_known_word_asks_for_one(folder: Path) -> None:
    retold(folder, "en", {"question-slow-website.doing": "hunt for whatever it is"})

    what = (
        "`question-slow-website.doing` has not more words of one of marks-technical and marks-leading than of the other; "
        "add its word there"
    )
    assert [each.what for each in faults_of(read(folder))] == [what]


def test_a_task_that_the_text_does_not_tell_is_named(folder: Path) -> None:
    retold(folder, "en", {"question-talks-or-roof.second": "the windows"})

    what = "`question-talks-or-roof.second` has no word by which its task is found in the text; take one up"
    assert [each.what for each in faults_of(read(folder))] == [what]


def test_a_row_with_a_label_too_few_is_named(folder: Path) -> None:
    retold(folder, "ru", {"kind-week.scale": "Большую часть, Около половины, Примерно день"})

    what = "`kind-week.scale` has 3 labels, not 5; put a comma between two"
    assert [each.what for each in faults_of(read(folder))] == [what]
