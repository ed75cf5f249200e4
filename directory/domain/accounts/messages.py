"""Mails to send: a queue in the base, emptied by the worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from directory.domain.accounts.links import LinkKind


class MessageKind(StrEnum):
    INVITATION = "invitation"
    RESET = "reinitialisation"
    NEW_MAIL = "changement-de-courriel"
    MAIL_CHANGED = "courriel-change"
    NEW_BROWSER = "nouveau-navigateur"
    PASSWORD_CHANGED = "mot-de-passe-change"
    FACTOR_CHANGED = "facteur-change"
    FACTOR_RESET = "facteur-reinitialise"
    DUTY_GIVEN = "fonction-donnee"
    FAILED_SIGN_INS = "echecs-de-connexion"
    IDENTITY_REFUSED = "identite-refusee"
    LONE_INSTITUTION = "institution-sans-rgc"
    UNUSED = "compte-inutilise"
    REVIEW = "revue-des-comptes"
    MOVE_ASKED = "arrivee-proposee"
    TO_CONFIRM = "fiches-a-confirmer"
    UNANSWERED = "fiches-sans-reponse"
    PROPOSAL_ANSWERED = "proposition-repondue"
    SUGGESTION_ANSWERED = "suggestion-repondue"
    REPORT_ANSWERED = "signalement-repondu"
    REPORTS_WAITING = "signalements-en-attente"
    REPORTS_LATE = "signalements-en-retard"
    IMPORTED = "import-fait"
    IMPORT_WAITS = "import-de-nuit"
    SELECTIONS_ENDING = "selections-bientot-supprimees"
    FOLLOWED = "nouvelles-des-suivis"
    OFFICES_DUE = "antennes-a-confirmer"

    @property
    def link_kind(self) -> LinkKind | None:
        """The kind of secret link that is made as the mail is sent; None for a mail without one."""
        return LinkKind(self.value) if self.value in set(LinkKind) else None


SENT_ONCE = frozenset(
    {
        MessageKind.TO_CONFIRM,
        MessageKind.UNANSWERED,
        MessageKind.REPORTS_WAITING,
        MessageKind.REPORTS_LATE,
        MessageKind.IMPORTED,
        MessageKind.IMPORT_WAITS,
        MessageKind.SELECTIONS_ENDING,
        MessageKind.FOLLOWED,
        MessageKind.OFFICES_DUE,
    }
)
"""Reminders and digests: marked before they are sent and never sent again, rather lost than twice. One that was cut
short as it left is kept as ``MessageState.UNKNOWN``, and administrators are told.

All other mails, which are about somebody's access, go before them.
"""


class MessageState(StrEnum):
    WAITING = "en-attente"
    LEAVING = "en-envoi"
    """A reminder that a worker is handing over: no other one takes it."""
    SENT = "envoye"
    UNKNOWN = "sort-inconnu"
    """A reminder whose worker, or line, was cut as it left: it may have arrived, and is not sent again."""
    REFUSED = "refuse"
    SHOWN = "montre"
    """Without a mail server: its link was shown to somebody instead."""
    DROPPED = "abandonne"


@dataclass(frozen=True, slots=True)
class Message:
    """One mail.

    key       none with the same key is queued twice; None for as many as wanted.
    subject   and body: empty while the worker makes them from ``kind`` and ``facts``. A body that holds a secret
              link is never stored.
    facts     what the text needs, such as the name of the institution.
    error     why it was last refused, as the server said.
    """

    kind: MessageKind
    to: str
    account_id: int | None
    due_at: datetime
    created_at: datetime
    key: str | None = None
    subject: str = ""
    body: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    state: MessageState = MessageState.WAITING
    attempts: int = 0
    error: str = ""
    finished_at: datetime | None = None
    id: int = 0
