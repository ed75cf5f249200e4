"""Several tables in an archive: joined by their keys, or refused in plain French; a hostile one opens nothing."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from fiche.content import Content
from importers.base import AcceptedRow, LeftRow
from importers.convert import convert
from importers.files.corrections import Corrections
from importers.files.reading import Limits, UnreadableFile, read_rows
from importers.recognition import recognised
from importers.registry import format_of, known_columns
from tests.contract.importers.known import context

PERMIT = {"thematiques": ["mobilite--preparer-un-permis"]}
ADDRESS = {"adresse": "1 rue Haute", "code_postal": "13001", "commune": "Marseille"}
ALONE = {"description": "Sans structure.", "presentation_resume": "Sans structure."}
SERVICES = [
    {"id": "s1", "source": "dora", "structure_id": "o1", "nom": "Permis"} | PERMIT,
    {"id": "s2", "source": "dora", "structure_id": "o1", "nom": "Budget", "telephone": "04 91 00 00 01"} | ADDRESS,
    {"id": "s3", "source": "dora", "structure_id": "inconnue", "nom": "Seul"} | ALONE,
]
OWN = {"telephone": "04 90 00 00 00", "courriel": "maison@exemple.fr", "site_web": "https://exemple.fr"}
BASE = {"adresse": "3 rue Basse", "code_postal": "13200", "commune": "Arles"}
STRUCTURES = [{"id": "o1", "source": "dora", "nom": "Maison du quartier", "siret": "12107831532691"} | OWN | BASE]


def table(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def packed(entries: Mapping[str, object]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in entries.items():
            archive.writestr(name, value if isinstance(value, bytes | str) else json.dumps(value))
    return buffer.getvalue()


def contents(content: bytes, format_name: str) -> dict[str, Content]:
    chosen = format_of(format_name)
    assert chosen is not None
    rows = read_rows(content, "a.zip", columns=chosen.mapping.used_columns)
    items = list(convert(rows, chosen.mapping, context()))
    return {item.draft.source_id: item.draft.content for item in items if isinstance(item, AcceptedRow)}


@pytest.mark.parametrize("version", ["v1", "v0"])
def test_what_the_structure_says_reaches_the_fiche(version: str) -> None:
    services = [each | ({"profils": []} if version == "v0" else {}) for each in SERVICES]
    found = contents(packed({"x/structures.json": STRUCTURES, "services.json": services}), f"data-inclusion-{version}")
    first, second, third = (found[f"{'dora/' if version == 'v0' else ''}s{number}"] for number in (1, 2, 3))
    assert (first.structure.name, first.structure.siret) == ("Maison du quartier", "12107831532691")
    assert (first.phone, first.email, first.website) == ("04 90 00 00 00", "maison@exemple.fr", "https://exemple.fr")
    assert (first.places[0].address, first.places[0].commune_name) == ("3 rue Basse", "Arles")
    # What the service says is its own, and an address is not half of one and half of the other.
    assert (second.phone, second.email) == ("04 91 00 00 01", "maison@exemple.fr")
    assert (second.places[0].address, second.places[0].postcode) == ("1 rue Haute", "13001")
    assert third.structure.name == "Structure non précisée (DORA)"


def test_the_archive_says_what_it_is_and_what_was_joined() -> None:
    services = [each | {"publics": ["jeunes"], "modes_accueil": ["en-presentiel"], "type": ""} for each in SERVICES]
    content = packed({"structures.json": STRUCTURES, "services.json": services, "lisez-moi.csv": "a;b\n1;2\n"})
    rows = read_rows(content, "a.zip", columns=known_columns())
    assert [each.kind for each in rows.notices] == ["tableaux-reunis", "tableaux-ignores"]
    assert rows.notices[1].advice == "Son contenu n’est pas importé."
    taken = recognised(rows, context()).taken
    assert taken is not None
    assert taken.name == "data-inclusion-v1"


RES = "ID_RES;ID_ADR;ID_CTC;NOM_STRUCTURE_RSP;LIBELLE_COURT_RSP;SERVICE_DESCRIPTION_RSP;ARCHIVE_RSP\n"
ODSPEP = {
    "DD009_RES_PARTENARIALE.csv": RES
    + "7;1;1;CCAS;Aide alimentaire;Colis le lundi.;0\n8;1;;CCAS;Ancienne aide;Fini.;1\n",
    "DD009_ADRESSE.csv": "ID_ADR;L4_NUMERO_LIB_VOIE_ADR;CODE_POSTAL_ADR;LIBELLE_COMMUNE_ADR\n"
    "1;2 rue du Port;13200;Arles\n",
    "DD009_CONTACT.csv": "ID_CTC;TEL_1_CTC;MAIL_CTC\n1;04 90 00 00 00;ccas@exemple.fr\n",
    "DD009_HORAIRE.csv": "ID_HOR;ID_RES;JOUR_HOR;HD_AM_HOR;HF_AM_HOR;HD_PM_HOR;HF_PM_HOR\n"
    "1;7;Lundi;09:00;12:00;;\n2;7;Mardi;09:00;12:00;14:00;17:00\n",
    "DD009_COMMUNE_RESSOURCE.csv": "ID_COM;ID_RES;CODE_COMMUNE_COM\n1;7;13004\n2;7;13001\n3;7;13055\n",
}


def test_tables_of_odspep_make_one_fiche_of_a_resource() -> None:
    chosen = format_of("odspep")
    assert chosen is not None
    rows = read_rows(packed(ODSPEP), "odspep.zip", columns=known_columns())
    items = list(convert(rows, chosen.mapping, context()))
    (row,) = (item for item in items if isinstance(item, AcceptedRow))
    content = row.draft.content
    assert row.draft.lines == (2,)
    assert (content.title, content.structure.name, content.phone) == ("Aide alimentaire", "CCAS", "04 90 00 00 00")
    assert content.hours == "Mo 09:00-12:00; Tu 09:00-12:00,14:00-17:00"
    assert content.service_areas == ("com:13001", "com:13004", "com:13055")
    assert (content.places[0].address, content.places[0].commune_code) == ("2 rue du Port", "13004")
    assert [item.line for item in items if isinstance(item, LeftRow)] == [3]


def test_an_archive_of_one_table_is_that_table() -> None:
    rows = read_rows(packed({"export/services.csv": "id;nom\n1;Arles\n"}), "a.zip")
    assert [row.cells for row in rows] == [{"id": "1", "nom": "Arles"}]


INNER = packed({"a.csv": "id;nom\n1;Arles\n"})


@pytest.mark.parametrize(
    "entries, code",
    [
        ({"a.csv": "id;nom\n1;A\n", "b.csv": "x;y\n1;2\n"}, "tableaux-sans-lien"),
        ({"lettre.txt.exe": "MZ"}, "archive"),
        ({"__MACOSX/._a.csv": "x"}, "archive"),
        ({f"{number}.csv": "a;b\n1;2\n" for number in range(101)}, "archive-trop-pleine"),
        ({"a.csv": "", "b.csv": "  "}, "vide"),
        ({"a.csv": INNER}, "archive"),
    ],
)
def test_archives_that_make_no_table_say_why(entries: dict[str, object], code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(packed(entries), "a.zip")
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert caught.value.advice.endswith(".")


def test_a_bomb_is_not_unpacked_even_when_it_lies() -> None:
    limits = Limits(unpacked_bytes=1_000_000)
    content = packed({"a.csv": b"0;1\n" * 500_000})
    lying = content.replace((2_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    for each, codes in ((content, {"trop-gros"}), (lying, {"trop-gros", "archive-abimee"})):
        with pytest.raises(UnreadableFile) as caught:
            read_rows(each, "a.zip", limits=limits)
        assert caught.value.code in codes


def test_paths_lead_nowhere() -> None:
    rows = read_rows(packed({"../../../etc/passwd.csv": "id;nom\n1;A\n", "C:\\b\\.csv": ""}), "a.zip")
    assert len(list(rows)) == 1


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_an_archive_cut_short_is_told(cut: int) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(packed({"services.json": SERVICES, "structures.json": STRUCTURES})[:-cut], "a.zip")
    assert caught.value.code in {"archive-abimee", "classeur-abime"}


def test_joined_rows_are_counted_as_those_of_a_file() -> None:
    hours = "ID_RES;JOUR_HOR\n" + "7;Lundi\n" * 40
    resources = "ID_RES;NOM_STRUCTURE_RSP\n" + "7;CCAS\n" * 40
    places = table([{"id": f"x{rank}", "service_id": "s1", "location_id": "l1"} for rank in range(40)])
    services = table([{"id": "s1", "organization_id": "o1", "name": "Permis"}] * 40)
    odspep = {"res.csv": resources, "hor.csv": hours}
    hsds = {"services.csv": services, "service_at_locations.csv": places}
    for entries in (odspep, hsds):
        rows = iter(read_rows(packed(entries), "a.zip", limits=Limits(rows=1_000)))
        for _ in range(1_000):
            next(rows)
        with pytest.raises(UnreadableFile) as caught:
            next(rows)
        assert caught.value.code == "trop-de-lignes"


def test_titles_written_otherwise_are_joined_all_the_same() -> None:
    services = [{"ID": "s1", "Structure_ID": "o1", "Nom": "Permis", "Adresse": "", "Source": "dora"}]
    structures = "Id;Nom;Adresse;Siret;Téléphone\no1;Maison du quartier;3 rue Basse;12107831532691;04 90 00 00 00\n"
    rows = read_rows(packed({"a.csv": table(services), "b.csv": structures}), "a.zip", columns=known_columns())
    (row,) = rows
    assert (row.cells["structure_nom"], row.cells["structure_siret"]) == ("Maison du quartier", "12107831532691")
    assert (row.cells["nom"], row.cells["adresse"], row.cells["telephone"]) == (
        "Permis",
        "3 rue Basse",
        "04 90 00 00 00",
    )
    resources = "Id_res;Id_adr;Nom_structure_rsp;Archive_rsp\n7;1;CCAS;0\n8;1;CCAS;1\n"
    addresses = "id adr;l4 numero lib voie adr\n1;2 rue du Port\n"
    read, left = read_rows(packed({"a.csv": resources, "b.csv": addresses}), "a.zip")
    assert (read.cells["STRUCTURE"], read.cells["L4_NUMERO_LIB_VOIE_ADR"]) == ("CCAS", "2 rue du Port")
    assert left.left is not None


def test_tables_like_the_main_one_are_read_as_somebody_says_and_the_others_as_found() -> None:
    services = table([each | {"thematiques": "é"} for each in SERVICES[:2]]).encode("cp1252")  # type: ignore[arg-type]
    content = packed({"services.csv": services, "structures.json": STRUCTURES})
    found = read_rows(content, "a.zip")
    assert found.encoding == "cp1252" and "mac_roman" in dict(found.others().encodings)
    said = read_rows(content, "a.zip", said=Corrections(encoding="mac_roman", titles=3, sheet="a"))
    assert (said.encoding, [row.cells["structure_nom"] for row in said]) == ("mac_roman", ["Maison du quartier"] * 2)
    assert (said.others().lines, said.others().sheets) == ((), ())


def test_the_only_table_of_an_archive_is_read_as_somebody_says() -> None:
    content = packed({"a.csv": "nom;ville,code\nRelais;Arles,1\n"})
    assert read_rows(content, "a.zip", said=Corrections(separator=",")).header == ("nom;ville", "code")
    content = packed({"a.csv": "Annuaire;\nnom;ville\nRelais;Arles\nGarage;Istres\n"})
    assert read_rows(content, "a.zip", said=Corrections(titles=3)).header == ("Relais", "Arles")
