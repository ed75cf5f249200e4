"""The awkward cases of a real base, each spread over the demonstration in a known share."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto
from random import Random

from directory.demo.plan import Planned
from fiche.codes import Reception, Status
from fiche.content import Content
from fiche.parts import Closure, Place
from search.text.french import typeset


class Case(Enum):
    """What is unusual about a fiche."""

    NO_AUDIENCE = auto()
    NO_ACCESS = auto()
    NO_MOBILISATION = auto()
    NO_CONTACT = auto()
    NO_HOURS = auto()
    NO_DESCRIPTION = auto()
    FAMILY_ONLY = auto()
    UNCLASSIFIED = auto()
    BARELY_FILLED = auto()
    COMMUNE_ONLY = auto()
    NO_PLACE = auto()
    NO_POINT = auto()
    SEVERAL_PLACES = auto()
    UNKNOWN_RECEPTION = auto()
    HOURS_IN_WORDS = auto()
    NO_OWNER = auto()
    CLOSED_NOW = auto()
    CLOSED_SOON = auto()
    CLOSED_BEFORE = auto()
    NOT_YET_VALID = auto()
    NO_LONGER_VALID = auto()
    VALID_FOR_A_WHILE = auto()
    DRAFT = auto()
    ARCHIVED = auto()


_ON_SITE = (
    {Case.COMMUNE_ONLY: 0.013, Case.NO_PLACE: 0.007},
    {Case.NO_POINT: 0.03, Case.SEVERAL_PLACES: 0.04, Case.UNKNOWN_RECEPTION: 0.02},
)
_ANYWHERE = (
    {
        Case.NO_AUDIENCE: 0.008,
        Case.NO_ACCESS: 0.008,
        Case.NO_MOBILISATION: 0.008,
        Case.NO_CONTACT: 0.006,
        Case.NO_HOURS: 0.01,
        Case.NO_DESCRIPTION: 0.004,
        Case.FAMILY_ONLY: 0.012,
        Case.UNCLASSIFIED: 0.002,
        Case.BARELY_FILLED: 0.005,
    },
    {Case.HOURS_IN_WORDS: 0.035},
    {Case.NO_OWNER: 0.03},
    {
        Case.CLOSED_NOW: 0.01,
        Case.CLOSED_SOON: 0.012,
        Case.CLOSED_BEFORE: 0.008,
        Case.NOT_YET_VALID: 0.012,
        Case.NO_LONGER_VALID: 0.01,
        Case.VALID_FOR_A_WHILE: 0.02,
        Case.DRAFT: 0.012,
        Case.ARCHIVED: 0.015,
    },
)
"""Cases that exclude each other stand in one group, with the share of fiches that each concerns."""

_CLOSED_WORDS = (
    "Fermeture pour travaux, l'accueil se fait par téléphone.",
    "Congés de l'équipe : laisser un message, il sera relevé deux fois par semaine.",
    "Fermé pour déménagement, réouverture dans les nouveaux locaux.",
    "Fermeture annuelle. En cas d'urgence, s'adresser au CCAS.",
)


def spread_cases(planned: Sequence[Planned], rng: Random) -> list[frozenset[Case]]:
    """Return the cases of each planned fiche, in the same order; the promised ones have none."""
    free = [index for index, each in enumerate(planned) if not each.promised]
    on_site = [index for index in free if planned[index].service.receptions == (Reception.ON_SITE,)]
    found: list[set[Case]] = [set() for _ in planned]
    for groups, indexes in ((_ON_SITE, on_site), (_ANYWHERE, free)):
        for shares in groups:
            drawn = rng.sample(indexes, len(indexes))
            for case, share in shares.items():
                number = min(len(drawn), round(share * len(planned)))
                for index in drawn[:number]:
                    found[index].add(case)
                drawn = drawn[number:]
    return [frozenset(cases) for cases in found]


def with_cases(content: Content, cases: Iterable[Case], *, family: str, today: date, rng: Random) -> Content:
    """Return ``content`` made unusual. ``SEVERAL_PLACES`` and ``HOURS_IN_WORDS`` are the writer's."""
    for case in sorted(cases, key=lambda each: each.value):
        if case in _WITHOUT:
            content = replace(content, **_WITHOUT[case])  # type: ignore[arg-type]
        elif case is Case.FAMILY_ONLY:
            content = replace(content, needs=(), families=(family,))
        elif case is Case.COMMUNE_ONLY:
            content = replace(content, places=tuple(_commune_of(place) for place in content.places))
        elif case is Case.NO_POINT:
            places = (replace(p, latitude=None, longitude=None, precision="", score=None) for p in content.places)
            content = replace(content, places=tuple(places))
        elif case in _DAYS:
            first, last = _DAYS[case]
            start = today + timedelta(days=rng.randint(*first))
            closure = Closure(start, start + timedelta(days=rng.randint(*last)), typeset(rng.choice(_CLOSED_WORDS)))
            content = replace(content, closures=(closure,))
        elif case is Case.NOT_YET_VALID:
            content = replace(content, valid_from=today + timedelta(days=rng.randint(10, 120)))
        elif case is Case.NO_LONGER_VALID:
            end = today - timedelta(days=rng.randint(5, 200))
            content = replace(content, valid_from=end - timedelta(days=365), valid_to=end)
        elif case is Case.VALID_FOR_A_WHILE:
            start = today - timedelta(days=rng.randint(30, 300))
            content = replace(content, valid_from=start, valid_to=today + timedelta(days=rng.randint(40, 400)))
    return content


_WITHOUT: dict[Case, dict[str, object]] = {
    Case.NO_AUDIENCE: {"audiences": (), "audience_text": ""},
    Case.NO_ACCESS: {"access_modes": (), "access_text": ""},
    Case.NO_MOBILISATION: {"mobilisations": (), "mobilisation_text": ""},
    Case.NO_CONTACT: {"phone": "", "second_phone": "", "email": "", "website": ""},
    Case.NO_HOURS: {"hours": "", "hours_text": ""},
    Case.NO_DESCRIPTION: {"description": ""},
    Case.UNCLASSIFIED: {"needs": ()},
    Case.BARELY_FILLED: {
        "description": "",
        "audiences": (),
        "audience_text": "",
        "access_modes": (),
        "access_text": "",
        "mobilisations": (),
        "mobilisation_text": "",
        "hours": "",
        "hours_text": "",
        "costs": (),
        "cost_text": "",
    },
    Case.NO_PLACE: {"places": ()},
    Case.UNKNOWN_RECEPTION: {"receptions": ()},
    Case.NO_OWNER: {"institution": ""},
    Case.DRAFT: {"status": Status.DRAFT},
    Case.ARCHIVED: {"status": Status.ARCHIVED},
}

# Days from today to the first day closed, then to the last.
_DAYS = {
    Case.CLOSED_NOW: ((-9, 0), (10, 25)),
    Case.CLOSED_SOON: ((3, 30), (4, 21)),
    Case.CLOSED_BEFORE: ((-90, -40), (5, 30)),
}


def _commune_of(place: Place) -> Place:
    return Place(commune_name=place.commune_name, commune_code=place.commune_code)
