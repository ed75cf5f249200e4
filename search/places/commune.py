"""A commune of France, or an arrondissement of Paris, Lyon or Marseille."""

from collections.abc import Sequence
from dataclasses import dataclass

DEFAULT_TIMEZONE = "Europe/Paris"
_TIMEZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
# Polynesia has three times: the Marquesas are half an hour ahead of Tahiti, the Gambier islands a whole one.
_ISLANDS = dict.fromkeys(("98718", "98723", "98731", "98746", "98756", "98757"), "Pacific/Marquesas") | {
    "98719": "Pacific/Gambier"
}


@dataclass(frozen=True, slots=True)
class Commune:
    """One line of the gazetteer.

    code         INSEE code, five characters.
    department   code of the département or overseas collectivity: "13", "2A", "974".
    region       INSEE code of the région; of the collectivity itself where there is none.
    epci         SIREN of the intercommunality, "" for the few communes outside any.
    postcodes    in order, without CEDEX; empty only where nobody lives.
    latitude     None, like longitude, where nobody lives.
    parent       INSEE code of the city for an arrondissement, else "".
    """

    code: str
    name: str
    department: str
    region: str
    epci: str
    postcodes: tuple[str, ...]
    population: int
    latitude: float | None
    longitude: float | None
    parent: str = ""

    @property
    def label(self) -> str:
        """The name to show, told from its homonyms: "Martigues (13)", "Marseille 3e (13)"."""
        name = self.name.removesuffix(" Arrondissement").replace("'", "’")
        return f"{name} ({self.department})"


def commune_of(values: Sequence[str]) -> Commune:
    """Return the commune of values as files hold them: in their order, postal codes with blanks between."""
    code, name, department, region, epci, postcodes, population, latitude, longitude, parent = values
    return Commune(
        code,
        name,
        department,
        region,
        epci,
        tuple(postcodes.split()),
        int(population),
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        parent,
    )


def department_of(code: str) -> str:
    """Return the département an INSEE code begins with."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


ZONES: tuple[str, ...] = tuple(sorted({DEFAULT_TIMEZONE, *_TIMEZONES.values(), *_ISLANDS.values()}))
"""Every zone that ``timezone`` may return."""


def timezone(code: str) -> str:
    """Return the IANA time zone kept at a commune, by its INSEE code."""
    return _ISLANDS.get(code) or _TIMEZONES.get(department_of(code), DEFAULT_TIMEZONE)
