"""Facets as aggregations: each value's number is the total if that value alone were chosen in its criterion."""

from collections.abc import Mapping
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
from search.elastic.parts import Spots, spot_of
from search.query import SearchQuery

MOST_VALUES = 10_000
"""More than any vocabulary holds: with one shard, counts are then exact."""

TO_CHECK = "a-verifier"


def _filtered(clause: Json, **inside: Json) -> Json:
    return {"filter": clause, "aggs": inside} if inside else {"filter": clause}


def _values(field: str) -> Json:
    return {"terms": {"field": field, "size": MOST_VALUES}}


class FacetCounts:
    """The aggregations of one query and the reading of their answer.

    They run on a query already limited to the valid fiches whose words are those of the part.
    """

    def __init__(self, query: SearchQuery, spots: Spots, verdicts: Mapping[type, Verdict], valid: Json) -> None:
        self._query = query
        self._spots = spots
        self._verdicts = verdicts
        self._valid = valid

    def aggregations(self) -> dict[str, Json]:
        found = {name: self._codes(kind) for name, kind in FACETS.items() if kind is not Reception}
        found["accueil"] = self._receptions()
        found["famille"] = self._over("families", EVERYTHING, NOTHING, Classification)
        found["besoin"] = self._needs()
        fields = {kind.field for kind in FACETS.values()} | {"families"}
        offered = {f"offered-{field}": _values(field) for field in sorted(fields)}
        found["offered"] = {"global": {}, "aggs": {"valid": _filtered(self._valid, **offered)}}
        return found

    def read(self, answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
        offered = answer["offered"]["valid"]
        facets: dict[str, dict[str, int]] = {}
        for name, kind in FACETS.items():
            said_by_some = {bucket["key"] for bucket in offered[f"offered-{kind.field}"]["buckets"]}
            if kind is Reception:
                facets[name] = _read_receptions(answer[name])
            else:
                facets[name] = self._read(answer[name], said_by_some, silent=name in SILENT_FACETS)
        families = {bucket["key"] for bucket in offered["offered-families"]["buckets"]}
        facets["famille"] = self._read(answer["famille"], families, silent=False)
        facets["besoin"] = self._read_needs(answer["besoin"])
        return facets

    def _place(self, *, remote_is_here: bool) -> Json:
        return spot_of(self._query.group, self._spots, self._query, remote_is_here=remote_is_here)

    def _others(self, without: type) -> list[Verdict]:
        return [verdict for kind, verdict in self._verdicts.items() if kind is not without]

    def _bases(self, without: type, *, remote_is_here: bool | None = None) -> tuple[Json, Json]:
        """Return where a value is counted when it is said: for certain, or with doubt left by other criteria."""
        here = self._query.remote_counts_as_here if remote_is_here is None else remote_is_here
        place, others = self._place(remote_is_here=here), self._others(without)
        return every(place, all_yes(others)), every(place, possible_at_best(others))

    def _codes(self, kind: type[CodesCriterion]) -> Json:
        silent = no(said(kind.field))
        may = silent if kind.silence is Judgement.POSSIBLE else NOTHING
        return self._over(kind.field, silent, may, kind)

    def _over(self, field: str, silent: Json, may: Json, without: type) -> Json:
        """Count the values of a field.

        silent   what says nothing; ``may`` the same where silence leaves any value possible.
        """
        sure, doubtful = self._bases(without)
        listed = doubtful if self._query.group == TO_CHECK else sure
        everyone: Json = {"term": {field: EVERYONE}} if without is Audience else NOTHING
        inside = {
            "values": _filtered(no(everyone, may), values=_values(field)),
            "everyone": _filtered(everyone),
            "unsaid": _filtered(silent),
        }
        always = NOTHING
        if self._query.group == TO_CHECK and may is not NOTHING:
            always = every(either(sure, doubtful), may)
        return _filtered(EVERYTHING, listed=_filtered(listed, **inside), always=_filtered(always))

    def _read(self, answer: Mapping[str, Any], offered: set[str], *, silent: bool) -> dict[str, int]:
        listed = answer["listed"]
        added = listed["everyone"]["doc_count"] + answer["always"]["doc_count"]
        counted = {bucket["key"]: bucket["doc_count"] for bucket in listed["values"]["values"]["buckets"]}
        facet = {code: counted.get(code, 0) + added for code in offered}
        if silent:
            facet[UNKNOWN] = listed["unsaid"]["doc_count"]
        return {code: total for code, total in facet.items() if total}

    def _receptions(self) -> Json:
        variants = {}
        for name, remote_is_here in (("on-site", False), ("away", True)):
            sure, doubtful = self._bases(Reception, remote_is_here=remote_is_here)
            listed = doubtful if self._query.group == TO_CHECK else sure
            variants[name] = _filtered(listed, values=_values("receptions"))
        return _filtered(EVERYTHING, **variants)

    def _needs(self) -> Json:
        sure, doubtful = self._bases(Classification)
        if self._query.group != TO_CHECK:
            return _filtered(sure, values=_values("needs"))
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
            return _filtered(NOTHING)
        return _filtered(
            EVERYTHING,
            sure=_filtered(sure, needs={"filters": {"filters": may}}),
            doubtful=_filtered(doubtful, needs={"filters": {"filters": said_or_may}}),
        )

    def _read_needs(self, answer: Mapping[str, Any]) -> dict[str, int]:
        known = self._query.need_families
        if self._query.group != TO_CHECK:
            buckets = answer["values"]["buckets"]
            return {bucket["key"]: bucket["doc_count"] for bucket in buckets if bucket["key"] in known}
        if not known:
            return {}
        sure, doubtful = answer["sure"]["needs"]["buckets"], answer["doubtful"]["needs"]["buckets"]
        totals = {need: sure[need]["doc_count"] + doubtful[need]["doc_count"] for need in known}
        return {need: total for need, total in totals.items() if total}


def _read_receptions(answer: Mapping[str, Any]) -> dict[str, int]:
    facet = {}
    for variant, codes in (("on-site", {"sur-place"}), ("away", {"a-distance", "itinerant"})):
        for bucket in answer[variant]["values"]["buckets"]:
            if bucket["key"] in codes:
                facet[bucket["key"]] = bucket["doc_count"]
    return facet
