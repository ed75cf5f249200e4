"""A selection read again: each fiche as it is today, and what changed since it was last read or handed over."""

from dataclasses import dataclass
from datetime import datetime

from directory.domain.changes import Version
from directory.domain.resource import Resource
from directory.domain.selections import Item, Selection
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
    changed      names of the fields that changed since, in the order of a fiche; ``changed_at``: the last time.
    others       when it is no longer offered, some that are, for the same needs.
    """

    item: Item
    page: FichePage
    is_merged: bool
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
        """Return the fiches of a selection, in its order; a fiche that went back to a draft is said to be gone."""
        with self._database.read() as uow:
            found = {each.id: each for each in uow.resources.by_ids(selection.ids)}
            moved = [
                item.resource_id
                for item in selection.items
                if item.resource_id in found and found[item.resource_id].version > item.seen_version
            ]
            versions = uow.versions.of_many(moved)
        items = [item for item in selection.items if item.resource_id in found]
        return tuple(self._line(item, found[item.resource_id], versions.get(item.resource_id, [])) for item in items)

    def _line(self, item: Item, added: Resource, versions: list[Version]) -> Line:
        fiche = self._fiches.standing_for(added)
        since = [each for each in versions if each.number > item.seen_version and TOLD.intersection(each.changes)]
        changed = {name for each in since for name in each.changes if name in TOLD}
        is_offered = fiche.content.is_published
        return Line(
            item,
            self._fiches.page(fiche),
            fiche.id != added.id,
            tuple(name for name in FIELDS if name in changed) if is_offered else (),
            since[-1].at if since else None,
            () if is_offered else self._fiches.others(fiche)[:MOST_OTHERS],
        )
