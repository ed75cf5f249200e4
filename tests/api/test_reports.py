"""A machine tells an error on a fiche, whoever keeps it, and reads those that wait."""

import pytest

from directory.domain.actors import Scope
from tests.api.test_writing import Machine, codes
from tests.site import DRAFT, PERMIT, Site

PATH = f"/api/v1/ressources/{PERMIT}/signalements"


@pytest.fixture
def machine(own_site: Site) -> Machine:
    return Machine(own_site, institution="pole-emploi")


def test_an_error_is_told_and_read(machine: Machine, own_site: Site) -> None:
    body = {"nature": "telephone", "texte": "Sonne dans le vide.", "valeur": "04 65 71 18 90"}
    made = machine.send("POST", PATH, body)
    assert made.status_code == 201, made.text
    said = made.get_json()
    assert said | body == said
    assert (said["ressource"], said["etat"], said["version"]) == (PERMIT, "ouvert", 1)
    assert machine.send("POST", PATH, body).get_json() == said
    reader = Machine(own_site, Scope.READ)
    assert reader.send("GET", PATH).get_json() == {"signalements": [said]}
    assert machine.client.get(PATH).status_code == 401
    assert reader.send("POST", PATH, body).status_code == 403


@pytest.mark.parametrize(
    "body, told",
    [
        ([], {("", "valeur-invalide")}),
        ({}, {("nature", "valeur-manquante")}),
        ({"nature": "telefone"}, {("nature", "valeur-inconnue")}),
        ({"nature": 3, "autre": ""}, {("nature", "valeur-invalide"), ("autre", "parametre-inconnu")}),
        ({"nature": "autre"}, {("texte", "valeur-manquante")}),
        ({"nature": "horaires", "texte": "x" * 501}, {("texte", "trop-long")}),
        ({"nature": "horaires", "valeur": "Né le 3 mai 1980"}, {("valeur", "donnee-personnelle")}),
    ],
)
def test_what_cannot_be_kept_is_told(machine: Machine, body: object, told: set[tuple[str, str]]) -> None:
    answer = machine.send("POST", PATH, body)
    assert answer.status_code == 422, answer.text
    assert codes(answer) == told


def test_a_fiche_out_of_sight_is_not_there(machine: Machine) -> None:
    for number in (DRAFT, 9_999):
        assert machine.send("POST", PATH.replace(f"/{PERMIT}/", f"/{number}/"), {"nature": "ferme"}).status_code == 404


def test_a_machine_tells_so_many_errors_a_day(machine: Machine) -> None:
    for rank in range(30):
        assert machine.send("POST", PATH, {"nature": "autre", "texte": f"Essai {rank}."}).status_code == 201
    assert machine.send("POST", PATH, {"nature": "ferme"}).status_code == 429
