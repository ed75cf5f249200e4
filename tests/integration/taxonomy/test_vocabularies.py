"""The words of the product follow the base and the file of synonyms."""

import os
from collections.abc import MutableMapping
from dataclasses import replace
from pathlib import Path

import pytest

from directory.services.taxonomy.editing import seed
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from search.text.synonyms import BadSynonyms
from tests.fiches import TAXONOMY


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_a_renamed_need_is_seen_after_a_moment(sqlite_database: Database) -> None:
    seed(sqlite_database, TAXONOMY)
    clock = Clock()
    reader = VocabularyReader(sqlite_database, refresh_s=2.0, monotonic=clock)
    assert reader.current().label("besoin", "famille-garde") == "Faire garder son enfant"
    with sqlite_database.write() as uow:
        uow.taxonomy.save_needs([replace(TAXONOMY.needs["famille-garde"], label="Garde d’enfants")])
    assert reader.current().label("besoin", "famille-garde") == "Faire garder son enfant"
    clock.now_s += 2
    assert reader.current().label("besoin", "famille-garde") == "Garde d’enfants"


def test_nothing_is_built_again_when_nothing_moved(sqlite_database: Database) -> None:
    seed(sqlite_database, TAXONOMY)
    reader = VocabularyReader(sqlite_database, refresh_s=0.0)
    assert reader.current() is reader.current()


def test_the_file_of_synonyms_is_read_again_and_a_faulty_one_refused(
    sqlite_database: Database, tmp_path: Path, log_lines: list[MutableMapping[str, object]]
) -> None:
    seed(sqlite_database, TAXONOMY)
    file = tmp_path / "synonyms.txt"
    file.write_text("permis, auto-école\n", encoding="utf-8")
    reader = VocabularyReader(sqlite_database, synonyms_file=file, refresh_s=0.0)
    assert len(reader.current().synonyms.groups) == 1
    _write_later(file, "permis, auto-école\ncrèche, nounou\n", 1)
    assert len(reader.current().synonyms.groups) == 2
    _write_later(file, "seul\n", 2)
    assert len(reader.current().synonyms.groups) == 2
    assert [line["event"] for line in log_lines] == ["synonyms.refused"]


def test_a_faulty_file_at_start_stops_the_start(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("seul\n", encoding="utf-8")
    with pytest.raises(BadSynonyms):
        VocabularyReader(sqlite_database, synonyms_file=file)


def _write_later(file: Path, text: str, seconds: int) -> None:

    file.write_text(text, encoding="utf-8")
    os.utime(file, (2_000_000_000 + seconds,) * 2)
