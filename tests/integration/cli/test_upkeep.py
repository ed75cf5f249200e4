"""The commands that keep a base and its index in order."""

from pathlib import Path

from tests.integration.cli.conftest import Run


def test_a_folder_is_prepared_from_nothing_and_again_in_silence(run: Run) -> None:
    first = run("prepare")
    assert first.exit_code == 0
    assert "Base de données mise à jour." in first.output
    assert "Classification chargée" in first.output
    assert "Index refait" in first.output
    again = run("prepare")
    assert (again.exit_code, again.output) == (0, "")


def test_a_command_before_prepare_says_to_prepare(run: Run) -> None:
    result = run("index", "status")
    assert result.exit_code == 1
    assert "prepare" in result.output


def test_the_demonstration_is_loaded_once_and_never_comes_back_by_itself(demonstration: Run) -> None:
    assert demonstration("prepare", "--demo").output == ""
    removed = demonstration("demo", "remove")
    assert "fiches de démonstration archivées" in removed.output
    assert demonstration("prepare", "--demo").output == ""
    assert "Fiches\u00a0: 0\n" in demonstration("index", "status").output
    assert "0\u00a0fiche de démonstration archivée." in demonstration("demo", "remove").output
    assert "fiches" in demonstration("demo", "load").output
    demonstration("prepare", "--demo")
    assert "Fiches\u00a0: 0\n" not in demonstration("index", "status").output


def test_the_index_of_the_demonstration_agrees_with_its_base(demonstration: Run) -> None:
    result = demonstration("index", "verify")
    assert (result.exit_code, result.output) == (0, "L’index et la base s’accordent.\n")


def test_rebuilding_and_rolling_say_how_many_fiches(prepared: Run) -> None:
    assert prepared("index", "rebuild").output == "Index refait\u00a0: 0\u00a0fiche.\n"
    assert prepared("index", "roll").output == "Horaires calculés pour 0\u00a0fiche.\n"


def test_an_index_that_is_not_there_says_why(run: Run) -> None:
    assert run("db", "upgrade").exit_code == 0
    result = run("index", "status")
    assert result.exit_code == 1
    assert result.output.startswith("Erreur\u00a0: L’index ne répond pas")


def test_a_classification_already_there_is_left_alone(prepared: Run) -> None:
    assert "laissée telle quelle" in prepared("taxonomy", "seed").output


def test_offices_come_from_a_file_when_it_is_applied(prepared: Run, tmp_path: Path) -> None:
    file = tmp_path / "antennes.csv"
    file.write_text("type;nom;zones\nmds;MDS d’Arles;Arles\nmds;MDS;Nimporte\n", encoding="utf-8")
    assert "n’existe pas" in prepared("offices", "import", file, "--institution", "cd13").output
    prepared("accounts", "create", "Ada", "ada@cd13.exemple", "--institution", "cd13", "--institution-name", "Le 13")
    tried = prepared("offices", "import", file, "--institution", "cd13")
    assert tried.exit_code == 0 and "Ligne 3 [zones]" in tried.output and "ajoutez --apply" in tried.output
    applied = prepared("offices", "import", file, "--institution", "cd13", "--apply")
    assert applied.exit_code == 0 and "1\u00a0créée" in applied.output
    assert "1\u00a0inchangée" in prepared("offices", "import", file, "--institution", "cd13", "--apply").output


def test_the_fiches_are_read_again_for_the_communes_merged_since(prepared: Run) -> None:
    assert prepared("gazetteer", "update").output == "0\u00a0fiche relue, 0\u00a0fiche modifiée.\n"
