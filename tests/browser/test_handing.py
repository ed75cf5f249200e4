"""Three needs at Martigues become a sheet: from a list, the map and a fiche, put in order, printed, opened again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from directory.services.fiches.editing import ResourceService
from directory.store.database import Database
from fiche.codes import Status
from search.places.gazetteer import default_gazetteer
from tests.browser.advisors import Advisor, KeyboardAdvisor
from tests.browser.conftest import Visit, settled, visit_in
from tests.browser.test_every_page import narrow_faults, violations
from tests.browser.test_fiche import pages_of
from tests.browser.test_reports import signed_in
from tests.fiches import FORM, LEA

LISTS = "/recherche?besoin={}&lieu=Martigues"
PIN, CARD = ".leaflet-marker-icon:has(.pin)", ".map-card"
MOST_INTERACTIONS = 6
PRINTED = "sessionStorage.imprimees"
"""How often the dialog of the printer was opened in this tab."""


def count(page: Page, number: int) -> None:
    expect(page.locator("[data-selection-count]")).to_have_text(f"{number} {'fiches' if number > 1 else 'fiche'}")


def choose_on_the_map(page: Page) -> None:
    """Choose the first mark once another was read: what is chosen is asked for once, however many there are."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for rank in (1, 0):
        page.locator(PIN).nth(rank).focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{CARD} button.select").first).to_be_visible()
    page.locator(f"{CARD} button.select").first.press("Enter")
    assert [url.rpartition("/")[2] for url in asked].count("selection") == 1


@pytest.fixture
def elsewhere(browser: Browser, address: str) -> Iterator[Visit]:
    """The telephone of the person: no account, no script."""
    context = browser.new_context(viewport={"width": 375, "height": 700}, locale="fr-FR", java_script_enabled=False)
    yield visit_in(context, address)
    context.close()


def selected_at_martigues(visit: Visit) -> list[str]:
    """Select three fiches for three needs, from a list, the map and a fiche, by keyboard; return their titles."""
    page = visit.page
    settled(visit.open(LISTS.format("mobilite-permis")))
    first = page.locator("button.select").first
    first.press("Enter")
    count(page, 1)
    expect(first).to_contain_text("Retirer")

    settled(visit.open(LISTS.format("famille-garde")))
    choose_on_the_map(page)
    count(page, 2)

    settled(visit.open(LISTS.format("logement-trouver")))
    page.locator(".hit .title a").first.press("Enter")
    page.get_by_role("button", name=re.compile("^Sélectionner")).press("Enter")
    count(page, 3)

    page.get_by_role("link", name=re.compile("^Sélection")).press("Enter")
    expect(page.locator(".hit .title")).to_have_count(3)
    return [title.partition(" ")[2] for title in page.locator(".hit .title").all_inner_texts()]


def print_by_keyboard(page: Page) -> None:
    """Press the button that prints, once its script is there."""
    settled(page).evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Imprimer").press("Enter")
    assert page.evaluate("window.printed")


def test_three_fiches_become_a_sheet_by_keyboard(desk: Visit) -> None:
    page = signed_in(desk, "Claire")
    titles = selected_at_martigues(desk)
    assert violations(page) == []
    page.get_by_role("button", name="Monter la fiche 3").press("Enter")
    expect(page.locator(".hit .title").nth(1)).to_contain_text(titles[2])

    page.get_by_role("button", name="Voir la feuille").press("Enter")
    expect(page.locator(".leaf-fiche h2")).to_contain_text([titles[0], titles[2], titles[1]])
    assert violations(page) == []
    assert narrow_faults(page) == []
    print_by_keyboard(page)
    # Two of these three ask to wait for an answer: the last may take a second sheet of paper, whole.
    assert pages_of(page.pdf(prefer_css_page_size=True)) <= 2


Take = Callable[[Locator], None]


def three_kept(page: Page, advisor: Advisor, take: Take) -> None:
    """Keep one fiche from the list, one from the map and one from its page, as a sentence of three needs finds them."""
    section = page.locator(".needs > section")
    take(section.nth(0).locator("button.select").first)
    count(page, 1)
    # A mark says what it is as soon as it is pointed at, or reached.
    rank = section.nth(1).locator(".hit[data-id]").first.get_attribute("data-rank")
    pin = page.locator(f"{PIN}[aria-label^='{rank}. ']")
    if isinstance(advisor, KeyboardAdvisor):
        advisor.reach(pin)
    else:
        pin.hover()
    take(page.locator(f"{CARD} button.select").first)
    count(page, 2)
    take(section.nth(2).locator(".title a").first)
    page.wait_for_url("**/ressources/**")
    take(page.get_by_role("button", name=re.compile("^Sélectionner")))
    count(page, 3)


@pytest.mark.parametrize("by", [Advisor, KeyboardAdvisor])
def test_from_list_map_and_fiche_to_paper_in_six_interactions(by: type[Advisor], desk: Visit, elsewhere: Visit) -> None:
    is_signed = by is KeyboardAdvisor
    page = signed_in(desk, "Ada") if is_signed else desk.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk.address)
    page.add_init_script(f"window.print = () => {{ {PRINTED} = 1 + Number({PRINTED} || 0); }}")
    advisor = by(desk)

    def take(target: Locator) -> None:
        advisor.interactions += 1
        advisor.act(target)

    settled(desk.open("/recherche?q=sans+permis,+cherche+une+crèche+et+un+logement&lieu=Martigues"))
    expect(page.locator(PIN).first).to_be_visible()
    three_kept(page, advisor, take)
    assert violations(page) == []
    # On paper the fiche leaves no room for a tray that is not there.
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).paddingBottom") == "0px"
    page.emulate_media(media="screen")
    tray = page.get_by_role("region", name="Sélection en cours")
    titles = [each.partition(" ")[2] for each in tray.locator(".tray-title").all_inner_texts()]
    take(tray.get_by_role("button", name="Monter la fiche 3"))
    expect(tray.locator(".tray-title").nth(1)).to_contain_text(titles[2])
    take(tray.get_by_role("button" if is_signed else "link", name="Imprimer la feuille"))
    expect(page.locator(".leaf-fiche h2")).to_contain_text([titles[0], titles[2], titles[1]])
    page.wait_for_function(f"{PRINTED} === '1'")
    assert advisor.interactions <= MOST_INTERACTIONS
    # Read again, it does not print by itself.
    page.reload()
    settled(page)
    assert page.evaluate(PRINTED) == "1"
    hand_over(page, elsewhere)


def hand_over(page: Page, elsewhere: Visit) -> None:
    """Open the PDF, copy the SMS, and open its link without an account, on the telephone of the person."""
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").press("Enter")
    assert download.value.suggested_filename == "vos-adresses.pdf"
    drawn = "\n".join(each.extract_text() for each in PdfReader(download.value.path()).pages)
    assert "Vos adresses" in drawn and len(re.findall(r"^[123] ", drawn, re.MULTILINE)) == 3
    page.locator("summary", has_text="Copier le SMS").press("Enter")
    page.get_by_role("button", name="Copier le SMS").press("Enter")
    expect(page.get_by_text("Texte copié.")).to_be_visible()
    link = re.search(r"(/f/\S+)$", page.evaluate("navigator.clipboard.readText()"))
    assert link is not None
    opened = elsewhere.open(link[1])
    expect(opened.locator("article")).to_have_count(3)
    assert opened.context.cookies() == []
    assert narrow_faults(opened) == []


def test_a_fiche_archived_in_between_is_left_off_and_said(
    desk: Visit, elsewhere: Visit, base: Database, clock: Callable[[], datetime]
) -> None:
    page = signed_in(desk, "Malik")
    titles = selected_at_martigues(desk)
    page.get_by_role("button", name="Voir la feuille").press("Enter")
    expect(page.locator(".leaf-fiche")).to_have_count(3)
    settled(page)
    link = re.search(r"(/f/\S+)$", page.locator("#sms").input_value())
    shown = page.url
    assert link is not None
    number = int(re.findall(r"fiche=(\d+)", shown)[1])
    resources = ResourceService(base, default_gazetteer())

    def revise(status: Status) -> None:
        found = resources.get(number)
        resources.revise(
            number, replace(found.content, status=status), expected_version=found.version, author=LEA, origin=FORM,
            now=clock(),
        )  # fmt: skip

    revise(Status.ARCHIVED)
    try:
        page.reload()
        expect(page.locator(".leaf-fiche")).to_have_count(2)
        expect(page.locator(".leaf-tools")).to_contain_text(f"n’est plus proposée et n’y est pas — {titles[1]}")
        opened = elsewhere.open(link[1])
        expect(opened.get_by_role("main")).to_contain_text("N’est plus proposé")
        page.get_by_role("link", name=re.compile("^Sélection")).press("Enter")
        # It is said where it stood, with two others that may take its place.
        expect(page.locator(".hit").nth(1).get_by_role("button", name="Mettre à sa place")).to_have_count(2)
        assert violations(page) == []
    finally:
        revise(Status.PUBLISHED)


def test_fiches_are_selected_and_put_in_order_without_a_script(elsewhere: Visit) -> None:
    page = elsewhere.open(LISTS.format("mobilite-permis"))
    for rank in (1, 0):
        page.locator("button.select").nth(rank).click()
        assert re.search(r"#fiche-\d+$", page.url)
    count(page, 2)
    page.locator(".tray summary").click()
    second = page.locator(".tray-title").nth(1).inner_text()
    page.get_by_role("button", name="Monter la fiche 2").click()
    assert page.url.endswith("#plateau")
    page.locator(".tray summary").click()
    expect(page.locator(".tray-title").first).to_contain_text(second.partition(" ")[2])
    assert narrow_faults(page) == []
    page.get_by_role("link", name="Voir la feuille").click()
    expect(page.locator(".leaf-fiche")).to_have_count(2)


def test_what_a_script_could_not_send_is_not_sent_again_with_the_next_button(desk: Visit) -> None:
    page = settled(desk.open(LISTS.format("mobilite-permis")))
    first, second = (page.locator("button.select").nth(rank) for rank in (0, 1))
    # An answer that is none, to the script and to the page: this one stays where it is.
    page.route("**/selection/fiches", lambda route: route.fulfill(status=204), times=2)
    with page.expect_request(lambda request: request.is_navigation_request()):
        first.click()
    second.click()
    count(page, 1)
    expect(second).to_contain_text("Retirer")
    expect(first).to_contain_text("Sélectionner")


def test_the_fiche_de_liaison_reads_well(desk: Visit) -> None:
    page = signed_in(desk, "Claire")
    desk.open("/recherche?besoin=mobilite-permis&lieu=Martigues")
    page.locator(".hit .title a").first.click()
    page.get_by_role("link", name="Fiche de liaison").click()
    expect(page.get_by_role("heading", name="La personne")).to_be_visible()
    assert violations(page) == []
    assert narrow_faults(page) == []
