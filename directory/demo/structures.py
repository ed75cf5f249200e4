"""The invented structures that offer the services: a name, an address, contacts and hours, each made once."""

import re
import unicodedata
from dataclasses import dataclass, field
from random import Random

from directory.demo.catalogue import Catalogue, StructureKind
from directory.demo.institutions import owner
from directory.demo.towns import Town
from fiche.codes import ACCESSIBILITIES
from fiche.parts import Place, Structure
from search.text.french import city_of, of_proper_name, typeset

# The ranges that the regulator keeps for fiction: no one will ever answer.
PHONE_RANGES = {"fixe": "04 65 71", "mobile": "06 39 98", "national": "01 99 00"}

_SPOKEN = ("ar", "en", "es", "it", "com", "hy", "kab", "pt", "ro", "ru", "tr", "uk")


@dataclass(slots=True)
class Office:
    """A structure in one town, and the titles of the services it already offers."""

    kind: StructureKind
    town: Town
    structure: Structure
    place: Place
    phone: str
    email: str
    website: str
    owner: str
    hours: tuple[str, str]
    areas: str
    languages: tuple[str, ...]
    accessibilities: tuple[str, ...]
    titles: set[str] = field(default_factory=set)


class Offices:
    """Every office of the demonstration; the same question gives the same office."""

    def __init__(self, seed: int, catalogue: Catalogue) -> None:
        self._seed = seed
        self._catalogue = catalogue
        self._offices: dict[tuple[str, str, int], Office] = {}
        self._names: set[str] = set()
        self._phones: set[str] = set()

    def most(self, kind: str, town: Town) -> int:
        """Return how many offices of a kind a town may hold: none in too small a one, several in a large one."""
        names = self._catalogue.kinds[kind].names
        if self._catalogue.kinds[kind].is_national:
            return len(names)
        if town.commune.population < self._catalogue.kinds[kind].towns_from:
            return 0
        if all("ville}" in name for name in names):
            return len(self._catalogue.quarters.get(town.code, ("",)))
        return 1 + min(3, town.commune.population // 25_000)

    def office(self, kind: str, town: Town, rank: int) -> Office:
        """Return the office of this kind and rank in a town, made when first asked for."""
        key = (kind, "" if self._catalogue.kinds[kind].is_national else town.code, rank)
        if key not in self._offices:
            self._offices[key] = self._made(self._catalogue.kinds[kind], town, rank)
        return self._offices[key]

    def known(self, kind: str, department: str) -> tuple[Office, ...]:
        """Return the offices of a kind already made in a département, in the order they were."""
        return tuple(
            office
            for (code, _, _), office in self._offices.items()
            if code == kind and office.town.commune.department == department
        )

    def place_in(self, town: Town, rng: Random, *, complement: str = "") -> Place:
        """Return an invented address in a town, placed around its town hall."""
        names = self._catalogue.names
        address = f"{rng.randint(1, 98)} {rng.choice(names['street_kinds'])} {rng.choice(names['street_names'])}"
        latitude, longitude = town.point(rng)
        precision, score = rng.choices(
            (("adresse", rng.uniform(0.82, 0.98)), ("rue", rng.uniform(0.6, 0.8)), ("main", None)),
            weights=(87, 9, 4),
        )[0]
        return Place(
            address=typeset(address),
            complement=typeset(complement),
            postcode=rng.choice(town.commune.postcodes),
            commune_name=town.commune.name,
            commune_code=town.code,
            latitude=latitude,
            longitude=longitude,
            precision=precision,
            score=None if score is None else round(score, 2),
        )

    def _made(self, kind: StructureKind, town: Town, rank: int) -> Office:
        rng = Random(f"{self._seed}/structure/{kind.code}/{'' if kind.is_national else town.code}/{rank}")
        name = self._name(kind, town, rank, rng)
        complement = rng.choice(self._catalogue.names["complements"]) if rng.random() < 0.15 else ""
        email, website = _contacts(name, kind, town, rng)
        phone_range = "national" if kind.is_national else kind.phone
        return Office(
            kind=kind,
            town=town,
            structure=Structure(name=name, networks=kind.networks),
            place=self.place_in(town, rng, complement=complement),
            phone=self.phone(phone_range, rng),
            email=email,
            website=website,
            owner=owner(
                rng.choice(kind.owners),
                department=town.commune.department,
                city=town.city,
                epci=town.commune.epci,
            ),
            hours=self.hours(rng.choice(kind.hours), rng),
            areas=rng.choice(kind.areas),
            languages=_languages(kind, rng),
            accessibilities=_accessibilities(rng),
        )

    def hours(self, profile: str, rng: Random) -> tuple[str, str]:
        """Return hours of a profile of ``hours.toml`` and their comment, typeset."""
        hours, comment = rng.choice(self._catalogue.hours[profile])
        return hours, typeset(comment)

    def phone(self, phone_range: str, rng: Random) -> str:
        """Return a number of one of ``PHONE_RANGES`` that nobody else has."""
        while True:
            number = f"{PHONE_RANGES[phone_range]} {rng.randint(0, 99):02} {rng.randint(0, 99):02}"
            if number not in self._phones:
                self._phones.add(number)
                return number

    def _name(self, kind: StructureKind, town: Town, rank: int, rng: Random) -> str:
        words = self._words(town, rank)
        proper = list(self._catalogue.names["proper"])
        rng.shuffle(proper)
        patterns = list(kind.names) if kind.is_national else rng.sample(kind.names, len(kind.names))
        if kind.is_national:
            patterns = patterns[rank:] + patterns[:rank]
        for pattern in patterns:
            for nom in proper if "nom}" in pattern else ("",):
                name = typeset(pattern.format(nom=nom, du_nom=of_proper_name(nom), **words))
                if name not in self._names:
                    self._names.add(name)
                    return name
        # A name that says its town cannot be told apart by that town.
        pattern = next((each for each in patterns if "ville}" not in each), patterns[0])
        name = pattern.format(nom=proper[0], du_nom=of_proper_name(proper[0]), **words)
        return self._branch_name(typeset(name), typeset(words["de_ville"]))

    def _words(self, town: Town, rank: int) -> dict[str, str]:
        words = {**town.words, "ville": city_of(town.commune.name)}
        quarters = self._catalogue.quarters.get(town.code)
        if quarters:
            quarter = quarters[rank % len(quarters)]
            words |= {name: f"{words[name]} ({quarter})" for name in ("ville", "de_ville")}
        return words

    def _branch_name(self, name: str, of_town: str) -> str:
        branch, number = f"{name} – antenne {of_town}", 1
        while branch in self._names:
            number += 1
            branch = f"{name} – antenne {of_town} {number}"
        self._names.add(branch)
        return branch


def _languages(kind: StructureKind, rng: Random) -> tuple[str, ...]:
    if kind.languages:
        return tuple(sorted({"fr", *kind.languages}))
    drawn = rng.random()
    if drawn < 0.72:
        return ()
    if drawn < 0.82:
        return ("fr",)
    return tuple(sorted({"fr", *rng.sample(_SPOKEN, rng.randint(1, 2))}))


def _accessibilities(rng: Random) -> tuple[str, ...]:
    if rng.random() < 0.5:
        return ()
    codes = tuple(ACCESSIBILITIES)
    others = rng.sample(codes[1:], rng.choices((0, 1, 2), weights=(60, 30, 10))[0])
    return tuple(sorted({codes[0], *others}))


def _slug(name: str) -> str:
    """Return the part of a web address that a name gives: "Le Trait d’union" is "le-trait-d-union"."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("’", "-"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def _contacts(name: str, kind: StructureKind, town: Town, rng: Random) -> tuple[str, str]:
    """Return a mail address and a site, each possibly empty; the branches of one body share its domain."""
    body, _, branch = name.partition(" – ")
    domain = f"{_slug(body)}.example"
    local = _slug(town.commune.name.replace(" Arrondissement", "")) if branch else rng.choice(kind.mail)
    email = f"{local}@{domain}" if rng.random() < 0.88 else ""
    return email, f"https://www.{domain}/" if rng.random() < 0.62 else ""
