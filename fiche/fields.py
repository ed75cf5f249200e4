"""What a row says of one field of a fiche, and how the rows of a class are read.

The rows stand where the fields are declared, in ``fiche.content`` and ``fiche.parts``::

    cost_text: Annotated[str, Field(Kind.TEXT, "frais_precisions", "Précisions sur les frais", longest=3_000)] = ""

Everything that lists the fields of a fiche is made from them: tidying, checks, columns of the store, answers of the
API and their documentation, columns of files, labels of a history.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from functools import cache
from types import MappingProxyType
from typing import get_args, get_origin, get_type_hints


class Kind(StrEnum):
    """What a field holds: how it is tidied, checked, kept and shown follows from it."""

    LINE = auto()
    """A text of one line."""
    TEXT = auto()
    """A text that may have several lines."""
    CODE = auto()
    """One code of a vocabulary, or nothing."""
    CODES = auto()
    """Codes of a vocabulary: sorted, without repeats."""
    AREAS = auto()
    """Codes of territories: ``dep:13``, ``com:13055``."""
    PHONE = auto()
    EMAIL = auto()
    WEB = auto()
    """The address of a page."""
    SIRET = auto()
    HOURS = auto()
    """Opening hours in the syntax of OpenStreetMap."""
    DATE = auto()
    NUMBER = auto()
    """A number, or None where it is not known."""
    PART = auto()
    """One object that has fields of its own: the structure."""
    PARTS = auto()
    """Several such objects: the places, the closures."""


class Comparison(Enum):
    """How two values of a field are told apart in a history."""

    WHOLE = auto()
    """What it was, then what it is."""
    WORDS = auto()
    """Word by word: a long text rarely changes whole."""
    ITEMS = auto()
    """The items that came and those that went."""


class SeenBy(StrEnum):
    EVERYONE = "tous"
    PROFESSIONALS = "professionnels"
    """People who have an account; never the API, never an export for everyone."""


_ON_ONE_LINE = frozenset((Kind.LINE, Kind.CODE, Kind.PHONE, Kind.EMAIL, Kind.WEB, Kind.HOURS))
_COMPARISONS = {Kind.TEXT: Comparison.WORDS} | dict.fromkeys((Kind.CODES, Kind.AREAS, Kind.PARTS), Comparison.ITEMS)


@dataclass(frozen=True, slots=True)
class Field:
    """One row: everything the product needs to know of a field of a fiche.

    wire             its name in the API, in French; empty for what the API never gives nor takes.
    label            what people read before it, in pages, files, reports and histories.
    column           its column in files; by default its name in the API. ``NO_COLUMN``: no file gives it.
    help, example    said and shown to those who fill it.
    wire_help        said to machines in the documentation of the API, where the label is not enough.
    longest          the most characters a text may have.
    most             the most items a list may have.
    vocabulary       for codes: a list of ``codes.CLOSED``, or one that people edit (``needs``, ``families``,
                     ``institutions``) or that is open (``networks``).
    beside           the field that keeps, as text, values of a file that are outside the vocabulary.
    required         what annexe 1 of the convention asks for, by the name it has in ``resource.REQUIRED``; several
                     fields may answer for one.
    asked            the template of files marks the column as one to fill.
    seen_by          who may read it.
    joined_by        what stands between the texts of several rows of one fiche; empty: the first row is kept.
    data_inclusion   its name in the services schema v1 of data·inclusion, empty where there is none.
    hsds             its name in Open Referral HSDS 3.0 (``service.name``), empty where there is none.
    name             filled by ``fields_of``: the attribute.
    part             filled likewise: the class of a ``PART``, or of each of the ``PARTS``.
    is_optional      filled likewise: the value may be None.
    """

    kind: Kind
    wire: str
    label: str
    column: str = ""
    help: str = ""
    example: str = ""
    wire_help: str = ""
    longest: int = 0
    most: int = 0
    vocabulary: str = ""
    beside: str = ""
    required: str = ""
    asked: bool = False
    seen_by: SeenBy = SeenBy.EVERYONE
    joined_by: str = ""
    data_inclusion: str = ""
    hsds: str = ""
    name: str = ""
    part: type | None = None
    is_optional: bool = False

    @property
    def is_in_files(self) -> bool:
        return self.column != NO_COLUMN

    @property
    def is_one_line(self) -> bool:
        return self.kind in _ON_ONE_LINE

    @property
    def is_list_of_codes(self) -> bool:
        return self.kind in (Kind.CODES, Kind.AREAS)

    @property
    def is_public(self) -> bool:
        return self.seen_by is SeenBy.EVERYONE

    @property
    def comparison(self) -> Comparison:
        return _COMPARISONS.get(self.kind, Comparison.WHOLE)


NO_COLUMN = "-"


@cache
def fields_of(declared: type) -> Mapping[str, Field]:
    """Return the rows of a class whose fields are declared with one each: by attribute, in their order."""
    found: dict[str, Field] = {}
    for name, hint in get_type_hints(declared, include_extras=True).items():
        row = next(each for each in hint.__metadata__ if isinstance(each, Field))
        held = get_args(hint)[0]
        found[name] = replace(
            row,
            name=name,
            column=row.column or row.wire,
            part=_part_of(held, row.kind),
            is_optional=type(None) in get_args(held),
        )
    return MappingProxyType(found)


def _part_of(held: object, kind: Kind) -> type | None:
    if kind not in (Kind.PART, Kind.PARTS):
        return None
    one = get_args(held)[0] if get_origin(held) is tuple else held
    return one if isinstance(one, type) else None
