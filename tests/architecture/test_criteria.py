"""One declaration per parameter, complete, and nothing else anywhere."""

from datetime import UTC, date, datetime

import pytest

from directory.criteria import BY_NAME, FACET_NAMES, PARAMETERS, Parameter, criteria_of
from directory.schemas.search import SearchSchema
from directory.schemas.wire import label_of
from directory.services.search.facets import FACET_ORDER
from directory.services.taxonomy.vocabularies import vocabularies_of
from directory.web.search.bar import PLACE_NAMES
from search import criteria
from search.text.synonyms import Synonyms
from search.text.weak_words import WEAK_WORDS
from tests.fiches import TAXONOMY

NAMES = [
    "q", "correction", "famille", "besoin", "sans_besoin", "volet", "public", "acces", "mobilisation",
    "frais", "accueil", "institution", "reseau", "langue", "accessibilite", "lieu", "commune",
    "territoire", "lat", "lon", "rayon", "bbox", "ouvert", "verifiee_depuis", "modifiee_depuis", "complete", "source",
    "structure", "sans_doublons", "groupe", "tri", "page", "taille",
]  # fmt: skip
"""The parameters of the HTTP contract, in its order."""

WITHOUT_TAG = frozenset({"q", "lon", "rayon", "groupe", "tri", "page", "taille"})
WORDS = vocabularies_of(TAXONOMY, {}, Synonyms(()), WEAK_WORDS)

MADE = {
    criteria.Audience: {"public": ("jeunes",)},
    criteria.Access: {"acces": ("libre",)},
    criteria.Mobilisation: {"mobilisation": ("information",)},
    criteria.Cost: {"frais": ("gratuit",)},
    criteria.Language: {"langue": ("fr",)},
    criteria.Accessibility: {"accessibilite": ("transport",)},
    criteria.Reception: {"accueil": ("a-distance",)},
    criteria.Part: {"volet": ("offre-pole-emploi",)},
    criteria.Institution: {"institution": ("cd13",)},
    criteria.Network: {"reseau": ("mission-locale",)},
    criteria.Classification: {"famille": ("mobilite",), "besoin": ("famille-garde",)},
    criteria.WithoutNeed: {"sans_besoin": True},
    criteria.VerifiedSince: {"verifiee_depuis": date(2026, 1, 1)},
    criteria.Source: {"source": ("data-inclusion",)},
    criteria.ModifiedSince: {"modifiee_depuis": datetime(2026, 1, 1, tzinfo=UTC)},
    criteria.Completeness: {"complete": False},
    criteria.OfStructures: {"structure": (12,)},
    criteria.WithoutDoubles: {"sans_doublons": True},
    criteria.OpenAt: {"ouvert": criteria.OpenAt(day=date(2026, 3, 3))},
}


def test_the_parameters_are_those_of_the_contract() -> None:
    assert [parameter.name for parameter in PARAMETERS] == NAMES
    assert list(SearchSchema().fields) == NAMES


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_a_parameter_has_its_words_and_its_field(parameter: Parameter) -> None:
    assert parameter.label and parameter.label[0].isupper()
    assert parameter.help.endswith((".", "…"))
    field = SearchSchema().fields[parameter.name]
    assert label_of(field) == parameter.label
    assert field.metadata["description"] == parameter.help
    if parameter.name not in WITHOUT_TAG:
        assert parameter.sentence is not None
    assert parameter.is_facet == (parameter.name in FACET_NAMES)


def test_every_criterion_class_of_search_has_a_parameter() -> None:
    assert set(MADE) == set(criteria.CRITERIA)
    for kind, values in MADE.items():
        (made,) = criteria_of(values, WORDS)
        assert isinstance(made, kind)


def test_criteria_together_keep_one_of_each_class() -> None:
    everything = {name: value for values in MADE.values() for name, value in values.items()}
    made = criteria_of(everything, WORDS)
    assert {type(criterion) for criterion in made} == set(criteria.CRITERIA)
    assert len(made) == len(criteria.CRITERIA)


def test_every_tag_has_its_sentence() -> None:
    said = {
        "ouvert": "2026-03-03T10:00",
        "verifiee_depuis": "2026-01-01",
        "modifiee_depuis": "2026-01-01T08:00:00Z",
        "besoin": "famille-garde",
        "famille": "mobilite",
    }
    for parameter in PARAMETERS:
        if parameter.sentence is not None:
            sentence = parameter.sentence(said.get(parameter.name, "jeunes"), WORDS)
            assert (sentence and sentence[0].isupper()) or parameter.name in PLACE_NAMES


def test_silence_is_said_in_a_tag() -> None:
    sentence = BY_NAME["langue"].sentence
    assert sentence is not None
    assert sentence(criteria.UNKNOWN, WORDS) == "Langue\u00a0: non communiqué"


def test_facets_are_shown_in_the_order_they_are_declared() -> None:
    assert FACET_ORDER == FACET_NAMES
    assert set(FACET_NAMES) <= set(NAMES)
