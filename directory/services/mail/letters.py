"""The words of mails: one text for each kind, in ``templates/mails``, written without jargon."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import Message, MessageKind
from directory.services.mail.postman import Letter

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "mails"

LONGEST_FACT_CHARS = 120
STOP = "stop"
"""What is gathered for a mail that may be stopped: the address that stops the next ones."""

Compose = Callable[[Message], Mapping[str, object]]
"""Gathers what a reminder says as it leaves, made harmless already. Raises NothingToSay."""


class NothingToSay(Exception):
    """What a mail was about no longer holds: it is given up."""


MakeLink = Callable[[LinkKind, Message], str]
"""Makes a secret link as its mail is sent, and returns its address."""

FACTS: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.INVITATION: ("name", "institution", "until"),
    MessageKind.RESET: ("name",),
    MessageKind.NEW_MAIL: ("name",),
    MessageKind.MAIL_CHANGED: ("name", "day"),
    MessageKind.NEW_BROWSER: ("name", "day", "browser"),
    MessageKind.PASSWORD_CHANGED: ("name", "day"),
    MessageKind.FACTOR_CHANGED: ("name", "day", "change"),
    MessageKind.FACTOR_RESET: ("name", "day"),
    MessageKind.DUTY_GIVEN: ("name", "day", "duty"),
    MessageKind.FAILED_SIGN_INS: ("name", "day"),
    MessageKind.IDENTITY_REFUSED: ("institution", "person"),
    MessageKind.LONE_INSTITUTION: ("institution",),
    MessageKind.UNUSED: ("name", "until"),
    MessageKind.REVIEW: ("institution", "count"),
    MessageKind.MOVE_ASKED: ("institution", "person"),
    MessageKind.TO_CONFIRM: ("fiches",),
    MessageKind.UNANSWERED: ("fiches",),
    MessageKind.PROPOSAL_ANSWERED: ("name", "fiche", "how", "reason"),
    MessageKind.SUGGESTION_ANSWERED: ("name", "structure", "how", "reason"),
    MessageKind.REPORT_ANSWERED: ("name", "fiche", "about", "how", "reason"),
    MessageKind.REPORTS_WAITING: ("reports", "suggestions"),
    MessageKind.REPORTS_LATE: ("reports", "suggestions"),
    MessageKind.IMPORT_WAITS: ("name", "source", "reason", "number"),
    MessageKind.IMPORTED: ("batch", "revised", "created", "fiches"),
    MessageKind.SELECTIONS_ENDING: ("name", "count", "until"),
    MessageKind.FOLLOWED: ("name", "fiches", "searches", "rest"),
    MessageKind.OFFICES_DUE: ("name", "offices"),
}
"""What each text needs; ``Message.facts`` holds nothing else."""


class LetterWriter:
    """Makes the letter of a queued mail.

    public_url   where people reach the site, without a final slash.
    compose      for the kinds whose text is gathered as they leave.
    sender       the address mails come from: its domain ends their Message-ID.
    """

    def __init__(
        self,
        make_link: MakeLink,
        *,
        public_url: str,
        sender: str,
        folder: Path = FOLDER,
        compose: Mapping[MessageKind, Compose] | None = None,
    ) -> None:
        self._make_link = make_link
        self._compose = compose or {}
        self._public_url = public_url
        self._domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        # Plain text: nothing to escape. What people typed is made harmless by ``harmless``.
        self._texts = Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True)

    def letter(self, message: Message) -> Letter:
        """Return the letter of ``message``; its link, where it has one, is made now.

        Raises KeyError when a fact is missing, NothingToSay when what it was about no longer holds.
        """
        if message.subject:
            return Letter(message.to, message.subject, message.body, self.message_id(message))
        subject, text, stop = self._made(message)
        return Letter(message.to, subject, text, self.message_id(message), _stopped_by(stop))

    def message_id(self, message: Message) -> str:
        """Return what names a mail: the same when it is sent again."""
        born = hashlib.sha256(f"{message.id} {message.created_at.isoformat()}".encode()).hexdigest()[:24]
        return f"<{message.id}.{born}@{self._domain}>"

    def _made(self, message: Message) -> tuple[str, str, str]:
        """Return the subject, the text, and the address that stops the mails of this kind, empty for none."""
        compose = self._compose.get(message.kind)
        # What is gathered as a mail leaves begins from what there is.
        wanted = FACTS[message.kind] if compose is None else set(FACTS[message.kind]) & set(message.facts)
        said = {name: harmless(message.facts[name]) for name in wanted}
        facts = said if compose is None else {**said, **compose(message)}
        kind = message.kind.link_kind
        link = self._make_link(kind, message) if kind is not None else ""
        written = self._texts.get_template(f"{message.kind.value}.txt").render(
            facts, link=link, site=self._public_url, asked_on=_day(message.created_at)
        )
        subject, _, text = written.partition("\n")
        return subject.strip(), text.strip() + "\n", str(facts.get(STOP, ""))


def harmless(text: str) -> str:
    """Return what somebody typed as it may stand in a mail: one short line that no mail program makes a link of."""
    # Dots and slashes of other widths are read as ours by whoever opens a link.
    line = " ".join(unicodedata.normalize("NFKC", text).replace("。", ".").split())[:LONGEST_FACT_CHARS]
    # A dot or a colon between two signs is what turns words into a link; a blank after it does not.
    return re.sub(r"(?<=[^\s.:])([.:@/]+)(?=[^\s])", r"\1 ", line)


def _stopped_by(address: str) -> dict[str, str]:
    """Return the headers by which a mail program stops mails with one button (RFC 8058), which asks for https."""
    if not address.startswith("https://"):
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _day(at: datetime) -> str:
    return at.strftime("%d/%m/%Y")
