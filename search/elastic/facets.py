"""Facets as aggregations: each value's number is the total if that value alone were chosen in its criterion."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from search.criteria import (
    EVERYONE,
    FACETS,
    SILENT_FACETS,
    UNKNOWN,
    Audience,
    Classification,
    CodesCriterion,
    Judgement,
    Reception,
)
from search.elastic.clauses import EVERYTHING, NOTHING, Verdict, all_yes, either, every, no, possible_at_best, said
from search.elastic.mapping import Json
from search.elastic.spots import Spots, spot_of
from search.query import SearchQuery

MOST_VALUES = 10_000
"""More than any vocabulary holds: with one shard, counts are then exact."""

TO_CHECK = "a-verifier"

COUNTS, OFFERED = "facets", "offered"
"""Names of the two searches."""

ALWAYS = "-always"

RECEPTIONS = {"accueil-sur-place": False, "accueil-a-distance": True}
"""Two counts of reception → whether what is received at a distance is here: the list changes with the value."""

NO_VALUES: Json = {"buckets": []}


def _filtered(clause: Json, inside: Mapping[str, Json]) -> Json:
    return {"filter": clause, "aggs": inside}


def _values(field: str) -> Json:
    return {"terms": {"field": field, "size": MOST_VALUES}}


class FacetCounts:
    """The searches that count the facets of one query, and the reading of their answers.

    words   what holds the words of the listing.
    """

    def __init__(
        self, query: SearchQuery, spots: Spots, verdicts: Mapping[type, Verdict], valid: Json, words: Json
    ) -> None:
        self._query = query
        self._spots = spots
        self._verdicts = verdicts
        self._valid = valid
        self._words = words
        self._counted = self._counted_somewhere()

    def searches(self) -> dict[str, Json]:
        """Return two searches: the counts, and the values that some valid fiche says.

        The second is the same for all who ask in a minute: the cluster keeps its answer.
        """
        counts = {name: self._codes(kind) for name, kind in FACETS.items() if kind is not Reception}
        counts |= self._always()
        for name, remote_is_here in RECEPTIONS.items():
            values = {"values": _values(Reception.field)}
            counts[name] = self._listed(Reception, values, remote_is_here=remote_is_here)
        counts["famille"] = self._listed(Classification, {"values": _values("families")})
        counts["besoin"] = self._needs()
        listed = every(self._valid, self._words, self._counted)
        offered = {kind.field: _values(kind.field) for kind in self._offered_kinds()}
        return {
            COUNTS: {"size": 0, "track_total_hits": False, "query": listed, "aggs": counts},
            OFFERED: {"size": 0, "track_total_hits": False, "query": self._valid, "aggs": offered},
        }

    def read(self, answers: Mapping[str, Any]) -> dict[str, dict[str, int]]:
        counts, offered = answers[COUNTS]["aggregations"], answers[OFFERED]["aggregations"]
        facets: dict[str, dict[str, int]] = {}
        for name, kind in FACETS.items():
            if kind is Reception:
                facets[name] = _read_receptions(counts)
                continue
            said_by_some = {bucket["key"] for bucket in offered.get(kind.field, NO_VALUES)["buckets"]}
            always = counts[name + ALWAYS]["doc_count"] if name + ALWAYS in counts else 0
            facets[name] = _read(counts[name], said_by_some, always)
        facets["famille"] = _read(counts["famille"])
        facets["besoin"] = self._read_needs(counts["besoin"])
        return facets

    def _offered_kinds(self) -> list[type[CodesCriterion]]:
        """Return the criteria where a fiche counts for values that it does not say, so for all those offered."""
        return [
            kind
            for kind in FACETS.values()
            if kind is Audience or (self._query.listing == TO_CHECK and kind.silence is Judgement.POSSIBLE)
        ]

    def _counted_somewhere(self) -> Json:
        """Return the filter of every fiche that one facet at least counts.

        A facet is counted without its own criterion, so a fiche may fail one criterion, and no more than one.
        """
        faceted = {*FACETS.values(), Classification}
        asked = [kind for kind in self._verdicts if kind in faceted]
        # With distance reception counted as here, the place holds what it holds without.
        place = self._place(remote_is_here=True)
        if place is NOTHING:
            place = self._place(remote_is_here=False)
        kept = [self._unrefused(self._others(kind)) for kind in asked] or [self._unrefused(self._others(object))]
        return every(place, either(*kept))

    def _unrefused(self, verdicts: Sequence[Verdict]) -> Json:
        if self._query.listing != TO_CHECK:
            return all_yes(verdicts)
        return every(*(either(verdict.yes, verdict.possible) for verdict in verdicts))

    def _place(self, *, remote_is_here: bool) -> Json:
        return spot_of(self._query.listing, self._spots, self._query, remote_is_here=remote_is_here)

    def _others(self, without: type) -> list[Verdict]:
        return [verdict for kind, verdict in self._verdicts.items() if kind is not without]

    def _bases(self, without: type, *, remote_is_here: bool | None = None) -> tuple[Json, Json]:
        """Return where a value is counted when it is said: for certain, or with doubt left by other criteria."""
        here = self._query.remote_counts_as_here if remote_is_here is None else remote_is_here
        place, others = self._place(remote_is_here=here), self._others(without)
        return every(place, all_yes(others)), every(place, possible_at_best(others))

    def _listed(self, without: type, inside: Mapping[str, Json], *, remote_is_here: bool | None = None) -> Json:
        """Limit aggregations to the fiches that count for the values they say."""
        sure, doubtful = self._bases(without, remote_is_here=remote_is_here)
        listed = doubtful if self._query.listing == TO_CHECK else sure
        # Most often the whole search is limited to them already.
        return _filtered(EVERYTHING if listed == self._counted else listed, inside)

    def _codes(self, kind: type[CodesCriterion]) -> Json:
        inside = {"values": _values(kind.field)}
        if kind is Audience:
            inside["everyone"] = _filtered({"term": {kind.field: EVERYONE}}, {"values": _values(kind.field)})
        if kind.silence is Judgement.POSSIBLE:
            inside["unsaid"] = {"missing": {"field": kind.field}}
        return self._listed(kind, inside)

    def _always(self) -> dict[str, Json]:
        """Count, in the listing “à vérifier”, the fiches that say nothing: any value would leave them there."""
        if self._query.listing != TO_CHECK:
            return {}
        return {
            name + ALWAYS: {"filter": every(either(*self._bases(kind)), no(said(kind.field)))}
            for name, kind in FACETS.items()
            if name in SILENT_FACETS
        }

    def _needs(self) -> Json:
        sure, doubtful = self._bases(Classification)
        if self._query.listing != TO_CHECK:
            return self._listed(Classification, {"values": _values("needs")})
        families = self._query.need_families
        may = {
            need: every({"term": {"families_alone": family}}, no({"term": {"needs": need}}))
            for need, family in families.items()
        }
        said_or_may = {
            need: either({"term": {"needs": need}}, {"term": {"families_alone": family}})
            for need, family in families.items()
        }
        if not families:
            return {"filter": NOTHING}
        return _filtered(
            EVERYTHING,
            {
                "sure": _filtered(sure, {"needs": {"filters": {"filters": may}}}),
                "doubtful": _filtered(doubtful, {"needs": {"filters": {"filters": said_or_may}}}),
            },
        )

    def _read_needs(self, answer: Mapping[str, Any]) -> dict[str, int]:
        known = self._query.need_families
        if self._query.listing != TO_CHECK:
            buckets = answer["values"]["buckets"]
            return {bucket["key"]: bucket["doc_count"] for bucket in buckets if bucket["key"] in known}
        if not known:
            return {}
        sure, doubtful = answer["sure"]["needs"]["buckets"], answer["doubtful"]["needs"]["buckets"]
        totals = {need: sure[need]["doc_count"] + doubtful[need]["doc_count"] for need in known}
        return {need: total for need, total in totals.items() if total}


def _counted(answer: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["values"]["buckets"]}


def _read(answer: Mapping[str, Any], offered: Collection[str] = (), always: int = 0) -> dict[str, int]:
    facet = _counted(answer)
    if "everyone" in answer:
        # Whoever is for everyone counts once for each value, said or not.
        both = _counted(answer["everyone"])
        always += answer["everyone"]["doc_count"]
        facet = {code: total - both.get(code, 0) for code, total in facet.items()}
    facet = {code: facet.get(code, 0) + always for code in {*facet, *offered}}
    if "unsaid" in answer:
        facet[UNKNOWN] = answer["unsaid"]["doc_count"]
    return {code: total for code, total in facet.items() if total}


def _read_receptions(counts: Mapping[str, Any]) -> dict[str, int]:
    near, away = (_counted(counts[name]) for name in RECEPTIONS)
    found = {code: total for code, total in away.items() if code in {"a-distance", "itinerant"}}
    return found | {code: total for code, total in near.items() if code == "sur-place"}
