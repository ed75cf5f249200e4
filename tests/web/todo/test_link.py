"""The page behind the link of a mail: looking changes nothing, one button confirms, signed out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory.domain.accounts.account import Account, AccountState
from directory.domain.actors import Profile
from directory.domain.freshness import LINK_LIFE, ConfirmLink
from directory.services.accounts.secret import digest_of, new_short_secret
from tests.accounts import Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.house.personal import note_person
from tests.site import Site


@pytest.fixture
def camille(team: Team) -> Account:
    return team.person("camille", "cd13", Profile.UPDATE)


@pytest.fixture
def number(site: Site) -> int:
    content = fiche("Réparer sa voiture", institution="cd13", phone="04 65 71 40 18", cost_text="15 € l’heure")
    return site.resources.create(content, author=LEA, origin=FORM, now=NOW - timedelta(days=400)).resource.id


def link(site: Site, account: Account, number: int, *, days_ago: int = 1) -> str:
    secret = new_short_secret()
    note_person(secret)
    at = NOW - timedelta(days=days_ago)
    with site.database.write() as uow:
        uow.confirm_links.add_many([ConfirmLink(digest_of(secret), number, account.id, at, at + LINK_LIFE)])
    return f"/v/{secret}"


def press(client: FlaskClient, path: str, version: int = 1) -> tuple[int, str]:
    answer = client.post(path, data={"version": str(version)})
    return answer.status_code, answer.text


def test_a_fiche_is_confirmed_signed_out_by_one_button(site: Site, camille: Account, number: int) -> None:
    path, client = link(site, camille, number), site.client
    page = client.get(path).text
    assert "Cette fiche est-elle toujours exacte" in page and "Réparer sa voiture" in page
    for said in (
        "04\u00a065\u00a071\u00a040\u00a018",
        "3 place de la République",
        "15 € l’heure",
        "il faudra vous connecter",
    ):
        assert said in page.replace("&nbsp;", "\u00a0"), said
    assert "1er\u00a0mai 2026" not in page and "30\u00a0avril 2026" in page
    assert page.count("<button") == 1
    status, said = press(client, path)
    assert status == 200 and "C’est noté, merci" in said
    assert site.resources.get(number).verified_at == NOW
    (given,) = site.resources.history(number).verifications
    assert given.author.account == camille.id


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_that_opens_every_link_confirms_nothing(
    site: Site, camille: Account, number: int, method: str
) -> None:
    path = link(site, camille, number)
    for _ in range(3):
        answer = site.client.open(path, method=method)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    assert site.resources.get(number).verified_at is None
    assert press(site.client, path)[0] == 200


def test_a_used_an_old_and_a_false_link_say_what_to_do(site: Site, camille: Account, number: int) -> None:
    used, old = link(site, camille, number), link(site, camille, number, days_ago=61)
    press(site.client, used)
    for path, said in (
        (used, "a déjà servi"), (old, "60 jours"), ("/v/" + "a" * 20, "copiez la ligne entière"), (used[:-1], "copiez"),
    ):  # fmt: skip
        for status, text in ((a := site.client.get(path)).status_code, a.text), press(site.client, path):
            assert (status == 410 and said in text and "À faire" in text) or "rien d’autre à faire" in text
    assert len(site.resources.history(number).verifications) == 1


@pytest.mark.parametrize("fate", ["suspended", "closed", "moved", "reader", "given", "archived"])
def test_the_rights_are_asked_again_when_the_button_is_pressed(
    site: Site, team: Team, camille: Account, number: int, fate: str
) -> None:
    path = link(site, camille, number)
    assert site.client.get(path).status_code == 200
    fates = {
        "suspended": replace(camille, state=AccountState.SUSPENDED),
        "closed": replace(camille, state=AccountState.CLOSED),
        "moved": replace(camille, institution="pole-emploi"),
        "reader": replace(camille, profile=Profile.CONSULTATION),
    }
    if fate in fates:
        team.save(fates[fate])
    else:
        current = site.resources.get(number).content
        said = {"institution": "caf-13"} if fate == "given" else {"status": "archivee"}
        site.resources.revise(
            number, replace(current, **said), expected_version=1, author=LEA, origin=FORM, now=NOW
        )  # fmt: skip
    for version in (1, 2):
        assert press(site.client, path, version)[0] == 410
    assert site.resources.get(number).verified_at is None


def test_a_closed_institution_opens_nothing(site: Site, team: Team, camille: Account, number: int) -> None:
    path = link(site, camille, number)
    with site.database.write() as uow:
        found = uow.institutions.get("cd13")
        assert found is not None
        uow.institutions.save(replace(found, retired=True))
    assert press(site.client, path)[0] == 410


def test_a_fiche_modified_meanwhile_is_shown_again_before_it_is_confirmed(
    site: Site, camille: Account, number: int
) -> None:
    path = link(site, camille, number)
    content = replace(site.resources.get(number).content, phone="04 99 99 99 99")
    site.resources.revise(number, content, expected_version=1, author=LEA, origin=FORM, now=NOW)
    status, text = press(site.client, path, 1)
    assert status == 409 and "vient d’être modifiée" in text and "04\u00a099\u00a099\u00a099\u00a099" in text
    assert site.resources.get(number).verified_at is None
    assert press(site.client, path, 2)[0] == 200


def test_the_link_is_for_one_person_whoever_is_signed_in(site: Site, team: Team, camille: Account, number: int) -> None:
    path, client = link(site, camille, number), site.client
    client.set_cookie("compte", team.session(team.person("ailleurs-pat", "caf-13", Profile.UPDATE)))
    assert press(client, path)[0] == 200
    (given,) = site.resources.history(number).verifications
    assert given.author.account == camille.id


def test_a_link_opens_no_session(site: Site, camille: Account, number: int) -> None:
    client = site.client
    path = link(site, camille, number)
    press(client, path)
    assert client.get("/a-faire").status_code == 401
