"""A machine tells of a resource that is missing."""

import pytest

from directory.domain.actors import Scope
from tests.api.test_writing import Machine, codes
from tests.site import Site

PATH = "/api/v1/ressources/suggerees"
GARAGE = {"structure": "Garage La Bielle", "service": "Répare à petit prix.", "lieu": "Arles", "source": "Une affiche."}


def test_a_missing_resource_is_told_once_to_who_keeps_fiches_there(own_site: Site) -> None:
    machine = Machine(own_site, institution="pole-emploi")
    made = machine.send("POST", PATH, GARAGE)
    assert made.status_code == 201, made.text
    said = made.get_json()
    assert said | GARAGE == said and said["etat"] == "ouverte"
    assert machine.send("POST", PATH, GARAGE).get_json() == said
    with own_site.database.read() as uow:
        (kept,) = uow.suggestions.open()
    assert (kept.institution, kept.commune_code, kept.told) == ("pole-emploi", "13004", ("cd13",))
    assert Machine(own_site, Scope.READ).send("POST", PATH, GARAGE).status_code == 403


@pytest.mark.parametrize(
    "body, told",
    [
        ([], {("", "valeur-invalide")}),
        ({}, {("structure", "valeur-manquante")}),
        (GARAGE | {"lieu": ""}, {("lieu", "valeur-manquante")}),
        (GARAGE | {"lieu": 13, "ou": ""}, {("lieu", "valeur-invalide"), ("ou", "parametre-inconnu")}),
        (GARAGE | {"service": "x" * 501}, {("service", "trop-long")}),
        (GARAGE | {"source": "Né le 3 mai 1980"}, {("source", "donnee-personnelle")}),
    ],
)
def test_what_cannot_be_kept_is_told(own_site: Site, body: object, told: set[tuple[str, str]]) -> None:
    answer = Machine(own_site).send("POST", PATH, body)
    assert answer.status_code == 422, answer.text
    assert codes(answer) == told
