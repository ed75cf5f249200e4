"""A program that keeps the fiches of an institution, and a fiche that it sends."""

from collections.abc import Mapping
from datetime import timedelta

from werkzeug.test import TestResponse

from directory.domain.actors import Scope
from directory.services.accounts.callers import COMMAND
from tests.accounts import Team
from tests.site import Site

LIST = "/api/v1/ressources"
WHOLE: Mapping[str, object] = {
    "titre": "Réparer sa voiture",
    "structure": {"nom": "La Bielle", "siret": "73282932000074"},
    "description": "Réparations à petit prix.",
    "besoins": ["mobilite-transport"],
    "public": ["tous-publics"],
    "acces": ["libre"],
    "mobilisation": ["information"],
    "telephone": "04 90 11 22 33",
    "horaires": "Mo-Fr 09:00-12:00; PH off",
    "fermetures": [{"du": "2026-08-01", "au": "2026-08-15"}],
    "lieux": [{"adresse": "3 place de la République", "code_postal": "13200", "commune": "Arles"}],
}


class Machine:
    """A program with a key of the département, to write unless it is given other scopes."""

    def __init__(self, site: Site, *scopes: Scope, institution: str = "cd13") -> None:
        self.site, self.client = site, site.client
        team = Team(site.database)
        key = team.accounts.tokens.create(
            COMMAND,
            institution,
            name="essai",
            scopes=set(scopes) or {Scope.WRITE},
            expires_at=team.clock() + timedelta(days=30),
        )
        self.headers = {"Authorization": f"Bearer {key}"}

    def send(self, method: str, path: str, body: object = None, tag: str = "") -> TestResponse:
        headers = self.headers | ({"If-Match": tag} if tag else {})
        return self.client.open(path, method=method, json=body, headers=headers)
