"""The place typed by a hurried person: what Enter and Tab take, what the page says of it, when it asks."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, settled

NBSP = "\u00a0"


def typed(visit: Visit, text: str) -> Page:
    """Type in the place field of the home page, at once: a list that came for a part of the text would go again."""
    page = visit.open("/")
    settled(page)
    page.locator("#lieu").click()
    page.keyboard.insert_text(text)
    return page


def test_a_name_begun_and_enter_give_the_commune_of_the_base(desk: Visit) -> None:
    page = typed(desk, "mart")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_contain_text("autour de Martigues")
    expect(page.locator("#lieu")).to_have_value("Martigues (13)")


def test_enter_takes_the_first_suggestion(desk: Visit) -> None:
    for text in ("aix", "salon", "st mitre", "bouches du rhone"):
        page = typed(desk, text)
        first = page.get_by_role("option").first
        expect(first).to_be_visible()
        label = first.locator("span").first.inner_text()
        page.keyboard.press("Enter")
        expect(page.locator("#lieu")).to_have_value(label)


def test_tab_takes_the_suggestion_that_is_highlighted(desk: Visit) -> None:
    page = typed(desk, "mart")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#lieu")).to_have_value("Martigues (13)")


def test_tab_leaves_a_text_as_it_is_when_nothing_is_highlighted(desk: Visit) -> None:
    page = typed(desk, "mart")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#lieu")).to_have_value("mart")


def test_around_me_comes_after_the_field(desk: Visit) -> None:
    page = typed(desk, "Arles (13)")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("autour de moi")


def test_a_namesake_is_said_and_reached_in_one_click(desk: Visit) -> None:
    page = desk.open("/recherche?q=aide&lieu=Vitrolles")
    expect(page.locator("#total")).to_contain_text("Vitrolles (13)")
    page.get_by_role("link", name="Vitrolles (05)").click()
    expect(page.locator("#lieu")).to_have_value("Vitrolles (05)")
    expect(page.get_by_role("link", name="Vitrolles (13)")).to_have_count(0)


def test_a_departement_is_searched_whole(desk: Visit) -> None:
    page = desk.open("/recherche?q=permis&lieu=13")
    expect(page.locator("#total")).to_contain_text("dans les Bouches-du-Rhône")
    expect(page.locator("#lieu")).to_have_value("Bouches-du-Rhône (département)")
    page.get_by_label("Trier par").first.select_option("distance")
    expect(page).to_have_url(re.compile("territoire=dep(%3A|:)13"))


def test_a_page_that_asks_says_what_each_place_holds(desk: Visit) -> None:
    page = desk.open("/recherche?q=permis&lieu=Châteauneuf&frais=gratuit")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"De quel «{NBSP}Châteauneuf{NBSP}» s’agit-il{NBSP}?")
    choices = page.locator(".choose li")
    expect(choices.first).to_contain_text("Châteauneuf-les-Martigues (13)")
    expect(choices.first).to_contain_text("ressource")
    choices.first.get_by_role("link").click()
    expect(page.locator("#lieu")).to_have_value("Châteauneuf-les-Martigues (13)")
    assert "frais=gratuit" in page.url


def test_an_address_that_is_not_found_is_said(desk: Visit) -> None:
    page = desk.open("/recherche?q=permis&lieu=12 rue de la République, Marseille")
    expect(page.get_by_text("n’a pas été trouvée")).to_be_visible()
    expect(page.locator("#total")).to_contain_text("autour de Marseille")
