"""The map of the two interests with a person's place on it: what there is to draw, without drawing it.

Rules: technical goes to the right, leading upwards; numbers are standard deviations from the average person, who
stands in the middle, where the four zones meet. `bot.map_image` makes an image of it, `in_characters` a block of text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, log, pi, sin, sqrt

from bot.core.assessment.advice import Advice
from bot.core.assessment.occupations import traits_of
from content.model import Catalog, Role, Trait, Words

EDGE = 2.7  # standard deviations shown to each side of the middle
INSIDE = 2.4  # the farthest a place is drawn from the middle, so that it stays on the map
TENTHS = 8  # chances in ten that the person stands within the ring, were the model right
REACH = sqrt(-2 * log(1 - TENTHS / 10))  # standard errors: the quantile of a Rayleigh distribution
CORNERS = 90  # of the polygon that is drawn for the ring

COLUMNS, ROWS = 26, 6  # characters of a zone in the terminal
WIDTH = 2 * COLUMNS + 1
HAIR = 1e-9  # standard deviations that nobody sees


@dataclass(frozen=True, slots=True)
class Zone:
    """A quarter of the map: its role, and whether the role is named first (1), second (2) or not at all (0)."""

    name: str
    technical: bool
    leading: bool
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Landmark:
    """Where the people of a real occupation stand."""

    name: str
    technical: float
    leading: float


@dataclass(frozen=True, slots=True)
class Legend:
    """What is written beside the map: the two axes, and what each mark means."""

    technical: str
    leading: str
    you: str
    ring: str
    landmarks: str


@dataclass(frozen=True, slots=True)
class Map:
    """The map. `errors` are the standard errors of the place, `correlation` is that of the two errors."""

    place: tuple[float, float]
    errors: tuple[float, float]
    correlation: float
    zones: tuple[Zone, ...]
    legend: Legend
    landmarks: tuple[Landmark, ...] = ()


def describe_map(catalog: Catalog, words: Words, advice: Advice) -> Map:
    """Return the map for advice that names something."""
    technical, leading = (advice.estimates[trait] for trait in (Trait.TECHNICAL, Trait.LEADING))
    return Map(
        (technical.mean, leading.mean),
        (technical.error, leading.error),
        advice.correlation,
        tuple(_zone(words, role, advice.named) for role in catalog.roles.values()),
        Legend(
            words.plain("map-technical"),
            words.plain("map-leading"),
            words.plain("map-you"),
            words.plain("map-ring", tenths=TENTHS),
            words.plain("map-landmarks"),
        ),
        tuple(_landmarks(catalog, words)),
    )


def _landmarks(catalog: Catalog, words: Words) -> Iterator[Landmark]:
    for occupation in catalog.occupations:
        if occupation.name is not None:
            place = traits_of(occupation)
            name = words.plain(f"occupation-{occupation.name}")
            yield Landmark(name, place[Trait.TECHNICAL], place[Trait.LEADING])


def _zone(words: Words, role: Role, named: Sequence[str]) -> Zone:
    rank = named.index(role.id) + 1 if role.id in named else 0
    name = words.plain(f"role-{role.id}")
    return Zone(name, Trait.TECHNICAL in role.high, Trait.LEADING in role.high, rank)


def clamp(place: tuple[float, float]) -> tuple[float, float]:
    """Return the place, moved onto the map when it lies beyond its edge."""
    across, up = (min(INSIDE, max(-INSIDE, each)) for each in place)
    return across, up


def ring_corners(picture: Map) -> Iterator[tuple[float, float]]:
    """Yield the corners of the ring around the person's place."""
    (across, up), (wide, high) = clamp(picture.place), picture.errors
    rest = sqrt(1 - picture.correlation**2)
    for corner in range(CORNERS):
        angle = 2 * pi * corner / CORNERS
        lift = picture.correlation * cos(angle) + rest * sin(angle)
        yield across + REACH * wide * cos(angle), up + REACH * high * lift


def is_within_ring(picture: Map, across: float, up: float) -> bool:
    """Tell whether a point lies within the ring."""
    middle = clamp(picture.place)
    first = (across - middle[0]) / picture.errors[0]
    second = (up - middle[1]) / picture.errors[1]
    square = first**2 + second**2 - 2 * picture.correlation * first * second
    return square <= REACH**2 * (1 - picture.correlation**2)


# In characters

YOU, NEAR, LANDMARK = "●", "░", "+"
Grid = list[list[str]]


def draw_in_characters(picture: Map) -> str:
    """Return the map as lines, and what its marks mean below; the roles the answers point to are in capitals."""
    grid = _empty_grid(picture)
    row, column = _cell(*clamp(_leaning(picture)))
    grid[row][column] = YOU
    _write_landmarks(grid, picture.landmarks)
    legend = picture.legend
    marks = [f"{YOU} {legend.you}", f"{NEAR} {legend.ring}"]
    if picture.landmarks:
        marks.append(f"{LANDMARK} {legend.landmarks}")
    return "\n".join(
        [
            f"↑ {legend.leading}",
            _names(picture, leading=True),
            *("".join(line).rstrip() for line in grid),
            _names(picture, leading=False),
            f"{legend.technical} →".rjust(WIDTH),
            "",
            *marks,
        ]
    )


def _empty_grid(picture: Map) -> Grid:
    """Return the cross between the zones and the ring around the person."""
    grid = []
    for row in range(2 * ROWS + 1):
        up = EDGE * (ROWS - row) / (ROWS + 0.5)
        line = []
        for column in range(2 * COLUMNS + 1):
            across = EDGE * (column - COLUMNS) / (COLUMNS + 0.5)
            line.append(
                _crossing(row, column) or (NEAR if is_within_ring(picture, across, up) else " ")
            )
        grid.append(line)
    return grid


def _crossing(row: int, column: int) -> str:
    if row == ROWS:
        return "┼" if column == COLUMNS else "─"
    return "│" if column == COLUMNS else ""


def _leaning(picture: Map) -> tuple[float, float]:
    """Return the person's place; exactly between two zones it counts to the side of the one named first."""
    first = next(zone for zone in picture.zones if zone.rank == 1)
    across, up = picture.place
    return across or (HAIR if first.technical else -HAIR), up or (HAIR if first.leading else -HAIR)


def _cell(across: float, up: float) -> tuple[int, int]:
    """Return the row and the column of a place; one beside the cross stays on its side."""
    return _step(-up, ROWS), _step(across, COLUMNS)


def _step(place: float, half: int) -> int:
    steps = round(place / EDGE * (half + 0.5))
    if steps == 0:
        steps = 1 if place > 0 else -1
    return half + max(-half, min(half, steps))


def _names(picture: Map, *, leading: bool) -> str:
    """Return the names of the upper or of the lower two zones, above and below their outer corners."""
    names = {
        zone.technical: zone.name.upper() if zone.rank else zone.name
        for zone in picture.zones
        if zone.leading == leading
    }
    return names[False] + names[True].rjust(WIDTH - len(names[False]))


def _write_landmarks(grid: Grid, landmarks: Iterable[Landmark]) -> None:
    """Mark all occupations, then name those there is room to name."""
    marked = []
    for landmark in landmarks:
        row, column = _cell(*clamp((landmark.technical, landmark.leading)))
        if _free(grid, row, column, 1):
            grid[row][column] = LANDMARK
            marked.append((row, column, landmark.name))
    for row, column, name in marked:
        for line, start in _around(row, column, len(name)):
            if _free(grid, line, start - 1, len(name) + 2):
                grid[line][start : start + len(name)] = name
                break


def _around(row: int, column: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield where a name may begin: beside its mark, above or below it, within the zone."""
    yield row, column + 2
    yield row, column - 1 - length
    edge = COLUMNS + 1 if column > COLUMNS else 0
    start = max(edge + 1, min(edge + COLUMNS - 1 - length, column - length // 2))
    yield row - 1, start
    yield row + 1, start


def _free(grid: Grid, row: int, column: int, count: int) -> bool:
    if not (0 <= row < len(grid) and 0 <= column <= len(grid[row]) - count):
        return False
    return all(cell in (" ", NEAR) for cell in grid[row][column : column + count])
