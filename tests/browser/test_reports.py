"""An error told, corrected, and its reporter told: with a mouse, then by keyboard alone."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Visit, visit_in
from tests.browser.test_every_page import narrow_faults, violations

READER, EDITOR = "Claire", "Malik"
FICHES = "/recherche?institution=cd13&q=permis"


def signed_in(visit: Visit, name: str) -> Page:
    page = visit.open("/connexion")
    page.get_by_role("button", name=re.compile(name)).click()
    page.wait_for_url(f"{visit.address}/")
    return page


@pytest.fixture
def reader(desk: Visit) -> Visit:
    signed_in(desk, READER)
    return desk


@pytest.fixture
def editor(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=DESK, locale="fr-FR")
    visit = visit_in(context, address)
    signed_in(visit, EDITOR)
    yield visit
    context.close()


def test_an_error_told_is_corrected_and_its_reporter_told(reader: Visit, editor: Visit) -> None:
    page = reader.open(FICHES)
    page.locator(".hits .title a").first.click()
    page.get_by_role("link", name="Dire ce que cela a donné").click()
    assert violations(page) == []
    assert narrow_faults(page) == []
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height
    page.get_by_role("radio", name=re.compile("Conditions différentes")).check()
    page.get_by_role("button", name="Compter cette réponse").click()
    assert violations(page) == []
    page.get_by_role("link", name="Signaler une erreur").click()
    expect(page.get_by_role("radio", name=re.compile("Les conditions"))).to_be_checked()
    assert violations(page) == []
    assert narrow_faults(page) == []
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height
    page.get_by_role("radio", name=re.compile("Le téléphone")).check()
    page.get_by_label("Le bon numéro").fill("04 65 71 18 90")
    page.get_by_label("Ce que vous avez constaté").fill("Celui-ci est affiché sur leur porte.")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_text("votre signalement est envoyé")).to_be_visible()
    expect(page.get_by_text("téléphone, aujourd’hui")).to_be_visible()

    desk = editor.open(urlsplit(page.url).path)
    desk.get_by_role("link", name="Répondre").click()
    expect(desk.get_by_text("Celui-ci est affiché sur leur porte.")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("link", name="Corriger la fiche").click()
    assert violations(desk) == []
    desk.get_by_label("Téléphone", exact=True).fill("04 65 71 18 90")
    desk.get_by_role("checkbox", name=re.compile("Ce serait")).check()
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    expect(desk.get_by_text("La fiche est enregistrée.")).to_be_visible()
    expect(desk.get_by_text("Signalé", exact=False)).to_have_count(0)

    page = reader.open("/mes-signalements")
    expect(page.locator(".told").first).to_contain_text("Corrigé")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    assert violations(page) == []
    assert reader.complaints == editor.complaints == []


def test_an_error_is_told_and_answered_by_keyboard_alone(reader: Visit, editor: Visit) -> None:
    page = reader.open(FICHES)
    page.locator(".hits .title a").nth(1).press("Enter")
    page.get_by_role("link", name="Signaler une erreur").press("Enter")
    page.get_by_role("radio", name=re.compile("fermé pour de bon")).focus()
    # From the first kind, arrows choose: the address comes two below, and its own question under it.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("8 rue des Chaudronniers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("adresse, aujourd’hui")).to_be_visible()

    desk = editor.open(urlsplit(page.url).path)
    desk.get_by_role("link", name="Répondre").press("Enter")
    expect(desk.get_by_text("8 rue des Chaudronniers")).to_be_visible()
    desk.get_by_label("Pourquoi rien ne change").focus()
    desk.keyboard.type("La plaque de la porte dit le contraire.")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("classé sans suite")).to_be_visible()

    page = reader.open("/mes-signalements")
    expect(page.locator(".told").first).to_contain_text("La plaque de la porte dit le contraire.")


@pytest.fixture
def neighbour(browser: Browser, address: str) -> Iterator[Visit]:
    """Who writes for another institution."""
    context = browser.new_context(viewport=DESK, locale="fr-FR")
    visit = visit_in(context, address)
    signed_in(visit, "Rémi")
    yield visit
    context.close()


def test_a_proposal_is_taken_in_part(neighbour: Visit, editor: Visit) -> None:
    page = neighbour.open(FICHES)
    page.locator(".hits .title a").nth(2).click()
    page.get_by_role("link", name="Proposer une modification").click()
    assert violations(page) == []
    assert narrow_faults(page) == []
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height
    page.get_by_label("Téléphone", exact=True).fill("04 65 71 18 91")
    page.get_by_label("Description", exact=True).fill("Une description toute neuve.")
    page.get_by_role("button", name="Envoyer la proposition").last.click()
    expect(page.get_by_text("votre proposition est envoyée")).to_be_visible()

    desk = editor.open(urlsplit(page.url).path)
    desk.get_by_role("link", name="Voir la proposition").click()
    assert violations(desk) == []
    assert narrow_faults(desk) == []
    desk.get_by_role("checkbox", name=re.compile("Téléphone")).check()
    desk.get_by_role("button", name="Prendre ce qui est coché").last.click()
    expect(desk.get_by_text("Ce que vous avez choisi de la proposition est enregistré.")).to_be_visible()
    expect(desk.get_by_text("Une description toute neuve.")).to_have_count(0)
    desk.get_by_role("link", name="Historique").click()
    expect(desk.get_by_text("sur proposition de Rémi")).to_be_visible()

    page = neighbour.open("/mes-signalements")
    expect(page.locator(".told").first).to_contain_text("Prise en partie")
    assert neighbour.complaints == editor.complaints == []


def test_a_proposal_is_made_and_taken_by_keyboard_alone(neighbour: Visit, editor: Visit) -> None:
    page = neighbour.open(FICHES)
    page.locator(".hits .title a").nth(3).press("Enter")
    page.get_by_role("link", name="Proposer une modification").press("Enter")
    phone = page.get_by_label("Téléphone", exact=True)
    phone.press("Control+A")
    page.keyboard.type("04 65 71 18 92")
    page.keyboard.press("Enter")
    expect(page.get_by_text("votre proposition est envoyée")).to_be_visible()

    desk = editor.open(urlsplit(page.url).path)
    desk.get_by_role("link", name="Voir la proposition").press("Enter")
    desk.get_by_role("checkbox", name=re.compile("Téléphone")).press("Space")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Ce que vous avez choisi de la proposition est enregistré.")).to_be_visible()
