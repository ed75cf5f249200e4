"""What is asked of a fiche, part by part, with the fields that answer: the panel beside the form."""

from dataclasses import dataclass

from directory.domain.resource import NEVER_REMOTE, REQUIRED, REQUIRED_ANSWERS, REQUIRED_FIELDS, missing_fields
from directory.web.writing.sections import Section, wire_of
from directory.web.writing.typed import CLOSURES, EVERYBODY, HOURS, PLACES, SPECIAL
from fiche.content import FIELDS, Content

TITLE, TITLE_WORDS = "title", "le titre du service"
TARGETS = {
    PLACES: f"{PLACES}.0.adresse", HOURS: f"{HOURS}.0.de", CLOSURES: f"{CLOSURES}.0.du", "public": "tous",
    "structure": "structure.nom",
}  # fmt: skip
"""Where one goes to answer a field that is more than one answer."""
INPUTS = {
    "audiences": (f"tous={EVERYBODY}", FIELDS["audiences"].wire), "places": (f"{PLACES}.*.adresse",),
    "hours": (f"{HOURS}.*.de", SPECIAL),
}  # fmt: skip
"""Inputs of a field, where they are several. ``*``: the rank of a line; ``=``: the one value that counts."""


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One thing asked. ``answers``: the inputs of which one is enough. ``on_site``: not asked of a remote service."""

    target: str
    text: str
    answers: tuple[str, ...]
    on_site: bool
    is_missing: bool


def target_of(name: str) -> str:
    """Return where in the form one answers a field of a fiche, given its attribute."""
    wire = wire_of(name)
    return TARGETS.get(wire, wire)


def asked_lines(section: Section, content: Content) -> tuple[AskedLine, ...]:
    """Return what is asked in a part of the form, in the order of its fields."""
    missing = set(missing_fields(content))
    keys = {REQUIRED_FIELDS[key]: key for key in REQUIRED}
    return tuple(_line(name, keys.get(name, ""), content, missing) for name in section.first if name in {*keys, TITLE})


def _line(name: str, key: str, content: Content, missing: set[str]) -> AskedLine:
    if name == TITLE:
        wire = wire_of(name)
        return AskedLine(wire, TITLE_WORDS, (wire,), on_site=False, is_missing=not content.title)
    inputs = tuple(each for one in REQUIRED_ANSWERS[key] for each in INPUTS.get(one, (wire_of(one),)))
    return AskedLine(target_of(name), REQUIRED[key], inputs, key in NEVER_REMOTE, key in missing)
