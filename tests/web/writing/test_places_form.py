"""The point of a place: it belongs to the text it was found or put for, and the server is the one that checks."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from directory.domain.changes import Author
from fiche.parts import Place
from tests.site import PERMIT, Site
from tests.web.writing.test_form import NEW, created, form_of, sent

EDIT = f"/ressources/{PERMIT}/modifier"
CHAUDRONNIERS = "8 rue des Chaudronniers, 13200 Arles"
POINT = "43.676900 4.630100"
QUESTION = "Le repère avait été placé à la main pour"


def place_of(site: Site, resource_id: int = PERMIT) -> Place:
    return site.resources.get(resource_id).content.places[0]


@pytest.fixture
def pinned(site: Site, editor: FlaskClient) -> Site:
    """A fiche whose place was put on the map by hand."""
    answer = editor.post(EDIT, data=form_of(site, PERMIT, lieux__0__repere=POINT, lieux__0__repere_pour=PERMIT_TEXT))
    assert answer.status_code == 303, answer.text
    return site


PERMIT_TEXT = "3 place de la République, 13200 Arles"


def test_a_point_put_by_hand_is_kept_with_the_text_it_was_put_for(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(NEW, data=sent(lieux__0__repere=POINT, lieux__0__repere_pour=CHAUDRONNIERS))
    place = created(site, answer.headers["Location"]).places[0]
    assert (place.precision, place.score) == ("main", None)
    assert (place.latitude, place.longitude) == (pytest.approx(43.6769, abs=1e-5), pytest.approx(4.6301, abs=1e-5))


def test_a_form_that_is_sent_back_keeps_its_point_to_the_last_digit(pinned: Site, editor: FlaskClient) -> None:
    before = pinned.resources.get(PERMIT)
    assert before.content.places[0].precision == "main"
    answer = editor.post(EDIT, data=form_of(pinned, PERMIT))
    assert "fait=inchangee" in answer.headers["Location"]
    floor = form_of(pinned, PERMIT, lieux__0__complement="2e étage")
    assert editor.post(EDIT, data=floor).status_code == 303
    assert place_of(pinned) == replace(before.content.places[0], complement="2e étage")


def test_a_point_of_another_address_is_not_saved_without_a_question(pinned: Site, editor: FlaskClient) -> None:
    """Put in Arles, then another text is typed: the point is asked about, once, and nothing is saved meanwhile."""
    elsewhere = {
        "lieux__0__adresse": "8 place du Marché",
        "lieux__0__code_postal": "84000",
        "lieux__0__commune": "Avignon",
    }
    asked = editor.post(EDIT, data=form_of(pinned, PERMIT, **elsewhere))
    assert asked.status_code == 422
    assert QUESTION in asked.text
    assert 'href="#lieux.0.repere_garde"' in asked.text
    assert place_of(pinned).commune_name == "Arles"
    back = editor.post(EDIT, data=form_of(pinned, PERMIT, **elsewhere, lieux__0__repere_garde="non"))
    assert back.status_code == 303
    assert (place_of(pinned).precision, place_of(pinned).commune_code) == ("commune", "84007")


def test_a_point_that_stays_is_kept_for_the_new_text(pinned: Site, editor: FlaskClient) -> None:
    kept = form_of(pinned, PERMIT, lieux__0__adresse="4 place de la République", lieux__0__repere_garde="oui")
    point = place_of(pinned).latitude
    assert editor.post(EDIT, data=kept).status_code == 303
    assert (place_of(pinned).precision, place_of(pinned).latitude) == ("main", point)
    assert QUESTION not in editor.get(EDIT).text


def test_a_pin_put_back_is_found_again_from_its_text(pinned: Site, editor: FlaskClient) -> None:
    assert editor.post(EDIT, data=form_of(pinned, PERMIT, lieux__0__repere="")).status_code == 303
    assert place_of(pinned).precision == "commune"


@pytest.mark.parametrize("forged", ["x", "43.6", "999 4.6", "nan nan", "43.6 4.6 1", "1e400 2"])
def test_a_forged_point_counts_for_nothing(site: Site, editor: FlaskClient, forged: str) -> None:
    answer = editor.post(NEW, data=sent(lieux__0__repere=forged, lieux__0__repere_pour=CHAUDRONNIERS))
    assert created(site, answer.headers["Location"]).places[0].precision == "commune"


def test_a_point_found_by_a_geocoder_stays_while_its_text_does(site: Site, editor: FlaskClient) -> None:
    """The geocoder may be away: what it once found of this very text is not lost."""
    fiche = site.resources.get(PERMIT)
    found = replace(fiche.content.places[0], latitude=43.6761, longitude=4.6281, precision="adresse", score=0.97)
    site.resources.revise(
        PERMIT, replace(fiche.content, places=(found,)), expected_version=1, author=Author(1, "x"),
        origin=fiche.origin, now=fiche.modified_at,
    )  # fmt: skip
    kept = place_of(site)
    editor.post(EDIT, data=form_of(site, PERMIT, lieux__0__complement="Bâtiment B", telephone="04 90 99 99 99"))
    assert place_of(site) == replace(kept, complement="Bâtiment B")
    editor.post(EDIT, data=form_of(site, PERMIT, lieux__0__adresse="12 rue de la Liberté"))
    assert place_of(site).precision == "commune"
