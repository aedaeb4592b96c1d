"""The advice measured on people whose side is known; here they are drawn, so that the truth is known too."""

import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from bot.evaluation.findings import Findings
from bot.evaluation.fitting import FittedQuestions, fit, score_table
from bot.evaluation.learned_content import write_folder
from bot.evaluation.survey import (
    Groups,
    SurveyPerson,
    UnusableAnswers,
    build_questions,
    find_respondents,
    read_rows,
    with_questions,
)
from bot.evaluation.validation import area_of, learn_and_validate, validate
from content.loader import Faulty, load, load_measured
from content.model import Trait
from test_command_line import fresh
from zygote import called

LEADING = [f"lead_{number}" for number in range(1, 6)]
TECHNICAL = [f"make_{number}" for number in range(1, 6)]
GROUPS = Groups("job", ("manager",), ("developer",), within="years")
COLUMNS = ("--columns", "lead_*,make_*", "--label", "job", "--positive", "manager")

Rows = list[dict[str, str]]


def drawn(count: int = 400, *, apart: float = 1.0, seed: int = 1, banded: bool = False) -> Rows:
    """Draw people, half of them managers, whose answers in five steps go with their side.

    With `banded` the answers and the side both go with the years alone.
    """
    source = np.random.default_rng(seed)
    rows = []
    for person in range(count):
        many_years = bool(source.random() < 0.5)
        manager = bool(source.random() < (0.85 if many_years else 0.15)) if banded else person % 2
        side = apart * (1 if (many_years if banded else manager) else -1) / 2
        felt = {name: side + source.normal() for name in LEADING}
        felt |= {name: -side + source.normal() for name in TECHNICAL}
        answers = {name: str(int(np.clip(round(value + 3), 1, 5))) for name, value in felt.items()}
        job, years = "manager" if manager else "developer", "10+" if many_years else "0-9"
        rows.append({"job": job, "years": years} | answers)
    return rows


def saved(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def people_of(rows: Rows) -> tuple[SurveyPerson, ...]:
    return find_respondents(rows, build_questions(rows, ["lead_*", "make_*"]), GROUPS)


def learned(rows: Rows) -> tuple[FittedQuestions, Findings]:
    questions = build_questions(rows, ["lead_*", "make_*"])
    people = find_respondents(rows, questions, GROUPS)
    return learn_and_validate(load(), questions, people, folds=4, seed=1)


@pytest.fixture(scope="module")
def measured() -> Findings:
    return learned(drawn(400))[1]


# --- reading the answers


def test_a_column_is_the_question_of_its_name_and_an_empty_cell_is_not_sure() -> None:
    rows = drawn(40)
    rows[0] |= {"lead_1": "4", "make_1": ""}

    first = people_of(rows)[0]

    assert first.options["lead-1"] == "4"
    assert "make-1" not in first.options
    assert (first.positive, first.band) == (False, rows[0]["years"])


def test_people_of_neither_group_are_left_out() -> None:
    rows = drawn(60)
    rows[0]["job"] = rows[1]["job"] = "executive"

    assert len(people_of(rows)) == 58


def test_a_packed_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    plain = saved(tmp_path / "people.csv", drawn(40))
    packed = tmp_path / "people.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert read_rows(packed) == read_rows(plain)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "contains no answers"),
        ("job,lead_1\n", "contains no answers"),
        ("job,lead_1\nmanager\n", "line 2 has more or fewer cells"),
        ("job,lead_1\nmanager,1,2\n", "line 2 has more or fewer cells"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "people.csv").write_text(text)

    with pytest.raises(UnusableAnswers, match=told):
        read_rows(tmp_path / "people.csv")


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (Groups("jb", ("manager",)), "no column `jb`; did you mean `job`"),
        (Groups("job", ("manger",)), "Nobody has `manger` in `job`; did you mean `manager`"),
        (Groups("job", ("manager",), ("manager",)), "cannot be positive and negative at once"),
        (Groups("job", ("manager",), within="yers"), "no column `yers`; did you mean `years`"),
    ],
)
def test_a_column_or_a_value_that_is_not_there_is_named(groups: Groups, told: str) -> None:
    rows = drawn(60)

    with pytest.raises(UnusableAnswers, match=told):
        find_respondents(rows, build_questions(rows, ["lead_*"]), groups)


def test_an_option_that_is_not_there_is_named_with_its_row() -> None:
    rows = drawn(60)
    questions = build_questions(rows, ["lead_*"])
    rows[3]["lead_2"] = "often"

    with pytest.raises(
        UnusableAnswers, match=r"Row 5: `often` is not an option of the question `lead-2`"
    ):
        find_respondents(rows, questions, GROUPS)


def test_a_question_without_a_column_is_named() -> None:
    rows = drawn(60)
    questions = build_questions(rows, ["lead_*"])
    without = [{name: row[name] for name in row if name != "lead_2"} for row in rows]

    with pytest.raises(UnusableAnswers, match="no column for the question `lead-2`"):
        find_respondents(without, questions, GROUPS)


def test_too_few_people_are_refused() -> None:
    with pytest.raises(UnusableAnswers, match="15 people are in the positive group; at least 20"):
        people_of(drawn(30))


def test_too_few_people_to_learn_and_to_measure_are_refused() -> None:
    with pytest.raises(UnusableAnswers, match="30 people are in the positive group; at least 40"):
        learned(drawn(60))


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["yes", "no"], "contains answers that are not numbers"),
        (["1"], "has 1 different answers"),
        ([str(number) for number in range(20)], "has 20 different answers"),
        (["-1", "1"], "differ only in their sign"),
    ],
)
def test_a_column_that_is_no_rating_cannot_become_a_question(
    answers: Sequence[str], told: str
) -> None:
    rows = [{"likes": answer} for answer in answers]

    with pytest.raises(UnusableAnswers, match=told):
        build_questions(rows, ["likes"])


# --- learning


def test_learned_questions_measure_the_side_they_speak_for() -> None:
    rows = drawn(800)

    fitted = fit(build_questions(rows, ["lead_*", "make_*"]), people_of(rows))

    traits = {question.id: list(question.loadings) for question in fitted.questions}
    assert traits == {
        **{f"lead-{number}": [Trait.LEADING] for number in range(1, 6)},
        **{f"make-{number}": [Trait.TECHNICAL] for number in range(1, 6)},
    }
    assert all(0 < load < 0.9 for each in fitted.questions for load in each.loadings.values())


def test_learned_scores_are_standard_deviations_of_the_people() -> None:
    rows = drawn(800)
    people = people_of(rows)

    fitted = fit(build_questions(rows, ["lead_*", "make_*"]), people)

    scores = score_table(fitted.questions, people)
    assert np.abs(scores.mean(axis=0)).max() < 0.02
    assert np.abs(scores.std(axis=0) - 1).max() < 0.05


def test_a_question_that_tells_nothing_is_left_out() -> None:
    rows = drawn(800)
    for row in rows:
        row["make_5"] = "3" if row is not rows[0] else "4"

    fitted = fit(build_questions(rows, ["lead_*", "make_*"]), people_of(rows))

    assert fitted.dropped == ("make-5",)


def test_nothing_is_learned_when_all_speaks_for_one_side() -> None:
    rows = drawn(200)
    questions = build_questions(rows, ["lead_*"])

    with pytest.raises(UnusableAnswers, match="No question measures the technical side"):
        fit(questions, find_respondents(rows, questions, GROUPS))


def test_what_was_learned_is_read_again_as_a_content_folder(tmp_path: Path) -> None:
    fitted, _ = learned(drawn(200))

    write_folder(tmp_path / "new", fitted)

    read = load_measured(tmp_path / "new")
    assert [(each.id, each.options, each.loadings) for each in read.asked()] == [
        (each.id, each.options, each.loadings) for each in fitted.questions
    ]


def test_a_folder_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    fitted, _ = learned(drawn(200))
    write_folder(tmp_path, fitted)

    with pytest.raises(UnusableAnswers, match="already exists"):
        write_folder(tmp_path, fitted)


def test_a_folder_to_measure_is_checked_as_far_as_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text('edition = "1"\n[[questions]]\nid = "lead-1"\n')

    with pytest.raises(Faulty) as refused:
        load_measured(tmp_path)

    assert {fault.file for fault in refused.value.faults} == {"questions.toml"}


# --- measuring


def test_an_area_is_the_share_of_pairs_in_the_right_order() -> None:
    source = np.random.default_rng(3)
    sides = source.random(300) < 0.2
    scores = np.round(source.normal(size=300) + sides, 1)  # with ties

    area = area_of(scores, sides, seed=1)

    assert area.value == pytest.approx(roc_auc_score(sides, scores))
    assert area.low < area.value < area.high


def test_people_whose_answers_go_with_their_side_are_told_apart(measured: Findings) -> None:
    found = measured

    assert (found.positive, found.negative, found.learned_from) == (100, 100, 200)
    assert [form.questions for form in found.forms] == [3, 5, 8, 10]
    assert found.forms[-1].area.value > 0.9
    assert found.forms[-1].area.value > 0.97 * found.ceiling.value
    assert found.forms[-1].area.value > found.forms[0].area.value
    assert found.forms[-1].same_side == found.forms[-1].same_outcome == 1
    assert found.forms[2].same_side > found.forms[0].same_side


def test_stopping_asks_less_and_keeps_the_side(measured: Findings) -> None:
    found = measured

    assert found.settled.questions < 8
    assert found.stopped.questions < 10
    assert found.settled.same_side >= 0.9
    assert found.stopped.same_side >= 0.9


def test_answers_that_have_nothing_to_do_with_the_side_measure_nothing() -> None:
    rows = drawn(1200)
    jobs = np.random.default_rng(5).permutation([row["job"] for row in rows])
    for row, job in zip(rows, jobs, strict=True):
        row["job"] = str(job)

    _, found = learned(rows)

    assert found.forms[-1].area.low < 0.5 < found.forms[-1].area.high


def test_a_difference_between_bands_is_none_within_them() -> None:
    _, found = learned(drawn(1200, banded=True))

    assert found.forms[-1].area.value > 0.75
    within = found.forms[-1].within
    assert within is not None
    assert abs(within - 0.5) < 0.07
    assert sum(band.positive + band.negative for band in found.bands) == 600


def test_the_same_seed_gives_the_same_figures() -> None:
    assert learned(drawn(80)) == learned(drawn(80))


def test_empty_answers_are_measured_too() -> None:
    rows = drawn(120)
    fitted, _ = learned(rows)
    for row in rows:
        row["lead_1"] = row["make_3"] = ""

    catalog = with_questions(load(), fitted.questions)
    people = find_respondents(rows, catalog.asked(), GROUPS)
    found = validate(catalog, people, folds=4, seed=1)

    assert found.learned_from == 0
    assert 0.8 < found.forms[-1].area.value < 1


# --- the command


def test_weights_learned_by_the_command_are_measured_by_it_on_others(tmp_path: Path) -> None:
    saved(tmp_path / "some.csv", drawn(120))
    saved(tmp_path / "others.csv", drawn(60, seed=2))

    first = called(
        tmp_path, "validate", "--answers", "some.csv", *COLUMNS, "--fit", "--output", "new"
    )
    second = called(
        tmp_path, "validate", "--answers", "others.csv", "--content", "new", *COLUMNS[2:], "--json"
    )

    assert (first.returncode, second.returncode) == (0, 0)
    assert "Weights learned from 60 others" in first.stdout
    assert "Written to new/questions.toml." in first.stdout
    found = json.loads(second.stdout)
    assert (found["positive"], found["negative"]) == (30, 30)
    assert found["forms"][-1]["area"]["value"] > 0.8


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--label", "job"), 2, "Name the questions: --content DIR"),
        ((*COLUMNS,), 2, "Name the questions: --content DIR"),
        (("--content", "new", "--label", "job", "--output", "x"), 2, "add --fit"),
        ((*COLUMNS, "--fit", "--within", "age"), 1, "There is no column `age`"),
        (("--content", "nowhere", "--label", "job"), 1, "questions.toml:1: this file is missing"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    saved(tmp_path / "people.csv", drawn(60))

    measured = called(tmp_path, "validate", "--answers", "people.csv", *arguments)

    assert measured.returncode == code
    assert told in measured.stderr


def test_without_the_libraries_the_command_tells_how_to_get_them(tmp_path: Path) -> None:
    saved(tmp_path / "people.csv", drawn(60))
    (tmp_path / "sklearn.py").write_text("raise ModuleNotFoundError(name='sklearn')")

    measured = fresh(tmp_path, "validate", "--answers", "people.csv", *COLUMNS, "--fit")

    assert measured.returncode == 1
    assert "pip install 'career-advisor[measure]'" in measured.stderr
