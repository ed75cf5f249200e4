"""A person with a minor child, without RSA, at Martigues: the MDS of residence is named, and a request goes to it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, settled
from tests.browser.test_every_page import narrow_faults, violations
from tests.browser.test_reports import signed_in


def test_the_mds_of_residence_is_named_and_written_to_by_keyboard(desk: Visit) -> None:
    page = signed_in(desk, "Claire")
    settled(desk.open("/recherche?q=permis&lieu=Martigues"))
    fold = page.locator("summary", has_text="Interlocuteurs de secteur à Martigues")
    fold.focus()
    page.keyboard.press("Enter")
    line = page.get_by_role("row", name=re.compile("^Enfant mineur"))
    expect(line).to_contain_text("avec ou sans RSA")
    expect(line).to_contain_text("MDS de Martigues")
    assert violations(page) == []

    page.get_by_role("link", name="Tous les interlocuteurs à Martigues").press("Enter")
    expect(page.locator("h1")).to_have_text("Vers qui se tourner à Martigues")
    assert violations(page) == []
    settled(page).get_by_label("Commune de la personne").fill("")
    page.keyboard.insert_text("salon de")
    expect(page.get_by_role("option").first).to_contain_text("Salon-de-Provence")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Vers qui se tourner à Salon-de-Provence")
    assert violations(page) == []
    page.go_back()

    page.get_by_role("link", name="Fiche de liaison pour MDS de Martigues").press("Enter")
    expect(page.locator(".leaf")).to_contain_text("MDS de Martigues")
    expect(page.locator(".leaf")).to_contain_text("Enfant mineur")
    expect(page.locator(".leaf")).to_contain_text("Martigues Cœur de ville")
    assert violations(page) == []
    assert narrow_faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^PDF")).press("Enter")
    assert download.value.suggested_filename == "fiche-de-liaison.pdf"
