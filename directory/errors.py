"""Every error a person or a machine can be told: a stable code, a French sentence, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ErrorText:
    """title and template are French; the template is filled by ``str.format``. ``help`` says what to do."""

    template: str
    help: str = ""


def _texts(texts: dict[str, tuple[str, str]]) -> Mapping[str, ErrorText]:
    return MappingProxyType({code: ErrorText(template, help) for code, (template, help) in texts.items()})


FIELD_ERRORS: Mapping[str, ErrorText] = _texts(
    {
        "parametre-inconnu": (
            "Le paramètre «\u00a0{champ}\u00a0» n’existe pas.{suggestion}",
            "La liste des paramètres est dans la documentation de l’API.",
        ),
        "valeur-inconnue": (
            "La valeur «\u00a0{valeur}\u00a0» n’existe pas pour «\u00a0{libelle}\u00a0».{suggestion}",
            "Les valeurs possibles sont données par /api/v1/referentiel.",
        ),
        "valeur-repetee": (
            "«\u00a0{libelle}\u00a0» ne peut être donné qu’une fois.",
            "Gardez une seule valeur.",
        ),
        "valeur-invalide": (
            "La valeur «\u00a0{valeur}\u00a0» ne convient pas pour «\u00a0{libelle}\u00a0»\u00a0: {attendu}.",
            "Corrigez la valeur.",
        ),
        "trop-de-valeurs": (
            "«\u00a0{libelle}\u00a0» accepte {maximum} valeurs au plus.",
            "Retirez des valeurs.",
        ),
        "trop-long": (
            "«\u00a0{libelle}\u00a0» accepte {maximum} caractères au plus.",
            "Raccourcissez le texte\u00a0: quelques mots suffisent.",
        ),
        "trop-court": (
            "«\u00a0{libelle}\u00a0» demande au moins {minimum} caractères.",
            "Tapez quelques lettres de plus.",
        ),
        "caractere-interdit": (
            "«\u00a0{libelle}\u00a0» contient un caractère invisible qui ne peut pas être lu.",
            "Retapez le texte au lieu de le coller.",
        ),
        "donnee-personnelle": (
            "«\u00a0{libelle}\u00a0» contient ce qui ressemble à {attendu}.",
            "Retirez-le\u00a0: rien ne doit être écrit sur une personne aidée.",
        ),
        "valeur-manquante": (
            "«\u00a0{libelle}\u00a0» est nécessaire{raison}.",
            "Ajoutez la valeur manquante.",
        ),
        "lieu-inconnu": (
            "Le lieu «\u00a0{valeur}\u00a0» n’a pas été trouvé.{suggestion}",
            "Essayez le nom de la commune seul, ou son code postal.",
        ),
        "lieu-ambigu": (
            "Plusieurs lieux correspondent à «\u00a0{valeur}\u00a0».",
            "Choisissez la commune voulue, ou ajoutez le code postal.",
        ),
        "page-trop-loin": (
            "La liste ne peut pas être lue au-delà de {maximum} ressources.",
            "Précisez la recherche, ou utilisez l’export pour tout lire.",
        ),
        "export-trop-grand": (
            "Cette recherche trouve {total} ressources\u00a0: un fichier de cette forme en prend {maximum} au plus.",
            "Précisez la recherche, ou prenez toute la base.",
        ),
        "date-trop-lointaine": (
            "Les horaires ne sont connus que {maximum} jours à l’avance\u00a0: choisissez une date jusqu’au {limite}.",
            "Choisissez une date plus proche.",
        ),
        "date-passee": (
            "La date demandée est passée.",
            "Choisissez un jour à venir.",
        ),
        "siret-invalide": (
            "«\u00a0{valeur}\u00a0» n’est pas un SIRET.",
            "Vérifiez les 14 chiffres, ou laissez le champ vide.",
        ),
        "telephone-invalide": (
            "«\u00a0{valeur}\u00a0» n’est pas un numéro de téléphone.",
            "Écrivez un seul numéro, avec dix chiffres ou un numéro court.",
        ),
        "courriel-invalide": (
            "«\u00a0{valeur}\u00a0» n’est pas une adresse mail.",
            "Écrivez-la comme contact@exemple.fr.",
        ),
        "adresse-web-invalide": (
            "«\u00a0{valeur}\u00a0» n’est pas l’adresse d’une page.",
            "Copiez l’adresse entière, qui commence par https://.",
        ),
        "horaires-illisibles": (
            "Les horaires «\u00a0{valeur}\u00a0» ne sont pas compris.",
            "Écrivez-les jour par jour, ou en toutes lettres dans les précisions.",
        ),
        "horaires-vacances-scolaires": (
            "Les vacances scolaires ne peuvent pas être suivies dans les horaires.",
            "Ajoutez les fermetures par leurs dates, ou dites-le dans les précisions.",
        ),
        "zone-invalide": (
            "«\u00a0{valeur}\u00a0» n’est pas une zone d’intervention.",
            "Une zone s’écrit fr, reg:93, dep:13, epci:200054807 ou com:13055.",
        ),
        "brouillon-archive": (
            "Un brouillon ne peut pas être archivé\u00a0: personne n’a pu le lire.",
            "Publiez la fiche d’abord, ou laissez-la en brouillon.",
        ),
        "dates-inversees": (
            "«\u00a0{libelle}\u00a0»\u00a0: le dernier jour vient avant le premier.",
            "Remettez les deux dates dans l’ordre.",
        ),
        "code-postal-invalide": (
            "«\u00a0{valeur}\u00a0» n’est pas un code postal.",
            "Écrivez ses cinq chiffres.",
        ),
        "commune-inconnue": (
            "Aucune commune n’a le code «\u00a0{valeur}\u00a0».",
            "Donnez le code INSEE de la commune, ou son nom et son code postal.",
        ),
        "coordonnees-invalides": (
            "La position «\u00a0{valeur}\u00a0» n’est pas sur la Terre.",
            "La latitude va de -90 à 90, la longitude de -180 à 180.",
        ),
    }
)
"""Errors about one value of a request, or of a fiche."""

REQUEST_ERRORS: Mapping[str, ErrorText] = _texts(
    {
        "saisie-invalide": ("La demande contient des valeurs à corriger.", "Chaque erreur dit quoi corriger."),
        "requete-invalide": ("La demande n’a pas pu être lue.", "Vérifiez l’adresse ou le contenu envoyé."),
        "connexion-requise": (
            "Il faut vous connecter pour aller plus loin.",
            "Connectez-vous, puis recommencez.",
        ),
        "acces-refuse": (
            "Vous n’avez pas accès à cette page.",
            "Le responsable des comptes (RGC) de votre institution peut vous en donner le droit.",
        ),
        "introuvable": ("Cette page n’existe pas, ou n’existe plus.", "Cherchez la ressource par son nom."),
        "methode-refusee": (
            "Cette adresse n’accepte pas cette action.",
            "Les actions acceptées sont dans l’en-tête Allow.",
        ),
        "format-non-accepte": ("Le format demandé n’est pas proposé.", "L’API répond en JSON."),
        "trop-volumineux": ("Le contenu envoyé est trop volumineux.", "Envoyez un fichier plus petit."),
        "adresse-trop-longue": ("L’adresse est trop longue.", "Retirez des critères."),
        "type-non-accepte": ("Le type du contenu envoyé n’est pas accepté.", "Envoyez du JSON."),
        "condition-manquante": ("La version modifiée n’est pas indiquée.", "Envoyez l’en-tête If-Match."),
        "version-perimee": ("La ressource a changé entre-temps.", "Relisez-la avant de recommencer."),
        "fiche-fusionnee": (
            "Cette fiche a été réunie à une autre.",
            "Modifiez celle qui la remplace\u00a0: son numéro est dans remplacee_par.",
        ),
        "cle-deja-utilisee": (
            "Cette clé a déjà servi à une autre demande.",
            "Envoyez une clé neuve dans l’en-tête Idempotency-Key, ou la demande telle qu’elle était.",
        ),
        "trop-de-demandes": ("Trop de demandes en peu de temps.", "Patientez une minute avant de recommencer."),
        "erreur-interne": (
            "Un problème est survenu de notre côté.",
            "Réessayez. S’il persiste, prévenez l’administrateur.",
        ),
        "recherche-indisponible": (
            "La recherche ne répond pas pour le moment.",
            "Les fiches et les listes par besoin restent consultables. Réessayez dans quelques minutes.",
        ),
    }
)
"""Errors about a whole request."""

STATUS_CODES: Mapping[int, str] = MappingProxyType(
    {
        400: "requete-invalide",
        401: "connexion-requise",
        403: "acces-refuse",
        404: "introuvable",
        405: "methode-refusee",
        406: "format-non-accepte",
        412: "version-perimee",
        413: "trop-volumineux",
        414: "adresse-trop-longue",
        415: "type-non-accepte",
        422: "saisie-invalide",
        428: "condition-manquante",
        429: "trop-de-demandes",
        500: "erreur-interne",
        503: "recherche-indisponible",
    }
)
"""HTTP status to the code of ``REQUEST_ERRORS`` that explains it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several readings of a value: what to send instead, and how to show it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one value; ``choices`` when a person can pick what was meant."""

    field: str
    code: str
    message: str
    value: str = ""
    choices: tuple[Choice, ...] = ()


class BadInput(Exception):
    """A request with faulty values: all of them at once."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = errors


SHOWN_CHARS = 60


def field_error(
    field: str, code: str, *, value: str = "", choices: tuple[Choice, ...] = (), **said: str | int
) -> FieldError:
    """Make the error of ``code`` for a parameter; ``said`` fills its template, ``value`` is shown shortened."""
    shown = value if len(value) <= SHOWN_CHARS else value[: SHOWN_CHARS - 1] + "…"
    words = {"libelle": field, "suggestion": "", "raison": "", **said, "champ": field, "valeur": shown}
    return FieldError(field, code, FIELD_ERRORS[code].template.format(**words), shown, choices)


def did_you_mean(value: str, known: Mapping[str, str] | None, nearest: str | None) -> str:
    """Return " Vouliez-vous dire…" with the label of ``nearest``, or nothing."""
    if nearest is None or nearest == value:
        return ""
    label = (known or {}).get(nearest, "")
    said = f"{nearest}\u00a0» ({label})" if label else f"{nearest}\u00a0»"
    return f" Vouliez-vous dire «\u00a0{said}\u00a0?"
