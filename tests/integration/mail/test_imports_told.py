"""Story 19: an import is told once to each person whose fiches it wrote, whatever stops; trials, undoings are not."""

from pathlib import Path

import pytest

from directory.domain.accounts.messages import SENT_ONCE, Message, MessageKind
from directory.domain.actors import Profile
from directory.domain.changes import Author
from directory.services.fiches.editing import ResourceService
from directory.services.imports.digests import ImportDigests
from directory.services.imports.service import ImportService
from directory.services.mail.letters import LetterWriter, NothingToSay
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import GAZETTEER, SAM, TAXONOMY
from tests.imports import new_import, row
from tests.unit.directory.services.mail.test_letters import make_link


class Cut(Exception):
    """The process stops there."""


class Desk:
    def __init__(self, database: Database) -> None:
        seed(database, TAXONOMY)
        self.database, self.team = database, Team(database)
        self.resources = ResourceService(database, GAZETTEER)
        self.imports = ImportService(database, self.resources, GAZETTEER, now=self.team.clock, chunk_rows=2, tells=True)
        self.lea = self.team.person("lea", "cd13", profile=Profile.UPDATE)
        self.team.person("reader", "cd13", profile=Profile.CONSULTATION)
        self.team.person("far", "pole-emploi", profile=Profile.UPDATE)

    def receive(self, count: int, title: str = "Service", author: Author = SAM) -> int:
        rows = [row(each, titre=f"{title} {each}") for each in range(1, count + 1)]
        batch = self.imports.receive(new_import(rows, institution="cd13"), author=author)
        self.imports.dry_run(batch)
        return batch

    def mails(self) -> list[Message]:
        with self.database.read() as uow:
            return [each for each in uow.messages.latest(limit=50) if each.kind is MessageKind.IMPORTED]

    def letter(self, mail: Message) -> str:
        digests = ImportDigests(self.database, public_url="https://brp.exemple", now=self.team.clock)
        writer = LetterWriter(
            make_link, public_url="https://brp.exemple", sender="a@brp.exemple", compose=digests.composers()
        )
        return writer.letter(mail).text


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Desk:
    return Desk(sqlite_database)


def test_two_imports_are_two_mails_to_each_editor_of_the_fiches(desk: Desk) -> None:
    desk.imports.apply(desk.receive(5))
    (mail,) = desk.mails()
    assert (mail.to, mail.account_id) == (desk.lea.mail, desk.lea.id)
    assert "a créé 5 fiches que votre institution tient" in desk.letter(mail)
    batch = desk.receive(6, "Aide")
    assert len(desk.mails()) == 1
    desk.imports.apply(batch)
    (last, _) = desk.mails()
    said = desk.letter(last)
    assert "a modifié 5 fiches et créé 1 fiche que" in said
    assert "Aide 1\nhttps://brp.exemple/ressources/1/historique" in said
    assert MessageKind.IMPORTED in SENT_ONCE


def test_an_import_that_stops_in_the_middle_is_told_once_at_its_end(desk: Desk) -> None:
    batch = desk.receive(5)

    def cut(lines: int) -> None:
        raise Cut

    with pytest.raises(Cut):
        desk.imports.apply(batch, progress=cut)
    assert desk.mails() == []
    desk.imports.resume(batch)
    desk.imports.resume(batch)
    assert len(desk.mails()) == 1


def test_what_changes_nothing_who_imports_and_an_undoing_are_not_told(desk: Desk) -> None:
    desk.imports.apply(desk.receive(3))
    desk.imports.apply(desk.receive(3))
    own = desk.receive(4, author=Author(desk.lea.id, desk.lea.name))
    desk.imports.apply(own)
    assert len(desk.mails()) == 1
    last = desk.receive(4, "Aide")
    desk.imports.apply(last)
    desk.imports.undo(last, author=SAM)
    (mail, _) = desk.mails()
    with pytest.raises(NothingToSay):
        desk.letter(mail)
