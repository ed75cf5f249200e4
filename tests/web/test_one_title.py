"""Lines that follow one another under one title: it is said once, no rank moves, nothing is lost."""

import re
from pathlib import Path

from directory.store.database import Database
from fiche.content import Content
from fiche.parts import Structure
from tests.fiches import fiche
from tests.site import make_site

TITLE = "Premier rendez-vous"


def page_of(database: Database, folder: Path, *contents: Content) -> str:
    client = make_site(database, folder, contents=contents).client
    answer = client.get("/recherche?q=rendez-vous&tri=nom")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def offices(count: int, **said: object) -> list[Content]:
    return [fiche(TITLE, structure=Structure(f"Bureau {number}"), **said) for number in range(1, count + 1)]


def test_three_lines_of_one_title_say_it_once_and_keep_their_ranks(sqlite_database: Database, tmp_path: Path) -> None:
    others = [fiche("Agenda de rendez-vous"), fiche("Suivi sur rendez-vous")]
    text = page_of(sqlite_database, tmp_path, *others, *offices(4, costs=("gratuit",)))
    assert re.findall(r'class="rank">(\d+)\.', text) == ["1", "2", "3", "4", "5", "6"]
    folded = text[text.index('<li class="same">') : text.index("Suivi sur")]
    assert "Premier <mark>rendez-vous</mark> <span" in folded
    assert "4\u00a0lieux" in folded and "1\u00a0autre lieu" in folded
    # Said by all, once; who, where, when and how to call, by each.
    assert folded.count("Gratuit") == 1
    assert len(re.findall(r">Bureau \d<span", folded)) == folded.count('class="tel"') == 4
    assert folded.count("· Arles") == folded.count('class="fresh') == 4
    assert re.findall(r'data-rank="(\d)"', folded) == ["2", "3", "4", "5", "6"]


def test_what_differs_is_said_by_each_and_two_lines_stay_apart(sqlite_database: Database, tmp_path: Path) -> None:
    text = page_of(
        sqlite_database, tmp_path, *offices(2, costs=("gratuit",)), fiche(TITLE, structure=Structure("Bureau 3"))
    )
    assert text.count('<li class="same">') == 1
    assert text.count("Gratuit</li>") == 2
    assert "autre lieu" not in text


def test_two_lines_of_one_title_stay_apart(sqlite_database: Database, tmp_path: Path) -> None:
    assert '<li class="same">' not in page_of(sqlite_database, tmp_path, *offices(2))
