"""A running site to which files are sent as the page does, and of which searches are asked meanwhile."""

import re
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.questions import LIST, MAP, PAGE, Asked
from bench.site import Answered, Site
from directory.domain.actors import Profile
from directory.services.fiches.editing import ResourceService
from directory.services.index.indexing import Indexer
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.store.schema import upgrade
from search.places.gazetteer import default_gazetteer
from search.sqlite.engine import SqliteEngine
from tests.accounts import INSTITUTIONS, Clock, Team
from tests.fiches import FORM, LEA, TAXONOMY
from tests.integration.hostile.hostile_file import HostileFile
from tests.site import CONTENTS

WORKERS = 2
TOO_LARGE = "cent-un-mo.csv"
READ_WITHIN_S = 900
"""Nothing is measured here: the worker of a busy machine may take its time over a bomb."""
_QUESTIONS = (
    Asked(PAGE, (("q", "permis"),)),
    Asked(PAGE, (("q", "garde d’enfants"), ("commune", "13055"))),
    Asked(LIST, (("q", "permis"), ("commune", "13004"))),
    Asked(MAP, (("besoin", "mobilite-permis"), ("bbox", "4,43,6,44"), ("zoom", "9"))),
)
_BOUNDARY = "----fichier-hostile"


def base_in(folder: Path) -> Database:
    """Make a base of some fiches, with its index, that a site can be started on."""
    database = Database(f"sqlite:///{folder}/directory.db")
    upgrade(database)
    seed(database, TAXONOMY)
    resources = ResourceService(database, default_gazetteer())
    clock = Clock(datetime.now(UTC))
    with database.write() as uow:
        for institution in INSTITUTIONS:
            uow.institutions.save(institution)
    for content in CONTENTS:
        resources.create(content, author=LEA, origin=FORM, now=clock())
    Indexer(database, SqliteEngine(folder / "index"), target="live", owner="essai", now=clock).rebuild()
    return database


class Sender:
    """An editor who sends files by the page of imports."""

    def __init__(self, site: Site, database: Database) -> None:
        self._site, self._database = site, database
        team = Team(database, Clock(datetime.now(UTC)))
        self._session = f"compte={team.session(team.person('camille', 'cd13', Profile.UPDATE))}"
        page = site.ask("GET", "/imports/nouveau", {"Cookie": self._session})
        token = re.search(rb'name="csrf_token" value="([^"]+)"', page.body)
        held = re.search(r"session=[^;]+", page.header("Set-Cookie"))
        assert page.status == 200 and token is not None and held is not None
        self._token, self._cookies = token[1], f"{self._session}; {held[0]}"

    def send(self, file: HostileFile, *, wait: bool) -> str:
        """Return what is said of a file: where the page leads, or why it was refused; ``!!`` begins what is wrong.

        wait   until the worker has read a long one.
        """
        try:
            answered = self._post(file)
        except ConnectionError as error:
            # What is too large is refused before it was read: its sender may find the door closed.
            return "413" if file.name == TOO_LARGE else f"!! {error!r}"
        if answered.status not in (303, 413, 422):
            return f"!! {answered.status}"
        where = answered.header("Location")
        if not where:
            return str(answered.status) if b"<h1" in answered.body else "!! no page"
        number = re.search(r"/imports/(\d+)", where)
        assert number is not None, where
        until = time.monotonic() + READ_WITHIN_S
        while wait and not self._is_read(int(number[1])):
            if time.monotonic() > until:
                return "!! never read"
            time.sleep(0.2)
        page = self._site.ask("GET", where, {"Cookie": self._cookies})
        return where if page.status in (200, 303) else f"!! {page.status} for {where}"

    def _post(self, file: HostileFile) -> Answered:
        parts = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'.encode(), self._token,
            f'\r\n--{_BOUNDARY}\r\nContent-Disposition: form-data; name="fichier"; filename="{file.name}"\r\n'.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n", file.make(), f"\r\n--{_BOUNDARY}--\r\n".encode(),
        )  # fmt: skip
        headers = {"Cookie": self._cookies, "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        return self._site.ask("POST", "/imports/nouveau", headers, b"".join(parts))

    def _is_read(self, number: int) -> bool:
        with self._database.read() as uow:
            batch = uow.batches.get(number)
        return batch is None or bool(batch.look)


class Searches:
    """Searches asked one after the other as long as the context lasts.

    answered   how many were, each with 200; ``failed``: the others.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self.answered = 0
        self.failed: list[str] = []

    def __enter__(self) -> "Searches":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._stop.is_set():
            for asked in _QUESTIONS:
                try:
                    self._site.get(asked)
                except Exception as error:
                    self.failed.append(f"{asked}: {error!r}")
                else:
                    self.answered += 1
