"""A fiche is archived for a reason, at once or on a day to come; its page says so and leads elsewhere."""

from flask.testing import FlaskClient

from directory.services.bundle import OPERATIONS
from tests.site import PERMIT, Site
from tests.web.duplicates.test_merging import text_of, work

ARCHIVE = f"/ressources/{PERMIT}/archiver"


def test_the_reason_is_said_on_the_page(site: Site, editor: FlaskClient) -> None:
    assert "Service fermé" in editor.get(ARCHIVE).text
    answer = editor.post(ARCHIVE, data={"version": "1", "motif": "ferme"})
    page = editor.get(answer.headers["Location"]).text
    assert "Cette fiche est archivée (service fermé)" in page
    assert "Pour le même besoin" in page
    answer = editor.post(f"/ressources/{PERMIT}/retablir", data={"version": "2"})
    assert "remise en ligne" in editor.get(answer.headers["Location"]).text
    assert site.resources.get(PERMIT).content.archive_reason == ""


def test_a_day_is_planned_and_given_up(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(ARCHIVE, data={"version": "1", "motif": "fin-de-validite", "le": "2026-04-30"})
    page = text_of(editor.get(answer.headers["Location"]).text)
    assert "sera archivée au jour dit" in page
    assert "Cette fiche sera archivée le 30 avril 2026" in page
    assert OPERATIONS in site.app.extensions
    work(site)
    assert site.resources.get(PERMIT).content.is_published
    # Saving something else leaves what is planned.
    answer = editor.post(f"/ressources/{PERMIT}/archiver/annuler", data={"version": "2"})
    page = editor.get(answer.headers["Location"]).text
    assert "rien n’est plus prévu" in page
    assert "sera archivée le" not in page


def test_a_day_that_is_none_and_a_reason_that_is_none_are_told(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(ARCHIVE, data={"version": "1", "le": "demain"})
    assert answer.status_code == 422
    assert "n’est pas une date" in answer.text
    assert editor.post(ARCHIVE, data={"version": "1", "motif": "fusionnee"}).status_code == 422
    assert site.resources.get(PERMIT).content.is_published
