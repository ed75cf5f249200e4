"""What people do with accounts, to its end: invited, changed, suspended, let in by a provider, signed out."""

from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import Browser, Playwright, expect

from directory.domain.actors import Duty, Profile
from tests.browser.accounts.conftest import House, add_device, enter, name_key, sign_in, sign_out
from tests.browser.conftest import DESK, FLAGS, PATIENCE_MS, Visit, visit_in

MOST_INTERACTIONS = 6
"""Of somebody invited, from the mail to a session open."""
NEW = "trois girafes sur le toit"


def test_an_invitation_leads_to_a_search_and_its_rgc_changes_then_ends_the_access(
    house: House, somebody: Callable[[], Visit]
) -> None:
    of_rania, of_samia = somebody(), somebody()
    rania = enter(of_rania, house, house.team.person("Rania", duties=(Duty.RGC,)))
    of_rania.open("/comptes/inviter")
    rania.get_by_label("Prénom et nom").fill("Samia Benali")
    rania.get_by_label("Adresse professionnelle").fill("samia@cd13.exemple")
    rania.get_by_role("button", name="Envoyer l’invitation").click()
    expect(rania.get_by_role("status")).to_contain_text("L’invitation est partie.")

    samia, link = of_samia.page, house.link_to("samia@cd13.exemple")
    add_device(samia)
    gestures: list[Callable[[], object]] = [
        lambda: of_samia.open(link),
        lambda: samia.get_by_label("Choisissez un mot de passe").fill(NEW),
        lambda: samia.get_by_role("checkbox", name="charte").check(),
        lambda: samia.get_by_role("button", name="Ouvrir mon accès").click(),
    ]
    for gesture in gestures:
        gesture()
    assert len(gestures) <= MOST_INTERACTIONS
    expect(samia.get_by_role("status")).to_contain_text("Votre accès est ouvert.")
    samia.get_by_role("button", name="Ajouter une clé d’accès").click()
    name_key(samia, "Ordinateur du bureau")
    expect(samia.get_by_role("row", name="Ordinateur du bureau")).to_be_visible()
    samia.get_by_role("link", name="Rechercher").click()
    samia.locator("#q").fill("permis")
    samia.keyboard.press("Enter")
    expect(samia.get_by_role("link", name="Permis à un euro")).to_be_visible()

    rania.get_by_role("link", name="Comptes").first.click()
    rania.get_by_role("link", name="Modifier le compte de Samia Benali").click()
    rania.get_by_role("radio", name="Mise à jour").check()
    rania.get_by_role("button", name="Changer le profil").click()
    expect(rania.get_by_role("status")).to_contain_text("Le profil est changé.")
    samia.get_by_role("link", name="Mon compte").click()
    expect(samia.get_by_role("definition").filter(has_text="mise à jour")).to_be_visible()

    rania.get_by_role("button", name="Suspendre").click()
    expect(rania.get_by_role("status")).to_contain_text("Le compte est suspendu.")
    samia.get_by_role("link", name="Rechercher").click()
    expect(samia.get_by_role("heading", level=1)).to_have_text("Se connecter")


def test_an_administrator_without_a_factor_is_told_and_administers_once_one_is_added(
    house: House, somebody: Callable[[], Visit]
) -> None:
    visit, ada = somebody(), house.team.person("Ada", duties=(Duty.ADMINISTRATOR,))
    add_device(visit.page)
    page = visit.open("/administration", is_error=True)
    sign_in(page, ada)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous n’avez pas accès à cette page")
    page.get_by_role("link", name="Ajouter une seconde vérification").click()
    expect(page.get_by_text("Votre fonction d’administrateur attend")).to_be_visible()
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    name_key(page, "Téléphone")
    page.get_by_role("link", name="Administration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Administration")


def test_the_provider_lets_in_and_is_signed_out_of(house: House, somebody: Callable[[], Visit]) -> None:
    paul, visit = house.team.person("Paul", profile=Profile.UPDATE), somebody()
    house.team.accounts.people.unbind(
        house.team.signed(house.team.person("Odile", duties=(Duty.ADMINISTRATOR,))).caller, paul.id
    )
    said = {"email": paul.mail, "email_verified": True}
    requests.put(f"{house.provider}/users/paul", json=said, timeout=10).raise_for_status()
    page = visit.open("/recherche?q=permis", is_error=True)
    page.get_by_role("link", name="Continuer avec ProConnect").click()
    page.get_by_placeholder("sub").fill("paul")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Permis à un euro")).to_be_visible()
    sign_out(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes déconnecté")
    page.get_by_role("link", name="Se déconnecter aussi de ProConnect").click()
    assert page.url.startswith(house.provider)
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{house.address}/**")
    visit.open("/mon-compte", is_error=True)


def test_a_link_for_a_new_password_works_once(house: House, somebody: Callable[[], Visit]) -> None:
    visit, nour = somebody(), house.team.person("Nour")
    page = visit.open("/connexion")
    page.get_by_role("link", name="Mot de passe oublié").click()
    page.get_by_label("Adresse professionnelle").fill(nour.mail)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("un message part")
    link = house.link_to(nour.mail)
    visit.open(link)
    page.get_by_label("Nouveau mot de passe").fill(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre mot de passe est changé")
    visit.open(link, is_error=True)
    expect(page.get_by_text("il ne sert qu’une fois")).to_be_visible()
    page.get_by_role("link", name="Se connecter").last.click()
    sign_in(page, nour, NEW)
    expect(page.get_by_role("link", name="Mon compte")).to_be_visible()


@pytest.fixture
def with_memory(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """A browser that keeps the pages one left, to show them again at once: Playwright's own does not."""
    launched = playwright.chromium.launch(
        executable_path=chromium_path, args=list(FLAGS), timeout=PATIENCE_MS * 2,
        ignore_default_args=["--disable-back-forward-cache"],
    )  # fmt: skip
    yield launched
    launched.close()


def test_going_back_after_signing_out_shows_nothing(house: House, with_memory: Browser) -> None:
    context = with_memory.new_context(viewport=DESK, locale="fr-FR")
    visit = visit_in(context, house.address)
    page = enter(visit, house, house.team.person("Ida", duties=(Duty.RGC,)))
    for path in ("/recherche?q=permis", "/ressources/1", "/mon-compte", "/comptes"):
        visit.open(path)
    sign_out(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    for _ in range(5):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    context.close()
