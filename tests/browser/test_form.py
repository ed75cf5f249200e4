"""A whole new fiche by keyboard alone, counted; its pin moved; a fiche that is there already told while one types."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import violations
from tests.browser.test_writing import NEW, signed_in

MOST_ANSWERS, MOST_INTERACTIONS, MOST_WORDS = 15, 25, 450
MOST_TABS = 150
TITLE = "Réparer sa voiture safran"


@pytest.fixture
def editor(desk: Visit) -> Visit:
    signed_in(desk)
    return desk


@pytest.fixture
def plain_editor(without_script: Visit) -> Visit:
    signed_in(without_script)
    return without_script


@pytest.fixture
def pocket(phone: Visit) -> Visit:
    signed_in(phone)
    return phone


class Typist:
    """Writes with the keyboard alone, and counts the answers given and the keys pressed beside typed text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers = 0
        self.keys = 0

    def type(self, text: str) -> None:
        self.answers += 1
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def tick(self, *keys: str) -> None:
        self.answers += 1
        self.press(*keys)


def at(page: Page, name: str) -> Locator:
    """Wait until the focus is on the field of a name."""
    field = page.locator(f"[name='{name}']:focus")
    expect(field).to_be_attached()
    return field


def answer_all(typist: Typist) -> None:
    """Answer what is asked: Enter leads from each answer to the next that is missing."""
    page = typist.page
    typist.type("Garage solidaire Safran")
    typist.press("Enter")
    at(page, "titre")
    typist.type(TITLE)
    typist.press("Enter")
    at(page, "description")
    typist.type("Réparations courantes à prix réduit.")
    expect(page.locator(".suggested .why").first).to_have_text("«\u00a0Réparer sa voiture\u00a0» dans le titre")
    typist.press("Control+Enter")
    at(page, "besoins")
    typist.tick("Space", "Enter")
    at(page, "tous")
    typist.tick("Space", "Enter")
    at(page, "acces")
    typist.tick("ArrowRight", "Space", "Enter")
    at(page, "mobilisation")
    typist.tick("Space", "Enter")
    at(page, "lieux.0.adresse")
    typist.type("8 rue des Chaudronniers martigues")
    expect(page.locator("li[role=option][aria-selected=true]")).to_contain_text("8 rue des Chaudronniers, Martigues")
    typist.press("Enter", "Enter")
    at(page, "horaires.0.de")
    typist.type("9-12")
    typist.tick("Tab", "Enter")
    at(page, "horaires.1.de")
    typist.type("1330-17")
    typist.tick("Tab", "Enter")
    at(page, "horaires.2.de")
    typist.press("Enter")
    at(page, "telephone")
    typist.type("0465714077")


def test_a_new_fiche_by_keyboard_alone(
    editor: Visit,
    record_property: Callable[[str, object], None],
) -> None:
    page = editor.open(NEW)
    expect(page.locator("[data-asked] h2")).to_have_text("Il reste 10 réponses")
    words = len(page.locator("form.write").inner_text().split())
    page.get_by_label("Structure", exact=True).focus()
    typist = Typist(page)
    answer_all(typist)
    expect(page.locator("[data-asked] h2")).to_have_text("Il ne manque rien")
    expect(page.locator(".said")).to_contain_text(re.compile("Du lundi au vendredi.*13.h.30.*17.h"))
    for name, found in (("answers", typist.answers), ("interactions", typist.keys + 1), ("words to read", words)):
        record_property(name, found)
    assert typist.answers <= MOST_ANSWERS
    # And one more, which saves.
    assert typist.keys + 1 <= MOST_INTERACTIONS
    assert words <= MOST_WORDS

    pin = page.locator(".leaflet-marker-draggable")
    pin.focus()
    for key in ("Shift+ArrowUp", "ArrowUp", "ArrowUp", "ArrowLeft"):
        pin.press(key)
    expect(page.locator(".point [role=status]")).to_have_text("Placé à la main, à 120\u00a0m au nord de l’adresse.")
    assert violations(page) == []
    page.get_by_label("Téléphone", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("La fiche est créée.")).to_be_visible()
    page.get_by_role("link", name="Rechercher").click()
    page.locator("input[name=q]").fill("safran")
    page.locator("input[name=q]").press("Enter")
    expect(page.locator(".hits .title").first).to_contain_text(TITLE)
    assert editor.complaints == []
    say_another(editor)


def say_another(editor: Visit) -> None:
    """Begin a fiche with the phone of the one just created: it is told at once, under that field."""
    page = editor.open(NEW)
    page.get_by_label("Structure", exact=True).fill("Garage solidaire Saf")
    page.get_by_role("option", name=re.compile("Garage solidaire Safran")).click()
    # The structure fills blanks, and no place.
    expect(page.get_by_label("Téléphone", exact=True)).to_have_value("04 65 71 40 77")
    expect(page.get_by_label("Adresse", exact=True)).to_have_value("")
    page.get_by_label("Adresse", exact=True).focus()
    expect(page.get_by_role("option", name=re.compile("Chaudronniers.*lieu connu"))).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Titre du service").fill("Un autre service")
    page.get_by_label("Titre du service").press("Tab")
    told = page.locator(".alike-note")
    expect(told).to_contain_text("même téléphone")
    assert violations(page) == []
    told.get_by_role("button", name="Ce n’est pas la même").press("Enter")
    expect(told).to_have_count(0)
    # Another name takes back what the first one filled.
    page.get_by_label("Structure", exact=True).press_sequentially("x")
    expect(page.get_by_label("Téléphone", exact=True)).to_have_value("")


def test_a_fiche_is_modified_on_a_phone_by_keyboard(pocket: Visit) -> None:
    page = pocket.open("/recherche?institution=cd13&q=logement")
    page.locator(".hits .title a").first.press("Enter")
    page.get_by_role("link", name="Modifier").press("Enter")
    field = page.get_by_label("Téléphone", exact=True)
    expect(field).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.press("Control+A")
    page.keyboard.type("0465000098")
    page.keyboard.press("Enter")
    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()
    expect(page.locator(".panel a[href^='tel:']").first).to_contain_text("04\u00a065\u00a000\u00a000\u00a098")


def test_three_lives_of_a_fiche_by_keyboard_and_without_a_script(plain_editor: Visit) -> None:
    """A session lost in the middle of typing, two editors at once, a version restored."""
    page = plain_editor.open("/recherche?institution=cd13&q=enfant")
    page.locator(".hits .title a").first.press("Enter")
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Modifier").press("Enter")
    other = page.context.new_page()
    other.goto(page.url)

    page.get_by_label("Titre du service").fill("Premier texte")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="compte")
    page.get_by_label("Titre du service").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre saisie est gardée")
    page.context.add_cookies([each for each in cookies if each["name"] == "compte"])  # type: ignore[list-item]
    page.get_by_role("button", name="Reprendre la saisie").press("Enter")
    expect(page.get_by_label("Titre du service")).to_have_value("Premier texte")
    page.get_by_label("Titre du service").press("Enter")
    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()

    other.get_by_label("Titre du service").fill("Second texte")
    other.get_by_label("Titre du service").press("Enter")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Deux textes pour")
    other.get_by_role("radio", name="Le vôtre").press("Space")
    other.get_by_role("button", name="Enregistrer", exact=True).last.press("Enter")
    expect(other.get_by_role("heading", level=1)).to_have_text("Second texte")

    other.get_by_role("link", name="Historique").press("Enter")
    other.locator(".timeline a").last.press("Enter")
    other.get_by_role("button", name="Rétablir la version 1").press("Enter")
    expect(other.get_by_role("heading", level=1)).to_have_text(title)
