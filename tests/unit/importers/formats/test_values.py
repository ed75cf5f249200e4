"""How values are read: cuts, usual words, the first understood, what is found in prose, areas by their scale."""

import pytest

from tests.unit.importers.examples import converted, drafts, kinds, mapping, one_draft, one_row

PUBLIC = {"public": {"colonnes": ["p"], "separateur": ","}}


@pytest.mark.parametrize(
    "cell, codes, kept",
    [
        ("Jeunes (16-25 ans, sans emploi, sans formation)", ("jeunes",), True),
        ("Jeunes, femmes", ("femmes", "jeunes"), False),
        ("Femmes, jeunes (16-25 ans, sans emploi)", ("femmes", "jeunes"), True),
        ("Tout public", ("tous-publics",), False),
        ("Ouvert à tous", ("tous-publics",), False),
        ("Jeunes de 16 à 25 ans", ("jeunes",), True),
    ],
)
def test_a_cell_is_read_whole_then_cut_outside_brackets(cell: str, codes: tuple[str, ...], kept: bool) -> None:
    content = one_draft({"p": cell}, mapping(PUBLIC)).content
    assert content.audiences == codes
    assert bool(content.audience_text) is kept


def test_usual_signs_cut_a_cell_when_each_part_is_known() -> None:
    chosen = mapping({"public": "p"})
    assert one_draft({"p": "Jeunes / Femmes"}, chosen).content.audiences == ("femmes", "jeunes")
    content = one_draft({"p": "Jeunes / Chats"}, chosen).content
    assert (content.audiences, content.audience_text) == ((), "Jeunes / Chats")


@pytest.mark.parametrize(
    "cell, costs, text",
    [
        ("Gratuit : ressources sous plafond", ("gratuit",), "Gratuit : ressources sous plafond"),
        ("Gratuité", ("gratuit",), ""),
        ("Non gratuit", ("payant",), ""),
        ("Gratuit : non", (), "Gratuit : non"),
    ],
)
def test_a_condition_is_kept_beside_the_code(cell: str, costs: tuple[str, ...], text: str) -> None:
    content = one_draft({"f": cell}, mapping({"frais": "f"})).content
    assert (content.costs, content.cost_text) == (costs, text)


@pytest.mark.parametrize("cell", ["Sans RDV", "Entrée libre", "Accès libre", "sans rendez-vous"])
def test_without_appointment_is_free_access(cell: str) -> None:
    assert one_draft({"a": cell}, mapping({"acces": "a"})).content.access_modes == ("libre",)


def test_a_separator_is_a_text_from_version_2_on() -> None:
    rule = {"public": {"colonnes": ["p"], "separateur": " et "}}
    assert one_draft({"p": "Jeunes et Femmes"}, mapping(rule, version=2)).content.audiences == ("femmes", "jeunes")
    named = {"public": {"colonnes": ["p"], "separateur": {"motif": "ponctuation"}}}
    assert one_draft({"p": "Jeunes; Femmes"}, mapping(named, version=2)).content.audiences == ("femmes", "jeunes")


def test_the_first_value_understood_is_taken_and_the_others_are_told() -> None:
    chosen = mapping({"besoins": {"premier": ["sous", "besoin"]}})
    (found,) = converted(one_row({"sous": "Accéder à un logement", "besoin": "Faire garder son enfant"}), chosen)
    assert kinds([found]) == ["valeur-inconnue"]
    assert one_draft({"sous": "?", "besoin": "Faire garder son enfant"}, chosen).content.needs == ("famille-garde",)
    mails = mapping({"courriel": {"premier": ["un", "deux"]}})
    assert one_draft({"un": "voir le site", "deux": "a@exemple.fr"}, mails).content.email == "a@exemple.fr"


def test_contacts_and_hours_are_found_in_prose_which_stays_whole() -> None:
    text = (
        "Accueil de jour. Permanences : lundi et jeudi 9h-12h. Tél. 04 65 71 00 10, www.exemple.fr/lieu, a@exemple.fr."
    )
    chosen = mapping(
        {
            "telephone": {"colonnes": ["description"], "extraire": "telephone"},
            "courriel": {"colonnes": ["description"], "extraire": "courriel"},
            "site": {"colonnes": ["description"], "extraire": "site"},
        },
        horaires={"mode": "prose", "colonnes": ["description"]},
    )
    content = one_draft({"description": text}, chosen).content
    assert content.description == text
    assert (content.phone, content.email) == ("04 65 71 00 10", "a@exemple.fr")
    assert content.website == "https://www.exemple.fr/lieu"
    assert content.hours == "Mo,Th 09:00-12:00"
    assert one_draft({"description": "Rien d’utile le lundi."}, chosen).content.hours == ""


@pytest.mark.parametrize(
    "rule, cell, area",
    [
        ({"fixe": "dep:13"}, "", "dep:13"),
        ({"colonnes": ["z"], "echelle": "departement"}, "13", "dep:13"),
        ({"colonnes": ["z"], "echelle": "departement"}, "Bouches-du-Rhône", "dep:13"),
        ({"colonnes": ["z"], "echelle": "commune"}, "Arles", "com:13004"),
        ({"colonnes": ["z"], "echelle": "commune"}, "13055", "com:13055"),
        ({"colonnes": ["z"]}, "Département des Bouches-du-Rhône", "dep:13"),
    ],
)
def test_areas_are_given_fixed_by_code_by_name_or_by_label(rule: object, cell: str, area: str) -> None:
    assert one_draft({"z": cell}, mapping({"zone_d_intervention": rule})).content.service_areas == (area,)


def test_texts_of_the_rows_of_a_fiche_are_joined_listed_or_the_first_kept() -> None:
    text = "id;titre;structure;description\n1;A;S;Un.\n1;A;S;Deux.\n1;A;S;Un.\n"
    for how, told in (("joindre", "Un.\n\nDeux."), ("lister", "- Un.\n- Deux."), ("premier", "Un.")):
        chosen = mapping(regrouper={"textes": {"description": how}})
        assert drafts(text, chosen)[0].content.description == told
        assert kinds(converted(text, chosen)) == []


def test_a_date_without_end_is_none() -> None:
    chosen = mapping({"valable_au": "fin"})
    (found,) = converted(one_row({"fin": "31/12/9999"}), chosen)
    assert kinds([found]) == []
    assert one_draft({"fin": "9999-12-31 00:00:00"}, chosen).content.valid_to is None
