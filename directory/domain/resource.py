"""A fiche as stored: what it says, where it came from, its dates; and what the convention asks of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from fiche.content import FIELDS, Content
from fiche.parts import STRUCTURE_FIELDS


class SaveOrigin(StrEnum):
    """Through which door a save came.

    UNDOING     an import taken back. SPLITTING: a merge taken back.
    SCHEDULE    what was planned for a day.
    PROPOSAL    a change that others proposed.
    DIVIDING    a need divided in two.
    COMMUNES    communes merged into another. PLACING: addresses found by the geocoder.
    """

    FORM = "formulaire"
    IMPORT = "import"
    API = "api"
    DEMONSTRATION = "demonstration"
    UNDOING = "annulation"
    MERGING = "fusion"
    SPLITTING = "fusion-annulee"
    TRANSFER = "transfert"
    SCHEDULE = "echeance"
    PROPOSAL = "proposition"
    DIVIDING = "classification"
    COMMUNES = "communes"
    PLACING = "geocodage"


BY_ITSELF = frozenset((SaveOrigin.COMMUNES, SaveOrigin.PLACING))
"""Saves that change nothing of what people and files said: where a place is, how its commune is called today."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fiche, or one save of it, came from. A fiche comes from the first four alone, a save from any."""

    kind: SaveOrigin
    source: str = ""
    source_id: str = ""
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A fiche as stored: its content, its identity and its three dates (UTC).

    version       1 at creation, one more at each save.
    verified_at   only a human act moves it; None = never verified.
    merged_into   the fiche that stands for it since they were made one; None = it stands for itself.
    """

    id: int
    version: int
    content: Content
    origin: Origin
    created_at: datetime
    modified_at: datetime
    verified_at: datetime | None = None
    imported_at: datetime | None = None
    merged_into: int | None = None


REQUIRED: Mapping[str, str] = {
    "structure": "le nom de la structure",
    "description": "la description du service",
    "besoins": "au moins un besoin",
    "public": "le public",
    "acces": "la modalité d’accès",
    "mobilisation": "le mode de mobilisation",
    "adresse": "l’adresse, ou l’accueil à distance",
    "contact": "un téléphone, une adresse mail ou un site",
    "horaires": "les horaires",
}
"""What annexe 1 of the convention asks of a fiche, in the order said to the user."""


def _paths_of(key: str) -> Iterator[str]:
    """Give the attributes of a content that answer for one thing required."""
    yield from (f"structure.{name}" for name, row in STRUCTURE_FIELDS.items() if row.required == key)
    for name, row in FIELDS.items():
        if row.required == key:
            # A place answers once it says where it is.
            yield "is_located" if name == "places" else name


_ANSWERS: tuple[tuple[str, tuple[Callable[[Content], object], ...]], ...] = tuple(
    (key, tuple(attrgetter(path) for path in _paths_of(key))) for key in REQUIRED
)
REQUIRED_ANSWERS: Mapping[str, tuple[str, ...]] = {
    key: tuple("places" if path == "is_located" else path for path in _paths_of(key)) for key in REQUIRED
}
"""For each key of ``REQUIRED``, the fields of which one is enough: ``phone`` or ``email``… for ``contact``."""
REQUIRED_FIELDS: Mapping[str, str] = {key: names[0] for key, names in REQUIRED_ANSWERS.items()}
"""For each key of ``REQUIRED``, the field in which a person answers first: ``contact`` in ``phone``."""
NEVER_REMOTE = frozenset(("adresse", "horaires"))
"""Not asked of a service to which nobody has to go."""


def missing_fields(content: Content) -> tuple[str, ...]:
    """Return the keys of ``REQUIRED`` that this fiche lacks; empty when it is complete."""
    lacking = []
    for key, answers in _ANSWERS:
        for answer in answers:
            if answer(content):
                break
        else:
            lacking.append(key)
    if lacking and content.is_remote_only:
        return tuple(key for key in lacking if key not in NEVER_REMOTE)
    return tuple(lacking)
