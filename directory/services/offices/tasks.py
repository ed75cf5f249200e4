"""Offices due for confirmation, as lines of *À faire*."""

from datetime import date

from directory.domain.offices import LABELS, Office, due_on
from directory.domain.rights import Action, may
from directory.domain.todo import Gesture, Task, Waiting
from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day
from search.text.french import ago


def offices_to_confirm(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return the offices of one's reach that nobody confirmed for long, those never confirmed first.

    One that has a fiche is confirmed with it.
    """
    codes = sorted(code for code in asker.reach if may(asker.actor, Action.MANAGE_OFFICES, owner=code))
    if not codes:
        return Waiting(0)
    due = []
    for each in uow.offices.all(codes):
        on = due_on(each, _verified(each), asker.words.institutions)
        is_due = on is None or on <= asker.today + asker.ahead
        if is_due and not each.retired and each.resource_id is None and str(each.id) not in asker.left:
            due.append((on or date.min, each))
    due.sort(key=lambda one: (one[0], one[1].id))
    return Waiting(len(due), tuple(_task(each, asker) for _, each in due[: asker.limit]))


def _verified(office: Office) -> date | None:
    return None if office.verified_at is None else local_day(office.verified_at)


def _task(office: Office, asker: Asker) -> Task:
    one: dict[str, str | int] = {"office_id": office.id}
    on = _verified(office)
    owner = asker.words.institutions.get(office.institution)
    whose = owner.name if owner is not None and office.institution != asker.own else ""
    facts = (("telephone", office.phone), ("courriel", office.email), ("adresse", office.address))
    return Task(
        key=str(office.id),
        title=office.name,
        endpoint="offices.one",
        values=one,
        who=" · ".join(part for part in (LABELS[office.kind], whose) if part),
        why="Jamais confirmée." if on is None else f"Confirmée {ago((asker.today - on).days)}.",
        main=Gesture("C’est toujours exact", "offices.confirm", one, {"version": str(office.version)}),
        others=(Gesture("Modifier", "offices.one", one, is_link=True),),
        facts=tuple((kind, text) for kind, text in facts if text),
    )
