"""Synonyms and weak words of an instance: they change searches at once, whichever engine answers, and are undone."""

from pathlib import Path

import pytest

from directory.domain.taxonomy_edits import EntryKind
from directory.services.bundle import Services
from directory.store.database import Database
from search.port import SearchEngine
from search.reference import ReferenceEngine
from search.sqlite.engine import SqliteEngine
from search.text.synonyms import BadSynonyms
from tests.site import CONTENTS, CRECHE, Site, make_site

SYNONYMS, WEAK = EntryKind.SYNONYMS, EntryKind.WEAK_WORDS


@pytest.fixture(params=["reference", "embedded"])
def site(request: pytest.FixtureRequest, sqlite_database: Database, tmp_path: Path) -> Site:
    """The engines know nothing of lists: what a question means is said to them in a plan, Elasticsearch too."""
    engine: SearchEngine = ReferenceEngine() if request.param == "reference" else SqliteEngine(tmp_path / "index")
    return make_site(sqlite_database, tmp_path, contents=CONTENTS[:CRECHE], engine=engine)


def titles(site: Site, text: str) -> list[str]:
    answer = site.client.get("/api/v1/ressources", query_string={"q": text, "correction": "non"}).get_json()
    return [each["titre"] for each in answer["resultats"]]


def test_a_synonym_is_tried_then_found_at_once_and_forgotten_once_undone(site: Site, services: Services) -> None:
    assert titles(site, "zinzolin") == []
    before, after = services.wording.try_out(SYNONYMS, ["zinzolin, crèche"], "zinzolin")
    assert (before.total, after.total, after.titles) == (0, 1, ("Crèche d’urgence",))
    assert after.needs == ("Faire garder son enfant",) and services.wording.lines(SYNONYMS) == ()
    made = services.wording.save(SYNONYMS, [" zinzolin,  crèche ", ""], account_id=8)
    assert made is not None and titles(site, "zinzolin") == ["Crèche d’urgence"]
    assert services.wording.save(SYNONYMS, ["zinzolin, crèche"], account_id=8) is None
    assert services.classifying.edits()[0].edit.after.search_words == ("zinzolin, crèche",)
    services.classifying.undo(made.id, account_id=8)
    assert titles(site, "zinzolin") == [] and services.wording.lines(SYNONYMS) == ()


def test_what_the_product_says_is_taken_out_by_a_line(site: Site, services: Services) -> None:
    def alike() -> set[str]:
        return {each for group in services.words.current().synonyms.groups for each in group.typed}

    typed = services.words.current().synonyms.groups[0].typed[0]
    before, product = alike(), services.wording.of_the_product(SYNONYMS)
    made = services.wording.save(SYNONYMS, [f"- {typed}"], account_id=8)
    assert made is not None and typed in before - alike()
    # What an instance stands over is still shown whole: it can be given back.
    assert services.wording.of_the_product(SYNONYMS) == product != ()
    services.classifying.undo(made.id, account_id=8)
    assert alike() == before


def test_a_weak_word_is_no_longer_asked_of_fiches_and_a_strong_one_is(site: Site, services: Services) -> None:
    assert titles(site, "crèche zinzolin") == []
    services.wording.save(WEAK, ["Zinzolin"], account_id=8)
    assert titles(site, "crèche zinzolin") == ["Crèche d’urgence"]
    assert titles(site, "crèche service") == ["Crèche d’urgence"]
    made = services.wording.save(WEAK, ["- service"], account_id=8)
    assert titles(site, "crèche service") == [] and made is not None
    services.classifying.undo(made.id, account_id=8)
    assert titles(site, "crèche zinzolin") == ["Crèche d’urgence"]


@pytest.mark.parametrize(
    "kind, lines, faults",
    [
        (SYNONYMS, ["seul", "a => b => c", "- zinzolin", "un mot, …"],
         [(1, "too-few"), (2, "arrows"), (3, "not-there"), (4, "no-word")]),
        (SYNONYMS, ["x" * 301], [(1, "too-long")]),
        (WEAK, ["- permis", "…"], [(1, "not-there"), (2, "no-word")]),
        # Numbered as they were typed, whatever is blank or said twice above.
        (SYNONYMS, ["zinzolin, crèche", "", "zinzolin,  crèche", "seul"], [(4, "too-few")]),
        (WEAK, ["service", " ", "service", "…", "", "- permis"], [(4, "no-word"), (6, "not-there")]),
    ],
)  # fmt: skip
def test_every_faulty_line_is_told(
    services: Services, kind: EntryKind, lines: list[str], faults: list[tuple[int, str]]
) -> None:
    with pytest.raises(BadSynonyms) as bad:
        services.wording.save(kind, lines, account_id=8)
    assert [(error.line, error.code) for error in bad.value.errors] == faults
