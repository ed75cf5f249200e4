"""Service areas as files write them: codes, names of territories, communes."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import is_blank
from search.places.gazetteer import WHOLE_COUNTRY, Gazetteer
from search.text.analysis import words

_AREA = re.compile(r"(?:dep|reg|epci|com):\w+$")
_SCALES = {
    "departement": "dep",
    "dep": "dep",
    "region": "reg",
    "reg": "reg",
    "epci": "epci",
    "commune": "com",
    "com": "com",
}
MOST_SENSES_SAID = 5
_WHOLE_COUNTRY = frozenset(("fr", "france", "france entiere", "national", "nationale", "pays"))


class AreaReader:
    """Turns "13", "Bouches-du-Rhône", "dep:13", "200054807", "CC Terre de Provence" or "Arles" into area codes."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._senses = lru_cache(maxsize=20_000)(self._read_senses)

    def read(self, text: str, covering: Collection[str] = ()) -> tuple[str, Flaws]:
        """Return one area code, or nothing and why. A bare "13" is a département; "region:93" says otherwise.

        covering   codes of the areas that cover the fiche's own place: of several senses ("Vienne", "Réunion"), the one
                   that covers it wins, else the largest département or région.
        """
        if is_blank(text):
            return "", ()
        senses = self._senses(text)
        if not senses:
            return "", (_unknown(text),)
        inside = [code for code in senses if code in covering]
        large = [code for code in senses if code.startswith(("dep:", "reg:", WHOLE_COUNTRY))]
        if not inside and not large and len(senses) > 1:
            return "", (self._several(text, senses),)
        return (inside or large or senses)[0], ()

    def _several(self, text: str, senses: tuple[str, ...]) -> Flaw:
        names = ", ".join(self._gazetteer.territory(code) or code for code in senses[:MOST_SENSES_SAID])
        return Flaw(
            "zone-inconnue",
            f"Plusieurs territoires portent ce nom ({names}) : la zone est laissée de côté.",
            text,
            "Écrivez son code, comme com:13055 ou epci:200054807.",
        )

    def outside(self, codes: Iterable[str], covering: Collection[str]) -> Flaws:
        """Return what has to be told of areas of which none covers the fiche's own place."""
        codes = tuple(codes)
        if not codes or not covering or any(code in covering for code in codes):
            return ()
        names = ", ".join(self._gazetteer.territory(code) or code for code in codes)
        return (
            Flaw(
                "zone-ailleurs",
                f"La zone d’intervention ({names}) ne contient pas le lieu de la fiche : elle est gardée.",
                names,
                "Vérifiez la zone : un nom peut être celui d’un département et d’une commune.",
            ),
        )

    def _read_senses(self, text: str) -> tuple[str, ...]:
        """Return what a text may mean, areas before communes."""
        code = self._by_code(text.strip())
        if code:
            return (code,)
        scale, colon, name = text.partition(":")
        kind = _SCALES.get(" ".join(words(scale)), "") if colon else ""
        if kind:
            return tuple(code for code in self._read_senses(name.strip()) if code.startswith(f"{kind}:"))
        if " ".join(words(text)) in _WHOLE_COUNTRY:
            return (WHOLE_COUNTRY,)
        areas = [area.code for area in self._gazetteer.areas_named(text)]
        communes = [f"com:{commune.code}" for commune in self._gazetteer.named(text)]
        if not areas and len(communes) != 1:
            found = self._gazetteer.resolve(text)
            sure = found.taken is not None and found.is_spelt and found.is_whole and not found.others
            if sure and found.taken is not None:
                code = found.taken.code
                return (code if ":" in code else f"com:{code}",)
        return (*areas, *communes)

    def _by_code(self, text: str) -> str:
        scale, colon, value = text.partition(":")
        if colon:
            kind = _SCALES.get(" ".join(words(scale)), "")
            return self._known(f"{kind}:{self._padded(kind, value.strip().upper())}") if kind else ""
        value = text.upper().removesuffix(".0")
        if re.fullmatch(r"\d{1,2}|2[AB]|9[78]\d", value):
            return self._known(f"dep:{value.zfill(2)}")
        if re.fullmatch(r"\d{4,5}|2[AB]\d{3}", value):
            return self._known(f"com:{value.zfill(5)}")
        if re.fullmatch(r"\d{9}", value):
            return self._known(f"epci:{value}")
        return ""

    def _padded(self, kind: str, value: str) -> str:
        value = value.removesuffix(".0")
        width = {"dep": 2, "reg": 2, "com": 5}.get(kind, 0)
        return value.zfill(width) if value.isdigit() else value

    def _known(self, code: str) -> str:
        if not _AREA.match(code) or self._gazetteer.territory(code) is None:
            return ""
        if code.startswith("com:"):
            commune = self._gazetteer.get(code.removeprefix("com:"))
            return f"com:{commune.code}" if commune else ""
        return code


def _unknown(text: str) -> Flaw:
    return Flaw(
        "zone-inconnue",
        "Cette zone d’intervention n’a pas été reconnue : elle est laissée de côté.",
        text,
        "Écrivez un code (dep:13, reg:93, com:13055, epci:200054807, fr) ou le nom exact du territoire.",
    )
