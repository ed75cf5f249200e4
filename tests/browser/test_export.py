"""A list taken away in a browser, by the keyboard and without a script; then the page of a structure."""

import re

import pytest
from playwright.sync_api import expect

from importers.files.reading import read_rows
from tests.browser.conftest import PHONE, Visit, settled
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
