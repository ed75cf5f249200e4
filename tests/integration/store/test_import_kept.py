"""What rows become is kept from the look to the deed, and read back for the same file; never for another."""

import json
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Refused, Saver
from directory.services.imports import keeping, opening
from directory.services.imports.keeping import digest_of
from directory.services.imports.service import ImportService
from directory.store.conversions import Conversion, ConversionRepository
from directory.store.database import Database
from fiche.content import Content
from importers.kept import KeptRow
from tests.fiches import GAZETTEER, LEA, NOW
from tests.imports import MAPPING, new_import, row
from tests.integration.store.importing import Stopped, all_fiches, contents, counted, run, stop_after

ROWS = [row(number) for number in range(1, 8)]


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time a file is converted."""
    found: list[str] = []
    convert = opening.convert

    def counting(rows: object, *rest: object) -> object:
        found.append("converted")
        return convert(rows, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "convert", counting)
    return found


@pytest.fixture
def imports(base: Database, service: ResourceService) -> ImportService:
    return ImportService(base, service, GAZETTEER, now=lambda: NOW, chunk_rows=3)


def test_a_file_is_converted_once_and_not_again_when_it_comes_back(
    base: Database, imports: ImportService, conversions: list[str]
) -> None:
    _, report = run(imports, ROWS)
    assert counted(report) == {"created": 7, "lines": 7}
    assert conversions == ["converted"]
    _, again = run(imports, ROWS)
    assert counted(again) == {"unchanged": 7, "lines": 7}
    assert again.notices == report.notices
    assert again.columns == report.columns
    assert conversions == ["converted"]


def test_another_file_or_other_choices_are_converted(imports: ImportService, conversions: list[str]) -> None:
    run(imports, ROWS)
    run(imports, [*ROWS[:6], row(7, titre="Autre")])
    batch = imports.receive(replace(new_import(ROWS), source="autre"), author=LEA)
    imports.dry_run(batch)
    other = replace(new_import(ROWS), mapping_text=MAPPING.replace('"libelle": "Essai"', '"libelle": "Autre"'))
    imports.dry_run(imports.receive(other, author=LEA))
    assert len(conversions) == 4


@pytest.mark.parametrize("name", ["reading.py", "mapping.json", "communes.csv.gz", "stopwords.txt"])
def test_whatever_a_file_is_read_with_counts_in_what_is_kept(tmp_path: Path, name: str) -> None:
    read_with, made = tmp_path / "data" / name, tmp_path / "__pycache__" / "reading.pyc"
    for path in (read_with, made):
        path.parent.mkdir()
        path.write_bytes(b"before")
    before = digest_of([tmp_path])
    made.write_bytes(b"after")
    assert digest_of([tmp_path]) == before
    read_with.write_bytes(b"after")
    assert digest_of([tmp_path]) != before


@pytest.mark.parametrize("dated, times", [(False, 1), (True, 2)])
def test_a_file_is_read_again_another_day_where_its_rows_depend_on_it(
    base: Database, service: ResourceService, conversions: list[str], dated: bool, times: int
) -> None:
    mapping = json.loads(MAPPING)
    if dated:
        mapping["champs"]["valable_au"] = {"fixe": "2099-01-01"}
    today = [NOW]
    imports = ImportService(base, service, GAZETTEER, now=lambda: today[0])
    for days in (0, 0, 1):
        today[0] = NOW + timedelta(days=days)
        run(imports, ROWS, mapping_text=json.dumps(mapping))
    assert len(conversions) == times


def test_a_file_tried_twice_says_the_same_twice(base: Database, imports: ImportService, conversions: list[str]) -> None:
    batch = imports.receive(new_import(ROWS), author=LEA)
    for _ in range(3):
        assert counted(imports.dry_run(batch)) == {"created": 7, "lines": 7}
    assert counted(imports.apply(batch)) == {"created": 7, "lines": 7}
    assert (len(all_fiches(base)), conversions) == (7, ["converted"])


def test_what_another_import_took_meanwhile_is_converted_again(
    base: Database, imports: ImportService, conversions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    former, _ = run(imports, ROWS)
    batch = imports.receive(new_import(ROWS), author=LEA)
    like = ConversionRepository.like

    def taken(self: ConversionRepository, *rest: Any) -> Conversion | None:
        found = like(self, *rest)
        return None if found is None else replace(found, batch_id=former + 100)

    monkeypatch.setattr(ConversionRepository, "like", taken)
    assert counted(imports.dry_run(batch)) == {"unchanged": 7, "lines": 7}
    assert len(conversions) == 2


def test_an_import_cut_short_goes_on_from_what_was_kept(
    base: Database, imports: ImportService, conversions: list[str]
) -> None:
    batch = imports.receive(new_import(ROWS), author=LEA)
    imports.dry_run(batch)
    with pytest.raises(Stopped):
        imports.apply(batch, progress=stop_after(3))  # type: ignore[arg-type]
    imports.resume(batch)
    assert len(all_fiches(base)) == 7
    assert conversions == ["converted"]


@pytest.mark.parametrize("other", [ROWS, [row(8)]])
def test_what_an_import_is_reading_is_neither_taken_nor_forgotten(
    base: Database, imports: ImportService, conversions: list[str], other: list[dict[str, str]]
) -> None:
    batch = imports.receive(new_import(ROWS), author=LEA)
    imports.dry_run(batch)
    between: list[int] = []

    def another(_lines: int) -> None:
        if not between:
            between.append(imports.receive(new_import(other), author=LEA))
            imports.dry_run(between[0])
            imports.apply(between[0])

    imports.apply(batch, progress=another)
    assert len(all_fiches(base)) == 7 + (other != ROWS)
    assert len(conversions) == 2


def test_a_file_given_twice_is_tried_twice_and_both_keep_what_they_read(
    imports: ImportService, conversions: list[str]
) -> None:
    first, second = (imports.receive(new_import(ROWS), author=LEA) for _ in range(2))
    for batch in (first, second, first):
        assert counted(imports.dry_run(batch)) == {"created": 7, "lines": 7}
    assert counted(imports.apply(second)) == {"created": 7, "lines": 7}
    assert counted(imports.apply(first)) == {"unchanged": 7, "lines": 7}
    assert len(conversions) == 2


def test_a_look_cut_short_is_not_taken_for_the_whole(
    base: Database, imports: ImportService, conversions: list[str]
) -> None:
    batch = imports.receive(new_import(ROWS), author=LEA)
    with pytest.raises(Stopped):
        imports.dry_run(batch, progress=stop_after(3))  # type: ignore[arg-type]
    assert counted(imports.dry_run(batch)) == {"created": 7, "lines": 7}
    imports.apply(batch)
    assert (len(contents(base)), conversions) == (7, ["converted"] * 2)


def test_what_was_kept_goes_with_what_somebody_asks_to_erase(
    base: Database, imports: ImportService, conversions: list[str]
) -> None:
    batch = imports.receive(new_import(ROWS), author=LEA)
    imports.dry_run(batch)
    with base.write() as uow:
        uow.conversions.forget_all()
    imports.apply(batch)
    assert (len(contents(base)), conversions) == (7, ["converted"] * 2)


@pytest.fixture
def tidied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the contents that are tidied and checked."""
    found: list[str] = []
    ready = Saver.ready

    def counting(self: Saver, content: Content, *rest: Any, **said: Any) -> Content | Refused:
        found.append(content.title)
        return ready(self, content, *rest, **said)

    monkeypatch.setattr(Saver, "ready", counting)
    return found


def test_a_new_row_is_tidied_and_checked_once(base: Database, imports: ImportService, tidied: list[str]) -> None:
    batch = imports.receive(new_import([*ROWS, row(8, besoins="inconnu|mobilite-permis")]), author=LEA)
    imports.dry_run(batch)
    assert len(tidied) == 8
    imports.dry_run(batch)
    imports.apply(batch)
    assert len(tidied) == 8
    (fiche, *_) = all_fiches(base)
    assert fiche.content.places[0].commune_code == "13004"
    assert fiche.content.places[0].precision == "commune"


def test_a_row_is_tidied_again_where_the_classification_moved_since(
    base: Database, imports: ImportService, tidied: list[str]
) -> None:
    batch = imports.receive(new_import(ROWS), author=LEA)
    imports.dry_run(batch)
    with base.write() as uow:
        uow.taxonomy.save_needs(())
    imports.apply(batch)
    assert len(tidied) == 14


def test_what_an_older_version_kept_is_applied(
    base: Database, imports: ImportService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def packed_then(items: list[KeptRow], _header: object) -> bytes:
        whole = [
            ("a", each.source, each.source_id, each.lines, each.digest, each.text, (), each.cells) for each in items
        ]
        return zlib.compress(json.dumps(whole).encode(), 1)

    monkeypatch.setattr(keeping, "packed", packed_then)
    batch = imports.receive(new_import(ROWS), author=LEA)
    imports.dry_run(batch)
    assert counted(imports.apply(batch)) == {"created": 7, "lines": 7}
