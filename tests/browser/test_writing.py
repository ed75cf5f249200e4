"""Writing a fiche in a browser: created with hours and found at once, modified on a phone, and without a script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Visit, settled, visit_in
from tests.browser.test_every_page import violations

NEW = "/ressources/nouvelle"


def signed_in(visit: Visit) -> Page:
    page = visit.open("/connexion")
    page.get_by_role("button", name=re.compile("Malik")).click()
    page.wait_for_url(f"{visit.address}/")
    return page


@pytest.fixture
def editor(desk: Visit) -> Visit:
    signed_in(desk)
    return desk


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=PHONE, locale="fr-FR", has_touch=True)  # type: ignore[arg-type]
    visit = visit_in(context, address)
    signed_in(visit)
    yield visit
    context.close()


@pytest.fixture
def plain_editor(without_script: Visit) -> Visit:
    signed_in(without_script)
    return without_script


def fill(page: Page, title: str, phone: str = "0465714018") -> None:
    """Answer what is asked of a new fiche, but its needs. ``phone``: two fiches of one number may be one."""
    for name, value in {
        "Structure": "Garage solidaire La Bielle", "Titre du service": title,
        "Description": "Réparations courantes à prix réduit.", "Adresse": "8 rue des Chaudronniers",
        "Code postal": "13500", "Commune": "Martigues", "Téléphone": phone,
    }.items():  # fmt: skip
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_label("Tous publics").check()
    for choice in ("Sur rendez-vous", "Sur place", "Prescription directe"):
        page.get_by_role("checkbox", name=choice, exact=True).check()
    line = page.get_by_role("group", name="1re plage d’heures")
    line.get_by_label("de", exact=True).fill("9h")
    line.get_by_label("à", exact=True).fill("12h30")
    for day in ("lundi", "mardi", "vendredi"):
        line.get_by_role("checkbox", name=day).check(force=True)


def test_a_fiche_is_created_in_the_form_and_found_at_once(editor: Visit) -> None:
    page = editor.open("/")
    page.get_by_role("link", name="À faire").click()
    page.get_by_role("link", name="Nouvelle fiche").click()
    fill(settled(page), "Vidange solidaire zinzolin")
    page.get_by_label("Chercher un besoin").fill("voiture")
    page.get_by_role("checkbox", name="Disposer d’un véhicule en état de marche").check()
    # Enter saves, from any field.
    page.get_by_label("Titre du service").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vidange solidaire zinzolin")
    expect(page.get_by_text("La fiche est créée.")).to_be_visible()
    expect(page.locator(".week")).to_contain_text("9 h – 12 h 30".replace(" ", "\u00a0"))
    page.get_by_role("link", name="Rechercher").click()
    page.locator("input[name=q]").fill("zinzolin")
    page.locator("input[name=q]").press("Enter")
    expect(page.locator(".hits .title").first).to_contain_text("Vidange solidaire")
    assert editor.complaints == []


def test_what_is_wrong_leads_to_its_field_by_keyboard(editor: Visit) -> None:
    page = editor.open(NEW)
    fill(page, "Un numéro à revoir")
    page.get_by_label("Chercher un besoin").fill("voiture")
    page.get_by_role("checkbox", name="Disposer d’un véhicule en état de marche").check()
    page.get_by_label("Téléphone", exact=True).fill("le soir")
    page.get_by_label("Téléphone", exact=True).press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Pas encore enregistrée")
    summary.get_by_role("link", name=re.compile("le soir")).press("Enter")
    expect(page.get_by_label("Téléphone", exact=True)).to_be_focused()
    expect(page.get_by_label("Téléphone", exact=True)).to_have_value("le soir")
    assert violations(page) == []


def test_a_fiche_is_modified_on_a_phone(phone: Visit) -> None:
    page = phone.open("/recherche?institution=cd13&q=permis")
    page.locator(".hits .title a").first.click()
    page.get_by_role("link", name="Modifier").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
    page.get_by_label("Téléphone", exact=True).fill("04 65 00 00 99")
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()
    expect(page.locator(".panel a[href^='tel:']").first).to_contain_text("04\u00a065\u00a000\u00a000\u00a099")


def test_a_fiche_is_written_without_a_script(plain_editor: Visit) -> None:
    page = plain_editor.open(NEW)
    fill(page, "Atelier sans script", phone="0488771902")
    page.get_by_text("Se déplacer", exact=True).click()
    page.get_by_role("checkbox", name="Passer son permis de conduire").check()
    page.get_by_role("button", name="Ajouter un lieu").click()
    page.locator("[id='lieux.1.commune']").fill("Arles")
    page.locator("[id='lieux.1.code_postal']").fill("13200")
    page.get_by_role("button", name="Aperçu").click()
    expect(page.get_by_text("Rien n’est encore enregistré")).to_be_visible()
    page.get_by_role("button", name="Revenir au formulaire").click()
    expect(page.locator("[id='lieux.1.commune']")).to_have_value("Arles")
    page.get_by_role("button", name="Enregistrer la fiche").last.click()
    expect(page.get_by_text("La fiche est créée.")).to_be_visible()
    page.get_by_role("link", name="Archiver").click()
    page.get_by_role("button", name="Archiver la fiche").click()
    expect(page.get_by_text("La fiche est archivée", exact=False).first).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_form_whole_or_faulty(browser: Browser, address: str, screen: dict[str, int]) -> None:
    scheme = "dark" if screen is DESK else "light"
    context = browser.new_context(viewport=screen, locale="fr-FR", color_scheme=scheme)  # type: ignore[arg-type]
    visit = visit_in(context, address)
    page = signed_in(visit)
    found = []
    found += violations(visit.open("/ressources/3"))
    page = visit.open(NEW)
    for further in page.locator(".further > summary").all():
        further.click()
    found += violations(page)
    # Nothing is told wrong at once: one is led to what is missing; a preview tells it all.
    page.get_by_role("button", name="Enregistrer la fiche").last.click()
    expect(page.get_by_label("Structure", exact=True)).to_be_focused()
    page.get_by_role("button", name="Aperçu").click()
    expect(page.get_by_role("alert")).to_contain_text("réponses à revoir")
    found += violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    context.close()
    assert found == []


def test_a_session_lost_while_typing_loses_nothing(editor: Visit) -> None:
    page = editor.open(NEW)
    page.get_by_label("Description").fill("Un long texte, tapé en plusieurs fois.")
    page.context.clear_cookies(name="compte")
    page.get_by_label("Structure", exact=True).fill("La Bielle")
    page.get_by_role("button", name="Aperçu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre saisie est gardée")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Connectez-vous dans un autre onglet").click()
    other = opened.value
    other.get_by_role("button", name=re.compile("Malik")).click()
    other.wait_for_url(f"{editor.address}/")
    page.get_by_role("button", name="Reprendre la saisie").click()
    expect(page.get_by_label("Description")).to_have_value("Un long texte, tapé en plusieurs fois.")
    expect(page.get_by_label("Structure", exact=True)).to_have_value("La Bielle")


def test_two_tabs_conflict_like_two_people_and_the_past_comes_back(editor: Visit) -> None:
    page = editor.open("/recherche?institution=cd13&q=logement")
    page.locator(".hits .title a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Modifier").click()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("Titre du service").fill("Premier texte")
    page.get_by_label("Titre du service").press("Enter")
    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()
    other.get_by_label("Titre du service").fill("Second texte")
    other.get_by_label("Téléphone", exact=True).fill("04 65 00 00 77")
    other.get_by_label("Titre du service").press("Enter")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Deux textes pour")
    assert violations(other) == []
    other.get_by_role("radio", name=re.compile("par vous, ailleurs")).check()
    other.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Premier texte")
    other.get_by_role("link", name="Historique").click()
    assert violations(other) == []
    other.locator(".timeline a").last.click()
    other.get_by_role("button", name="Rétablir la version 1").click()
    expect(other.get_by_role("heading", level=1)).to_have_text(title)


def test_what_is_typed_is_found_again_on_another_machine(browser: Browser, editor: Visit) -> None:
    page = editor.open(NEW)
    page.get_by_label("Titre du service").fill("Atelier à finir demain")
    expect(page.get_by_text("Saisie gardée à")).to_be_visible()
    context = browser.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    elsewhere = visit_in(context, editor.address)
    signed_in(elsewhere)
    other = elsewhere.open(NEW)
    assert violations(other) == []
    other.get_by_role("link", name="Reprendre Atelier à finir demain").click()
    expect(other.get_by_label("Titre du service")).to_have_value("Atelier à finir demain")
    other.get_by_role("link", name="À faire").click()
    other.get_by_role("link", name="Nouvelle fiche").click()
    other.get_by_role("button", name="Oublier Atelier à finir demain").click()
    expect(other.get_by_text("Atelier à finir demain")).to_have_count(0)
    context.close()
    assert editor.complaints == []
