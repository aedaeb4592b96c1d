"""Draws the map of the two interests as a PNG. No other module imports the drawing library.

Rules:
- Shapes with slanted or round edges are drawn SCALE times larger and then reduced, which smooths the edges.
- The image has its own background, so it looks the same in a dark and in a light chat.
- Nearly everyone can tell blue from orange (Okabe and Ito, 2008, https://jfly.uni-koeln.de/color/).
- Labels are placed before anything is drawn, so that none covers another label or a mark. The ring has gaps at labels.
- The background of a language is drawn once, and all maps share one palette.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from math import dist
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from bot.core.screens.map import EDGE, Landmark, Legend, Map, Zone, clamp, ring_corners

WIDTH, HEIGHT = 800, 880  # pixels of the image; all lengths below are in pixels
SCALE = 2
COLOURS, NO_DITHER = 128, Image.Dither.NONE  # a third of the bytes in half the time
COMPRESSION = 3  # a higher level takes three times as long and saves a fifth

PAPER = "#FAF9F6"
INK, QUIET, FAINT = "#22313F", "#4F5D6B", "#8A96A3"
ZONES = ("#ECEFF2", "#B9D9EE", "#DCEAF4")  # by rank: not named, named first, named second
PERSON, HALO = "#D55E00", "#FFFFFF"
VEIL = 120  # opacity, of 255, of the white inside the ring

LEFT, TOP, SIDE = 58, 18, 724  # of the map
GAP = 4  # half the distance between two zones
ROUND = 18  # radius of a zone's corners
MARGIN = 20  # between a zone's edge and its name
WIDE, NARROW = 300, 140  # widest line of an occupation's name, in order of preference
MARKER, MARKER_RIM = 15, 4  # radius and white rim of the person
DOT, DOT_RIM = 6, 2  # the same for an occupation
STROKE, STROKE_RIM = 3, 2  # of the ring; orange on blue needs a rim for contrast
BESIDE, FARTHER, FARTHEST = 9, 21, 33  # between a mark and its label, in order of preference
NEXT = 8  # least distance between labels, and from a label to the edge of its zone
CLEAR = 4  # least distance between a label and a mark or the ring
APART = 14  # least distance between a label and other marks, to show which mark it belongs to
LINE_HEIGHT = 1.24
ATTEMPTS = 2  # to place the labels of all occupations

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]


class Style(NamedTuple):
    """The weight, size and colour of a text."""

    weight: str
    size: int
    colour: str


YOU = Style("Bold", 25, INK)
OCCUPATION = Style("Regular", 22, INK)
NAMED_ZONE, OTHER_ZONE = Style("SemiBold", 27, INK), Style("SemiBold", 27, QUIET)
AXIS, LEGEND = Style("Regular", 25, QUIET), Style("Regular", 22, QUIET)


@dataclass(frozen=True, slots=True)
class Label:
    """A text in lines and its box; `align` is where shorter lines stand, from 0 (left) to 1 (right)."""

    lines: tuple[str, ...]
    style: Style
    box: Box
    align: float


@lru_cache(maxsize=32)  # a failed call to Telegram is repeated with the same map
def render_png(picture: Map) -> bytes:
    """Return the map as a PNG of WIDTH times HEIGHT pixels."""
    output = io.BytesIO()
    image = _draw_map(picture).quantize(palette=_palette(), dither=NO_DITHER)
    image.save(output, "PNG", compress_level=COMPRESSION)
    return output.getvalue()


def _draw_map(picture: Map) -> Image.Image:
    image = _background(picture.legend, bool(picture.landmarks)).copy()
    for zone in picture.zones:
        if zone.rank:
            _fill_zone(image, _zone_box(zone.technical, zone.leading), ZONES[zone.rank])
    labels = place_labels(picture)
    _draw_ring(image, picture, [label.box for label in labels])
    for landmark in picture.landmarks:
        _draw_disc(image, _landmark_pixel(landmark), DOT, QUIET, DOT_RIM)
    _draw_disc(image, _person_pixel(picture), MARKER, PERSON, MARKER_RIM)
    draw = ImageDraw.Draw(image)
    for label in labels:
        _draw_label(draw, label)
    return image


@lru_cache(maxsize=4)
def _background(legend: Legend, landmarks: bool) -> Image.Image:
    """Return the parts that all maps of a language share: axes, legend, and zones that are not named."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    _draw_axes(image, legend)
    _draw_legend(ImageDraw.Draw(image), legend, landmarks)
    background = image.reduce(SCALE)
    for box in ZONE_BOXES:
        _fill_zone(background, box, ZONES[0])
    return background


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """Return the palette of a map that contains every element."""
    sides = tuple(product((False, True), repeat=2))
    zones = tuple(
        Zone("Zone", technical, leading, place % 3)
        for place, (technical, leading) in enumerate(sides)
    )
    legend = Legend("technical", "leading", "you", "ring", "landmarks")
    everything = Map((0, 0), (1, 1), 0, zones, legend, (Landmark("Occupation", 1, 1),))
    return _draw_map(everything).quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=NO_DITHER)


def pixel_of(across: float, up: float) -> Point:
    """Return the pixel of a place on the map, given in standard deviations."""
    half = SIDE / 2
    return LEFT + half * (1 + across / EDGE), TOP + half * (1 - up / EDGE)


def _person_pixel(picture: Map) -> Point:
    return pixel_of(*clamp(picture.place))


def _landmark_pixel(landmark: Landmark) -> Point:
    return pixel_of(*clamp((landmark.technical, landmark.leading)))


def _zone_box(technical: bool, leading: bool) -> tuple[int, int, int, int]:
    left = LEFT + (SIDE // 2 + GAP if technical else 0)
    top = TOP + (0 if leading else SIDE // 2 + GAP)
    side = SIDE // 2 - GAP
    return left, top, left + side, top + side


ZONE_BOXES = tuple(_zone_box(*sides) for sides in product((False, True), repeat=2))


# Shapes


def _fill_zone(image: Image.Image, box: tuple[int, int, int, int], colour: str) -> None:
    image.paste(colour, box[:2], _zone_mask())


@lru_cache(maxsize=1)
def _zone_mask() -> Image.Image:
    side = (SIDE // 2 - GAP) * SCALE
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side - 1, side - 1), ROUND * SCALE, 255)
    return mask.reduce(SCALE)


def _draw_disc(image: Image.Image, center: Point, radius: int, colour: str, rim: int) -> None:
    x, y = round(center[0]), round(center[1])
    for reach, fill in ((radius + rim, HALO), (radius, colour)):
        image.paste(fill, (x - reach, y - reach), _disc_mask(reach))


@lru_cache(maxsize=8)
def _disc_mask(radius: int) -> Image.Image:
    mask = Image.new("L", (2 * radius * 2 * SCALE,) * 2)
    ImageDraw.Draw(mask).ellipse((0, 0, mask.width - 1, mask.height - 1), 255)
    return mask.reduce(2 * SCALE)


def _draw_ring(image: Image.Image, picture: Map, gaps: Iterable[Box]) -> None:
    """Draw the part of the ring that is on the map, with gaps at the labels."""
    corners = [pixel_of(*place) for place in ring_corners(picture)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    margin = STROKE + STROKE_RIM
    left, top = max(LEFT, int(min(across)) - margin), max(TOP, int(min(up)) - margin)
    right = min(LEFT + SIDE, int(max(across)) + 2 * margin)
    bottom = min(TOP + SIDE, int(max(up)) + 2 * margin)

    def shift(*points: Point) -> list[Point]:
        return [((x - left) * SCALE, (y - top) * SCALE) for x, y in points]

    polygon, size = shift(*corners), ((right - left) * SCALE, (bottom - top) * SCALE)
    masks = [Image.new("L", size) for _ in range(3)]
    veil, rim, line = (ImageDraw.Draw(mask) for mask in masks)
    veil.polygon(polygon, VEIL)
    for draw, width in ((rim, STROKE + 2 * STROKE_RIM), (line, STROKE)):
        draw.line([*polygon, *polygon[:2]], 255, width * SCALE)
        for gap in gaps:
            draw.rectangle(shift(gap[:2], gap[2:]), 0)
    for mask, colour in zip(masks, (HALO, HALO, PERSON), strict=True):
        image.paste(colour, (left, top), mask.reduce(SCALE))


# Text


@lru_cache(maxsize=8)
def load_font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return Open Sans in this weight and size in pixels."""
    content = (files("ttf_opensans") / "ttf" / f"OpenSans-{weight}.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(content), size)


@lru_cache(maxsize=256)
def _text_width(text: str, style: Style) -> float:
    return load_font(style.weight, style.size).getlength(text)


def _wrap(text: str, style: Style, width: float) -> tuple[str, ...]:
    """Return the text in lines of at most this width; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _text_width(longer, style) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _text_size(lines: tuple[str, ...], style: Style) -> tuple[float, float]:
    return max(_text_width(line, style) for line in lines), len(lines) * style.size * LINE_HEIGHT


def _draw_label(draw: ImageDraw.ImageDraw, label: Label) -> None:
    left, top, right, _ = label.box
    for number, line in enumerate(label.lines):
        rest = right - left - _text_width(line, label.style)
        y = top + number * label.style.size * LINE_HEIGHT
        _draw_text(draw, left + rest * label.align, y, line, label.style)


def _draw_text(
    draw: ImageDraw.ImageDraw, x: float, y: float, text: str, style: Style, scale: int = 1
) -> None:
    """Draw one line; (x, y) is its upper left corner."""
    middle = y + style.size * LINE_HEIGHT / 2
    font = load_font(style.weight, style.size * scale)
    draw.text((x * scale, middle * scale), text, style.colour, font, anchor="lm")


# Label placement


@dataclass(frozen=True, slots=True)
class LabelSpace:
    """The boxes that labels must not touch, and those of the ring, which they cover only if necessary."""

    taken: list[Box]
    ring: list[Box]

    def place(self, candidates: Iterable[Label]) -> Label:
        """Take the space of the first candidate with the lowest cost and return it."""
        listed = tuple(candidates)
        free = (label for label in listed if not self.cost(label))
        label = next(free, None) or min(listed, key=self.cost)
        self.taken.append(_expand(label.box, NEXT))
        return label

    def fits(self, label: Label) -> bool:
        """Tell whether a label is inside one zone and touches no taken box."""
        left, top, right, bottom = _expand(label.box, NEXT)
        inside = any(
            zone[0] <= left and zone[1] <= top and right <= zone[2] and bottom <= zone[3]
            for zone in ZONE_BOXES
        )
        return inside and not _count_overlaps(label.box, self.taken)

    def cost(self, label: Label) -> int:
        """Return how much of the ring the label covers; one that does not fit costs more than the whole ring."""
        covered = _count_overlaps(label.box, self.ring)
        return covered if self.fits(label) else covered + len(self.ring) + 1


def place_labels(picture: Map) -> list[Label]:
    """Return the labels of the person, the zones, and the occupations that have space.

    The occupations nearest to the person are placed first. In the next attempt, those without space come first.
    """
    person = _person_pixel(picture)
    order = sorted(picture.landmarks, key=lambda each: dist(_landmark_pixel(each), person))
    best: list[Label] = []
    for _ in range(ATTEMPTS):
        labels, unplaced = _place_in_order(picture, order)
        best = max(best, labels, key=len)
        if not unplaced:
            break
        order = [*unplaced, *(each for each in order if each not in unplaced)]
    return best


def _place_in_order(picture: Map, order: Iterable[Landmark]) -> tuple[list[Label], list[Landmark]]:
    """Return the labels placed in this order, and the occupations without space."""
    person, dots = _person_pixel(picture), [_landmark_pixel(each) for each in picture.landmarks]
    marks = [
        _square(person, MARKER + MARKER_RIM + CLEAR),
        *(_square(each, DOT + CLEAR) for each in dots),
    ]
    ring = [_square(pixel_of(*place), STROKE + CLEAR) for place in ring_corners(picture)]
    space = LabelSpace(marks, ring)
    labels = [space.place(_labels_around(person, MARKER + BESIDE, (picture.legend.you,), YOU))]
    labels += [space.place(_zone_labels(zone)) for zone in picture.zones]
    unplaced = []
    for landmark in order:
        own = _landmark_pixel(landmark)
        others = [_square(dot, DOT + APART) for dot in dots if dot != own]
        free = [
            label
            for label in _landmark_labels(landmark)
            if not _count_overlaps(label.box, others) and space.fits(label)
        ]
        if free:
            labels.append(space.place(free))
        else:
            unplaced.append(landmark)
    return labels, unplaced


def _zone_labels(zone: Zone) -> Iterator[Label]:
    """Yield a zone's label in each corner, the outer one first because few people are there."""
    left, top, right, bottom = _zone_box(zone.technical, zone.leading)
    style = NAMED_ZONE if zone.rank else OTHER_ZONE
    lines = _wrap(zone.name, style, right - left - 2 * MARGIN)
    width, height = _text_size(lines, style)
    columns = (left + MARGIN, right - MARGIN - width)
    rows = (bottom - MARGIN * 0.6 - height, top + MARGIN * 0.6)
    for column in (zone.technical, not zone.technical):
        for row in (zone.leading, not zone.leading):
            yield _label(lines, style, (columns[column], rows[row]), column)


def _landmark_labels(landmark: Landmark) -> Iterator[Label]:
    """Yield an occupation's label around its dot, near and farther away, in wide and in narrow lines."""
    for distance, width in product((BESIDE, FARTHER, FARTHEST), (WIDE, NARROW)):
        lines = _wrap(landmark.name, OCCUPATION, width)
        yield from _labels_around(_landmark_pixel(landmark), DOT + distance, lines, OCCUPATION)


def _labels_around(
    center: Point, distance: int, lines: tuple[str, ...], style: Style
) -> Iterator[Label]:
    """Yield a label on every side of its mark, the best first, moved away from the edge of the zone."""
    x, y = center
    width, height = _text_size(lines, style)
    zone = _zone_box(x > LEFT + SIDE / 2, y < TOP + SIDE / 2)
    left, top, right, bottom = _expand(zone, -NEXT)
    sides = ((x + distance, 0), (x - distance - width, 1))
    for part, (start, align) in product((0.5, 0, 1), sides):
        row = _start_of(y, distance, height, part, top, bottom)
        yield _label(lines, style, (start, row), align)
    for part, row in product((0.5, 0, 1, 0.25, 0.75), (y - distance - height, y + distance)):
        start = _start_of(x, 0, width, part, left, right)
        yield _label(lines, style, (start, row), part)


def _label(lines: tuple[str, ...], style: Style, corner: Point, align: float) -> Label:
    (left, top), (width, height) = corner, _text_size(lines, style)
    return Label(lines, style, (left, top, left + width, top + height), align)


def _start_of(
    center: float, reach: float, length: float, part: float, lowest: float, highest: float
) -> float:
    """Return where a label starts along one axis, so that it stays between `lowest` and `highest`.

    With `part` 0 it starts at center - reach, with 1 it ends at center + reach.
    """
    start = center - reach + part * (2 * reach - length)
    return max(lowest, min(highest - length, start))


def _count_overlaps(box: Box, others: Iterable[Box]) -> int:
    left, top, right, bottom = box
    return sum(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in others
    )


def _square(center: Point, reach: float) -> Box:
    return _expand((*center, *center), reach)


def _expand(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return left - by, top - by, right + by, bottom + by


# Around the map


def _draw_axes(image: Image.Image, legend: Legend) -> None:
    """Draw the name of each interest along its axis, with an arrow to the strong end."""
    _draw_axis(ImageDraw.Draw(image), LEFT, TOP + SIDE + 6, legend.technical)
    upright = Image.new("RGB", (SIDE * SCALE, LEFT * SCALE), PAPER)
    _draw_axis(ImageDraw.Draw(upright), 0, 10, legend.leading)
    image.paste(upright.transpose(Image.Transpose.ROTATE_90), (0, TOP * SCALE))


def _draw_axis(draw: ImageDraw.ImageDraw, x: float, y: float, text: str) -> None:
    _draw_text(draw, x, y, text, AXIS, SCALE)
    start, end = x + _text_width(text, AXIS) + 14, x + SIDE - 2
    middle = y + AXIS.size * LINE_HEIGHT / 2 + 1
    draw.line(_scale(start, middle, end - 8, middle), FAINT, STROKE * SCALE)
    draw.polygon(_scale(end, middle, end - 14, middle - 7, end - 14, middle + 7), FAINT)


def _draw_legend(draw: ImageDraw.ImageDraw, legend: Legend, landmarks: bool) -> None:
    """Explain the ring and, if there are any, the dots of occupations."""
    y = HEIGHT - 54.0
    middle = y + LEGEND.size * LINE_HEIGHT / 2
    radius = 13
    x = float(LEFT + radius)
    circle = _scale(x - radius, middle - radius, x + radius, middle + radius)
    draw.ellipse(circle, HALO, PERSON, STROKE * SCALE)
    _draw_text(draw, x + radius + BESIDE, y, legend.ring, LEGEND, SCALE)
    if landmarks:
        x = LEFT + SIDE - _text_width(legend.landmarks, LEGEND)
        _draw_text(draw, x, y, legend.landmarks, LEGEND, SCALE)
        draw.circle(_scale(x - BESIDE - DOT, middle), DOT * SCALE, QUIET)


def _scale(*numbers: float) -> list[float]:
    return [number * SCALE for number in numbers]
