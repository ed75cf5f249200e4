"""A table that no format knows: its columns proposed and corrected, its words translated, kept for the next one."""

import csv
import io
import re
from html.parser import HTMLParser

from sqlalchemy import event

from directory.store.database import Database
from tests.web.imports.conftest import Desk

HEADER = (
    "Réf.", "Intitulé", "Opérateur", "N° SIRET", "Contenu", "Thème", "Public éligible", "Modalités",
    "Tarif", "Adresse", "CP", "Ville", "Tél", "Courriel", "Site", "Horaires", "Contact", "Latitude", "Longitude",
    "Nombre de places", "Mis à jour",
)  # fmt: skip


def line(number: int, **said: str) -> list[str]:
    cells = {
        "Réf.": f"AB-{number}", "Intitulé": f"Atelier mobilité {number}", "Opérateur": f"Relais {number % 3}",
        "N° SIRET": "13000548100010", "Contenu": f"Un atelier pour apprendre à se déplacer, séance {number}. " * 3,
        "Thème": ("Passer son permis de conduire", "Vélo-école", "Coup de pouce")[number % 3],
        "Public éligible": ("Tout public", "Jeunes", "Public PLIE")[number % 3],
        "Modalités": "Sur RDV", "Tarif": "Gratuit",
        "Adresse": f"{number} rue de la République", "CP": "13200", "Ville": "Arles", "Tél": f"04 90 00 00 {number:02}",
        "Courriel": f"contact{number}@exemple.fr", "Site": "https://exemple.fr",
        "Horaires": "lundi au vendredi 9h-12h",
        "Contact": "M. Garnier", "Latitude": f"43.67{number:02}", "Longitude": f"4.63{number:02}",
        "Nombre de places": str(number * 7), "Mis à jour": "03/11/2025",
    }  # fmt: skip
    return list((cells | said).values())


def table(*lines: list[str], header: tuple[str, ...] = HEADER) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows((header, *lines))
    return text.getvalue().encode("cp1252")


class _Form(HTMLParser):
    """What a browser would send of the first form that posts to an address, its answers as they are proposed."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.said, self._in, self._select = action, {}, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in = held.get("action", "").endswith(self.action)
        if not self._in:
            return
        name = held.get("name", "")
        if tag == "select":
            self._select = name
            self.said.setdefault(name, "")
        elif tag == "option" and "selected" in held:
            self.said[self._select] = held.get("value", "")
        elif tag == "input" and name and (held.get("type") not in ("radio", "checkbox") or "checked" in held):
            self.said[name] = held.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in = False


def filled(page: str, action: str) -> dict[str, str]:
    form = _Form(action)
    form.feed(page)
    return form.said


def to_columns(desk: Desk, content: bytes) -> str:
    where = desk.send(content, "relais_solidaires.csv")
    assert where.endswith("/source")
    page = desk.text(where)
    assert "Relais solidaires" in page
    answer = desk.post(where, **filled(page, "/source"))
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/colonnes")
    return answer.headers["Location"]


def test_an_unseen_table_is_imported_by_confirming_and_the_next_one_needs_nothing(desk: Desk) -> None:
    where = to_columns(desk, table(*(line(number) for number in range(12))))
    page = desk.text(where)
    assert "colonnes ont trouvé leur champ" in page and "Ce que donnera la ligne 2" in page
    said = filled(page, "/colonnes")
    proposed = {HEADER[int(name.split("-")[1])]: value for name, value in said.items() if name.startswith("champ-")}
    assert proposed["Tél"] == "telephone" and proposed["Opérateur"] == "structure" and proposed["CP"] == "code_postal"
    answer = desk.post(where, **said)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    values = answer.headers["Location"]
    page = desk.text(values)
    assert "Que veut dire" in page and "Public PLIE" in page and "Coup de pouce" in page
    said = filled(page, "/valeurs")
    assert desk.post(values, **said).status_code == 303
    desk.work()
    trial = values.replace("/valeurs", "/essai")
    page = desk.text(trial)
    assert "Créer 12 fiches" in page and "lignes, toutes comptées" in page
    desk.apply(trial.removesuffix("/essai"))
    source = re.search(r"/imports/sources/\d+", desk.text("/imports"))[0]
    assert "12 fiches" in desk.text(source)
    assert desk.client.get(f"{source}/correspondance.json").get_json()["champs"]["structure"] == "Opérateur"
    again = desk.send(table(*(line(number) for number in range(13))), path=f"{source}/deposer")
    desk.work()
    page = desk.text(again)
    assert "Créer 1 fiche<" in page and '<dt class="">12</dt>' in page


def test_words_are_translated_left_or_kept_as_texts(desk: Desk, sqlite_database: Database) -> None:
    where = to_columns(desk, table(*(line(number) for number in range(12))))
    values = desk.post(where, **filled(desk.text(where), "/colonnes")).headers["Location"]
    page = desk.text(values)
    said = filled(page, "/valeurs")
    names = {
        value: f"mot-{rank}" for value, rank in re.findall(r"Sens de ([^<]+)</label><select id=\"autre-(\d+)", page)
    }
    said |= {
        names["Vélo-école"]: "mobilite-transport",
        names["Coup de pouce"]: "laisser",
        names["Public PLIE"]: "texte",
    }
    assert desk.post(values, **said).status_code == 303
    desk.work()
    trial = values.replace("/valeurs", "/essai")
    page = desk.text(trial)
    assert "Créer 8 fiches" in page and "lignes laissées de côté" in page and "Coup de pouce" in page
    desk.apply(trial.removesuffix("/essai"))
    with sqlite_database.read() as uow:
        made = [
            each.content for each in uow.resources.by_ids(range(10, 20)) if each.content.title.startswith("Atelier")
        ]
    assert {"mobilite-transport"} in [set(content.needs) for content in made]
    assert {content.audiences for content in made} >= {("jeunes",), ("tous-publics",)}


def test_the_codes_of_the_base_are_read_once_however_many_words_there_are(
    desk: Desk, sqlite_database: Database
) -> None:
    known = {0: "Jeunes", 1: "Tout public"}
    lines = [line(number, **{"Public éligible": known.get(number % 3, f"Public {number}")}) for number in range(36)]
    where = to_columns(desk, table(*lines))
    values = desk.post(where, **filled(desk.text(where), "/colonnes")).headers["Location"]
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if "FROM institution" in statement:
            asked.append(statement)

    event.listen(sqlite_database.engine, "before_cursor_execute", note)
    try:
        assert desk.text(values).count("Que veut dire") >= 12
    finally:
        event.remove(sqlite_database.engine, "before_cursor_execute", note)
    assert len(asked) <= 4


def test_a_column_is_corrected_and_what_is_missing_is_asked(desk: Desk) -> None:
    where = to_columns(desk, table(*(line(number) for number in range(6))))
    said = filled(desk.text(where), "/colonnes")
    without = {name: "" if value in ("titre_du_service", "structure") else value for name, value in said.items()}
    refused = desk.post(where, **without)
    assert refused.status_code == 422 and "Dites d’où vient le titre" in refused.get_data(as_text=True)
    assert "Quel titre auront les fiches" in refused.get_data(as_text=True).replace("&nbsp;", " ")
    assert desk.post(where, **(said | {"champ-0": "n-importe-quoi"})).status_code == 422
    preview = desk.post(where, **(said | {"faire": "apercu"}))
    assert preview.status_code == 200 and "Atelier mobilité" in preview.get_data(as_text=True)
    answer = desk.post(where, **(without | {"titre-texte": "Atelier", "titre": "texte", "structure-texte": "Relais"}))
    assert answer.status_code == 303
    values = answer.headers["Location"]
    assert desk.post(values, **(filled(desk.text(values), "/valeurs") | {"mot-0": "rien-de-tel"})).status_code == 422
