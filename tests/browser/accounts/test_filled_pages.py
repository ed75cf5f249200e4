"""Pages that say little on a new base, once they hold something: axe, a phone, 400 %, keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from directory.domain.actors import Duty, Profile
from directory.domain.offices import Office, OfficeKind
from directory.domain.outcomes import CHOICES, months_to
from directory.domain.steering.counts import Counted, Metric
from directory.domain.steering.periods import Quarter
from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from directory.services.steering.quarters import Quarters
from directory.store.database import Database
from search.places.clock import local_day
from tests.accounts import Team
from tests.browser.accounts.test_account_pages import hold
from tests.browser.conftest import DESK, Visit, visit_in
from tests.house.served import served
from tests.site import PERMIT, PERMIT_SILENT, Site, make_site, settings_for
from tests.web.duplicates.test_import_rows import ALIKE, FIRST
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native
from tests.web.imports.test_vanished import applied

ARLES, MARSEILLE = "epci:241300417", "epci:200054807"
FOLDED = "document.querySelectorAll('main details').forEach((each) => { each.open = true })"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    settings = settings_for(tmp_path)
    made = make_site(sqlite_database, tmp_path, settings=settings)
    made.app.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """An administrator who may write, before a site whose pages hold something."""
    team = Team(site.database)
    somebody = team.person("ines", "cd13", profile=Profile.UPDATE, duties=(Duty.ADMINISTRATOR,))
    used_by_many(site, team)
    secret = team.session(somebody, has_factor=True)
    desk = Desk(site, site.client)
    desk.client.set_cookie("compte", secret)
    applied(desk, 1, 2, 3, first=True)
    applied(desk, 1, 2)
    desk.apply(desk.tried(native(FIRST), nom="Ateliers"))
    desk.apply(desk.tried(native(ALIKE), nom="Voisins"))
    desk.post("/exporter/preparer", format="csv")
    with served(lambda _: site.app) as address:
        context = browser.new_context(viewport=DESK, locale="fr-FR")
        context.add_cookies([{"name": "compte", "value": secret, "url": address}])
        yield visit_in(context, address)
        context.close()


def used_by_many(site: Site, team: Team) -> None:
    """Have a quarter and the one before searched, handed over, answered of; five people of an antenne."""
    today = local_day(team.clock())
    with site.database.write() as uow:
        office = uow.offices.add(Office(0, OfficeKind.INSERTION, "Pôle d’insertion d’Arles", "cd13"))
        for day in (today, Quarter.of(today).after(-1).last_day):
            uow.counts.add(
                {
                    Counted(day, Metric.SEARCHES, "mobilite-transport", ARLES): 23,
                    Counted(day, Metric.SEARCHES, "mobilite-permis", MARSEILLE): 41,
                    Counted(day, Metric.UNANSWERED, "mobilite-permis", MARSEILLE): 39,
                    Counted(day, Metric.SHEETS, "mobilite-permis", ARLES): 3,
                    Counted(day, Metric.LIAISONS, "famille-garde", ARLES): 8,
                    Counted(day, Metric.OFFICE_LIAISONS, office_id=office.id): 6,
                }
            )
        for number, choice in ((PERMIT, "accueilli.1-2"), (PERMIT_SILENT, "sans-place")) * 5:
            uow.outcomes.add(number, months_to(today, 1)[0], CHOICES[choice])
    for rank in range(5):
        account = team.person(f"agente-{rank}", "cd13")
        with site.database.write() as uow:
            uow.accounts.save(replace(account, office_id=office.id))
    quarters = site.app.extensions[SERVICES].steering.quarters
    Quarters(site.database, quarters.territories, now=lambda: team.clock()).keep(Quarter.of(today).after(-1))


def work(site: Site) -> None:
    """Write the file that was asked for."""
    ops = site.app.extensions[OPERATIONS]
    while (job := ops.jobs.claim(list(ops.exports.handlers()), owner="essai", lease_s=60, now=ops.now())) is not None:
        ops.exports.handlers()[job.kind](job, lambda: None)
        ops.jobs.finish(job.id, owner="essai", now=ops.now())


def test_pages_of_steering_imports_and_exports_that_hold_something(site: Site, visit: Visit) -> None:
    page, faults = visit.page, list[str]()

    def look(name: str, path: str, *words: str) -> Page:
        visit.open(path)
        page.evaluate(FOLDED)
        for each in words:
            page.locator("main").get_by_text(each).first.wait_for()
        faults.extend(hold(page, name))
        return page

    look("pilotage rempli", "/pilotage", "Pôle d’insertion d’Arles", "caché", "Passer son permis de conduire, ")
    charts_without_colour(page)
    look(
        "réponses d’une case", f"/pilotage/fiches?chiffre=suites&besoin=mobilite-permis&territoire={ARLES}", "2 fiches"
    )
    look("case avec réponses", f"/pilotage/couverture?besoin=mobilite-permis&territoire={ARLES}", "Ce que cela a donné")
    look("totaux ouverts", "/pilotage/totaux", "à saisir")
    look("disparues", "/imports/2/disparues", "Auto-école 3")
    look("une ligne à trancher", "/doublons/lignes", "Vélos à réparer")
    look("export demandé", "/exporter/fichiers/1")
    work(site)
    look("export prêt", "/exporter/fichiers/1", "prêt")
    look("rapport", "/pilotage/rapport", "Préparer le rapport")
    assert faults == []
    assert visit.complaints == [] and visit.foreign == []


def charts_without_colour(page: Page) -> None:
    """Hold the chart to what paper shows: no label over another, columns told apart by more than their colour."""
    boxes = [label.bounding_box() for label in page.locator(".columns text:not(.value)").all()]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box is not None]
    assert len(edges) > 1 and all(right <= left for (_, right), (left, _) in pairwise(edges)), edges
    fills = {
        name: page.locator(f".columns rect.{name}").first.evaluate("(rect) => getComputedStyle(rect).fill")
        for name in ("now", "then")
    }
    assert fills["then"] == "none" != fills["now"]
