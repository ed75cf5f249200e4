"""What a page weighs, and whether it moves while it loads. No time is asserted: machines differ; they are measured by
``python -m tests.browser.measure`` for docs/performance.md.
"""

import re

from tests.browser.conftest import Visit
from tests.browser.measuring import MEASURE_SHIFT, Weights, weigh

HEAVIEST_BYTES = 100_000
LARGEST_SHIFT = 0.01
RESULTS = "/recherche?q=permis&lieu=Marseille"


def test_a_page_of_results_weighs_less_than_100_kb_with_its_css_and_scripts(desk: Visit) -> None:
    weights = weigh(desk.page)
    desk.open(RESULTS)
    desk.page.wait_for_load_state("networkidle")
    without_map = Weights({url: size for url, size in weights.by_url.items() if not is_map_or_font(url)})
    assert without_map.total < HEAVIEST_BYTES, without_map.by_url


def is_map_or_font(url: str) -> bool:
    return bool(re.search(r"leaflet|/map(_marks)?\.js|topology\.js|departements|/carte\?|\.woff2", url))


def test_nothing_moves_while_results_load(desk: Visit) -> None:
    desk.page.add_init_script(MEASURE_SHIFT)
    for path in (RESULTS, "/", "/ressources/3"):
        desk.open(path)
        desk.page.wait_for_load_state("networkidle")
        desk.page.wait_for_timeout(500)
        assert desk.page.evaluate("window.shift") <= LARGEST_SHIFT, path


def test_scripts_wait_until_the_answer_is_painted(desk: Visit) -> None:
    page = desk.open(RESULTS)
    # Those of the map come later still, added by a script.
    for script in page.locator("script[src]:not([src*=leaflet])").all():
        assert script.get_attribute("defer") is not None or script.get_attribute("type") == "module"


def test_files_are_kept_a_year_under_addresses_that_change_with_them(desk: Visit) -> None:
    kept: dict[str, str] = {}
    desk.page.on("response", lambda answer: kept.update({answer.url: answer.headers.get("cache-control", "")}))
    desk.open("/")
    desk.page.wait_for_load_state("networkidle")
    files = {url: policy for url, policy in kept.items() if "/static/" in url}
    assert files
    assert all("immutable" in policy and "/static/v-" in url for url, policy in files.items())
