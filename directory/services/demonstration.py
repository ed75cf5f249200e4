"""The demonstration base: put in once, taken away whole, never mixed up with what people enter."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from directory.demo import INSTITUTIONS, DemoFiche, generate
from directory.demo.towns import Communes
from directory.domain.changes import Author, Verification
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Refused, Save, Saved
from directory.services.freshness.dates import keep_dates
from directory.services.offices.demonstration import load_offices, retire_offices
from directory.store.database import Database
from directory.store.slices import in_slices
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Status
from search.places.clock import local_day

DEMONSTRATION = SaveOrigin.DEMONSTRATION.value
"""Source of the fiches, and mark under which the state of the demonstration is kept."""
AUTHOR = Author(None, "démonstration")
SLICE = 200
"""Fiches saved in one transaction: others who write wait a moment, not a minute."""

Progress = Callable[[int], None]
"""Called with the number of fiches just dealt with."""


class DemonstrationState(StrEnum):
    """Kept in the base, so that a base emptied of its demonstration stays so."""

    NEVER = ""
    LOADED = "loaded"
    REMOVED = "removed"


class Demonstration:
    """Fiches of origin ``demonstration``. Killed half-way, ``load`` goes on with what is missing."""

    def __init__(self, database: Database, resources: ResourceService, communes: Communes) -> None:
        self._database = database
        self._resources = resources
        self._communes = communes

    def state(self) -> DemonstrationState:
        with self._database.read() as uow:
            return DemonstrationState(uow.marks.get(DEMONSTRATION))

    def load(self, *, now: datetime, progress: Progress) -> int:
        """Add the fiches, or bring them back; return their number. The classification must be there."""
        with self._database.write() as uow:
            for institution in INSTITUTIONS:
                uow.institutions.save(institution)
        known = {resource.origin.source_id: resource for resource in self._present()}
        fiches = list(enumerate(generate(today=local_day(now), gazetteer=self._communes), start=1))
        # Oldest first: numbers and the change log then follow the dates, as in a base that lived.
        fiches.sort(key=lambda numbered: (-numbered[1].modified_days_ago, numbered[0]))
        for some in in_slices(fiches, SLICE):
            with self._database.write() as uow:
                self._save(uow, some, known, now)
            progress(len(some))
        with self._database.write() as uow:
            load_offices(uow, now)
        self._database.fold_journal()
        self._mark(DemonstrationState.LOADED)
        return len(fiches)

    def remove(self, *, now: datetime, progress: Progress) -> int:
        """Archive the fiches of the demonstration, whose number is returned; retire its offices. Institutions stay."""
        shown = [resource for resource in self._present() if not resource.content.is_archived]
        for some in in_slices(shown, SLICE):
            saves = [
                Save(
                    replace(resource.content, status=Status.ARCHIVED),
                    AUTHOR,
                    resource.origin,
                    resource,
                    kept_before=True,
                )
                for resource in some
            ]
            with self._database.write() as uow:
                _kept(self._resources.save_many(uow, saves, now=now))
            progress(len(some))
        with self._database.write() as uow:
            retire_offices(uow, now)
        self._mark(DemonstrationState.REMOVED)
        return len(shown)

    def _present(self) -> Iterator[Resource]:
        after = 0
        while True:
            with self._database.read() as uow:
                resources = uow.resources.iterate(after_id=after, limit=500)
            if not resources:
                return
            after = resources[-1].id
            yield from (resource for resource in resources if resource.origin.kind is SaveOrigin.DEMONSTRATION)

    def _save(
        self, uow: UnitOfWork, fiches: Sequence[tuple[int, DemoFiche]], known: dict[str, Resource], now: datetime
    ) -> None:
        """Save some fiches, each as if on the day it says."""
        for days_ago, of_one_day in groupby(fiches, key=lambda numbered: numbered[1].modified_days_ago):
            same_day = list(of_one_day)
            saves = [
                Save(
                    fiche.content,
                    AUTHOR,
                    Origin(SaveOrigin.DEMONSTRATION, DEMONSTRATION, str(number)),
                    known.get(str(number)),
                )
                for number, fiche in same_day
            ]
            saved = _kept(self._resources.save_many(uow, saves, now=now - timedelta(days=days_ago)))
            confirmed: list[tuple[Resource, int | None]] = []
            for (_, fiche), each in zip(same_day, saved, strict=True):
                if fiche.verified_days_ago is not None and each.resource.verified_at is None:
                    at = now - timedelta(days=fiche.verified_days_ago)
                    uow.resources.mark_verified(each.resource.id, at)
                    uow.versions.add_verification(Verification(each.resource.id, at, AUTHOR))
                    confirmed.append((replace(each.resource, verified_at=at), None))
            keep_dates(uow, confirmed, uow.institutions.all())

    def _mark(self, state: DemonstrationState) -> None:
        with self._database.write() as uow:
            uow.marks.put(DEMONSTRATION, state.value)


def _kept(outcomes: Sequence[Saved | Refused]) -> list[Saved]:
    """Return what was saved. Raises ValueError for a fiche the rules refuse: the catalogue is then wrong."""
    saved = [outcome for outcome in outcomes if isinstance(outcome, Saved)]
    if len(saved) < len(outcomes):
        refused = next(outcome for outcome in outcomes if isinstance(outcome, Refused))
        raise ValueError(f"a demonstration fiche is refused: {refused.errors}")
    return saved
