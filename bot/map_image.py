"""Draws the map as an image for a phone: the only importer of the drawing library.

Rules: what has slanting or round edges is drawn SCALE times as large and then made smaller, which smooths them. The image
has a ground of its own, so that it reads the same in a dark chat and in a light one. Blue against orange, since nearly
everybody can tell these two apart (Okabe and Ito, 2008, https://jfly.uni-koeln.de/color/). The person lies on top.
`labels` finds a place for every name before anything is written, so that none stands on another, on a mark or on the
ring. What all maps of a language have in common is drawn once, and all maps have the same colours.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from math import dist

from PIL import Image, ImageDraw, ImageFont

from bot.core.screens.map import EDGE, Landmark, Legend, Map, Zone, clamp, ring_corners

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
WIDE, NARROW = 300, 140  # what a line of an occupation's name may take: rather one line than two
MARKER, MARKER_RIM = 15, 4  # radius, and what is white around it
DOT, DOT_RIM = 6, 2
STROKE, STROKE_RIM = 3, 2  # orange on blue alone is too little contrast for a line
BESIDE, FARTHER = 9, 21  # between a mark and its name, and where there is no space for it
NEXT = 8  # least between two names, and between a name and the border of its zone
CLEAR = 4  # least between a name and a mark or the ring
APART = 14  # between a name and the marks of others, so that nobody takes it for theirs
LINE_HEIGHT = 1.24
TRIES = 2  # to find space for all occupations' names

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Look = tuple[str, int, str]  # weight, size and colour of letters


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is drawn on, so many times as large as the image."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Label:
    """A name in lines, the box it stands in, and how far to the right its shorter lines are (0 to 1)."""

    lines: tuple[str, ...]
    look: Look
    box: Box
    shift: float


@lru_cache(maxsize=32)  # a call that Telegram did not take is repeated
def render_png(picture: Map) -> bytes:
    """Return the map as a PNG of WIDTH times HEIGHT pixels."""
    written = io.BytesIO()
    _draw(picture).quantize(palette=_palette(), dither=NO_DITHER).save(
        written, "PNG", compress_level=PACKED
    )
    return written.getvalue()


def _sheet_on(image: Image.Image, scale: int = 1) -> Canvas:
    return Canvas(image, ImageDraw.Draw(image), scale)


def _draw(picture: Map) -> Image.Image:
    sheet = _sheet_on(_blank_map(picture.legend, bool(picture.landmarks)).copy())
    for zone in picture.zones:
        if zone.rank:
            _fill(sheet.image, _quarter(zone.technical, zone.leading), ZONES[zone.rank])
    named = place_labels(picture)
    _ring(sheet, picture, [label.box for label in named])
    for dot in _dots(picture):
        _spot(sheet, dot, DOT, QUIET, DOT_RIM)
    _spot(sheet, _person(picture), MARKER, PERSON, MARKER_RIM)
    for label in named:
        _write_label(sheet, label)
    return sheet.image


@lru_cache(maxsize=4)
def _blank_map(legend: Legend, landmarks: bool) -> Image.Image:
    """Return four zones that are not named, and what stands around them: the axes, and what the marks mean."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    sheet = _sheet_on(image, SCALE)
    _axes(image, sheet, legend)
    _legend(sheet, legend, landmarks)
    ground = image.reduce(SCALE)
    for quarter in ZONE_BOXES:
        _fill(ground, quarter, ZONES[0])
    return ground


def _fill(image: Image.Image, quarter: Box, colour: str) -> None:
    left, top, _, _ = _whole(quarter)
    image.paste(colour, (left, top), _zone_shape())


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """Return the colours of a map that has everything on it."""
    sides = tuple(product((False, True), repeat=2))
    zones = tuple(
        Zone("Zone", technical, leading, place % 3)
        for place, (technical, leading) in enumerate(sides)
    )
    legend = Legend("technical", "leading", "you", "ring", "landmarks")
    everything = Map((0, 0), (1, 1), 0, zones, legend, (Landmark("Occupation", 1, 1),))
    return _draw(everything).quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=NO_DITHER)


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


def pixel_of(across: float, up: float) -> Point:
    """Return the pixel of a place on the map."""
    half = SIDE / 2
    return LEFT + half * (1 + across / EDGE), TOP + half * (1 - up / EDGE)


@lru_cache(maxsize=8)
def load_font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return Open Sans in a weight and so many pixels high."""
    content = (files("ttf_opensans") / "ttf" / f"OpenSans-{weight}.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(content), size)


def wrap(text: str, weight: str, size: int, width: float) -> tuple[str, ...]:
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
    return load_font(weight, size).getlength(text)


def _quarter(technical: bool, leading: bool) -> Box:
    left = LEFT + (SIDE / 2 + GAP if technical else 0)
    top = TOP + (0 if leading else SIDE / 2 + GAP)
    side = SIDE / 2 - GAP
    return left, top, left + side, top + side


ZONE_BOXES = tuple(_quarter(*sides) for sides in product((False, True), repeat=2))


def _person(picture: Map) -> Point:
    return pixel_of(*clamp(picture.place))


def _dots(picture: Map) -> list[Point]:
    return [_dot(landmark) for landmark in picture.landmarks]


def _dot(landmark: Landmark) -> Point:
    return pixel_of(*clamp((landmark.technical, landmark.leading)))


def _ring(sheet: Canvas, picture: Map, gaps: Iterable[Box]) -> None:
    """Draw the ring, as far as it lies on the map, with gaps where something is written."""
    corners = [pixel_of(*place) for place in ring_corners(picture)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    margin = STROKE + STROKE_RIM
    left, top = max(LEFT, int(min(across)) - margin), max(TOP, int(min(up)) - margin)
    right = min(LEFT + SIDE, int(max(across)) + 2 * margin)
    bottom = min(TOP + SIDE, int(max(up)) + 2 * margin)

    def shift(*places: Point) -> list[Point]:
        return [((x - left) * SCALE, (y - top) * SCALE) for x, y in places]

    shape, size = shift(*corners), ((right - left) * SCALE, (bottom - top) * SCALE)
    layers = [Image.new("L", size) for _ in range(3)]
    veil, rim, line = (ImageDraw.Draw(layer) for layer in layers)
    veil.polygon(shape, VEIL)
    for pen, width in ((rim, STROKE + 2 * STROKE_RIM), (line, STROKE)):
        pen.line([*shape, *shape[:2]], 255, width * SCALE)
        for gap in gaps:
            pen.rectangle(shift(gap[:2], gap[2:]), 0)
    for layer, colour in zip(layers, (HALO, HALO, PERSON), strict=True):
        sheet.image.paste(colour, (left, top), layer.reduce(SCALE))


def _spot(sheet: Canvas, place: Point, radius: int, colour: str, rim: int) -> None:
    x, y = round(place[0]), round(place[1])
    for reach, shade in ((radius + rim, HALO), (radius, colour)):
        sheet.image.paste(shade, (x - reach, y - reach), _disc(reach))


def _write_label(sheet: Canvas, label: Label) -> None:
    left, top, right, _ = label.box
    weight, size, _ = label.look
    for number, line in enumerate(label.lines):
        margin = right - left - _width(line, weight, size)
        y = top + number * size * LINE_HEIGHT
        _write(sheet, left + margin * label.shift, y, line, label.look)


def _write(sheet: Canvas, x: float, y: float, text: str, look: Look) -> None:
    """Write one line, its left upper corner here."""
    weight, size, colour = look
    middle, scale = y + size * LINE_HEIGHT / 2, sheet.scale
    letters = load_font(weight, size * scale)
    sheet.draw.text((x * scale, middle * scale), text, colour, letters, anchor="lm")


# Where the names stand


@dataclass(frozen=True, slots=True)
class LabelSpace:
    """What is taken, and where the ring is: a name goes over it only if it must, and the ring then has a gap."""

    taken: list[Box]
    ring: list[Box]

    def place(self, choices: Iterable[Label]) -> Label:
        """Return the first of the labels that is free, or the one that touches least, and take its place."""
        listed = tuple(choices)
        free = (label for label in listed if not self.cost(label))
        label = next(free, None) or min(listed, key=self.cost)
        self.taken.append(_expand(label.box, NEXT))
        return label

    def fits(self, label: Label) -> bool:
        """Tell whether a label would stand within one zone and on nothing but perhaps the ring."""
        left, top, right, bottom = _expand(label.box, NEXT)
        inside = any(
            zone[0] <= left and zone[1] <= top and right <= zone[2] and bottom <= zone[3]
            for zone in ZONE_BOXES
        )
        return inside and not _count_overlaps(label.box, self.taken)

    def cost(self, label: Label) -> int:
        """Return how much of the ring a label would hide; all of it is better than standing on anything else."""
        hidden = _count_overlaps(label.box, self.ring)
        return hidden if self.fits(label) else hidden + len(self.ring) + 1


def place_labels(picture: Map) -> list[Label]:
    """Return the names: the person's, those of the zones, then those of occupations there is space for.

    The occupation nearest to the person says most, so it chooses first; then whichever has found no space.
    """
    person = _person(picture)
    order = sorted(picture.landmarks, key=lambda each: dist(_dot(each), person))
    best: list[Label] = []
    for _ in range(TRIES):
        found, unplaced = _place_labels(picture, order)
        best = max(best, found, key=len)
        if not unplaced:
            break
        order = [*unplaced, *(each for each in order if each not in unplaced)]
    return best


def _place_labels(picture: Map, order: Iterable[Landmark]) -> tuple[list[Label], list[Landmark]]:
    """Return the names that have found space in this order, and the occupations that have not."""
    space = _label_space(picture)
    you, bold = (picture.legend.you,), ("Bold", LABEL, INK)
    found = [space.place(_around(_person(picture), MARKER + BESIDE, you, bold))]
    found += [space.place(_corners(zone)) for zone in picture.zones]
    unplaced = []
    for landmark in order:
        others = [_square(*dot, DOT + APART) for dot in _dots(picture) if dot != _dot(landmark)]
        free = [
            each
            for each in _beside(landmark)
            if not _count_overlaps(each.box, others) and space.fits(each)
        ]
        if free:
            found.append(space.place(free))
        else:
            unplaced.append(landmark)
    return found, unplaced


def _label_space(picture: Map) -> LabelSpace:
    """Return the space that the marks and the ring leave."""
    dots = [_square(*dot, DOT + CLEAR) for dot in _dots(picture)]
    person = _square(*_person(picture), MARKER + MARKER_RIM + CLEAR)
    return LabelSpace(
        [person, *dots],
        [_square(*pixel_of(*place), STROKE + CLEAR) for place in ring_corners(picture)],
    )


def _corners(zone: Zone) -> Iterator[Label]:
    """Yield a zone's name in its corners, first the outer one, where people seldom stand."""
    left, top, right, bottom = _quarter(zone.technical, zone.leading)
    wrapped = wrap(zone.name, "SemiBold", NAME, right - left - 2 * MARGIN)
    look = ("SemiBold", NAME, INK if zone.rank else QUIET)
    width, height = _size(wrapped, look)
    columns = ((left + MARGIN, 0), (right - MARGIN - width, 1))
    rows = (bottom - MARGIN * 0.6 - height, top + MARGIN * 0.6)
    for column in (zone.technical, not zone.technical):
        for row in (zone.leading, not zone.leading):
            x, shift = columns[column]
            yield _label(wrapped, look, (x, rows[row]), shift)


def _beside(landmark: Landmark) -> Iterator[Label]:
    """Yield an occupation's name around its mark, near it and somewhat farther, in one line and in several."""
    for away, width in product((DOT + BESIDE, DOT + FARTHER), (WIDE, NARROW)):
        wrapped = wrap(landmark.name, "Regular", SMALL, width)
        yield from _around(_dot(landmark), away, wrapped, ("Regular", SMALL, INK))


def _around(place: Point, away: int, wrapped: tuple[str, ...], look: Look) -> Iterator[Label]:
    """Yield a name on all sides of its mark, the best place first, moved away from the border of its zone."""
    x, y = place
    width, height = _size(wrapped, look)
    zone = _quarter(x > LEFT + SIDE / 2, y < TOP + SIDE / 2)
    left, top, right, bottom = _expand(zone, -NEXT)
    for by, (start, shift) in product((0.5, 0, 1), ((x + away, 0), (x - away - width, 1))):
        yield _label(wrapped, look, (start, _start_of(y, away, height, by, top, bottom)), shift)
    for by, start in product((0.5, 0, 1, 0.25, 0.75), (y - away - height, y + away)):
        yield _label(wrapped, look, (_start_of(x, 0, width, by, left, right), start), by)


def _label(wrapped: tuple[str, ...], look: Look, corner: Point, shift: float) -> Label:
    (left, top), (width, height) = corner, _size(wrapped, look)
    return Label(wrapped, look, (left, top, left + width, top + height), shift)


def _start_of(
    middle: float, over: float, length: float, by: float, least: float, most: float
) -> float:
    """Return where a name begins that reaches so far over its mark, from its one end (0) to its other (1)."""
    start = middle - over + by * (2 * over - length)
    return max(least, min(most - length, start))


def _count_overlaps(box: Box, others: Iterable[Box]) -> int:
    """Return how many of these a box overlaps."""
    left, top, right, bottom = box
    return sum(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in others
    )


def _size(wrapped: tuple[str, ...], look: Look) -> Point:
    weight, size, _ = look
    return max(_width(line, weight, size) for line in wrapped), len(wrapped) * size * LINE_HEIGHT


def _square(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


def _expand(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return left - by, top - by, right + by, bottom + by


# Around the map


def _axes(image: Image.Image, sheet: Canvas, legend: Legend) -> None:
    """Write the two interests along their axes, each with an arrow to where it is stronger."""
    _axis(sheet, LEFT, TOP + SIDE + 6, legend.technical)
    upright = Image.new("RGB", (SIDE * SCALE, LEFT * SCALE), PAPER)
    _axis(_sheet_on(upright, SCALE), 0, 10, legend.leading)
    image.paste(upright.transpose(Image.Transpose.ROTATE_90), (0, TOP * SCALE))


def _axis(sheet: Canvas, x: float, y: float, text: str) -> None:
    """Write a text from here on, and an arrow behind it to the end of the axis."""
    _write(sheet, x, y, text, ("Regular", LABEL, QUIET))
    start, end = x + _width(text, "Regular", LABEL) + 14, x + SIDE - 2
    middle = y + LABEL * LINE_HEIGHT / 2 + 1
    sheet.draw.line(_scale(start, middle, end - 8, middle), FAINT, STROKE * SCALE)
    sheet.draw.polygon(_scale(end, middle, end - 14, middle - 7, end - 14, middle + 7), FAINT)


def _legend(sheet: Canvas, legend: Legend, landmarks: bool) -> None:
    """Explain the ring and, if there are any, the occupations' dots."""
    y = HEIGHT - 54.0
    middle = y + SMALL * LINE_HEIGHT / 2
    radius = 13
    x = float(LEFT + radius)
    circle = _scale(x - radius, middle - radius, x + radius, middle + radius)
    sheet.draw.ellipse(circle, HALO, PERSON, STROKE * SCALE)
    _write(sheet, x + radius + BESIDE, y, legend.ring, ("Regular", SMALL, QUIET))
    if landmarks:
        width = _width(legend.landmarks, "Regular", SMALL)
        x = LEFT + SIDE - width
        _write(sheet, x, y, legend.landmarks, ("Regular", SMALL, QUIET))
        sheet.draw.circle(_scale(x - BESIDE - DOT, middle), DOT * SCALE, QUIET)


def _scale(*numbers: float) -> list[float]:
    return [number * SCALE for number in numbers]
