"""A list taken away in a browser, by the keyboard and without a script; then the page of a structure."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from directory.services.exports.exporting import Exports
from importers.files.reading import read_rows
from tests.browser.conftest import DESK, PHONE, Visit, settled
from tests.browser.test_every_page import violations
from tests.browser.test_writing import signed_in


@pytest.mark.parametrize("visit", ["desk", "without_script"])
def test_the_list_found_is_taken_away_and_opens(visit: str, request: pytest.FixtureRequest) -> None:
    opened: Visit = request.getfixturevalue(visit)
    signed_in(opened)
    page = opened.open("/recherche?q=permis&lieu=Martigues")
    total = int(re.sub(r"\D", "", page.locator("#total").inner_text().split("ressource")[0]))
    page.get_by_role("link", name="Exporter cette liste").click()
    expect(page.locator("h1")).to_have_text("Exporter")
    expect(page.locator(".lead")).to_contain_text("Martigues")
    if visit == "desk":
        assert violations(settled(page)) == []
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Tableau (CSV)").check()
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    rows = list(read_rows(taken.value.path(), taken.value.suggested_filename))
    assert len({row.cells["identifiant"] for row in rows}) == total
    assert taken.value.suggested_filename.endswith(".csv")


def test_a_fiche_leads_to_what_its_structure_offers(desk: Visit) -> None:
    page = desk.open("/recherche?q=permis&lieu=Martigues")
    page.locator(".hit a").first.click()
    page.get_by_role("link", name="Les ressources de cette structure").click()
    expect(page).to_have_url(re.compile("/structures/"))
    assert violations(settled(page)) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_long_file_is_prepared_followed_and_taken(desk: Visit, app: Flask) -> None:
    services, work = app.extensions[SERVICES], app.extensions[OPERATIONS].exports
    writer = services.exports.kept.writer
    app.extensions[SERVICES] = replace(services, exports=Exports(services.finder, writer, now=writer.now, patience_s=0))
    try:
        signed_in(desk)
        page = desk.open("/exporter?format=csv")
        fits(page)
        page.get_by_role("button", name="Le préparer").press("Enter")
        expect(page.locator("h1")).to_have_text("Le fichier est en cours d’écriture")
        fits(page)
        with services.exports.kept.writer.database.read() as uow:
            (job, *_) = uow.jobs.latest(limit=1)
        work.write_asked(job, lambda: None)
        # The script sees that it is done and shows the page anew.
        expect(page.locator("h1")).to_have_text("Le fichier est prêt")
        fits(page)
        with page.expect_download() as taken:
            page.get_by_role("link", name="Télécharger").press("Enter")
        assert len(list(read_rows(taken.value.path(), taken.value.suggested_filename))) > 100
    finally:
        app.extensions[SERVICES] = services


def test_the_page_for_readers_of_data_inclusion_is_read_on_a_phone(desk: Visit) -> None:
    fits(desk.open("/aide/data-inclusion"))
    fits(desk.open("/structures/1"))


def fits(page: Page) -> None:
    """See that a page has no fault of accessibility, and no line that a phone cuts."""
    assert violations(settled(page)) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(DESK)
