"""Describe the map of the two traits with a person's place on it, and draw it in characters.

Technical increases to the right, leading upwards. Numbers are standard deviations from the average person, who is in the
middle, where the four zones meet. `bot.map_image` draws the same description as an image.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, log, pi, sin, sqrt

from bot.core.assessment.advice import Advice
from bot.core.assessment.occupations import traits_of
from content.model import Catalog, Role, Trait, Words

EDGE = 2.7  # standard deviations from the middle to each edge
INSIDE = 2.4  # the farthest from the middle that a place is drawn
TENTHS = 8  # probability, in tenths, that the person is within the ring, if the model holds
REACH = sqrt(-2 * log(1 - TENTHS / 10))  # standard errors: the quantile of a Rayleigh distribution
CORNERS = 90  # of the polygon that approximates the ring

COLUMNS, ROWS = 26, 6  # size of a zone in characters
WIDTH = 2 * COLUMNS + 1
NUDGE = 1e-9  # standard deviations; too small to be seen


@dataclass(frozen=True, slots=True)
class Zone:
    """A quarter of the map, with its role's name. `rank`: the role is named first (1), second (2) or not at all (0)."""

    name: str
    technical: bool
    leading: bool
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Landmark:
    """The place of a real occupation."""

    name: str
    technical: float
    leading: float


@dataclass(frozen=True, slots=True)
class Legend:
    """The names of the two axes, and what each mark means."""

    technical: str
    leading: str
    you: str
    ring: str
    landmarks: str


@dataclass(frozen=True, slots=True)
class Map:
    """The description of a map. `errors` are the standard errors of the place, with their `correlation`."""

    place: tuple[float, float]
    errors: tuple[float, float]
    correlation: float
    zones: tuple[Zone, ...]
    legend: Legend
    landmarks: tuple[Landmark, ...] = ()


def describe_map(catalog: Catalog, words: Words, advice: Advice) -> Map:
    """Return the map of advice that names a role."""
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
    """Return the place, moved inside the map if it is beyond the edge."""
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
    """Tell whether a point is within the ring."""
    middle = clamp(picture.place)
    first = (across - middle[0]) / picture.errors[0]
    second = (up - middle[1]) / picture.errors[1]
    square = first**2 + second**2 - 2 * picture.correlation * first * second
    return square <= REACH**2 * (1 - picture.correlation**2)


YOU, NEAR, LANDMARK = "●", "░", "+"
Grid = list[list[str]]


def draw_in_characters(picture: Map) -> str:
    """Return the map as lines of text, followed by its legend. Named roles are in capitals."""
    grid = _empty_grid(picture)
    row, column = _cell(*clamp(_place_in_zone(picture)))
    grid[row][column] = YOU
    _write_landmarks(grid, picture.landmarks)
    legend = picture.legend
    marks = [f"{YOU} {legend.you}", f"{NEAR} {legend.ring}"]
    if picture.landmarks:
        marks.append(f"{LANDMARK} {legend.landmarks}")
    return "\n".join(
        [
            f"↑ {legend.leading}",
            _zone_names(picture, leading=True),
            *("".join(line).rstrip() for line in grid),
            _zone_names(picture, leading=False),
            f"{legend.technical} →".rjust(WIDTH),
            "",
            *marks,
        ]
    )


def _empty_grid(picture: Map) -> Grid:
    """Return the grid with the lines between the zones and the ring."""
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


def _place_in_zone(picture: Map) -> tuple[float, float]:
    """Return the person's place; if it is exactly between two zones, on the side of the first role."""
    first = next(zone for zone in picture.zones if zone.rank == 1)
    across, up = picture.place
    return across or (NUDGE if first.technical else -NUDGE), up or (
        NUDGE if first.leading else -NUDGE
    )


def _cell(across: float, up: float) -> tuple[int, int]:
    """Return the row and the column of a place, never on the lines between the zones."""
    return _cell_index(-up, ROWS), _cell_index(across, COLUMNS)


def _cell_index(place: float, half: int) -> int:
    steps = round(place / EDGE * (half + 0.5))
    if steps == 0:
        steps = 1 if place > 0 else -1
    return half + max(-half, min(half, steps))


def _zone_names(picture: Map, *, leading: bool) -> str:
    """Return the line with the names of the upper or the lower two zones."""
    names = {
        zone.technical: zone.name.upper() if zone.rank else zone.name
        for zone in picture.zones
        if zone.leading == leading
    }
    return names[False] + names[True].rjust(WIDTH - len(names[False]))


def _write_landmarks(grid: Grid, landmarks: Iterable[Landmark]) -> None:
    """Write a mark for each occupation, then the names for which there is room."""
    marked = []
    for landmark in landmarks:
        row, column = _cell(*clamp((landmark.technical, landmark.leading)))
        if _is_free(grid, row, column, 1):
            grid[row][column] = LANDMARK
            marked.append((row, column, landmark.name))
    for row, column, name in marked:
        for line, start in _name_positions(row, column, len(name)):
            if _is_free(grid, line, start - 1, len(name) + 2):
                grid[line][start : start + len(name)] = name
                break


def _name_positions(row: int, column: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield where a name can begin: to the right or left of its mark, above or below it, within the zone."""
    yield row, column + 2
    yield row, column - 1 - length
    edge = COLUMNS + 1 if column > COLUMNS else 0
    start = max(edge + 1, min(edge + COLUMNS - 1 - length, column - length // 2))
    yield row - 1, start
    yield row + 1, start


def _is_free(grid: Grid, row: int, column: int, count: int) -> bool:
    if not (0 <= row < len(grid) and 0 <= column <= len(grid[row]) - count):
        return False
    return all(cell in (" ", NEAR) for cell in grid[row][column : column + count])
