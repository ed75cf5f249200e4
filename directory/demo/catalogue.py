"""What the demonstration base is made of, read from the files of ``data/``."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Said:
    """Codes of a closed list and the words beside them; written "libre+sur-rendez-vous | Le matin"."""

    codes: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of service; each tuple of texts or ``Said`` holds alternatives, one of which a fiche takes.

    by               kinds of structure that offer it, the most usual first.
    intro            one of these begins the description, two or three of ``more`` follow, one of ``last`` may end it.
    hours            profiles of ``hours.toml``; none = those of the structure.
    areas            "com", "coms", "epci", "dep", "reg", "fr" or ""; none = those of the structure.
    always           communes where it is surely offered, one fiche each time one is named.
    towns            the only communes where it makes sense; none = anywhere.
    everywhere_from  inhabitants from which each commune of the Bouches-du-Rhône has one; 0 = no such promise.
    stops            places it visits or opens in turn.
    hides_address    only the commune is published.
    """

    code: str
    need: str
    also: tuple[str, ...]
    by: tuple[str, ...]
    weight: int
    titles: tuple[str, ...]
    intro: tuple[str, ...]
    more: tuple[str, ...]
    last: tuple[str, ...]
    audiences: tuple[Said, ...]
    access: tuple[Said, ...]
    mobilisation: tuple[Said, ...]
    cost: tuple[Said, ...]
    documents: tuple[str, ...]
    receptions: tuple[str, ...]
    languages: tuple[str, ...]
    hours: tuple[str, ...]
    areas: tuple[str, ...]
    always: tuple[str, ...]
    towns: tuple[str, ...]
    everywhere_from: int
    stops: int
    hides_address: bool

    @property
    def is_remote(self) -> bool:
        return self.receptions == ("a-distance",)


@dataclass(frozen=True, slots=True)
class StructureKind:
    """One kind of structure. ``names`` may hold {ville}, {de_ville}, {du_departement}, {nom} or {du_nom}.

    towns_from   inhabitants below which a town has none.
    """

    code: str
    names: tuple[str, ...]
    networks: tuple[str, ...]
    owners: tuple[str, ...]
    areas: tuple[str, ...]
    hours: tuple[str, ...]
    mail: tuple[str, ...]
    languages: tuple[str, ...]
    phone: str
    towns_from: int
    is_national: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole of ``data/``.

    hours      profile → (opening_hours, free comment) alternatives.
    names      list of invented names → names.
    towns      INSEE codes, in order.
    quarters   INSEE code of an arrondissement → names of its quarters.
    """

    services: tuple[Service, ...]
    kinds: Mapping[str, StructureKind]
    hours: Mapping[str, tuple[tuple[str, str], ...]]
    names: Mapping[str, tuple[str, ...]]
    towns: tuple[str, ...]
    quarters: Mapping[str, tuple[str, ...]]


@cache
def load_catalogue() -> Catalogue:
    """Return the catalogue of the packaged files, read once per process."""
    services: list[Service] = []
    for path in sorted((DATA / "services").glob("*.toml")):
        listed = _toml(path)["service"]
        if not isinstance(listed, list):
            raise TypeError(path.name)
        services.extend(_service(table) for table in listed)
    quarters: dict[str, tuple[str, ...]] = {}
    for row in _rows("quarters.csv"):
        quarters[row["commune"]] = (*quarters.get(row["commune"], ()), row["quarter"])
    return Catalogue(
        services=tuple(services),
        kinds={code: _kind(code, table) for code, table in _toml(DATA / "structures.toml").items()},
        hours={
            profile: tuple(_pair(text) for text in _listed(texts))
            for profile, texts in _toml(DATA / "hours.toml").items()
        },
        names={key: _listed(values) for key, values in _toml(DATA / "names.toml").items()},
        towns=tuple(row["commune"] for row in _rows("towns.csv")),
        quarters=quarters,
    )


def _service(table: object) -> Service:
    fields = _table(table)
    return Service(
        code=_text(fields["code"]),
        need=_text(fields["need"]),
        also=_listed(fields.get("also")),
        by=_listed(fields["by"]),
        weight=_number(fields["weight"]),
        titles=_listed(fields["titles"]),
        intro=_listed(fields["intro"]),
        more=_listed(fields["more"]),
        last=_listed(fields.get("last")),
        audiences=_said(fields["audiences"]),
        access=_said(fields["access"]),
        mobilisation=_said(fields["mobilisation"]),
        cost=_said(fields.get("cost", ["gratuit"])),
        documents=_listed(fields.get("documents")),
        receptions=_codes(_text(fields.get("reception", "sur-place"))),
        languages=_codes(_text(fields.get("languages", ""))),
        hours=_listed(fields.get("hours")),
        areas=_listed(fields.get("area")),
        always=_listed(fields.get("always")),
        towns=_listed(fields.get("towns")),
        everywhere_from=_number(fields.get("everywhere_from", 0)),
        stops=_number(fields.get("places", 1)),
        hides_address=fields.get("address") == "commune",
    )


def _kind(code: str, table: object) -> StructureKind:
    fields = _table(table)
    return StructureKind(
        code=code,
        names=_listed(fields["names"]),
        networks=tuple(sorted(_listed(fields.get("networks")))),
        owners=_listed(fields["owner"]),
        areas=_listed(fields["area"]),
        hours=_listed(fields.get("hours", ["bureau"])),
        mail=_listed(fields.get("mail", ["contact", "accueil"])),
        languages=_codes(_text(fields.get("languages", ""))),
        phone=_text(fields.get("phone", "fixe")),
        towns_from=_number(fields.get("towns_from", 0)),
        is_national=fields.get("national") is True,
    )


def _said(values: object) -> tuple[Said, ...]:
    return tuple(Said(_codes(codes), text) for codes, text in map(_pair, _listed(values)))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(sorted(filter(None, text.split("+"))))


def _pair(text: str) -> tuple[str, str]:
    left, _, right = text.partition("|")
    return left.strip(), right.strip()


def _toml(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"a table was expected, not {value!r}")
    return value


def _listed(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {value!r}")
    return tuple(_text(item) for item in value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {value!r}")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a whole number was expected, not {value!r}")
    return value
