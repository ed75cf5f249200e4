"""One answer put in a fiche from its line of *À faire*: an address, a contact, a number that was reported."""

import re

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import PUBLIC_VISITOR, Profile
from directory.domain.reports.report import ReportKind, ReportState
from directory.services.reports.reporting import Reporting, Told
from fiche.parts import Place
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import Site
from tests.web.todo.conftest import signed_in
from tests.web.todo.test_page import add, lines

LOST = Place(address="Maison de quartier", commune_name="Nulle-Part")
TOWN = Place(postcode="13200", commune_name="Arles")


def mend(client: FlaskClient, number: int, what: str, answer: str = "", version: str = "1") -> tuple[int, str]:
    sent = client.post(f"/a-faire/completer/{number}", data={"quoi": what, "reponse": answer, "version": version})
    return sent.status_code, sent.text if sent.status_code != 303 else sent.headers["Location"]


def test_a_fiche_on_no_map_is_placed_from_its_line(site: Site, editor: FlaskClient) -> None:
    number = add(site, "Perdue", days_ago=1, places=(LOST,))
    page = editor.get("/a-faire").text
    assert f'action="/a-faire/completer/{number}"' in page
    assert re.search(r'name="reponse" value="Maison de quartier, Nulle-Part"', page)
    assert mend(editor, number, "adresse", "Maison de quartier, 13200 Arles") == (303, "/a-faire?fait=complete")
    (place,) = site.resources.get(number).content.places
    assert (place.address, place.commune_name, place.commune_code) == ("Maison de quartier", "Arles", "13004")
    assert place.latitude is not None
    assert lines(editor) == []


@pytest.mark.parametrize(
    "places, shown, kept",
    [
        ((TOWN,), "13200 Arles", []),
        ((TOWN, Place(commune_name="Nulle-Part")), "13200 Arles", ["Nulle-Part"]),
        ((Place(commune_name="Nulle-Part"), TOWN), "Nulle-Part", ["Arles"]),
    ],
)
def test_the_place_that_a_line_shows_is_the_one_that_its_answer_is_put_over(
    site: Site, editor: FlaskClient, places: tuple[Place, ...], shown: str, kept: list[str]
) -> None:
    number = add(site, "Sans rue", days_ago=1, places=places)
    assert f'name="reponse" value="{shown}"' in editor.get("/a-faire").text
    assert mend(editor, number, "adresse", "3 rue Pasteur, 13200 Arles") == (303, "/a-faire?fait=complete")
    after = site.resources.get(number).content.places
    assert [each.commune_name for each in after if not each.address] == kept
    assert [each.address for each in after if each.address] == ["3 rue Pasteur"]


def test_a_missing_address_alone_is_asked_in_the_line_and_more_leads_to_the_form(
    site: Site, editor: FlaskClient
) -> None:
    number = add(site, "Sans adresse", days_ago=1, places=())
    several = add(site, "Sans rien", days_ago=1, places=(), hours="")
    page = editor.get("/a-faire").text
    assert f'href="/ressources/{several}/modifier#lieux.0.adresse"' in page
    assert f'action="/a-faire/completer/{several}"' not in page
    assert mend(editor, number, "adresse", "3 rue Pasteur, Arles")[0] == 303
    assert site.resources.get(number).content.is_located


def test_a_service_at_a_distance_says_so_in_one_click(site: Site, editor: FlaskClient) -> None:
    number = add(site, "Par téléphone", days_ago=1, places=(LOST,))
    assert "C’est à distance" in editor.get("/a-faire").text
    assert mend(editor, number, "a-distance")[0] == 303
    assert site.resources.get(number).content.is_remote_only and lines(editor) == []


@pytest.mark.parametrize(
    "typed, kept", [("04 90 93 00 00", "phone"), ("accueil@bielle.example", "email"), ("labielle.example", "website")]
)
def test_a_missing_contact_is_read_as_what_it_is(site: Site, editor: FlaskClient, typed: str, kept: str) -> None:
    number = add(site, "Sans contact", days_ago=1, phone="")
    assert "Un téléphone, une adresse mail ou un site" in editor.get("/a-faire").text
    assert mend(editor, number, "contact", typed)[0] == 303
    assert getattr(site.resources.get(number).content, kept)


@pytest.mark.parametrize(
    "what, typed, why",
    [
        ("adresse", "", "Écrivez une réponse"),
        ("adresse", "Arles", "Écrivez aussi la rue"),
        ("adresse", "Maison de quartier", "La commune n’est pas reconnue"),
        ("contact", "accueil@", "mail"),
    ],
)
def test_what_cannot_be_kept_stays_typed_with_why(
    site: Site, editor: FlaskClient, what: str, typed: str, why: str
) -> None:
    said: dict[str, object] = {"places": (LOST,)} if what == "adresse" else {"phone": ""}
    number = add(site, "À compléter", days_ago=1, **said)
    status, page = mend(editor, number, what, typed)
    assert status == 422 and why in page and 'aria-invalid="true"' in page
    if typed:
        assert f'value="{typed}"' in page
    assert site.resources.get(number).version == 1


def test_a_fiche_saved_meanwhile_keeps_both_and_one_that_is_not_ones_own_nothing(
    site: Site, team: Team, editor: FlaskClient
) -> None:
    number = add(site, "Perdue", days_ago=1, places=(LOST,))
    status, page = mend(editor, number, "adresse", "Mairie, Arles", version="0")
    assert status == 409 and "vient d’être modifiée" in page and 'value="Mairie, Arles"' in page
    other = signed_in(site, team, "nour", "caf-13", Profile.UPDATE)
    assert mend(other, number, "adresse", "Mairie, Arles")[0] == 403
    assert mend(editor, 999, "adresse", "Mairie, Arles")[0] == 404
    assert mend(editor, number, "titre", "Autre")[0] == 400
    assert site.resources.get(number).version == 1
    assert mend(editor, number, "adresse", "Mairie, Arles")[0] == 303
    # Mended by somebody else: the line is gone, the form says what is there.
    assert mend(editor, number, "adresse", "Salle des fêtes, Arles", version="0") == (
        303,
        f"/ressources/{number}/modifier",
    )


def test_a_number_that_was_reported_is_taken_in_one_click_and_settles_the_report(
    site: Site, editor: FlaskClient
) -> None:
    number = add(site, "Aide alimentaire", days_ago=1)
    reporting = Reporting(site.database, now=lambda: NOW)
    report = reporting.report(PUBLIC_VISITOR, number, Told(ReportKind.PHONE, "", "04 65 71 12 44"))
    page = editor.get("/a-faire").text
    assert "Prendre ce numéro" in page and "Autre réponse" in page
    form = {"quoi": "telephone", "reponse": report.better, "version": "1", "regle": str(report.id)}
    assert editor.post(f"/a-faire/completer/{number}", data=form).status_code == 303
    assert site.resources.get(number).content.phone == "04 65 71 12 44"
    found = reporting.get(report.id)
    assert found is not None and found.state is ReportState.SETTLED
