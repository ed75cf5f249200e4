"""What makes a content impossible to keep: the same rules for a form, the API and an import.

An empty field is no error here: annexe 1's required fields are ``domain.resource.missing_fields``, asked for by forms.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import opening_hours
from email_validator import EmailNotValidError, validate_email
from stdnum.fr import siret

from directory.domain.taxonomy import Taxonomy
from directory.services.fiches.tidying import Communes
from fiche import codes
from fiche.content import Content, Place

MOST_CHARS: Mapping[str, int] = {
    "title": 300, "description": 20_000, "audience_text": 3_000, "access_text": 3_000, "mobilisation_text": 3_000,
    "cost_text": 3_000, "documents_to_bring": 5_000, "hours_text": 3_000, "link": 2_000, "website": 2_000,
    "phone": 40, "second_phone": 40, "email": 254, "named_contact": 300, "hours": 2_000, "status": 20,
    "institution": 100,
}  # fmt: skip
MOST_NAME_CHARS = 300
MOST_ADDRESS_CHARS = 300
MOST_CODES = 500
MOST_PLACES = 300

VOCABULARIES: Mapping[str, frozenset[str]] = {
    "audiences": frozenset(codes.AUDIENCES),
    "access_modes": frozenset(codes.ACCESS_MODES),
    "receptions": frozenset(codes.RECEPTIONS),
    "mobilisations": frozenset(codes.MOBILISATIONS),
    "costs": frozenset(codes.COSTS),
    "languages": frozenset(codes.LANGUAGES),
    "accessibilities": frozenset(codes.ACCESSIBILITIES),
}

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_AREA = re.compile(r"fr|reg:\d{2,3}|dep:(?:\d\d|2[AB]|9[78]\d)|epci:\d{9}|com:(?:\d\d|2[AB])\d{3}")
_NETWORK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PHONE = re.compile(r"\+?[\d .\-()/]+(?: (?:poste|p\.) \d{1,5})?")
_POSTCODE = re.compile(r"\d{5}")
_COMMUNE = re.compile(r"(?:\d\d|2[AB])\d{3}")
_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")


@dataclasses.dataclass(frozen=True, slots=True)
class ContentError:
    """One thing wrong. The sentence is made where it is shown.

    field    as in ``Content``: ``hours``, ``structure.siret``, ``places.0.postcode``.
    code     stable: ``valeur-manquante``, ``caractere-interdit``, ``trop-long``, ``trop-de-valeurs``,
             ``valeur-inconnue``, ``siret-invalide``, ``telephone-invalide``, ``courriel-invalide``,
             ``adresse-web-invalide``, ``horaires-illisibles``, ``horaires-vacances-scolaires``, ``zone-invalide``,
             ``dates-inversees``, ``code-postal-invalide``, ``commune-inconnue``, ``coordonnees-invalides``.
    value    what was given, when one value is at fault.
    limits   numbers the sentence needs: ``maximum``.
    """

    field: str
    code: str
    value: str = ""
    limits: Mapping[str, int] = dataclasses.field(default_factory=dict)


def check(content: Content, taxonomy: Taxonomy, communes: Communes) -> list[ContentError]:
    """Return everything wrong with a tidy content, in the order of its fields; empty when it can be kept."""
    return [
        *_texts(content),
        *_structure(content),
        *_codes(content, taxonomy),
        *_contacts(content),
        *_hours(content),
        *_dates(content),
        *(error for rank, place in enumerate(content.places) for error in _place(place, f"places.{rank}", communes)),
    ]


def _texts(content: Content) -> Iterator[ContentError]:
    if not content.title:
        yield ContentError("title", "valeur-manquante")
    for name, maximum in MOST_CHARS.items():
        text = getattr(content, name)
        if text:
            yield from _text(name, text, maximum)


def _text(name: str, text: str, maximum: int) -> Iterator[ContentError]:
    if len(text) > maximum:
        yield ContentError(name, "trop-long", limits={"maximum": maximum})
    if _FORBIDDEN.search(text):
        yield ContentError(name, "caractere-interdit")


def _structure(content: Content) -> Iterator[ContentError]:
    structure = content.structure
    if not structure.name:
        yield ContentError("structure.name", "valeur-manquante")
    yield from _text("structure.name", structure.name, MOST_NAME_CHARS)
    if structure.siret and not _is_siret(structure.siret):
        yield ContentError("structure.siret", "siret-invalide", structure.siret)
    for code in structure.networks:
        if not _NETWORK.fullmatch(code):
            yield ContentError("structure.networks", "valeur-inconnue", code)


@lru_cache(maxsize=20_000)
def _is_siret(text: str) -> bool:
    return len(text) == 14 and bool(siret.is_valid(text))


def _codes(content: Content, taxonomy: Taxonomy) -> Iterator[ContentError]:
    for name, vocabulary in VOCABULARIES.items():
        given = getattr(content, name)
        if given and not vocabulary.issuperset(given):
            yield from _unknown(name, given, vocabulary)
    yield from _unknown("needs", content.needs, taxonomy.needs)
    yield from _unknown("families", content.families, taxonomy.families)
    if content.status not in codes.STATUSES:
        yield ContentError("status", "valeur-inconnue", content.status)
    for area in content.service_areas:
        if not _AREA.fullmatch(area):
            yield ContentError("service_areas", "zone-invalide", area)
    if len(content.service_areas) > MOST_CODES:
        yield ContentError("service_areas", "trop-de-valeurs", limits={"maximum": MOST_CODES})
    if len(content.places) > MOST_PLACES:
        yield ContentError("places", "trop-de-valeurs", limits={"maximum": MOST_PLACES})


def _unknown(name: str, given: Iterable[str], known: Mapping[str, object] | frozenset[str]) -> Iterator[ContentError]:
    for code in given:
        if code not in known:
            yield ContentError(name, "valeur-inconnue", code)


def _contacts(content: Content) -> Iterator[ContentError]:
    for name, phone in (("phone", content.phone), ("second_phone", content.second_phone)):
        if phone and not _is_phone(phone):
            yield ContentError(name, "telephone-invalide", phone)
    if content.email and not _is_email(content.email):
        yield ContentError("email", "courriel-invalide", content.email)
    for name, address in (("link", content.link), ("website", content.website)):
        if address and not _is_web_address(address):
            yield ContentError(name, "adresse-web-invalide", address)


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return _PHONE.fullmatch(text) is not None and text.isascii() and 2 <= digits <= 20


@lru_cache(maxsize=20_000)
def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


@lru_cache(maxsize=20_000)
def _is_web_address(text: str) -> bool:
    # Anything but http would be a script, or a file, under a link of ours.
    if any(char.isspace() for char in text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and "." in host and not parts.username


def _hours(content: Content) -> Iterator[ContentError]:
    if content.hours:
        code = _hours_fault(content.hours)
        if code:
            yield ContentError("hours", code, content.hours)


@lru_cache(maxsize=50_000)
def _hours_fault(text: str) -> str:
    if not opening_hours.validate(text):
        return "horaires-illisibles"
    # The parser reads school holidays and then ignores them: the service would be shown open.
    return "horaires-vacances-scolaires" if _SCHOOL_HOLIDAYS.search(text) else ""


def _dates(content: Content) -> Iterator[ContentError]:
    if content.valid_from and content.valid_to and content.valid_from > content.valid_to:
        yield ContentError("valid_to", "dates-inversees", content.valid_to.isoformat())
    for rank, closure in enumerate(content.closures):
        if closure.first_day > closure.last_day:
            yield ContentError(f"closures.{rank}.last_day", "dates-inversees", closure.last_day.isoformat())
        yield from _text(f"closures.{rank}.message", closure.message, MOST_ADDRESS_CHARS)


def _place(place: Place, where: str, communes: Communes) -> Iterator[ContentError]:
    for name in ("address", "complement", "commune_name"):
        yield from _text(f"{where}.{name}", getattr(place, name), MOST_ADDRESS_CHARS)
    if place.postcode and not _POSTCODE.fullmatch(place.postcode):
        yield ContentError(f"{where}.postcode", "code-postal-invalide", place.postcode)
    code = place.commune_code
    if code and (not _COMMUNE.fullmatch(code) or communes.get(code) is None):
        yield ContentError(f"{where}.commune_code", "commune-inconnue", code)
    if place.precision not in codes.PRECISIONS:
        yield ContentError(f"{where}.precision", "valeur-inconnue", place.precision)
    if place.latitude is not None and not (-90 <= place.latitude <= 90):
        yield ContentError(f"{where}.latitude", "coordonnees-invalides", str(place.latitude))
    if place.longitude is not None and not (-180 <= place.longitude <= 180):
        yield ContentError(f"{where}.longitude", "coordonnees-invalides", str(place.longitude))
