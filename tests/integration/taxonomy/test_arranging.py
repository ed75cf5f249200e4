"""The classification arranged by administrators: added to, put in another order, undone, on both databases."""

import pytest

from directory.domain.taxonomy_edits import EntryKind
from directory.services.bundle import Services
from directory.services.taxonomy.editing import TaxonomyError
from tests.integration.taxonomy.seen import last, moved, taxonomy_of
from tests.site import Site

NEED, FAMILY = EntryKind.NEED, EntryKind.FAMILY


def test_a_need_is_added_and_taken_back_its_code_kept_for_ever(site: Site, services: Services) -> None:
    added = services.arranging.add(NEED, "mobilite", " Louer  un vélo ", account_id=7)
    assert added.code == "mobilite-louer-un-velo"
    assert [each.code for each in taxonomy_of(site).needs_of("mobilite")][-1] == added.code
    services.classifying.undo(added.id, account_id=7)
    assert added.code not in [each.code for each in taxonomy_of(site).needs_of("mobilite")]
    again = services.arranging.add(NEED, "mobilite", "Louer un vélo", account_id=7)
    assert again.code == "mobilite-louer-un-velo-2"


def test_a_family_is_added_to_a_volet(site: Site, services: Services) -> None:
    added = services.arranging.add(FAMILY, "contraintes-personnelles", "Le numérique", account_id=7)
    assert taxonomy_of(site).families[added.code].part == "contraintes-personnelles"
    services.arranging.add(NEED, added.code, "Apprendre à se servir d’un ordinateur", account_id=7)
    assert len(taxonomy_of(site).needs_of(added.code)) == 1


@pytest.mark.parametrize(
    "kind, inside, label, reason",
    [
        (NEED, "rien", "Titre", "inconnu"),
        (FAMILY, "rien", "Titre", "inconnu"),
        (NEED, "mobilite", " ", "vide"),
        (FAMILY, "contraintes-personnelles", "…", "vide"),
        (NEED, "mobilite", "x" * 121, "trop-long"),
    ],
)
def test_what_cannot_be_added_is_refused(
    services: Services, kind: EntryKind, inside: str, label: str, reason: str
) -> None:
    with pytest.raises(TaxonomyError) as refused:
        services.arranging.add(kind, inside, label, account_id=7)
    assert refused.value.reason == reason


def test_needs_and_families_change_places_and_come_back_in_one_go(site: Site, services: Services) -> None:
    seq = last(site)
    made = services.arranging.place(NEED, "mobilite-permis", "mobilite-transport", account_id=7)
    assert made is not None and made.code == "mobilite-permis"
    assert [each.code for each in taxonomy_of(site).needs_of("mobilite")] == ["mobilite-transport", "mobilite-permis"]
    assert services.arranging.place(NEED, "mobilite-permis", "mobilite-transport", account_id=7) is None
    assert len(services.classifying.edits()) == 1
    services.classifying.undo(made.id, account_id=7)
    assert [each.code for each in taxonomy_of(site).needs_of("mobilite")] == ["mobilite-permis", "mobilite-transport"]
    services.arranging.place(FAMILY, "famille", "", account_id=7)
    assert [each.code for each in taxonomy_of(site).families_of("contraintes-personnelles")] == ["famille", "mobilite"]
    assert moved(site, seq) == set()
    with pytest.raises(TaxonomyError):
        services.arranging.place(NEED, "mobilite-permis", "famille-garde", account_id=7)
