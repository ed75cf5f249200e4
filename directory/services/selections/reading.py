"""A selection read again: each fiche as it is today, and what changed since it was last read or handed over."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.changes import Version
from directory.domain.resource import Resource
from directory.domain.selections import Item, Selection, once
from directory.services.fiches.page import FichePage, Fiches
from directory.store.database import Database
from fiche.content import FIELDS

TOLD = frozenset(
    {
        "phone", "second_phone", "email", "website", "places", "hours", "hours_text", "closures", "receptions",
        "access_modes", "access_text", "mobilisations", "mobilisation_text", "costs", "cost_text", "audiences",
        "audience_text", "documents_to_bring", "service_areas",
    }
)  # fmt: skip
"""Fields whose change is told: what sends somebody to the wrong door. Wording is not."""
MOST_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One fiche of a selection, or the one that stands for it since they were made one.

    is_merged    another fiche stands for the one that was added.
    has_joined   it stands for another one that was added too, and is told once.
    changed      names of the fields that changed since, in the order of a fiche; ``changed_at``: the last time.
    others       when it is no longer offered, some that are, for the same needs.
    """

    item: Item
    page: FichePage
    is_merged: bool
    has_joined: bool = False
    changed: tuple[str, ...] = ()
    changed_at: datetime | None = None
    others: tuple[Resource, ...] = ()

    @property
    def resource(self) -> Resource:
        return self.page.resource

    @property
    def is_offered(self) -> bool:
        return self.page.resource.content.is_published


class SelectionReader:
    def __init__(self, database: Database, fiches: Fiches) -> None:
        self._database = database
        self._fiches = fiches

    def lines(self, selection: Selection) -> tuple[Line, ...]:
        """Return the fiches of a selection, in its order; a fiche that went back to a draft is said to be gone.

        Fiches that were made one since are one line, where the first of them stands.
        """
        with self._database.read() as uow:
            found = {each.id: each for each in uow.resources.by_ids(selection.ids)}
            standing = {number: uow.resources.standing_for(each) for number, each in found.items()}
            moved = [
                item.resource_id
                for item in selection.items
                if item.resource_id in found and found[item.resource_id].version > item.seen_version
            ]
            versions = uow.versions.of_many(moved)
        known = replace(selection, items=tuple(item for item in selection.items if item.resource_id in found))
        items = once(known, {number: each.id for number, each in standing.items()}).items
        times = Counter(standing[number].id for number in known.ids)
        return tuple(self._line(item, standing, times, versions.get(item.resource_id, [])) for item in items)

    def _line(
        self, item: Item, standing: Mapping[int, Resource], times: Mapping[int, int], versions: list[Version]
    ) -> Line:
        fiche = standing[item.resource_id]
        since = [each for each in versions if each.number > item.seen_version and TOLD.intersection(each.changes)]
        changed = {name for each in since for name in each.changes if name in TOLD}
        is_offered = fiche.content.is_published
        # One that is in the selection already takes nobody's place.
        others = [] if is_offered else [each for each in self._fiches.others(fiche) if each.id not in times]
        return Line(
            item,
            self._fiches.page(fiche),
            fiche.id != item.resource_id,
            times[fiche.id] > 1,
            tuple(name for name in FIELDS if name in changed) if is_offered else (),
            since[-1].at if since else None,
            tuple(others[:MOST_OTHERS]),
        )
