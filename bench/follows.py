"""The digests of a day: a thousand searches that people follow, asked again, with what changed in their fiches."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bench.bases import AUTHOR, Base
from directory.app import create_app
from directory.domain.accounts.account import Account, AccountState, mail_key
from directory.domain.actors import Profile
from directory.domain.follows import MOST_FOLLOWS, Rhythm
from directory.domain.resource import Origin, SaveOrigin
from directory.http.request import SERVICES
from directory.schemas.followed import FollowedSearchReader
from directory.services.bundle import OPERATIONS
from directory.services.fiches.editing import ResourceService
from directory.services.follows.digests import FollowDigests
from directory.services.follows.following import Choice, TooWide
from directory.settings import read_settings
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer

FOLLOWS = 1_000
PEOPLE = FOLLOWS // MOST_FOLLOWS
REVISED = 500
"""Fiches whose phone changes once the searches are followed."""


@dataclass(frozen=True, slots=True)
class FollowTimes:
    """fiches      that the searches find, counted once for each.
    mails, told    people told, and of how many fiches.
    processor_s    of this process; ``whole_s``: by the clock, other work of the machine included.
    """

    size: int
    follows: int
    fiches: int
    mails: int
    told: int
    processor_s: float
    whole_s: float


def tell_follows(base: Base, seed: int) -> FollowTimes:
    """Follow a thousand searches, a need around a commune of a region each, revise fiches, and gather the mails."""
    environ = {"ENVIRONMENT": "development", "DATA_DIR": str(base.folder), "LOG_LEVEL": "error", "TERRITORY": "13"}
    app = create_app(read_settings(environ))
    services, operations = app.extensions[SERVICES], app.extensions[OPERATIONS]
    database, chance = operations.database, random.Random(f"follows {seed}")
    reader = FollowedSearchReader(services.words, services.places, now=services.now)
    people = list(_people(database))
    queries = _queries(base, chance)
    for account in people:
        while len(services.follows.searches_of(account.id)) < MOST_FOLLOWS:
            query = next(queries)
            question = reader.question(query)
            assert question is not None
            try:
                services.follows.follow_search(account.id, query, question)
            except TooWide:
                continue
        services.follows.choose(account.id, Choice(Rhythm.DAILY, with_selections=False))
    seen = sum(len(each.seen or ()) for account in people for each in services.follows.searches_of(account.id))
    _revise(database, [*base.published], chance)
    digests = next(each for each in operations.daily if isinstance(each, FollowDigests))
    processor, clock = time.process_time(), time.perf_counter()
    told = digests.tell(digests.today, is_trial=True)
    return FollowTimes(
        base.size, FOLLOWS, seen, told.mails, told.fiches, time.process_time() - processor, time.perf_counter() - clock
    )


def _queries(base: Base, chance: random.Random) -> Iterator[str]:
    needs = sorted(code for code, need in base.taxonomy.needs.items() if not need.retired and not need.replaced_by)
    communes = sorted(each.code for each in default_gazetteer().communes_of("reg:93"))
    while True:
        yield f"besoin={chance.choice(needs)}&commune={chance.choice(communes)}"


def _people(database: Database) -> Iterator[Account]:
    """Put people in a base, once."""
    now = datetime.now(UTC)
    with database.write() as uow:
        owner = next(iter(uow.institutions.all()))
        for rank in range(PEOPLE):
            mail = f"suivis-{rank}@bench.exemple"
            known = uow.accounts.by_mail(mail)
            made = Account(
                0, f"Suivis {rank}", mail, mail_key(mail), owner, Profile.CONSULTATION, False, False,
                AccountState.ACTIVE, "", now, charter_at=now,
            )  # fmt: skip
            yield known or uow.accounts.add(made)


def _revise(database: Database, published: list[int], chance: random.Random) -> None:
    resources = ResourceService(database, default_gazetteer())
    for number in chance.sample(published, min(REVISED, len(published))):
        found = resources.get(number)
        phone = f"04 65 71 {chance.randrange(100):02} {chance.randrange(100):02}"
        resources.revise(
            number, replace(found.content, phone=phone), expected_version=found.version, author=AUTHOR,
            origin=Origin(SaveOrigin.FORM), now=datetime.now(UTC),
        )  # fmt: skip
