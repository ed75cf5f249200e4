"""The main roads of the site, in a real browser."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit

SEARCH = "/recherche?q=permis&lieu=Marseille"
PAGES = ("/", SEARCH, "/aide", "/recherche?lieu=Saint-Martin")
LIGHTEST_KB = 100


def a_fiche(visit: Visit) -> str:
    """Open the first fiche of a search and return its path."""
    visit.open(SEARCH)
    link = visit.page.get_by_role("main").get_by_role("link").and_(visit.page.locator("[href^='/ressources/']")).first
    path = link.get_attribute("href")
    assert path is not None
    return path


def test_an_advisor_finds_a_fiche_without_script(without_script: Visit) -> None:
    page = without_script.open("/")
    page.get_by_label(re.compile("besoin")).fill("permis de conduire")
    page.get_by_label(re.compile("^Où")).fill("Marseille")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"\d"))
    page.goto(without_script.address + a_fiche(without_script))
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()


@pytest.mark.parametrize("path", [*PAGES, "/api/v1/docs"])
def test_a_page_asks_no_other_host_and_the_browser_complains_of_nothing(desk: Visit, path: str) -> None:
    desk.open(path)
    desk.page.wait_for_load_state("networkidle")
    assert desk.foreign == []
    assert desk.complaints == []


def test_the_keyboard_goes_to_the_content_first(desk: Visit) -> None:
    page = desk.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#contenu")
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenu")


def test_a_search_can_be_done_from_the_keyboard_alone(desk: Visit) -> None:
    page = desk.open("/")
    page.get_by_label(re.compile("besoin")).focus()
    page.keyboard.type("crèche")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?**")
    expect(page.get_by_label(re.compile("besoin"))).to_have_value("crèche")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(any_screen: Visit, path: str) -> None:
    any_screen.open(path)
    assert violations(any_screen) == []


def test_axe_finds_nothing_on_a_fiche(any_screen: Visit) -> None:
    any_screen.open(a_fiche(any_screen))
    assert violations(any_screen) == []


def violations(visit: Visit) -> list[str]:
    found = Axe().run(visit.page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_at_400_per_cent(desk: Visit, path: str) -> None:
    # 1280 px at 400 % are 320 px.
    desk.page.set_viewport_size({"width": 320, "height": 640})
    page = desk.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_page_weighs_little(desk: Visit) -> None:
    weights: dict[str, int] = {}
    desk.page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))}))
    desk.open("/")
    desk.page.wait_for_load_state("networkidle")
    assert sum(weights.values()) < LIGHTEST_KB * 1000, weights
