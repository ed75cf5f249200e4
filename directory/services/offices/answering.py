"""Who answers for a person by the commune where they live."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from directory.domain.offices import Office, OfficeKind, answering, due_on
from directory.services.fiches.page import FichePage, Fiches
from directory.services.hours.clock import day_of
from directory.services.offices.days import verified_on
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Commits, Database
from directory.store.offices import OFFICES
from search.places.clock import local_day
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Answerer:
    """An office that answers somewhere.

    page          of the fiche that alone says its contacts, address and hours; None for an office without a fiche.
    verified_on   the day somebody last confirmed the office, or its fiche; None for never.
    is_stale      nobody did within the months of its institution.
    """

    office: Office
    page: FichePage | None
    verified_on: date | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class SectorAnswer:
    """Who answers at a commune, by kind; kinds without any are left out.

    districts   the arrondissements of a whole city, of which one is to be asked; none for any other commune.
    """

    commune: Commune
    answerers: Mapping[OfficeKind, tuple[Answerer, ...]]
    districts: tuple[Commune, ...] = ()

    def of(self, kind: OfficeKind) -> tuple[Answerer, ...]:
        return self.answerers.get(kind, ())


class KeptAreas:
    """The areas that an office answers for, kept until one moves: many a place has none, on every page of results."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[Commits, str, frozenset[str]] | None = None

    def current(self) -> frozenset[str]:
        # Asked first: what is committed while the base is read makes it be read again.
        commits, kept = self._database.commits(), self._kept
        if kept is None or commits is None or kept[0] != commits:
            with self._database.read() as uow:
                mark = uow.marks.get(OFFICES)
                areas = kept[2] if kept is not None and kept[1] == mark else uow.offices.areas()
            kept = self._kept = (commits, mark, areas)
        return kept[2]


class Sector:
    """Names the offices of a commune: the finest area first, as ``domain.offices.answering`` says."""

    def __init__(
        self,
        database: Database,
        gazetteer: Gazetteer,
        fiches: Fiches,
        words: VocabularyReader,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._fiches = fiches
        self._words = words
        self._now = now
        self._areas = KeptAreas(database)

    def at(self, commune: Commune) -> SectorAnswer:
        """Return who answers for people who live in a commune or an arrondissement; nobody for a city to divide."""
        districts = self.districts(commune)
        if districts:
            return SectorAnswer(commune, {}, districts)
        chain = self._gazetteer.chain(commune.code)
        if self._areas.current().isdisjoint(chain):
            return SectorAnswer(commune, {})
        with self._database.read() as uow:
            found = answering(uow.offices.covering(chain), chain)
        shown = self.shown([each for some in found.values() for each in some])
        return SectorAnswer(commune, {kind: tuple(shown[each.id] for each in some) for kind, some in found.items()})

    def one(self, number: int) -> Answerer | None:
        """Return an office in use, wherever it answers; None when there is none."""
        with self._database.read() as uow:
            office = uow.offices.get(number)
        return self.shown([office]).get(number) if office is not None else None

    def shown(self, offices: Iterable[Office]) -> dict[int, Answerer]:
        """Return those of some offices that are in use, by number."""
        in_use = [each for each in offices if not each.retired]
        numbers = dict.fromkeys(each.resource_id for each in in_use if each.resource_id is not None)
        with self._database.read() as uow:
            fiches = uow.resources.by_ids(list(numbers))
        pages = {each.id: self._fiches.page(each) for each in fiches if each.content.is_published}
        return {each.id: self._answerer(each, pages) for each in in_use}

    def districts(self, commune: Commune) -> tuple[Commune, ...]:
        """Return the arrondissements of Marseille, Lyon or Paris whole, in their order; () for any other."""
        if commune.parent:
            return ()
        members = sorted(self._gazetteer.members(commune.code)[1:])
        return tuple(found for code in members if (found := self._gazetteer.get(code)) is not None)

    def _answerer(self, office: Office, pages: Mapping[int, FichePage]) -> Answerer:
        page = pages.get(office.resource_id) if office.resource_id is not None else None
        if page is not None:
            at = page.resource.verified_at
            confirmed = None if at is None else day_of(page.resource.content, at)
            return Answerer(office, page, confirmed, page.is_stale)
        due = due_on(office, verified_on(office), self._words.current().institutions)
        is_stale = due is None or due < local_day(self._now(), office.commune)
        return Answerer(office, None, verified_on(office), is_stale)
