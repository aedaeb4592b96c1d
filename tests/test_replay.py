"""Real people's answers played through the chat without a label; here the people are drawn."""

import csv
import json
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import cli

TRAITS = ("i", "e")  # technical, leading


def drawn(
    people: int = 120,
    *,
    items: int = 10,
    strength: float = 0.6,
    spread: float = 1.3,
    lowest: int = 0,
    seed: int = 1,
) -> list[dict[str, str]]:
    """Draw people whose answers in five steps go with two traits as strongly as asked for."""
    random, rows = Random(seed), []
    for _ in range(people):
        row = {"seconds": ""}
        for trait in TRAITS:
            interest = random.gauss()
            for number in range(1, items + 1):
                felt = strength * interest + (1 - strength**2) ** 0.5 * random.gauss()
                row[f"{trait}{number}"] = str(lowest + max(0, min(4, round(2 + spread * felt))))
        rows.append(row)
    return rows


def saved(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def validate(path: Path, *options: str) -> Result:
    columns = ("--technical", "i*", "--leading", "e*")
    return CliRunner().invoke(cli, ["validate", "--answers", str(path), *columns, *options])


def found(path: Path, *options: str) -> dict[str, object]:
    result = validate(path, "--json", *options)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_people_who_mean_what_they_say_are_hardly_ever_refused(tmp_path: Path) -> None:
    figures = found(saved(tmp_path / "people.csv", drawn()))

    assert figures["people"] == 120
    standings, doubts = figures["standings"], figures["doubts"]
    assert isinstance(standings, dict)
    assert isinstance(doubts, dict)
    assert sum(standings.values()) == pytest.approx(1)
    assert sum(doubts.values()) == pytest.approx(standings["too_little"])
    assert doubts.keys() == {"contradictory", "alike", "fast", "few", "even"}
    assert doubts["contradictory"] <= 0.03
    assert figures["agreement"] is None


def test_it_makes_no_difference_whether_the_scale_begins_at_nought_or_one(tmp_path: Path) -> None:
    from_nought = found(saved(tmp_path / "nought.csv", drawn(40)))
    from_one = found(saved(tmp_path / "one.csv", drawn(40, lowest=1)))

    assert from_nought["standings"] == from_one["standings"]
    assert from_nought["doubts"] == from_one["doubts"]
    assert from_nought["ends"] == from_one["ends"]


def test_items_that_go_together_agree_with_those_kept_back(tmp_path: Path) -> None:
    path = saved(tmp_path / "people.csv", drawn(strength=0.8))
    noise = saved(tmp_path / "noise.csv", drawn(strength=0.0))

    together, apart = (found(each, "--hold-out", "--seed", "2") for each in (path, noise))

    agreement, by_chance = together["agreement"], apart["agreement"]
    assert isinstance(agreement, dict)
    assert isinstance(by_chance, dict)
    assert agreement["named"] > 0.6
    assert by_chance["named"] < 0.45


def test_item_rest_correlations_and_the_use_of_the_ends_are_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "people.csv", drawn(400, strength=0.7, spread=1.0))

    figures = found(path)

    correlations = figures["item_rest"]
    assert isinstance(correlations, dict)
    assert correlations.keys() == {"technical", "leading"}
    assert correlations["technical"].keys() == {f"i{number}" for number in range(1, 11)}
    assert correlations["technical"]["i1"] == pytest.approx(0.64, abs=0.1)
    assert figures["ends"] == pytest.approx(0.134, abs=0.02)


def test_the_same_is_told_in_words(tmp_path: Path) -> None:
    result = validate(saved(tmp_path / "people.csv", drawn(30)), "--hold-out")

    assert result.exit_code == 0
    assert "People: 30" in result.stdout
    assert "contradictory" in result.stdout
    assert "held-out items, named" in result.stdout


def test_an_empty_cell_is_no_answer(tmp_path: Path) -> None:
    rows = [dict.fromkeys(row, "") | {"i1": row["i1"], "e1": row["e1"]} for row in drawn(30)]

    figures = found(saved(tmp_path / "people.csv", rows))

    doubts = figures["doubts"]
    assert isinstance(doubts, dict)
    assert doubts["few"] == 1


@pytest.mark.parametrize(
    ("change", "options", "said", "code"),
    [
        ({}, ("--technical", "x*"), "0 columns match x*", 1),
        ({}, ("--leading", "i*"), "cannot measure both traits", 1),
        ({"i1": "often"}, (), "must contain whole numbers", 1),
        ({"i1": "99"}, (), "A scale has 2 to 12 steps", 1),
        ({}, ("--label", "seconds"), "cannot be combined with --label", 2),
        ({}, ("--technical", ""), "Name the groups", 2),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(
    tmp_path: Path, change: dict[str, str], options: tuple[str, ...], said: str, code: int
) -> None:
    rows = drawn(20)
    rows[3] |= change

    result = validate(saved(tmp_path / "people.csv", rows), *options)

    assert result.exit_code == code
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
