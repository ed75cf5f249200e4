"""What the cells of one column are: shares of mails, phones, communes, hours, sentences… Pure; a few hundred cells."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from stdnum.fr import siren, siret

from importers.cells.cleaning import read_date
from importers.cells.codes import KnownCodes
from importers.cells.hours import read_hours
from importers.cells.phones import read_phones
from importers.cells.plain_text import is_blank
from importers.cells.usual_words import usual
from importers.columns import looks
from search.places.gazetteer import Gazetteer
from search.text.analysis import fold

MOST_CELLS = 300
_LISTS = (
    "audiences", "access_modes", "receptions", "mobilisations", "costs", "languages", "accessibilities", "networks",
    "needs",
)  # fmt: skip
_NOTHING = frozenset(
    (
        "na",
        "n/a",
        "nc",
        "nr",
        "0",
        "-",
        "--",
        "?",
        "neant",
        "sans objet",
        "sans",
        "aucun",
        "inconnu",
        "vide",
        "xxxxx",
        "(vide)",
        "#n/a",
    )
)
_YES_NO = frozenset(("oui", "non", "o", "n", "x", "true", "false", "vrai", "faux", "yes", "no", "1", "0"))
_SHORT = frozenset(("115", "119", "3919", "3949", "3646", "3230", "3939", "3624", "3114", "3960", "3977", "116006"))
_DAY_WORD = frozenset(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
_LIST = re.compile(r"[|;,/\n]| et ")


@dataclass(frozen=True, slots=True)
class Contents:
    """One column measured. Shares go from 0 to 1, of the cells that say something.

    filled      share of the rows that say something; ``cells`` how many were measured.
    distinct    share of different values; ``kinds`` how many of them.
    """

    filled: float
    cells: int
    distinct: float
    kinds: int
    mean_words: float
    mean_chars: float
    shares: Mapping[str, float]
    examples: tuple[str, ...]
    numbers: tuple[float, ...]

    def share(self, name: str) -> float:
        return self.shares.get(name, 0.0)


class Measuring:
    """Measures columns against the communes and the vocabularies of the product."""

    def __init__(self, gazetteer: Gazetteer, known: KnownCodes) -> None:
        self._gazetteer = gazetteer
        self._known = known
        self._tests = {**_TESTS} | {
            "postcode": self._is_postcode,
            "insee": self._is_commune_code,
            "commune": self._is_commune,
            "whole_address": self._is_whole_address,
            "person": self._is_person,
            "body": self._is_body,
            "area": self._is_area,
        }
        self._lists = {name: lru_cache(maxsize=5_000)(partial(self._is_of_list, name)) for name in _LISTS}

    def measure(self, cells: Sequence[str]) -> Contents:
        """Measure the cells of one column, blank ones among them."""
        said = [text for cell in cells if not _says_nothing(text := cell.strip())]
        step = max(1, len(said) // MOST_CELLS)
        looked = said[::step][:MOST_CELLS]
        kinds = set(said)
        if not looked:
            return Contents(0.0, 0, 0.0, 0, 0.0, 0.0, {}, (), ())
        shares = {name: _share(test, looked) for name, test in self._tests.items()}
        shares |= {name: _share(test, looked) for name, test in self._lists.items()}
        numbers = tuple(number for text in looked if (number := number_of(text)) is not None)
        return Contents(
            len(said) / len(cells),
            len(looked),
            len(kinds) / len(said),
            len(kinds),
            sum(len(text.split()) for text in looked) / len(looked),
            sum(map(len, looked)) / len(looked),
            shares,
            tuple(dict.fromkeys(looked))[:3],
            numbers,
        )

    def _is_postcode(self, text: str) -> bool:
        digits = text.removesuffix(".0").replace(" ", "")
        if not digits.isdigit() or not 4 <= len(digits) <= 5:
            return False
        code = digits.zfill(5)
        return bool(self._gazetteer.with_postcode(code)) or self._gazetteer.cedex(code) is not None

    def _is_commune_code(self, text: str) -> bool:
        code = text.removesuffix(".0").upper()
        return 4 <= len(code) <= 5 and self._gazetteer.get(code.zfill(5)) is not None

    def _is_commune(self, text: str) -> bool:
        return len(text) < 50 and self._commune_named(text)

    def _commune_named(self, text: str) -> bool:
        name = re.sub(r"\bcedex\b.*$|\(\d+\)|^\d{5}\s+", "", text, flags=re.IGNORECASE).strip(" -,")
        if not name or name.isdigit():
            return False
        return bool(self._gazetteer.named(name)) or bool(
            self._gazetteer.named(
                re.sub(r"\s+\d{1,2}(?:er|e|eme|ème)?(?:\s+arrondissement)?$", "", name, flags=re.IGNORECASE)
            )
        )

    def _is_person(self, text: str) -> bool:
        return looks.PERSON.match(text) is not None or (
            looks.TWO_NAMES.match(text) is not None and not self._is_commune(text)
        )

    def _is_body(self, text: str) -> bool:
        return looks.BODY.search(text) is not None or self._is_commune(text)

    def _is_whole_address(self, text: str) -> bool:
        if not (looks.STREET.search(text) or looks.STARTS_NUMBERED.match(text)):
            return False
        return looks.POSTCODE_IN.search(text) is not None or self._commune_named(
            text.rsplit(",", 1)[-1] if "," in text else ""
        )

    def _is_area(self, text: str) -> bool:
        if text.isdigit() or self._is_commune(text):
            return False
        return (
            bool(re.fullmatch(r"(?:dep|reg|epci|com):\w+", text))
            or bool(self._gazetteer.areas_named(text))
            or fold(text)
            in (
                "france",
                "france entiere",
                "national",
                "departement",
                "departemental",
                "regional",
                "communal",
                "intercommunal",
            )
        )

    def _is_of_list(self, name: str, text: str) -> bool:
        if self._names(name, text):
            return True
        parts = [part for part in map(str.strip, _LIST.split(text)) if part]
        return len(parts) > 1 and 2 * sum(self._names(name, part) for part in parts) > len(parts)

    def _names(self, name: str, text: str) -> bool:
        if text.isdigit():
            return False
        vocabulary = self._known.of(name)
        code = vocabulary.code_of(text) if vocabulary.labels else ""
        family = self._known.of("families").code_of(text) if name == "needs" else ""
        return bool(code or family or usual(name, text))


def number_of(text: str) -> float | None:
    found = looks.NUMBER.fullmatch(text.replace(" ", "").replace("\u202f", "").rstrip("°"))
    number = float(found.group().replace(",", ".")) if found else math.nan
    return number if math.isfinite(number) else None


def _says_nothing(text: str) -> bool:
    return is_blank(text) or fold(text).strip() in _NOTHING


def _share(test: Callable[[str], bool], cells: Sequence[str]) -> float:
    return sum(map(test, cells)) / len(cells)


def _digits_are(text: str, test: Callable[[str], bool], width: int) -> bool:
    digits = re.sub(r"[\s.\-]", "", text.removesuffix(".0"))
    return digits.isdigit() and width - 1 <= len(digits) <= width and test(digits.zfill(width))


def _is_phone(text: str) -> bool:
    if len(text) > 80 or not any(map(str.isdigit, text)) or looks.PAIR.fullmatch(text):
        return False
    digits = re.sub(r"[\s.\-/()+]", "", text.removesuffix(".0"))
    if digits in _SHORT:
        return True
    # A postal code or an identifier of four digits is no short number; one of fourteen is a SIRET.
    count = sum(map(str.isdigit, text))
    if count < 6 or (digits.isdigit() and not 8 <= count <= 13):
        return False
    return bool(read_phones(text, "FR").numbers)


def _is_hours(text: str) -> bool:
    if not looks.DAY.search(text) or not (looks.TIME.search(text) or "24" in text):
        return False
    return True if len(text) > 400 else bool(read_hours(text).osm or looks.TIME.search(text))


def _is_hours_of_a_day(text: str) -> bool:
    if looks.DAY.search(text) and not re.match(r"ferm", text, re.IGNORECASE):
        return False
    return len(looks.TIME.findall(text)) >= 2 or fold(text).strip(" .") in ("ferme", "fermee", "closed")


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "email": lambda text: "@" in text and looks.EMAIL.search(text) is not None,
    "site": lambda text: "@" not in text and looks.SITE.match(text) is not None,
    "phone": _is_phone,
    "siret": lambda text: _digits_are(text, siret.is_valid, 14),
    "siren": lambda text: _digits_are(text, siren.is_valid, 9),
    "number": lambda text: looks.NUMBER.fullmatch(text.replace(" ", "")) is not None,
    "point": lambda text: looks.PAIR.fullmatch(text) is not None,
    "street": lambda text: looks.STREET.search(text) is not None,
    "numbered": lambda text: looks.STARTS_NUMBERED.match(text) is not None and looks.NUMBER.fullmatch(text) is None,
    "complement": lambda text: looks.COMPLEMENT.search(text) is not None,
    "date": lambda text: not text.isdigit() and bool(read_date(text)[0]),
    "hours": _is_hours,
    "day_hours": _is_hours_of_a_day,
    "time": lambda text: looks.TIME.fullmatch(text) is not None,
    "day": lambda text: fold(text).strip() in _DAY_WORD,
    "yes_no": lambda text: fold(text).strip() in _YES_NO,
    "html": lambda text: looks.HTML.search(text) is not None,
    "service": lambda text: looks.SERVICE.match(text) is not None,
    "papers": lambda text: looks.PAPERS.search(text) is not None,
    "money": lambda text: looks.MONEY.search(text) is not None,
    "eligibility": lambda text: looks.AGE.search(text) is not None,
    "capitals": lambda text: text.isupper() and len(text) > 3,
    "one_word": lambda text: " " not in text.strip(),
}
"""What is told of a cell alone."""
