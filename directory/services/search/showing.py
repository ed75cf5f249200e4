"""Hits of an engine as results: each fiche with its nearest place, its state at this minute and why it is there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from directory.domain.lines import BEGINNING_CHARS, DESCRIPTION, LinePlace
from directory.services.hours.words import NOTHING_SAID, status_at
from directory.services.search.question import Question
from directory.services.search.reason_words import how_far
from directory.services.search.reasons import Reason, Reasons, says_stale
from directory.services.search.results import LISTING_LABELS, Part, Result, ResultListing
from directory.store.lines import ReadLine
from fiche.codes import Reception
from fiche.parts import Place
from search.places.geometry import haversine_km
from search.query import Hit, ListingAnswer, Point
from search.text.highlight import Highlighter
from search.text.plan import TextPlan
from search.text.said import Read
from search.text.saved import Saved

AnyPlace = TypeVar("AnyPlace", Place, LinePlace)


class Shower:
    """Turns hits into results, for one answer. ``saved``: texts that need not be read, by fiche."""

    def __init__(
        self,
        question: Question,
        plan: TextPlan | None,
        reasons: Reasons,
        instant: datetime,
        parts: Collection[Part],
        saved: Mapping[int, Saved],
    ) -> None:
        self._saved = saved
        self._question = question
        self._centre = question.place.centre if question.place is not None else None
        # Asked once: a part hashes its name in Python.
        self._with_reasons, self._with_status = Part.REASONS in parts, Part.STATUS in parts
        self._with_excerpt = Part.EXCERPT in parts
        # A minute is one object for all the fiches of an answer: what is kept of hours is found by its hash.
        self._minute = instant.replace(second=0, microsecond=0)
        self._reasons = reasons
        self._has_words = plan is not None and bool(plan.groups)
        self._highlighter = Highlighter(plan if plan is not None else ())

    def all(self, hits: Iterable[Hit], lines: Mapping[int, ReadLine]) -> tuple[Result, ...]:
        return tuple([self._result(hit, lines[hit.id]) for hit in hits if hit.id in lines])

    def listing(self, found: ListingAnswer, lines: Mapping[int, ReadLine]) -> ResultListing:
        return ResultListing(found.key, LISTING_LABELS[found.key], found.total, self.all(found.hits, lines))

    def _result(self, hit: Hit, read: ReadLine) -> Result:
        line, texts = read.line, read.texts
        place = nearest_place(line.places, self._centre)
        is_remote = line.is_remote_only or hit.listing == "a-distance"
        is_travelling = is_remote and Reception.TRAVELLING in line.receptions
        said: Read | Saved | None = None
        if self._has_words and texts is not None:
            said = self._saved.get(line.id) or Read.of(*texts)
        reasons: tuple[Reason, ...] = ()
        if self._with_reasons:
            distance = how_far(hit.distance_km, place, self._question)
            reasons = self._reasons.of(line, hit, distance, texts or (), said)
        status = NOTHING_SAID
        if self._with_status:
            commune = place.commune_code if place is not None else ""
            is_called = is_remote and not is_travelling
            status = status_at(line.hours, line.closures, commune, self._minute, text=line.hours_text, remote=is_called)
        excerpt = ""
        if self._with_excerpt:
            excerpt = line.beginning
            if said is not None and texts is not None:
                excerpt = self._highlighter.excerpt(texts[DESCRIPTION], BEGINNING_CHARS, said.one(DESCRIPTION))
        return Result(
            line=line,
            place=place,
            # A place that is not known has no distance, whatever point a territory gives.
            distance_km=None if hit.distance_km is None or hit.listing == "sans-lieu" else round(hit.distance_km, 2),
            is_remote=is_remote,
            is_travelling=is_travelling,
            status=status,
            reasons=reasons,
            excerpt=excerpt,
            # The last reason is the age of the fiche.
            is_stale=bool(reasons) and says_stale(reasons[-1]),
        )


def nearest_place(places: Sequence[AnyPlace], centre: Point | None) -> AnyPlace | None:
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
