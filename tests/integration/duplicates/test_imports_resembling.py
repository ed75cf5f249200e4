"""A file that says again, as its own, what is there: told by the trial with its reason, waiting in the duplicates."""

import pytest

from directory.services.accounts.callers import Caller
from directory.services.imports.reports import DUPLICATES
from tests.fiches import LEA
from tests.imports import new_import, row
from tests.integration.duplicates.conftest import ADMINISTRATOR, Desk, by
from tests.integration.duplicates.test_sources_of_merged import SAME, Importing
from tests.integration.duplicates.test_sources_of_merged import importing as importing

ALIKE = row(1, **SAME | {"description": "Autrement dit."})
UNLIKE = row(2, tel="04 90 22 22 22", cp="84000", commune="Avignon")


@pytest.fixture
def there(importing: Importing) -> Desk:
    importing.run([row(1, **SAME)], "premiere")
    importing.desk.look()
    return importing.desk


def test_a_doubtful_row_is_told_before_and_waits_in_the_queue_once_applied(importing: Importing, there: Desk) -> None:
    batch = importing.imports.receive(new_import([ALIKE, UNLIKE], source="seconde"), author=LEA)
    report = importing.imports.dry_run(batch)
    (group,) = [each for each in report.groups if each.kind == "ressemblance"]
    assert (group.lines, group.ranges, group.refuses) == (1, ((2, 2),), False)
    assert "Permis à un euro" in group.text and "même téléphone" in group.text
    assert report.counts[DUPLICATES] == 1 and importing.count() == 1 and there.asked() == []
    assert importing.imports.apply(batch).counts[DUPLICATES] == 1
    there.look()
    assert there.asked() == [(2, 1)]


def test_kept_apart_the_next_files_ask_nothing_more(importing: Importing, there: Desk) -> None:
    importing.run([ALIKE], "seconde")
    there.look()
    there.merging.keep_apart(by(ADMINISTRATOR), Caller(ADMINISTRATOR, "essai"), 2, 1)
    batch = importing.run([ALIKE | {"tel": "04 90 33 33 33"}], "seconde")
    there.look()
    assert there.asked() == []
    assert importing.imports.report(batch).counts[DUPLICATES] == 0
