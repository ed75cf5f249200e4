"""The page of a fiche: from the screen to the person."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit, settled

SEARCH = "/recherche?q=permis&lieu=Martigues"
MOST_FICHES = 12


def a_fiche(visit: Visit) -> Page:
    page = visit.open(SEARCH)
    page.locator(".hits .title a").first.click()
    page.wait_for_url("**/ressources/**")
    return settled(page)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_fiches_print_on_one_a4_page(desk: Visit, tmp_path: Path) -> None:
    page = desk.open("/recherche?lieu=Marseille")
    paths = [link.get_attribute("href") for link in page.locator(".hits .title a").all()[:MOST_FICHES]]
    for path in paths:
        page = desk.open(path or "")
        pdf = page.pdf(prefer_css_page_size=True)
        assert pages_of(pdf) == 1, path


def test_the_print_button_prints(desk: Visit) -> None:
    page = a_fiche(desk)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.printed")


def test_a_fiche_is_copied_as_text(desk: Visit) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk.address)
    page = a_fiche(desk)
    page.get_by_text("Copier le message complet").click()
    page.get_by_role("button", name="Copier le message").click()
    expect(page.get_by_text("Texte copié.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("h1").inner_text() in copied
    assert "/ressources/" in copied


def test_a_printed_fiche_is_true_whatever_the_day_it_is_read(desk: Visit) -> None:
    page = a_fiche(desk)
    page.emulate_media(media="print")
    expect(page.get_by_text("Imprimé le")).to_be_visible()
    for live in (".facts .is-open, .facts .is-soon, .facts .is-closed", ".week", ".panel.send"):
        for shown in page.locator(live).all():
            expect(shown).to_be_hidden()
    phone = page.locator(".panel .big").first
    assert float(phone.evaluate("field => parseFloat(getComputedStyle(field).fontSize)")) >= 24
    code = page.locator(".qr svg").bounding_box()
    assert code is not None and code["width"] == code["height"] >= 75  # two centimetres


def test_printed_results_hold_the_phones_large(desk: Visit) -> None:
    page = desk.open(SEARCH)
    page.emulate_media(media="print")
    phone = page.locator(".hit .tel").first
    expect(phone).to_be_visible()
    assert float(phone.evaluate("field => parseFloat(getComputedStyle(field).fontSize)")) >= 20


def test_a_phone_says_how_to_send_the_person_before_what_to_hand_over(desk: Visit) -> None:
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page = a_fiche(desk)
    tops = [
        page.locator(part).first.evaluate("element => element.getBoundingClientRect().top")
        for part in (".fiche-head", ".reach", ".mobilise", ".hours", ".panel.send", "#service")
    ]
    assert tops == sorted(tops)


def test_the_week_is_one_line_on_a_phone_and_whole_at_a_desk(desk: Visit) -> None:
    page = a_fiche(desk)
    days = page.locator(".week tr")
    expect(days.last).to_be_visible()
    expect(page.locator(".fold > summary")).to_be_hidden()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(days.last).to_be_hidden()
    page.get_by_text(re.compile("Aujourd’hui .+ · les autres jours")).click()
    expect(days.last).to_be_visible()


def test_a_fiche_leads_back_to_the_results_it_was_found_in(desk: Visit) -> None:
    page = a_fiche(desk)
    number = re.search(r"/ressources/(\d+)", page.url)
    page.get_by_role("link", name="Les résultats").click()
    expect(page.locator("#total")).to_contain_text("autour de Martigues")
    assert number is not None and page.url.endswith(f"#fiche-{number[1]}")


def test_a_fiche_dials_writes_and_shows_the_way(desk: Visit) -> None:
    page = a_fiche(desk)
    expect(page.locator(".panel a[href^='tel:']").first).to_be_visible()
    expect(page.locator(".panel a[href^='mailto:']").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("itinéraire")).first).to_be_visible()
    expect(page.locator(".short")).to_contain_text(re.compile(r"/ressources/\d+$"))


def test_a_fiche_shows_no_map_without_a_background(desk: Visit) -> None:
    page = a_fiche(desk)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-map]")).to_have_count(0)
    assert not [url for url in asked if "/map.js" in url]
