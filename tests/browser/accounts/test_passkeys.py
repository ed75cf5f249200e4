"""Passkeys from end to end, with Chromium's virtual device: added, named, shown, removed."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, expect

from tests.browser.accounts.conftest import House, add_device, name_key, sign_in, sign_out
from tests.browser.conftest import Visit


def add_key(page: Page, name: str) -> None:
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    name_key(page, name)
    expect(page.get_by_role("status")).to_have_text("La clé d’accès est ajoutée.")


def test_a_key_is_added_opens_alone_proves_who_it_is_and_is_removed(
    house: House, somebody: Callable[[], Visit]
) -> None:
    visit, lea = somebody(), house.team.person("Lea")
    page = visit.page
    add_device(page)
    visit.open("/mon-compte", is_error=True)
    sign_in(page, lea)
    add_key(page, "Mon téléphone")
    expect(page.get_by_role("row", name="Mon téléphone")).to_contain_text("suffit seule")
    sign_out(page)
    expect(page.get_by_role("status")).to_have_text("Vous êtes déconnecté.")
    page.get_by_role("button", name="Avec une clé d’accès").click()
    expect(page.get_by_role("link", name="Mon compte")).to_be_visible()
    with house.team.database.write() as uow:
        for session in uow.sessions.of(lea.id):
            uow.sessions.save(replace(session, sudo_until=None))
    page.get_by_role("link", name="Mon compte").click()
    page.get_by_role("button", name="Retirer Mon téléphone").click()
    page.get_by_role("button", name="Avec une clé d’accès").click()
    page.get_by_role("button", name="Retirer Mon téléphone").click()
    expect(page.get_by_role("status")).to_have_text("La clé d’accès est retirée.")
    sign_out(page)
    expect(page.get_by_role("status")).to_have_text("Vous êtes déconnecté.")
    page.get_by_role("button", name="Avec une clé d’accès").click()
    expect(page.get_by_role("alert")).to_contain_text("n’a pas été reconnue")
    assert not [said for said in visit.complaints if "401" not in said and "422" not in said]


def test_a_key_that_checks_nobody_comes_after_the_password(house: House, somebody: Callable[[], Visit]) -> None:
    visit, sam = somebody(), house.team.person("Sam")
    page = visit.page
    add_device(page, verifies=False)
    visit.open("/mon-compte", is_error=True)
    sign_in(page, sam)
    add_key(page, "Clé USB")
    expect(page.get_by_role("row", name="Clé USB")).to_contain_text("après le mot de passe")
    sign_out(page)
    expect(page.get_by_role("status")).to_have_text("Vous êtes déconnecté.")
    sign_in(page, sam)
    expect(page.get_by_role("heading", level=1)).to_have_text("Une vérification de plus")
    page.get_by_role("button", name="Avec une clé d’accès").click()
    expect(page.get_by_role("link", name="Mon compte")).to_be_visible()
