"""The map beside a list: a mark says what it is in a card that moves nothing, with the mouse and from the keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import violations
from tests.browser.test_results import SEARCH, ready

MOST_STOPS = 12
SETTLED_MS = 700
"""Longer than a list answers and a map draws; waited for, never measured."""


def pins(page: Page) -> int:
    expect(page.locator(".leaflet-marker-icon .pin").first).to_be_visible()
    return page.locator(".leaflet-marker-icon:has(.pin)").count()


def test_the_card_of_a_pin_is_whole_and_moves_nothing(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    card = page.locator(".map-card")
    for rank in range(min(4, pins(page))):
        pin = page.locator(".leaflet-marker-icon:has(.pin)").nth(rank)
        pin.scroll_into_view_if_needed()
        before, stood = page.evaluate("scrollY"), pin.bounding_box()
        pin.click(force=True)
        expect(card).to_be_visible()
        page.wait_for_timeout(SETTLED_MS)
        expect(page.get_by_role("button", name="Chercher dans cette zone")).to_be_hidden()
        assert (page.evaluate("scrollY"), pin.bounding_box()) == (before, stood)
        box, frame = card.bounding_box(), page.locator("#carte .map").bounding_box()
        assert box is not None and frame is not None and stood is not None
        assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
        # It never stands over its own mark.
        assert stood["y"] + stood["height"] <= box["y"] or box["y"] + box["height"] <= stood["y"]
        if not rank:
            assert violations(page) == []
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()


def test_the_keyboard_goes_from_a_pin_into_its_card_and_on(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    assert pins(page) > 1
    first, second = (page.locator(".leaflet-marker-icon:has(.pin)").nth(rank) for rank in range(2))
    expect(first).to_have_attribute("aria-label", re.compile(r"^\d+\. \w+"))
    page.get_by_role("link", name="Passer la carte").focus()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if first.evaluate("element => element === document.activeElement"):
            break
    card = page.locator(".map-card")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    card.get_by_role("button", name="Fermer").focus()
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(second).to_be_focused()


def test_a_pin_leads_to_its_line(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    pins(page)
    page.locator(".leaflet-marker-icon:has(.pin)").last.click(force=True)
    line = page.get_by_role("link", name=re.compile(r"Voir la ligne \d+")).first
    rank = line.inner_text().split()[-1]
    line.click()
    expect(page.locator(f".hit[data-rank='{rank}'] .title a")).to_be_focused()


def test_a_window_resized_asks_for_no_other_zone(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    pins(page)
    page.set_viewport_size({"width": 1500, "height": 900})
    page.wait_for_timeout(SETTLED_MS)
    expect(page.get_by_role("button", name="Chercher dans cette zone")).to_be_hidden()


def test_a_map_without_background_names_the_communes_of_the_list(desk: Visit) -> None:
    page = ready(desk, "/recherche?q=permis&lieu=Martigues")
    pins(page)
    expect(page.locator(".town").first).not_to_be_empty()


def test_a_mark_that_is_taken_away_under_the_mouse_shows_nothing(desk: Visit) -> None:
    page = ready(desk, "/recherche?q=sans+permis,+cherche+une+crèche+et+un+logement&lieu=Martigues")
    assert pins(page)
    page.evaluate("""() => {
        const pin = document.querySelector(".leaflet-marker-icon:has(.pin)");
        pin.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
        document.dispatchEvent(new CustomEvent("results:replaced"));
    }""")
    page.wait_for_timeout(SETTLED_MS)
    expect(page.locator(".map-card")).to_be_hidden()
    assert desk.complaints == []


def test_a_pin_comes_back_to_its_height_once_its_line_is_left(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    assert pins(page)
    heights = "[...document.querySelectorAll('.leaflet-marker-icon')].map((pin) => pin.style.zIndex)"
    before = page.evaluate(heights)
    line = page.locator(".hit[data-id]").first
    line.dispatch_event("pointerover")
    assert page.evaluate(heights) != before
    line.dispatch_event("pointerout")
    assert page.evaluate(heights) == before
