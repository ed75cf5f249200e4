"""The commands that keep a base and its index in order."""

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
