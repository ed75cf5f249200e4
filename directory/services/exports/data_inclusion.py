"""Fiches in the schema v1 of data·inclusion: one JSON document, services first, then their structures.

What the schema has no place for is left out: other places than the first, a second phone, hours in words, and always
the named contact. A need is given by the theme nearest to it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

import orjson

from directory.services.exports.cells import DECIMALS, Cells, spelled
from directory.services.exports.given import Departments, Facts, Given, as_it_is
from directory.services.exports.identity import identifier_of
from directory.services.exports.tables import PIECE_BYTES, in_json
from fiche.codes import EVERYONE
from fiche.content import Content
from fiche.parts import Place, Structure
from importers.cells.plain_text import clean_text, one_line
from importers.files.schemes import OURS
from importers.registry import format_of
from search.places.clock import local_day
from search.text.analysis import fold
from search.text.identifiers import normalise_phone

SOURCE = OURS
READ_AS = "data-inclusion"
"""Source of what is imported in this schema: a service that came so keeps its identifier."""
READ_BY = "data-inclusion-v1"
TABLE = Path(__file__).with_suffix(".json")
LONGEST_NAME, LONGEST_TEXT = 150, 10_000
SHORTEST_NAME, SHORTEST_TEXT = 3, 5

_RECEPTIONS = {"sur-place": "en-presentiel", "a-distance": "a-distance"}
_WHO_SENDS = {
    "information": "usagers", "prescription-directe": "professionnels", "prescription-apres-avis": "professionnels",
}  # fmt: skip
_ID = f"{SOURCE}--"


@cache
def _table() -> tuple[dict[str, str], frozenset[str]]:
    """Return the theme of each need, and the codes of networks that the schema knows."""
    read = json.loads(TABLE.read_text(encoding="utf-8"))
    return read["themes"], frozenset(read["reseaux"])


def document_pieces(given: Iterable[Given], facts: Facts) -> Iterator[bytes]:
    """Yield the document. Structures are met while services are written, and wait on disk until they are."""
    known: set[str] = set()
    today = facts.at.date()
    with TemporaryFile() as structures:
        piece = bytearray(orjson.dumps(facts.head)[:-1] + b',"services":[')
        comma = b"\n"
        for each in given:
            content = each.fiche.content
            if content.valid_to is not None and content.valid_to < today:
                continue
            day = min(local_day(each.fiche.modified_at), today)
            service = service_cells(content, _identifier(each), facts.departments, each.themes) | {"date_maj": day}
            piece += comma + orjson.dumps(_said(service))
            structure = structure_cells(content) | {"date_maj": day}
            if structure["id"] not in known:
                structures.write((b",\n" if known else b"\n") + orjson.dumps(_said(structure)))
                known.add(str(structure["id"]))
            comma = b",\n"
            if len(piece) >= PIECE_BYTES:
                yield bytes(piece)
                piece.clear()
        yield bytes(piece) + b'\n],"structures":['
        structures.seek(0)
        while read := structures.read(PIECE_BYTES):
            yield read
        yield b"\n]}\n"


def _said(cells: Cells) -> Cells:
    return {name: in_json(cell) for name, cell in cells.items() if cell not in ("", None, ())}


def _identifier(given: Given) -> str:
    found = identifier_of(given.fiche, given.mark, READ_AS)
    return found if "--" in found else _ID + found


def service_cells(content: Content, identifier: str, departments: Departments, themes: Sequence[str] = ()) -> Cells:
    """Return a service, without its date. ``themes``: finer than needs, as its sources said them."""
    description, phone = content.description or content.title, content.phone or content.second_phone
    return {
        "source": identifier.partition("--")[0],
        "id": identifier,
        "structure_id": structure_id(content),
        "structure_nom": _name(content.structure.name),
        "nom": _name(content.title),
        "description": _short(_text(description).ljust(SHORTEST_TEXT, "."), LONGEST_TEXT),
        "thematiques": _themes(content.needs, themes),
        "frais": content.costs[0] if len(content.costs) == 1 else "",
        "frais_precisions": _text(content.cost_text),
        "publics": (EVERYONE,) if EVERYONE in content.audiences else content.audiences,
        "publics_precisions": _text(content.audience_text),
        "conditions_acces": _text(content.access_text),
        **_place_cells(content),
        "telephone": normalise_phone(phone) or phone,
        "courriel": content.email,
        "modes_accueil": tuple(_RECEPTIONS[code] for code in content.receptions if code in _RECEPTIONS),
        "zone_eligibilite": tuple(sorted(set(_zones(content, departments)))),
        "lien_mobilisation": content.link,
        "mobilisable_par": tuple(sorted({_WHO_SENDS[code] for code in content.mobilisations if code in _WHO_SENDS})),
        "mobilisation_precisions": _text(content.mobilisation_text),
        "horaires_accueil": content.hours,
    }


def _themes(needs: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
    """Return the themes said that lead to needs which the fiche still has, and the nearest of any other need."""
    nearest, _ = _table()
    leads = {theme: _needs_of(theme) for theme in said}
    kept = {theme for theme, found in leads.items() if found and found <= set(needs)}
    covered = {need for theme in kept for need in leads[theme]}
    return tuple(sorted(kept | {nearest[need] for need in needs if need in nearest and need not in covered}))


@cache
def _needs_of(theme: str) -> frozenset[str]:
    """Return the needs that a file with a theme is read as, none for a theme that is not of the schema."""
    read = format_of(READ_BY)
    rules = read.mapping.fields["besoins"].rules if read is not None else ()
    return frozenset(need for rule in rules for need in (rule.dictionary or {}).get(fold(theme).strip(), ()))


def structure_cells(content: Content) -> Cells:
    """Return the structure of a service, without its date: at the place of the first service met."""
    _, networks = _table()
    structure = content.structure
    return {
        "source": SOURCE,
        "id": structure_id(content),
        "nom": _name(structure.name),
        "siret": structure.siret,
        **_place_cells(content),
        "site_web": content.website,
        "reseaux_porteurs": tuple(code for code in structure.networks if code in networks),
    }


def structure_id(content: Content) -> str:
    """Return the same identifier for the services of one body: one SIRET, else one name in one town."""
    structure = content.structure
    if structure.siret:
        return _ID + structure.siret
    commune = next((place.commune_code for place in content.places if place.commune_code), "")
    return _ID + hashlib.sha256(f"{fold(_name(structure.name)).strip()}|{commune}".encode()).hexdigest()[:16]


def _place_cells(content: Content) -> Cells:
    place = content.places[0] if content.places else Place()
    is_exact = place.precision != "commune" and place.latitude is not None and place.longitude is not None
    return {
        "commune": place.commune_name,
        "code_postal": place.postcode,
        "code_insee": place.commune_code,
        "adresse": spelled(place.address, one_line),
        "complement_adresse": spelled(place.complement, one_line),
        "longitude": round(place.longitude, DECIMALS) if is_exact and place.longitude is not None else None,
        "latitude": round(place.latitude, DECIMALS) if is_exact and place.latitude is not None else None,
    }


def _zones(content: Content, departments: Departments) -> Iterator[str]:
    """Yield the codes of the areas; the schema knows no region, but its départements."""
    for area in content.service_areas:
        if area == "fr":
            yield "france"
            continue
        for each in departments(area) if area.startswith("reg:") else (area,):
            yield each.partition(":")[2]


def _name(text: str) -> str:
    return _short(spelled(text, one_line).ljust(SHORTEST_NAME, "…"), LONGEST_NAME)


def _text(text: str) -> str:
    """Return a text without what would be read as markup, by us or by who shows it."""
    return spelled(text, clean_text)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


SERVICE_COLUMNS = tuple(service_cells(Content("", Structure("")), "", as_it_is))
