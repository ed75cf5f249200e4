"""Rows become drafts by the rules of a mapping; what cannot be a fiche is refused with every reason."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.parts import Closure
from importers.base import AcceptedRow, RefusedRow
from importers.convert import column_notices, convert, missing_columns
from importers.files.reading import UnreadableFile, read_rows
from importers.registry import formats
from tests.unit.importers.examples import CONTEXT, converted, drafts, kinds, mapping, one_draft, one_row

LIEU = {"adresse": "rue", "code_postal": "cp", "commune": "ville", "latitude": "lat", "longitude": "lon"}


def test_columns_fixed_values_and_templates_fill_fields() -> None:
    chosen = mapping(
        {
            "titre_du_service": {"modele": "{titre}[ – {lieu}]"},
            "description": [{"colonnes": ["un", "deux"], "joindre": " / "}, {"fixe": "Toujours vrai."}],
            "frais": {"fixe": "gratuit"},
            "telephone": ["tel", "mobile"],
            "site": "web",
            "courriel": {"colonnes": ["note"], "extraire": "courriel"},
        }
    )
    draft = one_draft(
        {"lieu": "", "un": "A", "deux": "B", "tel": "04 91 00 00 00", "mobile": "0612345678", "web": "a.fr",
         "note": "écrire à x@a.fr"},
        chosen,
    )  # fmt: skip
    assert draft.content.title == "Service"
    assert draft.content.description == "A / B\nToujours vrai."
    assert (draft.content.costs, draft.content.phone, draft.content.second_phone) == (
        ("gratuit",),
        "04 91 00 00 00",
        "06 12 34 56 78",
    )
    assert (draft.content.website, draft.content.email) == ("https://a.fr", "x@a.fr")
    assert one_draft({"lieu": "Arles", "un": "A"}, chosen).content.title == "Service – Arles"


def test_the_first_rule_that_gives_something_wins_when_asked() -> None:
    chosen = mapping({"lien": {"premier": ["a", "b"]}, "acces_precisions": {"premier": ["c", {"fixe": "Appeler."}]}})
    draft = one_draft({"a": "", "b": "https://b.fr"}, chosen)
    assert (draft.content.link, draft.content.access_text) == ("https://b.fr", "Appeler.")


def test_values_are_read_as_codes_labels_or_through_a_dictionary() -> None:
    chosen = mapping(
        {
            "besoins": {
                "colonnes": ["b"],
                "separateur": "|",
                "dictionnaire": {"Permis B": ["mobilite-permis"], "rien": []},
            },
            "public": {"colonnes": ["p"], "separateur": ","},
            "acces": {
                "colonnes": ["note"],
                "mots": {"rendez-vous": ["sur-rendez-vous"], "libre*": ["libre"]},
                "defaut": ["libre"],
            },
        }
    )
    draft = one_draft(
        {"b": "permis b|RIEN|Faire garder son enfant", "p": "jeunes, FEMMES", "note": "Sur rendez-vous."}, chosen
    )
    assert draft.content.needs == ("famille-garde", "mobilite-permis")
    assert draft.content.audiences == ("femmes", "jeunes")
    assert draft.content.access_modes == ("sur-rendez-vous",)
    assert one_draft({"note": "autre"}, chosen).content.access_modes == ("libre",)


def test_a_code_replaced_since_leads_to_the_current_one() -> None:
    assert one_draft({"b": "mobilite-ancien"}, mapping({"besoins": "b"})).content.needs == ("mobilite-permis",)


def test_a_family_among_needs_is_kept_as_a_family_unless_one_of_its_needs_is_there() -> None:
    chosen = mapping({"besoins": {"colonnes": ["b"], "separateur": "|"}})
    assert one_draft({"b": "mobilite"}, chosen).content.families == ("mobilite",)
    both = one_draft({"b": "mobilite|famille|mobilite-permis"}, chosen)
    assert (both.content.needs, both.content.families) == (("mobilite-permis",), ("famille",))


def test_everyone_excludes_the_other_publics() -> None:
    chosen = mapping({"public": {"colonnes": ["p"], "separateur": "|"}})
    assert one_draft({"p": "jeunes|tous publics"}, chosen).content.audiences == ("tous-publics",)


@pytest.mark.parametrize(
    "unknown, text, told",
    [("avertir", "Marins", ["valeur-inconnue"]), ("ecarter", "", ["valeur-inconnue"]), ("ignorer", "", [])],
)
def test_a_value_outside_the_vocabulary_is_kept_as_text_left_out_or_ignored(
    unknown: str, text: str, told: list[str]
) -> None:
    found = converted(one_row({"p": "Marins"}), mapping({"public": {"colonnes": ["p"], "inconnu": unknown}}))
    assert isinstance(found[0], AcceptedRow)
    assert found[0].draft.content.audience_text == text
    assert kinds(found) == told


def test_a_value_outside_the_vocabulary_may_refuse_the_row_and_the_nearest_is_suggested() -> None:
    found = converted(one_row({"p": "jeuness"}), mapping({"public": {"colonnes": ["p"], "inconnu": "refuser"}}))
    assert isinstance(found[0], RefusedRow) and "Jeunes" in found[0].errors[0].advice


CASES = {
    "colonne": "type",
    "cas": {
        "PMI": {"libelle": "Protection maternelle", "valeurs": {"besoins": ["famille-garde"]}},
        "peche": {"refuser": "La pêche n’est pas un service."},
    },
}


def test_the_case_of_a_row_fills_its_fields() -> None:
    chosen = mapping({"titre_du_service": {"modele": "{cas} ({titre})"}}, selon=CASES)
    draft = one_draft({"type": "pmi"}, chosen)
    assert (draft.content.title, draft.content.needs) == ("Protection maternelle (Service)", ("famille-garde",))


@pytest.mark.parametrize("value, kind", [("peche", "hors-perimetre"), ("autre", "cas-inconnu")])
def test_a_case_may_refuse_and_one_not_foreseen_does(value: str, kind: str) -> None:
    assert kinds(converted(one_row({"type": value, "structure": ""}), mapping(selon=CASES))) == [kind]


def test_a_case_not_foreseen_may_be_provided_for() -> None:
    chosen = mapping(selon=CASES | {"autrement": {"valeurs": {"frais": "gratuit"}}})
    assert one_draft({"type": "autre"}, chosen).content.costs == ("gratuit",)


def test_marks_for_nothing_are_nothing() -> None:
    chosen = mapping({"public_precisions": "p", "acces_precisions": "a"}, valeurs_vides=["Sans objet"])
    draft = one_draft({"p": "NULL", "a": "sans objet"}, chosen)
    assert (draft.content.audience_text, draft.content.access_text) == ("", "")


def test_areas_dates_closures_and_institutions_are_read() -> None:
    chosen = mapping(
        {
            "zone_d_intervention": {"colonnes": ["z"], "separateur": "|"},
            "valable_du": "du", "valable_au": "au", "fermetures": "f", "institution": "i",
        }
    )  # fmt: skip
    draft = one_draft(
        {"z": "13|Provence-Alpes-Côte d’Azur|13004|200054807|Gap", "du": "1/1/2026", "au": "2027-12-31",
         "f": "01/08/2026-15/08/2026 : congés", "i": "caf-13"},
        chosen,
    )  # fmt: skip
    assert draft.content.service_areas == ("com:05061", "com:13004", "dep:13", "epci:200054807", "reg:93")
    assert (draft.content.valid_from, draft.content.valid_to, draft.content.institution) == (
        date(2026, 1, 1),
        date(2027, 12, 31),
        "caf-13",
    )
    assert draft.content.closures == (Closure(date(2026, 8, 1), date(2026, 8, 15), "congés"),)


def test_an_area_that_is_none_is_told() -> None:
    found = converted(one_row({"z": "Atlantide"}), mapping({"zone_d_intervention": "z"}))
    assert kinds(found) == ["zone-inconnue"]


def test_a_phone_is_read_for_the_departement_of_its_place() -> None:
    chosen = mapping({"telephone": "tel"}, lieu=LIEU)
    draft = one_draft({"tel": "0262 12 34 56", "cp": "97400", "ville": "Saint-Denis"}, chosen)
    assert draft.content.phone == "02 62 12 34 56"


def test_a_fiche_already_over_is_imported_and_told() -> None:
    assert kinds(converted(one_row({"au": "31/12/2020"}), mapping({"valable_au": "au"}))) == ["perimee"]


def test_a_row_lacking_what_makes_a_fiche_is_refused_with_every_reason() -> None:
    found = converted(one_row({"titre": " ", "structure": "-"}), mapping())
    assert kinds(found) == ["titre-absent", "structure-absente"]
    assert isinstance(found[0], RefusedRow) and found[0].cells["id"] == "1"


def test_a_row_that_leads_nowhere_is_refused() -> None:
    assert kinds(converted(one_row({"description": ""}), mapping())) == ["fiche-vide"]


def test_an_incomplete_fiche_is_kept() -> None:
    draft = one_draft({"description": "", "cp": "13200", "ville": "Arles"}, mapping(lieu=LIEU))
    assert draft.content.places[0].commune_code == "13004"


def test_a_text_longer_than_a_fiche_holds_refuses_the_row() -> None:
    assert kinds(converted(one_row({"titre": "x" * 301}), mapping())) == ["texte-trop-long"]


def test_a_rule_may_say_its_value_is_supposed() -> None:
    chosen = mapping({"structure": {"premier": ["nom", {"fixe": "Structure non précisée", "signaler": "Nom absent."}]}})
    found = converted(one_row({}), chosen)
    assert kinds(found) == ["valeur-supposee"]
    assert isinstance(found[0], AcceptedRow) and found[0].draft.content.structure.name == "Structure non précisée"


def test_a_file_that_is_not_of_the_format_says_which_columns_it_lacks() -> None:
    rows = read_rows(b"identifiant;Titre ;nom_structure\n1;a;b\n", "a.csv")
    with pytest.raises(UnreadableFile) as caught:
        convert(rows, mapping(), CONTEXT)
    assert caught.value.code == "colonnes-absentes"
    assert "« structure »".replace(" ", "\u00a0") in caught.value.message
    assert "nom_structure" in caught.value.advice


def test_columns_are_found_whatever_their_case_and_accents() -> None:
    text = "ID;Titre;STRUCTURE;Déscription\n1;Un service;Une structure;Ce que c’est\n"
    assert drafts(text, mapping())[0].content.title == "Un service"


def test_columns_absent_or_unused_are_told_before_reading() -> None:
    chosen = mapping({"telephone": "tel"}, colonnes_ignorees=["fax"])
    notices = column_notices(("id", "titre", "structure", "fax", "photo", "erreurs"), chosen)
    assert [notice.kind for notice in notices] == ["colonnes-absentes", "colonnes-inutilisees"]
    assert [notice.advice for notice in notices] == ["Ces champs resteront vides.", "Son contenu n’est pas importé."]
    assert "photo" in notices[1].text and "fax" not in notices[1].text and "erreurs" not in notices[1].text
    assert missing_columns(("id",), chosen) == ("titre", "structure")


def test_a_lost_character_is_told() -> None:
    assert kinds(converted(one_row({"description": "Aide \ufffd la mobilit\ufffd"}), mapping())) == ["caractere-perdu"]


def test_the_source_of_the_import_stands_for_that_of_the_format() -> None:
    found = converted(one_row({}), mapping(), replace(CONTEXT, source="modele-caf"))
    assert isinstance(found[0], AcceptedRow) and found[0].draft.source == "modele-caf"


GROUPED = mapping(
    {
        "besoins": {"colonnes": ["besoin"]},
        "telephone": "tel",
        "zone_d_intervention": "zone",
        "contact_nomme": "contact",
    },
    regrouper=True,
    lieu=LIEU,
    horaires={"mode": "lignes", "colonnes": ["jour", "de", "a"]},
)
HEADER = "id;titre;structure;description;besoin;tel;zone;contact;cp;ville;jour;de;a\n"


def test_rows_of_one_identifier_make_one_fiche() -> None:
    text = HEADER + (
        "1;Aide;Asso;Texte;mobilite;04 91 00 00 00;13;Mme A;13200;Arles;lundi;9h;12h\n"
        "2;Autre;Asso;Texte;;;;;;;;;\n"
        "1;Aide;Asso;;mobilite-permis;;05061;M. B;05000;Gap;mardi;14h;17h\n"
        "1;;;Autre texte;;04 91 00 00 01;;Mme A;13200;Arles;lundi;14h;18h\n"
    )
    found = converted(text, GROUPED)
    assert [item.draft.lines for item in found if isinstance(item, AcceptedRow)] == [(3,), (2, 4, 5)]
    draft = found[1].draft if isinstance(found[1], AcceptedRow) else None
    assert draft is not None
    assert (draft.content.title, draft.content.description) == ("Aide", "Texte")
    assert (draft.content.needs, draft.content.families) == (("mobilite-permis",), ())
    assert (draft.content.phone, draft.content.second_phone) == ("04 91 00 00 00", "04 91 00 00 01")
    assert draft.content.service_areas == ("com:05061", "dep:13")
    assert draft.content.named_contact == "Mme A ; M. B"
    assert [place.commune_name for place in draft.content.places] == ["Arles", "Gap"]
    assert draft.content.hours == "Mo 09:00-12:00,14:00-18:00; Tu 14:00-17:00"
    assert kinds(found) == ["valeur-differente"]


def test_an_identifier_shared_by_two_services_is_refused_where_it_comes_again() -> None:
    found = converted(HEADER + "1;Aide;Asso;Texte;;;;;;;;;\n1;Garde;Asso;Texte;;;;;;;;;\n", GROUPED)
    assert [type(item).__name__ for item in found] == ["RefusedRow", "AcceptedRow"]
    assert kinds(found) == ["identifiant-contradictoire"]


def test_every_row_of_a_refused_fiche_comes_back_with_its_cells() -> None:
    found = converted(HEADER + "1;;Asso;Texte;;;;;;;;;\n2;Aide;Asso;Texte;;;;;;;;;\n1;;Asso;;;;;;;;;;\n", GROUPED)
    refused = [item for item in found if isinstance(item, RefusedRow)]
    assert [(item.line, item.cells["id"], item.errors[0].line) for item in refused] == [(2, "1", 2), (4, "1", 4)]


def test_rows_without_identifier_are_not_put_together() -> None:
    found = converted(HEADER + ";Aide;Asso;Texte;;;;;;;;;\n;Garde;Asso;Texte;;;;;;;;;\n", GROUPED)
    assert [item.draft.content.title for item in found if isinstance(item, AcceptedRow)] == ["Aide", "Garde"]


@given(st.data())
def test_no_file_of_any_format_is_ever_an_exception(data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(formats())).mapping
    cell = st.text(max_size=12) | st.sampled_from(
        ["13200", "Arles", "lundi 9h", "a|b", "04 91 00 00 00", "1", "<b>", "'"]
    )
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(chosen.used_columns, cell)), min_size=1, max_size=3))
    opened = read_rows(json.dumps(rows).encode(), "a.json")
    read = convert(opened, chosen, CONTEXT)
    assert sum(1 if isinstance(item, RefusedRow) else len(item.draft.lines) for item in read) == len(rows)
