"""Which services are where: promises first, then what each need still lacks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from directory.demo.catalogue import Service
from directory.demo.structures import Office, Offices
from directory.demo.towns import Town, Towns

NEED_WEIGHTS = {
    "administratif-probleme": 64,
    "administratif-discrimination": 14,
    "administratif-judiciaire": 18,
    "argent-alimentation": 58,
    "argent-aides": 58,
    "argent-budget": 44,
    "argent-endettement": 30,
    "argent-services-gratuits": 34,
    "famille-conflit": 34,
    "famille-deuil": 14,
    "famille-dependance": 36,
    "famille-educatif": 32,
    "famille-garde": 54,
    "famille-parentalite": 40,
    "isolement-activites": 36,
    "isolement-liens": 40,
    "isolement-numerique": 54,
    "isolement-savoirs": 42,
    "logement-abri": 36,
    "logement-maintien": 36,
    "logement-trouver": 52,
    "mobilite-bilan": 20,
    "mobilite-permis": 36,
    "mobilite-transport": 44,
    "mobilite-vehicule": 36,
    "sante-bilan": 32,
    "sante-couverture": 36,
    "sante-medecin": 54,
    "sante-psy": 44,
}
"""How often each need comes up; those of Pôle emploi's offer not named here weigh ``OFFER_WEIGHT``."""

OFFER_WEIGHT = 15

BASINS = (
    *("13056", "13004", "13103", "13001", "13005", "13047", "13117"),
    *("13041", "13028", "13063", "13108", "13054", "13039"),
)
"""Martigues, Arles, Salon-de-Provence, Aix-en-Provence, Aubagne, Istres, Vitrolles, Gardanne, La Ciotat, Miramas,
Tarascon, Marignane and Fos-sur-Mer: towns where a demonstration must always find something near."""
ASKED_OFTEN = 34
"""From this weight on, a need has two answers in each of them."""

# Nobody has ten helplines of the same kind.
MOST_NATIONAL = 2
_TRIES = 60
# A structure offers several services more often than one.
_KNOWN_FIRST = 0.7


@dataclass(frozen=True, slots=True)
class Planned:
    """A service offered by an office. ``promised``: the demonstration counts on it, it is kept complete."""

    service: Service
    office: Office
    title: str
    promised: bool = False


class Planner:
    """Plans a base of a given size. Each office offers a service once, and never two under the same title."""

    def __init__(self, services: Sequence[Service], towns: Towns, offices: Offices, rng: Random) -> None:
        self._services = services
        self._towns = towns
        self._offices = offices
        self._rng = rng
        self._taken: set[tuple[str, str]] = set()
        self._uses: Counter[str] = Counter()
        self._needs: Counter[str] = Counter()

    def plan(self, count: int) -> list[Planned]:
        """Return ``count`` planned services in no particular order.

        Raises ValueError when the catalogue cannot make so many.
        """
        planned = [*self._promised(), *self._everywhere(), *self._around_each_basin()]
        if len(planned) > count:
            promised = [each for each in planned if each.promised]
            others = [each for each in planned if not each.promised]
            planned = [*promised, *self._rng.sample(others, max(0, count - len(promised)))][:count]
        else:
            planned.extend(self._missing(count - len(planned)))
        self._rng.shuffle(planned)
        return planned

    def _promised(self) -> Iterator[Planned]:
        for service in self._services:
            for code in service.always:
                planned = self._at(service, self._towns[code], kinds=service.by[:1], promised=True)
                if planned is not None:
                    yield planned

    def _everywhere(self) -> Iterator[Planned]:
        for service in self._services:
            if not service.everywhere_from:
                continue
            for town in self._towns.at_home(service.everywhere_from):
                planned = self._at(service, town, kinds=service.by[:1], promised=service.by == ("ccas",))
                if planned is not None:
                    yield planned

    def _around_each_basin(self) -> Iterator[Planned]:
        """Give every need of the people an answer or two in each town where they come from around for it."""
        for code in BASINS:
            if code not in self._towns:
                continue
            for need, weight in NEED_WEIGHTS.items():
                services = [each for each in self._services if each.need == need and not each.is_remote]
                self._rng.shuffle(services)
                # Those restricted to some towns were promised there.
                free = [each for each in services if not each.towns]
                found = (self._at(each, self._towns[code], kinds=each.by) for each in free)
                answers = 2 if weight >= ASKED_OFTEN else 1
                yield from islice((planned for planned in found if planned is not None), answers)

    def _missing(self, number: int) -> Iterator[Planned]:
        """Give ``number`` more, always for the need that is furthest below its share."""
        by_need: dict[str, list[Service]] = {}
        for service in self._services:
            by_need.setdefault(service.need, []).append(service)
        weights = {need: NEED_WEIGHTS.get(need, OFFER_WEIGHT) for need in by_need}
        exhausted: set[str] = set()
        for _ in range(number):
            planned = None
            while planned is None:
                open_needs = [need for need in sorted(by_need) if need not in exhausted]
                if not open_needs:
                    raise ValueError(f"the catalogue cannot make {number} more fiches")
                need = min(open_needs, key=lambda code: (self._needs[code] + 1) / weights[code])
                planned = self._somewhere(by_need[need])
                if planned is None:
                    exhausted.add(need)
            yield planned

    def _somewhere(self, services: Sequence[Service]) -> Planned | None:
        for _ in range(_TRIES):
            # Divided by its uses, or the heaviest service of a need would hide the others.
            weights = [service.weight / (1 + self._uses[service.code]) for service in services]
            service = self._rng.choices(services, weights=weights)[0]
            if service.is_remote and self._uses[service.code] >= MOST_NATIONAL * len(service.by):
                continue
            kinds = self._rng.sample(service.by, len(service.by))
            kinds.sort(key=lambda kind: service.by.index(kind) * self._rng.random())
            town = self._towns.draw(self._rng, service.towns)
            known = self._offices.known(kinds[0], town.commune.department)
            if known and not service.towns and self._rng.random() < _KNOWN_FIRST:
                town = self._rng.choice(known).town
            planned = self._at(service, town, kinds=kinds[:1])
            if planned is not None:
                return planned
        return None

    def _at(self, service: Service, town: Town, *, kinds: Sequence[str], promised: bool = False) -> Planned | None:
        """Return the service in an office of the town that does not offer it yet; None when all do."""
        for kind in kinds:
            for rank in range(self._offices.most(kind, town)):
                office = self._offices.office(kind, town, rank)
                key = (service.code, office.structure.name)
                titles = [title for title in service.titles if title not in office.titles]
                if key in self._taken or not titles:
                    continue
                title = self._rng.choice(titles)
                self._taken.add(key)
                office.titles.add(title)
                self._uses[service.code] += 1
                self._needs[service.need] += 1
                return Planned(service, office, title, promised)
        return None
