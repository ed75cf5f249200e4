"""Imports that wait for somebody, as lines of *À faire*."""

from dataclasses import replace

from directory.domain.actors import Profile
from directory.domain.imports import BatchState
from directory.services.imports.schedule import Schedule, Where, schedule_json
from tests.accounts import Team
from tests.site import Site
from tests.web.duplicates.test_import_rows import ALIKE, FIRST
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native, service
from tests.web.writing.conftest import signed_in

PAGE = "/a-faire"


def kind(desk: Desk) -> str:
    """Return the part of the page that tells imports, empty when none waits."""
    return desk.text(PAGE).partition('id="imports"')[2].partition('class="kind"')[0]


def test_an_import_waits_until_it_is_applied(desk: Desk) -> None:
    path = desk.tried(native(service(1), service(2), {"identifiant": "P-3", "description": "Sans titre."}))
    said = kind(desk)
    assert "liste.csv" in said and f'href="{path}/essai"' in said
    assert "Fichier donné aujourd’hui par " in said
    assert "rien n’est encore écrit : 2 fiches à créer, 1 ligne refusée." in said
    desk.apply(path)
    assert not kind(desk)


def test_a_file_that_was_not_read_or_not_told_waits_at_its_step_and_may_be_given_up(desk: Desk) -> None:
    unread, untold = desk.send(b"%PDF-1.7 ..."), desk.send(native(service(1)))
    said = kind(desk)
    assert f'href="{unread}"' in said and "Il n’a pas pu être lu." in said
    assert f'href="{untold}"' in said and "Il reste à dire comment le lire." in said
    for each in (unread, untold):
        answer = desk.post(f"{each.rpartition('/')[0]}/annuler", suite=PAGE)
        assert answer.headers["Location"] == f"{PAGE}?fait=import-abandonne"
    assert "L’import est abandonné : rien n’avait été écrit." in desk.text(answer.headers["Location"])
    assert not kind(desk)


def test_what_goes_on_behind_the_pages_waits_for_nobody_and_what_failed_does(desk: Desk) -> None:
    where = desk.send(native(service(1)))
    desk.post(where, source="nouvelle", nom="Partenaires", institution="cd13")
    assert not kind(desk)
    desk.fail(until_dead=True)
    assert "Le travail s’est arrêté sur une erreur" in kind(desk)


def test_an_import_that_was_stopped_waits_with_what_is_left_of_it(desk: Desk) -> None:
    path = desk.tried(native(service(1)))
    number = int(path.rpartition("/")[2])
    with desk.site.database.write() as uow:
        batch = uow.batches.get(number)
        assert batch is not None
        uow.batches.save_progress(number, state=BatchState.STOPPED, counts=batch.counts, checkpoint={})
    said = kind(desk)
    assert "Arrêté en route" in said and f'href="{path}"' in said
    assert "Abandonner" not in said


def test_colleagues_see_it_others_do_not_and_it_may_be_left_for_later(desk: Desk, site: Site, team: Team) -> None:
    path = desk.tried(native(service(1)))
    colleague = Desk(site, signed_in(site, team, "claude", "cd13", Profile.UPDATE))
    stranger = Desk(site, signed_in(site, team, "sacha", "caf-13", Profile.UPDATE))
    assert "liste.csv" in kind(colleague) and not kind(stranger)
    assert colleague.post(f"{PAGE}/imports/{path.rpartition('/')[2]}/plus-tard").status_code == 303
    assert not kind(colleague) and kind(desk)
    assert "liste.csv" in colleague.text(PAGE)


def test_an_administrator_sees_the_imports_that_they_gave_for_another_institution(office: Desk, desk: Desk) -> None:
    office.tried(native(service(1)), name="pour-le-departement.csv")
    desk.tried(native(service(2)), name="du-departement.csv")
    said = kind(office)
    assert "pour-le-departement.csv" in said and "Département des Bouches-du-Rhône" in said
    assert "du-departement.csv" not in said


def test_rows_that_may_be_a_fiche_that_is_there_are_one_line(desk: Desk) -> None:
    desk.apply(desk.tried(native(FIRST)))
    desk.apply(desk.tried(native(ALIKE), nom="Voisins"))
    said = kind(desk)
    assert "1 ligne d’import à trancher" in said and 'href="/doublons/lignes"' in said
    assert desk.post(f"{PAGE}/imports/lignes/plus-tard").status_code == 303
    assert not kind(desk)


def test_a_source_whose_file_could_not_be_had_last_night_says_why(desk: Desk) -> None:
    desk.apply(desk.tried(native(service(1))))
    with desk.site.database.write() as uow:
        source = uow.import_sources.get(1)
        assert source is not None
        night = Schedule(Where.ADDRESS, "https://exemple.fr/liste.csv", failure="Le serveur a répondu 404.")
        uow.import_sources.save(replace(source, schedule=schedule_json(night)))
    said = kind(desk)
    assert "Partenaires" in said and 'href="/imports/sources/1"' in said
    assert "n’a pas pu être pris la nuit dernière. Le serveur a répondu 404." in said
