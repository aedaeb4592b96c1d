"""Draws the map as an image for a phone: the only importer of the drawing library.

Rules: what has slanting or round edges is drawn SCALE times as large and then made smaller, which smooths them. The image
has a ground of its own, so that it reads the same in a dark chat and in a light one. Blue against orange, since nearly
everybody can tell these two apart (Okabe and Ito, 2008, https://jfly.uni-koeln.de/color/). Nothing is written over
anything else. What all maps of a language have in common is drawn once, and all maps have the same colours.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

from PIL import Image, ImageDraw, ImageFont

from bot.core.picture import EDGE, Landmark, Legend, Picture, Zone, kept_inside, ring

WIDTH, HEIGHT = 800, 880  # pixels of the image; all lengths below are pixels of it
SCALE = 2
COLOURS, NO_DITHER = 128, Image.Dither.NONE  # a third of the bytes in half the time
PACKED = 3  # how hard the bytes are squeezed: harder takes three times as long for a fifth less

PAPER = "#FAF9F6"
INK, QUIET, FAINT = "#22313F", "#4F5D6B", "#8A96A3"
ZONES = ("#ECEFF2", "#B9D9EE", "#DCEAF4")  # not named, named first, named second
PERSON, HALO = "#D55E00", "#FFFFFF"
VEIL = 120  # of 255: how much of what lies within the ring is white

LEFT, TOP, SIDE = 58, 18, 724  # of the map
GAP = 4  # half of what lies between two zones
ROUND = 18  # radius of a zone's corners
MARGIN = 20  # between a zone's edge and its name
NAME, LABEL, SMALL = 27, 25, 22  # sizes of the letters
NARROW = 200  # what the name of an occupation may take before it goes on in the next line
MARKER, DOT = 15, 6  # radii
BESIDE = 8  # between a mark and its name
APART = 18  # between a name and the marks of others, so that nobody takes it for theirs
LINE_HEIGHT = 1.24
STROKE = 3

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn on, so many times as large as the image, and the places that are taken on it."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    taken: list[Box]
    scale: int = 1


@lru_cache(maxsize=32)  # a call that Telegram did not take is repeated
def png(picture: Picture) -> bytes:
    """Return the map as a PNG of WIDTH times HEIGHT pixels."""
    written = io.BytesIO()
    _drawn(picture).quantize(palette=_palette(), dither=NO_DITHER).save(
        written, "PNG", compress_level=PACKED
    )
    return written.getvalue()


def sheet_on(image: Image.Image, scale: int = 1) -> Sheet:
    """Return an empty sheet on this image."""
    return Sheet(image, ImageDraw.Draw(image), [], scale)


def _drawn(picture: Picture) -> Image.Image:
    sheet = sheet_on(_ground(picture.legend, bool(picture.landmarks)).copy())
    for zone in picture.zones:
        left, top, _, _ = _whole(_quarter(zone.technical, zone.leading))
        sheet.image.paste(ZONES[zone.rank], (left, top), _zone_shape())
    _ring(sheet, picture)
    for zone in picture.zones:
        _zone_name(sheet, zone)
    _person(sheet, picture)
    sheet.taken.extend(_points(picture))
    mark(sheet, picture.landmarks)
    return sheet.image


@lru_cache(maxsize=4)
def _ground(legend: Legend, landmarks: bool) -> Image.Image:
    """Return what stands around the map: the axes, and what its marks mean."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    sheet = sheet_on(image, SCALE)
    _axes(image, sheet, legend)
    _legend(sheet, legend, landmarks)
    return image.reduce(SCALE)


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """Return the colours of a map that has everything on it."""
    sides = tuple(product((False, True), repeat=2))
    zones = tuple(
        Zone("Zone", technical, leading, place % 3)
        for place, (technical, leading) in enumerate(sides)
    )
    legend = Legend("technical", "leading", "you", "ring", "landmarks")
    everything = Picture((0, 0), (1, 1), 0, zones, legend, (Landmark("Occupation", 1, 1),))
    return _drawn(everything).quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=NO_DITHER)


@lru_cache(maxsize=1)
def _zone_shape() -> Image.Image:
    left, top, right, bottom = _whole(_quarter(False, False))
    shape = Image.new("L", ((right - left) * SCALE, (bottom - top) * SCALE))
    edges = (0, 0, shape.width - 1, shape.height - 1)
    ImageDraw.Draw(shape).rounded_rectangle(edges, ROUND * SCALE, 255)
    return shape.reduce(SCALE)


@lru_cache(maxsize=8)
def _disc(radius: int) -> Image.Image:
    shape = Image.new("L", (2 * radius * 2 * SCALE,) * 2)
    ImageDraw.Draw(shape).ellipse((0, 0, shape.width - 1, shape.height - 1), 255)
    return shape.reduce(2 * SCALE)


def _whole(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(each) for each in box)
    return left, top, right, bottom


def at(across: float, up: float) -> Point:
    """Return the pixel of a place on the map."""
    half = SIDE / 2
    return LEFT + half * (1 + across / EDGE), TOP + half * (1 - up / EDGE)


@lru_cache(maxsize=8)
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return Open Sans in a weight and so many pixels high."""
    content = (files("ttf_opensans") / "ttf" / f"OpenSans-{weight}.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(content), size)


def lines(text: str, weight: str, size: int, width: float) -> tuple[str, ...]:
    """Return a text in lines that are no wider than this, but for words that are wider by themselves."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and _width(longer, weight, size) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return tuple(found)


@lru_cache(maxsize=256)
def _width(text: str, weight: str, size: int) -> float:
    return font(weight, size).getlength(text)


def _quarter(technical: bool, leading: bool) -> Box:
    left = LEFT + (SIDE / 2 + GAP if technical else 0)
    top = TOP + (0 if leading else SIDE / 2 + GAP)
    side = SIDE / 2 - GAP
    return left, top, left + side, top + side


QUARTERS = tuple(_quarter(*sides) for sides in product((False, True), repeat=2))


def _zone_name(sheet: Sheet, zone: Zone) -> None:
    """Write the name into the outer corner of its zone, where people seldom stand."""
    left, top, right, bottom = _quarter(zone.technical, zone.leading)
    told = lines(zone.name, "SemiBold", NAME, right - left - 2 * MARGIN)
    height = len(told) * NAME * LINE_HEIGHT
    y = top + MARGIN * 0.6 if zone.leading else bottom - height - MARGIN * 0.6
    for line in told:
        width = _width(line, "SemiBold", NAME)
        x = right - MARGIN - width if zone.technical else left + MARGIN
        _write(sheet, x, y, line, "SemiBold", NAME, INK if zone.rank else QUIET)
        y += NAME * LINE_HEIGHT


def _write(
    sheet: Sheet, x: float, y: float, text: str, weight: str, size: int, colour: str
) -> None:
    """Write one line, its left upper corner here, and take its place."""
    middle, scale = y + size * LINE_HEIGHT / 2, sheet.scale
    sheet.draw.text(
        (x * scale, middle * scale), text, colour, font(weight, size * scale), anchor="lm"
    )
    sheet.taken.append((x, y, x + _width(text, weight, size), y + size * LINE_HEIGHT))


def _ring(sheet: Sheet, picture: Picture) -> None:
    """Draw the ring, as far as it lies on the map."""
    corners = [at(*place) for place in ring(picture)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    left, top = max(LEFT, int(min(across)) - STROKE), max(TOP, int(min(up)) - STROKE)
    right = min(LEFT + SIDE, int(max(across)) + 2 * STROKE)
    bottom = min(TOP + SIDE, int(max(up)) + 2 * STROKE)
    shape = [((x - left) * SCALE, (y - top) * SCALE) for x, y in corners]
    veil, line = (Image.new("L", ((right - left) * SCALE, (bottom - top) * SCALE)) for _ in "ab")
    ImageDraw.Draw(veil).polygon(shape, VEIL)
    ImageDraw.Draw(line).line([*shape, *shape[:2]], 255, STROKE * SCALE, joint="curve")
    sheet.image.paste(HALO, (left, top), veil.reduce(SCALE))
    sheet.image.paste(PERSON, (left, top), line.reduce(SCALE))


def _points(picture: Picture) -> list[Box]:
    """Return the corners of the ring, each as a box that nothing may be written over."""
    return [(*at(*place), *at(*place)) for place in ring(picture)]


def _person(sheet: Sheet, picture: Picture) -> None:
    x, y = at(*kept_inside(picture.place))
    _spot(sheet, x, y, MARKER + 4, HALO)
    _spot(sheet, x, y, MARKER, PERSON)
    sheet.taken.append(_square(x, y, MARKER))
    _label(sheet, (x, y), MARKER, (picture.legend.you,), ("Bold", LABEL, INK))


def _spot(sheet: Sheet, x: float, y: float, radius: int, colour: str) -> None:
    sheet.image.paste(colour, (round(x) - radius, round(y) - radius), _disc(radius))


def mark(sheet: Sheet, landmarks: Iterable[Landmark]) -> None:
    """Mark the occupations, then name those there is room to name, each so that it is clear which is meant."""
    places = [(each, at(*kept_inside((each.technical, each.leading)))) for each in landmarks]
    for _, (x, y) in places:
        _spot(sheet, x, y, DOT, QUIET)
        sheet.taken.append(_square(x, y, DOT))
    for landmark, place in places:
        told = lines(landmark.name, "Regular", SMALL, NARROW)
        others = [_square(*other, DOT + APART) for _, other in places if other != place]
        _label(sheet, place, DOT, told, ("Regular", SMALL, QUIET), others)


def _square(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


def _label(
    sheet: Sheet,
    place: Point,
    radius: float,
    told: tuple[str, ...],
    looks: tuple[str, int, str],
    shunned: Sequence[Box] = (),
) -> None:
    """Write a name beside, above or below its mark, wherever nothing else stands; else leave it out."""
    weight, size, _ = looks
    width = max(_width(line, weight, size) for line in told)
    height = len(told) * size * LINE_HEIGHT
    taken = [*sheet.taken, *shunned]
    for left, top in _around(*place, radius + BESIDE, width, height):
        if _free(taken, (left, top, left + width, top + height)):
            for number, line in enumerate(told):
                _write(sheet, left, top + number * size * LINE_HEIGHT, line, *looks)
            return


def _around(x: float, y: float, away: float, width: float, height: float) -> Iterator[Point]:
    """Yield the left upper corners of a name around its mark, the best place first."""
    yield x + away, y - height / 2
    yield x - away - width, y - height / 2
    for top in (y - away - height, y + away):
        yield x - width / 2, top
        yield x, top
        yield x - width, top


def _free(taken: Iterable[Box], box: Box) -> bool:
    """Tell whether a box lies within one zone and nothing stands in it."""
    left, top, right, bottom = box
    inside = any(
        zone[0] + GAP < left and zone[1] < top and right + GAP < zone[2] and bottom < zone[3]
        for zone in QUARTERS
    )
    if not inside:
        return False
    return not any(
        left < other[2] + GAP and other[0] < right + GAP and top < other[3] and other[1] < bottom
        for other in taken
    )


def _axes(image: Image.Image, sheet: Sheet, legend: Legend) -> None:
    """Write the two interests along their axes, each with an arrow to where it is stronger."""
    _axis(sheet, LEFT, TOP + SIDE + 6, legend.technical)
    upright = Image.new("RGB", (SIDE * SCALE, LEFT * SCALE), PAPER)
    _axis(sheet_on(upright, SCALE), 0, 10, legend.leading)
    image.paste(upright.transpose(Image.Transpose.ROTATE_90), (0, TOP * SCALE))


def _axis(sheet: Sheet, x: float, y: float, text: str) -> None:
    """Write a text from here on, and an arrow behind it to the end of the axis."""
    _write(sheet, x, y, text, "Regular", LABEL, QUIET)
    start, end = x + _width(text, "Regular", LABEL) + 14, x + SIDE - 2
    middle = y + LABEL * LINE_HEIGHT / 2 + 1
    sheet.draw.line(_scaled(start, middle, end - 8, middle), FAINT, STROKE * SCALE)
    sheet.draw.polygon(_scaled(end, middle, end - 14, middle - 7, end - 14, middle + 7), FAINT)


def _legend(sheet: Sheet, legend: Legend, landmarks: bool) -> None:
    """Explain the ring and, if there are any, the occupations' dots."""
    y = HEIGHT - 54.0
    middle = y + SMALL * LINE_HEIGHT / 2
    radius = 13
    x = float(LEFT + radius)
    circle = _scaled(x - radius, middle - radius, x + radius, middle + radius)
    sheet.draw.ellipse(circle, HALO, PERSON, STROKE * SCALE)
    _write(sheet, x + radius + BESIDE, y, legend.ring, "Regular", SMALL, QUIET)
    if landmarks:
        width = _width(legend.landmarks, "Regular", SMALL)
        x = LEFT + SIDE - width
        _write(sheet, x, y, legend.landmarks, "Regular", SMALL, QUIET)
        sheet.draw.circle(_scaled(x - BESIDE - DOT, middle), DOT * SCALE, QUIET)


def _scaled(*numbers: float) -> list[float]:
    return [number * SCALE for number in numbers]
