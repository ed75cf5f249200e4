"""What makes a content impossible to keep: the same rules for a form, the API and an import.

An empty field is no error here: annexe 1's required fields are ``domain.resource.missing_fields``, asked for by forms.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter, le
from urllib.parse import urlsplit

import opening_hours
from stdnum.fr import siret

from directory.domain.taxonomy import Taxonomy
from directory.services.fiches.tidying import Communes
from fiche.codes import CLOSED, PRECISIONS
from fiche.content import FIELDS, Content
from fiche.fields import Field, Kind
from fiche.parts import CLOSURE_FIELDS, PLACE_FIELDS, STRUCTURE_FIELDS, Closure, Place, Structure
from fiche.plain import is_plain_email, is_plain_phone, is_plain_web, is_siret, shows_all
from search.text.phones import SHORT


def _most_chars(rows: Mapping[str, Field]) -> Mapping[str, int]:
    return {name: row.longest for name, row in rows.items() if row.longest}


MOST_CHARS = _most_chars(FIELDS)
_STRUCTURE_CHARS, _PLACE_CHARS, _CLOSURE_CHARS = map(_most_chars, (STRUCTURE_FIELDS, PLACE_FIELDS, CLOSURE_FIELDS))

VOCABULARIES: Mapping[str, frozenset[str]] = {
    name: frozenset(CLOSED[row.vocabulary])
    for name, row in FIELDS.items()
    if row.kind is Kind.CODES and row.vocabulary in CLOSED
}
_SINGLE_CODES: Mapping[str, Mapping[str, str]] = {
    name: CLOSED[row.vocabulary] for name, row in FIELDS.items() if row.kind is Kind.CODE and row.vocabulary in CLOSED
}
"""A list that has a label for the empty code accepts it."""
_MOST_ITEMS = {name: row.most for name, row in FIELDS.items() if row.most}
_AREA_FIELDS = tuple(name for name, row in FIELDS.items() if row.kind is Kind.AREAS)

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_AREA = re.compile(r"fr|reg:\d{2,3}|dep:(?:\d\d|2[AB]|9[78]\d)|epci:\d{9}|com:(?:\d\d|2[AB])\d{3}")
_NETWORK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PHONE = re.compile(r"(?P<number>\+?[\d .\-()/]+)(?: (?:poste|p\.) \d{1,5})?", re.ASCII)
_FEWEST, _FEWEST_ABROAD, _MOST_DIGITS = 10, 7, 20
"""Digits of a number that is no short one; abroad, with those of its country."""
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
             ``dates-inversees``, ``code-postal-invalide``, ``commune-inconnue``, ``coordonnees-invalides``,
             ``brouillon-archive``.
    value    what was given, when one value is at fault.
    limits   numbers the sentence needs: ``maximum``.
    reason   what else would do, in French, where several fields may answer.
    """

    field: str
    code: str
    value: str = ""
    limits: Mapping[str, int] = dataclasses.field(default_factory=dict)
    reason: str = ""


def check(content: Content, taxonomy: Taxonomy, communes: Communes) -> list[ContentError]:
    """Return everything wrong with a tidy content, in the order of its fields; empty when it can be kept."""
    return [
        *_texts(content),
        *_structure(content),
        *_codes(content, taxonomy),
        *_forms(content),
        *_dates(content),
        *(error for rank, place in enumerate(content.places) for error in _place(place, f"places.{rank}", communes)),
    ]


def _texts(content: Content) -> Iterator[ContentError]:
    if not content.title:
        yield ContentError("title", "valeur-manquante")
    yield from _lengths("", content, MOST_CHARS)


def _lengths(
    where: str, holder: Content | Structure | Place | Closure, most: Mapping[str, int]
) -> Iterator[ContentError]:
    if _may_be_kept(holder):
        return
    for name, maximum in most.items():
        text = getattr(holder, name)
        if not text:
            continue
        if len(text) > maximum:
            yield ContentError(f"{where}{name}", "trop-long", limits={"maximum": maximum})
        if _FORBIDDEN.search(text):
            yield ContentError(f"{where}{name}", "caractere-interdit")


class _Texts:
    """The texts of a kind of holder, and how long each may be."""

    def __init__(self, most: Mapping[str, int]) -> None:
        # A name of its own twice: with one name, attrgetter gives no tuple.
        self.of = attrgetter(*most, next(iter(most)))
        self.most = (*most.values(), next(iter(most.values())))


_TEXTS: Mapping[type, _Texts] = {
    Content: _Texts(MOST_CHARS),
    Structure: _Texts(_STRUCTURE_CHARS),
    Place: _Texts(_PLACE_CHARS),
    Closure: _Texts(_CLOSURE_CHARS),
}


def _may_be_kept(holder: Content | Structure | Place | Closure) -> bool:
    """Tell at a glance that no text of a holder is too long nor holds a forbidden sign: nearly always."""
    texts = _TEXTS[type(holder)]
    values = texts.of(holder)
    written = "".join(values)
    return all(map(le, map(len, values), texts.most)) and (shows_all(written) or not _FORBIDDEN.search(written))


def _structure(content: Content) -> Iterator[ContentError]:
    structure = content.structure
    if not structure.name:
        yield ContentError("structure.name", "valeur-manquante")
    yield from _lengths("structure.", structure, _STRUCTURE_CHARS)
    if structure.siret and not _is_siret(structure.siret):
        yield ContentError("structure.siret", "siret-invalide", structure.siret)
    for code in structure.networks:
        if not _NETWORK.fullmatch(code):
            yield ContentError("structure.networks", "valeur-inconnue", code)


@lru_cache(maxsize=20_000)
def _is_siret(text: str) -> bool:
    return is_siret(text) or (len(text) == 14 and bool(siret.is_valid(text)))


def _codes(content: Content, taxonomy: Taxonomy) -> Iterator[ContentError]:
    for name, vocabulary in VOCABULARIES.items():
        given = getattr(content, name)
        if given and not vocabulary.issuperset(given):
            yield from _unknown(name, given, vocabulary)
    yield from _unknown("needs", content.needs, taxonomy.needs)
    yield from _unknown("families", content.families, taxonomy.families)
    for name, labels in _SINGLE_CODES.items():
        yield from _unknown(name, (getattr(content, name),), labels)
    for name in _AREA_FIELDS:
        for area in getattr(content, name):
            if not _AREA.fullmatch(area):
                yield ContentError(name, "zone-invalide", area)
    for name, maximum in _MOST_ITEMS.items():
        if len(getattr(content, name)) > maximum:
            yield ContentError(name, "trop-de-valeurs", limits={"maximum": maximum})


def _unknown(name: str, given: Iterable[str], known: Mapping[str, object] | frozenset[str]) -> Iterator[ContentError]:
    for code in given:
        if code not in known:
            yield ContentError(name, "valeur-inconnue", code)


def _is_phone(text: str) -> bool:
    if is_plain_phone(text):
        return True
    found = _PHONE.fullmatch(text)
    if found is None:
        return False
    number = found["number"].strip()
    fewest = _FEWEST_ABROAD if number.startswith("+") else _FEWEST
    return SHORT.fullmatch(number) is not None or fewest <= sum(map(str.isdigit, number)) <= _MOST_DIGITS


def _is_email(text: str) -> bool:
    return is_plain_email(text) or _may_be_mailed(text)


@lru_cache(maxsize=20_000)
def _may_be_mailed(text: str) -> bool:
    # Its tables of addresses: loaded where one is typed.
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _is_web_address(text: str) -> bool:
    return is_plain_web(text) or _may_be_visited(text)


@lru_cache(maxsize=20_000)
def _may_be_visited(text: str) -> bool:
    # Anything but http would be a script, or a file, under a link of ours.
    if any(char.isspace() for char in text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and "." in host and not parts.username


@lru_cache(maxsize=50_000)
def _hours_fault(text: str) -> str:
    if not opening_hours.validate(text):
        return "horaires-illisibles"
    # The parser reads school holidays and then ignores them: the service would be shown open.
    return "horaires-vacances-scolaires" if _SCHOOL_HOLIDAYS.search(text) else ""


_FAULTS: Mapping[Kind, Callable[[str], str]] = {
    Kind.PHONE: lambda text: "" if _is_phone(text) else "telephone-invalide",
    Kind.EMAIL: lambda text: "" if _is_email(text) else "courriel-invalide",
    Kind.WEB: lambda text: "" if _is_web_address(text) else "adresse-web-invalide",
    Kind.HOURS: _hours_fault,
}
"""Kinds of text that must be well formed: what gives the code of the fault, or nothing."""
_FORMED = tuple((name, _FAULTS[row.kind]) for name, row in FIELDS.items() if row.kind in _FAULTS)


def _forms(content: Content) -> Iterator[ContentError]:
    for name, fault_of in _FORMED:
        text = getattr(content, name)
        code = fault_of(text) if text else ""
        if code:
            yield ContentError(name, code, text)


def _dates(content: Content) -> Iterator[ContentError]:
    if content.valid_from and content.valid_to and content.valid_from > content.valid_to:
        yield ContentError("valid_to", "dates-inversees", content.valid_to.isoformat())
    for rank, closure in enumerate(content.closures):
        if closure.first_day > closure.last_day:
            yield ContentError(f"closures.{rank}.last_day", "dates-inversees", closure.last_day.isoformat())
        yield from _lengths(f"closures.{rank}.", closure, _CLOSURE_CHARS)


def _place(place: Place, where: str, communes: Communes) -> Iterator[ContentError]:
    yield from _lengths(f"{where}.", place, _PLACE_CHARS)
    if place.postcode and not _POSTCODE.fullmatch(place.postcode):
        yield ContentError(f"{where}.postcode", "code-postal-invalide", place.postcode)
    code = place.commune_code
    if code and (not _COMMUNE.fullmatch(code) or communes.get(code) is None):
        yield ContentError(f"{where}.commune_code", "commune-inconnue", code)
    if place.precision not in PRECISIONS:
        yield ContentError(f"{where}.precision", "valeur-inconnue", place.precision)
    if place.latitude is not None and not (-90 <= place.latitude <= 90):
        yield ContentError(f"{where}.latitude", "coordonnees-invalides", str(place.latitude))
    if place.longitude is not None and not (-180 <= place.longitude <= 180):
        yield ContentError(f"{where}.longitude", "coordonnees-invalides", str(place.longitude))
