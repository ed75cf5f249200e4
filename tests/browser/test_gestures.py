"""Gestures of every day, done to their end: a pin, a second search, a page turned, a tag, a line without network."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import PHONE, Visit, settled
from tests.browser.test_results import MANY, SEARCH, ready

SCREENS = ((1280, 900, 4), (1366, 768, 4), (375, 812, 2))
"""Width, height, and how many lines must be seen whole at once."""
KINDS = {
    "words": "/recherche?q=surendettement",
    "words, place": SEARCH,
    "words, useful number, place": "/recherche?q=psychologue&lieu=Martigues",
    "need": "/recherche?besoin=argent-alimentation",
    "need, place": "/recherche?besoin=mobilite-permis&lieu=Martigues",
    "need, place, criteria": "/recherche?besoin=argent-alimentation&lieu=Marseille&frais=gratuit",
    "structure": "/recherche?q=mission+locale&lieu=Martigues",
    "one title": "/recherche?q=pmi&lieu=Marseille",
    "several needs": "/recherche?q=maman+seule+sans+permis,+cherche+une+crèche&lieu=Martigues",
    "one among many": "/recherche?q=personne+handicapée+doit+aller+à+un+entretien,+pas+de+transport&lieu=Lambesc",
    "danger": "/recherche?q=mon+mari+me+frappe&lieu=Marseille",
    "nothing near": "/recherche?q=vélo&lieu=Arles",
    "place taken": "/recherche?q=permis&lieu=Vitrolles",
    "département": "/recherche?q=permis&lieu=13",
    "other list": "/recherche?besoin=mobilite-permis&lieu=Martigues&groupe=plus-loin",
}
FEWER = {
    ("danger", 1366): 3, ("danger", 375): 1, ("nothing near", 1366): 3, ("other list", 375): 1,
}  # fmt: skip
"""Where numbers to call, what was not found, or whose list this is and in which order, are said first."""
MOST_STOPS = 12
SLIDE_MS = 700
"""Longer than the map takes to slide and its answer to come; waited for, never measured."""


def test_a_second_search_drops_the_need_of_the_first_and_says_what_it_keeps(desk: Visit) -> None:
    page = ready(desk, "/recherche?besoin=mobilite-permis&lieu=Marseille&frais=gratuit&ouvert=maintenant")
    expect(page.locator("#q")).to_have_value("Passer son permis de conduire")
    page.locator("#q").fill("psychologue")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=psychologue**")
    assert "besoin=" not in page.url
    assert "ouvert=" not in page.url
    assert "avant=" not in page.url
    expect(page.locator(".tag").filter(has_text="Gardé")).to_contain_text("Gratuit")
    expect(page.locator("#total")).to_contain_text("psychologue")


def test_the_same_need_elsewhere_stays_the_need(desk: Visit) -> None:
    page = ready(desk, "/recherche?besoin=mobilite-permis&lieu=Martigues")
    page.locator("#lieu").fill("Arles (13)")
    page.keyboard.press("Enter")
    page.wait_for_url("**Arles**")
    assert "besoin=mobilite-permis" in page.url
    assert "q=" not in page.url
    expect(page.locator("#total")).to_contain_text("Passer son permis de conduire")


def test_a_second_search_without_script_does_the_same(without_script: Visit) -> None:
    page = without_script.open("/recherche?besoin=mobilite-permis&lieu=Marseille&frais=gratuit")
    page.locator("#q").fill("psychologue")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=psychologue**")
    assert "besoin=" not in page.url and "avant=" not in page.url
    assert "frais=gratuit" in page.url
    expect(page.locator(".tag").filter(has_text="Gardé")).to_contain_text("Gratuit")


def test_a_dashed_tag_opens_no_menu(desk: Visit) -> None:
    page = ready(desk, "/recherche?q=hébergement+à+Arles")
    page.locator(".tag.offer").filter(has_text="Autour d’Arles").click()
    page.wait_for_url("**commune=**")
    expect(page.locator("#lieu")).to_have_value("Arles (13)")
    page.wait_for_timeout(SLIDE_MS)
    expect(page.locator(".autocomplete__option:visible")).to_have_count(0)


def test_a_dashed_tag_gives_what_it_says_and_leaves_the_title_under_the_focus(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    offer = page.locator(".tag.offer").first
    promised = re.sub(r"\D", "", offer.locator(".n").inner_text())
    assert int(promised) > 0
    offer.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_contain_text(re.compile(rf"^{promised}\b"))
    expect(page.locator("#total")).to_be_focused()


def test_a_tag_taken_away_leaves_the_title_under_the_focus(desk: Visit) -> None:
    page = ready(desk, f"{SEARCH}&frais=gratuit")
    page.locator(".tag:not(.offer)").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "frais" not in url)
    expect(page.locator("#total")).to_be_focused()


def test_the_list_stays_under_the_mouse_after_a_page_is_turned(desk: Visit) -> None:
    page = ready(desk, MANY)
    page.get_by_role("link", name="Page suivante").click()
    page.wait_for_url("**page=2**")
    expect(page.locator("#liste")).to_be_focused()
    top = "document.querySelector('.hit').getBoundingClientRect().top"
    before = page.evaluate(top)
    page.locator(".hit .text").nth(1).click()
    assert page.evaluate(top) == before


def test_the_keyboard_reaches_the_first_result_in_twelve_stops(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    wanted = page.locator(".hit .title a").first
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text() == "Aller aux résultats":
            page.keyboard.press("Enter")
        if wanted.evaluate("element => element === document.activeElement"):
            break
    expect(wanted).to_be_focused()


def test_tab_goes_from_the_need_to_the_place(desk: Visit) -> None:
    page = ready(desk, "/")
    page.locator("#q").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#lieu")).to_be_focused()


def test_a_slow_answer_is_waited_for_in_words(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    held: list[Route] = []
    page.route(re.compile("frais=gratuit"), lambda route: held.append(route))
    page.get_by_role("checkbox", name="Gratuit").first.click()
    expect(page.locator("#resultats")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_text("Recherche en cours…")).to_be_visible()
    held.pop().continue_()
    page.wait_for_url("**frais=gratuit**")
    expect(page.get_by_text("Recherche en cours…")).to_have_count(0)
    expect(page.locator("#resultats")).not_to_have_attribute("aria-busy", "true")


def test_without_network_the_list_stays_and_it_is_said(desk: Visit) -> None:
    page = ready(desk, SEARCH)
    before = page.locator("#total").inner_text()
    page.context.set_offline(True)
    page.get_by_role("checkbox", name="Gratuit").first.click()
    expect(page.locator("#attente")).to_contain_text("la liste affichée est celle d’avant")
    expect(page.locator("#total")).to_have_text(before)
    page.locator("#q").fill("psychologue")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("la recherche n’est pas partie"))).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_url("**frais=gratuit**")
    expect(page.locator("#attente")).to_be_empty()


def test_a_tab_says_what_was_asked_and_which_page(desk: Visit) -> None:
    page = ready(desk, "/recherche?besoin=argent-alimentation&page=2")
    expect(page).to_have_title(re.compile(r"\d+.ressources pour «.Obtenir une aide alimentaire.», page 2 sur \d+"))
    ready(desk, "/recherche?q=permis&lieu=Martigues")
    expect(page).to_have_title(re.compile("«.permis.» autour de Martigues"))


WHOLE_HITS = """() => {
    const dock = document.querySelector(".dock");
    const ends = !dock || getComputedStyle(dock).display === "none" ? innerHeight : dock.getBoundingClientRect().top;
    const lists = [...document.querySelectorAll(".hits")].slice(0, document.querySelector(".needs") ? undefined : 1);
    const lines = lists.flatMap((list) => [...list.querySelectorAll(".hit")]).filter((line) => line.checkVisibility());
    return [lines.filter((line) => line.getBoundingClientRect().bottom <= ends).length, lines.length];
}"""
"""How many lines of the list are seen whole without scrolling, and how many it holds."""


def test_whole_hits_stand_above_the_fold_for_every_kind_of_search(desk: Visit) -> None:
    for kind, path in KINDS.items():
        page = ready(desk, path)
        for width, height, least in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            whole, lines = page.evaluate(WHOLE_HITS)
            assert whole >= min(FEWER.get((kind, width), least), lines), (kind, width, whole)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (kind, width)
        for fact in (".title a", ".facts", ".fresh", ".tel"):
            expect(page.locator(f".hit {fact}").first).to_be_visible()


def test_a_place_that_asks_shows_all_its_choices_above_the_fold(desk: Visit) -> None:
    page = desk.open("/recherche?q=permis&lieu=Châteauneuf", is_error=False)
    for width, height, _ in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(".choose li").nth(3)).to_be_in_viewport(ratio=1)


def test_needs_that_may_be_meant_are_one_tap_away_on_a_phone(desk: Visit) -> None:
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page = ready(desk, "/recherche?q=personne+handicapée+doit+aller+à+un+entretien,+pas+de+transport&lieu=Lambesc")
    offer = page.locator(".perhaps .tag").first
    expect(offer).not_to_be_in_viewport()
    page.get_by_role("link", name="ou plutôt…").click()
    expect(offer).to_be_in_viewport()
    promised = re.sub(r"\D", "", offer.locator(".n").inner_text())
    offer.click()
    expect(page.locator("#total")).to_contain_text(re.compile(rf"^{promised}\b"))


def test_a_wrong_place_stays_tied_to_its_field(desk: Visit) -> None:
    page = desk.open("/recherche?q=permis&lieu=Qwxzville", is_error=True)
    settled(page)
    field = page.locator("#lieu")
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-describedby", re.compile("lieu-erreur"))
    expect(page.get_by_text("n’a pas été trouvé")).to_have_count(1)
    field.fill("Mart")
    expect(field).to_have_attribute("aria-describedby", re.compile("lieu-erreur"))


def test_red_is_for_danger_alone(desk: Visit) -> None:
    page = ready(desk, "/recherche?q=alcool&lieu=Marseille")
    expect(page.locator(".emergency.danger")).to_have_count(0)
    expect(page.locator(".emergency li").first).to_contain_text("Alcool Info Service")
    page = ready(desk, "/recherche?q=mon+mari+me+frappe&lieu=Marseille")
    expect(page.locator(".emergency.danger")).to_contain_text("3919")
    expect(page.locator(".emergency")).not_to_contain_text("Ne frappez pas")
    page = ready(desk, "/recherche?q=garde+alternée&lieu=Salon-de-Provence")
    expect(page.locator(".emergency")).to_have_count(0)
