"""What the form proposes while one types: structures and their places, addresses, needs; nothing is taken unasked."""

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.store.database import Database
from fiche.parts import Place, Structure
from search.places.geocoding import Address
from tests.accounts import Team
from tests.fiches import ARLES, fiche
from tests.site import MARSEILLE, Site, make_site
from tests.unit.directory.services.search.test_places import FixedGeocoder
from tests.web.writing.conftest import signed_in
from tests.web.writing.test_form import NEW, sent

STRUCTURES, ADDRESSES, NEEDS = (f"/ressources/saisie/{name}" for name in ("structures", "adresses", "besoins"))
SIRET = "13000548100010"


def structures(editor: FlaskClient, text: str) -> list[dict[str, Any]]:
    return list(editor.get(STRUCTURES, query_string={"q": text}).json["structures"])  # type: ignore[index]


def addresses(editor: FlaskClient, **asked: str) -> dict[str, Any]:
    return dict(editor.get(ADDRESSES, query_string=asked).json)  # type: ignore[arg-type]


def test_a_known_structure_brings_what_fills_blanks_and_no_place(editor: FlaskClient) -> None:
    (found,) = structures(editor, "halte gard")
    assert (found["nom"], found["siret"], found["fiches"]) == ("Halte-garderie", SIRET, "1\u00a0fiche")
    assert found["telephone"] == "04 91 00 00 01"
    assert not set(found) & {"adresse", "lieux", "latitude", "commune", "code_postal"}
    assert structures(editor, "") == structures(editor, "zzz") == []


def test_fiches_of_one_name_are_one_structure_and_each_siret_is_another(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """One body, many antennes: proposed apart when their SIRET tell them apart, never mixed."""
    mission = Structure("Mission locale", networks=("mission-locale",))
    contents = (
        fiche("A", structure=mission), fiche("B", structure=mission, places=(MARSEILLE,), phone="04 91 00 00 09"),
        fiche("C", structure=Structure("Mission locale", SIRET), phone="04 91 00 00 02"),
        fiche("D", structure=mission, status="brouillon", places=(Place("secret", "", "13200", "Arles"),)),
    )  # fmt: skip
    site = make_site(sqlite_database, tmp_path, contents=contents)
    editor = signed_in(site, Team(site.database), "camille", "cd13", Profile.UPDATE)
    first, other = structures(editor, "mission")
    assert (first["fiches"], first["siret"], first["reseaux"]) == ("2\u00a0fiches", "", ["mission-locale"])
    assert (other["fiches"], other["siret"], other["telephone"]) == ("1\u00a0fiche", SIRET, "04 91 00 00 02")
    known = addresses(editor, structure="Mission locale")["adresses"]
    assert {each["commune"] for each in known} == {"Arles", "Marseille 1er Arrondissement"}
    assert all("secret" not in each["adresse"] for each in known)


def test_the_places_of_the_structure_come_first_and_streets_that_are_away_are_told(editor: FlaskClient) -> None:
    on_focus = addresses(editor, structure="Halte-garderie")
    assert [each["detail"] for each in on_focus["adresses"]] == ["lieu connu"] * 2
    assert on_focus["dit"] == ""
    typed = addresses(editor, structure="Halte-garderie", q="3 place de la rép")
    assert [each["adresse"] for each in typed["adresses"]] == [ARLES.address]
    away = addresses(editor, q="8 rue des Chaudronniers, 13200 Arles")
    (proposal,) = away["adresses"]
    assert (proposal["adresse"], proposal["commune"]) == ("8 rue des Chaudronniers", "Arles")
    assert proposal["detail"] == "la commune seulement"
    assert "ne peuvent pas être proposées" in away["dit"]


def test_addresses_of_the_service_are_proposed_with_their_precision(sqlite_database: Database, tmp_path: Path) -> None:
    found = Address(
        "8 Rue des Chaudronniers 13200 Arles", "8 Rue des Chaudronniers", "13200", "Arles", "13004", 43.67, 4.63, 0.96,
        "adresse",
    )  # fmt: skip
    site = make_site(sqlite_database, tmp_path, geocoder=FixedGeocoder(found))
    site.app.config["WTF_CSRF_ENABLED"] = False
    editor = signed_in(site, Team(site.database), "camille", "cd13", Profile.UPDATE)
    answer = addresses(editor, q="8 rue des chau")
    assert answer["dit"] == ""
    (proposal,) = answer["adresses"]
    assert (proposal["adresse"], proposal["precision"], proposal["detail"]) == (
        "8 Rue des Chaudronniers", "adresse", "à cette adresse",
    )  # fmt: skip
    editor.post(NEW, data=sent())
    assert site.resources.get(10).content.places[0].precision == "adresse"


def test_needs_are_suggested_with_their_word_and_none_is_ticked(site: Site, editor: FlaskClient) -> None:
    form = {"titre": "Une crèche de quartier", "description": "Et une auto-école, un bus. Une nounou."}
    found = editor.post(NEEDS, data=form).json["besoins"]  # type: ignore[index]
    assert [(each["code"], each["mot"]) for each in found] == [
        ("famille-garde", "«\u00a0crèche\u00a0» dans le titre"),
        ("mobilite-permis", "«\u00a0auto-école\u00a0»"),
        ("mobilite-transport", "«\u00a0bus\u00a0»"),
    ]
    assert editor.post(NEEDS, data={}).json == {"besoins": []}
    page = editor.post(NEW, data=sent(**form, besoins=None)).text
    top = page.split('class="suggested"')[1].split("Chercher un besoin")[0]
    assert top.count('name="besoins"') == 3
    assert page.count('name="besoins"') == 3
    assert " checked" not in top


def test_needs_chosen_stand_on_top_once(editor: FlaskClient) -> None:
    page = editor.post(NEW, data=sent(titre="", besoins=["mobilite-transport"])).text
    top = page.split('class="suggested"')[1].split("Chercher un besoin")[0]
    assert 'value="mobilite-transport" checked' in top
    assert page.count('value="mobilite-transport"') == 1
