"""Pages: what people see, without script."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from directory.store.database import Database
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import ARCHIVED, DRAFT, HOSTILE, PERMIT, Site, make_site

NBSP = "\u00a0"


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.get_data(as_text=True)


class Outline(HTMLParser):
    """Titles, links, ids and unclosed tags of a page."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.titles: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids += [said["id"] or ""] if "id" in said else []
        self.links += [said["href"] or ""] if tag == "a" else []
        self.inline += [name for name in said if name.startswith("on") or name == "style"]
        if (tag == "script" and "src" not in said) or tag == "style":
            self.inline.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.titles.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


PATHS = (
    "/",
    "/recherche",
    "/recherche?q=permis&lieu=Arles&public=jeunes",
    "/recherche?q=pernis",
    "/recherche?q=creche+samedi+a+Arles",
    "/recherche?q=zzzz",
    "/recherche?groupe=a-verifier&public=jeunes&commune=13004",
    "/recherche?lat=43.6&lon=4.6&rayon=7.5&ouvert=2026-03-03T10:00&verifiee_depuis=2026-01-01&sans_besoin=oui",
    "/ressources/1-permis-a-un-euro",
    f"/ressources/{ARCHIVED}-permis-d-autrefois",
    f"/ressources/{HOSTILE}-script-alert-1-script-permis",
    "/aide",
    "/aide/data-inclusion",
    "/api/v1/docs",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_ordered_and_holds_nothing_inline(client: FlaskClient, path: str) -> None:
    text = page(client, path)
    outline = Outline(text)
    assert outline.open == []
    assert outline.titles[0] == "h1" and outline.titles.count("h1") == 1
    for above, below in zip(outline.titles, outline.titles[1:], strict=False):
        assert int(below[1]) <= int(above[1]) + 1
    assert len(set(outline.ids)) == len(outline.ids)
    assert outline.inline == []


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_page_leads_somewhere(client: FlaskClient, path: str) -> None:
    for link in dict.fromkeys(Outline(page(client, path)).links):
        if link.startswith("/"):
            assert client.get(link).status_code in (200, 301), link
        else:
            assert link.startswith(("#", "tel:", "sms:", "mailto:", "https://www.openstreetmap.org/"))


def test_what_a_fiche_says_is_never_read_as_html(client: FlaskClient) -> None:
    for path in (
        "/recherche?q=permis",
        f"/ressources/{HOSTILE}-script-alert-1-script-permis",
        "/ressources/1-permis-a-un-euro",
    ):
        text = page(client, path)
        for evil in ("<script>alert", "<img src=x", "<b>Structure", "<i>Travaux"):
            assert evil not in text
        assert "&lt;script&gt;" in text


def test_what_is_typed_is_never_read_as_html(client: FlaskClient) -> None:
    evil = '"><script>alert(1)</script>'
    for name in ("q", "lieu", "public", "ouvert", "zzz"):
        text = client.get(f"/recherche?{name}={quote(evil)}").get_data(as_text=True)
        assert "<script>alert" not in text


def test_the_form_comes_back_filled_and_keeps_the_criteria(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=permis&lieu=arles&rayon=5&public=jeunes&page=1&tri=nom")
    assert re.search('name="q"[^>]* value="permis"', text)
    assert re.search(r'name="lieu"[^>]* value="Arles \(13\)"', text)
    assert '<option value="5" selected>' in text
    assert '<input type="hidden" name="public" value="jeunes">' in text
    assert '<input type="hidden" name="tri" value="nom">' in text
    assert 'name="page"' not in text


def test_the_place_written_by_the_form_is_understood_again(client: FlaskClient) -> None:
    assert "2 ressources".replace(" ", NBSP) in page(client, "/recherche?q=permis&public=jeunes&lieu=Arles+(13)")


def test_a_wrong_criterion_is_said_and_does_not_come_back(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=permis&public=martiens&acces=libre", 422)
    assert "martiens" in text
    assert 'name="public"' not in text
    assert '<input type="hidden" name="acces" value="libre">' in text


@pytest.mark.parametrize("query", ["q=per%00mis", "q=permis&lieu=Ar%07les", "a%00b=1", "q=permis&public=%EF%BF%BF"])
def test_what_no_keyboard_types_does_not_come_back(client: FlaskClient, query: str) -> None:
    text = page(client, f"/recherche?{query}", 422)
    assert not re.search("[\x00-\x08\x0e-\x1f\uffff]", text)


def test_a_tag_takes_its_criterion_away(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=permis&public=jeunes&acces=sur-rendez-vous")
    assert re.search(
        r'href="/recherche\?q=permis&amp;acces=sur-rendez-vous"><span class="hidden">Retirer.*</span>Public.: Jeunes',
        text,
    )


def test_lists_beside_the_main_one_stand_under_their_names(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=permis&lieu=Arles&public=jeunes")
    names = ("À vérifier", "À distance ou qui se déplacent", "Plus loin", "Sans lieu connu")
    positions = [text.index(f">{name}</h2>") for name in names]
    assert positions == sorted(positions)


def test_an_empty_main_list_opens_on_the_next_one_saying_why(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=permis&lieu=Arles&public=seniors")
    assert f"À vérifier{NBSP}: 1{NBSP}ressource" in text
    assert "à vérifier auprès de la structure" in text
    assert "Bourse au" in text


def test_the_page_of_another_list_leads_back_says_its_order_and_can_be_left(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=permis&lieu=Arles&public=jeunes&groupe=plus-loin")
    assert "←&nbsp;Les 2 ressources autour d’Arles" in text
    assert "Par tranches de dix kilomètres" in text
    assert 'id="tri"' not in text
    left = re.search(r'href="([^"]*)"><span class="hidden">Retirer[^<]*</span>Liste', text)
    assert left is not None and "groupe" not in left[1] and "public=jeunes" in left[1]


def test_no_result_at_all_says_what_to_try(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=zzzzzz&correction=non")
    assert f"Aucune fiche ne dit «{NBSP}zzzzzz{NBSP}»" in text
    assert "Essayez avec moins de critères" in text


def test_a_number_with_an_extension_is_dialled_and_found_without_it(sqlite_database: Database, tmp_path: Path) -> None:
    contents = (fiche(phone="04 91 00 00 00 poste 12", second_phone="04 91 00 00 01 / 06 12 34 56 78"),)
    client = make_site(sqlite_database, tmp_path, contents=contents).client
    shown = page(client, "/ressources/1-permis-a-un-euro")
    assert re.findall(r'href="(tel:[^"]+)"', shown) == ["tel:+33491000000", "tel:+33491000001", "tel:+33612345678"]
    assert f">04{NBSP}91{NBSP}00{NBSP}00{NBSP}00</a>, poste&nbsp;12" in shown
    for typed in ("04 91 00 00 00", "0491000001", "+33 6 12 34 56 78"):
        assert "numéro de téléphone identique" in page(client, f"/recherche?q={quote(typed)}"), typed


def test_a_correction_is_said_and_can_be_refused(client: FlaskClient) -> None:
    text = page(client, "/recherche?q=pernis")
    assert "Résultats pour «&nbsp;<strong>permis</strong>&nbsp;»" in text
    assert "/recherche?q=pernis&amp;correction=non" in text


def test_a_correction_leaves_the_words_that_hold_the_mistyped_one(client: FlaskClient) -> None:
    assert "Résultats pour «&nbsp;transport <strong>transport</strong>&nbsp;»" in page(
        client, "/recherche?q=transport+transpor"
    )


def test_what_is_in_the_commune_asked_says_so_once(client: FlaskClient) -> None:
    text = page(client, "/recherche?besoin=mobilite-permis&commune=13004")
    hits = text.split('<li class="hit"')[1:]
    assert any("dans la commune" in hit for hit in hits)
    assert all(hit.count("dans la commune") <= 1 for hit in hits)


def test_a_fiche_confirmed_after_midnight_has_one_age_everywhere(sqlite_database: Database, tmp_path: Path) -> None:
    """Confirmed at 00:30 in Paris, looked at ten minutes later: the 3rd of March there, still the 2nd in UTC."""
    now = datetime(2026, 3, 2, 23, 40, tzinfo=UTC)
    site = make_site(sqlite_database, tmp_path, now=now)
    site.resources.verify(1, author=LEA, now=now - timedelta(minutes=10))
    fiche_page = page(site.client, "/ressources/1-permis-a-un-euro")
    assert f"vérifiée aujourd’hui</span> (le 3{NBSP}mars 2026)" in fiche_page
    assert f'title="3{NBSP}mars 2026">vérifiée aujourd’hui' in page(site.client, "/recherche?besoin=mobilite-permis")


def test_emergency_numbers_stand_above_the_needs_they_answer(client: FlaskClient) -> None:
    for query in ("besoin=famille-garde", "q=creche"):
        text = page(client, f"/recherche?{query}")
        assert text.index("tel:115") < text.index('<ol class="hits"')
    assert "tel:115" not in page(client, "/recherche?q=permis")


def test_words_found_are_marked(client: FlaskClient) -> None:
    assert "<mark>Permis</mark> à un euro" in page(client, "/recherche?q=permis")


def test_a_fiche_has_one_address(client: FlaskClient) -> None:
    for path in ("/ressources/1", "/ressources/1-autre-titre", "/ressources/01-permis-a-un-euro"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/ressources/1-permis-a-un-euro")
    assert 'rel="canonical" href="/ressources/1-permis-a-un-euro"' in page(client, "/ressources/1-permis-a-un-euro")


def test_a_fiche_tells_how_to_reach_the_service(client: FlaskClient) -> None:
    text = page(client, "/ressources/1-permis-a-un-euro")
    assert f'href="tel:+33490000000">{"04 90 00 00 00".replace(" ", NBSP)}</a>' in text
    assert f"Ouvert jusqu’à 12{NBSP}h" in text
    assert re.search("lundi <small>aujourd’hui</small>", text)
    assert "Madame Personne" not in text
    assert "Fiche tenue par Département des Bouches-du-Rhône" in text


def test_an_archived_fiche_says_so_and_offers_others_for_the_same_need(client: FlaskClient) -> None:
    text = page(client, f"/ressources/{ARCHIVED}-permis-d-autrefois")
    assert "Cette fiche est archivée" in text
    assert "Pour le même besoin" in text
    assert "/ressources/1-permis-a-un-euro" in text


@pytest.mark.parametrize("path", [f"/ressources/{DRAFT}", "/ressources/999", "/ressources/" + "9" * 40, "/nulle-part"])
def test_what_is_not_there_is_a_page_that_leads_somewhere(client: FlaskClient, path: str) -> None:
    text = page(client, path, 404)
    assert "Cette page n’existe pas" in text
    assert 'href="/recherche"' in text and 'href="/"' in text


def test_a_method_that_is_not_there_is_a_page(client: FlaskClient) -> None:
    answer = client.post("/recherche")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.content_type == "text/html; charset=utf-8"


def test_an_engine_that_is_away_is_said_and_lists_by_need_still_work(broken_site: Site) -> None:
    text = page(broken_site.client, "/recherche?q=permis", 503)
    assert "La recherche ne répond pas" in text
    assert "/recherche?besoin=mobilite-permis" in text
    listed = page(broken_site.client, "/recherche?besoin=mobilite-permis", 503)
    assert "Permis à un euro" in listed
    assert "Permis d’autrefois" not in listed
    assert "Permis à un euro" in page(broken_site.client, "/ressources/1-permis-a-un-euro")
    assert "Passer son permis de conduire" in page(broken_site.client, "/")


def test_a_fiche_archived_a_moment_ago_is_in_no_list(own_site: Site) -> None:
    assert "un euro" in page(own_site.client, "/recherche?q=permis")
    own_site.resources.archive(PERMIT, expected_version=1, author=LEA, origin=FORM, now=NOW)
    assert "un euro" not in page(own_site.client, "/recherche?q=permis")
