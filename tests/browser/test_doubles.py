"""Lives of a fiche that others resemble, that changes hands, that ends: by keyboard alone, then with a mouse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from directory.domain.actors import Duty, Profile
from directory.services.bundle import OPERATIONS
from tests.accounts import Clock, Team
from tests.browser.conftest import DESK, PHONE, Visit, visit_in
from tests.browser.test_every_page import violations
from tests.fiches import FORM, LEA, fiche
from tests.house.fixtures import copied
from tests.house.served import served
from tests.site import PERMIT, Site, make_site

MOST_TABS = 150


@dataclass
class Ground:
    """A site of its own, whose clock the test moves and whose worker it is."""

    address: str
    site: Site
    clock: Clock
    cookie: str

    def work(self) -> None:
        for errand in self.site.app.extensions[OPERATIONS].errands:
            while errand():
                pass
        self.site.index()

    def put(self, title: str, institution: str = "cd13", **said: object) -> int:
        content = fiche(title, institution=institution, **said)
        return self.site.resources.create(content, author=LEA, origin=FORM, now=self.clock()).resource.id


@pytest.fixture(scope="module")
def ground(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory, hand: "Hand") -> Iterator[Ground]:
    """One base for the lives of each hand: they close an institution, and merge."""
    folder = tmp_path_factory.mktemp("doubles")
    database = copied(migrated_sqlite_file, folder)
    clock = Clock()
    site = make_site(database, folder, clock=clock)
    team = Team(database, clock)
    person = team.person("dominique", "cd13", Profile.UPDATE, (Duty.RGC,))
    with served(lambda _: site.app) as address:
        yield Ground(address, site, clock, team.session(person))
    database.close()


def signed_in(browser: Browser, ground: Ground, screen: dict[str, int]) -> Iterator[Visit]:
    context = browser.new_context(viewport=screen, locale="fr-FR")  # type: ignore[arg-type]
    context.add_cookies([{"name": "compte", "value": ground.cookie, "url": ground.address}])
    yield visit_in(context, ground.address)
    context.close()


@pytest.fixture
def rgc(browser: Browser, ground: Ground) -> Iterator[Visit]:
    yield from signed_in(browser, ground, DESK)


@pytest.fixture
def phone(browser: Browser, ground: Ground) -> Iterator[Visit]:
    yield from signed_in(browser, ground, PHONE)


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {wanted}")


class Keyboard:
    """Somebody who has no mouse."""

    def press(self, page: Page, wanted: Locator) -> None:
        reach(page, wanted)
        page.keyboard.press("Enter")

    def choose(self, page: Page, field: Locator, beginning: str) -> None:
        """Choose in a list what begins with a text."""
        reach(page, field)
        page.keyboard.type(beginning)

    def take_second(self, page: Page, group: Locator) -> None:
        reach(page, group.get_by_role("radio").first)
        page.keyboard.press("ArrowDown")

    def save(self, page: Page) -> None:
        """Save a form from its title."""
        reach(page, page.get_by_label("Titre du service"))
        page.keyboard.press("Enter")


class Mouse:
    """Somebody who types nothing but text."""

    def press(self, page: Page, wanted: Locator) -> None:
        wanted.click()

    def choose(self, page: Page, field: Locator, beginning: str) -> None:
        labels = field.locator("option").all_inner_texts()
        field.select_option(label=next(each for each in labels if each.startswith(beginning)))

    def take_second(self, page: Page, group: Locator) -> None:
        group.get_by_role("radio").nth(1).check()

    def save(self, page: Page) -> None:
        page.get_by_role("button", name="Enregistrer").last.click()


Hand = Keyboard | Mouse


@pytest.fixture(scope="module", params=[Keyboard, Mouse], ids=["keyboard", "mouse"])
def hand(request: pytest.FixtureRequest) -> Hand:
    made: Hand = request.param()
    return made


def test_a_duplicate_is_refused_and_the_fiche_that_is_there_is_opened(rgc: Visit, hand: Hand) -> None:
    page = rgc.open(f"/ressources/nouvelle?modele={PERMIT}")
    hand.save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Est-ce")
    assert violations(page) == []
    hand.press(page, page.get_by_role("link", name="Permis à un euro, n°"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Permis à un euro")
    # Nothing that was typed is lost.
    rgc.open("/ressources/nouvelle")
    expect(page.get_by_text("Vous aviez commencé")).to_be_visible()
    # The question itself is told by its status.
    assert [said for said in rgc.complaints if "409" not in said] == []


def test_two_fiches_are_merged_and_two_again(ground: Ground, rgc: Visit, phone: Visit, hand: Hand) -> None:
    twin = ground.put("Permis à un euros", phone="04 90 00 00 99", email="permis@exemple.fr", costs=("payant",))
    ground.work()
    narrow = phone.open(f"/doublons/comparer?une={PERMIT}&autre={twin}")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(narrow) == []
    page = rgc.open("/doublons")
    assert violations(page) == []
    hand.press(page, page.get_by_role("link", name=f"Comparer les fiches {twin} et {PERMIT}"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Une seule fiche")
    group = page.get_by_role("group", name="Téléphone")
    hand.take_second(page, group)
    hand.press(page, page.get_by_role("button", name="Réunir les deux fiches"))
    expect(page.get_by_text("n’en font plus qu’une")).to_be_visible()
    expect(page.locator(".panel a[href^='tel:']").first).to_contain_text("99")
    rgc.open(f"/ressources/{twin}")
    assert page.url.endswith(f"/ressources/{PERMIT}-permis-a-un-euro")
    hand.press(page, page.get_by_role("link", name="Historique"))
    hand.press(page, page.get_by_role("link", name="a été réunie à cette fiche"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Annuler la fusion")
    assert violations(page) == []
    hand.press(page, page.get_by_role("button", name="Annuler la fusion"))
    expect(page.get_by_text("La fusion est annulée")).to_be_visible()
    expect(page.locator(".panel a[href^='tel:']").first).not_to_contain_text("99")
    rgc.open(f"/ressources/{twin}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Permis à un euros")


def test_a_fiche_goes_to_another_when_its_institution_closes(ground: Ground, rgc: Visit, hand: Hand) -> None:
    left = ground.put("Épicerie solidaire", "ccas-arles")
    page = rgc.open("/comptes/partenaires")
    hand.press(page, page.get_by_role("button", name="Fermer CCAS d’Arles"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Fermer CCAS d’Arles")
    assert violations(page) == []
    hand.choose(page, page.get_by_label("À quelle institution"), "Caf")
    hand.press(page, page.get_by_role("button", name="Transférer ses fiches et fermer"))
    expect(page.get_by_text("Le partenaire est fermé")).to_be_visible()
    rgc.open(f"/ressources/{left}")
    expect(page.get_by_text("Fiche tenue par Caf")).to_be_visible()
    rgc.open("/comptes/partenaires/cd13/fiches")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]


def test_a_fiche_is_archived_on_the_day_that_was_planned(ground: Ground, rgc: Visit, hand: Hand) -> None:
    number = ground.put("Permanence du zinzolin")
    page = rgc.open(f"/ressources/{number}")
    hand.press(page, page.get_by_role("link", name="Archiver"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Archiver")
    assert violations(page) == []
    hand.choose(page, page.get_by_label("Motif"), "Fin")
    day = ground.clock()
    page.get_by_label("Le", exact=True).fill(f"{day.year + 1}-03-31")
    hand.press(page, page.get_by_role("button", name="Archiver la fiche"))
    expect(
        page.get_by_text(f"Cette fiche sera archivée le 31 mars {day.year + 1}".replace(" mars", "\u00a0mars"))
    ).to_be_visible()
    ground.work()
    rgc.open("/recherche?q=zinzolin")
    expect(page.locator(".hits .title")).to_have_count(1)
    before = ground.clock.at
    ground.clock.at = datetime(day.year + 1, 3, 31, 9, tzinfo=UTC)
    ground.work()
    ground.clock.at = before
    rgc.open(f"/ressources/{number}")
    expect(page.get_by_text("Cette fiche est archivée (fin de validité)")).to_be_visible()
    rgc.open("/recherche?q=zinzolin")
    expect(page.locator(".hits .title")).to_have_count(0)
