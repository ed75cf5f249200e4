"""The form of an office: what was typed, read as the row of a file is, and what is wrong beside each field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request

from directory.domain.offices import LABELS, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE, Office
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.schemas.wire import typeable
from directory.services.offices.importing import office_of
from importers.offices import COLUMNS

INSTITUTION, FICHE, CONFIRMED, VERSION = "institution", "fiche", "confirmer", "version"
LONGEST: Mapping[str, int] = {"nom": LONGEST_NAME, "adresse": LONGEST_ADDRESS, "note": LONGEST_NOTE, "zones": 10_000}
LONGEST_OTHER = 200
WRONG = {
    INSTITUTION: "Choisissez une institution dont vous tenez les antennes.",
    FICHE: "Cette fiche n’existe pas, ou elle n’est pas publiée. Son numéro est dans son adresse.",
}


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """What the form holds. ``errors``: a sentence by field."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]


def read_form(kept: Office) -> tuple[Office, OfficeForm]:
    """Return the office that the form says, with the number and the version it began from, and its faults."""
    typed = {name: typeable(request.form.get(name, ""))[: 2 * _most(name)] for name in (*COLUMNS, INSTITUTION, FICHE)}
    draft, faults = current_services().handing.offices.reader.read(typed)
    errors: dict[str, str] = {}
    for each in faults:
        errors.setdefault(each.column, " ".join(part for part in (each.flaw.text, each.flaw.advice) if part))
    number = fiche_number(typed[FICHE])
    if number is None and typed[FICHE].strip():
        errors[FICHE] = WRONG[FICHE]
    form = OfficeForm(typed, errors)
    version = whole_number(request.form.get(VERSION, "")) or 0
    if errors:
        return kept, form
    return replace(office_of(draft, kept), institution=typed[INSTITUTION], resource_id=number, version=version), form


def typed_of(office: Office) -> dict[str, str]:
    """Return the form filled with what an office says."""
    gazetteer = current_services().places.gazetteer
    commune = gazetteer.get(office.commune) if office.commune else None
    return {
        "type": office.kind.value,
        "nom": office.name,
        "adresse": office.address,
        "code_postal": office.postcode,
        "commune": commune.name if commune is not None else "",
        "telephone": office.phone,
        "courriel": office.email,
        "zones": area_lines(office.areas),
        "rang": str(office.rank),
        "note": office.note,
        INSTITUTION: office.institution,
        FICHE: str(office.resource_id or ""),
    }


FIELD_LABELS = {
    "type": "Type", "nom": "Nom", "adresse": "Adresse", "code_postal": "Code postal", "commune": "Commune",
    "telephone": "Téléphone", "courriel": "Courriel", "zones": "Zones", "rang": "Rang", "note": "Note",
    INSTITUTION: "Institution", FICHE: "Fiche",
}  # fmt: skip


def differing(typed: Mapping[str, str], current: Office) -> tuple[tuple[str, str], ...]:
    """Return the label and the value of today of each field that a form says otherwise."""
    now = typed_of(current)
    return tuple(
        (label, now[name] or "rien")
        for name, label in FIELD_LABELS.items()
        if " ".join(now[name].split()) != " ".join(typed.get(name, "").split())
    )


def area_lines(areas: tuple[str, ...]) -> str:
    """Return areas as they are typed, one a line: a name where it is read back as that area, else its code."""
    reader, gazetteer = current_services().handing.offices.reader, current_services().places.gazetteer
    return "\n".join(reader.written(each, gazetteer.territory(each) or each) for each in areas)


def fiche_number(text: str) -> int | None:
    """Return the number of a fiche from what was typed: the number, or the address of its page."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    return whole_number(last.partition("-")[0]) or None


def kinds() -> list[tuple[str, str]]:
    return [(kind.value, label) for kind, label in LABELS.items()]


def _most(name: str) -> int:
    return LONGEST.get(name, LONGEST_OTHER)
