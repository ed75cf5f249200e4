"""Skip links, and nothing that holds the keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit, settled


def test_the_keyboard_goes_to_the_content_first(desk: Visit) -> None:
    page = desk.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#contenu")
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenu")


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
    page.keyboard.type("loge")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(page.locator("#q")).to_have_value("loge")
