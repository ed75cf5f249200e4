"""How the pages of administrators name mails, jobs and doors."""

from collections.abc import Mapping
from types import MappingProxyType

from directory.domain.accounts.account import Door
from directory.domain.accounts.messages import MessageKind, MessageState
from directory.domain.jobs import JobState
from directory.services.accounts.keeping import Keeping
from directory.services.follows.digests import FollowDigests
from directory.services.freshness.ladder import Ladder
from directory.services.imports.jobs import APPLY, LOOK, TRY, UNDO
from directory.services.imports.old_files import FileKeeping
from directory.services.offices.reminding import OfficeReminders
from directory.services.reports.ladder import ReportLadder
from directory.services.steering.committee import KIND as COMMITTEE_REPORT
from directory.services.steering.keeping import CountKeeping
from directory.services.steering.quarters import QuarterKeeping

MAILS: Mapping[MessageKind, str] = MappingProxyType(
    {
        MessageKind.INVITATION: "invitation",
        MessageKind.RESET: "nouveau mot de passe",
        MessageKind.NEW_MAIL: "nouvelle adresse, à confirmer",
        MessageKind.MAIL_CHANGED: "adresse changée",
        MessageKind.NEW_BROWSER: "connexion d’un nouveau navigateur",
        MessageKind.PASSWORD_CHANGED: "mot de passe changé",
        MessageKind.FACTOR_CHANGED: "seconde vérification changée",
        MessageKind.FACTOR_RESET: "seconde vérification remise à zéro",
        MessageKind.DUTY_GIVEN: "fonction donnée",
        MessageKind.FAILED_SIGN_INS: "essais de connexion",
        MessageKind.IDENTITY_REFUSED: "identité refusée",
        MessageKind.LONE_INSTITUTION: "institution sans responsable des comptes",
        MessageKind.UNUSED: "suspension annoncée",
        MessageKind.REVIEW: "accès à revoir",
        MessageKind.MOVE_ASKED: "arrivée proposée",
        MessageKind.TO_CONFIRM: "fiches à confirmer",
        MessageKind.UNANSWERED: "fiches sans réponse",
        MessageKind.PROPOSAL_ANSWERED: "réponse à une proposition",
        MessageKind.SUGGESTION_ANSWERED: "réponse à une suggestion",
        MessageKind.REPORT_ANSWERED: "réponse à un signalement",
        MessageKind.REPORTS_WAITING: "signalements en attente",
        MessageKind.REPORTS_LATE: "signalements sans réponse",
        MessageKind.IMPORT_WAITS: "import de nuit à regarder",
        MessageKind.IMPORTED: "import qui touche des fiches",
        MessageKind.SELECTIONS_ENDING: "sélections bientôt supprimées",
        MessageKind.FOLLOWED: "nouvelles de fiches et de recherches suivies",
        MessageKind.OFFICES_DUE: "antennes à confirmer",
    }
)
MAIL_STATES: Mapping[MessageState, str] = MappingProxyType(
    {
        MessageState.WAITING: "en attente",
        MessageState.LEAVING: "en cours d’envoi",
        MessageState.SENT: "parti",
        MessageState.UNKNOWN: "peut-être parti",
        MessageState.REFUSED: "refusé",
        MessageState.SHOWN: "lien montré",
        MessageState.DROPPED: "abandonné",
    }
)
JOB_STATES: Mapping[JobState, str] = MappingProxyType(
    {
        JobState.WAITING: "en attente",
        JobState.RUNNING: "en cours",
        JobState.DONE: "fait",
        JobState.DEAD: "abandonné",
    }
)
JOBS: Mapping[str, str] = MappingProxyType(
    {
        LOOK: "lecture d’un fichier",
        TRY: "essai d’un import",
        APPLY: "import",
        UNDO: "annulation d’un import",
        Keeping.kind: "tenue des comptes, chaque nuit",
        Ladder.kind: "fiches à confirmer, chaque nuit",
        ReportLadder.kind: "suivi des signalements, chaque jour",
        FileKeeping.kind: "fichiers d’imports de plus de treize mois, chaque nuit",
        CountKeeping.kind: "tenue des compteurs, chaque nuit",
        OfficeReminders.kind: "rappel des antennes à confirmer, chaque mois",
        FollowDigests.kind: "courriels sur ce qui est suivi, chaque jour",
        QuarterKeeping.kind: "chiffres du pilotage, chaque nuit",
        COMMITTEE_REPORT: "rapport du comité",
    }
)
"""A kind that is not there is shown by its code."""
DOORS: Mapping[str, str] = MappingProxyType(
    {
        Door.PASSWORD: "mot de passe",
        Door.PASSKEY: "clé d’accès",
        Door.OIDC: "fournisseur d’identité",
        Door.RESET: "lien de mot de passe",
        Door.NEW_MAIL: "lien de changement d’adresse",
    }
)
"""Those whose code is not their name."""
