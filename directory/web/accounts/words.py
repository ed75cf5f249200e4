"""What the pages of accounts say: a sentence for each refusal, and the names of profiles, duties and acts."""

from collections.abc import Mapping
from types import MappingProxyType

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.audit import Act
from directory.domain.actors import Duty, Profile, Scope
from directory.services.accounts.refusals import Reason

PROFILES: Mapping[Profile, str] = MappingProxyType(
    {Profile.CONSULTATION: "consultation", Profile.UPDATE: "mise à jour"}
)
DUTIES: Mapping[Duty, str] = MappingProxyType({Duty.RGC: "RGC", Duty.ADMINISTRATOR: "administrateur"})
STATES: Mapping[AccountState, str] = MappingProxyType(
    {
        AccountState.INVITED: "invitation envoyée",
        AccountState.ACTIVE: "actif",
        AccountState.SUSPENDED: "suspendu",
        AccountState.CLOSED: "fermé",
    }
)
SCOPES: Mapping[Scope, str] = MappingProxyType(
    {Scope.READ: "lecture", Scope.WRITE: "écriture", Scope.IMPORT: "import", Scope.METRICS: "mesures"}
)

REFUSALS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.UNKNOWN: "Ce compte n’existe pas, ou n’est pas de ceux que vous gérez.",
        Reason.NOT_ALLOWED: "Vous ne pouvez pas faire cela avec votre accès.",
        Reason.ONESELF: "On ne change pas son propre accès\u00a0: demandez à un autre responsable des comptes.",
        Reason.ADMINISTRATOR: "Le compte d’un administrateur ne peut être changé que par un administrateur.",
        Reason.LAST_ADMINISTRATOR: "C’est le dernier administrateur\u00a0: nommez-en un autre d’abord.",
        Reason.LAST_RGC: "C’est le dernier responsable des comptes\u00a0: nommez-en un autre d’abord.",
        Reason.SUDO: "Confirmez d’abord que c’est bien vous.",
        Reason.STATE: "L’état de ce compte ne le permet pas. S’il s’agit du vôtre, demandez au responsable des comptes"
        " de votre institution.",
        Reason.WRONG: "Adresse ou mot de passe inconnu.",
        Reason.WAIT: "Trop d’essais. Attendez un peu, puis réessayez.",
        Reason.FACTOR_WRONG: "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et réessayez.",
        Reason.STEP_OVER: "Cette étape a duré trop longtemps\u00a0: recommencez.",
        Reason.LINK_UNKNOWN: "Ce lien n’est pas valable. Un lien plus récent l’a peut-être remplacé.",
        Reason.LINK_USED: "Ce lien a déjà servi\u00a0: il ne sert qu’une fois.",
        Reason.LINK_OVER: "Ce lien n’est plus valable.",
        Reason.NAME_MISSING: "Il manque un nom.",
        Reason.NAME_BAD: "Ce nom contient des signes qui ne peuvent pas être dans un nom.",
        Reason.MAIL_BAD: "Cette adresse n’est pas une adresse mail. Exemple\u00a0: prenom.nom@institution.fr",
        Reason.MAIL_USED: "Un compte a déjà cette adresse.",
        Reason.MAIL_TWICE: "Cette adresse est plus haut dans la liste.",
        Reason.PROFILE_UNKNOWN: "Ce profil n’existe pas\u00a0: écrivez «\u00a0consultation\u00a0» ou"
        " «\u00a0mise à jour\u00a0».",
        Reason.CODE_USED: "Une institution a déjà ce nom.",
        Reason.OWNS_FICHES: "Cette institution a encore des fiches\u00a0: confiez-les d’abord à une autre.",
        Reason.PASSWORD_SHORT: "Il faut 12\u00a0signes au moins.",
        Reason.PASSWORD_LONG: "Ce mot de passe est trop long.",
        Reason.PASSWORD_COMMON: "Ce mot de passe est trop facile à deviner. Quatre mots sans lien entre eux font"
        " l’affaire.",
        Reason.PASSWORD_PERSONAL: "Ce mot de passe contient votre nom, votre adresse ou celui de votre institution.",
        Reason.PASSKEY_WRONG: "Cette clé d’accès n’a pas été reconnue.",
        Reason.OIDC_FAILED: "La connexion n’a pas abouti. Réessayez, ou utilisez votre mot de passe.",
        Reason.OIDC_MAIL_UNVERIFIED: "Votre fournisseur d’identité n’a pas vérifié votre adresse mail.",
        Reason.OIDC_NOT_INVITED: "Personne ne vous a encore invité avec cette adresse. Demandez un accès au responsable"
        " des comptes de votre institution.",
        Reason.OIDC_NOT_BOUND: "Votre compte n’est pas encore relié à cette identité. Le responsable des comptes de"
        " votre institution peut le permettre.",
        Reason.OIDC_OTHER_SUBJECT: "Cette adresse est déjà reliée à une autre identité. Le responsable des comptes de"
        " votre institution a été prévenu.",
        Reason.OIDC_OTHER_MAIL: "Votre identité est reliée à une autre adresse. Le responsable des comptes de votre"
        " institution a été prévenu.",
        Reason.INSTITUTION_BAD: "Choisissez une autre institution, qui soit ouverte.",
        Reason.OFFICE_BAD: "Choisissez une antenne de l’institution de cette personne.",
        Reason.SCOPES_MISSING: "Choisissez ce que la clé permet.",
        Reason.EXPIRY_BAD: "Choisissez une date de fin, dans un an au plus.",
    }
)

DONE: Mapping[str, str] = MappingProxyType(
    {
        "bienvenue": "Votre accès est ouvert.",
        "mot-de-passe": "Votre mot de passe est changé.",
        "courriel": "Un message est parti à la nouvelle adresse. Ouvrez le lien qu’il contient.",
        "courriel-confirme": "Votre adresse mail est changée.",
        "sessions": "Les autres connexions sont fermées.",
        "application": "L’application est retirée.",
        "cle-ajoutee": "La clé d’accès est ajoutée.",
        "cle-ote": "La clé d’accès est retirée.",
        "profil": "Le profil est changé. La personne le verra à son prochain clic.",
        "fonction": "La fonction est changée. La personne est prévenue.",
        "antenne": "L’antenne est changée.",
        "suspendu": "Le compte est suspendu. Ses connexions ouvertes sont fermées.",
        "rouvert": "Le compte est rouvert.",
        "ferme": "Le compte est fermé.",
        "invitation-retiree": "L’invitation est retirée.",
        "facteur": "La seconde vérification est retirée. La personne est prévenue.",
        "delie": "La personne peut se relier de nouveau à son fournisseur d’identité.",
        "deplace": "La personne a changé d’institution. Elle le verra à son prochain clic.",
        "depart-propose": "C’est noté. L’autre institution a 30\u00a0jours pour l’accueillir.",
        "arrive": "La personne est des vôtres. Vérifiez son profil.",
        "arrivee-refusee": "C’est noté\u00a0: la personne reste où elle est.",
        "revu": "C’est noté\u00a0: cet accès sert toujours.",
        "partenaire": "Le partenaire est créé. Vous pouvez inviter ses membres.",
        "signataire": "L’institution est créée. Invitez son responsable des comptes (RGC), avec la charge de RGC.",
        "partenaire-ferme": "Le partenaire est fermé. Ses comptes sont suspendus.",
        "delai": "Le délai est changé\u00a0: les fiches de l’institution ont leur nouvelle date.",
        "cle-retiree": "La clé ne sert plus.",
        "preuve": "C’est noté. Vous pouvez continuer.",
    }
)
"""What is said once something is done, by the code in the address."""

ACTS: Mapping[Act, str] = MappingProxyType(
    {
        Act.INVITED: "invitation envoyée",
        Act.INVITATION_RESENT: "invitation renvoyée",
        Act.INVITATION_WITHDRAWN: "invitation retirée",
        Act.INVITATION_ACCEPTED: "invitation acceptée",
        Act.SIGNED_IN: "connexion",
        Act.SIGN_IN_REFUSED: "connexion refusée",
        Act.SIGNED_OUT: "déconnexion",
        Act.SESSION_ENDED: "autres connexions fermées",
        Act.PASSWORD_CHANGED: "mot de passe changé",
        Act.RESET_ASKED: "nouveau mot de passe demandé",
        Act.MAIL_CHANGED: "adresse mail changée",
        Act.FACTOR_ADDED: "seconde vérification ajoutée",
        Act.FACTOR_REMOVED: "seconde vérification retirée",
        Act.FACTOR_RESET: "seconde vérification remise à zéro",
        Act.IDENTITY_BOUND: "identité reliée",
        Act.IDENTITY_REFUSED: "identité refusée",
        Act.IDENTITY_UNBOUND: "identité déliée",
        Act.PROFILE_CHANGED: "profil changé",
        Act.DUTY_GIVEN: "fonction donnée",
        Act.DUTY_TAKEN: "fonction retirée",
        Act.SUSPENDED: "compte suspendu",
        Act.RESUMED: "compte rouvert",
        Act.CLOSED: "compte fermé",
        Act.REVIEWED: "accès revu",
        Act.REVIEW_ASKED: "revue des accès demandée",
        Act.UNUSED_TOLD: "suspension annoncée",
        Act.MOVED: "changement d’institution",
        Act.MOVE_ASKED: "départ proposé à une autre institution",
        Act.MOVE_REFUSED: "arrivée refusée",
        Act.INSTITUTION_CREATED: "institution créée",
        Act.INSTITUTION_CHANGED: "institution modifiée",
        Act.INSTITUTION_CLOSED: "institution fermée",
        Act.TOKEN_CREATED: "clé créée",
        Act.TOKEN_REVOKED: "clé retirée",
        Act.CONTACT_FORGOTTEN: "contact nommé effacé",
        Act.FICHES_MERGED: "fiches fusionnées",
        Act.FICHES_SPLIT: "fusion annulée",
        Act.FICHES_KEPT_APART: "fiches dites distinctes",
        Act.EXPORTED: "export de fiches",
        Act.FICHES_TRANSFERRED: "fiches transférées",
        Act.IMPORT_APPLIED: "import appliqué",
        Act.IMPORT_STOPPED: "import arrêté",
        Act.IMPORT_UNDONE: "import annulé",
        Act.IMPORT_ARCHIVED: "fiches absentes d’un fichier archivées",
        Act.IMPORT_ROW_SETTLED: "ligne d’import tranchée",
        Act.OFFICE_GIVEN: "antenne d’un compte changée",
        Act.OFFICE_CREATED: "antenne créée",
        Act.OFFICE_CHANGED: "antenne modifiée",
        Act.OFFICE_CONFIRMED: "antenne confirmée",
        Act.OFFICE_RETIRED: "antenne retirée",
        Act.OFFICE_RESTORED: "antenne rétablie",
    }
)
