"""A format is recognised surely or not at all, on tables written for it and on the samples."""

import json

import pytest

from importers.files.reading import read_rows
from importers.native import NATIVE, template_csv
from importers.recognition import LEAD, SURE, Recognition, recognised
from importers.registry import known_columns
from tests.contract.importers.known import SAMPLES, context, needs_samples

ASSOCIATIONS = "Siret;Nom;Objet;Ville;Président\n;Boule du Cap;Boules;Arles;M. A\n;Chorale du Quai;Chant;Arles;Mme B\n"
BANAL = "id;nom;adresse;cp;ville;tel;type\n1;Maison du Cap;2 rue du Port;13200;Arles;04 65 71 00 10;Épicerie sociale\n"
SERVICE = {
    "id": "1", "structure_id": "s1", "source": "dora", "nom": "Garage solidaire", "description": "À petit prix.",
    "thematiques": ["mobilite--entretenir-reparer-son-vehicule"], "publics": ["jeunes"], "commune": "Arles",
}  # fmt: skip
STRUCTURES = [
    {
        "id": f"s{number}", "source": "dora", "nom": f"Maison {number}", "siret": "73282932000074",
        "commune": "Arles", "code_postal": "13200", "adresse": "2 rue du Port", "telephone": "04 65 71 00 10",
        "courriel": "a@exemple.fr", "site_web": "https://exemple.fr", "description": "Une maison.",
        "date_maj": "2026-01-01", "thematiques": ["mobilite"],
    }
    for number in range(5)
]  # fmt: skip
ANNUAIRE = (
    "source;id;nom;adresse;code_postal;commune;code_insee;latitude;longitude;categorie;description;horaires;telephone;"
    "site_web\nd;1;Maison;2 rue du Port;13200;Arles;13004;43.67;4.62;{};;;04 65 71 00 10;\n"
)


def judged(text: str | bytes, name: str = "essai.csv") -> Recognition:
    content = text.encode() if isinstance(text, str) else text
    return recognised(read_rows(content, name, columns=known_columns()), context())


def name_of(found: Recognition) -> str:
    return found.taken.name if found.taken is not None else ""


@pytest.mark.parametrize(
    "text",
    [
        "id;nom\n1;Maison du Cap\n2;Relais du Quai\n",
        BANAL,
        ASSOCIATIONS,
        json.dumps(STRUCTURES),
        "titre;ville\nAide au permis;Arles\n",
        "ID_RES;Sous besoin\n1;Passer son permis de conduire\n",
        ANNUAIRE.format("autre chose"),
    ],
    ids=["id and name", "banal", "associations", "structures", "two columns", "needs alone", "foreign categories"],
)
def test_a_weak_claim_is_not_taken(text: str) -> None:
    found = judged(text)
    assert found.taken is None
    assert all(claim.score < SURE for claim in found.claims)
    assert all(claim.reasons for claim in found.claims)


@pytest.mark.parametrize(
    "text, name",
    [
        (template_csv(), NATIVE),
        ("identifiant;titre_du_service;structure;commune\n1;Aide au permis;Maison;Arles\n", NATIVE),
        (json.dumps([SERVICE]), "data-inclusion-v1"),
        (ANNUAIRE.format("adil"), "annuaire-services-publics"),
        (ANNUAIRE.format("france-services"), "france-services"),
        (ANNUAIRE.format("conseiller-numerique"), "conseillers-numeriques"),
    ],
)
def test_a_sure_claim_is_taken_with_its_reasons(text: str | bytes, name: str) -> None:
    found = judged(text)
    assert name_of(found) == name
    assert found.claims[0].score >= SURE
    assert any("deviendraient des fiches" in reason for reason in found.claims[0].reasons)


def test_half_the_template_in_error_is_still_the_template() -> None:
    lines = ["identifiant;titre_du_service;structure;description;commune"]
    lines += [f"{n};{'Aide' if n % 2 else ''};Maison;Texte;Arles" for n in range(20)]
    assert name_of(judged("\n".join(lines))) == NATIVE


def test_what_lacks_a_column_is_near_and_says_which() -> None:
    header = "Nom;Description;Téléphones;Adresse;Code postal;Ville;Site web;Courriel"
    found = judged(f"{header}\nMaison;Texte;04 65 71 00 10;2 rue du Port;13200;Arles;;\n")
    claim = next(each for each in found.claims if each.format.name == "carnet-de-bord")
    assert (found.taken, claim.score, claim.missing) == (None, 0.0, ("Siret",))
    assert "Siret" in claim.reasons[0]


@needs_samples
@pytest.mark.samples
@pytest.mark.parametrize(
    "file, name",
    [
        ("annuaire_services_publics_2019.csv", "annuaire-services-publics"),
        ("conseillers_numeriques_2022.csv", "conseillers-numeriques"),
        ("france_services_2024.csv", "france-services"),
        ("services_data_inclusion_v0_2022.json", "data-inclusion-v0"),
        ("dora_thematiques_v0_vers_v1.csv", ""),
        ("pe_besoins_sous_besoins_2019.csv", ""),
        ("csv_traps/bal_sample_BOM.csv", ""),
        ("csv_traps/bal_aliases.csv", ""),
        ("csv_traps/bfc_2022.utf8_bom.pointvirgule.toutquote.csv", "bfc-lieux-numeriques"),
        ("csv_traps/pole_emploi_2019.utf16le_bom.tab.txt", "pole-emploi-agences"),
        ("csv_traps/rhinocc.macroman.cr.csv", "rhinocc-lieux-numeriques"),
        ("csv_traps/cdb_import_structures_BOM.csv", "carnet-de-bord"),
        ("csv_traps/cdb_import_structures_missing_key_BOM.csv", ""),
        ("faults/colonnes_banales.csv", ""),
        ("faults/stories/virgules_dans_les_valeurs.csv", ""),
        ("faults/stories/pour_excel.csv", NATIVE),
    ],
)
def test_each_sample_is_what_it_is(file: str, name: str) -> None:
    path = SAMPLES / file
    found = recognised(read_rows(path, path.name, columns=known_columns()), context())
    assert name_of(found) == name
    if name and len(found.claims) > 1:
        assert found.claims[0].score - found.claims[1].score >= LEAD
