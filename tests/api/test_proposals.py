"""A machine proposes a change to a fiche that others keep."""

import pytest

from directory.domain.actors import Scope
from tests.api.test_writing import Machine, codes
from tests.site import DRAFT, PERMIT, Site

PATH = f"/api/v1/ressources/{PERMIT}/propositions"


@pytest.mark.parametrize("scope", [Scope.WRITE, Scope.IMPORT])
def test_a_change_is_proposed_by_the_scopes_that_may(own_site: Site, scope: Scope) -> None:
    machine = Machine(own_site, scope, institution="pole-emploi")
    made = machine.send("POST", PATH, {"telephone": "115", "frais": ["payant"]})
    assert made.status_code == 201, made.text
    said = made.get_json()
    assert (said["ressource"], set(said["champs"]), said["etat"]) == (PERMIT, {"telephone", "frais"}, "ouverte")
    assert machine.send("POST", PATH, {"telephone": "115", "frais": ["payant"]}).get_json() == said
    assert Machine(own_site, Scope.READ).send("POST", PATH, {"telephone": "115"}).status_code == 403


def test_what_cannot_be_proposed_is_told(own_site: Site) -> None:
    machine = Machine(own_site, institution="pole-emploi")
    for body, told in (
        ({}, {("", "valeur-manquante")}),
        ({"statut": "archivee"}, {("", "valeur-manquante")}),
        ({"telephone": "le soir"}, {("telephone", "telephone-invalide")}),
        ({"telefone": "115"}, {("telefone", "parametre-inconnu")}),
    ):
        answer = machine.send("POST", PATH, body)
        assert answer.status_code == 422, answer.text
        assert codes(answer) == told
    for number in (DRAFT, 9_999):
        path = PATH.replace(f"/{PERMIT}/", f"/{number}/")
        assert machine.send("POST", path, {"telephone": "115"}).status_code == 404
