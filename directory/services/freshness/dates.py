"""When each fiche falls due, reckoned from what the base holds and written in the transaction that moved it."""

from collections.abc import Mapping, Sequence

from directory.domain.freshness import Due, due_on, months_of
from directory.domain.institution import Institution
from directory.domain.resource import Resource, SaveOrigin, missing_fields
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

SLICE = 900


def due_of(resource: Resource, institutions: Mapping[str, Institution], keeper_id: int | None = None) -> Due:
    """Return when a fiche is to be confirmed, and what it lacks beside; nobody was asked yet."""
    content = resource.content
    missing = missing_fields(content)
    is_on_map = any(place.latitude is not None for place in content.places)
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
        is_placeless=not content.is_remote_only and not is_on_map and "adresse" not in missing,
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


def reckon_lacking(uow: UnitOfWork, *, limit: int = SLICE) -> int:
    """Reckon the dates of some published fiches that have none yet, as after an upgrade; return how many."""
    some = uow.resources.by_ids(uow.dues.lacking(limit=limit))
    return keep_dates(uow, [(each, None) for each in some], uow.institutions.all()) if some else 0


def reckon_of(uow: UnitOfWork, institution: str) -> int:
    """Reckon anew the dates of an institution, whose period moved; return how many did."""
    some = uow.resources.by_ids(uow.dues.numbers_of(institution))
    return keep_dates(uow, [(each, None) for each in some], uow.institutions.all())
