"""A search, from the question to the answer: the engine gives ids, SQL gives the fiches."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from directory.domain.resource import Resource, missing_fields
from directory.services.hours.words import status_at
from directory.services.search.emergency import emergency_numbers
from directory.services.search.facets import facets_of
from directory.services.search.kept_fiches import KeptFiches
from directory.services.search.places import Places
from directory.services.search.question import MapQuestion, Question
from directory.services.search.reason_words import how_far
from directory.services.search.reasons import Reasons, says_stale
from directory.services.search.results import (
    LISTING_LABELS,
    Correction,
    Found,
    MapPage,
    MappedFiche,
    Proposal,
    Result,
    ResultListing,
    ResultPage,
)
from directory.services.search.understood import needs_understood
from directory.services.taxonomy.editing import needs_read_as
from directory.services.taxonomy.vocabularies import Vocabularies, VocabularyReader
from directory.store.database import Database
from fiche.codes import Reception
from fiche.parts import Place
from search.places.clock import local_day
from search.places.geometry import haversine_km
from search.port import SearchEngine
from search.query import Hit, Point, SearchQuery
from search.text.highlight import Highlighter
from search.text.plan import TextPlan
from search.text.planning import make_plan
from search.wider import reading, search_wider

EXCERPT_CHARS = 180


class Finder:
    """Answers questions. ``now`` gives the instant, aware UTC: no other clock is read."""

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
        self._kept = KeptFiches()

    def find(self, question: Question, *, lines: int | None = None, words: Vocabularies | None = None) -> ResultPage:
        """Return the answer. Raises SearchUnavailable.

        lines   only so many first lines of the list asked for: no facet, no other list.
        words   in place of those of the day, to see what others would answer.
        """
        instant = self._now()
        words = words or self._words.current()
        plan = self.read(question, words, instant)
        query = self._query(question, plan, words, instant)
        if lines is not None:
            query = replace(query, page=1, size=lines, facets=False, preview=False)
        typed = plan
        if question.corrected:
            plan, answer = search_wider(self._engine, query)
        else:
            answer = self._engine.search(query)
        is_wider = plan is not None and typed is not None and plan.groups != typed.groups
        hits = [*answer.hits, *(hit for listing in answer.listings for hit in listing.hits)]
        fiches = self._fiches(hit.id for hit in hits)
        reasons = Reasons(question, plan, words, self._places.gazetteer, instant, is_wider=is_wider)
        show = _Shower(question, plan, reasons, instant)
        return ResultPage(
            question=question,
            instant=instant,
            words=words,
            plan=plan,
            total=answer.total,
            results=show.all(answer.hits, fiches),
            listings=tuple(
                ResultListing(listing.key, LISTING_LABELS[listing.key], listing.total, show.all(listing.hits, fiches))
                for listing in answer.listings
            ),
            facets=facets_of(answer.facets, question.asked, words),
            corrections=tuple(Correction(typed, read) for typed, read in plan.corrections) if plan else (),
            needs=needs_understood(question, plan, words),
            places=self._places_understood(question, plan),
            moment=_moment_understood(question, plan),
            emergency=emergency_numbers(words.taxonomy.emergency_numbers, _codes_asked(question, plan, words), plan),
            is_wider=is_wider,
        )

    def count(self, question: Question) -> int:
        """Return how many fiches the list of a question holds, as its words stand: no facet, no other list is made.

        Raises SearchUnavailable.
        """
        instant = self._now()
        words = self._words.current()
        query = self._query(question, self.read(question, words, instant), words, instant)
        return self._engine.search(replace(query, page=1, size=1, facets=False, preview=False)).total

    def ids(self, question: Question, *, limit: int) -> Found:
        """Return the fiches of the list that a question asks for, all of them up to ``limit``, as a page shows them.

        Raises SearchUnavailable.
        """
        instant = self._now()
        words = self._words.current()
        query = self._query(question, self.read(question, words, instant), words, instant)
        query = replace(query, page=1, size=limit, facets=False, preview=False)
        answer = search_wider(self._engine, query)[1] if question.corrected else self._engine.search(query)
        return Found(answer.total, tuple(hit.id for hit in answer.hits))

    def on_map(self, asked: MapQuestion) -> MapPage:
        """Return what the map shows of the same list. Raises SearchUnavailable."""
        instant = self._now()
        words = self._words.current()
        plan = self.read(asked.question, words, instant)
        query = self._query(asked.question, plan, words, instant)
        answer = self._engine.points(query, asked.box, asked.zoom)
        if answer.total == 0 and asked.question.corrected and (wider := reading(self._engine, query)) is not plan:
            answer = self._engine.points(replace(query, plan=wider), asked.box, asked.zoom)
        fiches = self._fiches(dict.fromkeys(point.id for point in answer.points))
        points = tuple(
            MappedFiche(point.id, fiche.content.title, fiche.content.structure.name, point.latitude, point.longitude)
            for point in answer.points
            if (fiche := fiches.get(point.id)) is not None
        )
        return MapPage(answer.total, points, answer.clusters)

    def read(self, question: Question, words: Vocabularies, instant: datetime) -> TextPlan | None:
        """Return how the words of a question are understood; None when there is none."""
        if not question.text:
            return None
        commune = question.place.commune if question.place is not None else None
        today = local_day(instant, commune.code if commune is not None else "")
        return make_plan(
            question.text,
            vocabulary=self._engine.vocabulary(),
            synonyms=words.synonyms,
            need_words=words.need_words,
            gazetteer=self._places.names,
            today=today,
            correct=question.corrected,
            weak=words.weak,
        )

    def _query(self, question: Question, plan: TextPlan | None, words: Vocabularies, instant: datetime) -> SearchQuery:
        place = question.place
        return SearchQuery(
            instant=instant,
            plan=plan,
            criteria=question.criteria,
            around=None if place is None else self._places.around(place, question.radius_km),
            box=question.box,
            sort=question.sort,
            listing=question.listing,
            page=question.page,
            size=question.size,
            need_families=words.need_families,
        )

    def _fiches(self, ids: Iterable[int]) -> dict[int, Resource]:
        """Return the fiches still published: one may have been archived since the index was told."""
        with self._database.read() as uow:
            return self._kept.published(uow, list(ids))

    def _places_understood(self, question: Question, plan: TextPlan | None) -> tuple[Proposal, ...]:
        if plan is None or plan.place is None or question.place is not None:
            return ()
        communes = (self._places.gazetteer.get(said.code) for said in plan.place.communes)
        return tuple(Proposal("commune", commune.code, commune.label) for commune in communes if commune is not None)


def _codes_asked(question: Question, plan: TextPlan | None, words: Vocabularies) -> set[str]:
    """Return the needs asked for or understood, with the codes that lead to them: numbers are kept by their first."""
    asked = (*question.needs, *(plan.needs if plan is not None else ()))
    return {code for need in asked for code in (need, *needs_read_as(words.taxonomy, need))}


class _Shower:
    """Turns hits into results, for one answer."""

    def __init__(self, question: Question, plan: TextPlan | None, reasons: Reasons, instant: datetime) -> None:
        self._question = question
        # A minute is one object for all the fiches of an answer: what is kept of hours is found by its hash.
        self._minute = instant.replace(second=0, microsecond=0)
        self._reasons = reasons
        self._highlighter = Highlighter(plan if plan is not None else ())

    def all(self, hits: Iterable[Hit], fiches: Mapping[int, Resource]) -> tuple[Result, ...]:
        return tuple(self._result(hit, fiches[hit.id]) for hit in hits if hit.id in fiches)

    def _result(self, hit: Hit, fiche: Resource) -> Result:
        content = fiche.content
        asked = self._question.place
        place = nearest_place(content.places, asked.centre if asked is not None else None)
        is_remote = content.is_remote_only or hit.listing == "a-distance"
        is_travelling = is_remote and Reception.TRAVELLING in content.receptions
        is_called = is_remote and not is_travelling
        commune = place.commune_code if place is not None else ""
        reasons = self._reasons.of(fiche, hit, how_far(hit.distance_km, place, self._question))
        return Result(
            resource=fiche,
            place=place,
            # A place that is not known has no distance, whatever point a territory gives.
            distance_km=None if hit.distance_km is None or hit.listing == "sans-lieu" else round(hit.distance_km, 2),
            is_remote=is_remote,
            is_travelling=is_travelling,
            status=status_at(
                content.hours, content.closures, commune, self._minute, text=content.hours_text, remote=is_called
            ),
            reasons=reasons,
            excerpt=self._highlighter.excerpt(content.description, EXCERPT_CHARS),
            is_complete=not missing_fields(content),
            # The last reason is the age of the fiche.
            is_stale=says_stale(reasons[-1]),
        )


def nearest_place(places: tuple[Place, ...], centre: Point | None) -> Place | None:
    """Return the place nearest to ``centre``; the first one when nothing tells them apart."""
    if not places:
        return None
    if len(places) == 1 or centre is None:
        return places[0]
    placed = [
        (haversine_km(place.latitude, place.longitude, centre.latitude, centre.longitude), rank)
        for rank, place in enumerate(places)
        if place.latitude is not None and place.longitude is not None
    ]
    return places[min(placed)[1]] if placed else places[0]


def _moment_understood(question: Question, plan: TextPlan | None) -> Proposal | None:
    if plan is None or plan.when is None or "ouvert" in question.asked:
        return None
    return Proposal("ouvert", plan.when.value, f"Ouvert {plan.when.label}")
