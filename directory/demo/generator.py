"""Several hundred believable fiches: invented structures in real towns, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from directory.demo.cases import spread_cases
from directory.demo.catalogue import load_catalogue
from directory.demo.plan import Planner
from directory.demo.structures import Offices
from directory.demo.towns import Communes, Towns
from directory.demo.writing import Writer
from fiche.content import Content


@dataclass(frozen=True, slots=True)
class DemoFiche:
    """A fiche to load, and how old its three dates are.

    verified_days_ago   None = never verified.
    """

    content: Content
    verified_days_ago: int | None
    modified_days_ago: int
    created_days_ago: int


def generate(seed: int = 13, *, today: date, gazetteer: Communes, count: int = 2200) -> Iterator[DemoFiche]:
    """Give ``count`` fiches. The same seed, day, gazetteer and count give the same fiches in the same order.

    today   what closures and dates of validity are counted from.
    Raises ValueError when the catalogue cannot make so many, LookupError when the gazetteer lacks a town.
    """
    catalogue = load_catalogue()
    towns = Towns(catalogue.towns, gazetteer)
    offices = Offices(seed, catalogue)
    planned = Planner(catalogue.services, towns, offices, Random(f"{seed}/plan")).plan(count)
    cases = spread_cases(planned, Random(f"{seed}/cases"))
    writer = Writer(seed, catalogue, towns, offices, today=today)
    ages = Random(f"{seed}/ages")
    for each, unusual in zip(planned, cases, strict=True):
        yield _aged(writer.write(each, unusual), ages)


# Share of the fiches, then the days since somebody last confirmed them; (0, 0) = nobody ever did.
_FRESHNESS = (
    (6, (3, 7)),
    (26, (8, 60)),
    (28, (61, 180)),
    (14, (181, 365)),
    (9, (366, 730)),
    (4, (731, 1095)),
    (13, (0, 0)),
)


def _aged(content: Content, rng: Random) -> DemoFiche:
    first, last = rng.choices([days for _, days in _FRESHNESS], weights=[share for share, _ in _FRESHNESS])[0]
    verified = rng.randint(first, last) if last else None
    created = rng.randint(max(20, verified or 0), 1300)
    modified = rng.randint(1, created)
    if verified is not None and rng.random() < 0.6:
        # Most people confirm what they have just corrected.
        modified = verified
    return DemoFiche(content, verified, modified, created)
