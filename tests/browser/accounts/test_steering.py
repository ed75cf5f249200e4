"""A secretary, by keyboard: a need without an answer, its list, the workbook: the same numbers in three places."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from directory.domain.steering.counts import Counted, Metric
from search.places.clock import local_day
from tests.browser.accounts.conftest import House, enter
from tests.browser.conftest import Visit

NEED, TERRITORY, SEARCHES = "Trouver une solution de transport", "epci:241300417", 23


def test_a_need_without_an_answer_is_the_same_in_three_places(
    house: House, somebody: Callable[[], Visit], tmp_path: Path
) -> None:
    with house.clock.stopped() as now:
        same_in_three_places(house, somebody(), tmp_path / "pilotage.xlsx", local_day(now))


def same_in_three_places(house: House, visit: Visit, file: Path, day: date) -> None:
    with house.team.database.write() as uow:
        uow.counts.add({Counted(day, Metric.SEARCHES, "mobilite-transport", TERRITORY): SEARCHES})
    # Whoever looked today already saw the figures of then: a night makes those of now.
    house.quarters.keep_those_that_move()
    page = enter(visit, house, house.team.person("Sylvie", institution="cd13"))
    visit.open("/")
    page.get_by_role("link", name="Pilotage", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pilotage")
    row = page.get_by_role("row").filter(has_text=NEED).first
    expect(row.get_by_role("cell").first).to_contain_text(str(SEARCHES))
    cell = row.locator(f'a[href*="{TERRITORY.replace(":", "%3A")}"]')
    expect(cell).to_contain_text("aucune")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tableur").focus()
        page.keyboard.press("Enter")
    waiting.value.save_as(file)
    lines = [row for row in load_workbook(file)["Couverture"].iter_rows(values_only=True) if row[0] == NEED]
    assert ("aucune", 0, 0, SEARCHES) in [line[2:6] for line in lines]
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NEED)
    expect(page.locator("main")).to_contain_text(f"{SEARCHES}\u00a0recherches")
    expect(page.get_by_role("heading", name="Sur place")).to_contain_text("0\u00a0fiche")
    assert visit.complaints == [] and visit.foreign == []
