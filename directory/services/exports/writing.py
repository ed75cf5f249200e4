"""A file of fiches, read slice by slice while it is written."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from directory.domain.actors import Actor
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.services.exports.formats import ExportFormat
from directory.services.exports.given import Facts, Given
from directory.services.exports.identity import mark_of
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from fiche.content import FIELDS
from search.places.clock import local_day, zone
from search.places.gazetteer import Gazetteer

SLICE = 400
"""Fiches held at a time."""
SITE_NAME = "Base de ressources partenariales"
Progress = Callable[[int], None]
"""Told how many fiches are written."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which fiches.

    ids    in the order of the search; None for all that are published, by number.
    seq    last change of the base when they were chosen.
    """

    ids: tuple[int, ...] | None
    total: int
    seq: int


@dataclass(frozen=True, slots=True)
class Export:
    """A file about to be written.

    tag     the same for the same fiches in the same state, to the same eyes: "If-None-Match" is answered by it.
    body    its bytes, in pieces; reading it reads the base.
    """

    file_name: str
    content_type: str
    total: int
    tag: str
    body: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Terms:
    """What files say of the site.

    licence   under which fiches may be used again, in words; empty when the signatories have not said.
    address   where people reach it.
    """

    licence: str = ""
    address: str = ""


class ExportWriter:
    def __init__(
        self,
        database: Database,
        words: VocabularyReader,
        gazetteer: Gazetteer,
        terms: Terms,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self.database = database
        self.now = now
        self._words = words
        self._gazetteer = gazetteer
        self._licence = terms.licence or "non précisée\u00a0: demandez aux institutions signataires"
        self._address = terms.address

    def everything(self) -> Chosen:
        """Return all that is published."""
        with self.database.read() as uow:
            return Chosen(None, uow.resources.count_published(), uow.changes.max_seq())

    def export(
        self, form: ExportFormat, chosen: Chosen, *, people: frozenset[str], progress: Progress | None = None
    ) -> Export:
        """Return the file of some fiches in a form. ``people``: institutions whose named contacts may be given."""
        at = self.now()
        mark, words = mark_of(self.database), self._words.current()
        facts = Facts(
            at=at.astimezone(zone()), total=chosen.total, licence=self._licence, attribution=SITE_NAME,
            address=self._address, codes=self._codes(), departments=partial(departments_of, self._gazetteer),
        )  # fmt: skip
        given = (
            Given(each, mark, named=each.content.institution in people, themes=themes)
            for each, themes in self._fiches(chosen.ids, progress or (lambda fiches: None))
        )
        scope = "/".join(sorted(people))
        said = (form.code, mark, chosen.ids, chosen.seq, scope, local_day(at), words.taxonomy, self._licence)
        return Export(
            file_name=f"ressources-{local_day(at)}.{form.extension}",
            content_type=form.content_type,
            total=chosen.total,
            tag=hashlib.sha256(repr(said).encode()).hexdigest()[:24],
            body=form.write(given, facts),
        )

    def _fiches(self, ids: Sequence[int] | None, progress: Progress) -> Iterator[tuple[Resource, tuple[str, ...]]]:
        """Give published fiches, with the themes of their sources; the base is let go between two slices."""
        done = 0
        for found in self._slices(ids):
            with self.database.read() as uow:
                themes = uow.records.themes_of([each.id for each in found])
            yield from ((each, themes.get(each.id, ())) for each in found)
            done += len(found)
            progress(done)

    def _slices(self, ids: Sequence[int] | None) -> Iterator[list[Resource]]:
        if ids is not None:
            for start in range(0, len(ids), SLICE):
                with self.database.read() as uow:
                    found = uow.resources.by_ids(ids[start : start + SLICE])
                yield [each for each in found if each.content.is_published]
            return
        last = 0
        while True:
            with self.database.read() as uow:
                found = uow.resources.published_after(last, limit=SLICE)
            yield found
            if len(found) < SLICE:
                return
            last = found[-1].id

    def _codes(self) -> tuple[tuple[str, str, str], ...]:
        """Return the codes that columns hold, with their labels of today."""
        labels = self._words.current().labels
        columns = {row.wire: row.column for row in FIELDS.values() if row.is_in_files}
        names = {"besoin": columns["besoins"], "famille": columns["familles"]} | {
            name: column for name, column in columns.items() if name not in ("besoins", "familles")
        }
        return tuple(
            (column, code, label)
            for name, column in names.items()
            for code, label in labels.get(name, {}).items()
            if code != "non-communique"
        )


def people_of(actor: Actor) -> frozenset[str]:
    """Return the institutions whose named contacts an actor may take away."""
    return frozenset(each for each in actor.reach if may(actor, Action.EXPORT_PEOPLE, owner=each))


def departments_of(gazetteer: Gazetteer, area: str) -> tuple[str, ...]:
    """Return the codes of the départements of a region, the area itself when it is none."""
    if not area.startswith("reg:"):
        return (area,)
    found = {f"dep:{commune.department}" for commune in gazetteer.communes_of(area)}
    return tuple(sorted(found)) or (area,)
