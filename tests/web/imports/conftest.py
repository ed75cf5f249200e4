"""A site with an editor of the département and an administrator, and what they do with files."""

import io
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.domain.actors import Duty, Profile
from directory.services.bundle import OPERATIONS
from directory.services.work.jobs import MOST_ATTEMPTS
from directory.worker import Worker
from tests.accounts import Team
from tests.house.pages import walk
from tests.imports import COLUMNS, csv_file, row
from tests.site import Site
from tests.web.writing.conftest import editor, signed_in, site, team

__all__ = ["COLUMNS", "csv_file", "editor", "row", "site", "team", "walk"]


@dataclass
class Desk:
    """Somebody at the pages of imports, and the worker behind them."""

    site: Site
    client: FlaskClient

    def send(self, content: bytes, name: str = "liste.csv", path: str = "/imports/nouveau") -> str:
        """Send a file; return where it leads."""
        answer = self.client.post(path, data={"fichier": (io.BytesIO(content), name)})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer.headers["Location"]

    def post(self, path: str, **said: str) -> TestResponse:
        return self.client.post(path, data=said)

    def text(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True).replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ")

    def work(self) -> None:
        """Do all that was asked for behind the pages."""
        ops = self.site.app.extensions[OPERATIONS]
        worker = Worker(ops.indexer, ops.jobs, ops.import_jobs.handlers(), owner="essai", now=ops.now)
        while worker.do_a_job(Event()):
            pass

    def fail(self, *, until_dead: bool = False) -> None:
        """Have the work that waits fail, once or for good."""
        ops = self.site.app.extensions[OPERATIONS]
        now = ops.now()
        for attempt in range(MOST_ATTEMPTS if until_dead else 1):
            at = now + timedelta(days=attempt)
            job = ops.jobs.claim(list(ops.import_jobs.handlers()), owner="essai", lease_s=60, now=at)
            ops.jobs.fail(job.id, owner="essai", error="OSError", now=at)

    def tried(self, content: bytes, name: str = "liste.csv", **said: str) -> str:
        """Send a file of a known format as a new source and try it; return the address of the import."""
        where = self.send(content, name)
        assert where.endswith("/source")
        answer = self.post(where, source="nouvelle", **({"nom": "Partenaires", "institution": "cd13"} | said))
        assert answer.status_code == 303
        self.work()
        return where.removesuffix("/source")

    def apply(self, path: str) -> TestResponse:
        page = self.text(f"{path}/essai")
        seen = page.split('name="vu" value="')[1].split('"')[0]
        answer = self.post(f"{path}/appliquer", vu=seen)
        self.work()
        return answer


@pytest.fixture
def desk(site: Site, editor: FlaskClient) -> Desk:
    return Desk(site, editor)


@pytest.fixture
def office(site: Site, team: Team) -> Desk:
    return Desk(site, signed_in(site, team, "ada", "pole-emploi", Profile.CONSULTATION, (Duty.ADMINISTRATOR,)))
