"""A base with institutions and people, fiches of a given age, and nights that go by."""

from dataclasses import dataclass, field
from datetime import timedelta

from directory.domain.accounts.account import Account
from directory.domain.accounts.messages import Message, MessageKind, MessageState
from directory.domain.actors import Duty, Profile
from directory.domain.changes import Author
from directory.domain.freshness import Due, Steps
from directory.domain.resource import Origin, SaveOrigin
from directory.services.accounts.outgoing import Outgoing
from directory.services.fiches.editing import ResourceService
from directory.services.freshness.ladder import Ladder
from directory.services.freshness.links import ConfirmLinks
from directory.services.freshness.reminders import Reminders
from directory.services.mail.letters import LetterWriter
from directory.services.mail.postman import Letter, NobodyThere
from directory.services.mail.sending import MailSender
from directory.services.taxonomy.editing import seed
from directory.services.work.jobs import JobService
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, TAXONOMY, fiche

SITE = "https://base-de-ressources.departement13.fr"
IMPORT = Origin(SaveOrigin.IMPORT, "source", "1", None)


@dataclass
class Postbox:
    """A mail server that keeps what it was given; ``nobody``: addresses it refuses for good."""

    taken: list[Letter] = field(default_factory=list)
    nobody: set[str] = field(default_factory=set)

    def send(self, letter: Letter) -> None:
        if letter.to in self.nobody:
            raise NobodyThere("550 no such user")
        self.taken.append(letter)


@dataclass
class Base:
    database: Database
    postbox: Postbox = field(default_factory=Postbox)

    def __post_init__(self) -> None:
        seed(self.database, TAXONOMY)
        self.team = Team(self.database)
        self.clock = self.team.clock
        self.resources = ResourceService(self.database, GAZETTEER)
        self.ladder = Ladder(self.database, JobService(self.database), steps=Steps(), sends=True, now=self.clock)
        self.links = ConfirmLinks(self.database, now=self.clock)
        outgoing = Outgoing(self.database, public_url=SITE, now=self.clock)
        reminders = Reminders(self.database, public_url=SITE, now=self.clock)
        self.writer = LetterWriter(
            outgoing.make_link, public_url=SITE, sender="a@brp.exemple", compose=reminders.composers()
        )
        self.sender = MailSender(
            self.database, self.postbox, self.writer, is_still_wanted=outgoing.is_still_wanted, now=self.clock
        )

    def editor(self, name: str, institution: str = "ccas-arles") -> Account:
        return self.team.person(name, institution, Profile.UPDATE)

    def rgc(self, name: str, institution: str = "cd13") -> Account:
        return self.team.person(name, institution, Profile.UPDATE, (Duty.RGC,))

    def fiche(
        self, title: str = "Permis", institution: str = "ccas-arles", *, days_ago: int = 365, origin: Origin = FORM,
        by: Account | None = None,
    ) -> int:  # fmt: skip
        author = Author(None, "import") if by is None else Author(by.id, by.name)
        at = self.clock() - timedelta(days=days_ago)
        content = fiche(title, institution=institution)
        return self.resources.create(content, author=author, origin=origin, now=at).resource.id

    def night(self, days: int = 1, *, mails: bool = True) -> None:
        """Let a day or more go by, then do the work of one night."""
        self.clock.forward(days=days)
        self.ladder.reckon()
        self.ladder.climb()
        if mails:
            self.send()

    def send(self) -> None:
        while self.sender.send_due():
            pass

    def due(self, number: int) -> Due:
        with self.database.read() as uow:
            return uow.dues.by_ids([number])[number]

    def confirm(self, number: int, by: Account | None = None) -> None:
        author = LEA if by is None else Author(by.id, by.name)
        self.resources.verify(number, author=author, now=self.clock())

    def messages(self, kind: MessageKind, state: MessageState | None = None) -> list[Message]:
        with self.database.read() as uow:
            found = uow.messages.latest(limit=1000, state=state)
        return [each for each in reversed(found) if each.kind is kind]

    @property
    def sent(self) -> list[tuple[str, str]]:
        return [(each.to.partition("@")[0], each.subject) for each in self.postbox.taken]
