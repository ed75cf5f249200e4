"""The audit trail: who did what to which object, when, by which kind of door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What is written down."""

    INVITED = "invite"
    INVITATION_RESENT = "invitation-renvoyee"
    INVITATION_WITHDRAWN = "invitation-retiree"
    INVITATION_ACCEPTED = "invitation-acceptee"
    SIGNED_IN = "connexion"
    SIGN_IN_REFUSED = "connexion-refusee"
    SIGNED_OUT = "deconnexion"
    SESSION_ENDED = "session-terminee"
    PASSWORD_CHANGED = "mot-de-passe-change"
    RESET_ASKED = "reinitialisation-demandee"
    MAIL_CHANGED = "courriel-change"
    FACTOR_ADDED = "facteur-ajoute"
    FACTOR_REMOVED = "facteur-retire"
    FACTOR_RESET = "facteur-reinitialise"
    IDENTITY_BOUND = "identite-liee"
    IDENTITY_REFUSED = "identite-refusee"
    IDENTITY_UNBOUND = "identite-deliee"
    PROFILE_CHANGED = "profil-change"
    DUTY_GIVEN = "fonction-donnee"
    DUTY_TAKEN = "fonction-retiree"
    SUSPENDED = "suspendu"
    RESUMED = "reactive"
    CLOSED = "ferme"
    REVIEWED = "revue"
    REVIEW_ASKED = "revue-demandee"
    UNUSED_TOLD = "inactivite-annoncee"
    MOVED = "change-d-institution"
    MOVE_ASKED = "depart-propose"
    MOVE_REFUSED = "arrivee-refusee"
    INSTITUTION_CREATED = "institution-creee"
    INSTITUTION_CHANGED = "institution-modifiee"
    INSTITUTION_CLOSED = "institution-fermee"
    TOKEN_CREATED = "jeton-cree"
    TOKEN_REVOKED = "jeton-revoque"
    CONTACT_FORGOTTEN = "contact-efface"
    FICHES_MERGED = "fiches-fusionnees"
    FICHES_SPLIT = "fusion-annulee"
    FICHES_KEPT_APART = "fiches-distinctes"
    FICHES_TRANSFERRED = "fiches-transferees"
    EXPORTED = "export"
    IMPORT_APPLIED = "import-applique"
    IMPORT_STOPPED = "import-arrete"
    IMPORT_UNDONE = "import-annule"
    IMPORT_ARCHIVED = "import-archive"
    IMPORT_ROW_SETTLED = "ligne-d-import-tranchee"
    OFFICE_GIVEN = "antenne-donnee"
    OFFICE_CREATED = "antenne-creee"
    OFFICE_CHANGED = "antenne-modifiee"
    OFFICE_CONFIRMED = "antenne-confirmee"
    OFFICE_RETIRED = "antenne-retiree"
    OFFICE_RESTORED = "antenne-retablie"


class ObjectKind(StrEnum):
    ACCOUNT = "compte"
    INSTITUTION = "institution"
    TOKEN = "jeton"
    FICHE = "fiche"
    EXPORT = "export"
    IMPORT = "import"
    OFFICE = "antenne"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the trail. No search text, no secret, no address beyond /24 and /48.

    account_id          who; None for the product itself and for somebody unknown.
    institution         of who did it, empty likewise.
    object_institution  of what it was done to.
    door                kind of door: a ``Door``, or "jeton", "commande", "travail de nuit".
    detail              short codes, such as the profile before and after.
    """

    act: Act
    at: datetime
    account_id: int | None
    institution: str
    object_kind: ObjectKind
    object_id: str
    object_institution: str
    door: str = ""
    network: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    id: int = 0
