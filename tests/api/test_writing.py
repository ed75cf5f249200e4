"""A machine keeps the fiches of its institution: created, replaced, modified, archived, and told every fault."""

from collections.abc import Mapping

import pytest
from werkzeug.test import TestResponse

from directory.domain.actors import Scope
from directory.http.request import SERVICES
from directory.schemas.fiche import DetailedFicheSchema
from directory.services.accounts.callers import Caller
from tests.api.machine import LIST, WHOLE, Machine
from tests.fiches import FORM, LEA, NOW
from tests.integration.duplicates.conftest import ADMINISTRATOR, by
from tests.site import CRECHE, DRAFT, PERMIT, Site


@pytest.fixture
def machine(own_site: Site) -> Machine:
    return Machine(own_site)


def codes(answer: TestResponse) -> set[tuple[str, str]]:
    return {(error["champ"], error["code"]) for error in answer.get_json()["erreurs"]}


def test_a_fiche_lives_its_whole_life_through_the_api(machine: Machine) -> None:
    made = machine.send("POST", LIST, WHOLE)
    assert made.status_code == 201, made.text
    path, said = made.headers["Location"], made.get_json()
    assert (said["institution"], said["complete"], said["verifiee_le"]) == ("cd13", True, None)
    assert f"{said['id']}" in path
    found = machine.client.get(f"{LIST}?q=voiture").get_json()
    assert [each["id"] for each in found["resultats"]] == [said["id"]]

    changed = machine.send(
        "PATCH", path, {"telephone": "115", "structure": {"nom": "La Bielle d’Arles"}}, made.headers["ETag"]
    )
    assert changed.status_code == 200, changed.text
    assert (changed.get_json()["telephone"], changed.get_json()["titre"]) == ("115", "Réparer sa voiture")
    assert changed.get_json()["structure"]["siret"] == "73282932000074"

    read = machine.client.get(path)
    again = machine.send("PUT", path, read.get_json() | {"telephone": "119"}, read.headers["ETag"])
    assert (again.status_code, again.get_json()["version"]) == (200, 3)
    emptied = machine.send("PUT", path, {"titre": "Autre", "structure": {"nom": "S"}}, again.headers["ETag"])
    assert (emptied.status_code, emptied.get_json()["complete"]) == (200, False)

    gone = machine.send("DELETE", path, tag=emptied.headers["ETag"])
    assert (gone.status_code, gone.get_json()["statut"]) == (200, "archivee")
    authors = {each.author.label for each in machine.site.resources.history(said["id"]).versions}
    assert authors == {"API, Département des Bouches-du-Rhône"}


def test_a_save_says_which_version_it_changes(machine: Machine) -> None:
    path = f"{LIST}/{PERMIT}"
    assert machine.send("PATCH", path, {"telephone": "115"}).status_code == 428
    assert machine.send("DELETE", path).status_code == 428
    for tag in ('"7-abc"', "*", '"x"'):
        answer = machine.send("PATCH", path, {"telephone": "115"}, tag)
        assert answer.status_code == 412
        assert answer.get_json()["actuelle"]["telephone"] == "04 90 00 00 00"
        assert answer.get_json()["envoyee"]["telephone"] == "115"
    assert machine.send("DELETE", path, tag='"7"').status_code == 412
    assert machine.site.resources.get(PERMIT).version == 1


def test_a_conflict_gives_both_texts_each_as_it_would_stand(machine: Machine) -> None:
    path = f"{LIST}/{PERMIT}"
    tag = machine.client.get(path).headers["ETag"]
    assert machine.send("PATCH", path, {"description": "La leur.", "telephone": "115"}, tag).status_code == 200
    answer = machine.send("PATCH", path, {"description": "La mienne."}, tag)
    said = answer.get_json()
    assert (answer.status_code, said["code"], said["version_envoyee"]) == (412, "version-perimee", 1)
    mine, theirs = said["envoyee"], said["actuelle"]
    assert (mine["description"], mine["telephone"]) == ("La mienne.", "04 90 00 00 00")
    assert (theirs["description"], theirs["telephone"], theirs["version"]) == ("La leur.", "115", 2)
    assert "Madame Personne" not in answer.text
    # Sent again after an answer that was lost, a change that is there already is no conflict.
    assert machine.send("PATCH", path, {"description": "La leur.", "telephone": "115"}, tag).status_code == 200
    assert machine.site.resources.get(PERMIT).version == 2


def test_the_tag_of_a_fiche_is_that_of_its_version_whatever_the_hour(machine: Machine) -> None:
    tag = machine.client.get(f"{LIST}/{PERMIT}").headers["ETag"]
    assert tag.startswith('"1-')
    assert machine.send("PATCH", f"{LIST}/{PERMIT}", {"telephone": "115"}, f"W/{tag}").status_code == 200


def test_a_point_read_and_sent_back_with_another_address_is_not_its_point(own_site: Site) -> None:
    machine = Machine(own_site, Scope.READ, Scope.WRITE)
    path = machine.send("POST", LIST, WHOLE).headers["Location"]

    def place(**said: object) -> dict[str, object]:
        (sent,) = machine.send("GET", path).get_json()["lieux"]
        tag = machine.send("GET", path).headers["ETag"]
        kept = machine.send("PATCH", path, {"lieux": [{**sent, "code_insee": "", **said}]}, tag)
        assert kept.status_code == 200
        (found,) = kept.get_json()["lieux"]
        return {name: found[name] for name in ("latitude", "longitude", "precision")}

    at_arles = place()
    assert at_arles["precision"] == "commune"
    assert place(adresse="1 rue Nulle Part", code_postal="99999", commune="Ailleurs") == dict.fromkeys(
        ("latitude", "longitude"), None
    ) | {"precision": ""}
    own = {"latitude": 43.7, "longitude": 4.63, "precision": "main"}
    assert place(adresse="2 rue du Port", code_postal="13200", commune="Arles", **own)["precision"] == "main"
    # Of the program, and in the same town: it stays while the street is corrected.
    assert place(adresse="2, rue du Port")["precision"] == "main"
    assert place(code_postal="99999", commune="Ailleurs")["latitude"] is None


def test_a_machine_writes_the_fiches_of_its_institution_alone(own_site: Site, machine: Machine) -> None:
    assert machine.send("PATCH", f"{LIST}/{CRECHE}", {"telephone": "115"}, '"1"').status_code == 403
    assert machine.send("PATCH", f"{LIST}/{DRAFT}", {"telephone": "115"}, '"1"').status_code == 404
    assert machine.send("DELETE", f"{LIST}/999", tag='"1"').status_code == 404
    assert machine.send("POST", LIST, {**WHOLE, "institution": "caf-13"}).status_code == 403
    assert machine.send("PATCH", f"{LIST}/{PERMIT}", {"institution": "caf-13"}, '"1"').status_code == 403
    assert Machine(own_site, Scope.READ).send("POST", LIST, WHOLE).status_code == 403
    own_site.app.config["PUBLIC_READING"] = False
    assert own_site.client.post(LIST, json=WHOLE).status_code == 401


def test_every_fault_is_told_at_once_as_in_a_form(machine: Machine) -> None:
    wrong = {
        "titre": 3, "besoins": "mobilite-permis", "structure": [], "telefone": "115", "valable_du": "hier",
        "lieux": [{"latitude": "nord"}], "fermetures": [{"du": "2026-08-01"}], "contact_nomme": "Madame X",
    }  # fmt: skip
    answer = machine.send("POST", LIST, wrong)
    assert answer.status_code == 422
    assert codes(answer) == {
        ("titre", "valeur-invalide"), ("besoins", "valeur-invalide"), ("structure", "valeur-invalide"),
        ("telefone", "parametre-inconnu"), ("valable_du", "valeur-invalide"), ("lieux.0.latitude", "valeur-invalide"),
        ("fermetures.0.au", "valeur-manquante"), ("contact_nomme", "parametre-inconnu"),
    }  # fmt: skip
    refused = machine.send("POST", LIST, {**WHOLE, "telephone": "le soir", "horaires": "Lu 9h", "public": []})
    assert codes(refused) == {
        ("telephone", "telephone-invalide"), ("horaires", "horaires-illisibles"), ("public", "valeur-manquante"),
    }  # fmt: skip


def test_a_machine_reads_and_keeps_the_drafts_of_its_institution_alone(own_site: Site) -> None:
    both = (Scope.READ, Scope.WRITE)
    owner, other = Machine(own_site, *both), Machine(own_site, *both, institution="caf-13")
    made = owner.send("POST", LIST, {**WHOLE, "statut": "brouillon"})
    path = made.headers["Location"]
    assert (made.status_code, made.get_json()["statut"]) == (201, "brouillon")
    assert DetailedFicheSchema().validate(made.get_json()) == {}
    read = owner.send("GET", path)
    assert (read.status_code, read.get_json()["statut"]) == (200, "brouillon")
    for answer in (other.send("GET", path), other.send("GET", f"{path}/versions"), own_site.client.get(path)):
        assert answer.status_code == 404
    # Archived, it would have a page that anybody reads.
    archived = owner.send("PATCH", path, {"statut": "archivee"}, read.headers["ETag"])
    for refused in (archived, owner.send("DELETE", path, None, read.headers["ETag"])):
        assert codes(refused) == {("statut", "brouillon-archive")}
    assert own_site.client.get(path).status_code == 404
    assert owner.send("PATCH", path, {"statut": "publiee"}, read.headers["ETag"]).status_code == 200
    assert own_site.client.get(path).status_code == 200


def test_a_merged_fiche_is_not_written_and_names_the_one_to_write(machine: Machine) -> None:
    site, first = machine.site, machine.site.resources.get(PERMIT).content
    second, third = (site.resources.create(first, author=LEA, origin=FORM, now=NOW).resource.id for _ in "ab")
    # Twice merged: what stands for it now is named, not what once did.
    for stays, goes in ((second, PERMIT), (third, second)):
        duplicates = site.app.extensions[SERVICES].duplicates
        versions = (site.resources.get(stays).version, site.resources.get(goes).version)
        duplicates.merging.merge(by(ADMINISTRATOR), Caller(ADMINISTRATOR, "essai"), stays, goes, {}, versions=versions)
    path = f"{LIST}/{PERMIT}"
    sent = (("PUT", path, WHOLE), ("PATCH", path, {"telephone": "115"}), ("DELETE", path, None),
            ("POST", f"{path}/propositions", {"telephone": "115"}))  # fmt: skip
    for method, address, body in sent:
        answer = machine.send(method, address, body, "" if method == "POST" else '"2"')
        said = answer.get_json()
        assert (answer.status_code, said["code"], said["remplacee_par"]) == (409, "fiche-fusionnee", third), method
        assert answer.headers["Link"] == f'<{LIST}/{third}>; rel="successor-version"'
    assert site.resources.get(PERMIT).version == 2
    other = Machine(site, institution="pole-emploi")
    assert other.send("PATCH", path, {"telephone": "115"}, '"2"').status_code == 403


FAULTS: Mapping[str, object] = {
    "siret-invalide": {"structure": {"nom": "S", "siret": "123"}},
    "telephone-invalide": {"telephone": "le soir"},
    "courriel-invalide": {"courriel": "contact@"},
    "adresse-web-invalide": {"site": "javascript:alert(1)"},
    "horaires-illisibles": {"horaires": "Lu 9h"},
    "horaires-vacances-scolaires": {"horaires": "Mo 09:00-12:00; SH off"},
    "zone-invalide": {"zones": ["13"]},
    "dates-inversees": {"valable_du": "2027-01-02", "valable_au": "2027-01-01"},
    "code-postal-invalide": {"lieux": [{"adresse": "a", "code_postal": "1320"}]},
    "commune-inconnue": {"lieux": [{"adresse": "a", "code_insee": "99999"}]},
    "coordonnees-invalides": {"lieux": [{"latitude": 91, "longitude": 5}]},
    "caractere-interdit": {"titre": "cloche \u0007"},
    "trop-long": {"titre": "x" * 301},
    "valeur-inconnue": {"besoins": ["martien"]},
}


def test_each_fault_of_a_fiche_is_met_by_a_request(machine: Machine) -> None:
    for code, body in FAULTS.items():
        answer = machine.send("PATCH", f"{LIST}/{PERMIT}", body, '"1"')
        assert answer.status_code == 422, code
        assert code in {error["code"] for error in answer.get_json()["erreurs"]}


@pytest.mark.parametrize("body", ["[]", "3", "null", '"texte"'])
def test_what_is_no_object_is_no_fiche(machine: Machine, body: str) -> None:
    said = {"headers": machine.headers, "content_type": "application/json"}
    assert machine.client.post(LIST, data=body, **said).status_code == 422  # type: ignore[arg-type]
    assert machine.client.post(LIST, data="{", **said).status_code == 400  # type: ignore[arg-type]
    assert machine.client.post(LIST, data="a=b", headers=machine.headers).status_code == 415


def test_a_name_that_the_api_never_gives_is_not_lost_by_a_replacement(machine: Machine) -> None:
    read = machine.client.get(f"{LIST}/{PERMIT}")
    machine.send("PUT", f"{LIST}/{PERMIT}", read.get_json() | {"telephone": "115"}, read.headers["ETag"])
    assert machine.site.resources.get(PERMIT).content.named_contact == "Madame Personne"
