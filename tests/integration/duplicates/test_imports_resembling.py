"""A file that says again, as its own, what is there: known again when it is sure, asked about when it is not."""

from dataclasses import dataclass, replace

import pytest

from directory.domain.resource import Resource
from directory.services.accounts.callers import Caller
from directory.services.imports.answering import NotThatFiche, UnknownRow, WaitingRows
from directory.services.imports.desk import Importer
from directory.services.imports.reports import DUPLICATES, WAITING, ImportReport
from tests.access.actors import OTHER
from tests.fiches import LEA, SAM
from tests.imports import new_import, row
from tests.integration.duplicates.conftest import ADMINISTRATOR, EDITOR
from tests.integration.duplicates.test_sources_of_merged import SAME, Importing
from tests.integration.duplicates.test_sources_of_merged import importing as importing
from tests.integration.store.importing import counted

SIRET = "73282932000074"
ALIKE = row(1, **SAME | {"description": "Autrement dit."})
UNLIKE = row(2, tel="04 90 22 22 22", cp="84000", commune="Avignon")
BODY = {"siret": SIRET, "adresse": "2 rue du Port"}
BOSS = Importer(ADMINISTRATOR, SAM, Caller(ADMINISTRATOR, "essai"))


@dataclass
class Asking:
    importing: Importing

    def __post_init__(self) -> None:
        self.desk, self.imports = self.importing.desk, self.importing.imports
        self.rows = WaitingRows(self.desk.database, self.desk.resources, now=self.desk.now)

    def run(self, rows: list[dict[str, str]], source: str = "seconde", **said: bool) -> tuple[int, ImportReport]:
        batch = self.imports.receive(new_import(rows, source=source, **said), author=LEA)
        tried = counted(self.imports.dry_run(batch))
        report = self.imports.apply(batch)
        # What is done is what was shown.
        assert counted(report) == tried
        return batch, report

    def waiting(self) -> int:
        (found,) = self.rows.listed(ADMINISTRATOR, limit=10)
        return found.match.id

    def fiche(self, number: int) -> Resource:
        return self.desk.get(number)


@pytest.fixture
def asking(importing: Importing) -> Asking:
    """A first source has a fiche."""
    importing.run([row(1, **SAME)], "premiere")
    importing.desk.look()
    return Asking(importing)


def test_a_doubtful_row_waits_and_creates_nothing(asking: Asking) -> None:
    batch, report = asking.run([ALIKE, UNLIKE])
    assert counted(report) == {"created": 1, WAITING: 1, "lines": 2}
    (group,) = report.groups
    assert (group.kind, group.ranges, group.refuses) == ("ressemblance", ((2, 2),), False)
    assert "Permis à un euro" in group.text and "même téléphone" in group.text
    asking.desk.look()
    assert asking.importing.count() == 2 and asking.desk.asked() == []
    # The month after, the same row waits in the place of the first one; and again once that file is taken back.
    again, report = asking.run([ALIKE, UNLIKE])
    assert counted(report) == {"unchanged": 1, WAITING: 1, "lines": 2}
    assert asking.rows.get(ADMINISTRATOR, asking.waiting()).match.batch_id == again
    asking.imports.undo(again, author=SAM)
    assert asking.rows.get(ADMINISTRATOR, asking.waiting()).match.batch_id == batch


def test_it_is_the_same_its_blanks_are_filled_and_the_next_files_remember(asking: Asking) -> None:
    asking.run([ALIKE | {"siret": SIRET}])
    before = asking.fiche(1).content
    asking.rows.is_same(BOSS, asking.waiting(), 1)
    said = asking.fiche(1).content
    assert said == replace(before, structure=replace(before.structure, siret=SIRET))
    assert asking.rows.count(ADMINISTRATOR) == 0
    assert counted(asking.run([ALIKE | {"siret": SIRET}])[1]) == {"unchanged": 1, "lines": 1}
    # The text is the first source's, the SIRET this one's.
    _, report = asking.run([ALIKE | {"description": "Encore autrement.", "siret": "55210055400013"}])
    assert [(each.kind, each.column) for each in report.groups] == [("dite-par-une-autre-source", "Description")]
    assert asking.fiche(1).content.structure.siret == "55210055400013"
    assert asking.fiche(1).content.description == before.description
    assert asking.importing.count() == 1


def test_what_was_answered_is_taken_back_with_the_import(asking: Asking) -> None:
    before = asking.fiche(1).content
    batch, _ = asking.run([ALIKE | {"siret": SIRET}])
    asking.rows.is_same(BOSS, asking.waiting(), 1)
    asking.imports.undo(batch, author=SAM)
    assert asking.fiche(1).content == before
    assert counted(asking.run([ALIKE | {"siret": SIRET}])[1]) == {WAITING: 1, "lines": 1}
    asking.rows.is_another(BOSS, asking.waiting())
    assert asking.fiche(1).content == before and asking.fiche(2).content.description == "Autrement dit."


def test_it_is_another_and_nobody_asks_again(asking: Asking) -> None:
    asking.run([ALIKE])
    made = asking.rows.is_another(BOSS, asking.waiting())
    asking.desk.look()
    assert asking.desk.asked() == [] and made.content.description == "Autrement dit."
    assert counted(asking.run([ALIKE | {"tel": "04 90 33 33 33"}])[1]) == {"revised": 1, "lines": 1}


def test_doubtful_rows_are_created_where_that_was_chosen(asking: Asking) -> None:
    _, report = asking.run([ALIKE], create_doubtful=True)
    assert counted(report) == {"created": 1, DUPLICATES: 1, "lines": 1}
    asking.desk.look()
    assert asking.desk.asked() == [(2, 1)]


def test_the_same_body_need_and_place_are_one_fiche(asking: Asking) -> None:
    asking.importing.run([row(3, titre="Épicerie sociale", tel="", **BODY)], "premiere")
    before = asking.fiche(2).content
    batch, report = asking.run([row(9, titre="Aide alimentaire", tel="04 90 55 55 55", **BODY)])
    assert counted(report) == {"revised": 1, "lines": 1}
    assert {each.kind for each in report.groups} == {"rapprochee", "dite-par-une-autre-source"}
    assert asking.fiche(2).content == replace(before, phone="04 90 55 55 55")
    asking.imports.undo(batch, author=SAM)
    assert asking.fiche(2).content == before
    # Once its record is gone, the same file finds it again.
    assert counted(asking.run([row(9, titre="Aide alimentaire", tel="04 90 55 55 55", **BODY)])[1])["revised"] == 1


def test_two_rows_of_one_body_or_two_fiches_alike_are_no_longer_sure(asking: Asking) -> None:
    asking.importing.run([row(3, titre="Épicerie sociale", tel="", **BODY)], "premiere")
    rows = [row(9, titre="Aide alimentaire", tel="", **BODY), row(11, titre="Colis", tel="", **BODY)]
    assert counted(asking.run(rows)[1]) == {WAITING: 2, "lines": 2}


def test_one_body_at_other_doors_is_another_fiche(asking: Asking) -> None:
    asking.importing.run([row(3, titre="Épicerie sociale", tel="", **BODY)], "premiere")
    far = BODY | {"cp": "84000", "commune": "Avignon"}
    assert counted(asking.run([row(9, titre="Aide alimentaire", tel="", **far)])[1]) == {"created": 1, "lines": 1}


def test_a_source_that_numbers_two_things_is_believed(asking: Asking) -> None:
    assert counted(asking.run([ALIKE | {"id": "autre"}], "premiere")[1]) == {"created": 1, "lines": 1}


def test_a_row_without_an_identifier_that_moved_is_asked_about(asking: Asking) -> None:
    rows = [row(5, id="", tel="04 90 77 77 77"), row(6, id="", tel="04 90 88 88 88")]
    asking.run(rows, "sans-numeros")
    moved = [rows[0] | {"description": "Dit autrement."}, rows[1]]
    assert counted(asking.run(moved, "sans-numeros")[1]) == {"unchanged": 1, WAITING: 1, "lines": 2}
    asking.rows.is_same(BOSS, asking.waiting(), 2)
    assert counted(asking.run(moved, "sans-numeros")[1]) == {"unchanged": 2, "lines": 2}


def test_only_who_may_import_answers_and_only_of_what_was_shown(asking: Asking) -> None:
    asking.run([ALIKE])
    number = asking.waiting()
    stranger = replace(EDITOR, institution=OTHER)
    with pytest.raises(UnknownRow):
        asking.rows.get(stranger, number)
    with pytest.raises(UnknownRow):
        asking.rows.is_another(replace(BOSS, actor=stranger), number)
    with pytest.raises(NotThatFiche):
        asking.rows.is_same(BOSS, number, 99)
    asking.rows.is_another(BOSS, number)
    with pytest.raises(UnknownRow):
        asking.rows.is_same(BOSS, number, 1)


def test_a_row_that_a_later_file_created_waits_no_more(asking: Asking) -> None:
    asking.run([ALIKE])
    waiting = asking.waiting()
    asking.run([ALIKE], create_doubtful=True)
    assert asking.rows.count(ADMINISTRATOR) == 0
    with pytest.raises(UnknownRow):
        asking.rows.is_same(BOSS, waiting, 1)


def test_what_a_later_file_created_is_answered_once_that_file_is_taken_back(asking: Asking) -> None:
    asking.run([ALIKE])
    later, _ = asking.run([ALIKE], create_doubtful=True)
    asking.imports.undo(later, author=SAM)
    asking.rows.is_same(BOSS, asking.waiting(), 1)
    assert counted(asking.run([ALIKE])[1]) == {"unchanged": 1, "lines": 1}
