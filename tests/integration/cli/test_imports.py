"""Imports from the command line."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result

from directory.domain.imports import ImportSource
from directory.store.database import Database
from tests.fiches import NOW
from tests.imports import COLUMNS, MAPPING, csv_file, row
from tests.integration.cli.conftest import Run
from tests.unit.importers.files.test_archives import SERVICES, STRUCTURES


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "essai.json"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def services(tmp_path: Path) -> Path:
    """Ten services, and one without a name."""
    path = tmp_path / "services.csv"
    path.write_bytes(csv_file([*(row(number) for number in range(10)), row(10, titre="", structure="")]))
    return path


def documents(run: Run) -> str:
    run("prepare")
    return run("index", "status").output


def told(result: Result) -> str:
    refused = "refusée" in result.output and "0\u00a0ligne refusée" not in result.output
    assert result.exit_code == (1 if refused else 0), result.output
    return result.output


def test_a_file_is_tried_first_and_nothing_is_written(prepared: Run, services: Path, mapping: Path) -> None:
    said = told(prepared("import", services, "--mapping", mapping))
    assert "11\u00a0lignes lues" in said
    assert "À faire\u00a0: 10\u00a0fiches créées" in said
    assert "1\u00a0ligne refusée" in said
    assert "Rien n’a été écrit" in said
    assert "Fiches\u00a0: 0\n" in documents(prepared)


def test_an_applied_file_is_found_and_the_same_again_changes_nothing(
    prepared: Run, services: Path, mapping: Path
) -> None:
    said = told(prepared("import", services, "--mapping", mapping, "--apply"))
    assert "Fait\u00a0: 10\u00a0fiches créées" in said
    assert "Fiches\u00a0: 10\n" in documents(prepared)
    again = told(prepared("import", services, "--mapping", mapping, "--apply"))
    assert "0\u00a0fiche créée, 0\u00a0modifiée, 10\u00a0inchangées" in again


def test_options_may_come_before_the_file(prepared: Run, services: Path, mapping: Path) -> None:
    assert "10\u00a0fiches créées" in told(prepared("import", "--mapping", mapping, services))


def test_refused_lines_become_a_file_to_correct(prepared: Run, services: Path, mapping: Path, tmp_path: Path) -> None:
    refused = tmp_path / "refused.csv"
    told(prepared("import", services, "--mapping", mapping, "--refused", refused))
    header, line = refused.read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("id;titre;")
    assert header.endswith(";erreurs")
    assert line.startswith("s-10;")
    assert "Le titre du service manque." in line


def test_refused_lines_run_nothing_in_a_spreadsheet_and_come_back_clean(
    prepared: Run, mapping: Path, tmp_path: Path
) -> None:
    sent, refused, corrected = tmp_path / "a.csv", tmp_path / "refused.csv", tmp_path / "b.csv"
    formula = '=HYPERLINK("https://exemple.fr";"ici")'
    sent.write_bytes(csv_file([row(1, titre="", structure="", description=formula), row(2)]))
    told(prepared("import", sent, "--mapping", mapping, "--apply", "--refused", refused))
    lines = refused.read_text(encoding="utf-8-sig").splitlines()
    for line in csv.reader(lines, delimiter=";"):
        assert not any(cell.startswith(("=", "+", "@", "-")) for cell in line)
    text = refused.read_text(encoding="utf-8-sig")
    corrected.write_text(text.replace("s-1;;;", "s-1;Service 1;Structure 1;"), encoding="utf-8")
    said = told(prepared("import", corrected, "--mapping", mapping, "--apply"))
    assert "1\u00a0fiche créée" in said
    assert "À savoir" not in said
    database = Database(f"sqlite:///{tmp_path}/base/directory.sqlite3")
    with database.read() as uow:
        assert [each.content.description for each in uow.resources.by_ids([2])] == [formula]
    database.close()


def test_an_import_is_taken_back_whole(prepared: Run, services: Path, mapping: Path) -> None:
    told(prepared("import", services, "--mapping", mapping, "--apply"))
    assert "Import 1 annulé\u00a0: 10\u00a0fiches remises." in told(prepared("import", "undo", "1"))
    assert "Fiches\u00a0: 0\n" in documents(prepared)
    assert "annulé" in told(prepared("import", "list"))


@pytest.mark.parametrize("command", ["undo", "resume"])
def test_an_import_that_does_not_exist_is_told(prepared: Run, command: str) -> None:
    result = prepared("import", command, "99")
    assert (result.exit_code, result.output) == (1, "Erreur\u00a0: Il n’y a pas d’import 99.\n")


def test_an_import_only_tried_has_nothing_to_take_back(prepared: Run, services: Path, mapping: Path) -> None:
    told(prepared("import", services, "--mapping", mapping))
    result = prepared("import", "undo", "1")
    assert result.exit_code == 1
    assert "essayé à blanc" in result.output


def test_columns_of_no_known_format_ask_for_one(prepared: Run, services: Path) -> None:
    result = prepared("import", services)
    assert result.exit_code == 1
    assert "--mapping" in result.output
    assert "france-services" in result.output


def test_columns_of_an_unknown_file_are_proposed_with_their_reasons(prepared: Run, services: Path) -> None:
    said = told(prepared("import", "columns", services))
    assert "tel → Téléphone, " in said
    assert "100\u00a0% sont des codes postaux connus" in said
    assert said.splitlines()[1:] == [line for line in prepared("import", services).output.splitlines() if " → " in line]


def test_the_mapping_proposed_for_an_unknown_file_is_written_and_reads_it(
    prepared: Run, services: Path, tmp_path: Path
) -> None:
    written = tmp_path / "proposee.json"
    assert "Correspondance proposée écrite" in told(prepared("import", "columns", services, "--write", written))
    result = prepared("import", services, "--mapping", written)
    assert "10\u00a0fiches créées" in result.output


def test_a_source_of_the_pages_is_read_by_its_name(prepared: Run, services: Path, tmp_path: Path) -> None:
    base = Database(f"sqlite:///{tmp_path}/base/directory.sqlite3")
    with base.write() as uow:
        source = ImportSource(0, "Relais du Quai", "", "", "relais-du-quai", "relais-du-quai",
                              MAPPING, {}, COLUMNS, NOW, "essai")  # fmt: skip
        number = uow.import_sources.add(source).id
    said = told(prepared("import", services, "--source", "relais du quai", "--apply"))
    assert "Lu comme la source «\u00a0Relais du Quai\u00a0»" in said and "10\u00a0fiches créées" in said
    with base.read() as uow:
        (batch,) = uow.batches.of_source(number, limit=5)
        assert set(uow.records.by_keys("relais-du-quai", ["s-1"])) == {"s-1"}
    assert batch.source_id == number
    base.close()
    # A name that is no source's is that of the fiches, as before.
    assert prepared("import", services, "--source", "inconnue").exit_code == 1


def test_two_files_given_together_are_joined(prepared: Run, tmp_path: Path) -> None:
    services, structures = tmp_path / "services.json", tmp_path / "structures.json"
    services.write_text(json.dumps(SERVICES), encoding="utf-8")
    structures.write_text(json.dumps(STRUCTURES), encoding="utf-8")
    said = prepared("import", services, structures).output
    assert "Format reconnu\u00a0: data-inclusion" in said and "3\u00a0lignes lues" in said
    assert "Maison du quartier" in said
    alone = prepared("import", structures, services, "--format", "data-inclusion-v1").output
    assert "3\u00a0lignes lues" in alone


def test_an_unknown_format_lists_the_known_ones(prepared: Run, services: Path) -> None:
    result = prepared("import", services, "--format", "inconnu")
    assert result.exit_code == 1
    assert "odspep" in result.output


def test_a_mapping_that_is_wrong_tells_its_errors(prepared: Run, services: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "faux.json"
    wrong.write_text('{"format": "faux"}', encoding="utf-8")
    result = prepared("import", services, "--mapping", wrong)
    assert result.exit_code == 1
    assert "\n- " in result.output


def test_a_file_that_cannot_be_read_is_told_in_one_sentence(prepared: Run, mapping: Path, tmp_path: Path) -> None:
    empty = tmp_path / "vide.csv"
    empty.write_bytes(b"")
    result = prepared("import", empty, "--mapping", mapping)
    assert result.exit_code == 2
    assert "vide" in result.output


def test_the_report_is_written_in_json(prepared: Run, services: Path, mapping: Path, tmp_path: Path) -> None:
    path = tmp_path / "rapport.json"
    told(prepared("import", services, "--mapping", mapping, "--report", path))
    report = json.loads(path.read_text(encoding="utf-8"))
    assert report["counts"]["created"] == 10 and report["counts"]["refused"] == 1 and report["import"] == 1
