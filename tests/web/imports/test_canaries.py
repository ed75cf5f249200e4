"""What is typed about somebody behind a step: a file, the pages it is led through, a row and a pair to settle.

Beside ``tests/web/test_canaries.py``, which types in every form that a page shows by itself.
"""

import io
import re
from collections import defaultdict
from collections.abc import MutableMapping
from urllib.parse import urlsplit

import pytest

from directory.domain.actors import Duty, Profile
from directory.http.request import SERVICES
from tests.accounts import Team
from tests.canaries import CHOSEN, Canaries, Forms, cookies_said, everything_of, kept_in, name_of
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import METRICS_TOKEN, PERMIT, Site
from tests.web.duplicates.test_import_rows import ALIKE, FIRST
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native
from tests.web.imports.test_unknown_file import HEADER, filled, line, table
from tests.web.writing.conftest import signed_in

STEPS = ("source", "lecture", "colonnes", "valeurs", "essai")
FILE = "file"


class Typist:
    """Types canaries in the forms of the pages that somebody is led to."""

    def __init__(self, desk: Desk, canaries: Canaries) -> None:
        self.desk = desk
        self.canaries = canaries
        self.cookies: list[str] = []

    def type_in(self, path: str) -> None:
        """Fill in each form of a page as nobody should, in every field, then in those that are typed alone."""
        page = self.desk.client.get(path)
        assert page.status_code == 200, path
        self.fill_in(page.text)

    def fill_in(self, page: str) -> None:
        for method, action, fields in Forms(page).found:
            route = re.sub(r"\d+", "<n>", urlsplit(action).path)
            if not route.startswith(("/imports", "/doublons", "/antennes")):
                continue
            shown = {one.name: one.value for one in reversed(fields) if one.kind != "submit"}
            whole = {one.name: everything_of(self.canaries.number(route, one.name)) for one in fields}
            typed = {one.name: whole[one.name] for one in fields if one.kind not in CHOSEN}
            for said in (whole, shown | typed) if typed or method == "POST" else ():
                if method == "POST":
                    answer = self.desk.client.post(action, data=said)
                else:
                    answer = self.desk.client.get(action, query_string=said)
                self.cookies += answer.headers.getlist("Set-Cookie")
                assert answer.status_code < 500, (route, answer.status_code)


INTO_FICHE = {
    "Contenu": {"resource.description", "resource_line.content", "version.changes"},
    "Contact": {"resource.named_contact", "version.changes"},
    "Réf.": {"resource.origin_source_id", "resource_line.content", "version.origin_source_id"},
}
"""What the columns of the file become; all of it is in the tables of imports."""
NAME = ("/imports/<n>/source", "nom")
"""The name of a source is the key of what comes from it."""
OFFICES = ("/antennes/importer", "contenu")


def meant(where: str, name: str) -> set[str]:
    if where == FILE:
        return INTO_FICHE.get(name, set())
    if (where, name) == NAME:
        return {"resource.origin_source", "version.origin_source"}
    return {"office.name"} if (where, name) == OFFICES else set()


def is_of_imports(column: str, where: str) -> bool:
    return where.startswith((FILE, "/imports")) and column.startswith(("import_", "source_record."))


@pytest.mark.usefixtures("unwatched")
def test_what_is_typed_about_somebody_behind_a_step_is_kept_where_it_is_meant_to_be(
    desk: Desk, site: Site, team: Team, caplog: pytest.LogCaptureFixture, log_lines: list[MutableMapping[str, object]]
) -> None:
    canaries = Canaries()
    typist = Typist(desk, canaries)
    a_file_nobody_knows(typist)
    a_row_and_a_pair(typist, site)
    offices = a_file_of_antennes(
        Desk(site, signed_in(site, team, "rania", "cd13", Profile.UPDATE, (Duty.RGC,))), canaries
    )
    site.app.extensions[SERVICES].steering.counters.write()
    metrics = site.client.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text
    told = {"log": [caplog.text, *map(str, log_lines)], "metrics": [metrics],
            "cookie": cookies_said(site.app, typist.cookies + offices.cookies)}  # fmt: skip
    for where, texts in told.items():
        assert {where: [place for text in texts for place in canaries.found_in(text)]} == {where: []}
    kept: dict[tuple[str, str], set[str]] = defaultdict(set)
    for route, field, column in kept_in(site.database, canaries):
        # What a file says, and what is chosen for it, is in the tables of imports as it was given.
        if not is_of_imports(column, route):
            kept[route, field].add(column)
    wrong = {place: columns - meant(*place) for place, columns in kept.items()}
    assert {place: columns for place, columns in wrong.items() if columns} == {}
    assert {(FILE, name) for name in INTO_FICHE} | {NAME, OFFICES} <= kept.keys(), "what is declared is tried"
    assert {"/imports/<n>/colonnes", "/imports/<n>/valeurs", "/doublons/fusionner", "/doublons/lignes"} <= {
        route for route, _ in canaries.numbers
    }


def a_file_nobody_knows(typist: Typist) -> None:
    """Send a file with somebody in its name, a head and cells, and go through its pages to the end."""
    desk = typist.desk

    def cell(name: str) -> str:
        return name_of(typist.canaries.number(FILE, name))

    told = {name: cell(name) for name in ("Contenu", "Contact", "Nombre de places", "Thème", "Public éligible")}
    lines = (line(0), line(1, **told), line(2, **{name: cell(name) for name in ("Réf.", "Courriel", "CP")}))
    content = table(*lines, header=(*HEADER[:-1], cell("header")))
    where = desk.send(content, f"{cell('name')}.csv").removesuffix("/source")
    for step in STEPS:
        typist.type_in(f"{where}/{step}")
        desk.post(f"{where}/{step}", **filled(desk.text(f"{where}/{step}"), f"/{step}"))
        desk.work()
    desk.apply(where)
    typist.type_in(where)


def a_row_and_a_pair(typist: Typist, site: Site) -> None:
    """Type in the pages of a row that looks like a fiche, and of two fiches that look alike."""
    desk = typist.desk
    desk.apply(desk.tried(native(FIRST)))
    desk.apply(desk.tried(native(ALIKE), nom="Voisins"))
    typist.type_in("/doublons/lignes")
    content = fiche("Permis à un euros", institution="cd13", phone="04 90 00 00 99")
    twin = site.resources.create(content, author=LEA, origin=FORM, now=NOW).resource.id
    typist.type_in(f"/doublons/comparer?une={PERMIT}&autre={twin}")


def a_file_of_antennes(rgc: Desk, canaries: Canaries) -> Typist:
    typist = Typist(rgc, canaries)
    name = name_of(canaries.number(*OFFICES))
    shown = rgc.client.post(
        OFFICES[0],
        data={"institution": "cd13", "fichier": (io.BytesIO(f"type;nom;zones\nmds;{name};Arles\n".encode()), "a.csv")},
    )
    assert shown.status_code == 200 and name in shown.text
    typist.fill_in(shown.text)
    assert rgc.client.post(OFFICES[0], data=filled(shown.text, OFFICES[0]) | {"appliquer": "oui"}).status_code < 400
    return typist
