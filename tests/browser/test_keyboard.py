"""Skip links, and nothing that holds the keyboard."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit, settled
from tests.browser.test_every_page import violations
from tests.browser.test_reports import signed_in

ADMINISTRATOR = "Ada Administratrice"
TWO_ROWS_PX = 70


def test_the_keyboard_goes_to_the_content_first(desk: Visit) -> None:
    page = desk.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#contenu")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#contenu$"))


def test_the_keyboard_leaves_the_page_at_its_end(desk: Visit) -> None:
    page = desk.open("/recherche?q=permis&lieu=Martigues")
    settled(page)
    page.get_by_role("contentinfo").get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body")


def test_escape_closes_suggestions_and_keeps_the_words(desk: Visit) -> None:
    page = desk.open("/")
    settled(page)
    page.locator("#q").focus()
    page.keyboard.insert_text("loge")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(page.locator("#q")).to_have_value("loge")


def test_an_administrator_opens_the_rest_of_the_entries_of_a_phone(desk: Visit) -> None:
    page = signed_in(desk, ADMINISTRATOR)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    box = page.locator("header.top").bounding_box()
    assert box is not None and box["height"] < TWO_ROWS_PX
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    entry = page.get_by_role("link", name="Administration", exact=True)
    expect(entry).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(entry).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
