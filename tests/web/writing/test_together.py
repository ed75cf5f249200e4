"""What several fiches of a structure share is changed in one go: those it touches are listed, nothing else moves."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from directory.domain.actors import Profile
from directory.domain.changes import Author
from directory.store.database import Database
from fiche.parts import Structure
from tests.accounts import Team
from tests.fiches import ARLES, fiche
from tests.site import MARSEILLE, Site, make_site
from tests.web.writing.conftest import signed_in

GARAGE = Structure("Garage solidaire")
PATH = "/ressources/1/ensemble"
CONTENTS = (
    fiche("Vidange", structure=GARAGE, institution="cd13"),
    fiche("Pneus", structure=GARAGE, institution="cd13", places=(MARSEILLE, ARLES)),
    fiche("Freins", structure=GARAGE, institution="cd13", phone="04 90 11 11 11", hours="Mo 10:00-11:00"),
    fiche("Tenue ailleurs", structure=GARAGE),
    fiche("Un autre SIRET", structure=replace(GARAGE, siret="13000548100010"), institution="cd13"),
)


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    found = make_site(sqlite_database, tmp_path, contents=CONTENTS)
    found.app.config["WTF_CSRF_ENABLED"] = False
    return found


def form(site: Site, **said: str | list[str]) -> "MultiDict[str, str]":
    """Return the form as it is shown, some answers changed; ``__`` in a name stands for a dot."""
    typed = MultiDict(
        {
            "telephone": "04 90 00 00 00", "lieux.0.adresse": ARLES.address, "lieux.0.code_postal": "13200",
            "lieux.0.commune": "Arles", "horaires.0.de": "9 h", "horaires.0.a": "12 h", "horaires.feries": "inconnu",
        }
    )  # fmt: skip
    typed.setlist("horaires.0.jour", ["lu", "ma", "me", "je", "ve"])
    for part, numbers in {"telephone": ("2",), "lieux": ("2", "3"), "horaires": ("2",)}.items():
        typed.setlist(f"avec.{part}", list(numbers))
    for number in (1, 2, 3):
        typed[f"version.{number}"] = str(site.resources.get(number).version)
    for name, value in said.items():
        typed.setlist(name.replace("__", "."), [value] if isinstance(value, str) else value)
    return typed


def test_those_that_say_the_same_are_listed_and_no_other(editor: FlaskClient) -> None:
    page = editor.get(PATH).text
    phone, rest = page.split('id="partie-lieu"')
    place, hours = rest.split('id="partie-horaires"')
    assert [name in phone for name in ("Pneus", "Freins", "Tenue ailleurs", "autre SIRET")] == [
        True,
        False,
        False,
        False,
    ]
    assert [name in place for name in ("Pneus", "Freins")] == [True, True]
    assert [name in hours for name in ("Pneus", "Freins")] == [True, False]
    assert "Changer téléphone, lieu ou horaires" in editor.get("/ressources/1/modifier").text


def test_one_save_changes_what_they_share_and_nothing_else(site: Site, editor: FlaskClient) -> None:
    before = {number: site.resources.get(number) for number in range(1, 6)}
    answer = editor.post(
        PATH,
        data=form(site, telephone="0490222222", lieux__0__adresse="5 place de la République", horaires__0__a="13h"),
    )
    assert answer.status_code == 303, answer.text
    assert "3 fiches sont enregistrées" in editor.get(answer.headers["Location"]).text
    now = {number: site.resources.get(number).content for number in range(1, 6)}
    assert [now[number].phone for number in (1, 2, 3)] == ["04 90 22 22 22", "04 90 22 22 22", "04 90 11 11 11"]
    assert [now[number].hours for number in (1, 2, 3)] == ["Mo-Fr 09:00-13:00", "Mo-Fr 09:00-13:00", "Mo 10:00-11:00"]
    assert [place.address for place in now[2].places] == ["1 La Canebière", "5 place de la République"]
    assert now[3].places == now[1].places
    assert [now[number] for number in (4, 5)] == [before[number].content for number in (4, 5)]
    last = site.resources.history(3).versions[-1]
    assert (set(last.changes), last.author.label) == ({"places"}, "camille")


def test_a_fiche_that_is_not_ticked_does_not_follow(site: Site, editor: FlaskClient) -> None:
    editor.post(PATH, data=form(site, telephone="0490222222", avec__telephone=[]))
    assert site.resources.get(2).version == 1
    assert site.resources.get(1).content.phone == "04 90 22 22 22"


def test_a_fiche_saved_in_between_is_left_and_told(site: Site, editor: FlaskClient) -> None:
    typed = form(site, telephone="0490222222", horaires__0__a="13h")
    other = site.resources.get(2)
    site.resources.revise(
        2, replace(other.content, phone="04 90 33 33 33"), expected_version=1, author=Author(2, "Dominique"),
        origin=other.origin, now=other.modified_at,
    )  # fmt: skip
    answer = editor.post(PATH, data=typed)
    page = editor.get(answer.headers["Location"]).text
    assert "Une fiche est enregistrée" in page
    assert "restées comme elles étaient" in page
    assert "Pneus" in page.split("restées comme elles étaient")[1].split("</p>")[0]
    kept = site.resources.get(2).content
    assert (kept.phone, kept.hours) == ("04 90 33 33 33", "Mo-Fr 09:00-12:00")
    typed["telephone"] = "0490444444"
    assert editor.post(PATH, data=typed).status_code == 409


def test_what_is_wrong_saves_nothing_anywhere(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(
        PATH, data=form(site, telephone="le soir", lieux__0__commune="Nulle-Part", lieux__0__code_postal="")
    )
    assert answer.status_code == 422
    for target in ("telephone", "lieux.0.commune"):
        assert f'href="#{target}"' in answer.text
        assert f'id="{target}"' in answer.text
    assert editor.post(PATH, data=form(site, faire="plage")).status_code == 200
    assert [site.resources.get(number).version for number in range(1, 6)] == [1] * 5


def test_who_may_not_write_the_fiche_changes_none(site: Site, team: Team, editor: FlaskClient) -> None:
    stranger = signed_in(site, team, "dominique", "caf-13", Profile.UPDATE)
    assert stranger.get(PATH).status_code == 403
    assert stranger.post(PATH, data=form(site)).status_code == 403
    forged = form(site, telephone="0490222222", avec__telephone=["2", "4", "5", "x", "999999"], version__4="1")
    editor.post(PATH, data=forged)
    assert [site.resources.get(number).version for number in (4, 5)] == [1, 1]
