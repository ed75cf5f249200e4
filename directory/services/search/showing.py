"""Hits of an engine as results: each fiche with its nearest place, its state at this minute and why it is there."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from directory.domain.resource import Resource, missing_fields
from directory.services.hours.words import NOTHING_SAID, status_at
from directory.services.search.kept_fiches import Beside
from directory.services.search.question import Question
from directory.services.search.reason_words import how_far
from directory.services.search.reasons import DESCRIPTION, Reason, Reasons, says_stale, texts_of
from directory.services.search.results import LISTING_LABELS, Part, Result, ResultListing
from fiche.codes import Reception
from fiche.parts import Place
from search.places.geometry import haversine_km
from search.query import Hit, ListingAnswer, Point
from search.text.highlight import Highlighter
from search.text.plan import TextPlan
from search.text.said import Read

EXCERPT_CHARS = 180


class Shower:
    """Turns hits into results, for one answer. ``beside`` gives what is kept beside a fiche."""

    def __init__(
        self,
        question: Question,
        plan: TextPlan | None,
        reasons: Reasons,
        instant: datetime,
        parts: Collection[Part],
        beside: Callable[[Resource], Beside],
    ) -> None:
        self._question = question
        self._beside = beside
        # Asked once: a part hashes its name in Python.
        self._with_reasons, self._with_status = Part.REASONS in parts, Part.STATUS in parts
        self._with_excerpt = Part.EXCERPT in parts
        # A minute is one object for all the fiches of an answer: what is kept of hours is found by its hash.
        self._minute = instant.replace(second=0, microsecond=0)
        self._reasons = reasons
        self._has_words = plan is not None and bool(plan.groups)
        self._highlighter = Highlighter(plan if plan is not None else ())

    def all(self, hits: Iterable[Hit], fiches: Mapping[int, Resource]) -> tuple[Result, ...]:
        return tuple(self._result(hit, fiches[hit.id]) for hit in hits if hit.id in fiches)

    def listing(self, found: ListingAnswer, fiches: Mapping[int, Resource]) -> ResultListing:
        return ResultListing(found.key, LISTING_LABELS[found.key], found.total, self.all(found.hits, fiches))

    def _result(self, hit: Hit, fiche: Resource) -> Result:
        content = fiche.content
        asked = self._question.place
        place = nearest_place(content.places, asked.centre if asked is not None else None)
        is_remote = content.is_remote_only or hit.listing == "a-distance"
        is_travelling = is_remote and Reception.TRAVELLING in content.receptions
        is_called = is_remote and not is_travelling
        commune = place.commune_code if place is not None else ""
        beside = self._beside(fiche)
        if beside.is_complete is None:
            beside.is_complete = not missing_fields(content)
        said = Read.of(*texts_of(content)) if self._has_words else None
        reasons: tuple[Reason, ...] = ()
        if self._with_reasons:
            reasons = self._reasons.of(fiche, hit, how_far(hit.distance_km, place, self._question), said)
        return Result(
            resource=fiche,
            place=place,
            # A place that is not known has no distance, whatever point a territory gives.
            distance_km=None if hit.distance_km is None or hit.listing == "sans-lieu" else round(hit.distance_km, 2),
            is_remote=is_remote,
            is_travelling=is_travelling,
            status=status_at(
                content.hours, content.closures, commune, self._minute, text=content.hours_text, remote=is_called
            )
            if self._with_status
            else NOTHING_SAID,
            reasons=reasons,
            excerpt=self._excerpt(content.description, said, beside) if self._with_excerpt else "",
            is_complete=beside.is_complete,
            # The last reason is the age of the fiche.
            is_stale=bool(reasons) and says_stale(reasons[-1]),
            beside=beside,
        )

    def _excerpt(self, description: str, said: Read | None, beside: Beside) -> str:
        if said is not None:
            return self._highlighter.excerpt(description, EXCERPT_CHARS, said.one(DESCRIPTION))
        if beside.beginning is None:
            beside.beginning = self._highlighter.excerpt(description, EXCERPT_CHARS)
        return beside.beginning


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
