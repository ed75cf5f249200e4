"""A CSV file that a spreadsheet opened and saved between an export and its import: no change, or mended and told."""

import csv
import io
from dataclasses import replace

import pytest

from directory.services.exports.formats import EXPORT_FORMATS
from directory.services.imports.service import ImportService, NewImport
from fiche.parts import Structure
from importers.native import NATIVE
from tests.fiches import ARLES, FORM, LEA, NOW, SAM, fiche
from tests.integration.exports.test_round_trip import brought_in, exported, imports, state, written
from tests.site import Site

__all__ = ["imports"]

EXCEL = (
    fiche("Accueil de jour", description="- petit déjeuner\n- douche\n- consigne", phone="+687 27 00 00",
          audience_text="=> sur justificatif", hours_text="9-12", structure=Structure("'Ty an holl", "13000548100010"),
          places=(replace(ARLES, address="1/2", latitude=43.5, longitude=4.6),)),
    fiche("'Ty an holl", description="@ccueil sans rendez-vous\u202f!", cost_text="1/2", hours_text="3-5",
          access_text="00123"),
)  # fmt: skip
"""Story 26, and its siblings."""


def excelled(file: bytes) -> bytes:
    """Return a CSV file as a French spreadsheet saves it, read for what it looks like, in one byte a letter."""
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))
    out = io.StringIO(newline="")
    made = {"9-12": "09-déc", "3-5": "03-mai", "1/2": "01-févr", "00123": "123", "13000548100010": "1,30005E+13"}
    lines = ([made.get(cell, cell.replace("\r\n", "\n")) for cell in row] for row in rows)
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode("cp1252", "replace")


@pytest.mark.parametrize("is_own", [True, False], ids=["named-here", "came-by-the-template"])
def test_a_file_that_a_spreadsheet_saved_in_between_changes_nothing(
    own_site: Site, imports: ImportService, *, is_own: bool
) -> None:
    if is_own:
        for content in EXCEL:
            own_site.resources.create(content, author=LEA, origin=FORM, now=NOW)
    else:
        assert brought_in(imports, written("csv", list(EXCEL)), "csv")["created"] == 2
    before = state(own_site)
    file = excelled(exported(own_site, "csv"))
    assert b"09-d\xe9c" in file and b"1,30005E+13" in file and b"'+687" in file
    batch = imports.receive(NewImport("x.csv", file, NATIVE), author=SAM)
    report = imports.dry_run(batch)
    assert {name: count for name, count in report.counts.items() if count} == {"unchanged": 9, "lines": 10}
    assert "change-par-un-tableur" in {each.kind for each in report.groups}
    imports.apply(batch)
    assert state(own_site) == before


def test_machines_see_no_guard_of_spreadsheets(own_site: Site) -> None:
    own_site.resources.create(EXCEL[0], author=LEA, origin=FORM, now=NOW)
    for form in set(EXPORT_FORMATS) - {"csv", "xlsx"}:
        text = exported(own_site, form).decode()
        assert "+687" in text.replace(" ", "") and "'+687" not in text and "'=>" not in text and "'-" not in text, form
    (made,) = (each for each in state(own_site) if each.content.title == EXCEL[0].title)
    answer = own_site.client.get(f"/api/v1/ressources/{made.id}").get_json()
    assert answer["description"].startswith("- petit") and answer["public_precisions"] == "=> sur justificatif"
