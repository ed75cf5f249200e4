"""What an engine indexes of a fiche. The only place where an indexed field is named."""

from dataclasses import dataclass, field, fields
from hashlib import sha256

from search.text import analysis

OPEN_HORIZON_DAYS = 16
"""Days of opening intervals in a document: the 14 that can be asked for, and slack for a late nightly roll."""

NO_START, NO_END = -(2**31), 2**31 - 1
"""Bounds of an unlimited validity, in epoch minutes (they fit an int32 column)."""

NEVER = -1
"""``verified_at`` of a fiche that nobody verified."""


def _kind(kind: str) -> dict[str, str]:
    return {"kind": kind}


@dataclass(frozen=True, slots=True)
class IndexedPlace:
    """A place: quantised WGS 84 degrees or None, INSEE code or empty."""

    latitude: float | None
    longitude: float | None
    commune: str


@dataclass(frozen=True, slots=True)
class ResourceDocument:
    """One published fiche, flat. Text fields hold stems (``analysis.field_text``), code fields sorted codes.

    seq             number of the change log this document was made at: an older one never replaces a newer one.
    title_key, structure_key   folded words of the title; stems of the structure's name: equal when they read the same.
    marks           ``saved.marks_of`` its texts: what shows them without their being read.
    words           folded, unstemmed words of the text, distinct: the vocabulary of corrections.
    families        families of its needs and families given alone; ``families_alone`` only the latter.
    sources         the system it was imported from, if any.
    receptions      never empty: unknown counts as ``sur-place``.
    areas           service areas; empty = unknown.
    timezone        IANA zone of the fiche's place.
    open_minutes    half-open intervals in minutes since 0001-01-01 00:00 on the place's clock, sorted, disjoint.
    possible_minutes   when it may be open, the same way: what the hours leave unsaid. No minute is in both.
    valid_from/to   half-open, epoch minutes UTC.
    verified_at, modified_at   epoch seconds UTC.
    identifiers     SIRET and phone numbers, normalised.
    """

    id: int = field(metadata=_kind("id"))
    seq: int = field(metadata=_kind("id"))
    title: str = field(default="", metadata=_kind("text"))
    needs_text: str = field(default="", metadata=_kind("text"))
    structure: str = field(default="", metadata=_kind("text"))
    body: str = field(default="", metadata=_kind("text"))
    marks: str = field(default="", metadata=_kind("marks"))
    words: tuple[str, ...] = field(default=(), metadata=_kind("words"))
    title_key: str = field(default="", metadata=_kind("key"))
    structure_key: str = field(default="", metadata=_kind("key"))
    service_label: str = field(default="", metadata=_kind("label"))
    structure_label: str = field(default="", metadata=_kind("label"))
    parts: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    families: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    families_alone: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    needs: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    audiences: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    access_modes: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    mobilisations: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    costs: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    receptions: tuple[str, ...] = field(default=("sur-place",), metadata=_kind("codes"))
    languages: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    accessibilities: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    networks: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    institution: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    sources: tuple[str, ...] = field(default=(), metadata=_kind("codes"))
    areas: tuple[str, ...] = field(default=(), metadata=_kind("areas"))
    places: tuple[IndexedPlace, ...] = field(default=(), metadata=_kind("places"))
    timezone: str = field(default="Europe/Paris", metadata=_kind("timezone"))
    open_minutes: tuple[tuple[int, int], ...] = field(default=(), metadata=_kind("intervals"))
    possible_minutes: tuple[tuple[int, int], ...] = field(default=(), metadata=_kind("intervals"))
    valid_from: int = field(default=NO_START, metadata=_kind("number"))
    valid_to: int = field(default=NO_END, metadata=_kind("number"))
    verified_at: int = field(default=NEVER, metadata=_kind("number"))
    modified_at: int = field(default=0, metadata=_kind("number"))
    complete: bool = field(default=False, metadata=_kind("flag"))
    identifiers: tuple[str, ...] = field(default=(), metadata=_kind("identifiers"))


FIELDS: dict[str, str] = {item.name: item.metadata["kind"] for item in fields(ResourceDocument)}
"""Name of each indexed field and its kind; adapters may name no other."""

TEXT_FIELDS: dict[str, str] = {"title": "title", "needs": "needs_text", "structure": "structure", "body": "body"}
"""Field of a ``TextPlan`` weight to field of the document."""

CODE_FIELDS: tuple[str, ...] = tuple(name for name, kind in FIELDS.items() if kind == "codes")

FINGERPRINT = sha256(repr((sorted(FIELDS.items()), analysis.FINGERPRINT, OPEN_HORIZON_DAYS)).encode()).hexdigest()[:12]
"""An index made under another fingerprint is never opened."""
