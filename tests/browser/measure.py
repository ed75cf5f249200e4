"""Measure a running site as an old laptop on a slow phone network sees it: ``python -m tests.browser.measure URL``."""

import os
import shutil
import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import DESK, FLAGS, PHONE
from tests.browser.measuring import FIRST_PAINT, MEASURE_SHIFT, SLOW_3G, weigh

SLOWER = 4
ROUNDS = 3
PAGES = {"résultats": "/recherche?q=permis&lieu=Marseille", "accueil": "/", "fiche": "/ressources/3"}


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write("Usage: python -m tests.browser.measure http://127.0.0.1:8000\n")
        return 2
    site = sys.argv[1].rstrip("/")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    out = [
        "| page | screen | first paint, slow 3G, CPU / 4 | weight | layout shift |",
        "| --- | --- | --- | --- | --- |",
    ]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        for name, path in PAGES.items():
            for screen, size in (("1280 px", DESK), ("375 px", PHONE)):
                rounds = [one_round(browser, site + path, size) for _ in range(ROUNDS)]
                paint, weight, shift = (statistics.median(values) for values in zip(*rounds, strict=True))
                out.append(f"| {name} | {screen} | {paint / 1000:.1f} s | {weight / 1000:.0f} kB | {shift:.3f} |")
        browser.close()
    sys.stdout.write("\n".join(out) + "\n")
    return 0


def one_round(browser: Browser, url: str, size: dict[str, int]) -> tuple[float, int, float]:
    """Return first contentful paint in milliseconds, bytes received and layout shift, with an empty cache."""
    context = browser.new_context(viewport=size, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(MEASURE_SHIFT)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    weights = weigh(page)
    page.goto(url, timeout=120_000)
    page.wait_for_load_state("networkidle", timeout=120_000)
    result = (page.evaluate(FIRST_PAINT), weights.total, page.evaluate("window.shift"))
    context.close()
    return result


if __name__ == "__main__":
    sys.exit(main())
