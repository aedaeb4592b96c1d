"""Real occupations have their place on the map, and people like those in them are told what suits them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.assessment.advice import Standing
from bot.core.assessment.occupations import traits_of
from bot.evaluation.occupation_results import simulate_occupations
from content.check import faults_of
from content.folder import read
from content.loader import PACKAGED
from content.model import Catalog, Occupation, Trait

OCCUPATIONS = "occupations.toml"


pytestmark = pytest.mark.usefixtures("parsed_once")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(PACKAGED, tmp_path / "content", ignore=shutil.ignore_patterns("*.py*"))


def test_the_ends_of_the_interests_are_the_ends_of_the_answers() -> None:
    place = traits_of(Occupation("15-1252.00", "Somebody", investigative=7, enterprising=1))

    assert place == {Trait.TECHNICAL: 2, Trait.LEADING: -2}


def test_the_middle_of_the_interests_is_the_average_person() -> None:
    place = traits_of(Occupation("15-1252.00", "Somebody", investigative=4, enterprising=4))

    assert place == {Trait.TECHNICAL: 0, Trait.LEADING: 0}


def test_every_occupation_stands_in_the_zone_of_the_role_that_suits_it(catalog: Catalog) -> None:
    expected = {each.title: each.outcome for each in catalog.occupations if each.outcome}

    zones = {
        each.title: catalog.role_for(
            frozenset(trait for trait, place in traits_of(each).items() if place > 0)
        ).id
        for each in catalog.occupations
        if each.outcome
    }

    assert zones == expected
    assert len(zones) > 40


@pytest.mark.parametrize("whole", [False, True], ids=["as far as asked", "the whole bank"])
def test_people_like_those_in_an_occupation_are_told_the_role_that_suits_it(
    catalog: Catalog, whole: bool
) -> None:
    found = simulate_occupations(catalog, whole=whole)

    assert len(found) > 40
    assert [f"{each.occupation.title}: {each.outcome}" for each in found if each.missed] == []
    assert Standing.LITTLE not in {each.standing for each in found}


def test_a_profile_on_the_wrong_side_is_a_miss(catalog: Catalog) -> None:
    turned = Occupation("15-1252.00", "Software Developers", 1.87, 5.86, outcome="expert")

    (found,) = simulate_occupations(replace(catalog, occupations=(turned,)))

    assert found.missed
    assert found.outcome == "manager"


def test_the_map_names_a_few_in_every_language(catalog: Catalog) -> None:
    named = [each.name for each in catalog.occupations if each.name]

    assert len(named) == 6
    for words in catalog.texts.values():
        assert all(len(words.plain(f"occupation-{name}")) <= 24 for name in named)
        assert "CC BY 4.0" in words.plain("occupations-notice")


def test_a_folder_may_do_without_occupations(folder: Path) -> None:
    (folder / OCCUPATIONS).unlink()

    assert [fault for fault in faults_of(read(folder)) if fault.file == OCCUPATIONS] == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"15-1252.00"', '"1512"', "needs an O*NET-SOC code"),
        ("investigative = 5.86", "investigative = 8", "needs `investigative`, a number from 1"),
        ("enterprising = 1.87", 'enterprising = "low"', "needs `enterprising`, a number from 1"),
        ('title = "Software Developers"', 'title = " "', "has no title"),
        ('"expert", name = "soft', '"boss", name = "soft', "has the outcome `boss`"),
        ('name = "software-developers"', 'name = "Software!"', "has a wrong name"),
        ('name = "software-developers"', 'nmae = "software"', "has the unknown key `nmae`"),
        ('"15-1252.00"', '"15-1253.00"', "has the code `15-1253.00`; give each its own"),
        ("occupations = [", "occupation = [", "unknown key `occupation`"),
        ("occupations = [", "occupations = [1,", "`occupations` must be a list of tables"),
    ],
)
def test_a_mistake_in_the_table_is_named(folder: Path, before: str, after: str, told: str) -> None:
    file = folder / OCCUPATIONS
    file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")

    faults = [fault for fault in faults_of(read(folder)) if fault.file == OCCUPATIONS]

    assert any(told in fault.what for fault in faults)
    lines = file.read_text("utf-8").splitlines()
    assert any(
        fault.line == 1 or after.rsplit(" = ", maxsplit=1)[-1][:8] in lines[fault.line - 1]
        for fault in faults
    )
