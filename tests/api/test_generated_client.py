"""A client that a program made from our description alone does the whole life of a fiche."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from directory.domain.actors import Scope
from tests.api.machine import WHOLE, Machine
from tests.site import Site

PACKAGE = "client_of_the_base"
Call = Callable[..., Any]
"""An operation of the client: its answer has ``status_code``, ``headers`` and, read by the description, ``parsed``."""


class Client:
    """What was generated, asking a site in process with the key of the département."""

    def __init__(self, site: Site) -> None:
        module = importlib.import_module(PACKAGE)
        self.client = module.AuthenticatedClient(
            base_url="http://base.test",
            token=Machine(site, Scope.READ, Scope.WRITE).headers["Authorization"].removeprefix("Bearer "),
            httpx_args={"transport": httpx.WSGITransport(app=site.app)},
            raise_on_unexpected_status=True,
        )

    def call(self, room: str, operation: str, client: Any = None, **said: object) -> Any:
        module = importlib.import_module(f"{PACKAGE}.api.{room}.{operation}")
        return module.sync_detailed(client=client or self.client, **said)

    def body(self, **said: object) -> Any:
        return importlib.import_module(f"{PACKAGE}.models").WrittenFiche.from_dict(said)


@pytest.fixture
def client(own_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    described = tmp_path / "openapi.json"
    described.write_text(own_site.client.get("/api/v1/openapi.json").text, encoding="utf-8")
    config = Config.from_sources(
        ConfigFile(post_hooks=[]), MetaType.NONE, described, "utf-8", False, tmp_path / PACKAGE
    )
    assert [(each.header, each.detail) for each in generate(config=config)] == []
    monkeypatch.syspath_prepend(tmp_path)
    return Client(own_site)


def test_the_whole_life_of_a_fiche_through_a_generated_client(client: Client) -> None:
    start = client.call("mouvements", "mouvements").parsed.curseur
    made = client.call("tenir", "creer", body=client.body(**WHOLE), idempotency_key="essai-1")
    again = client.call("tenir", "creer", body=client.body(**WHOLE), idempotency_key="essai-1")
    assert (made.status_code, again.status_code, again.parsed) == (201, 201, made.parsed)
    number = made.parsed.id

    read = client.call("ressources", "lire", resource_id=number)
    tag = read.headers["ETag"]
    assert (read.parsed.titre, read.parsed.institution, read.parsed.version) == ("Réparer sa voiture", "cd13", 1)
    found = client.call("ressources", "chercher", q="voiture").parsed
    assert [each.id for each in found.resultats] == [number]

    changed = client.call("tenir", "modifier", resource_id=number, body=client.body(telephone="115"), if_match=tag)
    assert (changed.status_code, changed.parsed.telephone, changed.parsed.version) == (200, "115", 2)
    whole = client.body(**{**WHOLE, "telephone": "119"})
    met = client.call("tenir", "remplacer", resource_id=number, body=whole, if_match=tag)
    assert (met.status_code, met.parsed.code, met.parsed.version_envoyee) == (412, "version-perimee", 1)
    assert (met.parsed.envoyee["telephone"], met.parsed.actuelle["telephone"]) == ("119", "115")

    followed = client.call("mouvements", "mouvements", curseur=start)
    (moved,) = followed.parsed.ressources
    assert (moved.id, moved.version, moved.mouvement.value) == (number, 2, "publiee")
    has_it = client.client.with_headers({"If-None-Match": followed.headers["ETag"]})
    assert client.call("mouvements", "mouvements", has_it, curseur=start).status_code == 304

    gone = client.call("tenir", "archiver", resource_id=number, if_match=changed.headers["ETag"])
    assert (gone.status_code, gone.parsed.statut.value) == (200, "archivee")
    (moved,) = client.call("mouvements", "mouvements", curseur=followed.parsed.curseur).parsed.ressources
    assert (moved.id, moved.mouvement.value) == (number, "archivee")
    versions = client.call("ressources", "versions", resource_id=number).parsed.versions
    assert [each.numero for each in versions] == [1, 2, 3]
    assert versions[1].modifications["telephone"].apres == "115"


def test_a_fault_is_read_by_the_generated_client(client: Client) -> None:
    refused = client.call("tenir", "creer", body=client.body(**{**WHOLE, "telephone": "le soir"}))
    assert refused.status_code == 422
    assert [(each.champ, each.code) for each in refused.parsed.erreurs] == [("telephone", "telephone-invalide")]
    assert json.loads(refused.content)["code"] == "saisie-invalide"
