"""The one form in which a content is kept, so that two saves of the same thing are equal."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Protocol
from unicodedata import is_normalized, normalize

from directory.domain.taxonomy import Taxonomy
from fiche.content import FIELDS, Content, with_members
from fiche.fields import Kind
from fiche.parts import Closure, Place, Structure
from fiche.plain import is_plain_phone
from importers.cells.phones import read_phones
from search.places.commune import Commune
from search.places.geometry import quantise_latitude, quantise_longitude

AT_COMMUNE = "commune"

LINE_FIELDS = tuple(name for name, row in FIELDS.items() if row.is_one_line)
TEXT_FIELDS = tuple(name for name, row in FIELDS.items() if row.kind is Kind.TEXT)
PHONE_FIELDS = tuple(name for name, row in FIELDS.items() if row.kind is Kind.PHONE)
CODE_FIELDS = tuple(name for name, row in FIELDS.items() if row.is_list_of_codes and name not in ("needs", "families"))
"""Needs and families have a rule of their own: the codes that people merged are replaced."""

# What pasting brings along: zero-width marks and the marks that turn the direction of writing.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_BLANKS = re.compile(r"\s*[\t\n\x0b\x0c\r]\s*|  +")
_AT_LINE_ENDS = re.compile(r"[ \u00a0]+(?=\n)")
# Most texts have nothing of all this: one look tells.
_ODD_IN_TEXT = re.compile("[ \u00a0]\n|[\t\r\u0085\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_ODD_IN_LINE = re.compile("  |[\t\n\x0b\x0c\r\u0085\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")


class Communes(Protocol):
    """What the gazetteer knows of communes."""

    def get(self, code: str) -> Commune | None: ...

    def by_name_and_postcode(self, name: str, postcode: str) -> Commune | None: ...


class Tidier:
    """Tidies contents with one classification and one gazetteer; keep it for many contents."""

    def __init__(self, taxonomy: Taxonomy, communes: Communes) -> None:
        self._taxonomy = taxonomy
        self._communes = communes
        # The same few thousand communes come back on every line of a file.
        self._commune_of = lru_cache(maxsize=50_000)(communes.by_name_and_postcode)

    def tidy(self, content: Content) -> Content:
        """Return ``content`` with tidy texts, codes sorted and current, and every place on the map that can be.

        A place without a point takes that of its commune. What is wrong is left as it is, for ``check`` to say.
        """
        changed: dict[str, object] = {} if _has_tidy_texts(content) else _tidy_texts(content)
        for name in CODE_FIELDS:
            codes = getattr(content, name)
            if len(codes) > 1 and (ordered := in_order(codes)) != codes:
                changed[name] = ordered
        for name in PHONE_FIELDS:
            phone = changed.get(name, getattr(content, name))
            if phone and (kept := one_phone(str(phone))) != phone:
                changed[name] = kept
        tidied_parts: dict[str, object] = {
            "structure": _structure(content.structure),
            "needs": self._needs(content.needs),
            "families": self._families(content),
            "places": self._places(content.places),
            "closures": _closures(content.closures),
        }
        tidied_parts |= _archiving(content)
        changed |= {name: value for name, value in tidied_parts.items() if value != getattr(content, name)}
        return with_members(content, changed) if changed else content

    def _needs(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        current = (self._taxonomy.current_need(code) for code in codes)
        return in_order(code if need is None else need.code for code, need in zip(codes, current, strict=True))

    def _families(self, content: Content) -> tuple[str, ...]:
        """Return the current codes of the families that no need of the content says already."""
        if not content.families:
            return ()
        found = (self._taxonomy.current_family(code) for code in content.families)
        codes = {code if known is None else known.code for code, known in zip(content.families, found, strict=True)}
        for code in content.needs:
            need = self._taxonomy.current_need(code)
            family = None if need is None else self._taxonomy.current_family(need.family)
            if family is not None:
                codes.discard(family.code)
        return in_order(codes)

    def _places(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        tidied = [tidy for place in places if (tidy := self._place(place)) != _NOWHERE]
        return tuple(dict.fromkeys(tidied)) if len(tidied) > 1 else tuple(tidied)

    def _place(self, place: Place) -> Place:
        address, complement, name = one_line(place.address), one_line(place.complement), one_line(place.commune_name)
        postcode, code = place.postcode.strip(), place.commune_code.strip()
        commune = self._communes.get(code) if code else None
        if not code and (name or postcode):
            commune = self._commune_of(name, postcode)
        latitude, longitude, precision = place.latitude, place.longitude, place.precision
        if commune is not None:
            code, name = commune.code, name or commune.name
            if latitude is None or longitude is None or precision == AT_COMMUNE:
                latitude, longitude = commune.latitude, commune.longitude
                precision = "" if latitude is None else AT_COMMUNE
        if latitude is None or longitude is None:
            latitude, longitude, precision = None, None, ""
        elif -90 <= latitude <= 90 and -180 <= longitude <= 180:
            latitude, longitude = quantise_latitude(latitude), quantise_longitude(longitude)
        # At its commune, 0 tells that a geocoder was asked and knows no such address.
        score = None if not precision or (precision == AT_COMMUNE and place.score != 0) else place.score
        return Place(address, complement, postcode, name, code, latitude, longitude, precision, score)


_NOWHERE = Place()
_lines_of, _texts_of = attrgetter(*LINE_FIELDS), attrgetter(*TEXT_FIELDS)
_BETWEEN = "\x01"
_BLANK_AT_AN_END = re.compile(rf"{_BETWEEN}\s|\s{_BETWEEN}")


def _has_tidy_texts(content: Content) -> bool:
    """Tell at a glance that every text of a content is tidy: nearly always."""
    lines, texts = _lines_of(content), _texts_of(content)
    return _are_plainly_tidy(lines, texts) or _are_tidy(lines, texts)


def _are_plainly_tidy(lines: Sequence[str], texts: Sequence[str]) -> bool:
    """Tell it without an expression, in a third of the time, of texts without anything that might be odd."""
    some = "|".join(("", *filter(None, lines), ""))
    # The end of a line is what a field ends with too.
    all_of_them = "|".join((some, *filter(None, texts), "")).replace("\n", "|")
    plain = all_of_them.replace("\u00a0", " ").replace("\u202f", " ")
    return (
        plain.isprintable()
        and " |" not in plain
        and "| " not in plain
        and "\n" not in some
        and "  " not in some
        and "||" not in plain[len(some) :]
        and is_normalized("NFC", plain)
    )


def _are_tidy(lines: Sequence[str], texts: Sequence[str]) -> bool:
    line, text = (_BETWEEN.join(("", *some, "")) for some in (lines, texts))
    return (
        not _ODD_IN_LINE.search(line)
        and not _ODD_IN_TEXT.search(text)
        and not _BLANK_AT_AN_END.search(line)
        and not _BLANK_AT_AN_END.search(text)
        and is_normalized("NFC", line)
        and is_normalized("NFC", text)
    )


def _tidy_texts(content: Content) -> dict[str, object]:
    changed: dict[str, object] = {}
    for names, tidied in ((LINE_FIELDS, one_line), (TEXT_FIELDS, several_lines)):
        for name in names:
            text = getattr(content, name)
            if text and (tidy := tidied(text)) != text:
                changed[name] = tidy
    return changed


def _archiving(content: Content) -> dict[str, object]:
    """Return why and when a fiche is archived: no day once it is, no reason while neither is true."""
    if content.is_archived:
        return {"archive_on": None}
    return {} if content.archive_on is not None else {"archive_reason": ""}


def one_line(text: str) -> str:
    """Return ``text`` on one line, without marks that nobody sees."""
    text = _composed(text.strip())
    if not _ODD_IN_LINE.search(text):
        return text
    return _BLANKS.sub(" ", _LINE_ENDS.sub("\n", _INVISIBLE.sub("", text))).strip()


def several_lines(text: str) -> str:
    """Return ``text`` with one kind of line end and nothing before it, without marks that nobody sees."""
    text = _composed(text.strip())
    if not _ODD_IN_TEXT.search(text):
        return text
    lines = _LINE_ENDS.sub("\n", _INVISIBLE.sub("", text)).replace("\t", " ")
    return _AT_LINE_ENDS.sub("", lines).strip()


def one_phone(text: str) -> str:
    """Return a number as it is kept, its digits by pairs; what is not one number of France is left as it is."""
    if is_plain_phone(text):
        return text
    read = read_phones(text)
    return read.numbers[0] if len(read.numbers) == 1 and not read.flaws and not read.words else text


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes sorted, without blanks or repeats."""
    return tuple(sorted({code for code in codes if code}))


def _composed(text: str) -> str:
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _closures(closures: tuple[Closure, ...]) -> tuple[Closure, ...]:
    tidied = {Closure(each.first_day, each.last_day, one_line(each.message)) for each in closures}
    return tuple(sorted(tidied, key=lambda each: (each.first_day, each.last_day, each.message)))


def _structure(structure: Structure) -> Structure:
    name, siret = one_line(structure.name), structure.siret.replace(" ", "").replace("\u00a0", "")
    networks = in_order(structure.networks)
    if (name, siret, networks) == (structure.name, structure.siret, structure.networks):
        return structure
    return Structure(name, siret, networks)
