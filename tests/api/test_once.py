"""``Idempotency-Key``: a creation that is sent again, after an answer that was lost, makes one fiche."""

import pytest
from werkzeug.test import TestResponse

from tests.api.machine import LIST, WHOLE, Machine
from tests.site import Site

SAME = ("Location", "ETag", "Content-Type")


@pytest.fixture
def machine(own_site: Site) -> Machine:
    return Machine(own_site)


def ask(machine: Machine, key: str, body: object = WHOLE) -> TestResponse:
    return machine.client.post(LIST, json=body, headers=machine.headers | {"Idempotency-Key": key})


def count(machine: Machine) -> int:
    return sum(1 for _ in machine.client.get("/api/v1/mouvements?taille=500").get_json()["ressources"])


def test_the_same_request_makes_one_fiche_and_has_the_same_answer_whatever_came_between(machine: Machine) -> None:
    before = count(machine)
    first = ask(machine, "a")
    assert first.status_code == 201, first.text
    machine.send("PATCH", first.headers["Location"], {"telephone": "115"}, first.headers["ETag"])
    again = ask(machine, "a", dict(reversed(WHOLE.items())))
    assert (again.status_code, again.get_data()) == (201, first.get_data())
    assert [again.headers[name] for name in SAME] == [first.headers[name] for name in SAME]
    assert count(machine) == before + 1
    assert machine.site.resources.get(first.get_json()["id"]).version == 2


def test_a_key_says_one_thing(machine: Machine) -> None:
    assert ask(machine, "a").status_code == 201
    other = ask(machine, "a", {**WHOLE, "titre": "Louer une voiture"})
    assert (other.status_code, other.get_json()["code"]) == (422, "cle-deja-utilisee")
    assert ask(machine, "b", {**WHOLE, "titre": "Louer une voiture"}).status_code == 201


def test_two_programs_may_choose_the_same_key(own_site: Site, machine: Machine) -> None:
    first, other = ask(machine, "a"), ask(Machine(own_site, institution="caf-13"), "a")
    assert other.status_code == 201
    assert first.get_json()["id"] != other.get_json()["id"]


def test_a_refused_request_leaves_its_key_free(machine: Machine) -> None:
    assert ask(machine, "a", {**WHOLE, "public": []}).status_code == 422
    assert ask(machine, "a").status_code == 201


@pytest.mark.parametrize("key, code", [("", "valeur-invalide"), ("a b", "valeur-invalide"), ("x" * 256, "trop-long")])
def test_what_is_no_key_is_told(machine: Machine, key: str, code: str) -> None:
    answer = ask(machine, key)
    assert answer.status_code == 422
    assert [(each["champ"], each["code"]) for each in answer.get_json()["erreurs"]] == [("Idempotency-Key", code)]
