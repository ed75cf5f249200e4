"""Service areas as files write them: codes, names of territories, communes."""

import re
from functools import lru_cache

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import is_blank
from search.places.gazetteer import Gazetteer
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
_WHOLE_COUNTRY = frozenset(("fr", "france", "france entiere", "national", "nationale", "pays"))
_REGIONS = ("01", "02", "03", "04", "06", "11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94")


class AreaReader:
    """Turns "13", "Bouches-du-Rhône", "dep:13", "200054807" or "Arles" into area codes."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.read = lru_cache(maxsize=20_000)(self._read)

    def _read(self, text: str) -> tuple[str, Flaws]:
        """Return one area code, or nothing and why. A bare "13" is a département; "region:93" says otherwise."""
        if is_blank(text):
            return "", ()
        code = self._by_code(text.strip()) or self._by_name(text)
        if code:
            return code, ()
        return "", (
            Flaw(
                "zone-inconnue",
                "Cette zone d’intervention n’a pas été reconnue : elle est laissée de côté.",
                text,
                "Écrivez un code (dep:13, reg:93, com:13055, epci:200054807, fr) ou le nom exact du territoire.",
            ),
        )

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

    def _by_name(self, text: str) -> str:
        name = " ".join(words(text))
        if name in _WHOLE_COUNTRY:
            return "fr"
        named = self._territories().get(name)
        if named:
            return named
        found = self._gazetteer.resolve(text)
        if found.taken is None or not found.is_spelt or not found.is_whole:
            return ""
        code = found.taken.code
        return code if ":" in code else f"com:{code}"

    @lru_cache(maxsize=1)  # noqa: B019 - one reader per import, kept as long as it
    def _territories(self) -> dict[str, str]:
        departments = [f"{number:02d}" for number in range(1, 96)] + ["2A", "2B", "971", "972", "973", "974", "976"]
        codes = [f"reg:{code}" for code in _REGIONS] + [f"dep:{code}" for code in departments]
        named = ((code, self._gazetteer.territory(code)) for code in codes)
        return {" ".join(words(name)): code for code, name in named if name}
