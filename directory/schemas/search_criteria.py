"""Parameters read of a search → the criterion of ``search`` that they make: one pure function each."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from directory.schemas.search_fields import EARLIEST
from directory.services.taxonomy.vocabularies import Vocabularies
from search import criteria
from search.criteria import Criterion
from search.places.clock import day_begins

Values = Mapping[str, object]
"""Parameters read: those absent are not there."""

MakeCriterion = Callable[[Values, Vocabularies], Criterion | None]


def codes(name: str) -> MakeCriterion:
    kind = criteria.FACETS[name]

    def make(values: Values, words: Vocabularies) -> Criterion | None:
        chosen = values.get(name)
        return kind(chosen) if isinstance(chosen, tuple) else None

    return make


def classification(values: Values, words: Vocabularies) -> Criterion | None:
    families, needs = codes_of(values, "famille"), codes_of(values, "besoin")
    if not families and not needs:
        return None
    return criteria.Classification(families, tuple((code, words.taxonomy.needs[code].family) for code in needs))


def codes_of(values: Values, name: str) -> tuple[str, ...]:
    """Return the codes read for a repeatable parameter."""
    chosen = values.get(name)
    return chosen if isinstance(chosen, tuple) else ()


def without_need(values: Values, words: Vocabularies) -> Criterion | None:
    return criteria.WithoutNeed() if values.get("sans_besoin") else None


def open_at(values: Values, words: Vocabularies) -> Criterion | None:
    asked = values.get("ouvert")
    return asked if isinstance(asked, criteria.OpenAt) else None


def verified_since(values: Values, words: Vocabularies) -> Criterion | None:
    day = values.get("verifiee_depuis")
    if not isinstance(day, date):
        return None
    start = day_begins(max(day, EARLIEST))
    return criteria.VerifiedSince(int(start.timestamp()))


def source(values: Values, words: Vocabularies) -> Criterion | None:
    chosen = codes_of(values, "source")
    return criteria.Source(chosen) if chosen else None


def of_structures(values: Values, words: Vocabularies) -> Criterion | None:
    chosen = values.get("structure")
    return criteria.OfStructures(chosen) if isinstance(chosen, tuple) else None


def completeness(values: Values, words: Vocabularies) -> Criterion | None:
    said = values.get("complete")
    return criteria.Completeness(said) if isinstance(said, bool) else None


def without_doubles(values: Values, words: Vocabularies) -> Criterion | None:
    return criteria.WithoutDoubles() if values.get("sans_doublons") else None


def modified_since(values: Values, words: Vocabularies) -> Criterion | None:
    since = values.get("modifiee_depuis")
    return criteria.ModifiedSince(int(since.timestamp())) if isinstance(since, datetime) else None
