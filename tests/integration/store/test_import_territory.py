"""A town without postal code is read where the institution of the import works."""

import pytest

from directory.domain.institution import Institution
from directory.services.fiches.editing import ResourceService
from directory.services.imports.service import ImportService
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer
from tests.fiches import LEA, NOW
from tests.imports import new_import, row
from tests.integration.store.importing import all_fiches


def imported(base: Database, rows: list[dict[str, str]], **said: object) -> dict[str, str]:
    """Import rows and return the INSEE code of each fiche by its title; empty without a place."""
    gazetteer = default_gazetteer()
    home = said.pop("home", ())
    assert isinstance(home, tuple)
    imports = ImportService(base, ResourceService(base, gazetteer), gazetteer, now=lambda: NOW, home=home)
    batch = imports.receive(new_import(rows, **said), author=LEA)  # type: ignore[arg-type]
    imports.dry_run(batch)
    imports.apply(batch)
    return {
        each.content.title: next((place.commune_code for place in each.content.places), "") for each in all_fiches(base)
    }


@pytest.mark.parametrize("home, code", [(("13",), "13103"), (("974",), ""), ((), "")])
def test_the_departements_of_the_operator_decide(base: Database, home: tuple[str, ...], code: str) -> None:
    found = imported(base, [row(1, commune="Salon", cp="", adresse="")], home=home)
    assert found == {"Service 1": code}


@pytest.mark.parametrize("name", ["Villefranche", "Aix", "Saint-Denis"])
def test_what_is_not_sure_gets_no_place_when_it_is_saved_either(base: Database, name: str) -> None:
    assert imported(base, [row(1, commune=name, cp="", adresse="")]) == {"Service 1": ""}


def test_those_of_the_institution_come_before(base: Database) -> None:
    with base.write() as uow:
        uow.institutions.save(Institution("cd13", "Département des Bouches-du-Rhône", "signataire"))
    first = imported(base, [row(1, commune="Lyon", cp="69003", adresse="")], institution="cd13", home=("13",))
    assert first == {"Service 1": "69383"}
    found = imported(base, [row(2, commune="Villefranche", cp="", adresse="")], institution="cd13", home=("13",))
    assert found["Service 2"] == "69264"
