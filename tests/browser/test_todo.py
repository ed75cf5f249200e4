"""À faire in a browser: ten fiches confirmed by keyboard, a confirmation taken back, one confirmed from a mail."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from directory.domain.accounts.filters import AccountFilter
from directory.domain.freshness import LINK_LIFE, ConfirmLink
from directory.services.accounts.secret import digest_of, new_short_secret
from directory.store.database import Database
from tests.browser.conftest import DESK, PHONE, Visit, settled, visit_in
from tests.browser.test_every_page import violations
from tests.browser.test_writing import signed_in

TEN = 10
LONG_ENOUGH_MS = 420
"""People read a line before they confirm it; a second key within 400 ms does nothing."""


@pytest.fixture
def editor(desk: Visit) -> Visit:
    signed_in(desk)
    return desk


def waiting(page: Page) -> int:
    return int(page.locator("[data-count]").inner_text())


def confirmed(page: Page) -> int:
    return page.locator(".task.is-done").count()


def test_ten_fiches_are_confirmed_by_twelve_keys(editor: Visit, record_property: Callable[[str, object], None]) -> None:
    # The clock of the page is the test's: that of a busy machine would part what follows at once.
    editor.page.clock.install()
    page = settled(editor.open("/a-faire"))
    assert violations(page) == []
    before, keys = waiting(page), 0
    beside = page.locator("nav.groups a[href='#a-confirmer'] span")
    to_confirm = int(beside.inner_text())

    def press(key: str) -> None:
        nonlocal keys
        page.keyboard.press(key)
        keys += 1

    press("Tab")
    press("Enter")
    expect(page.locator("#premiere")).to_be_focused()
    for done in range(TEN):
        title = page.locator(".task:focus-within h3").inner_text()
        page.clock.fast_forward(LONG_ENOUGH_MS)
        press("Enter")
        expect(page.locator(".task.is-done")).to_have_count(done + 1)
        expect(page.locator(".task.is-done", has_text=title).last).to_be_visible()
        expect(page.locator(".task:focus-within")).to_have_count(1)
    record_property("keys to confirm ten", keys)
    assert keys <= 12
    assert waiting(page) == before - TEN
    expect(beside).to_have_text(str(to_confirm - TEN))
    expect(page.locator(".page-head")).to_contain_text(f"{before - TEN}\u00a0choses vous attendent")
    assert violations(page) == []
    page.reload()
    assert waiting(page) == before - TEN
    assert editor.complaints == []


def test_a_double_click_confirms_one_fiche_and_it_can_be_taken_back(editor: Visit) -> None:
    editor.page.clock.install()
    page = settled(editor.open("/a-faire"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    # Both clicks at one instant, however late the second comes.
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    before = waiting(page)
    first = page.locator(".task").first
    title = first.locator("h3").inner_text()
    page.locator("#premiere").dblclick()
    expect(page.locator(".task.is-done")).to_have_count(1)
    assert len(sent) == 1 and confirmed(page) == 1 and waiting(page) == before - 1
    page.get_by_role("button", name=f"Annuler la confirmation de {title}").click()
    expect(page.get_by_text("La confirmation est annulée.")).to_be_visible()
    assert waiting(page) == before


def test_without_a_script_the_page_comes_back_at_the_next_line(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESK, locale="fr-FR", java_script_enabled=False)
    visit = visit_in(context, address)
    signed_in(visit)
    page = visit.open("/a-faire")
    before = waiting(page)
    following = page.locator(".task").nth(1).get_attribute("id")
    page.locator("#premiere").click()
    page.wait_for_url(re.compile(f"#{following}$"))
    expect(page.get_by_text("Confirmée")).to_be_visible()
    assert waiting(page) == before - 1
    context.close()


def test_a_fiche_is_confirmed_from_a_mail_signed_out_by_keyboard(
    browser: Browser, address: str, base: Database, clock: Callable[[], datetime]
) -> None:
    """Life 7."""
    now = clock()
    secret = new_short_secret()
    with base.write() as uow:
        malik = next(each for each in uow.accounts.matching(AccountFilter(), limit=50) if each.name.startswith("Malik"))
        due = uow.dues.up_to({malik.institution}, now.date())[-1]
        uow.confirm_links.add_many([ConfirmLink(digest_of(secret), due.resource_id, malik.id, now, now + LINK_LIFE)])
    context = browser.new_context(viewport=PHONE, locale="fr-FR")
    visit = visit_in(context, address)
    page = visit.open(f"/v/{secret}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("main").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Oui, c’est toujours exact")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="C’est noté, merci")).to_be_visible()
    assert violations(page) == []
    with base.read() as uow:
        kept = uow.resources.get(due.resource_id)
    assert kept is not None and kept.verified_at is not None and kept.verified_at >= now
    assert settled(visit.open(f"/v/{secret}", is_error=True)).get_by_text("a déjà servi").is_visible()
    context.close()


def test_the_list_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="fr-FR", has_touch=True)
    visit = visit_in(context, address)
    signed_in(visit)
    page = settled(visit.open("/a-faire"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
    context.close()
