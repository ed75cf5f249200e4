"""Pictures of the main pages over the demonstration base, in var/screenshots: ``make screenshots``.

At a desk and on a phone, in light and dark colours. Anything on the command line is taken as paths to show instead.
"""

import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from directory.app import create_app
from directory.settings import read_settings

FOLDER = Path(__file__).resolve().parent.parent / "var" / "screenshots"
PATHS = {
    "accueil": "/",
    "resultats": "/recherche?q=permis&lieu=Marseille",
    "resultats-criteres": "/recherche?famille=numerique&commune=13055&rayon=10&frais=gratuit",
    "lieu-a-choisir": "/recherche?lieu=Saint-Martin",
    "fiche": "/ressources/1",
    "aide": "/aide",
    "introuvable": "/nulle-part",
    "api": "/api/v1/docs",
}
SCREENS = {"bureau": (1280, 900), "telephone": (375, 812)}
SCHEMES = ("light", "dark")


def main(paths: Sequence[str]) -> int:
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if chromium is None:
        sys.stderr.write("Pas de Chromium\u00a0: make browser-deps\n")
        return 1
    shown = {path.strip("/").replace("/", "-") or "accueil": path for path in paths} or PATHS
    FOLDER.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, path in shown.items():
            take(browser, name, address + path)
        browser.close()
    sys.stdout.write(f"{FOLDER}\n")
    return 0


def take(browser: Browser, name: str, url: str) -> None:
    for screen, (width, height) in SCREENS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="fr-FR",
            )
            page = context.new_page()
            page.goto(url, wait_until="networkidle")
            page.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png", full_page=True)
            context.close()


@contextmanager
def site() -> Iterator[str]:
    """Give the address of a site over a demonstration base of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"ENVIRONMENT": "development", "DATA_DIR": folder, "LOG_LEVEL": "error", "RATE_LIMIT": "none"}
        app = create_app(read_settings(environ))
        prepared = app.test_cli_runner().invoke(args=["prepare", "--demo"])
        if prepared.exit_code != 0:
            raise SystemExit(prepared.output)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
