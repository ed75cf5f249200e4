"""A fiche asked for twice under one key is made once: two at once, a day later, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from directory.domain.actors import Scope
from directory.domain.changes import Author
from directory.domain.once import Once
from directory.domain.resource import Origin, SaveOrigin
from directory.services.accounts.callers import COMMAND
from directory.services.accounts.keeping import Keeping
from directory.services.fiches.editing import Receipt, ResourceService
from directory.services.fiches.once import KeyTaken
from directory.services.fiches.writing import Writer, Writing
from directory.services.taxonomy.editing import seed
from directory.services.work.jobs import JobService
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import GAZETTEER, TAXONOMY, fiche

AT_ONCE = 4


class Program:
    """A program that asks for a fiche of its institution, under a key."""

    def __init__(self, database: Database) -> None:
        seed(database, TAXONOMY)
        self.team = Team(database)
        tokens, until = self.team.accounts.tokens, self.team.clock() + timedelta(days=30)
        actor = tokens.actor(tokens.create(COMMAND, "cd13", name="essai", scopes={Scope.WRITE}, expires_at=until))
        assert actor is not None and actor.token is not None
        self.token = actor.token
        self.writer = Writer(actor, Author(None, "API, Département"), Origin(SaveOrigin.API))
        self.resources = ResourceService(database, GAZETTEER)
        self.writing = Writing(database, self.resources, now=self.team.clock)

    def ask(self, body: str = "b") -> Receipt:
        return self.writing.create(self.writer, fiche(institution="cd13"), once=Once(self.token, "k", body))


@pytest.fixture
def program(database: Database) -> Program:
    return Program(database)


def test_of_requests_that_come_at_once_one_makes_the_fiche_and_all_are_given_it(program: Program) -> None:
    together = Barrier(AT_ONCE)

    def ask(_: int) -> Receipt:
        together.wait()
        return program.ask()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        receipts = list(pool.map(ask, range(AT_ONCE)))
    assert len({each.resource for each in receipts}) == 1
    assert len(program.resources.history(receipts[0].resource.id).versions) == 1
    with program.team.database.read() as uow:
        assert uow.resources.next_id() == receipts[0].resource.id + 1


def test_a_key_is_forgotten_after_a_day(program: Program) -> None:
    first = program.ask()
    program.team.clock.forward(hours=23)
    with pytest.raises(KeyTaken):
        program.ask("other")
    keeping = Keeping(program.team.database, JobService(program.team.database), now=program.team.clock)
    assert keeping.forget_done_requests() == 0
    program.team.clock.forward(hours=1)
    second = program.ask("other")
    assert second.resource.id != first.resource.id
    program.team.clock.forward(hours=25)
    assert keeping.forget_done_requests() == 1
