"""*Interlocuteurs de secteur* through HTTP, on a copy of a base: each kind answers everywhere, by group of communes."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import delete

from bench.asking import Times
from bench.bases import Base
from bench.questions import Asked
from bench.site import Site
from directory.domain.offices import EXPECTED, Office, OfficeKind
from directory.services.offices.coverage import places_of
from directory.store.database import Database
from directory.store.tables import office
from search.places.gazetteer import default_gazetteer

PAGE = "/interlocuteurs"
GROUPS = 10
"""Offices of a kind in a département."""
MINE = "bench-antennes"
"""Note of the offices that this puts in its copy; older runs left them in the base itself."""


@dataclass(frozen=True, slots=True)
class SectorTimes:
    """``page``: the whole page of a commune; ``api``: the same for machines."""

    size: int
    offices: int
    page: Times
    api: Times


def ask_sector(base: Base, rounds: int, seed: int) -> SectorTimes:
    """Ask who answers at communes drawn by chance, one in two of which has an office with a fiche."""
    with tempfile.TemporaryDirectory(prefix="bench-sector-") as made:
        copy = replace(base, folder=Path(made) / "base")
        shutil.copytree(base.folder, copy.folder)
        return _ask(copy, rounds, random.Random(f"sector {seed}"))


def _ask(base: Base, rounds: int, chance: random.Random) -> SectorTimes:
    offices = _put_offices(base, chance)
    communes = [each.code for each in places_of(default_gazetteer(), "reg:93")]
    page, api = [], []
    with Site(base.folder) as site:
        for _ in range(rounds):
            page.append(site.get(Asked(PAGE, (("commune", chance.choice(communes)),)))[0])
            api.append(site.get(Asked(f"/api/v1{PAGE}", (("commune", chance.choice(communes)),)))[0])
    return SectorTimes(base.size, offices, Times.of(page), Times.of(api))


def _put_offices(base: Base, chance: random.Random) -> int:
    database = Database(base.database_url)
    with database.write() as uow:
        known = [each for each in uow.offices.all() if each.note != MINE]
        uow.connection.execute(delete(office).where(office.c.note == MINE))
        owner = next(iter(uow.institutions.all()))
        made = list(_offices(owner))
        for each in made:
            fiche = chance.choice(base.published) if each.kind is OfficeKind.MDS and chance.random() < 0.5 else None
            uow.offices.add(replace(each, resource_id=fiche))
    database.close()
    return len(known) + len(made)


def _offices(owner: str) -> Iterator[Office]:
    gazetteer = default_gazetteer()
    for department in sorted({each.department for each in gazetteer.all()}):
        codes = [f"com:{each.code}" for each in places_of(gazetteer, f"dep:{department}")]
        for kind in EXPECTED:
            for group in range(min(GROUPS, len(codes))):
                name = f"{kind.value} {department} {group}"
                yield Office(0, kind, name, owner, phone="04 65 71 00 00", note=MINE, areas=tuple(codes[group::GROUPS]))
