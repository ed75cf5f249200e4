"""Facets in an order people can read."""

from directory.domain.institution import Institution
from directory.services.search.facets import facets_of
from directory.services.search.suggest import needs_like
from directory.services.taxonomy.vocabularies import vocabularies_of
from search.criteria import UNKNOWN
from search.text.synonyms import Synonyms
from search.text.weak_words import WEAK_WORDS
from tests.fiches import TAXONOMY

WORDS = vocabularies_of(
    TAXONOMY, {"a": Institution("a", "Zèbre"), "b": Institution("b", "Abeille")}, Synonyms(()), WEAK_WORDS
)


def codes(counts: dict[str, int], name: str, asked: tuple[str, ...] = ()) -> list[str]:
    (facet,) = facets_of({name: counts}, {name: asked} if asked else {}, WORDS)
    return [value.code for value in facet.values]


def test_needs_come_by_number() -> None:
    assert codes({"mobilite-permis": 1, "famille-garde": 9}, "besoin") == ["famille-garde", "mobilite-permis"]


def test_short_lists_keep_the_order_of_their_vocabulary() -> None:
    assert codes({"payant": 9, "gratuit": 1, UNKNOWN: 50}, "frais") == ["gratuit", "payant", UNKNOWN]


def test_long_lists_begin_with_the_most_frequent() -> None:
    assert codes({"ar": 1, "tr": 5, UNKNOWN: 50}, "langue") == ["tr", "ar", UNKNOWN]
    assert codes({"a": 2, "b": 2}, "institution") == ["b", "a"]


def test_a_chosen_value_is_there_even_at_zero() -> None:
    (facet,) = facets_of({}, {"public": ("seniors",)}, WORDS)
    (value,) = facet.values
    assert (value.code, value.total, value.is_chosen) == ("seniors", 0, True)


def test_a_facet_without_value_is_left_out() -> None:
    assert facets_of({"public": {}}, {}, WORDS) == ()


def test_a_code_no_list_holds_is_shown_as_words() -> None:
    (facet,) = facets_of({"reseau": {"mission-locale": 3}}, {}, WORDS)
    assert facet.values[0].label == "Mission locale"


def test_needs_are_suggested_by_their_label_or_their_words() -> None:
    assert [need.code for need in needs_like("trouver une sol", WORDS, 5)] == ["mobilite-transport"]
    assert [need.code for need in needs_like("crech", WORDS, 5)] == ["famille-garde"]
    assert [need.code for need in needs_like("pass perm", WORDS, 5)] == []
    assert [need.code for need in needs_like("permis", WORDS, 5)] == ["mobilite-permis"]
    assert needs_like(" ’ ", WORDS, 5) == ()
