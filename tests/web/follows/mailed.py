"""What tests of follows share: fiches revised, people told, mails taken by a real server."""

from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

from directory.adapters import mail_errands
from directory.domain.accounts.account import Account
from directory.domain.follows import Rhythm
from directory.http.request import SERVICES
from directory.schemas.followed import FollowedSearchReader
from directory.services.bundle import OPERATIONS, Services
from directory.services.follows.digests import FollowDigests
from directory.services.follows.following import Choice, Follows
from fiche.content import Content
from tests.accounts import Clock
from tests.fiches import FORM, LEA
from tests.mail_server import Mailbox, mail_server
from tests.site import Site, settings_for

PUBLIC = "https://base-de-ressources-partenariales-des-bouches-du-rhone.departement13.fr"
"""So long that its links hold in no line of 78 signs."""


@dataclass(frozen=True, slots=True)
class Followers:
    """A site whose people follow things, and what they are told."""

    site: Site
    clock: Clock
    folder: Path

    @property
    def services(self) -> Services:
        found = self.site.app.extensions[SERVICES]
        assert isinstance(found, Services)
        return found

    @property
    def follows(self) -> Follows:
        return self.services.follows

    @property
    def reader(self) -> FollowedSearchReader:
        return FollowedSearchReader(self.services.words, self.services.places, now=self.clock)

    @property
    def digests(self) -> FollowDigests:
        daily = self.site.app.extensions[OPERATIONS].daily
        return next(each for each in daily if isinstance(each, FollowDigests))

    def follow(self, account: Account, *numbers: int, rhythm: Rhythm = Rhythm.DAILY) -> None:
        for number in numbers:
            self.follows.follow(account.id, number)
        self.follows.choose(account.id, Choice(rhythm, with_selections=True))

    def follow_search(self, account: Account, query: str, rhythm: Rhythm = Rhythm.DAILY) -> None:
        question = self.reader.question(query)
        assert question is not None
        kept = self.reader.kept(question)
        assert kept.query == query, "asked as it is kept"
        self.follows.follow_search(account.id, query, question)
        self.follows.choose(account.id, Choice(rhythm, with_selections=True))

    def revise(self, number: int, **changed: object) -> None:
        found = self.site.resources.get(number)
        content: Content = replace(found.content, **changed)  # type: ignore[arg-type]  # fields by their names
        self.site.resources.revise(
            number, content, expected_version=found.version, author=LEA, origin=FORM, now=self.clock()
        )

    def create(self, content: Content) -> int:
        made = self.site.resources.create(content, author=LEA, origin=FORM, now=self.clock())
        return made.resource.id

    def mails(self) -> list[EmailMessage]:
        """Empty the queue into a real server, and return all that it took."""
        mailbox = Mailbox()
        with mail_server(mailbox) as server:
            settings = settings_for(
                self.folder,
                SMTP_URL=f"smtp://{server.host}:{server.port}",
                MAIL_FROM="base@exemple.fr",
                PUBLIC_URL=PUBLIC,
            )
            for errand in mail_errands(settings, self.site.database, self.reader, self.clock):
                errand()
        return mailbox.taken
