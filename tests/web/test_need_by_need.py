"""A sentence that no fiche answers whole is answered need by need; what is answered whole stays as it is."""

import re
from html import unescape

from flask.testing import FlaskClient

NBSP = "\u00a0"
SENTENCE = "q=cr%C3%A8che+et+permis+de+conduire&correction=non"


def page_of(client: FlaskClient, query: str) -> str:
    answer = client.get(f"/recherche?{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def sections(text: str) -> dict[str, tuple[str, str, int]]:
    """Return, by need: what its words are said to be, its address, its total."""
    found = re.findall(
        r'id="besoin-([\w-]+)"[^>]*><a href="([^"]+)">[^<]*</a> <span class="n">(\d+)<.*?<p class="quiet">([^<]*)</p>',
        text,
        re.DOTALL,
    )
    return {code: (words, unescape(url), int(total)) for code, url, total, words in found}


def test_each_need_has_its_section_with_its_words_and_its_total(client: FlaskClient) -> None:
    text = page_of(client, SENTENCE)
    assert f"Vous cherchez peut-être deux choses{NBSP}?" in unescape(text)
    assert "Aucune fiche ne répond aux deux." in text
    found = sections(text)
    assert found["famille-garde"][0] == f"pour «{NBSP}crèche{NBSP}»"
    assert "permis" in found["mobilite-permis"][0]


def test_a_section_leads_to_an_ordinary_search_that_holds_what_it_says(client: FlaskClient) -> None:
    for code, (_, url, total) in sections(page_of(client, f"{SENTENCE}&lieu=Arles")).items():
        assert f"besoin={code}" in url
        assert "q=" not in url
        assert re.search(rf'id="total"[^>]*>{total}{NBSP}', client.get(url).get_data(as_text=True))


def test_the_sentence_as_it_is_typed_stays_one_click_away(client: FlaskClient) -> None:
    text = page_of(client, SENTENCE)
    url = re.search(r'<a href="([^"]+)">Chercher plutôt la phrase telle quelle</a>', text)
    assert url is not None
    assert sections(page_of(client, unescape(url[1]).partition("?")[2])) == {}


def test_what_a_fiche_answers_whole_is_not_parted(client: FlaskClient) -> None:
    for query in ("q=permis", "q=cr%C3%A8che", "q=permis+de+conduire&lieu=Arles", f"{SENTENCE}&groupe=moins-de-mots"):
        assert sections(page_of(client, query)) == {}


def test_the_api_gives_the_needs_and_never_parts_an_answer(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/ressources?{SENTENCE}").get_json()
    assert {need["code"] for need in answer["besoins_compris"]} >= {"famille-garde", "mobilite-permis"}
    assert answer["total"] == 0
    assert "moins-de-mots" in {listing["cle"] for listing in answer["groupes"]}
