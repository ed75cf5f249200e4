"""The real services over a base of their own, a clock that is moved by hand, and a mail server that remembers."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from directory.adapters import EMBEDDED
from directory.domain.changes import Author
from directory.domain.freshness import Rung, Steps
from directory.services.accounts.bundle import make_accounts
from directory.services.accounts.outgoing import Outgoing
from directory.services.accounts.passwords import Passwords
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.transferring import Transfers
from directory.services.fiches.writing import Writing
from directory.services.freshness.ladder import Ladder
from directory.services.freshness.links import ConfirmLinks
from directory.services.freshness.reminders import Reminders
from directory.services.imports.service import ImportService, NewImport
from directory.services.index.indexing import Indexer
from directory.services.mail.letters import LetterWriter
from directory.services.mail.postman import Letter, NobodyThere
from directory.services.mail.sending import MailSender
from directory.services.taxonomy.editing import read_seed, seed
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.schema import upgrade
from search.places.clock import local_day
from search.places.gazetteer import default_gazetteer
from search.sqlite.engine import SqliteEngine

BEGINS = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
SITE = "https://base.departement.example"
COLUMNS = ("id", "titre", "structure", "description", "besoins", "tel", "horaires", "adresse", "cp", "commune", "tenue")
MAPPING = json.dumps(
    {
        "format": "mensuel",
        "libelle": "Fichier mensuel",
        "source": "mensuel",
        "identite": ["id"],
        "champs": {
            "titre_du_service": "titre",
            "structure": "structure",
            "description": "description",
            "besoins": {"colonnes": ["besoins"], "separateur": "|"},
            "telephone": "tel",
            "institution": "tenue",
        },
        "horaires": "horaires",
        "lieu": {"adresse": "adresse", "code_postal": "cp", "commune": "commune"},
    }
)
IMPORTER = Author(None, "import mensuel")


@dataclass
class Clock:
    at: datetime = BEGINS

    def __call__(self) -> datetime:
        return self.at

    def forward(self, days: int = 1) -> None:
        self.at += timedelta(days=days)


@dataclass
class Postbox:
    """Takes mails for whoever still reads them. ``nobody``: addresses whose person left without a word."""

    taken: list[tuple[datetime, Letter]] = field(default_factory=list)
    nobody: set[str] = field(default_factory=set)
    refused: int = 0
    clock: Clock = field(default_factory=Clock)

    def send(self, letter: Letter) -> None:
        if letter.to in self.nobody:
            self.refused += 1
            raise NobodyThere("550 5.1.1 no such user")
        self.taken.append((self.clock(), letter))


class World:
    """Everything that a site of production runs, but for the pages."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.database = Database(f"sqlite:///{folder}/life.db")
        upgrade(self.database)
        seed(self.database, read_seed())
        self.gazetteer = default_gazetteer()
        self.resources = ResourceService(self.database, self.gazetteer)
        self.writing = Writing(self.database, self.resources, now=self.clock)
        self.transfers = Transfers(self.database, self.resources, now=self.clock)
        jobs = JobService(self.database)
        self.ladder = Ladder(self.database, jobs, steps=Steps(), sends=True, now=self.clock)
        self.links = ConfirmLinks(self.database, now=self.clock)
        self.imports = ImportService(self.database, self.resources, self.gazetteer, now=self.clock)
        self.engine = SqliteEngine(folder / "index")
        self.indexer = Indexer(self.database, self.engine, target=EMBEDDED, owner="life", now=self.clock)
        self.accounts = make_accounts(
            self.database, Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)), key="k" * 32,
            now=self.clock, shows_links=False, factor_for_duties=False,
        )  # fmt: skip
        self.postbox = Postbox(clock=self.clock)
        self.asked: Counter[tuple[int, str, date, Rung]] = Counter()
        outgoing = Outgoing(self.database, public_url=SITE, now=self.clock)
        reminders = Reminders(self.database, public_url=SITE, now=self.clock)
        writer = LetterWriter(
            outgoing.make_link, public_url=SITE, sender="base@departement.example", compose=reminders.composers()
        )
        self.sender = MailSender(
            self.database, self.postbox, writer, is_still_wanted=outgoing.is_still_wanted, now=self.clock
        )

    def night(self) -> int:
        """Let a day begin and do what the worker does before people come; return how many fiches climbed."""
        self.clock.forward()
        self.ladder.reckon()
        climbed = self.ladder.climb()
        self._note_asked()
        while self.sender.send_due():
            pass
        return climbed

    def _note_asked(self) -> None:
        """Write down which fiches somebody was asked about today, for the date on which they fell due."""
        today = local_day(self.clock())
        with self.database.read() as uow:
            for due in uow.dues.up_to(uow.institutions.all(), today):
                if due.rung_on == today and due.asked_id is not None:
                    self.asked[due.resource_id, due.institution, due.on, due.rung] += 1

    def import_file(self, rows: Iterable[dict[str, str]], name: str) -> None:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        content = text.getvalue().encode()
        batch = self.imports.receive(NewImport(name, content, "mensuel", MAPPING), author=IMPORTER)
        self.imports.dry_run(batch)
        self.imports.apply(batch)
