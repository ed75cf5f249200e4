"""A process that merges, splits and hands over the same fiches again and again, and prints a line after each act."""

import sys
from datetime import UTC, datetime

from directory.domain.actors import Actor, ActorKind, Duty, Profile
from directory.domain.changes import Author
from directory.domain.merging import Choice
from directory.domain.resource import Origin, SaveOrigin
from directory.services.accounts.callers import Caller
from directory.services.duplicates.bundle import make_duplicates
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.transferring import Transfers
from directory.services.fiches.writing import Writer, Writing
from directory.store.database import Database
from tests.fiches import GAZETTEER

FIRST, SECOND = "cd13", "pole-emploi"
ACTOR = Actor(ActorKind.ACCOUNT, 7, Profile.UPDATE, frozenset({Duty.ADMINISTRATOR}), institution=FIRST)


def now() -> datetime:
    return datetime.now(UTC)


def tell(done: str) -> None:
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


def main(url: str) -> None:
    database = Database(url)
    resources = ResourceService(database, GAZETTEER)
    writing = Writing(database, resources, now=now)
    duplicates = make_duplicates(database, resources, writing, now=now)
    transfers = Transfers(database, resources, now=now, chunk=2)
    writer, caller = Writer(ACTOR, Author(7, "Sam"), Origin(SaveOrigin.FORM)), Caller(ACTOR, "essai")
    while True:
        with database.read() as uow:
            standing = [each for each in uow.merges.of(1) if each.undone_at is None]
            owner = uow.resources.by_ids((1,))[0].content.institution
        version = resources.get(1).version
        if standing:
            duplicates.splitting.undo(writer, caller, standing[-1].id, expected_version=version)
        else:
            compared = duplicates.merging.compare(writer, 1, 2)
            chosen = dict.fromkeys(compared.fields, Choice.OTHER)
            duplicates.merging.merge(writer, caller, 1, 2, chosen, versions=(version, compared.other.version))
        tell("merge")
        transfers.transfer_all(writer, caller, owner, SECOND if owner == FIRST else FIRST)
        tell("transfer")


if __name__ == "__main__":
    main(sys.argv[1])
