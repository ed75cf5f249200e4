"""Why an act on accounts is refused: a reason, of which pages and commands make a sentence."""

from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    UNKNOWN = "inconnu"
    """Not there, or out of reach: the same answer."""
    NOT_ALLOWED = "non-autorise"
    ONESELF = "soi-meme"
    ADMINISTRATOR = "administrateur"
    LAST_ADMINISTRATOR = "dernier-administrateur"
    LAST_RGC = "dernier-rgc"
    SUDO = "a-confirmer"
    STATE = "etat"
    WRONG = "identifiants"
    WAIT = "attendre"
    FACTOR_WRONG = "facteur-faux"
    STEP_OVER = "etape-finie"
    LINK_UNKNOWN = "lien-inconnu"
    LINK_USED = "lien-utilise"
    LINK_OVER = "lien-expire"
    NAME_MISSING = "nom-manquant"
    NAME_BAD = "nom-invalide"
    MAIL_BAD = "courriel-invalide"
    MAIL_USED = "courriel-utilise"
    MAIL_TWICE = "courriel-en-double"
    PROFILE_UNKNOWN = "profil-inconnu"
    CODE_USED = "code-utilise"
    OWNS_FICHES = "a-des-fiches"
    PASSWORD_SHORT = "mot-de-passe-court"
    PASSWORD_LONG = "mot-de-passe-long"
    PASSWORD_COMMON = "mot-de-passe-courant"
    PASSWORD_PERSONAL = "mot-de-passe-personnel"
    PASSKEY_WRONG = "cle-refusee"
    OIDC_FAILED = "oidc-echec"
    OIDC_MAIL_UNVERIFIED = "oidc-courriel-non-verifie"
    OIDC_NOT_INVITED = "oidc-sans-compte"
    OIDC_NOT_BOUND = "oidc-non-lie"
    OIDC_OTHER_SUBJECT = "oidc-autre-sujet"
    OIDC_OTHER_MAIL = "oidc-autre-courriel"
    INSTITUTION_BAD = "institution-invalide"
    OFFICE_BAD = "antenne-invalide"
    SCOPES_MISSING = "portees-manquantes"
    EXPIRY_BAD = "echeance-invalide"


class Refused(Exception):
    """An act is refused. ``until``: when to try again, for ``WAIT``."""

    def __init__(self, reason: Reason, *, until: datetime | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.until = until
