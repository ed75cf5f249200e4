"""Which commune the cells of a row mean: one that is sure, or none and those between which a person must choose."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.points import FAR_KM, LatLon, km, point_of
from search.places.area import Area
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.places.names import departments_of, name_words, without_article
from search.places.territory import Territory
from search.text.analysis import words

MOST_CHOICES_SAID = 5
MOST_SO_CALLED = 60


class Said(NamedTuple):
    """What the cells say, cleaned; each possibly empty."""

    name: str
    postcode: str
    code: str


@dataclass(frozen=True, slots=True)
class _Guess:
    """What the cells mean without the point.

    commune   the one that is sure.
    coded     that of the INSEE code, when the name and the postal code agree on another one.
    choices   without a commune: those that the cells may mean; with one: those that the postal code serves instead.
    flaw      what has to be told of ``commune``.
    """

    commune: Commune | None = None
    coded: Commune | None = None
    choices: tuple[Commune, ...] = ()
    flaw: Flaw | None = None


class CommuneReader:
    """Reads communes with one gazetteer, in the territory of one institution; remembers what it read."""

    def __init__(self, gazetteer: Gazetteer, territory: Callable[[], Territory]) -> None:
        self._gazetteer = gazetteer
        self._territory = territory
        self._guess = lru_cache(maxsize=50_000)(self._checked)

    def read(self, said: Said, point: LatLon | None) -> tuple[Commune | None, Flaws]:
        """Return the commune and what is wrong with the cells; the point decides where they do not."""
        if point is not None and not said.postcode and not said.code:
            namesake = self._namesake(said.name, point)
            if namesake is not None:
                return namesake
        guess = self._guess(said)
        if guess.commune is not None and guess.coded is not None:
            return _chosen(guess.commune, guess.coded, point, said.code)
        if guess.commune is not None and guess.choices:
            return _denied(guess.commune, guess.choices, point, said.postcode)
        if guess.commune is not None:
            return guess.commune, (guess.flaw,) if guess.flaw else ()
        return self._by_point(said, point, guess.choices)

    def _checked(self, said: Said) -> _Guess:
        """Return what the cells mean, with the communes of the postal code where it is that of others."""
        guess = self._read(said)
        commune = guess.commune
        if commune is None or guess.coded is not None or not said.postcode:
            return guess
        served = self._gazetteer.with_postcode(said.postcode)
        city = self._gazetteer.get(commune.parent) if commune.parent else None
        if not served or said.postcode in commune.postcodes or (city and said.postcode in city.postcodes):
            return guess
        if not said.name and commune.department not in departments_of(said.postcode):
            return _Guess(choices=(*served, commune))
        return _Guess(commune, choices=tuple(served))

    def _read(self, said: Said) -> _Guess:
        coded = self._gazetteer.get(said.code) if said.code else None
        if not said.name and not said.postcode:
            return _Guess(coded)
        if said.name and not said.postcode:
            return self._by_name(said.name, coded)
        written = self._gazetteer.by_name_and_postcode(said.name, said.postcode) or self._begun(said)
        if written is None and coded is None:
            return self._by_cedex(said)
        if written is None:
            return self._by_code(said, coded)
        if coded is None or not said.name or coded.code == written.code or written.parent == coded.code:
            # The name says more than a code: an arrondissement than its city; a postal code alone says less.
            return _Guess(written if said.name or coded is None else coded)
        return _Guess(coded) if coded.parent == written.code else _Guess(written, coded)

    def _by_name(self, name: str, coded: Commune | None) -> _Guess:
        """Read a name without postal code, by the resolver; a code decides between namesakes."""
        named = self._gazetteer.named(name)
        if coded is not None:
            agrees = not named or coded in named or any(coded.parent == each.code for each in named)
            district = next((each for each in named if each.parent == coded.code), coded)
            return _Guess(district) if agrees or district is not coded else _Guess(choices=(*named, coded))
        found = self._gazetteer.resolve(name, self._territory())
        others = tuple(each for each in found.others if isinstance(each, Commune))
        if not isinstance(found.taken, Commune) or not found.is_whole or not found.is_spelt:
            taken = (found.taken,) if isinstance(found.taken, Commune) else ()
            return _Guess(choices=(*taken, *others))
        return _Guess(found.taken, flaw=_read_as(name, found.taken, others))

    def _by_code(self, said: Said, coded: Commune | None) -> _Guess:
        """Keep a code whose name is of no other commune; a name that contradicts code and postal code is a question."""
        named = self._gazetteer.named(said.name) if said.name else []
        if coded is None or not named or coded in named:
            return _Guess(coded)
        return _Guess(choices=(*named, coded))

    def _by_cedex(self, said: Said) -> _Guess:
        cedex = self._gazetteer.cedex(said.postcode)
        named = self._gazetteer.named(said.name) if said.name else []
        if cedex is None or any(each.department not in departments_of(said.postcode) for each in named):
            served = self._gazetteer.with_postcode(said.postcode)
            return _Guess(choices=tuple(dict.fromkeys((*named, *served))))
        told = Flaw(
            "commune-deduite",
            f"Commune déduite du code CEDEX : {cedex.label}.",
            " ".join(filter(None, (said.postcode, said.name))),
            "Vérifiez la commune.",
        )
        return _Guess(cedex, flaw=told if name_words(cedex.name) != name_words(said.name) else None)

    def _begun(self, said: Said) -> Commune | None:
        """Names are shortened ("Brive"), or lengthened by a merger ("Vire" is now Vire Normandie)."""
        asked = words(said.name)
        if not asked or not said.postcode:
            return None
        served = self._gazetteer.with_postcode(said.postcode)
        named = [commune for commune in served if words(commune.name)[: len(asked)] == asked]
        return named[0] if len(named) == 1 else None

    def _namesake(self, name: str, point: LatLon) -> tuple[Commune, Flaws] | None:
        """Return the commune of that name near the point, told when others bear it."""
        named = self._gazetteer.named(name) if name else []
        near = _nearest(named, point) or _nearest(self._so_called(name), point)
        if near is None:
            return None
        if named == [near]:
            return near, ()
        return near, (
            Flaw(
                "commune-deduite",
                f"Plusieurs communes portent ce nom : {near.label}, la plus proche des coordonnées, est retenue.",
                name,
                "Indiquez le code postal de la commune.",
            ),
        )

    def _so_called(self, name: str) -> list[Commune]:
        """Return the communes whose name begins with these words: "Montreuil" is also Montreuil-sur-Mer."""
        asked = list(without_article(name_words(name)))
        found = self._gazetteer.suggest(name, MOST_SO_CALLED) if asked else []
        return [
            each
            for each in found
            if isinstance(each, Commune) and list(without_article(name_words(each.name)))[: len(asked)] == asked
        ]

    def _by_point(self, said: Said, point: LatLon | None, choices: tuple[Commune, ...]) -> tuple[Commune | None, Flaws]:
        if point is None:
            return None, (self._unsure(said, choices),)
        near = _nearest(choices, point) or (None if choices and said.code else self._served_at(said, point))
        if near is None:
            return None, (self._unsure(said, choices),)
        return near, (
            Flaw(
                "commune-deduite",
                f"Commune déduite des coordonnées : {near.label}.",
                " ".join(filter(None, (said.postcode, said.name))),
                "Vérifiez le nom et le code postal de la commune.",
            ),
        )

    def _served_at(self, said: Said, point: LatLon) -> Commune | None:
        """Return the commune nearest to the point, if the postal code may be its own."""
        commune = self._gazetteer.nearest(*point)
        centre = point_of(commune)
        near = centre is not None and km(point, centre) <= FAR_KM
        served = not said.postcode or said.postcode in commune.postcodes or said.postcode[:2] == commune.code[:2]
        return commune if near and served else None

    def _unsure(self, said: Said, choices: tuple[Commune, ...]) -> Flaw:
        value = " ".join(filter(None, (said.postcode, said.name, said.code)))
        if choices:
            labels = [each.label for each in choices]
            more = f" ou une de {len(labels) - MOST_CHOICES_SAID} autres" if len(labels) > MOST_CHOICES_SAID else ""
            return Flaw(
                "commune-incertaine",
                f"La commune n’est pas sûre ({', '.join(labels[:MOST_CHOICES_SAID])}{more}) : la fiche est gardée "
                "sans lieu.",
                value,
                "Indiquez le nom et le code postal de la commune, ou son code INSEE.",
            )
        return Flaw(
            "commune-inconnue",
            "La commune n’a pas été reconnue : la fiche est gardée, mais aucune recherche par lieu ne la trouvera."
            + self._department_said(said.postcode),
            value,
            "Indiquez le nom et le code postal de la commune, ou son code INSEE.",
        )

    def _department_said(self, postcode: str) -> str:
        areas = [self._gazetteer.area(f"dep:{code}") for code in departments_of(postcode)] if postcode else []
        names = [area.name for area in areas if isinstance(area, Area)]
        return f" Son code postal est de ce département : {names[0]}." if len(names) == 1 else ""


def _nearest(communes: tuple[Commune, ...] | list[Commune], point: LatLon) -> Commune | None:
    """Return the nearest of ``communes`` that may hold the point."""
    placed = [(km(point, centre), each.code, each) for each in communes if (centre := point_of(each)) is not None]
    near = min(placed, default=None, key=lambda one: one[:2])
    return near[2] if near is not None and near[0] <= FAR_KM else None


def _read_as(name: str, commune: Commune, others: tuple[Commune, ...]) -> Flaw | None:
    """Tell a name that is not whole, or that others bear."""
    whole = without_article(name_words(name.partition("(")[0])) == without_article(name_words(commune.name))
    if "(" in name or (whole and not others):
        return None
    also = f" ; une autre est possible : {others[0].label}" if others else ""
    return Flaw(
        "commune-comprise",
        f"« {name} » est lu {commune.label}{also}.",
        name,
        "Indiquez le code postal de la commune si ce n’est pas elle.",
    )


def _chosen(written: Commune, coded: Commune, point: LatLon | None, code: str) -> tuple[Commune, Flaws]:
    """Choose between the commune written and the one of the INSEE code: the nearest to the point, else the first."""
    centres = point_of(written), point_of(coded)
    nearer_coded = (
        point is not None
        and centres[0] is not None
        and centres[1] is not None
        and km(point, centres[1]) < km(point, centres[0])
    )
    kept = coded if nearer_coded else written
    return kept, (
        Flaw(
            "commune-contradictoire",
            f"Le nom de la commune et son code INSEE ne s’accordent pas ({written.label} ou {coded.label}) : "
            f"{kept.label} est retenue.",
            code,
            "Corrigez le nom, le code postal ou le code INSEE.",
        ),
    )


def _denied(
    commune: Commune, served: tuple[Commune, ...], point: LatLon | None, postcode: str
) -> tuple[Commune, Flaws]:
    """Keep the commune that the postal code denies, unless the point is near one that it serves, and far from it."""
    near = None if point is None or _nearest((commune,), point) else _nearest(served, point)
    kept = near or commune
    return kept, (
        Flaw(
            "commune-contradictoire",
            f"Le code postal et la commune ne s’accordent pas ({commune.label} ou {served[0].label}) : "
            f"{kept.label} est retenue.",
            postcode,
            "Corrigez le nom, le code postal ou le code INSEE.",
        ),
    )
