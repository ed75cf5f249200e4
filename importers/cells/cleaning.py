"""Cells to values: postcodes, identifiers, dates.

Every function returns the value and what is wrong with the cell. A wrong cell never refuses a row by itself: the value
is left out, and the flaw is told with the cell as written.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from fiche.plain import is_siret
from importers.cells.plain_text import is_blank
from importers.cells.spreadsheet import digits_of
from search.text.analysis import fold
from search.text.french import MONTHS


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a value, in French; becomes a ``RowMessage`` once its line and column are known."""

    kind: str
    text: str
    value: str = ""
    advice: str = ""


Flaws: TypeAlias = tuple[Flaw, ...]

_MONTHS = tuple(fold(month) for month in MONTHS)
_DECIMALS = re.compile(r"\.0+$")
_SPACES = re.compile(r"\s+")
_COUNTRY = re.compile(r"^[Ff]-?")
_POSTCODE = re.compile(r"(?!00|96|99)[0-9]{5}\Z")
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}\Z")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_FRENCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: .*)?$")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})$")
# What databases write for "no end": 31/12/9999, 2999-12-31, and the first of January as well.
_NO_END = re.compile(
    r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:9999|2999)|(?:9999|2999)[-/.]\d{1,2}[-/.]\d{1,2})(?:[T ].*)?$|2958465(?:\.0+)?$"
)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?$")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def read_postcode(text: str) -> tuple[str, Flaws]:
    """Return five digits.

    Spreadsheets drop the leading zero: "1000" gives "01000", and add decimals: "13500.0" gives "13500".
    """
    if _POSTCODE.match(text):
        return text, ()
    digits = _COUNTRY.sub("", _SPACES.sub("", _DECIMALS.sub("", text.strip())))
    if len(digits) == 4 and digits.isascii() and digits.isdigit():
        digits = "0" + digits
    if _POSTCODE.match(digits):
        return digits, ()
    if is_blank(text):
        return "", ()
    return "", (
        Flaw(
            "code-postal-invalide",
            "Ce code postal n’a pas cinq chiffres : il est laissé de côté.",
            text,
            "Corrigez-le.",
        ),
    )


def read_commune_code(text: str) -> tuple[str, Flaws]:
    """Return an INSEE code: two digits or 2A, 2B, then three digits. A dropped leading zero is put back."""
    code = _DECIMALS.sub("", text.strip()).upper().replace(" ", "")
    if len(code) == 4 and code.isascii() and code.isdigit():
        code = "0" + code
    if _COMMUNE.match(code):
        return code, ()
    if is_blank(text) or not code.strip("X"):
        return "", ()
    return "", (Flaw("code-commune-invalide", "Ce n’est pas un code INSEE de commune : il est laissé de côté.", text),)


def read_siret(text: str) -> tuple[str, Flaws]:
    """Return 14 digits whose key is right, or nothing and why."""
    if is_blank(text):
        return "", ()
    digits = _SPACES.sub("", _DECIMALS.sub("", digits_of(text))).replace(".", "").replace("-", "")
    if len(digits) == 13 and digits.isdigit():
        digits = "0" + digits
    if is_siret(digits):
        return digits, ()
    try:
        return str(siret.validate(digits)), ()
    except ValidationError:
        pass
    if siren.is_valid(digits):
        return "", (
            Flaw(
                "siret-incomplet",
                "C’est un numéro SIREN (9 chiffres), pas un SIRET (14 chiffres) : il est laissé de côté.",
                text,
                "Indiquez le SIRET de l’établissement.",
            ),
        )
    return "", (
        Flaw(
            "siret-invalide",
            "Ce SIRET est faux (nombre de chiffres ou clé de contrôle) : il est laissé de côté.",
            text,
            "Vérifiez-le sur l’annuaire des entreprises.",
        ),
    )


def read_date(text: str) -> tuple[str, Flaws]:
    """Return an ISO date from ``2024-03-01``, ``01/03/2024``, ``1er mars 2024`` or a spreadsheet serial number.

    A day of the year 9999 or 2999 stands for none.
    """
    if is_blank(text) or _NO_END.match(text.strip()):
        return "", ()
    found = _date(text.strip())
    if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return found.isoformat(), ()
    return "", (
        Flaw(
            "date-illisible",
            "Cette date n’a pas été comprise : elle est laissée de côté.",
            text,
            "Écrivez-la 31/12/2025.",
        ),
    )


def _date(text: str) -> date | None:
    if _SERIAL.match(text):
        return _SPREADSHEET_EPOCH + timedelta(days=int(float(text)))
    match = _ISO_DATE.match(text)
    if match:
        return _day(match[1], match[2], match[3])
    match = _FRENCH_DATE.match(text)
    if match:
        return _day(match[3], match[2], match[1])
    match = _WRITTEN_DATE.match(fold(text))
    if match and match[2] in _MONTHS:
        return _day(match[3], str(_MONTHS.index(match[2]) + 1), match[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
