"""*Feuille pour la personne* over HTTP: what she reads, on the page, by the link, in a mail and a short message."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from directory.store.database import Database
from directory.web.sheets.page import MOST_FICHES
from directory.web.sheets.sending import LONGEST_MAIL_CHARS, SIGNS_A_FICHE
from fiche.parts import Closure
from tests.accounts import Clock, Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import (
    ARCHIVED,
    CRECHE,
    DRAFT,
    HOSTILE,
    PERMIT,
    PERMIT_FAR,
    PERMIT_REMOTE,
    Site,
    make_site,
    settings_for,
)
from tests.web.accounts.test_pages import send, sign_in, text_of

PRESCRIBED, SILENT = 10, 11
SHEET = "/feuille?fiche={}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, clock: Clock) -> Site:
    made = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"), clock=clock)
    for content in (
        fiche(
            "Atelier vélo", mobilisations=("prescription-apres-avis",),
            documents_to_bring="Attestation RSA\u00a0; Photo",
            cost_text="3 €", costs=("payant",), closures=(
                Closure(NOW.date(), NOW.date() + timedelta(days=2), "Travaux"),
                Closure(NOW.date() + timedelta(days=90), NOW.date() + timedelta(days=95), "Congés"),
            ),
        ),
        fiche("Guichet", phone="", hours="", access_modes=(), documents_to_bring=""),
    ):  # fmt: skip
        made.resources.create(content, author=LEA, origin=FORM, now=NOW, confirmed=True)
    return made


def leaf(client: FlaskClient, *numbers: int, more: str = "") -> str:
    answer = client.get("/feuille?" + "&".join(f"fiche={each}" for each in numbers) + more)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer)


def link_of(page: str) -> str:
    found = re.search(r"http://localhost(/f/[\w.-]+)", page)
    assert found is not None
    return found[1]


def test_the_sheet_speaks_to_the_person_in_the_order_asked(site: Site) -> None:
    page = leaf(site.client, PERMIT_REMOTE, PERMIT)
    assert page.index("Conseil permis par téléphone") < page.index("Permis à un euro")
    assert "Appelez pour prendre rendez-vous." in page and "tel:+33490000000" in page
    # No line of a telephone is cut inside a range.
    assert '<span class="range">9 h – 12 h</span>' in page
    assert "Du lundi au vendredi" in page and "Les papiers à apporter" in page and "À demander au téléphone" in page
    assert "Madame Personne" not in page
    assert "<svg" in page and "Visez ce carré" in page


def test_who_is_not_expected_yet_is_told_to_wait(site: Site) -> None:
    page = leaf(site.client, PRESCRIBED)
    assert "Quand la réponse est oui&nbsp;: appelez pour prendre rendez-vous." in page
    assert "N’y allez pas encore." in page and "Envoyée le" in page and "Pas de réponse le" in page
    assert "RSA (revenu de solidarité active)" in page and "3 €" in page
    assert "Travaux" in page
    assert "Congés" not in page.partition("<article")[2]


def test_what_is_missing_is_said_as_what_to_do(site: Site) -> None:
    page = leaf(site.client, SILENT)
    assert "Demandez à votre conseiller comment faire." in page
    assert "demandez à votre conseiller." in page and "À demander à votre conseiller" in page
    assert "Téléphonez avant d’y aller." not in page


def test_what_is_gone_is_left_off_and_said(site: Site) -> None:
    page = leaf(site.client, PERMIT, ARCHIVED, DRAFT, 999)
    assert "Permis d’autrefois" in page and "Permis en préparation" not in page
    assert "ne sont plus proposées" in page
    assert page.count('class="leaf-fiche"') == 1
    assert site.client.get(SHEET.format(ARCHIVED)).status_code == 404


@pytest.mark.parametrize("query", ["", "fiche=", "fiche=x", "fiche=1&fiche=é", f"fiche={'9' * 30}", "fiche=999"])
def test_a_bad_address_is_no_sheet(site: Site, query: str) -> None:
    assert site.client.get(f"/feuille?{query}").status_code == 404


def test_more_than_three_take_another_page(site: Site) -> None:
    page = leaf(site.client, PERMIT, PERMIT_FAR, CRECHE, HOSTILE, PERMIT)
    assert page.count('<article class="leaf') == 2 and page.count('class="leaf-fiche"') == 4
    assert "Vos adresses, suite" in page and "<script>alert" not in page


def test_numbers_to_call_in_danger_can_be_left_off(site: Site) -> None:
    assert "Samu social" in leaf(site.client, CRECHE)
    without = leaf(site.client, CRECHE, more="&urgences=non")
    assert "Samu social" not in without and "Les remettre" in without


def test_a_mail_has_nobody_to_go_to_and_a_short_message_fits(site: Site) -> None:
    page = site.client.get(f"/feuille?fiche={PERMIT}&fiche={CRECHE}&fiche={HOSTILE}").text
    mail = re.search(r'href="mailto:\?([^"]*)"', page)
    assert mail is not None and len(mail[0]) < 2_000 and "/f/" in unquote(mail[1])
    sms = re.search(r'href="sms:\?&amp;body=([^"]*)"', page)
    assert sms is not None
    said = unquote(sms[1])
    assert len(said) <= 3 * SIGNS_A_FICHE and "/f/" in said and "1. Permis à un euro" in said


def test_a_mail_that_is_too_long_holds_the_link_and_the_titles_that_fit(site: Site) -> None:
    contents = [fiche(f"{rank}. {'é' * 60}") for rank in range(MOST_FICHES)]
    numbers = [site.resources.create(each, author=LEA, origin=FORM, now=NOW).resource.id for each in contents]
    page = site.client.get("/feuille", query_string={"fiche": numbers}).text
    mail = re.search(r'href="(mailto:[^"]*)"', page)
    assert mail is not None and len(unescape(mail[1])) <= LONGEST_MAIL_CHARS
    said = unquote(mail[1])
    assert "/f/" in said and "1. 0. é" in said and "20. 19. é" not in said and said.endswith("\n…")


def test_the_link_works_without_an_account_where_nobody_may_read(site: Site, clock: Clock) -> None:
    path = link_of(leaf(site.client, PERMIT, CRECHE))
    site.app.config["PUBLIC_READING"] = False
    client = site.client
    assert client.get(f"/ressources/{PERMIT}", follow_redirects=True).status_code == 401
    answer = client.get(path)
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer" and "noindex" in answer.headers["X-Robots-Tag"]
    assert "<script" not in answer.text and len(answer.get_data()) < 30_000
    assert "Permis à un euro" in answer.text and "Madame Personne" not in answer.text
    card = client.get(f"{path}/1.vcf")
    assert card.status_code == 200 and card.mimetype == "text/vcard" and "BEGIN:VCARD" in card.text
    assert client.get(f"{path}/9.vcf").status_code == client.get(f"{path}x/1.vcf").status_code == 404


def test_the_link_says_what_changed_and_what_is_gone(site: Site, clock: Clock) -> None:
    path = link_of(leaf(site.client, PERMIT, CRECHE, PERMIT_FAR))
    clock.forward(days=2)

    def save(number: int, **said: object) -> None:
        found = site.resources.get(number)
        site.resources.revise(
            number, replace(found.content, **said), author=LEA, origin=FORM, now=clock.at,  # type: ignore[arg-type]
            expected_version=found.version,
        )  # fmt: skip

    save(PERMIT, phone="04 65 71 18 09")
    save(CRECHE, status="archivee")
    page = text_of(site.client.get(path))
    assert "Le numéro a changé depuis votre feuille." in page and "tel:+33465711809" in page
    assert "N’est plus proposé." in page and "Crèche d’urgence" in page
    assert page.index("Permis à un euro") < page.index("Crèche d’urgence") < page.index("Permis solidaire")


def test_fiches_made_one_are_printed_once_and_the_paper_keeps_its_numbers(site: Site) -> None:
    before = link_of(leaf(site.client, PERMIT, CRECHE, PERMIT_FAR))
    with site.database.write() as uow:
        uow.resources.mark_merged(CRECHE, PERMIT)
    page = leaf(site.client, PERMIT, CRECHE, PERMIT_FAR)
    assert page.count('class="leaf-fiche"') == page.count("<h2><span") == 2
    opened = text_of(site.client.get(before))
    assert re.findall(r'class="n">(\d)</span> ([^<]*)', opened) == [
        ("1", "Permis à un euro"), ("2", "Permis à un euro"), ("3", "Permis solidaire"),
    ]  # fmt: skip
    assert opened.count("la même adresse que le numéro") == 1 and opened.count("N’est plus proposé") == 0
    assert site.client.get(f"{before}/3.vcf").status_code == 200


def test_a_link_that_opens_nothing_says_what_to_do(site: Site, clock: Clock) -> None:
    path = link_of(leaf(site.client, PERMIT))
    assert site.client.get("/f/nimporte").status_code == 404
    assert "visez de nouveau" in site.client.get(f"{path[:-2]}").text
    clock.forward(days=367)
    over = site.client.get(path)
    assert over.status_code == 410 and "plus d’un an" in over.text


def test_the_same_sheet_is_a_pdf(site: Site) -> None:
    answer = site.client.get(f"/feuille.pdf?fiche={PERMIT}&fiche={ARCHIVED}&fiche={HOSTILE}")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF-1.7") and len(answer.get_data()) < 100_000
    assert answer.headers["Cache-Control"] == "no-store" and "vos-adresses.pdf" in answer.headers["Content-Disposition"]
    assert site.client.get(f"/feuille.pdf?fiche={ARCHIVED}").status_code == 404
    assert site.client.get("/feuille.pdf?fiche=x").status_code == 404


def test_links_can_be_switched_off(sqlite_database: Database, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, PUBLIC_READING="on", PERSON_LINKS="off")
    client = make_site(sqlite_database, tmp_path, settings=settings).client
    page = leaf(client, PERMIT)
    assert "/f/" not in page and "Visez ce carré" not in page
    assert client.get("/f/nimporte").status_code == 404


def test_the_sheet_of_a_selection_is_noted_in_it_by_its_button_alone(site: Site, clock: Clock) -> None:
    client = site.client
    sign_in(client, Team(site.database, clock).person("lea", "cd13"))
    send(client, "/selection/fiches", SEARCH, ajouter=str(PERMIT), suite=SEARCH)
    path = f"/feuille?fiche={PERMIT}&selection=1"
    for read in (path, path.replace("feuille", "feuille.pdf")):
        assert client.get(read).status_code == client.head(read).status_code == 200
    assert client.post("/selections/1/remise").status_code == 400
    assert "Remise le" not in text_of(client.get("/selection"))
    handed = send(client, "/selections/1/remise", "/selection")
    assert (handed.status_code, handed.headers["Location"]) == (303, path)
    page = text_of(client.get(path))
    assert "Département des Bouches-du-Rhône" in page and 'href="/selections/1"' in page
    assert "Remise le" in text_of(client.get("/selection"))
    assert client.get(f"{SHEET.format(PERMIT)}&selection=x").status_code == 200
    assert client.get(f"{SHEET.format(PERMIT)}&selection=999").status_code == 200


def test_of_two_fiches_made_one_the_one_chosen_is_noted(site: Site, clock: Clock) -> None:
    client = site.client
    sign_in(client, Team(site.database, clock).person("lea", "cd13"))
    send(client, "/selection/fiches", SEARCH, ajouter=str(PERMIT_FAR), suite=SEARCH)
    with site.database.write() as uow:
        uow.resources.mark_merged(PERMIT_FAR, PERMIT)
    assert send(client, "/selections/1/remise", "/selection").status_code == 303
    page = text_of(client.get("/selection"))
    assert "réunie à celle-ci" in page and "Remise le" in page


def test_a_selection_of_which_nothing_is_offered_has_no_sheet(site: Site, clock: Clock) -> None:
    client = site.client
    sign_in(client, Team(site.database, clock).person("lea", "cd13"))
    send(client, "/selection/fiches", SEARCH, ajouter=str(PERMIT), suite=SEARCH)
    send(client, "/selections/1", "/selection", geste=f"retirer-{PERMIT}")
    assert send(client, "/selections/1/remise", SEARCH).headers["Location"] == "/selections/1"


SEARCH = "/recherche?q=permis"
