"""Closed vocabularies of a fiche: code and French label, in the order shown.

Audiences and networks follow data·inclusion schema v1 (Licence Ouverte 2.0), so that
exchanges need no translation. Families and needs are not here: administrators edit them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

UNKNOWN = "non-communique"
"""What a search asks for to see only the fiches that say nothing about a criterion."""

EVERYONE = "tous-publics"

AUDIENCES: Mapping[str, str] = MappingProxyType(
    {
        EVERYONE: "Tous publics",
        "demandeurs-emploi": "Demandeurs d’emploi",
        "beneficiaires-des-minimas-sociaux": "Bénéficiaires des minima sociaux (RSA, AAH, ASS…)",
        "jeunes": "Jeunes",
        "familles": "Familles",
        "femmes": "Femmes",
        "seniors": "Seniors",
        "personnes-en-situation-de-handicap": "Personnes en situation de handicap",
        "personnes-en-situation-durgence": "Personnes en situation d’urgence (sans abri, violences…)",
        "personnes-en-situation-juridique-specifique": "Personnes suivies par la justice",
        "personnes-exilees": "Personnes exilées",
        "residents-qpv-frr": "Habitants d’un quartier prioritaire ou d’une commune rurale fragile",
        "etudiants": "Étudiants",
        "actifs": "Personnes en emploi",
    }
)

ACCESS_MODES: Mapping[str, str] = MappingProxyType(
    {
        "libre": "Accès libre",
        "sur-rendez-vous": "Sur rendez-vous",
        "sur-inscription": "Sur inscription",
        "sur-orientation": "Sur orientation d’un professionnel",
        "sur-dossier": "Sur dossier",
    }
)


class Reception(StrEnum):
    """How people are received."""

    ON_SITE = "sur-place"
    REMOTE = "a-distance"
    TRAVELLING = "itinerant"


RECEPTIONS: Mapping[str, str] = MappingProxyType(
    {
        Reception.ON_SITE.value: "Sur place",
        Reception.REMOTE.value: "À distance",
        Reception.TRAVELLING.value: "Se déplace",
    }
)

MOBILISATIONS: Mapping[str, str] = MappingProxyType(
    {
        "information": "Premier niveau d’information",
        "prescription-directe": "Prescription directe",
        "prescription-apres-avis": "Prescription après avis",
        "autre": "Autre mode de mobilisation",
    }
)

COSTS: Mapping[str, str] = MappingProxyType({"gratuit": "Gratuit", "payant": "Payant"})

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "fr": "Français",
        "lsf": "Langue des signes française",
        "ar": "Arabe",
        "en": "Anglais",
        "es": "Espagnol",
        "pt": "Portugais",
        "it": "Italien",
        "de": "Allemand",
        "tr": "Turc",
        "ru": "Russe",
        "uk": "Ukrainien",
        "ro": "Roumain",
        "pl": "Polonais",
        "hy": "Arménien",
        "ka": "Géorgien",
        "sq": "Albanais",
        "fa": "Persan (dari, farsi)",
        "ps": "Pachto",
        "ur": "Ourdou",
        "bn": "Bengali",
        "ta": "Tamoul",
        "zh": "Chinois",
        "vi": "Vietnamien",
        "km": "Khmer",
        "ti": "Tigrigna",
        "am": "Amharique",
        "so": "Somali",
        "sw": "Swahili",
        "ln": "Lingala",
        "wo": "Wolof",
        "bm": "Bambara",
        "ff": "Peul",
        "kab": "Kabyle",
        "ber": "Berbère",
        "com": "Comorien",
        "rom": "Romani",
        "gcr": "Créole guyanais",
        "gcf": "Créole antillais",
        "rcf": "Créole réunionnais",
    }
)

ACCESSIBILITIES: Mapping[str, str] = MappingProxyType(
    {
        "fauteuil-roulant": "Accessible en fauteuil roulant",
        "deficience-visuelle": "Adapté à la déficience visuelle",
        "deficience-auditive": "Adapté à la déficience auditive",
        "deficience-intellectuelle": "Adapté à la déficience intellectuelle ou psychique",
        "stationnement": "Stationnement réservé",
        "transport": "Accès en transport adapté",
    }
)


class Status(StrEnum):
    """Where a fiche stands: being written, shown to all, or withdrawn from the searches with its page kept."""

    DRAFT = "brouillon"
    PUBLISHED = "publiee"
    ARCHIVED = "archivee"


STATUSES: Mapping[str, str] = MappingProxyType(
    {Status.DRAFT.value: "Brouillon", Status.PUBLISHED.value: "Publiée", Status.ARCHIVED.value: "Archivée"}
)

ARCHIVE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "": "Motif non précisé",
        "ferme": "Service fermé",
        "fusionnee": "Réunie à une autre fiche",
        "doublon": "Doublon",
        "erreur": "Créée par erreur",
        "fin-de-validite": "Fin de validité",
    }
)
MERGED = "fusionnee"
"""The reason that a merge gives; nobody chooses it."""

PERIODS: Mapping[str, str] = MappingProxyType(
    {
        "": "Au rythme de l’institution",
        "1": "Tous les mois",
        **{str(months): f"Tous les {months}\u00a0mois" for months in range(2, 12)},
        "12": "Tous les ans",
    }
)
"""How often a fiche is to be confirmed, in months."""

PRECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "adresse": "Position à l’adresse",
        "rue": "Position à la rue",
        "commune": "Position au centre de la commune",
        "main": "Position placée à la main",
        "": "Position inconnue",
    }
)


class Side(StrEnum):
    """The two volets of the classification."""

    CONSTRAINTS = "contraintes-personnelles"
    EMPLOYMENT = "offre-pole-emploi"


SIDES: Mapping[str, str] = MappingProxyType(
    {
        Side.CONSTRAINTS.value: "Contraintes personnelles",
        Side.EMPLOYMENT.value: "Offre de service de Pôle emploi",
    }
)

CLOSED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "audiences": AUDIENCES,
        "access_modes": ACCESS_MODES,
        "receptions": RECEPTIONS,
        "mobilisations": MOBILISATIONS,
        "costs": COSTS,
        "languages": LANGUAGES,
        "accessibilities": ACCESSIBILITIES,
        "statuses": STATUSES,
        "archive_reasons": ARCHIVE_REASONS,
        "periods": PERIODS,
        "precisions": PRECISIONS,
    }
)
"""By the name a row of ``fiche.content`` gives as its vocabulary."""
