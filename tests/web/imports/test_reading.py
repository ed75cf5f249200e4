"""*Ce que nous avons lu*: what was read is shown, corrected, read again at once, and kept for the next file."""

import pytest

from directory.store.database import Database
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native, service
from tests.web.imports.test_unknown_file import HEADER, filled, line, table


def test_a_line_of_titles_is_corrected_and_kept_for_the_source(desk: Desk, sqlite_database: Database) -> None:
    known = native(service(1)).decode().split("\n")[0].split(";")[: len(HEADER)]
    content = table(list(HEADER), *(line(number) for number in range(1, 7)), header=tuple(known))
    where = desk.send(content).rsplit("/", 1)[0]
    page = desk.text(f"{where}/lecture")
    assert "Ligne des titres" in page and "Réf. · Intitulé · Opérateur" in page
    said = filled(page, "/lecture")
    assert said["titres"] == "1" and said["separateur"] == ";"
    assert desk.post(f"{where}/lecture", **(said | {"titres": "2"})).status_code == 303
    page = desk.text(f"{where}/lecture")
    assert filled(page, "/lecture")["titres"] == "2" and "<samp>Intitulé</samp>" in page
    answer = desk.post(f"{where}/source", source="nouvelle", nom="Relais", institution="cd13")
    assert answer.headers["Location"].endswith("/colonnes")
    with sqlite_database.read() as uow:
        assert uow.import_sources.get(1).reading == {"encoding": "", "separator": "", "sheet": "", "titles": 2}
    columns = filled(desk.text(f"{where}/colonnes"), "/colonnes")
    values = desk.post(f"{where}/colonnes", **columns).headers["Location"]
    assert desk.post(values, **filled(desk.text(values), "/valeurs")).status_code == 303
    desk.work()
    assert "Créer 6 fiches" in desk.text(f"{where}/essai")
    again = desk.send(content, path="/imports/sources/1/deposer")
    desk.work()
    assert "Avant d’appliquer" in desk.text(again) and "Créer 6 fiches" in desk.text(again)


def test_a_wrong_separator_is_seen_and_taken_back(desk: Desk) -> None:
    where = desk.tried(native(service(1), service(2)).replace(b";", b"|"))
    assert "Créer 2 fiches" in desk.text(f"{where}/essai")
    said = filled(desk.text(f"{where}/lecture"), "/lecture")
    desk.post(f"{where}/lecture", **(said | {"separateur": ","}))
    desk.work()
    assert "Un tableau de 1 colonne et 2 lignes" in desk.text(f"{where}/lecture")
    said = filled(desk.text(f"{where}/lecture"), "/lecture")
    desk.post(f"{where}/lecture", **(said | {"separateur": "|"}))
    desk.work()
    assert "Créer 2 fiches" in desk.text(f"{where}/essai")


@pytest.mark.parametrize("said", [{"separateur": "x"}, {"encodage": "rot13"}, {"titres": "-1"}, {"feuille": "A"}])
def test_an_answer_that_is_no_choice_changes_nothing(desk: Desk, said: dict[str, str]) -> None:
    where = desk.tried(native(service(1)))
    assert desk.post(f"{where}/lecture", **said).status_code == 303
    desk.work()
    assert "Créer 1 fiche" in desk.text(f"{where}/essai")


def test_mended_accents_are_shown_first_and_before_and_after(desk: Desk) -> None:
    content = table(
        line(1, Ville="ChÃ¢teaurenard"), line(2, Ville="ChÃ¢teaurenard"), *(line(number) for number in range(3, 7))
    )
    where = desk.send(content)
    assert where.endswith("/lecture")
    page = desk.text(where)
    assert "ChÃ¢teaurenard" in page and "<samp>Châteaurenard</samp>" in page and "2 endroits réparés" in page
    assert page.count("<samp>Châteaurenard</samp>") == 1
    assert "Lignes 6 à 7" in page and "contact6@" not in page
    assert "contact6@" in desk.text(f"{where}?depuis=4")
    assert HEADER[0] in desk.text(f"{where}?depuis=99")


def test_a_file_that_a_correction_made_unreadable_is_read_as_found(desk: Desk) -> None:
    where = desk.tried(native(service(1)))
    said = filled(desk.text(f"{where}/lecture"), "/lecture")
    desk.post(f"{where}/lecture", **(said | {"titres": "2"}))
    desk.work()
    page = desk.text(f"{where}/lecture")
    assert "aucune ligne sous les titres" in page and "Relire le fichier comme il avait été trouvé" in page
    assert desk.post(f"{where}/lecture").status_code == 303
    desk.work()
    assert "Créer 1 fiche" in desk.text(f"{where}/essai")
