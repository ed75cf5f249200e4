"""Promises of every packaged format, whatever the file."""

import json
from datetime import date
from pathlib import Path

import pytest

from importers.base import AcceptedRow
from importers.convert import column_notices, convert
from importers.files.reading import read_rows
from importers.formats.fields import FIELDS, PLACE_FIELDS
from importers.formats.mapping import FileMapping
from importers.formats.rules import FieldRule
from importers.native import NATIVE, template_columns, template_csv
from importers.recognition import recognised
from importers.registry import FOLDER, ImportFormat, format_of, formats
from tests.contract.importers.known import context, known_codes

KNOWN = known_codes()


def rules_of(mapping: FileMapping) -> list[tuple[str, FieldRule]]:
    cases = mapping.every_case
    return [*mapping.fields.items(), *(item for case in cases for item in case.fields.items())]


@pytest.mark.parametrize("chosen", formats(), ids=lambda each: each.name)
def test_every_code_a_format_writes_exists(chosen: ImportFormat) -> None:
    for name, rule in rules_of(chosen.mapping):
        field = FIELDS[name]
        if field.row.vocabulary in ("", "networks", "institutions"):
            continue
        vocabulary = KNOWN.of(field.row.vocabulary)
        for one in rule.rules:
            written = [*one.fixed, *one.default]
            written += [value for values in (one.dictionary or {}).values() for value in values]
            written += [value for keyword in one.keywords for value in keyword.values]
            for value in written:
                assert value in vocabulary.labels or (name == "besoins" and value in KNOWN.of("families").labels), value


@pytest.mark.parametrize("chosen", formats(), ids=lambda each: each.name)
def test_every_format_is_explained_and_gives_a_title_and_a_structure(chosen: ImportFormat) -> None:
    assert chosen.label and chosen.help.endswith(".")
    given = {name for name, _ in rules_of(chosen.mapping)}
    assert {"titre_du_service", "structure"} <= given
    assert chosen.mapping.identity


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_french_texts_of_a_format_follow_french_typography(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for key in ("libelle", "aide", "description", "titre_du_service", "refuser", "signaler", "public_precisions"):
        for value in _values(json.loads(text), key):
            assert "'" not in value, value
            for sign in (" :", " ;", " !", " ?", "« "):
                assert sign not in value, value


def _values(content: object, key: str) -> list[str]:
    found: list[str] = []
    if isinstance(content, dict):
        for name, item in content.items():
            if name == key and isinstance(item, str) and " " in item:
                found.append(item)
            found += _values(item, key)
    elif isinstance(content, list):
        found += [value for item in content for value in _values(item, key)]
    return found


def test_the_template_has_every_field_a_file_may_give_and_says_what_each_is() -> None:
    columns = template_columns()
    names = [column.name for column in columns]
    assert set(names) == {"identifiant", "horaires", *FIELDS, *PLACE_FIELDS} - {"structure_identifiant"}
    assert {column.name for column in columns if column.required} >= {
        "titre_du_service",
        "structure",
        "besoins",
        "mobilisation",
    }
    for column in columns:
        assert column.label
        if column.vocabulary:
            assert column.vocabulary == FIELDS[column.name].row.vocabulary


def test_the_template_as_downloaded_is_imported_without_a_word() -> None:
    rows = read_rows(template_csv(), "modele.csv")
    chosen = format_of(NATIVE)
    assert chosen is not None
    assert rows.header == tuple(column.name for column in template_columns())
    assert column_notices(rows.header, chosen.mapping) == ()
    found = list(convert(rows, chosen.mapping, context()))
    assert [item.warnings for item in found if isinstance(item, AcceptedRow)] == [(), ()]
    first = found[0]
    assert isinstance(first, AcceptedRow)
    assert [place.commune_name for place in first.draft.content.places] == ["Martigues", "Arles"]
    assert recognised(rows, context()).taken == chosen


def test_an_odspep_export_makes_one_fiche_of_all_its_lines() -> None:
    header = (
        "ID_RES;LIBELLE_SERVICE;COM_SERVICE;DATE_FIN_SERVICE;DESCRIPTION_SERVICE;STRUCTURE;ModaliteAcces;Besoin;"
        "Sous besoin;L4_NUMERO_LIB_VOIE_ADR;CODE_COMMUNE_ADR;CODE_POSTAL_ADR;LIBELLE_COMMUNE_ADR;TEL_1_CTC;"
        "JOUR_HOR;HD_AM_HOR;HF_AM_HOR;HD_PM_HOR;HF_PM_HOR"
    )
    same = "Aide au permis;{};46387;Texte;Asso;Accès libre;Se déplacer;{};1 rue A;XXXXX;13200;ARLES;0490000000;{}"
    lines = [
        same.format("13004", "Passer son permis de conduire", "Lundi;09:00;12:00;;"),
        same.format("13055", "Faire le point sur sa mobilité", "Mardi;09:00;12:00;14:00;17:00"),
    ]
    text = "\n".join([header, *(f"R1;{line}" for line in lines)])
    chosen = format_of("odspep")
    assert chosen is not None
    (found,) = convert(read_rows(text.encode(), "odspep.csv"), chosen.mapping, context())
    assert isinstance(found, AcceptedRow)
    draft = found.draft
    assert draft.lines == (2, 3)
    assert draft.content.needs == ("mobilite-bilan", "mobilite-permis")
    assert draft.content.access_modes == ("libre",)
    assert draft.content.service_areas == ("com:13004", "com:13055")
    assert draft.content.hours == "Mo 09:00-12:00; Tu 09:00-12:00,14:00-17:00"
    assert (draft.content.valid_to, draft.content.places[0].commune_code, draft.content.phone) == (
        date(2026, 12, 31),
        "13004",
        "04 90 00 00 00",
    )


def test_a_service_of_the_current_exchange_schema_is_read() -> None:
    service = {
        "id": "dora--1",
        "structure_id": "dora--s",
        "source": "dora",
        "nom": "Garage solidaire",
        "description": "Réparation à petit prix.",
        "type": "aide-materielle",
        "thematiques": ["mobilite--entretenir-reparer-son-vehicule", "numerique--acquerir-un-equipement"],
        "publics": ["jeunes", "demandeurs-emploi"],
        "publics_precisions": None,
        "frais": "payant",
        "modes_accueil": ["en-presentiel"],
        "mobilisable_par": ["professionnels"],
        "zone_eligibilite": ["13", "13004"],
        "code_insee": "13004",
        "latitude": 43.68,
        "longitude": 4.63,
        "adresse": "1 rue A",
        "horaires_accueil": "Mo-Fr 09:00-17:00",
        "contact_nom_prenom": "Mme A",
    }
    chosen = format_of("data-inclusion-v1")
    assert chosen is not None
    (found,) = convert(read_rows(json.dumps([service]).encode(), "services.json"), chosen.mapping, context())
    assert isinstance(found, AcceptedRow)
    draft = found.draft
    assert draft.content.needs == ("isolement-numerique", "mobilite-vehicule")
    assert draft.content.audiences == ("demandeurs-emploi", "jeunes")
    assert (draft.content.costs, draft.content.receptions, draft.content.mobilisations) == (
        ("payant",),
        ("sur-place",),
        ("prescription-directe",),
    )
    assert draft.content.service_areas == ("com:13004", "dep:13")
    assert (draft.content.hours, draft.content.named_contact) == ("Mo-Fr 09:00-17:00", "Mme A")
    assert [warning.kind for warning in found.warnings] == ["valeur-supposee"]
