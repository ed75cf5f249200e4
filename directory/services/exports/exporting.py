"""An export: the fiches of a search or of the whole base, read slice by slice while the file is written."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.actors import Actor
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.trail import note
from directory.services.exports.formats import ExportFormat
from directory.services.exports.given import Facts, Given
from directory.services.exports.identity import mark_of
from directory.services.search.find import Finder
from directory.services.search.places import Places
from directory.services.search.question import Question
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from fiche.content import FIELDS
from search.places.clock import local_day, zone
from search.places.gazetteer import Gazetteer
from search.query import MAX_DEPTH

SLICE = 400
"""Fiches held at a time."""
SITE_NAME = "Base de ressources partenariales"


class TooManyFound(Exception):
    """A search finds more fiches than can be listed: it has to be narrowed, or the whole base taken."""

    def __init__(self, total: int, most: int) -> None:
        super().__init__(f"{total} found, {most} at most")
        self.total = total
        self.most = most


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


class Exports:
    """Writes files of fiches. ``most``: how many a search can list."""

    def __init__(
        self,
        database: Database,
        finder: Finder,
        words: VocabularyReader,
        places: Places,
        terms: Terms,
        *,
        now: Callable[[], datetime],
        most: int = MAX_DEPTH,
    ) -> None:
        self._database = database
        self._finder = finder
        self._words = words
        self._gazetteer = places.gazetteer
        self._licence = terms.licence or "non précisée\u00a0: demandez aux institutions signataires"
        self._address = terms.address
        self._now = now
        self._most = most

    def choose(self, question: Question | None) -> Chosen:
        """Return the fiches of the list that a question asks for, or of the whole base.

        Raises SearchUnavailable, TooManyFound.
        """
        with self._database.read() as uow:
            seq = uow.changes.max_seq()
            if question is None:
                return Chosen(None, uow.resources.count_published(), seq)
        found = self._finder.ids(question, limit=self._most)
        if found.total > self._most:
            raise TooManyFound(found.total, self._most)
        return Chosen(found.ids, found.total, seq)

    def export(self, actor: Actor, form: ExportFormat, chosen: Chosen) -> Export:
        """Return the file of some fiches in a form, as ``actor`` may see them."""
        at = self._now()
        mark, words = mark_of(self._database), self._words.current()
        facts = Facts(
            at=at.astimezone(zone()), total=chosen.total, licence=self._licence, attribution=SITE_NAME,
            address=self._address, codes=self._codes(), departments=partial(departments_of, self._gazetteer),
        )  # fmt: skip
        given = (
            Given(each, mark, named=may(actor, Action.EXPORT_PEOPLE, owner=each.content.institution))
            for each in self._fiches(chosen.ids)
        )
        scope = "/".join(sorted(actor.reach)) if may_have_people(actor) else ""
        said = (form.code, mark, chosen.ids, chosen.seq, scope, local_day(at), words.taxonomy, self._licence)
        return Export(
            file_name=f"ressources-{local_day(at)}.{form.extension}",
            content_type=form.content_type,
            total=chosen.total,
            tag=hashlib.sha256(repr(said).encode()).hexdigest()[:24],
            body=form.write(given, facts),
        )

    def note(self, caller: Caller, form: ExportFormat, total: int) -> None:
        """Write down in the trail that fiches were taken away: how many, in which form; never what was searched."""
        with self._database.write() as uow:
            detail = {"ressources": str(total)}
            note(uow, Act.EXPORTED, caller, self._now(), ObjectKind.EXPORT, form.code, "", detail)

    def _fiches(self, ids: Sequence[int] | None) -> Iterator[Resource]:
        """Give published fiches; the base is let go between two slices, however slow who reads is."""
        if ids is not None:
            for start in range(0, len(ids), SLICE):
                with self._database.read() as uow:
                    found = uow.resources.by_ids(ids[start : start + SLICE])
                yield from (each for each in found if each.content.is_published)
            return
        last = 0
        while True:
            with self._database.read() as uow:
                found = uow.resources.published_after(last, limit=SLICE)
            yield from found
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


def may_have_people(actor: Actor) -> bool:
    """Say whether an actor may take away the named contact of some fiche."""
    return any(may(actor, Action.EXPORT_PEOPLE, owner=each) for each in actor.reach)


def departments_of(gazetteer: Gazetteer, area: str) -> tuple[str, ...]:
    """Return the codes of the départements of a region, the area itself when it is none."""
    if not area.startswith("reg:"):
        return (area,)
    found = {f"dep:{commune.department}" for commune in gazetteer.communes_of(area)}
    return tuple(sorted(found)) or (area,)
