"""A search, from the question to the answer: the engine gives ids, SQL gives the lines of their fiches."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from directory.services.search.emergency import emergency_numbers
from directory.services.search.facets import facets_of
from directory.services.search.kept_lines import KeptLines
from directory.services.search.looked_up import looked_up
from directory.services.search.places import Places
from directory.services.search.question import MapQuestion, Question
from directory.services.search.reasons import Reasons
from directory.services.search.results import (
    ALL_PARTS,
    BESIDE,
    Correction,
    Found,
    MapPage,
    MappedFiche,
    Part,
    Proposal,
    ResultPage,
)
from directory.services.search.saved_texts import SavedTexts
from directory.services.search.showing import Shower
from directory.services.search.understood import needs_understood
from directory.services.taxonomy.editing import needs_read_as
from directory.services.taxonomy.vocabularies import Vocabularies, VocabularyReader
from directory.store.database import Database
from directory.store.lines import ReadLine
from search.places.clock import local_day
from search.port import SearchEngine
from search.query import BY_NUMBER, Hit, SearchAnswer, SearchQuery
from search.text.plan import TextPlan
from search.text.planning import make_plan
from search.wider import reading, search_wider

MOST_KEPT_AT_ONCE = 200
"""Fiches of a page: those of a longer one, read by machines, would drive out what people ask for."""


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
        self._clock = now
        self._kept = KeptLines(database)
        self._saved = SavedTexts(engine)

    def _now(self) -> datetime:
        """Return the minute: an answer is that of its minute, the same as long as nothing else moves."""
        return self._clock().replace(second=0, microsecond=0)

    def find(
        self,
        question: Question,
        *,
        lines: int | None = None,
        words: Vocabularies | None = None,
        parts: Collection[Part] = ALL_PARTS,
    ) -> ResultPage:
        """Return the answer. Raises SearchUnavailable.

        lines   only so many first lines of the list asked for: no facet, no other list.
        words   in place of those of the day, to see what others would answer.
        parts   what is wanted of an answer: the others are left empty, and not worked out.
        """
        instant = self._now()
        words = words or self._words.current()
        if question.after is not None:
            parts = frozenset(parts) - BESIDE
        query = self._query(question, self.read(question, words, instant), words, instant)
        plan, answer = self._answered(_narrowed(query, parts, lines), question)
        is_wider = plan is not None and query.plan is not None and plan.groups != query.plan.groups
        listings = answer.listings if Part.LISTINGS in parts else ()
        ids = [hit.id for hits in (answer.hits, *(each.hits for each in listings)) for hit in hits]
        has_words = plan is not None and bool(plan.groups)
        fiches = self._lines(ids, with_texts=has_words)
        saved = self._saved.of(fiches) if has_words else {}
        reasons = Reasons(question, plan, words, self._places.gazetteer, instant, is_wider=is_wider)
        show = Shower(question, plan, reasons, instant, parts, saved)
        return ResultPage(
            question=question,
            instant=instant,
            words=words,
            plan=plan,
            total=answer.total,
            results=show.all(answer.hits, fiches),
            listings=tuple(show.listing(each, fiches) for each in listings),
            facets=facets_of(answer.facets, question.asked, words) if Part.FACETS in parts else (),
            corrections=tuple(Correction(typed, read) for typed, read in plan.corrections) if plan else (),
            needs=needs_understood(question, plan, words),
            places=self._places_understood(question, plan),
            moment=_moment_understood(question, plan),
            emergency=emergency_numbers(words.taxonomy.emergency_numbers, _codes_asked(question, plan, words), plan),
            is_wider=is_wider,
            cursor=_cursor(question, answer.hits),
        )

    def _answered(self, query: SearchQuery, question: Question) -> tuple[TextPlan | None, SearchAnswer]:
        """Return the answer, and the words as they were read for it: more widely where nothing answers them."""
        return search_wider(self._engine, query) if question.corrected else (query.plan, self._engine.search(query))

    def count(self, question: Question) -> int:
        """Return how many fiches the list of a question holds, as its words stand: no facet, no other list is made.

        Raises SearchUnavailable.
        """
        instant = self._now()
        words = self._words.current()
        query = self._query(question, self.read(question, words, instant), words, instant)
        return self._engine.search(replace(query, page=1, size=0, facets=False, preview=False)).total

    def ids(self, question: Question, *, limit: int) -> Found:
        """Return the fiches of the list that a question asks for, all of them up to ``limit``, as a page shows them.

        Raises SearchUnavailable.
        """
        instant = self._now()
        words = self._words.current()
        query = self._query(question, self.read(question, words, instant), words, instant)
        query = replace(query, page=1, size=limit, facets=False, preview=False)
        answer = self._answered(query, question)[1]
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
        fiches = self._lines(list(dict.fromkeys(point.id for point in answer.points)))
        points = tuple(
            MappedFiche(point.id, read.line.title, read.line.structure, point.latitude, point.longitude)
            for point in answer.points
            if (read := fiches.get(point.id)) is not None
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
            criteria=looked_up(self._database, question.criteria),
            around=None if place is None else self._places.around(place, question.radius_km),
            box=question.box,
            sort=question.sort if question.after is None else BY_NUMBER,
            after=question.after or 0,
            listing=question.listing,
            page=question.page,
            size=question.size,
            need_families=words.need_families,
        )

    def _lines(self, ids: Sequence[int], *, with_texts: bool = False) -> Mapping[int, ReadLine]:
        """Return the lines of the fiches still published: one may have been archived since the index was told."""
        if len(ids) <= MOST_KEPT_AT_ONCE:
            return self._kept.published(ids, with_texts=with_texts)
        with self._database.read() as uow:
            return {read.line.id: read for read in uow.lines.published(ids, with_texts=with_texts)}

    def _places_understood(self, question: Question, plan: TextPlan | None) -> tuple[Proposal, ...]:
        if plan is None or plan.place is None or question.place is not None:
            return ()
        communes = (self._places.gazetteer.get(said.code) for said in plan.place.communes)
        return tuple(Proposal("commune", commune.code, commune.label) for commune in communes if commune is not None)


def _codes_asked(question: Question, plan: TextPlan | None, words: Vocabularies) -> set[str]:
    """Return the needs asked for or understood, with the codes that lead to them: numbers are kept by their first."""
    asked = (*question.needs, *(plan.needs if plan is not None else ()))
    return {code for need in asked for code in (need, *needs_read_as(words.taxonomy, need))}


def _narrowed(query: SearchQuery, parts: Collection[Part], lines: int | None) -> SearchQuery:
    if lines is not None:
        return replace(query, page=1, size=lines, facets=False, preview=False)
    # Whether words are read more widely depends on what stands beside the main list.
    preview = query.plan is not None or Part.LISTINGS in parts
    return replace(query, facets=Part.FACETS in parts, preview=preview)


def _cursor(question: Question, hits: Sequence[Hit]) -> int | None:
    if question.after is None or len(hits) < question.size:
        return None
    return hits[-1].id


def _moment_understood(question: Question, plan: TextPlan | None) -> Proposal | None:
    if plan is None or plan.when is None or "ouvert" in question.asked:
        return None
    return Proposal("ouvert", plan.when.value, f"Ouvert {plan.when.label}")
