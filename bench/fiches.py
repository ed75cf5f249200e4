"""Synthetic fiches, about seventy words each: the same seed and number always give the same fiche."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from bench.language import Language
from directory.domain.institution import Institution
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.taxonomy import Taxonomy
from fiche import codes
from fiche.content import Content
from fiche.parts import Closure, Place, Structure
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.places.geometry import quantise_latitude, quantise_longitude
from search.text.need_words import equal_expressions

FICHES_A_STRUCTURE = 4
INSTITUTIONS = 60
PATTERNS = 200
BORN = datetime(2026, 1, 5, 8, tzinfo=UTC)
"""Fiches are created on this day; what follows in their lives is counted back from the day of the measure."""

_NETWORKS = (
    ("CCAS", "ccas-cias"), ("Mission locale", "mission-locale"), ("France services", "france-service"), ("CAF", "caf"),
    ("Agence France Travail", "france-travail"), ("Centre social", "centres-sociaux"), ("PIMMS", "pimms"),
    ("Maison départementale", "departements"), ("MDPH", "mdph"), ("Restos du cœur", "resto-du-coeur"), ("PLIE", "plie"),
    ("Croix-Rouge", "croix-rouge"), ("Secours populaire", "secours-populaire"), ("CIDFF", "cidff"),
    ("Cap emploi", "cap-emploi"), ("Emmaüs", "emmaus"), ("Régie de quartier", "regie-de-quartier"),
    ("Association", ""), ("Auto-école solidaire", ""), ("Point conseil budget", ""),
)  # fmt: skip
"""Kinds of structure, each with the code of its network."""
_STREETS = ("rue de la République", "avenue Jean-Jaurès", "place de l’Église", "boulevard Gambetta", "rue des Écoles")
_DAYS = ("Mo-Fr", "Mo-Th", "Mo,Tu,Th,Fr", "Tu-Sa", "Mo-Sa", "We", "Tu,Th", "Mo,We,Fr", "We,Sa", "Th")
_MORNINGS = ("08:30-12:00", "09:00-12:00", "09:00-12:30", "09:30-12:00", "10:00-13:00")
_AFTERNOONS = ("", ",13:30-17:00", ",14:00-17:30", ",14:00-18:00")
_HOLIDAYS = ("", "; PH off")


def hour_patterns() -> list[str]:
    """Return the opening hours that all fiches share, in OpenStreetMap's writing."""
    every = [
        f"{days} {morning}{afternoon}{holidays}"
        for days in _DAYS
        for morning in _MORNINGS
        for afternoon in _AFTERNOONS
        for holidays in _HOLIDAYS
    ]
    return every[:: len(every) // PATTERNS]


def institutions() -> list[Institution]:
    return [Institution(f"institution-{number}", f"Institution {number}") for number in range(1, INSTITUTIONS + 1)]


def siret_of(number: int) -> str:
    """Return a SIRET that passes both of its checks."""
    siren = _with_check_digit(f"{10_000_000 + number:08d}")
    return _with_check_digit(f"{siren}0001")


def _with_check_digit(digits: str) -> str:
    doubled = (int(digit) * (2 if rank % 2 == 0 else 1) for rank, digit in enumerate(reversed(digits)))
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{digits}{-total % 10}"


@dataclass(frozen=True, slots=True)
class Made:
    """A fiche, and its structure's number and key in the base."""

    resource: Resource
    structure_id: int
    structure_key: str


class FicheMaker:
    """Makes fiches one by one. ``today``: verifications are spread over the two years before it."""

    def __init__(self, seed: int, language: Language, taxonomy: Taxonomy, gazetteer: Gazetteer, today: date) -> None:
        self._seed = seed
        self._language = language
        self._gazetteer = gazetteer
        self._now = datetime.combine(today, datetime.min.time(), UTC)
        self._taxonomy = taxonomy
        self._needs = [need.code for need in taxonomy.needs.values() if not need.retired]
        self._families = list(taxonomy.families)
        self._patterns = hour_patterns()
        self._communes: Sequence[Commune] = placed_communes(gazetteer)
        self._population = list(accumulate(commune.population for commune in self._communes))
        self._audiences = [code for code in codes.AUDIENCES if code != codes.EVERYONE]

    def fiche(self, number: int) -> Made:
        """Return the fiche of a number, from 1."""
        chance = random.Random(f"{self._seed} fiche {number}")
        structure_id = (number - 1) // FICHES_A_STRUCTURE + 1
        structure, home = self._structure(structure_id)
        content = self._content(chance, structure, home)
        verified = None if chance.random() < 0.25 else self._before(chance, 730)
        modified = max(verified or BORN, self._before(chance, 400), BORN)
        origin = Origin(SaveOrigin.IMPORT, "bench", f"b{number}")
        resource = Resource(number, 1, content, origin, BORN, modified, verified, BORN)
        return Made(resource, structure_id, f"siret:{structure.siret}")

    def _structure(self, number: int) -> tuple[Structure, Commune]:
        chance = random.Random(f"{self._seed} structure {number}")
        home = self._commune(chance)
        kind, network = chance.choice(_NETWORKS)
        own = " ".join(self._language.pick(chance, 1)).capitalize()
        name = f"{kind} de {home.name}" if network else f"{kind} {own}"
        return Structure(name, siret_of(number), (network,) if network else ()), home

    def _content(self, chance: random.Random, structure: Structure, home: Commune) -> Content:
        draw = chance.random
        needs, families = self._classification(chance)
        receptions = self._receptions(chance)
        audiences = self._some_audiences(chance)
        phone = f"0{chance.randrange(1, 6)} {chance.randrange(10**8):08d}"
        return Content(
            title=self._title(chance, needs),
            structure=structure,
            description=self._language.text(chance, 3),
            needs=needs,
            families=families,
            audiences=audiences,
            audience_text=self._language.text(chance, 1) if draw() < 0.3 else "",
            access_modes=() if draw() < 0.2 else (chance.choice(list(codes.ACCESS_MODES)),),
            receptions=receptions,
            mobilisations=() if draw() < 0.3 else (chance.choice(list(codes.MOBILISATIONS)),),
            mobilisation_text=self._language.text(chance, 1) if draw() < 0.3 else "",
            costs=() if draw() < 0.4 else ("gratuit",) if draw() < 0.8 else ("payant",),
            languages=() if draw() < 0.8 else tuple(sorted({"fr", chance.choice(list(codes.LANGUAGES))})),
            accessibilities=() if draw() < 0.7 else (chance.choice(list(codes.ACCESSIBILITIES)),),
            phone=phone,
            email="accueil@exemple.fr" if draw() < 0.7 else "",
            service_areas=self._areas(chance, home),
            hours="" if draw() < 0.15 else chance.choice(self._patterns),
            closures=self._closures(chance),
            valid_from=date(2026, 1, 5) if draw() < 0.04 else None,
            valid_to=self._now.date() + timedelta(days=chance.randrange(-30, 300)) if draw() < 0.04 else None,
            status="publiee" if draw() < 0.97 else chance.choice(("brouillon", "archivee")),
            institution="" if draw() < 0.1 else f"institution-{chance.randrange(1, INSTITUTIONS + 1)}",
            places=() if receptions == ("a-distance",) else self._places(chance, home),
        )

    def _title(self, chance: random.Random, needs: tuple[str, ...]) -> str:
        first, second = self._language.pick(chance, 2)
        if not needs:
            return f"{first} et {second}".capitalize()
        need = self._taxonomy.needs[needs[0]]
        said = chance.choice((need.label, *equal_expressions(need.search_words)))
        return f"{said[0].upper()}{said[1:]}, {first} {second}"

    def _classification(self, chance: random.Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
        draw = chance.random()
        if draw < 0.03:
            return (), ()
        if draw < 0.08:
            return (), (chance.choice(self._families),)
        wanted = chance.choice((1, 1, 1, 2, 2, 3))
        # The first needs are asked for, and answered, more often than the last.
        found = {self._needs[int(chance.random() ** 1.6 * len(self._needs))] for _ in range(wanted)}
        return tuple(sorted(found)), ()

    @staticmethod
    def _receptions(chance: random.Random) -> tuple[str, ...]:
        draw = chance.random()
        if draw < 0.15:
            return ()
        if draw < 0.77:
            return ("sur-place",)
        return chance.choice((("a-distance",), ("itinerant",), ("a-distance", "sur-place")))

    def _some_audiences(self, chance: random.Random) -> tuple[str, ...]:
        draw = chance.random()
        if draw < 0.15:
            return ()
        if draw < 0.45:
            return (codes.EVERYONE,)
        return tuple(sorted(set(chance.choices(self._audiences, k=chance.choice((1, 1, 2, 3))))))

    def _areas(self, chance: random.Random, home: Commune) -> tuple[str, ...]:
        draw = chance.random()
        if draw < 0.25:
            return ()
        if draw < 0.33:
            return ("fr",)
        if draw < 0.43:
            return (f"reg:{home.region}",)
        if draw < 0.68:
            return (f"dep:{home.department}",)
        if draw < 0.84 and home.epci:
            return (f"epci:{home.epci}",)
        return (f"com:{home.code}",)

    def _places(self, chance: random.Random, home: Commune) -> tuple[Place, ...]:
        draw = chance.random()
        if draw < 0.03:
            return ()
        count = 1 if draw < 0.8 else 2 if draw < 0.93 else 3
        return (self._place(chance, home), *(self._place(chance, self._commune(chance)) for _ in range(count - 1)))

    @staticmethod
    def _place(chance: random.Random, commune: Commune) -> Place:
        assert commune.latitude is not None and commune.longitude is not None
        address = f"{chance.randrange(1, 120)} {chance.choice(_STREETS)}"
        return Place(
            address,
            postcode=commune.postcodes[0] if commune.postcodes else "",
            commune_name=commune.name,
            commune_code=commune.code,
            latitude=quantise_latitude(commune.latitude + chance.gauss(0, 0.015)),
            longitude=quantise_longitude(commune.longitude + chance.gauss(0, 0.02)),
            precision="adresse",
            score=0.9,
        )

    def _closures(self, chance: random.Random) -> tuple[Closure, ...]:
        if chance.random() >= 0.03:
            return ()
        first = self._now.date() + timedelta(days=chance.randrange(-10, 20))
        return (Closure(first, first + timedelta(days=chance.randrange(1, 15)), "Congés"),)

    def _commune(self, chance: random.Random) -> Commune:
        return chance.choices(self._communes, cum_weights=self._population)[0]

    def _before(self, chance: random.Random, days: int) -> datetime:
        return self._now - timedelta(seconds=int(chance.random() * days * 86_400))


def placed_communes(gazetteer: Gazetteer) -> list[Commune]:
    """Return the communes people live in that have a point, arrondissements in the place of their city."""
    every = gazetteer.all()
    cities = {commune.parent for commune in every if commune.parent}
    return [c for c in every if c.latitude is not None and c.population > 0 and c.code not in cities]
