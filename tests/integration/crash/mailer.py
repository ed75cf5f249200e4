"""A process that climbs the ladder of a night and sends what is due, until it is killed; it prints its log."""

import sys
from datetime import datetime

from directory.domain.freshness import Steps
from directory.services.accounts.outgoing import Outgoing
from directory.services.freshness.ladder import Ladder
from directory.services.freshness.reminders import Reminders
from directory.services.mail.letters import LetterWriter
from directory.services.mail.sending import MailSender
from directory.services.mail.smtp import Server, SmtpPostman
from directory.services.work.jobs import JobService
from directory.store.database import Database

SITE, SENDER = "https://brp.exemple", "a@brp.exemple"


def send_all(database: Database, port: int, at: datetime) -> None:
    """Send what is due at an instant to a server of this machine."""
    outgoing = Outgoing(database, public_url=SITE, now=lambda: at)
    reminders = Reminders(database, public_url=SITE, now=lambda: at)
    writer = LetterWriter(outgoing.make_link, public_url=SITE, sender=SENDER, compose=reminders.composers())
    postman = SmtpPostman(Server("127.0.0.1", port, is_secure=False), sender=SENDER)
    sender = MailSender(database, postman, writer, is_still_wanted=outgoing.is_still_wanted, now=lambda: at)
    while sender.send_due():
        pass


def main(url: str, port: int, moment: str) -> None:
    database, at = Database(url), datetime.fromisoformat(moment)
    ladder = Ladder(database, JobService(database), steps=Steps(), sends=True, now=lambda: at)
    ladder.reckon()
    ladder.climb()
    send_all(database, port, at)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
