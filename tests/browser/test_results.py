"""The page of results as it moves: criteria, order, pages, map, suggestions."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, Visit, settled

SEARCH = "/recherche?q=permis&lieu=Marseille"
MANY = "/recherche?lieu=Marseille&q="


def ready(visit: Visit, path: str) -> Page:
    page = visit.open(path)
    return settled(page)


def test_a_criterion_keeps_the_focus_the_address_and_says_the_total(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    box = page.get_by_role("checkbox", name="Gratuit").first
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**frais=gratuit**")
    expect(page.get_by_role("checkbox", name="Gratuit").first).to_be_focused()
    expect(page.get_by_role("checkbox", name="Gratuit").first).to_be_checked()
    expect(page.locator("#annonce")).to_contain_text(re.compile("ressource"))
    assert page.locator("#annonce").inner_text() == page.locator("#total").inner_text()
    assert "ouvert=" not in page.url
    expect(page.locator("#barre-criteres input[name=frais]")).to_have_value("gratuit")
    expect(page).to_have_title(re.compile("ressource"))


def test_the_number_beside_a_criterion_is_what_a_click_gives(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    line = page.locator(".value").filter(has=page.get_by_role("checkbox", name="Gratuit")).first
    promised = re.sub(r"\D", "", line.locator("span").nth(1).inner_text())
    line.click()
    page.wait_for_url("**frais=gratuit**")
    expect(page.locator("#total")).to_contain_text(re.compile(rf"^{promised}\b"))


def test_going_back_brings_the_list_back(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    before = page.locator("#total").inner_text()
    page.get_by_role("checkbox", name="Gratuit").first.click()
    page.wait_for_url("**frais=gratuit**")
    expect(page.locator("#total")).not_to_have_text(before)
    page.go_back()
    expect(page.locator("#total")).to_have_text(before)
    expect(page.get_by_role("checkbox", name="Gratuit").first).not_to_be_checked()


def test_a_tag_takes_its_criterion_away(desk: Visit) -> None:
    page = ready(desk, f"{SEARCH}&frais=gratuit")
    page.locator(".tag:not(.offer)").filter(has_text="Gratuit").click()
    page.wait_for_url(lambda url: "frais" not in url)
    expect(page.locator(".tag:not(.offer)").filter(has_text="Gratuit")).to_have_count(0)


def test_the_next_page_begins_at_its_first_line(desk: Visit) -> None:
    page = ready(desk, MANY)
    page.get_by_role("link", name="Page suivante").click()
    page.wait_for_url("**page=2**")
    expect(page.locator(".rank").first).to_have_text("21.")
    expect(page.locator("#liste")).to_be_focused()
    assert page.locator(".hit").first.evaluate("element => element.getBoundingClientRect().top") < 200


def test_the_map_keeps_in_step_with_the_list_both_ways(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    first = page.locator(".hit[data-id]").first
    expect(page.locator(".leaflet-marker-icon .pin").first).to_be_visible()
    first.locator(".title a").focus()
    expect(page.locator(".leaflet-marker-icon.is-shown")).to_have_count(1)
    page.locator(".leaflet-marker-icon .pin").last.dispatch_event("click")
    expect(page.locator(".map-card a").first).to_be_visible()
    expect(page.locator(".hit.is-shown").first).to_be_visible()
    assert desk.foreign == []


def test_a_zone_of_the_map_can_be_searched(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    expect(page.locator(".leaflet-marker-icon").first).to_be_visible()
    page.locator(".leaflet-control-zoom-in").click()
    area = page.get_by_role("button", name="Chercher dans cette zone")
    expect(area).to_be_visible()
    area.click()
    page.wait_for_url("**bbox=**")
    expect(page.locator(".tags")).to_contain_text("Zone dessinée sur la carte")


def test_the_map_is_skipped_from_the_keyboard(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    skip = page.get_by_role("link", name="Passer la carte")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('#carte')")


def test_many_points_come_as_clusters(desk: Visit) -> None:
    page = ready(desk, "/recherche")
    expect(page.locator(".cluster").first).to_be_visible()


def test_a_phone_loads_no_map_until_it_is_asked_for(desk: Visit) -> None:
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    page = ready(desk, SEARCH)
    assert not [url for url in asked if "leaflet" in url or "departements" in url or "/carte" in url]
    page.get_by_role("button", name="Carte").click()
    expect(page.locator(".leaflet-marker-icon").first).to_be_visible()
    page.get_by_role("button", name="Voir la liste").last.click()
    expect(page.locator(".hit").first).to_be_visible()


def test_a_phone_filters_in_a_drawer_that_stays_open(desk: Visit) -> None:
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page = ready(desk, SEARCH)
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("checkbox", name="Gratuit").first.click()
    page.wait_for_url("**frais=gratuit**")
    expect(page.get_by_role("checkbox", name="Gratuit").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Filtrer, trier (1)")).to_be_visible()


def test_a_phone_unfolds_the_bar_to_change_the_search(desk: Visit) -> None:
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page = ready(desk, SEARCH)
    expect(page.locator("#q")).to_be_hidden()
    page.get_by_role("link", name="Modifier").click()
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator("#q")).to_have_value("permis")


def test_suggestions_never_steal_what_is_typed(desk: Visit) -> None:
    page = ready(desk, "/")
    page.locator("#q").click()
    page.keyboard.type("perm")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator("#q")).to_have_value("perm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=perm**")


def test_suggestions_that_never_come_take_nothing_away(desk: Visit) -> None:
    held: list[Route] = []
    desk.page.route("**/api/v1/suggestions**", lambda route: held.append(route))
    page = ready(desk, "/")
    page.locator("#q").click()
    page.keyboard.type("permis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=permis**")


LATE = """
window.late = [];
const fetchNow = window.fetch;
window.fetch = (url, options) => new Promise((resolve, reject) => {
  options?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  window.late.push(() => fetchNow(url).then(resolve, reject));
});
"""
"""Answers wait until ``late.shift()()`` lets the first of them go."""


def test_a_late_suggestion_opens_no_menu_over_what_is_read_next(desk: Visit) -> None:
    desk.page.add_init_script(LATE)
    page = ready(desk, "/")
    menu = page.locator(".autocomplete__option:visible")
    leaving = {"permis": "Tab", "crèche": "Enter"}
    # The search sent is kept on the page, as when the network is away.
    page.evaluate("() => document.getElementById('barre').addEventListener('submit', (sent) => sent.preventDefault())")
    for typed, key in leaving.items():
        page.locator("#q").fill(typed)
        page.wait_for_function("() => late.length === 1")
        page.keyboard.press(key)
        page.evaluate("() => late.shift()()")
        expect(menu).to_have_count(0)
    page.locator("#q").fill("logement")
    page.wait_for_function("() => late.length === 1")
    page.evaluate("() => late.shift()()")
    expect(menu.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(menu).to_have_count(0)


@pytest.mark.parametrize("kind, typed, kept", [("commune", "gardanne", "Gardanne (13)")])
def test_a_commune_typed_as_a_need_becomes_the_place(desk: Visit, kind: str, typed: str, kept: str) -> None:
    page = ready(desk, "/")
    page.locator("#q").click()
    page.keyboard.insert_text(typed)
    page.get_by_role("option").filter(has_text=kind).first.click()
    expect(page.locator("#lieu")).to_have_value(kept)
    expect(page.locator("#q")).to_have_value("")


def test_around_me_asks_for_the_position_and_rounds_it(desk: Visit) -> None:
    context = desk.page.context
    context.grant_permissions(["geolocation"], origin=desk.address)
    context.set_geolocation({"latitude": 43.404967, "longitude": 5.053728})
    page = ready(desk, "/")
    page.get_by_role("button", name="autour de moi").click()
    page.wait_for_url("**lat=43.405**")
    assert "lon=5.054" in page.url
    expect(page.locator("#total")).to_contain_text("autour du lieu choisi")


def test_the_place_is_remembered_until_the_browser_is_closed(desk: Visit) -> None:
    ready(desk, "/recherche?q=permis&lieu=Martigues&rayon=20")
    page = ready(desk, "/")
    expect(page.locator("#lieu")).to_have_value("Martigues (13)")
    expect(page.get_by_text(re.compile("ressources autour de Martigues"))).to_be_visible()
    cookies = page.context.cookies()
    assert [cookie["expires"] for cookie in cookies] == [-1]


def test_a_search_that_fails_while_filtering_is_said(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    # Chromium puts a page of its own in the place of a very short error.
    answer = "<h1>Pas de réponse</h1>" + "<p>Réessayez dans quelques minutes.</p>" * 30
    page.route(
        re.compile("frais=gratuit"),
        lambda route: route.fulfill(status=503, content_type="text/html; charset=utf-8", body=answer),
    )
    page.get_by_role("checkbox", name="Gratuit").first.click()
    expect(page.get_by_role("heading", name="Pas de réponse")).to_be_visible()
