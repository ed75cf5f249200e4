"""Take the pictures of README and of the help from a running site: ``make run``, then ``make screenshots``.

The site is the one of HOST and PORT; ``SCREENSHOTS=http://…`` names another.

docs/screenshots   home, results, fiche, empty result and print, at 1280 and 375 px, light and dark.
static/img/aide    those that the help shows; of the pages of an editor with the trial account of the département.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
HELP = ROOT / "static" / "img" / "aide"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
SCREENS = {1280: 900, 375: 812}
RESULTS = "/recherche?q=pemis+de+conduire&lieu=Martigues&rayon=20"
STATES = {
    "accueil": "/",
    "resultats": RESULTS,
    "vide": "/recherche?q=plongée+sous-marine&lieu=Martigues&frais=gratuit",
}
A4_PX: ViewportSize = {"width": 794, "height": 1123}
HELP_SIZE: ViewportSize = {"width": 1280, "height": 640}
EDITOR = "mise-a-jour@cd13.exemple"
OWN_FICHES = "/recherche?q=insertion&institution=cd13"
NEW_FICHE = {
    "structure.nom": "Garage solidaire de Berre",
    "titre": "Réparer sa voiture à prix solidaire",
    "description": "Réparations courantes, prêt d’un véhicule pendant les travaux.",
}


def main() -> int:
    here = f"http://{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
    site = (sys.argv[1] if len(sys.argv) > 1 else here).rstrip("/")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    PICTURES.mkdir(parents=True, exist_ok=True)
    HELP.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            fiche = first_fiche(browser, site)
            states = {**STATES, "fiche": fiche}
            for width, height in SCREENS.items():
                for scheme in ("light", "dark"):
                    for name, path in states.items():
                        picture(browser, site + path, PICTURES / f"{name}-{width}-{scheme}.png", width, height, scheme)
            for name in ("accueil", "resultats", "fiche"):
                picture(browser, site + states[name], HELP / f"{name}.png", **HELP_SIZE, scheme="light")
            editing(browser, site)
            printed(browser, site + fiche)
        finally:
            browser.close()
    return 0


def first_fiche(browser: Browser, site: str) -> str:
    page = browser.new_page()
    shown(page, f"{site}/recherche?q=auto-école&lieu=Martigues")
    path = page.locator(".hits .title a").first.get_attribute("href")
    page.close()
    return path or "/"


def shown(page: Page, url: str) -> None:
    """Open a page with its font: the first visit only fills the cache."""
    for _ in range(2):
        page.goto(url)
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)


def picture(browser: Browser, url: str, target: Path, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="fr-FR",
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    shown(page, url)
    page.screenshot(path=str(target))
    context.close()


def editing(browser: Browser, site: str) -> None:
    """Show what an editor sees: a fiche of theirs, what waits, two to compare, the form filled, its hours.

    Nothing is saved.
    """
    context = browser.new_context(viewport=HELP_SIZE, locale="fr-FR", color_scheme="light")
    page = context.new_page()
    # What is typed for the picture is not kept for the account.
    page.route("**/ressources/saisie", lambda route: route.abort())
    page.goto(f"{site}/connexion")
    page.locator(f"button[value='{EDITOR}']").click()
    shown(page, site + OWN_FICHES)
    fiche = page.locator(".hits .title a").first.get_attribute("href") or "/"
    shown(page, site + fiche)
    page.screenshot(path=str(HELP / "confirmer.png"))
    shown(page, f"{site}/ressources/{fiche.split('/')[-1].split('-')[0]}/signaler")
    page.screenshot(path=str(HELP / "signaler.png"))
    shown(page, f"{site}/a-faire")
    page.screenshot(path=str(HELP / "a-faire.png"))
    pair = page.locator("#doublons ~ .task a.btn").first.get_attribute("href") or "/a-faire"
    shown(page, site + pair)
    page.screenshot(path=str(HELP / "reunir.png"))
    shown(page, f"{site}/ressources/nouvelle")
    for name, text in NEW_FICHE.items():
        page.locator(f"[name='{name}']").fill(text)
        page.keyboard.press("Tab")
    page.wait_for_timeout(1500)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=str(HELP / "ecrire.png"))
    shown(page, f"{site}{fiche.split('-')[0]}/modifier")
    page.locator("[id='horaires.0.de']").evaluate("field => field.closest('fieldset').scrollIntoView()")
    page.mouse.wheel(0, -48)
    page.wait_for_timeout(400)
    page.screenshot(path=str(HELP / "horaires.png"))
    context.close()


def printed(browser: Browser, url: str) -> None:
    """Show a fiche as it leaves the printer."""
    context = browser.new_context(viewport=A4_PX, locale="fr-FR")
    page = context.new_page()
    shown(page, url)
    page.emulate_media(media="print")
    page.screenshot(path=str(PICTURES / "fiche-imprimee.png"))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
