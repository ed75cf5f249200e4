"""How the pages of imports name states, fields and kinds of files."""

from collections.abc import Mapping
from types import MappingProxyType

from directory.domain.attachments import Attachment
from directory.domain.imports import BatchState
from directory.services.imports.undo import CONFIRMED, MERGED, REPORTED, SAVED

STATES: Mapping[BatchState, str] = MappingProxyType(
    {
        BatchState.RECEIVED: "à poursuivre",
        BatchState.UNREADABLE: "à reprendre",
        BatchState.PREVIEWED: "essayé, à appliquer",
        BatchState.APPLYING: "en cours",
        BatchState.STOPPED: "arrêté en route",
        BatchState.APPLIED: "appliqué",
        BatchState.UNDOING: "en cours d’annulation",
        BatchState.UNDONE: "annulé",
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "Fichier CSV",
        "classeur": "Classeur",
        "json": "Fichier JSON",
        "ndjson": "Fichier JSON, un élément par ligne",
    }
)
SEPARATORS: Mapping[str, str] = MappingProxyType(
    {";": "Point-virgule", ",": "Virgule", "\t": "Tabulation", "|": "Barre verticale"}
)
ENCODINGS: Mapping[str, str] = MappingProxyType(
    {
        "utf-8": "UTF-8",
        "utf-8-sig": "UTF-8",
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16",
        "cp1252": "Windows (cp1252)",
        "mac_roman": "Mac (MacRoman)",
        "iso8859_15": "Latin-9",
        "cp850": "DOS (cp850)",
    }
)
DONE: Mapping[str, str] = MappingProxyType(
    {
        "abandonne": "L’import est abandonné\u00a0: rien n’avait été écrit.",
        "demande": "C’est demandé. Vous pouvez fermer cette page\u00a0: le travail continue.",
        "arrete": "L’arrêt est demandé\u00a0: il a lieu à la fin de la tranche en cours.",
        "annulation": "L’annulation est demandée. Vous pouvez fermer cette page.",
        "archivage": "L’archivage est demandé. Vous pouvez fermer cette page\u00a0: le travail continue.",
        "oublie": "La source est retirée de la liste. Ses fiches et ses imports restent.",
        "enregistre": "C’est enregistré.",
    }
)
LEFT: Mapping[str, str] = MappingProxyType(
    {
        MERGED: "réunie à une autre fiche",
        SAVED: "modifiée depuis",
        CONFIRMED: "confirmée depuis",
        REPORTED: "signalée depuis, ou une modification est proposée",
        Attachment.OFFICE: "fiche d’une antenne",
        Attachment.APART: "distinguée d’une autre fiche par quelqu’un",
        Attachment.ENTRY: "quelqu’un est en train de la modifier",
        Attachment.NOTE: "une antenne y a laissé une note",
        Attachment.OUTCOME: "quelqu’un a dit ce que cela a donné",
        Attachment.SELECTION: "gardée dans une sélection",
        Attachment.FOLLOW: "suivie par quelqu’un",
    }
)
"""Why a fiche stays as it is when its import is taken back."""
BOUGE = (
    "Des fiches que ce fichier touche ont changé ou sont arrivées depuis l’essai, ou un autre essai a été fait."
    " Rien n’a été appliqué\u00a0: voici ce que le fichier changerait maintenant."
)
TOO_LATE = "Cet import n’en est plus là\u00a0: il a déjà été appliqué."
