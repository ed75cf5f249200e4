"""The offices of the demonstration, put in once and retired with it."""

from dataclasses import replace
from datetime import datetime

from directory.demo.offices import demo_offices
from directory.domain.offices import Office
from directory.store.unit_of_work import UnitOfWork


def load_offices(uow: UnitOfWork, now: datetime) -> int:
    """Add the offices that are missing, bring back those that were retired; return how many."""
    known = {_key(each): each for each in uow.offices.all()}
    moved = 0
    for each in demo_offices(now):
        kept = known.get(_key(each))
        if kept is None:
            uow.offices.add(each)
        elif kept.retired:
            uow.offices.save(replace(kept, retired=False, version=kept.version + 1))
        moved += kept is None or kept.retired
    return moved


def retire_offices(uow: UnitOfWork, now: datetime) -> int:
    """Retire the offices of the demonstration and return how many."""
    invented = {_key(each) for each in demo_offices(now)}
    shown = [each for each in uow.offices.all() if _key(each) in invented and not each.retired]
    for each in shown:
        uow.offices.save(replace(each, retired=True, version=each.version + 1))
    return len(shown)


def _key(office: Office) -> tuple[str, str, str]:
    return office.institution, office.kind.value, office.name
