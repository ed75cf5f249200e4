"""Offices of a file or of a form: one row of texts to one draft, or to all that is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from importers.cells.addresses import read_email
from importers.cells.areas import AreaReader
from importers.cells.cleaning import Flaw, read_postcode
from importers.cells.phones import read_phones, region_of
from importers.cells.plain_text import is_blank, one_line
from search.places.commune import Commune, department_of
from search.places.gazetteer import Gazetteer
from search.text.analysis import words

COLUMNS = (
    "type", "nom", "adresse", "code_postal", "commune", "telephone", "courriel", "zones", "rang", "note",
)  # fmt: skip
NEEDED = ("type", "nom", "zones")
RANKS = {"": 1, "1": 1, "2": 2}
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_AREA_MARKS = str.maketrans("|;\n\r", ",,,,")


@dataclass(frozen=True, slots=True)
class OfficeLimits:
    """How many characters a name, an address and a note may have, and how many areas an office."""

    name: int
    address: int
    note: int
    areas: int


@dataclass(frozen=True, slots=True)
class OfficeDraft:
    """What a row says of an office. ``kind``, ``commune``, ``areas``: codes; empty for what it does not say."""

    kind: str = ""
    name: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    phone: str = ""
    email: str = ""
    areas: tuple[str, ...] = ()
    rank: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell, by its column: the row is refused until it is mended."""

    column: str
    flaw: Flaw


class OfficeReader:
    """kinds   label of each kind by its code: a row says either."""

    def __init__(self, gazetteer: Gazetteer, kinds: Mapping[str, str], limits: OfficeLimits) -> None:
        self._gazetteer = gazetteer
        self._areas = AreaReader(gazetteer)
        self._kinds = {name: code for code, label in kinds.items() for name in _names(code, label)}
        self._said = ", ".join(kinds)
        self._limits = limits

    def read(self, cells: Mapping[str, str]) -> tuple[OfficeDraft, tuple[CellFault, ...]]:
        """Return the draft of a row and its faults. ``cells``: text by name of ``COLUMNS``; what is absent is empty."""
        texts = {name: "" if is_blank(cells.get(name, "")) else cells[name].strip() for name in COLUMNS}
        faults: list[CellFault] = list(self._missing(texts))
        commune, postcode = self._town(texts, faults)
        region = region_of(department_of(commune.code)) if commune is not None else "FR"
        chain = self._gazetteer.chain(commune.code) if commune is not None else ()
        draft = OfficeDraft(
            self._kind(texts["type"], faults),
            self._line(texts, "nom", self._limits.name, faults),
            self._line(texts, "adresse", self._limits.address, faults),
            postcode,
            commune.code if commune is not None else "",
            _phone(texts["telephone"], region, faults),
            _email(texts["courriel"], faults),
            self._read_areas(texts["zones"], chain, faults),
            _rank(texts["rang"], faults),
            self._line(texts, "note", self._limits.note, faults),
        )
        return draft, tuple(faults)

    def written(self, area: str, name: str) -> str:
        """Return how a form writes an area: its name where that is read back as the same area, else its code."""
        return name if "," not in name and self._area(name, ()) == area else area

    def _missing(self, texts: Mapping[str, str]) -> Iterator[CellFault]:
        for name in NEEDED:
            if not texts[name]:
                yield _fault(name, "valeur-manquante", "Il manque une valeur.", "", ADVICE[name])

    def _kind(self, text: str, faults: list[CellFault]) -> str:
        code = self._kinds.get(_key(text), "")
        if text and not code:
            advice = f"Écrivez l’un de ces codes\u00a0: {self._said}."
            faults.append(_fault("type", "valeur-inconnue", "Ce type n’est pas connu.", text, advice))
        return code

    def _line(self, texts: Mapping[str, str], name: str, most: int, faults: list[CellFault]) -> str:
        line = one_line(texts[name])
        if len(line) > most:
            told = f"Ce texte a {len(line)}\u00a0signes\u00a0: {most} au plus."
            faults.append(_fault(name, "trop-long", told, line, "Raccourcissez-le."))
        return line

    def _town(self, texts: Mapping[str, str], faults: list[CellFault]) -> tuple[Commune | None, str]:
        """Return the commune of the address and its postal code, which follows from a commune that has one."""
        name, postcode = texts["commune"], ""
        if texts["code_postal"]:
            postcode, flaws = read_postcode(texts["code_postal"])
            faults += [CellFault("code_postal", each) for each in flaws]
        if not name and not postcode:
            return None, ""
        served = self._gazetteer.with_postcode(postcode) if postcode else []
        alone = served[0] if len(served) == 1 and not name else None
        commune = alone or (self._gazetteer.by_name_and_postcode(name, postcode) if name else None)
        if commune is None:
            told = "La commune n’a pas été reconnue, ou plusieurs portent ce nom."
            advice = "Écrivez son nom et son code postal."
            faults.append(_fault("commune", "commune-inconnue", told, " ".join((postcode, name)).strip(), advice))
            return None, postcode
        only = commune.postcodes[0] if len(commune.postcodes) == 1 else ""
        return commune, postcode or only

    def _read_areas(self, text: str, chain: tuple[str, ...], faults: list[CellFault]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for part in filter(None, (each.strip() for each in text.translate(_AREA_MARKS).split(","))):
            code = self._area(part, chain)
            if code:
                found[code] = None
                continue
            told = "Cette zone n’a pas été reconnue, ou plusieurs territoires portent ce nom."
            faults.append(_fault("zones", "zone-inconnue", told, part, ADVICE["zones"]))
        if len(found) > self._limits.areas:
            told = f"Il y a {len(found)}\u00a0zones\u00a0: {self._limits.areas} au plus."
            faults.append(
                _fault("zones", "trop-de-valeurs", told, "", "Écrivez une intercommunalité ou un département.")
            )
        return tuple(found)

    def _area(self, text: str, chain: tuple[str, ...]) -> str:
        """Return an area code. Five digits that are the INSEE code of one commune and the postal code of others are
        nobody's: 13013 is Belcodène, and the 13th arrondissement of Marseille.
        """
        if not _FIVE_DIGITS.fullmatch(text):
            return self._areas.read(text, chain)[0]
        coded = self._gazetteer.get(text)
        meant = {each.code for each in (coded, *self._gazetteer.with_postcode(text)) if each is not None}
        return f"com:{meant.pop()}" if len(meant) == 1 else ""


ADVICE = {
    "type": "Choisissez le type d’antenne.",
    "nom": "Écrivez le nom de l’antenne.",
    "zones": "Écrivez des communes, des arrondissements, des intercommunalités ou un département, séparés par des"
    " virgules\u00a0: «\u00a0Martigues, Port-de-Bouc\u00a0», «\u00a0Marseille 3e\u00a0», «\u00a0dep:13\u00a0».",
}


def _names(code: str, label: str) -> set[str]:
    whole, _, short = label.partition("(")
    return {_key(each) for each in (code, label, whole, short)} - {""}


def _key(text: str) -> str:
    """Return what two ways of writing a kind have in common: "Pôle d’insertion", "pole-insertion"."""
    return " ".join(word for word in words(text) if word not in ("d", "de", "la", "l", "une"))


def _phone(text: str, region: str, faults: list[CellFault]) -> str:
    read = read_phones(text, region)
    if text and (len(read.numbers) != 1 or read.words):
        told = "Ce n’est pas un numéro de téléphone, ou il y en a plusieurs."
        faults.append(_fault("telephone", "telephone-invalide", told, text, "Écrivez un seul numéro."))
    return read.numbers[0] if read.numbers else ""


def _email(text: str, faults: list[CellFault]) -> str:
    email, flaws = read_email(text)
    if flaws:
        told = "Ce n’est pas une adresse mail, ou il y en a plusieurs."
        faults.append(_fault("courriel", "courriel-invalide", told, text, "Écrivez une seule adresse."))
    return email


def _rank(text: str, faults: list[CellFault]) -> int:
    if text.removesuffix(".0") in RANKS:
        return RANKS[text.removesuffix(".0")]
    told = "Le rang est 1, ou 2 pour qui ne répond qu’à défaut d’une autre."
    faults.append(_fault("rang", "valeur-inconnue", told, text, "Écrivez 1 ou 2."))
    return RANKS[""]


def _fault(column: str, kind: str, text: str, value: str, advice: str) -> CellFault:
    return CellFault(column, Flaw(kind, text, value, advice))
