"""When each fiche falls due, reckoned from what the base holds and written in the transaction that moved it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from directory.domain.freshness import Due, Rung, due_on, months_of
from directory.domain.institution import Institution
from directory.domain.resource import Resource, SaveOrigin, missing_fields
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

SLICE = 900


def due_of(resource: Resource, institutions: Mapping[str, Institution], keeper_id: int | None = None) -> Due:
    """Return when a fiche is to be confirmed, and what it lacks beside; nobody was asked yet."""
    content = resource.content
    missing = missing_fields(content)
    is_on_map = any(each.latitude is not None for each in content.places)
    is_sure = is_on_map and not any(each.is_doubtful for each in content.places)
    # A person who creates a fiche chose its day; those of a file or of another system come by hundreds on one day.
    spread = None if resource.origin.kind is SaveOrigin.FORM else resource.id
    return Due(
        resource.id,
        content.institution,
        due_on(
            None if resource.verified_at is None else local_day(resource.verified_at),
            local_day(resource.created_at),
            months_of(content, institutions),
            spread=spread,
        ),
        keeper_id,
        is_incomplete=bool(missing),
        is_placeless=not content.is_remote_only and not is_sure and "adresse" not in missing,
    )


def keep_dates(
    uow: UnitOfWork, moved: Sequence[tuple[Resource, int | None]], institutions: Mapping[str, Institution]
) -> int:
    """Write when some fiches fall due, each given with the account that wrote it; return how many dates moved.

    A fiche that is not published waits for nobody.
    """
    uow.dues.remove_many([each.id for each, _ in moved if not each.content.is_published])
    return uow.dues.put_many(
        [due_of(each, institutions, keeper) for each, keeper in moved if each.content.is_published]
    )


def keep_date(uow: UnitOfWork, moved: Resource, keeper_id: int | None) -> None:
    """Write when one fiche falls due."""
    owner = uow.institutions.get(moved.content.institution) if moved.content.institution else None
    keep_dates(uow, [(moved, keeper_id)], {} if owner is None else {owner.code: owner})


def asking_of(uow: UnitOfWork, resource_id: int) -> str:
    """Return how far asking about a fiche went, as ``put_asking_back`` reads it; empty where nobody was asked."""
    due = uow.dues.by_ids([resource_id]).get(resource_id)
    if due is None or due.rung is Rung.NOT_ASKED:
        return ""
    return json.dumps(
        [due.on.isoformat(), due.institution, int(due.rung), _text(due.asked_on), _text(due.rung_on), due.asked_id]
    )


def put_asking_back(uow: UnitOfWork, restored: Resource, asked: str) -> None:
    """Write when a fiche falls due again, on the rung that it stood on if it is due as it was."""
    keep_date(uow, restored, None)
    due = uow.dues.by_ids([restored.id]).get(restored.id)
    if due is None or not asked:
        return
    on, institution, rung, asked_on, rung_on, asked_id = json.loads(asked)
    if (due.on.isoformat(), due.institution) == (on, institution):
        uow.dues.save(replace(due, rung=Rung(rung), asked_on=_day(asked_on), rung_on=_day(rung_on), asked_id=asked_id))


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def reckon_lacking(uow: UnitOfWork, *, limit: int = SLICE) -> int:
    """Reckon the dates of some published fiches that have none yet, as after an upgrade; return how many."""
    some = uow.resources.by_ids(uow.dues.lacking(limit=limit))
    return keep_dates(uow, [(each, None) for each in some], uow.institutions.all()) if some else 0


def reckon_of(uow: UnitOfWork, institution: str) -> int:
    """Reckon anew the dates of an institution, whose period moved; return how many did."""
    some = uow.resources.by_ids(uow.dues.numbers_of(institution))
    return keep_dates(uow, [(each, None) for each in some], uow.institutions.all())
