"""Usual words, values with commas, banal columns: faults met in public files, read as a person would import them."""

import json

import pytest

from importers.base import AcceptedRow
from importers.convert import convert
from importers.files.reading import read_rows
from importers.formats.mapping import parse_mapping
from importers.registry import format_of
from tests.contract.importers.faults import FOLDER, draft
from tests.contract.importers.known import context, needs_samples

STORY_24 = {
    "version": 2, "format": "essai", "libelle": "Essai", "source": "essai", "identite": ["id"],
    "champs": {
        "titre_du_service": "categorie", "structure": "nom", "public": {"colonnes": ["public"], "separateur": ","},
        "besoins": {
            "colonnes": ["categorie"], "separateur": ",", "inconnu": "refuser",
            "dictionnaire": {"Permis": "mobilite-permis", "Garde d’enfants, ponctuelle": "famille-garde"},
        },
    },
    "lieu": {"code_postal": "cp", "commune": "ville"},
}  # fmt: skip


@needs_samples
@pytest.mark.samples
def test_usual_words_of_the_country_are_read() -> None:
    one, two = (draft("publics_usuels.csv", name).content for name in ("PU-1", "PU-2"))
    assert (one.audiences, one.access_modes, one.costs) == (("tous-publics",), ("libre",), ("gratuit",))
    assert one.cost_text == "Gratuit : ressources sous plafond"
    assert (two.audiences, two.access_modes) == (("beneficiaires-des-minimas-sociaux",), ("libre",))
    assert (two.costs, two.audience_text) == (("gratuit",), "Bénéficiaires du RSA")


@needs_samples
@pytest.mark.samples
def test_a_comma_inside_a_value_does_not_cut_it() -> None:
    path = FOLDER / "stories" / "virgules_dans_les_valeurs.csv"
    found = list(convert(read_rows(path, path.name), parse_mapping(json.dumps(STORY_24), "essai"), context()))
    read = [item.draft.content for item in found if isinstance(item, AcceptedRow)]
    assert [each.audiences for each in read] == [
        ("jeunes",), ("demandeurs-emploi", "familles"), ("familles",), ("familles", "jeunes"),
    ]  # fmt: skip
    assert read[0].audience_text == "Jeunes (16-25 ans, sans emploi, sans formation)"
    assert read[2].needs == ("famille-garde",)


@pytest.mark.parametrize("category", ["mairie_com", "paris_mairie", "paris_mairie_arrondissement"])
def test_every_kind_of_town_hall_is_one(category: str) -> None:
    chosen = format_of("annuaire-services-publics")
    assert chosen is not None
    text = f"id;nom;categorie;telephone;commune;code_postal\n1;Mairie;{category};04 65 71 00 10;Arles;13200\n"
    (found,) = convert(read_rows(text.encode(), "a.csv"), chosen.mapping, context())
    assert isinstance(found, AcceptedRow)
    assert found.draft.content.title == "Démarches administratives à la mairie"


def test_a_sub_need_without_a_rule_does_not_stop_the_next() -> None:
    chosen = format_of("odspep")
    assert chosen is not None
    text = (
        "ID_RES;LIBELLE_SERVICE;STRUCTURE;Besoin;Sous besoin;DATE_FIN_SERVICE;DESCRIPTION_SERVICE\n"
        "1;Aide;Maison;Se loger;Accéder à un logement;31/12/9999;Texte\n"
    )
    (found,) = convert(read_rows(text.encode(), "a.csv"), chosen.mapping, context())
    assert isinstance(found, AcceptedRow)
    assert (found.draft.content.families, found.draft.content.valid_to) == (("logement",), None)
    assert [each.kind for each in found.warnings] == ["valeur-inconnue"]
