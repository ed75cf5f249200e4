"""A sentence that speaks of several needs: answered need by need, then one of them taken, and another search typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit

SENTENCE = "maman seule sans permis, cherche une crèche"


def ask(page: Page, text: str) -> None:
    page.locator("#q").fill(text)
    page.locator("#lieu").fill("Martigues")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("visit", ["desk", "without_script"])
def test_a_sentence_is_answered_need_by_need(visit: str, request: pytest.FixtureRequest) -> None:
    opened: Visit = request.getfixturevalue(visit)
    page = opened.open("/")
    ask(page, SENTENCE)
    expect(page.locator("h1")).to_contain_text("Vous cherchez peut-être")
    nursery = page.locator("section", has=page.get_by_role("heading", name="Faire garder son enfant"))
    expect(nursery).to_contain_text("pour «\u00a0crèche\u00a0»")
    expect(nursery.locator(".hit")).to_have_count(3)
    promised = nursery.locator("h2 .n").inner_text().split()[0]
    nursery.get_by_role("link", name=re.compile("^Voir les")).click()
    expect(page.locator("#total")).to_contain_text(re.compile(rf"^{promised}\b.*Faire garder son enfant.*Martigues"))
    expect(page.locator("#q")).to_have_value("Faire garder son enfant")
    page.go_back()
    expect(page.locator("#q")).to_have_value(SENTENCE)
    # Another search, typed over the need that was taken: the place stays, the need goes.
    page.go_forward()
    ask(page, "psychologue")
    page.wait_for_url("**q=psychologue**")
    assert "besoin=" not in page.url
    assert "13056" in page.url or "Martigues" in page.url


def test_a_phone_shows_the_needs_first_and_leads_to_each(desk: Visit) -> None:
    desk.page.set_viewport_size(PHONE)
    page = desk.open(f"/recherche?q={SENTENCE}&lieu=Martigues")
    page.get_by_role("navigation", name="Besoins compris").get_by_role("link", name="Faire garder son enfant").click()
    expect(page.locator("#besoin-famille-garde")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_situation_is_a_question_back_whose_answer_takes_the_place_of_the_words(desk: Visit) -> None:
    page = desk.open("/recherche?q=dort+dans+sa+voiture+avec+son+fils&lieu=Marseille")
    offer = page.get_by_role("list", name="Vous cherchez peut-être").get_by_role("link").filter(has_text="Se mettre à")
    promised = offer.locator(".n").inner_text().split()[0]
    offer.click()
    page.wait_for_url("**besoin=logement-abri**")
    assert "q=" not in page.url
    expect(page.locator("#total")).to_contain_text(re.compile(rf"^{promised}\b"))
