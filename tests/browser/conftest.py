"""The demonstration base behind a real server, and a real Chromium in front of it."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from directory.app import create_app
from directory.store.database import Database
from tests.house.served import served
from tests.site import settings_for

NAMES = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MORNING = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 700}

# Nothing is measured by these: a busy machine may take its time, a page that never comes still fails.
PATIENCE_MS = 90_000
expect.set_options(timeout=PATIENCE_MS / 3)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Visit:
    """A page, and what a browser complained about while it was shown."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str, *, is_error: bool = False) -> Page:
        """Show a page; an error page only when one is expected."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok is not is_error, answer.status
        return self.page


SETTLED = """() => document.readyState === "complete"
  && !document.querySelector(".htmx-request")
  && [...document.querySelectorAll("[data-map]")].every(
    (map) => !map.checkVisibility() || map.querySelector(".leaflet-pane, [data-show-map]"))"""


def settled(page: Page) -> Page:
    """Wait until the page is loaded, its scripts have run and its map, where one is seen, is drawn; return the page.

    Half a second less than waiting for a silent network, on each of hundreds of pages.
    """
    page.wait_for_function(SETTLED)
    return page


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = next((path for name in NAMES if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here: make browser-deps, or CHROMIUM=/path")
    return found


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site keeps what is its own."""
    return tmp_path_factory.mktemp("browsed")


@pytest.fixture(scope="session")
def clock() -> Callable[[], datetime]:
    """A clock that hardly goes on: pages are those of one morning, and what is saved later has a later date."""
    started = time.monotonic()
    return lambda: MORNING + timedelta(seconds=time.monotonic() - started) / 60


@pytest.fixture(scope="session")
def app(folder: Path, clock: Callable[[], datetime]) -> Flask:
    """A site over the demonstration base."""
    made = create_app(settings_for(folder), now=clock)
    result = made.test_cli_runner().invoke(args=["prepare", "--demo"])
    assert result.exit_code == 0, result.output
    return made


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """The address of the site."""
    with served(lambda _: app) as found:
        yield found


@pytest.fixture
def base(app: Flask, folder: Path) -> Iterator[Database]:
    """The base behind the site, where a test puts what no page of it does."""
    assert app
    database = Database(f"sqlite:///{folder}/directory.db")
    yield database
    database.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS), timeout=PATIENCE_MS * 2)
    yield launched
    launched.close()


def visit_in(context: BrowserContext, address: str) -> Visit:
    visit = Visit(context.new_page(), address)
    visit.page.set_default_timeout(PATIENCE_MS)
    visit.page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.complaints.append(error.message))
    home = urlsplit(address).netloc

    def note(url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != home:
            visit.foreign.append(url)

    visit.page.on("request", lambda request: note(request.url))
    return visit


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit at a desk, 1280 px wide."""
    context = browser.new_context(viewport=DESK, locale="fr-FR")
    yield visit_in(context, address)
    context.close()


@pytest.fixture
def without_script(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=DESK, locale="fr-FR", java_script_enabled=False)
    yield visit_in(context, address)
    context.close()


@pytest.fixture
def dark_desk(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit at a desk, in dark colours."""
    context = browser.new_context(viewport=DESK, locale="fr-FR", color_scheme="dark")
    yield visit_in(context, address)
    context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit on a phone, in light colours."""
    context = browser.new_context(viewport=PHONE, locale="fr-FR", color_scheme="light")
    yield visit_in(context, address)
    context.close()
