"""What is asked of an engine and what it answers: plain values, no SQL, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from search.criteria import CRITERIA, Classification, Codes, Criterion, Reception
from search.text.plan import TextPlan

T = TypeVar("T")

MAX_DEPTH = 10_000
"""page × size may not go past this many fiches."""

PLUS_LOIN_UNDER = 10
MOINS_DE_MOTS_UNDER = 20
"""Fiches of the main list and of ``meme-besoin`` together."""
LISTING_PREVIEW = 3
NEAR_KM = 100.0

BY_NUMBER = "numero"
SORTS = ("pertinence", "distance", "fraicheur", "nom", BY_NUMBER)
MAIN = ""
LISTINGS = ("meme-besoin", "a-verifier", "a-distance", "plus-loin", "moins-de-mots", "sans-lieu")


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn area, WGS 84 degrees, edges included; ``west <= east``."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


@dataclass(frozen=True, slots=True)
class Around:
    """The place asked for: a commune, a point or a whole area.

    communes     INSEE codes that count as "in the commune": itself and its arrondissements, or all those of an area.
    chain        codes of the areas that share a commune with it: ``com:…``, ``epci:…``, ``dep:…``, ``reg:…``, ``fr``.
    centre       None where the gazetteer knows no point: then nothing is near, only inside.
    radius_km    1 to 100; None for an area, which has no radius: inside is here.
    neighbours   for an area: INSEE codes of the communes within ``NEAR_KM`` of its nearest commune.
    town         stems of the name of the commune, or of its city, joined by blanks: structures bear it.
    """

    communes: frozenset[str]
    chain: tuple[str, ...]
    centre: Point | None
    radius_km: float | None = 20.0
    neighbours: frozenset[str] = frozenset()
    town: str = ""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question.

    instant    aware UTC; engines never read a clock.
    plan       None = no text. ``criteria`` holds at most one criterion of each class.
    sort       one of ``SORTS``; two listings have an order of their own, but for the order by number.
    listing    a key of ``LISTINGS`` to list it whole, or ``MAIN``.
    after      in the order by number, the first page begins after this fiche; the total stays that of the listing.
    page       from 1; ``page × size <= MAX_DEPTH`` was checked by the caller. With a size of 0, only the total is told.
    preview    whether page 1 of the main list carries the other listings.
    need_families   need code → family code: the needs counted in the facet ``besoin``.
    """

    instant: datetime
    plan: TextPlan | None = None
    criteria: tuple[Criterion, ...] = ()
    around: Around | None = None
    box: Box | None = None
    sort: str = "pertinence"
    listing: str = MAIN
    page: int = 1
    size: int = 20
    after: int = 0
    facets: bool = True
    preview: bool = True
    need_families: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        classes = [type(criterion) for criterion in self.criteria]
        if len(set(classes)) != len(classes) or not set(classes) <= set(CRITERIA):
            raise ValueError("one criterion of each class at most")
        if self.after and (self.sort != BY_NUMBER or self.page != 1):
            raise ValueError("a list is read after a fiche from its first page, in the order by number")

    def criterion(self, kind: type[T]) -> T | None:
        """Return the criterion of that class, or None."""
        return next((item for item in self.criteria if isinstance(item, kind)), None)

    def without(self, kind: type[Codes] | type[Classification]) -> "SearchQuery":
        return replace(self, criteria=tuple(item for item in self.criteria if not isinstance(item, kind)))

    def choosing(self, criterion: Criterion) -> "SearchQuery":
        """Return the same question with ``criterion`` in the place of any of its class."""
        kept = tuple(item for item in self.criteria if type(item) is not type(criterion))
        return replace(self, criteria=(*kept, criterion))

    @property
    def minute(self) -> int:
        """Minutes since 1970 at the instant: validity goes by whole ones."""
        return int(self.instant.timestamp()) // 60

    @property
    def remote_counts_as_here(self) -> bool:
        reception = self.criterion(Reception)
        return reception is not None and reception.remote_only


class Hit(NamedTuple):
    """One fiche of an answer.

    distance_km      to its nearest place; None without a centre or without a point.
    groups_matched   groups of the plan found that are not weak.
    """

    id: int
    score: int
    distance_km: float | None
    groups_matched: int
    listing: str


@dataclass(frozen=True, slots=True)
class ListingAnswer:
    key: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """total, hits and facets describe the listing asked for; ``listings`` are the other ones that page 1 carries.

    facets   facet name → code → number of fiches; zeros are left out.
    """

    total: int
    hits: tuple[Hit, ...]
    listings: tuple[ListingAnswer, ...]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class MapPoint:
    id: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A tile of the map with its fiches.

    tile   ``zoom/x/y`` of Elasticsearch's geotile grid.
    latitude, longitude   mean of the centres of the finer tiles inside, weighted by their fiches.
    """

    tile: str
    total: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class MapAnswer:
    """Points when there are few, clusters above ``MAP_POINTS``; one of the two is empty.

    total      fiches with a place in the box.
    clusters   tiles that the box touches, each counted whole.
    """

    total: int
    points: tuple[MapPoint, ...]
    clusters: tuple[Cluster, ...]


MAP_POINTS = 300
CLUSTER_ZOOM = 2
"""A cluster is a tile this many levels finer than the zoom shown."""
FINE_ZOOM = 3
"""Levels finer than the cluster at which its position is averaged."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Labels as written in the fiches, those that start with the text first, then by folded label."""

    structures: tuple[str, ...]
    services: tuple[str, ...]
