"""What holds on every page and state: axe, both themes, no other host, nothing sideways, a focus that is seen."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE, Visit, settled, visit_in
from tests.browser.pages import ERRORS, STATES

NARROWEST_PX = 320
MOST_STOPS = 120
everywhere = pytest.mark.parametrize("name", STATES, ids=str)
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Half of the time went into describing each element that keeps a rule.
    "resultTypes": ["violations"],
    "preload": False,
}

VIOLATIONS = """async (options) => {
    const {violations} = await axe.run(options);
    return violations.flatMap(({id, nodes}) => nodes.map(({html}) => [id, html]));
}"""
"""What is kept is left behind: handing over all that axe says took as long as loading it."""

MARK = "leaflet-marker-icon"
"""Marks stand where their places are, however near each other. The list holds the same links, at their size
(WCAG 2.5.8, exception "equivalent").
"""


LONG = {"API": "section[aria-labelledby]:nth-of-type(n + 4), tbody tr:nth-child(n + 3)"}
"""What one template draws again and again: the contrast of all of it took as long as twenty pages and told no more."""


def show(visit: Visit, name: str) -> Page:
    return settled(visit.open(STATES[name], is_error=name in ERRORS))


def shorten(page: Page, name: str) -> None:
    """Leave the first of what one template draws many times."""
    if name in LONG:
        page.evaluate("(drawn) => document.querySelectorAll(drawn).forEach((each) => each.remove())", LONG[name])


def violations(page: Page) -> list[str]:
    # Once a page: what is loaded serves for each size of it.
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(VIOLATIONS, AXE_OPTIONS)
    return [f"{rule}: {html[:160]}" for rule, html in found if not (rule == "target-size" and MARK in html)]


def narrow_faults(page: Page) -> list[str]:
    """Return how far a page goes sideways on a phone, and at 400 %: 1280 px are then 320 px wide, and little high."""
    faults = []
    for width, height in ((PHONE["width"], PHONE["height"]), (NARROWEST_PX, 300)):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{wide} px wide in {width}")
    return faults


@everywhere
def test_a_page_keeps_the_rules_at_a_desk_in_dark_colours(dark_desk: Visit, name: str) -> None:
    page = show(dark_desk, name)
    # What a page asks late of another host is seen.
    page.wait_for_load_state("networkidle")
    shorten(page, name)
    assert violations(page) == []
    assert dark_desk.foreign == []
    if name not in ERRORS:
        assert dark_desk.complaints == []


@everywhere
def test_a_page_keeps_the_rules_on_a_phone_in_light_colours(phone: Visit, name: str) -> None:
    page = show(phone, name)
    assert narrow_faults(page) == []
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    shorten(page, name)
    # Shown whole: what the dock at the foot of the screen half covers is scrolled past, and is no small target.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": PHONE["width"], "height": max(height, PHONE["height"])})
    assert violations(page) == []


FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    let seen = element, style = getComputedStyle(element);
    // The bar shows the focus of its fields around the field.
    for (let up = element; up && up !== document.body; up = up.parentElement) {
        const each = getComputedStyle(up);
        if (each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2) { seen = up; style = each; break; }
        if (up.matches('.ask > div') && each.boxShadow !== 'none') return {what: up.className, ok: true, inView: true};
    }
    const box = element.getBoundingClientRect();
    return {
        what: element.outerHTML.slice(0, 100),
        ok: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


@pytest.mark.parametrize("name", ["accueil", "résultats filtrés", "fiche", "rien", "aide", "lieu à choisir"], ids=str)
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_focus_is_seen_at_every_stop(browser: Browser, address: str, name: str, screen: dict[str, int]) -> None:
    context = browser.new_context(viewport=screen, locale="fr-FR")  # type: ignore[arg-type]
    visit = visit_in(context, address)
    page = show(visit, name)
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    context.close()
    assert len(stops) > 5
    assert [stop["what"] for stop in stops if not stop["ok"] or not stop["inView"]] == []


@pytest.mark.parametrize("name", ["accueil", "résultats", "fiche"], ids=str)
def test_forced_colours_and_still_pages_are_honoured(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport=DESK, locale="fr-FR", forced_colors="active", reduced_motion="reduce")
    visit = visit_in(context, address)
    page = show(visit, name)
    moving = page.evaluate("document.getAnimations().length")
    button = page.locator(".btn").first
    border = button.evaluate("element => getComputedStyle(element).borderTopStyle")
    context.close()
    assert moving == 0
    assert border == "solid"
    assert visit.complaints == []
