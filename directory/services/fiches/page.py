"""One fiche, its history, what resembles it; and the lists that need no engine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from directory.domain.changes import Version
from directory.domain.resource import Resource, missing_fields
from directory.services.hours.usual import UsualHours, usual_hours, with_ranks
from directory.services.hours.words import OpeningStatus, WeekDay, status_at, week_table
from directory.services.search.places import Places
from directory.services.search.question import RADIUS_KM
from directory.services.search.reason_words import verified_in_words
from directory.services.search.reasons import is_stale
from directory.services.search.showing import nearest_place
from directory.services.taxonomy.editing import needs_read_as
from directory.services.taxonomy.vocabularies import Vocabularies, VocabularyReader
from directory.store.database import Database
from directory.store.resources import ResourcePage
from fiche.parts import Place
from search.criteria import Classification
from search.places.clock import local_day
from search.places.gazetteer import Gazetteer
from search.port import SearchEngine, SearchUnavailable
from search.query import SearchQuery

logger = structlog.get_logger()

MOST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class FichePage:
    """A fiche ready to be shown.

    usual    the hours to hand over; ``today`` is the day of its place.
    missing  keys of what the convention asks and the fiche lacks.
    """

    resource: Resource
    words: Vocabularies
    place: Place | None
    status: OpeningStatus
    week: tuple[WeekDay, ...]
    usual: UsualHours
    today: date
    verified: str
    is_stale: bool
    is_archived: bool
    missing: tuple[str, ...]
    areas: tuple[str, ...]


class Fiches:
    def __init__(
        self,
        database: Database,
        engine: SearchEngine,
        places: Places,
        words: VocabularyReader,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._engine = engine
        self._places = places
        self._words = words
        self._now = now

    @property
    def gazetteer(self) -> Gazetteer:
        return self._places.gazetteer

    def get(self, resource_id: int) -> Resource | None:
        """Return a published or archived fiche; a draft is nobody's business but its author's."""
        with self._database.read() as uow:
            found = uow.resources.get(resource_id)
        return found if found is not None and found.content.has_page else None

    def of_source(self, source: str, source_id: str) -> int | None:
        """Return the number of the fiche that a source feeds under one of its identifiers."""
        with self._database.read() as uow:
            return uow.records.fiche_of(source, source_id)

    def sources(self) -> list[tuple[str, int]]:
        """Return each source that published fiches were first imported from, and how many."""
        with self._database.read() as uow:
            return uow.records.published_by_source()

    def standing_for(self, resource: Resource) -> Resource:
        with self._database.read() as uow:
            return uow.resources.standing_for(resource)

    def page(self, resource: Resource, *, at: datetime | None = None) -> FichePage:
        """Return the fiche with all that its page shows, now or at another instant."""
        words, now = self._words.current(), at or self._now()
        content = resource.content
        place = nearest_place(content.places, None)
        commune = content.home_commune
        today = local_day(now, commune)
        gazetteer = self._places.gazetteer
        return FichePage(
            resource=resource,
            words=words,
            place=place,
            status=status_at(
                content.hours,
                content.closures,
                commune,
                now,
                text=content.hours_text,
                remote=content.is_remote_only and not content.is_travelling,
            ),
            week=with_ranks(week_table(content.hours, content.closures, commune, today), content.hours),
            usual=usual_hours(content.hours, content.closures, commune, today),
            today=today,
            verified=verified_in_words(resource, words, now),
            is_stale=is_stale(resource, words, now),
            is_archived=content.is_archived,
            missing=missing_fields(content),
            areas=tuple(gazetteer.territory(area) or area for area in content.service_areas),
        )

    def versions(self, resource_id: int) -> list[Version]:
        """Return the saves of a fiche, oldest first."""
        with self._database.read() as uow:
            return uow.versions.of(resource_id)

    def answering(self, need: str, *, page: int, size: int) -> ResourcePage:
        """Return the published fiches of a need from SQL alone: what still works when the engine does not."""
        words = self._words.current()
        with self._database.read() as uow:
            return uow.resources.answering(
                needs_read_as(words.taxonomy, need), on=local_day(self._now()), limit=size, offset=(page - 1) * size
            )

    def others(self, resource: Resource) -> tuple[Resource, ...]:
        """Return some fiches for the same needs, near it; none when the engine does not answer."""
        taxonomy = self._words.current().taxonomy
        needs = {need.code: need.family for code in resource.content.needs if (need := taxonomy.current_need(code))}
        if not needs:
            return ()
        first = nearest_place(resource.content.places, None)
        place = self._places.of_code(first.commune_code) if first is not None else None
        query = SearchQuery(
            instant=self._now(),
            criteria=(Classification(needs=tuple(needs.items())),),
            around=None if place is None else self._places.around(place, RADIUS_KM),
            size=MOST_OTHERS + 1,
            facets=False,
        )
        try:
            answer = self._engine.search(query)
        except SearchUnavailable as error:
            logger.warning("search.unavailable", reason=error.reason)
            return ()
        hits = [*answer.hits, *(hit for group in answer.listings for hit in group.hits)]
        ids = [hit.id for hit in hits if hit.id != resource.id][:MOST_OTHERS]
        with self._database.read() as uow:
            found = uow.resources.by_ids(ids)
        return tuple(fiche for fiche in found if fiche.content.is_published)
