"""Two editors' fiches, and the use cases that make one of two."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from directory.domain.actors import Actor, ActorKind, Duty, Profile
from directory.domain.changes import Author
from directory.domain.merging import Choice, Merge
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.accounts.callers import Caller
from directory.services.duplicates.merging import Merging
from directory.services.duplicates.queue import DuplicateQueue
from directory.services.duplicates.splitting import Splitting
from directory.services.duplicates.watching import Watch
from directory.services.fiches.editing import Receipt, ResourceService
from directory.services.fiches.writing import Writer, Writing
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from fiche.content import Content
from tests.access.actors import OWN
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY

EDITOR = Actor(ActorKind.ACCOUNT, 7, Profile.UPDATE, institution=OWN)
ADMINISTRATOR = replace(EDITOR, duties=frozenset({Duty.ADMINISTRATOR}))


def by(actor: Actor) -> Writer:
    return Writer(actor, Author(actor.account, "Sam"), Origin(SaveOrigin.FORM))


@dataclass
class Desk:
    database: Database
    moment: datetime = NOW
    resources: ResourceService = field(init=False)

    def __post_init__(self) -> None:
        seed(self.database, TAXONOMY)
        Team(self.database)
        self.resources = ResourceService(self.database, GAZETTEER)
        self.writing = Writing(self.database, self.resources, now=self.now)
        self.merging = Merging(self.database, self.resources, self.writing, now=self.now)
        self.splitting = Splitting(self.database, self.resources, now=self.now)
        self.queue = DuplicateQueue(self.database)
        self.watch = Watch(self.database, now=self.now)

    def now(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment

    def put(self, content: Content, owner: str = OWN) -> Resource:
        return self.resources.create(replace(content, institution=owner), author=LEA, origin=FORM, now=NOW).resource

    def get(self, number: int) -> Resource:
        return self.resources.get(number)

    def edit(self, number: int, **said: object) -> Resource:
        found = self.get(number)
        content = replace(found.content, **said)  # type: ignore[arg-type]
        return self.writing.revise(by(EDITOR), number, content, expected_version=found.version).resource

    def merge(self, staying: int, other: int, actor: Actor = EDITOR, **chosen: Choice) -> Receipt:
        """Merge two fiches; of a field that is not named, the fiche that stays keeps its own."""
        compared = self.merging.compare(by(actor), staying, other)
        choices = dict.fromkeys(compared.fields, Choice.STAYING) | chosen
        versions = (compared.staying.version, compared.other.version)
        return self.merging.merge(by(actor), Caller(actor, "essai"), staying, other, choices, versions=versions)

    def last_merge(self, number: int) -> Merge:
        with self.database.read() as uow:
            return uow.merges.of(number)[-1]

    def split(self, number: int, actor: Actor = EDITOR) -> Receipt:
        merge = self.last_merge(number)
        version = self.get(merge.survivor_id).version
        return self.splitting.undo(by(actor), Caller(actor, "essai"), merge.id, expected_version=version)

    def look(self) -> None:
        """Do what the worker does each night, and at each save."""
        while self.watch.look():
            pass

    def asked(self) -> list[tuple[int, int]]:
        """Return the pairs that wait, the younger fiche first."""
        found = self.queue.page(ADMINISTRATOR, limit=50).waiting
        return [(each.one.id, each.other.id) for each in found]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)
