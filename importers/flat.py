"""What a fiche says as files see it: flat, ``structure_name`` for the name of the structure, without its status.

Drafts are kept, compared and put together so; the names are those of ``Content``, from the rows of its fields.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from fiche.content import FIELDS, Content, members_of
from fiche.fields import Field, Kind, fields_of
from fiche.parts import STRUCTURE_FIELDS, Structure

NOT_IN_FILES = ("status",)
"""An import proposes published fiches."""
STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class FlatField:
    """One field. ``of``: gives its value from a content."""

    name: str
    row: Field
    of: Callable[[Content], object]


def _flat_fields() -> Iterator[FlatField]:
    for name, row in FIELDS.items():
        if row.kind is Kind.PART and row.part is not None:
            for member, part_row in fields_of(row.part).items():
                yield FlatField(f"{name}_{member}", part_row, attrgetter(f"{name}.{member}"))
        elif name not in NOT_IN_FILES:
            yield FlatField(name, row, attrgetter(name))


FLAT_FIELDS: Mapping[str, FlatField] = {each.name: each for each in _flat_fields()}
"""In the order of ``Content``."""
OF_STRUCTURE: Mapping[str, str] = {
    name: name.removeprefix(f"{STRUCTURE}_") for name in FLAT_FIELDS if name.startswith(f"{STRUCTURE}_")
}
"""Flat name to attribute of ``Structure``."""
PHONES = tuple(name for name, each in FLAT_FIELDS.items() if each.row.kind is Kind.PHONE)

PATHS: Mapping[str, str] = {
    name: f"{STRUCTURE}.{OF_STRUCTURE[name]}" if name in OF_STRUCTURE else name for name in FLAT_FIELDS
}
"""Flat name to where the value is in a ``Content``."""
_values_of: Callable[[Content], tuple[object, ...]] = attrgetter(*PATHS.values())


def flat_values(content: Content) -> tuple[object, ...]:
    """Return the values of ``FLAT_FIELDS``, in their order."""
    return _values_of(content)


def content_from(values: Mapping[str, object]) -> Content:
    """Build a content from flat values, by name; what they lack is not said."""
    # By position: by name, making a content takes three times as long.
    members, of_structure = list(_NOTHING), list(_NO_STRUCTURE)
    for name, value in values.items():
        at = _AT[name]
        if at < 0:
            of_structure[~at] = value
        else:
            members[at] = value
    members[_STRUCTURE_AT] = Structure(*of_structure)  # type: ignore[arg-type]  # in the order of its fields
    return Content(*members)  # type: ignore[arg-type]  # in the order of its fields


_NO_STRUCTURE: tuple[object, ...] = attrgetter(*STRUCTURE_FIELDS)(Structure(name=""))
_NOTHING = members_of(Content(title="", structure=Structure(name="")))
_STRUCTURE_AT = tuple(FIELDS).index(STRUCTURE)
_AT: Mapping[str, int] = {
    name: ~tuple(STRUCTURE_FIELDS).index(OF_STRUCTURE[name]) if name in OF_STRUCTURE else tuple(FIELDS).index(name)
    for name in FLAT_FIELDS
}
"""Flat name to the place of its value among those of a content; below zero, among those of its structure."""
