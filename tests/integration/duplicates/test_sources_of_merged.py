"""Once two fiches are one, the files of both feed the one that stays; none creates the other again (story 21)."""

from dataclasses import dataclass

import pytest

from directory.domain.merging import Choice
from directory.services.imports.service import ImportService
from tests.fiches import GAZETTEER, LEA, SAM
from tests.imports import new_import, row
from tests.integration.duplicates.conftest import ADMINISTRATOR, Desk

SAME = {"titre": "Permis à un euro", "structure": "Auto-école", "adresse": "3 place de la République"}


@dataclass
class Importing:
    desk: Desk
    imports: ImportService

    def run(self, rows: list[dict[str, str]], source: str) -> int:
        batch = self.imports.receive(new_import(rows, source=source, create_doubtful=True), author=LEA)
        self.imports.dry_run(batch)
        self.imports.apply(batch)
        return batch

    def count(self) -> int:
        with self.desk.database.read() as uow:
            return len(uow.resources.iterate(after_id=0, limit=100))


@pytest.fixture
def importing(desk: Desk) -> Importing:
    return Importing(desk, ImportService(desk.database, desk.resources, GAZETTEER, now=desk.now))


@pytest.fixture
def merged(importing: Importing) -> tuple[int, int]:
    """Two fiches of two sources, the second one merged into the first with both their places."""
    importing.run([row(1, **SAME)], "premiere")
    importing.run([row(1, **SAME | {"adresse": "9 quai Neuf", "tel": "04 90 11 11 11"})], "seconde")
    importing.desk.merge(1, 2, ADMINISTRATOR, places=Choice.BOTH)
    return 1, 2


def test_the_same_files_again_change_nothing(importing: Importing, merged: tuple[int, int]) -> None:
    before = importing.desk.get(1)
    importing.run([row(1, **SAME)], "premiere")
    importing.run([row(1, **SAME | {"adresse": "9 quai Neuf", "tel": "04 90 11 11 11"})], "seconde")
    assert importing.count() == 2
    assert importing.desk.get(1).content == before.content
    assert importing.desk.get(2).content.is_archived
    importing.desk.look()
    assert importing.desk.asked() == []


def test_what_moves_in_either_file_reaches_the_fiche_that_stays(importing: Importing, merged: tuple[int, int]) -> None:
    importing.run([row(1, **SAME | {"horaires": "mardi 9h-12h"})], "premiere")
    importing.run([row(1, **SAME | {"adresse": "10 quai Neuf", "tel": "04 90 11 11 11"})], "seconde")
    said = importing.desk.get(1).content
    assert importing.count() == 2
    assert said.hours == "Tu 09:00-12:00"
    # The second file says nothing of the first one's place: it stays.
    assert [place.address for place in said.places] == ["3 place de la République", "10 quai Neuf"]
    assert said.phone == "04 90 00 00 00"
    # The number is the first file's, which said it first: the other one is told, and flips nothing.
    batch = importing.run([row(1, **SAME | {"adresse": "10 quai Neuf", "tel": "04 90 22 22 22"})], "seconde")
    assert importing.desk.get(1).content.phone == "04 90 00 00 00"
    (group,) = importing.imports.report(batch).groups
    assert (group.kind, group.column) == ("dite-par-une-autre-source", "Téléphone")
    importing.run([row(1, **SAME | {"horaires": "mardi 9h-12h", "tel": "04 90 33 33 33"})], "premiere")
    assert importing.desk.get(1).content.phone == "04 90 33 33 33"


def test_taken_back_each_file_feeds_its_own_again(importing: Importing, merged: tuple[int, int]) -> None:
    importing.desk.split(1, ADMINISTRATOR)
    importing.run([row(1, **SAME | {"adresse": "9 quai Neuf", "tel": "04 90 33 33 33"})], "seconde")
    assert importing.count() == 2
    assert importing.desk.get(2).content.phone == "04 90 33 33 33"
    assert importing.desk.get(1).content.phone == "04 90 00 00 00"


def test_an_import_taken_back_leaves_what_was_merged(importing: Importing) -> None:
    importing.run([row(1, **SAME)], "premiere")
    second = importing.run([row(1, **SAME | {"tel": "04 90 11 11 11"})], "seconde")
    importing.desk.merge(1, 2, ADMINISTRATOR)
    said = importing.desk.get(1).content
    importing.imports.undo(second, author=SAM)
    assert importing.desk.get(1).content == said
    importing.run([row(1, **SAME | {"tel": "04 90 11 11 11"})], "seconde")
    assert importing.desk.get(1).content == said
    assert importing.count() == 2


def test_a_fiche_whose_import_was_taken_back_before_the_merge_speaks_for_itself_no_more(importing: Importing) -> None:
    """A sibling: its line would otherwise replace all that the fiche that stays says."""
    importing.run([row(1, **SAME)], "premiere")
    second = importing.run([row(1, **SAME | {"titre": "Autre titre"})], "seconde")
    importing.imports.undo(second, author=SAM)
    importing.desk.merge(1, 2, ADMINISTRATOR)
    said = importing.desk.get(1).content
    importing.run([row(1, **SAME | {"titre": "Autre titre"})], "seconde")
    assert importing.desk.get(1).content == said
    # The other source said the title first.
    importing.run([row(1, **SAME | {"titre": "Encore un autre titre"})], "seconde")
    assert importing.desk.get(1).content.title == said.title
