"""What a page of results proposes next, and what a second search keeps: each total true, each counted once."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.store.database import Database
from search.query import SearchAnswer, SearchQuery
from search.reference import ReferenceEngine
from search.text.less_words import folded_words, only_words, without_words
from tests.site import make_site

NBSP = "\u00a0"


@dataclass
class Counted:
    whole: int = 0
    totals: int = 0
    queries: list[SearchQuery] = field(default_factory=list)


class CountingEngine(ReferenceEngine):
    """Tells a whole search, with facets and other lists, from a total alone."""

    def __init__(self) -> None:
        super().__init__()
        self.counted = Counted()

    def search(self, query: SearchQuery) -> SearchAnswer:
        if query.facets or query.preview:
            self.counted.whole += 1
        else:
            self.counted.totals += 1
        return super().search(query)


@pytest.mark.parametrize(
    "path, whole",
    [
        ("/", 1),
        ("/recherche?q=permis&lieu=Arles", 1),
        ("/recherche?q=zzzzzz&correction=non&lieu=Arles&frais=gratuit", 1),
    ],
)
def test_a_page_is_one_whole_search_the_rest_are_totals(
    sqlite_database: Database, tmp_path: Path, path: str, whole: int
) -> None:
    engine = CountingEngine()
    client = make_site(sqlite_database, tmp_path, engine=engine).client
    engine.counted = Counted()
    assert client.get(path).status_code == 200
    assert engine.counted.whole == whole
    assert engine.counted.totals <= 10


def test_an_offer_says_how_many_it_gives_and_none_gives_none(client: FlaskClient) -> None:
    for query in ("q=permis", "q=creche+a+Arles", "q=permis+zzzzzz", "q=creche+samedi"):
        text = client.get(f"/recherche?{query}").get_data(as_text=True)
        for url, total in re.findall(r'class="tag offer" href="([^"]+)".*?<span class="n">(\d+)<', text):
            assert int(total) > 0
            taken = client.get(url.replace("&amp;", "&")).get_data(as_text=True)
            assert re.search(rf'id="total"[^>]*>{total}{NBSP}', taken), (query, url)


def test_an_understood_need_takes_the_place_of_its_words(client: FlaskClient) -> None:
    text = client.get("/recherche?q=il+cherche+une+creche+a+Arles").get_data(as_text=True)
    url = re.search(r'class="tag offer" href="([^"]*besoin=famille-garde[^"]*)"', text)
    assert url is not None
    assert "creche" not in url[1]
    assert "q=Arles" in url[1]


def test_words_are_dropped_one_by_one(client: FlaskClient) -> None:
    text = client.get("/recherche?q=permis+xylophone&correction=non&frais=gratuit").get_data(as_text=True)
    assert f"Sans «{NBSP}xylophone{NBSP}»{NBSP}: 1{NBSP}ressource" in text


def test_a_form_of_the_bar_with_other_words_drops_the_need(client: FlaskClient) -> None:
    sent = "avant=Passer+son+permis+de+conduire&besoin=mobilite-permis&ouvert=maintenant&frais=gratuit&lieu=&rayon=20"
    answer = client.get(f"/recherche?q=psychologue&{sent}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/recherche?q=psychologue&frais=gratuit&lieu=&rayon=20"


def test_a_form_of_the_bar_with_the_label_of_its_need_asks_for_the_need(client: FlaskClient) -> None:
    label = "Passer+son+permis+de+conduire"
    answer = client.get(f"/recherche?q={label}&avant={label}&besoin=mobilite-permis&lieu=Arles")
    assert answer.headers["Location"] == "/recherche?besoin=mobilite-permis&lieu=Arles"


def test_criteria_kept_from_other_words_are_said_to_be_kept(client: FlaskClient) -> None:
    before = {"Referer": "http://localhost/recherche?q=permis&frais=gratuit"}
    text = client.get("/recherche?q=creche&frais=gratuit", headers=before).get_data(as_text=True)
    assert f"Gardé{NBSP}: Coût{NBSP}: Gratuit" in text
    same = client.get("/recherche?q=permis&frais=gratuit", headers=before).get_data(as_text=True)
    assert "Gardé" not in same


@pytest.mark.parametrize(
    "text, gone, left",
    [
        ("aide pour l’entretien, demain", {"entretien"}, "aide pour demain"),
        ("Entretien : permis", {"entretien"}, "permis"),
        ("crèche", {"creche"}, ""),
        ("<b>permis</b> & crèche", {"b"}, "<>permis</> & crèche"),
    ],
)
def test_a_text_loses_some_words_and_nothing_else(text: str, gone: set[str], left: str) -> None:
    assert without_words(text, gone) == left


def test_a_text_keeps_some_words_alone() -> None:
    assert only_words("une crèche à Arles ce soir", folded_words("arles ce soir")) == "Arles ce soir"


@pytest.mark.parametrize("word", ["de", "+++", "le la"])
def test_words_that_say_nothing_to_look_for_are_said(client: FlaskClient, word: str) -> None:
    text = client.get("/recherche", query_string={"q": word}).get_data(as_text=True)
    assert "ne dit pas quoi chercher" in text
