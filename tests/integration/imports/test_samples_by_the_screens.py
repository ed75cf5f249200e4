"""Real public files by the services of the screens: all counted, twice is once, taken back whole, nothing invented.

A few rows of each; whole with ``SAMPLES=all``, in a quarter of an hour.
"""

import csv
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import importers
from directory.domain.imports import BatchState
from directory.services.imports.reports import (
    CREATED,
    LEFT,
    LINES,
    REFUSED,
    REPEATED,
    REVISED,
    WAITING,
    report_from_json,
)
from directory.store.database import Database
from importers.files.encoding import encoding_of
from search.places.gazetteer import default_gazetteer
from tests.contract.importers.known import SAMPLES, TRAPS, needs_samples
from tests.integration.imports.through import IMPORTER, Through
from tests.invented import invented

pytestmark = [needs_samples, pytest.mark.samples]

ALL = os.environ.get("SAMPLES") == "all"
ROWS = 40
MAPPINGS = Path(importers.__file__).parent / "formats" / "mappings"
FILES = (
    SAMPLES / "annuaire_services_publics_2019.csv",
    SAMPLES / "conseillers_numeriques_2022.csv",
    SAMPLES / "france_services_2024.csv",
    SAMPLES / "services_data_inclusion_v0_2022.json",
    TRAPS / "bfc_2022.utf8_bom.pointvirgule.toutquote.csv",
    TRAPS / "cdb_import_structures_BOM.csv",
    TRAPS / "pole_emploi_2019.utf16le_bom.tab.txt",
    TRAPS / "rhinocc.macroman.cr.csv",
)
MOST_REFUSED = 0.01
AGREED = frozenset(("hors-perimetre",))
"""Reasons that anybody who reads the row agrees with: the mapping of its format names it."""


def content_of(path: Path) -> bytes:
    """Return a file, or its first rows, in its own encoding and form."""
    whole = path.read_bytes()
    if ALL:
        return whole
    if path.suffix == ".json":
        return json.dumps(json.loads(whole)[:ROWS]).encode()
    encoding = encoding_of(io.BytesIO(whole)).name
    text = whole.decode(encoding)
    separator = max(";,\t", key=text[:2000].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[: ROWS + 1]
    out = io.StringIO()
    end = "\r" if ".cr." in path.name else "\n"
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def said_by_format(name: str) -> str:
    """Return the text of a packaged format: some say the number of a whole network."""
    path = MAPPINGS / f"{name.replace('-', '_')}.json"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.mark.parametrize("path", FILES, ids=lambda each: each.name.split(".")[0])
def test_a_real_file_goes_in_twice_is_once_and_is_taken_back(sqlite_database: Database, path: Path) -> None:
    through = Through(sqlite_database, default_gazetteer(), lambda: datetime(2026, 11, 30, 9, tzinfo=UTC))
    content = content_of(path)
    batch = through.tried(content, path.name)
    assert batch.state is BatchState.PREVIEWED, report_from_json(batch.report).unreadable
    report = report_from_json(batch.report)
    refused = [each for each in report.groups if each.refuses and each.kind not in AGREED]
    others = sum(each.lines for each in refused)
    assert batch.counts[CREATED] and others <= max(MOST_REFUSED * batch.counts[LINES], 1), refused
    also = said_by_format(batch.format)
    wrong = [
        (row.lines, found) for row in through.rows(batch) if len(row.lines) == 1 and (found := invented(row, also))
    ]
    assert not wrong, wrong[:9]
    batch = through.apply(batch)
    assert batch.state is BatchState.APPLIED
    again = through.tried(content, path.name, source_id=batch.source_id)
    counts = again.counts
    assert (counts[CREATED], counts[REVISED], counts.get(WAITING, 0)) == (0, 0, 0), counts
    same = (REFUSED, LEFT, REPEATED)
    assert [counts[name] for name in same] == [batch.counts[name] for name in same]
    through.desk.drop(IMPORTER, again.id)
    assert len(through.published()) == batch.counts[CREATED]
    through.undo(batch)
    assert not through.published()
