"""Every page of accounts and administration: axe, a phone, 400 %, a focus that is seen; looked at in one visit each."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from directory.domain.accounts.account import Account
from directory.domain.accounts.filters import AccountFilter
from directory.domain.accounts.links import LinkKind
from directory.domain.actors import Duty, Profile
from directory.domain.offices import Office, OfficeKind
from directory.domain.outcomes import LEAST_SHOWN, Answer, Outcome, Wait, months_to
from directory.domain.team_notes import TeamNote
from directory.services.accounts.mailing import issue_link
from search.places.clock import local_day
from tests.browser.accounts.conftest import House, add_device, enter, name_key, sign_in
from tests.browser.accounts.test_steering import TERRITORY
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_every_page import FOCUS, MOST_STOPS, NARROWEST_PX, violations
from tests.site import PERMIT

PICTURES = os.environ.get("PICTURES", "")
"""A folder where the pages are drawn, to be looked at; empty: none is."""

CLASSIFICATION = "/administration/classification"
OF_AN_ADMINISTRATOR = {
    "administration": "/administration",
    "classification": CLASSIFICATION,
    "réunir deux besoins": f"{CLASSIFICATION}/besoins/mobilite-permis/fusionner",
    "diviser un besoin": f"{CLASSIFICATION}/besoins/mobilite-permis/diviser",
    "synonymes": f"{CLASSIFICATION}/synonymes",
    "mots faibles": f"{CLASSIFICATION}/mots-faibles",
    "sans réponse": "/administration/sans-reponse",
    "doublons": "/doublons",
    "imports": "/imports",
    "nouvel import": "/imports/nouveau",
    "exporter": "/exporter",
    "sélection": "/selection",
    "à faire": "/a-faire",
    "pilotage": "/pilotage",
    "fiches d’un chiffre": "/pilotage/fiches?chiffre=publiees",
    "une case de la couverture": f"/pilotage/couverture?besoin=mobilite-permis&territoire={TERRITORY}",
    "rapport du comité": "/pilotage/rapport",
    "totaux du comité": "/pilotage/totaux",
    "antennes": "/antennes",
    "nouvelle antenne": "/antennes/nouvelle",
    "importer des antennes": "/antennes/importer",
    "lignes qui attendent": "/doublons/lignes",
    "note pour l’antenne": f"/ressources/{PERMIT}/note",
    "fiche avec note et suites": f"/ressources/{PERMIT}-permis-a-un-euro",
    "ce que cela a donné": f"/ressources/{PERMIT}/suite",
    "à la place de data·inclusion": "/aide/data-inclusion",
}
OFFICES = "type;nom;telephone;zones\nmds;MDS d’Arles;04 65 71 41 10;Arles\nmds;;;\nguichet;X;;Arles\n"
ANTENNE = Office(
    0, OfficeKind.MDS, "Maison de la solidarité d’Arles", "cd13", phone="04 65 71 41 10", note="centre, Trinquetaille",
    areas=("com:13004", "epci:241300417"),
)  # fmt: skip
NOTE = "Groupe complet jusqu’en janvier, inscrire quand même, ils rappellent."
RECEIVED = Outcome(Answer.RECEIVED, Wait.ONE_OR_TWO)
PASTED = "Samia Benali; samia.b@cd13.exemple; mise à jour\nSans Adresse; pas-une-adresse\nLéo Petit; leo@cd13.exemple"


def hold(page: Page, name: str) -> list[str]:
    """Return what a page does wrong: at a desk, on a phone, at 400 %, and by keyboard."""
    faults = [f"{name}: {each}" for each in violations(page)]
    faults += [f"{name}: the focus is not seen on {stop}" for stop in hidden_stops(page)]
    draw(page, f"{name}-1280")
    for width, height in ((PHONE["width"], PHONE["height"]), (NARROWEST_PX, 300)):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{name}: {wide} px wide at {width}"] if wide > width else []
        if width == PHONE["width"]:
            # Tab scrolled the page. Whole, nothing is half under what sticks to an edge, which is no small target.
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, tall)})
            faults += [f"{name}, phone: {each}" for each in violations(page)]
            draw(page, f"{name}-375")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return faults


def draw(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name.replace(' ', '-')}.png", full_page=True)


def hidden_stops(page: Page) -> Iterator[str]:
    # The header is that of every page, which other tests go through.
    page.locator("main").focus()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return
        if not stop["ok"] or not stop["inView"]:
            yield stop["what"]


def everybody(house: House) -> list[Account]:
    with house.team.database.read() as uow:
        return uow.accounts.matching(AccountFilter(), limit=100)


@pytest.fixture
def administrator(house: House, somebody: Callable[[], Visit]) -> Visit:
    """An administrator who is RGC too, among people, partners and acts, with an application of codes and a key."""
    team = house.team
    ines = team.person("Inès", institution="cd13", profile=Profile.UPDATE, duties=(Duty.ADMINISTRATOR, Duty.RGC))
    for name, institution in (("Abel", "cd13"), ("Blanche", "caf-13"), ("Côme", "ccas-arles"), ("Dora", "pole-emploi")):
        team.person(name, institution=institution)
    with team.database.write() as uow:
        office = uow.offices.add(ANTENNE)
        uow.team_notes.put(TeamNote(office.id, PERMIT, NOTE, ines.id, team.clock()))
        for _ in range(LEAST_SHOWN):
            uow.outcomes.add(PERMIT, months_to(local_day(team.clock()), 1)[0], RECEIVED)
    team.save(replace(ines, office_id=office.id))
    visit = somebody()
    add_device(visit.page)
    enter(visit, house, ines)
    return visit


def test_pages_of_who_is_signed_in(house: House, administrator: Visit) -> None:
    visit, page, faults = administrator, administrator.page, []
    number = next(each.id for each in everybody(house) if each.name == "Abel")
    paths = OF_AN_ADMINISTRATOR | {
        "comptes": "/comptes",
        "aucun compte": "/comptes?q=personne-du-tout",
        "un compte": f"/comptes/{number}",
        "inviter": "/comptes/inviter",
        "partenaires": "/comptes/partenaires",
        "clés": "/comptes/cles",
        "journal": "/comptes/journal",
        "preuve": "/mon-compte/preuve",
        "sortir": "/deconnexion",
        "mon compte": "/mon-compte",
    }
    for name, path in paths.items():
        visit.open(path)
        faults += hold(page, name)
    faults += pages_of_an_antenne(visit) + pages_of_follows(visit)
    visit.open("/mon-compte")
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    faults += hold(page, "nouvelle clé")
    name_key(page, "Mon téléphone")
    page.get_by_role("button", name="Nouveaux codes de secours").click()
    faults += hold(page, "codes de secours")
    page.get_by_role("link", name="C’est noté").click()
    page.get_by_role("button", name="Ajouter une application de codes").click()
    faults += hold(page, "application")
    visit.open("/comptes/inviter")
    page.get_by_label("Nom, adresse, profil").fill(PASTED)
    page.get_by_role("button", name="Vérifier les lignes").click()
    faults += hold(page, "lignes vérifiées")
    visit.open("/comptes/cles")
    page.get_by_label("À quoi elle sert").fill("Portail")
    page.get_by_role("button", name="Créer").click()
    faults += hold(page, "clé créée")
    assert faults == []
    assert visit.complaints == [] and visit.foreign == []


def pages_of_an_antenne(visit: Visit) -> list[str]:
    """Go through what an antenne has of its own: its form, a file of them, a selection that its people share."""
    page = visit.page
    visit.open("/antennes")
    page.get_by_role("link", name=f"Modifier {ANTENNE.name}").click()
    faults = hold(page, "une antenne")
    visit.open("/antennes/importer")
    page.get_by_label("Fichier").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": OFFICES.encode()})
    page.get_by_role("button", name="Voir ce qui changerait").click()
    faults += hold(page, "essai d’antennes")
    visit.open(f"/ressources/{PERMIT}-permis-a-un-euro")
    page.get_by_role("button", name="Sélectionner").first.click()
    # A script sends it: a page opened meanwhile would cut it short.
    page.locator("button.select.is-in").first.wait_for()
    visit.open("/selection")
    page.get_by_role("button", name="Partager avec l’antenne").click()
    page.get_by_text("Partagée avec votre antenne").first.wait_for()
    return faults + hold(page, "sélection partagée")


def pages_of_follows(visit: Visit) -> list[str]:
    """Follow a search by keyboard, from its results, then one of which words are not kept."""
    page = visit.page
    visit.open("/recherche?besoin=mobilite-permis&commune=13004")
    page.get_by_role("button", name="Suivre cette recherche").press("Enter")
    page.get_by_text("Vous suivez cette recherche").wait_for()
    faults = hold(page, "résultats suivis")
    visit.open("/recherche?q=permis&commune=13004")
    page.get_by_role("link", name="Suivre cette recherche").press("Enter")
    page.get_by_role("heading", name="Suivre cette recherche").wait_for()
    faults += hold(page, "suivre une recherche")
    page.get_by_role("button", name="Suivre", exact=True).press("Enter")
    page.get_by_role("heading", name="1\u00a0recherche suivie").wait_for()
    return faults + hold(page, "suivis")


def test_pages_of_who_is_not(house: House, somebody: Callable[[], Visit]) -> None:
    visit, faults, team = somebody(), [], house.team
    page, lea = visit.page, team.person("Eva", institution="cd13")
    add_device(page)
    with team.database.write() as uow:
        reset = issue_link(uow, LinkKind.RESET, lea, team.clock())
    paths = {
        "connexion": "/connexion",
        "mot de passe oublié": "/mot-de-passe-oublie",
        "obtenir un accès": "/acces",
        "nouveau mot de passe": f"/m/{reset}",
        "charte": "/charte",
        "données personnelles": "/donnees-personnelles",
    }
    for name, path in paths.items():
        visit.open(path)
        faults += hold(page, name)
    for name, path in {"lien faux": "/i/" + "a" * 26, "à connecter": "/mon-compte"}.items():
        visit.open(path, is_error=True)
        faults += hold(page, name)
    sign_in(page, lea)
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    name_key(page, "Mon téléphone")
    page.get_by_role("row", name="Mon téléphone").wait_for()
    visit.open("/comptes", is_error=True)
    faults += hold(page, "accès refusé")
    page.context.clear_cookies(name="compte")
    visit.open("/connexion")
    sign_in(page, lea)
    page.get_by_role("heading", name="Une vérification de plus").wait_for()
    faults += hold(page, "seconde vérification")
    visit.open("/connexion")
    sign_in(page, lea, "pas celui-là")
    page.get_by_role("alert").filter(has_text="inconnu").wait_for()
    faults += hold(page, "refus")
    assert faults == []
