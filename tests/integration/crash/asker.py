"""A process that saves over HTTP until it is killed, with a program's key and in a form: it prints each answer."""

import sys
from pathlib import Path

from werkzeug.datastructures import MultiDict

from directory.app import create_app
from directory.services.accounts.passwords import Passwords
from directory.services.fiches.editing import ResourceService
from directory.store.database import Database
from directory.web.writing.typed import typed_of
from search.sqlite.engine import SqliteEngine
from tests.fiches import GAZETTEER, NOW
from tests.site import FAST_HASHER, settings_for

LIST, ENTRY = "/api/v1/ressources", "/ressources/saisie"
MOST = 10_000


class Asker:
    """Asks a site in this process, on a base that others use too.

    secret    of a key of the département, for the API.
    session   of a person of the département, for the form.
    """

    def __init__(self, url: str, folder: str, secret: str, session: str) -> None:
        self.database = database = Database(url)
        app = create_app(
            settings_for(Path(folder)), database=database, engine=SqliteEngine(Path(folder) / "index"),
            gazetteer=GAZETTEER, passwords=Passwords(FAST_HASHER), now=lambda: NOW, refresh_s=0.0,
        )  # fmt: skip
        app.config["WTF_CSRF_ENABLED"] = False
        self.resources = ResourceService(database, GAZETTEER)
        self.person, self.program, self.secret = app.test_client(), app.test_client(), secret
        self.person.set_cookie("compte", session)

    def close(self) -> None:
        self.database.close()

    def create(self, key: str) -> int:
        """Ask for the fiche that a key names; return its number."""
        body = {
            "titre": f"Fiche {key}", "structure": {"nom": f"Structure {key}"}, "description": "Un service.",
            "besoins": ["mobilite-transport"], "public": ["tous-publics"], "acces": ["libre"], "telephone": "115",
            "mobilisation": ["information"], "accueil": ["a-distance"],
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": key}
        answer = self.program.post(LIST, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return int(answer.get_json()["id"])

    def keep(self, number: int, key: str, text: str) -> None:
        """Keep what is typed in the form of a fiche, as the page does meanwhile."""
        said = {"saisie": key, "revision": "1", "ressource": str(number)}
        answer = self.person.post(ENTRY, data=self._form(number, text) | said)
        assert answer.status_code == 204, answer.text

    def save(self, number: int, key: str, text: str) -> None:
        answer = self.person.post(f"/ressources/{number}/modifier", data=self._form(number, text) | {"saisie": key})
        assert answer.status_code == 303, answer.text

    def _form(self, number: int, text: str) -> "MultiDict[str, str]":
        fiche = self.resources.get(number)
        form = typed_of(fiche.content)
        form["version"], form["description"] = str(fiche.version), text
        return form


def key_of(seed: str, rank: int) -> str:
    return f"{seed}-{rank}"


def entry_of(seed: str, rank: int) -> str:
    return f"{int(seed) * MOST + rank:032x}"


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(url: str, folder: str, secret: str, session: str, seed: str) -> None:
    asker = Asker(url, folder, secret, session)
    for rank in range(MOST):
        number = asker.create(key_of(seed, rank))
        tell("made", number, rank)
        for turn in range(2):
            text = f"Texte {seed}-{rank}-{turn}"
            asker.keep(number, entry_of(seed, rank), text)
            tell("typed", number, rank, text)
            asker.save(number, entry_of(seed, rank), text)
            tell("saved", number, rank, text)


if __name__ == "__main__":
    main(*sys.argv[1:])
