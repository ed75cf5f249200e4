"""Three needs at Martigues become a sheet: from a list, the map and a fiche, put in order, printed, opened again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit, settled, visit_in
from tests.browser.test_every_page import narrow_faults, violations
from tests.browser.test_reports import signed_in

LISTS = "/recherche?besoin={}&lieu=Martigues"


def count(page: Page, number: int) -> None:
    expect(page.locator("[data-selection-count] > span").first).to_have_text(str(number))


def choose_on_the_map(page: Page) -> None:
    """Choose the first mark once another was read: what is chosen is asked for once, however many there are."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for rank in (1, 0):
        page.locator(".leaflet-marker-icon").nth(rank).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".leaflet-popup button.select").first).to_be_visible()
    page.locator(".leaflet-popup button.select").first.click()
    assert [url.rpartition("/")[2] for url in asked].count("selection") == 1


@pytest.fixture
def elsewhere(browser: Browser, address: str) -> Iterator[Visit]:
    """The telephone of the person: no account, no script."""
    context = browser.new_context(viewport={"width": 375, "height": 700}, locale="fr-FR", java_script_enabled=False)
    yield visit_in(context, address)
    context.close()


def test_three_fiches_become_a_sheet_by_keyboard(desk: Visit, elsewhere: Visit) -> None:
    page = signed_in(desk, "Claire")
    settled(desk.open(LISTS.format("mobilite-permis")))
    first = page.locator("button.select").first
    first.focus()
    page.keyboard.press("Enter")
    count(page, 1)
    expect(first).to_contain_text("Retirer")

    settled(desk.open(LISTS.format("famille-garde")))
    choose_on_the_map(page)
    count(page, 2)

    settled(desk.open(LISTS.format("logement-trouver")))
    page.locator(".hit .title a").first.click()
    page.get_by_role("button", name=re.compile("^Sélectionner")).click()
    count(page, 3)

    page.get_by_role("link", name=re.compile("^Sélection")).click()
    titles = page.locator(".hit .title").all_inner_texts()
    assert len(titles) == 3
    assert violations(page) == []
    page.get_by_role("button", name="Monter la fiche 3").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hit .title").nth(1)).to_contain_text(titles[2].partition(" ")[2])

    page.get_by_role("button", name="Voir la feuille").click()
    expect(page.locator(".leaf-fiche")).to_have_count(3)
    assert violations(page) == []
    assert narrow_faults(page) == []
    page.locator("summary", has_text="Copier le SMS").click()
    sms = page.locator("#sms").input_value()
    link = re.search(r"(/f/\S+)$", sms)
    assert link is not None
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "vos-adresses.pdf"

    opened = elsewhere.open(link[1])
    expect(opened.locator("article")).to_have_count(3)
    assert opened.context.cookies() == []
    assert narrow_faults(opened) == []


def test_a_fiche_is_selected_without_a_script(elsewhere: Visit) -> None:
    page = elsewhere.open(LISTS.format("mobilite-permis"))
    page.locator("button.select").nth(1).click()
    assert re.search(r"#fiche-\d+$", page.url)
    count(page, 1)
    page.get_by_role("link", name=re.compile("^Sélection")).click()
    expect(page.locator(".hit")).to_have_count(1)


def test_the_fiche_de_liaison_reads_well(desk: Visit) -> None:
    page = signed_in(desk, "Claire")
    desk.open("/recherche?besoin=mobilite-permis&lieu=Martigues")
    page.locator(".hit .title a").first.click()
    page.get_by_role("link", name="Fiche de liaison").click()
    expect(page.get_by_role("heading", name="La personne")).to_be_visible()
    assert violations(page) == []
    assert narrow_faults(page) == []
