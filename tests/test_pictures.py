"""The map says what the text says: as an image, in characters, and in a caption that fits below it."""

import io
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, groupby, islice, product

import pytest
from PIL import Image, ImageChops, ImageColor

from bot import map_image
from bot.core.assessment.advice import advise
from bot.core.conversation.inputs import SwitchLanguage
from bot.core.conversation.replies import NOTES, Advise
from bot.core.conversation.state import Person
from bot.core.screens.card import draw_card
from bot.core.screens.layout import CAPTION
from bot.core.screens.map import WIDTH, YOU, Landmark, Map, clamp, draw_in_characters
from content.model import Catalog
from content.words import without_marks
from story import answers, finished, seen, told

INTERESTS = {"expert": (2, -2), "manager": (-2, 2), "hybrid": (2, 2), "neither": (-2, -2)}
ORANGE = (213, 94, 0)


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def shown_to(catalog: Catalog, role: str, language: str = "en") -> Map:
    """Return the map of somebody whose answers point to this role."""
    technical, leading = INTERESTS[role]
    turn = finished(catalog, technical=technical, leading=leading)
    picture = seen(catalog, told(catalog, SwitchLanguage(language), after=turn)).picture
    assert picture is not None
    return picture


def image_of(picture: Map) -> Image.Image:
    return Image.open(io.BytesIO(map_image.render_png(picture))).convert("RGB")


def orange(image: Image.Image) -> Image.Image:
    """Return where the image is orange, in white."""
    close = [
        band.point(lambda part, aim=aim: 255 if abs(part - aim) < 30 else 0)
        for band, aim in zip(image.split(), ORANGE, strict=True)
    ]
    return ImageChops.darker(ImageChops.darker(close[0], close[1]), close[2])


def marker(image: Image.Image) -> tuple[float, float]:
    """Return the middle of the one spot that is orange all over, which the ring is not."""
    spot = orange(image).reduce(8).point(lambda part: 255 if part == 255 else 0).getbbox()
    assert spot is not None
    left, top, right, bottom = spot
    return 4.0 * (left + right), 4.0 * (top + bottom)


@pytest.mark.parametrize("role", INTERESTS)
def test_the_person_stands_in_the_zone_of_the_outcome(
    catalog: Catalog, role: str, language: str
) -> None:
    picture = shown_to(catalog, role, language)

    x, y = marker(image_of(picture))

    middle_x, middle_y = map_image.pixel_of(0, 0)
    technical, leading = INTERESTS[role]
    assert (x > middle_x) == (technical > 0)
    assert (y < middle_y) == (leading > 0)
    assert (x, y) == pytest.approx(map_image.pixel_of(*picture.place), abs=8)


@pytest.mark.parametrize("role", INTERESTS)
def test_the_zone_that_is_named_is_the_blue_one(catalog: Catalog, role: str) -> None:
    image = image_of(shown_to(catalog, role))

    blueness = {}
    for other, (technical, leading) in INTERESTS.items():
        x, y = map_image.pixel_of(0.2 if technical > 0 else -0.2, 0.2 if leading > 0 else -0.2)
        pixel = image.getpixel((round(x), round(y)))
        assert isinstance(pixel, tuple)
        blueness[other] = pixel[2] - pixel[0]
    assert max(blueness, key=lambda each: blueness[each]) == role


def test_an_image_is_of_one_size_small_and_the_same_each_time(catalog: Catalog) -> None:
    picture = shown_to(catalog, "hybrid")
    first = map_image.render_png(picture)
    map_image.render_png.cache_clear()

    assert map_image.render_png(picture) == first
    assert image_of(picture).size == (map_image.WIDTH, map_image.HEIGHT) == (800, 880)
    assert len(first) < 60_000


def test_every_letter_on_the_map_is_in_the_font(catalog: Catalog, language: str) -> None:
    picture = shown_to(catalog, "expert", language)
    legend = picture.legend
    written = [zone.name for zone in picture.zones]
    written += [each.name for each in picture.landmarks]
    written += [legend.technical, legend.leading, legend.you, legend.ring, legend.landmarks]

    for weight in ("Regular", "SemiBold", "Bold"):
        font = map_image.load_font(weight, 40)
        missing = bytes(font.getmask("\uffff"))
        letters = sorted(set("".join(written)) - {" "})
        assert [each for each in letters if bytes(font.getmask(each)) == missing] == []


def test_the_two_parts_of_the_legend_stand_apart(catalog: Catalog, language: str) -> None:
    image = image_of(shown_to(catalog, "expert", language)).convert("RGB")
    band = image.crop((0, image.height - 60, image.width, image.height - 10))
    plain = band.getpixel((0, 0))

    written = [
        any(band.getpixel((x, y)) != plain for y in range(band.height)) for x in range(band.width)
    ]

    gaps = [len(list(run)) for is_written, run in groupby(written) if not is_written]
    assert sorted(gaps)[-2] >= 20  # the widest is a margin of the picture or lies between the parts


CROWD = tuple(
    Landmark(f"Job {number}", number % 7 * 0.7 - 2.1, number // 7 * 0.4 - 1.2)
    for number in range(42)
)


def many(catalog: Catalog, language: str) -> Iterator[Map]:
    """Yield maps of people all over the map, as sure of their place as one is after the questions."""
    picture = shown_to(catalog, "expert", language)
    yield replace(picture, landmarks=CROWD)
    for across, up in product((-2.5, -1.5, -0.9, -0.2, 0, 0.3, 1.2, 2), repeat=2):
        for correlation in (-0.5, 0, 0.4):
            yield replace(picture, place=(across, up), correlation=correlation)


def overlap(box: map_image.Box, other: map_image.Box, apart: float = 0) -> bool:
    return (
        box[0] < other[2] + apart
        and other[0] < box[2] + apart
        and box[1] < other[3] + apart
        and other[1] < box[3] + apart
    )


def written(picture: Map) -> list[str]:
    return [" ".join(label.lines) for label in map_image.place_labels(picture)]


@pytest.mark.parametrize("role", INTERESTS)
def test_whoever_leans_to_one_outcome_reads_the_name_of_every_mark(
    catalog: Catalog, role: str, language: str
) -> None:
    picture = shown_to(catalog, role, language)

    zones = [each.name for each in picture.zones]
    marks = [each.name for each in picture.landmarks]
    assert sorted(written(picture)) == sorted([picture.legend.you, *zones, *marks])


def test_wherever_somebody_stands_the_person_and_the_zones_are_named(
    catalog: Catalog, language: str
) -> None:
    for picture in many(catalog, language):
        assert written(picture)[:5] == [picture.legend.you, *(each.name for each in picture.zones)]


def test_names_keep_their_distance_from_each_other_and_from_the_borders(
    catalog: Catalog, language: str
) -> None:
    for picture in many(catalog, language):
        boxes = [label.box for label in map_image.place_labels(picture)]
        assert [each for each in combinations(boxes, 2) if overlap(*each, apart=8)] == []
        for left, top, right, bottom in boxes:
            assert any(
                zone[0] + 8 <= left
                and zone[1] + 8 <= top
                and right + 8 <= zone[2]
                and bottom + 8 <= zone[3]
                for zone in map_image.ZONE_BOXES
            )


def test_no_name_stands_on_a_mark(catalog: Catalog, language: str) -> None:
    for picture in many(catalog, language):
        boxes = [label.box for label in map_image.place_labels(picture)]
        places = [(each.technical, each.leading) for each in picture.landmarks]
        marks = [(picture.place, map_image.MARKER), *((each, map_image.DOT) for each in places)]
        for place, radius in marks:
            x, y = map_image.pixel_of(*clamp(place))
            mark = (x - radius, y - radius, x + radius, y + radius)
            assert not any(overlap(box, mark) for box in boxes)


def test_the_ring_makes_way_for_whatever_is_written(catalog: Catalog, language: str) -> None:
    for picture in islice(many(catalog, language), 0, None, 9):
        spots = orange(image_of(picture))
        for label in map_image.place_labels(picture):
            assert spots.crop(label.box).getbbox() is None


def test_nothing_is_drawn_over_the_person(catalog: Catalog) -> None:
    for role in INTERESTS:
        picture = shown_to(catalog, role)
        across, up = picture.place
        near = tuple(
            Landmark("Somebody alike", across + step, up - step) for step in (0, 0.05, 0.1)
        )
        spots = orange(image_of(replace(picture, landmarks=near)))
        x, y = (round(each) for each in map_image.pixel_of(across, up))
        assert spots.crop((x - 10, y - 10, x + 10, y + 10)).getextrema() == (255, 255)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as the W3C's guidelines (WCAG 2) define it."""
    shares = (0.2126, 0.7152, 0.0722)
    light = []
    for colour in (one, other):
        parts = [each / 255 for each in ImageColor.getrgb(colour)]
        linear = [
            each / 12.92 if each <= 0.04 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        ]
        light.append(sum(share * each for share, each in zip(shares, linear, strict=True)))
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_the_ring_the_dots_and_all_letters_stand_out_from_what_is_behind_them() -> None:
    assert contrast(map_image.PERSON, map_image.HALO) > 3
    assert contrast(map_image.QUIET, map_image.ZONES[0]) > 4.5
    assert all(contrast(map_image.QUIET, zone) > 3 for zone in map_image.ZONES)
    assert all(contrast(map_image.INK, zone) > 7 for zone in map_image.ZONES)


def test_whoever_stands_far_out_is_still_on_the_map(catalog: Catalog) -> None:
    picture = replace(shown_to(catalog, "expert"), place=(9.0, -9.0))

    x, y = marker(image_of(picture))

    assert map_image.LEFT < x < map_image.LEFT + map_image.SIDE
    assert map_image.TOP < y < map_image.TOP + map_image.SIDE
    assert draw_in_characters(picture).count(YOU) == 2


# In characters


@pytest.mark.parametrize("role", INTERESTS)
def test_in_characters_the_person_stands_in_the_zone_in_capitals(
    catalog: Catalog, role: str, language: str
) -> None:
    picture = shown_to(catalog, role, language)

    lines = draw_in_characters(picture).splitlines()

    row = next(number for number, line in enumerate(lines) if YOU in line)
    border = next(number for number, line in enumerate(lines) if "┼" in line)
    technical, leading = INTERESTS[role]
    assert (row < border) == (leading > 0)
    assert (lines[row].index(YOU) > lines[border].index("┼")) == (technical > 0)
    name = catalog.texts[language].plain(f"role-{role}").upper()
    assert name in "\n".join(lines)
    assert max(map(len, lines)) <= WIDTH


def test_in_characters_occupations_have_their_names_where_there_is_room(catalog: Catalog) -> None:
    picture = shown_to(catalog, "expert")

    drawn = draw_in_characters(
        replace(picture, landmarks=(Landmark("Referee", -1, 1), Landmark("Coach", -1, 1)))
    )

    assert "+ Referee" in drawn
    assert "Coach" not in drawn
    assert f"+ {picture.legend.landmarks}" in drawn
    assert "+" not in draw_in_characters(replace(picture, landmarks=()))


def test_in_characters_every_occupation_is_named_when_nobody_is_near(
    catalog: Catalog, language: str
) -> None:
    picture = shown_to(catalog, "neither", language)

    drawn = draw_in_characters(picture)

    assert [each.name for each in picture.landmarks if each.name not in drawn] == []


@pytest.mark.parametrize("role", INTERESTS)
def test_in_characters_who_stands_between_two_zones_is_shown_in_the_one_named_first(
    catalog: Catalog, role: str
) -> None:
    lines = draw_in_characters(replace(shown_to(catalog, role), place=(0.0, 0.0))).splitlines()

    row = next(number for number, line in enumerate(lines) if YOU in line)
    border = next(number for number, line in enumerate(lines) if "┼" in line)
    technical, leading = INTERESTS[role]
    assert (row < border) == (leading > 0)
    assert (lines[row].index(YOU) > lines[border].index("┼")) == (technical > 0)


# The text below it


def units(text: str) -> int:
    """Return a text's length as Telegram counts it, once its marks are read."""
    return len(without_marks(text).encode("utf-16-le")) // 2


def test_whatever_the_answers_the_text_fits_below_the_picture(
    catalog: Catalog, language: str
) -> None:
    chance, words = random.Random(1), catalog.texts[language]
    note = max(units(words(name, count=12)) for name in NOTES)
    ranked = 0
    for _ in range(400):
        asked = chance.sample(catalog.asked(), chance.randint(8, 16))
        given = {each.id: chance.choice(each.options).id for each in asked}
        advice = advise(catalog, answers(catalog, given))
        screen = draw_card(catalog, Person(language, consented=True), Advise(advice, more=True))
        if screen.picture is not None:
            ranked += 1
            assert units(screen.text) + note + 2 <= CAPTION, screen.text

    assert ranked > 50


def test_who_cannot_see_the_map_reads_where_the_person_stands(catalog: Catalog) -> None:
    screen = seen(catalog, finished(catalog, technical=2, leading=-2))

    assert screen.picture is not None
    assert "On the map: understanding and building strong, leading weak." in screen.text


def test_too_little_to_tell_has_no_picture(catalog: Catalog) -> None:
    first = {each.id: each.options[0].id for each in catalog.asked()[:8]}
    advice = advise(catalog, answers(catalog, first))

    screen = draw_card(catalog, Person("en", consented=True), Advise(advice, more=True))

    assert advice.doubt is not None
    assert screen.picture is None
