"""What is looked at of a dry run before it is applied: where its places are, some fiches as they will be."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from directory.domain.imports import Batch
from directory.services.imports.drafts import content_of
from directory.store.database import Database
from fiche.content import Content
from importers.kept import KeptRow, unpacked

MOST_SLICES = 5
"""Slices of a long file that are looked at, taken all along it."""
MOST_FICHES = 20
NAMED = 4
AT_THE_COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: degrees, and whether it is only the centre of its commune."""

    latitude: float
    longitude: float
    is_rough: bool


@dataclass(frozen=True, slots=True)
class TrialSample:
    """What was seen of a file.

    fiches     line of the file and what the fiche would say.
    spots      of the rows seen; ``unplaced``: places without a position.
    communes   names of those where most of the places are.
    is_whole   every row was seen.
    """

    fiches: tuple[tuple[int, Content], ...]
    spots: tuple[Spot, ...]
    unplaced: int
    rows: int
    communes: tuple[str, ...]
    is_whole: bool


def sample_of(database: Database, batch: Batch, lines: Collection[int]) -> TrialSample | None:
    """Return what is seen of a batch that was tried; None when nothing of it is kept.

    lines   those whose fiches are shown first.
    """
    with database.read() as uow:
        found = uow.conversions.of_batch(batch.id)
        ranks = uow.conversions.ranks(batch.id) if found is not None else []
    if found is None:
        return None
    header = found.head.get("header")
    names = [str(each) for each in header] if isinstance(header, list) else []
    seen = _spread(ranks)
    spots: list[Spot] = []
    communes: Counter[str] = Counter()
    fiches: list[tuple[int, Content]] = []
    others: list[tuple[int, Content]] = []
    unplaced = rows = 0
    institution = str(batch.options.get("institution", ""))
    for row in _rows(database, batch.id, seen, names):
        rows += 1
        content = content_of(row.draft, institution=institution)
        line = row.lines[0] if row.lines else 0
        if line in lines:
            fiches.append((line, content))
        elif len(others) < MOST_FICHES:
            others.append((line, content))
        communes.update(place.commune_name for place in content.places if place.commune_name)
        for place in content.places:
            if place.latitude is None or place.longitude is None:
                unplaced += 1
            else:
                spots.append(Spot(place.latitude, place.longitude, place.precision == AT_THE_COMMUNE))
    shown = (fiches + others)[:MOST_FICHES]
    named = tuple(name for name, _ in communes.most_common(NAMED))
    return TrialSample(tuple(shown), tuple(spots), unplaced, rows, named, len(seen) == len(ranks))


def _spread(ranks: list[int]) -> list[int]:
    if len(ranks) <= MOST_SLICES:
        return ranks
    return [ranks[rank * (len(ranks) - 1) // (MOST_SLICES - 1)] for rank in range(MOST_SLICES)]


def _rows(database: Database, batch_id: int, ranks: list[int], header: list[str]) -> Iterator[KeptRow]:
    for rank in ranks:
        with database.read() as uow:
            content = uow.conversions.slice(batch_id, rank)
        yield from (item for item in unpacked(content, header) if isinstance(item, KeptRow))
