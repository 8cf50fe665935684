"""The map: every state a tile, about where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..classes import NAMES, Class, state_class
from ..law.loader import all_laws, law_version
from ..working import Text
from .glance import in_short
from .slugs import slug

GRID = """
AK  .  .  .  .  .  .  .  .  . ME
 .  .  .  .  . WI  .  .  . VT NH
WA ID MT ND MN IL MI  . NY MA  .
OR NV WY SD IA IN OH PA NJ CT RI
CA UT CO NE MO KY WV VA MD DE  .
 . AZ NM KS AR TN NC SC DC  .  .
 .  .  . OK LA MS AL GA  .  .  .
HI  .  . TX  .  .  .  . FL  .  .
"""
# On a tile there is room for a short word only.
SHORT: dict[Class, Text] = {
    "no_deficiency": Text("Barred"),
    "restricted": Text("Limits"),
    "permissive": Text("Allowed"),
}
MEANS: dict[Class, Text] = {
    "no_deficiency": Text("The lender cannot collect the rest."),
    "restricted": Text("The lender may collect, but the law sets limits, or it depends on more facts."),
    "permissive": Text("The lender may collect all of the rest."),
}


@dataclass(frozen=True)
class Tile:
    """A state on the map and in the list."""

    code: str
    name: str
    slug: str
    kind: Class
    row: int  # from 1
    column: int  # from 1
    says: Text  # what becomes of the stated case

    @property
    def label(self) -> Text:
        return NAMES[self.kind]

    @property
    def short(self) -> Text:
        return SHORT[self.kind]


@dataclass(frozen=True)
class Group:
    """One class of the legend: its name, what it means, and how many states it has."""

    kind: Class
    name: Text
    short: Text
    means: Text
    count: int


@cache
def places() -> dict[str, tuple[int, int]]:
    """Row and column of each state on the map, from 1."""
    rows = GRID.strip("\n").splitlines()
    cells = [(code, (y, x)) for y, row in enumerate(rows, 1) for x, code in enumerate(row.split(), 1)]
    return {code: place for code, place in cells if code != "."}


def tiles() -> tuple[Tile, ...]:
    """Every state, by its name."""
    laws = tuple((law.code, law_version(law.code)) for law in all_laws())
    return _tiles(laws)


@cache
def _tiles(versions: tuple[tuple[str, str], ...]) -> tuple[Tile, ...]:
    found = []
    for law in all_laws():
        row, column = places()[law.code]
        found.append(Tile(law.code, law.name, slug(law), state_class(law.code), row, column, in_short(law.code)))
    return tuple(sorted(found, key=lambda tile: tile.name))


def groups() -> tuple[Group, ...]:
    """The legend."""
    kinds = [tile.kind for tile in tiles()]
    return tuple(Group(kind, name, SHORT[kind], MEANS[kind], kinds.count(kind)) for kind, name in NAMES.items())
