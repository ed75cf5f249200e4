"""A real table, its format refused, from drop to applied by keyboard, counted; the next one in two clicks."""

import csv
import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from directory.services.bundle import OPERATIONS
from directory.worker import Worker
from tests.browser.conftest import PHONE, Visit, settled
from tests.browser.test_every_page import violations
from tests.browser.test_writing import signed_in
from tests.contract.importers.known import TRAPS, needs_samples

ROWS = 40
MOST_DECISIONS = 8
CHOOSE = "fichier"


@pytest.fixture
def worker(app: Flask) -> Iterator[None]:
    """The work behind the pages, done while they are looked at."""
    ops, stop = app.extensions[OPERATIONS], threading.Event()
    found = Worker(ops.indexer, ops.jobs, ops.import_jobs.handlers(), owner="essai", now=ops.now)

    def work() -> None:
        while not stop.is_set():
            if not found.do_a_job(stop):
                stop.wait(0.1)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The first rows of a table of 24 columns that a region published."""
    text = (TRAPS / "bfc_2022.utf8_bom.pointvirgule.toutquote.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[: ROWS + 1]
    path = tmp_path / "lieux-numeriques.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(rows)
    return path


class Hands:
    """Goes through the pages by keyboard alone; counts what was decided."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.decisions = 0

    def reach(self, selector: str) -> None:
        """Press Tab until an element of this kind is held."""
        for _ in range(120):
            if self.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached")

    def decide(self, *keys: str) -> None:
        self.decisions += 1
        for key in keys:
            self.page.keyboard.press(key)


def check(page: Page) -> None:
    assert violations(page) == [], page.url
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    page.set_viewport_size({"width": 1280, "height": 800})


@needs_samples
@pytest.mark.samples
def test_a_real_table_goes_in_by_keyboard_and_the_next_one_in_two_clicks(desk: Visit, worker: None, file: Path) -> None:
    signed_in(desk)
    page, hands = desk.open("/imports/nouveau"), Hands(desk.page)
    check(page)
    # Choosing a file opens a window of the system, which no page may fill: it is given in its place.
    page.set_input_files(f"#{CHOOSE}", file)
    hands.decisions += 1
    page.wait_for_url(re.compile("/source$"))
    check(page)
    hands.reach("#source-nouvelle")
    hands.reach("[name=autrement]")
    hands.decide("Space")
    hands.reach("#nom")
    hands.decide("Enter")
    page.wait_for_url(re.compile("/colonnes$"))
    check(page)
    if page.locator("#titre-structure").count():
        hands.reach("[name=titre]")
        hands.decide("Space")
    hands.reach(".confirm .btn")
    hands.decide("Enter")
    page.wait_for_url(re.compile("/(essai|valeurs)$"))
    if page.url.endswith("/valeurs"):
        check(page)
        hands.reach(".confirm .btn")
        hands.decide("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Avant d’appliquer")
    check(page)
    expect(page.locator(".counts")).to_contain_text("lignes, toutes comptées")
    hands.reach(".confirm .btn")
    hands.decide("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Import appliqué")
    check(page)
    assert hands.decisions <= MOST_DECISIONS
    page.get_by_role("link", name="La source").click()
    check(settled(page))
    page.set_input_files(f"#{CHOOSE}", file)
    expect(page.get_by_role("heading", level=1)).to_have_text("Avant d’appliquer")
    page.get_by_role("button", name="Noter que rien ne change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import appliqué")
    page.get_by_role("link", name="Tous les imports").click()
    check(page)
    assert desk.foreign == [] and desk.complaints == []


def test_a_large_file_leaves_in_parts_and_one_lost_on_the_way_is_sent_again(desk: Visit, tmp_path: Path) -> None:
    signed_in(desk)
    page = desk.open("/imports/nouveau")
    path = tmp_path / "liste.csv"
    rows = [f"A-{number};Atelier safran {number};Relais;Un atelier." for number in range(200)]
    path.write_text("\n".join(["identifiant;titre_du_service;structure;description", *rows]))
    sent: list[str] = []

    def lose_the_second(route: Route) -> None:
        sent.append(route.request.url)
        route.abort() if len(sent) == 2 else route.continue_()

    page.route("**/imports/envois", lose_the_second)
    page.evaluate("document.querySelector('[data-part-mb]').dataset.partMb = '0.004'")
    page.set_input_files(f"#{CHOOSE}", path)
    page.wait_for_url(re.compile("/(source|lecture)$"))
    expect(page.locator("main")).to_contain_text("200\u00a0lignes")
    assert len(sent) > 2
    desk.open("/imports/nouveau")
    page.evaluate("document.querySelector('[data-part-mb]').dataset.partMb = '0.004'")
    empty = tmp_path / "vide.csv"
    empty.touch()
    page.set_input_files(f"#{CHOOSE}", [path, empty])
    expect(page.get_by_role("alert").first).to_contain_text("Le fichier est vide")
    page.wait_for_load_state()
    page.set_input_files(f"#{CHOOSE}", [path] * 21)
    expect(page.locator("[data-refusal]")).to_contain_text("20 fichiers au plus")


def test_a_file_is_given_without_script(without_script: Visit, worker: None, tmp_path: Path) -> None:
    signed_in(without_script)
    page = without_script.open("/imports/nouveau")
    path = tmp_path / "liste.csv"
    path.write_text("identifiant;titre_du_service;structure;description\nA-1;Atelier safran;Relais;Un atelier.\n")
    page.set_input_files(f"#{CHOOSE}", path)
    page.get_by_role("button", name="Envoyer le fichier").click()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_load_state()
    while not re.search("Avant|questions|reconnu|Tout", page.title()):
        page.get_by_role("link", name="Actualiser").click()
        page.wait_for_load_state()
    assert "/imports/" in page.url
