"""Offices due for confirmation, as lines of *À faire*."""

from datetime import date

from directory.domain.offices import LABELS, Office, due_on
from directory.domain.rights import Action, may
from directory.domain.todo import Gesture, Task, Waiting
from directory.services.offices.days import verified_on, waits
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
    institutions = asker.words.institutions
    due = [
        (due_on(each, verified_on(each), institutions) or date.min, each)
        for each in uow.offices.all(codes)
        if waits(each, institutions, asker.now, ahead=asker.ahead) and str(each.id) not in asker.left
    ]
    due.sort(key=lambda one: (one[0], one[1].id))
    return Waiting(len(due), tuple(_task(each, asker) for _, each in due[: asker.limit]))


def _task(office: Office, asker: Asker) -> Task:
    one: dict[str, str | int] = {"office_id": office.id}
    on, today = verified_on(office), local_day(asker.now, office.commune)
    owner = asker.words.institutions.get(office.institution)
    whose = owner.name if owner is not None and office.institution != asker.own else ""
    facts = (("telephone", office.phone), ("courriel", office.email), ("adresse", office.address))
    return Task(
        key=str(office.id),
        title=office.name,
        endpoint="offices.one",
        values=one,
        who=" · ".join(part for part in (LABELS[office.kind], whose) if part),
        why="Jamais confirmée." if on is None else f"Confirmée {ago((today - on).days)}.",
        main=Gesture("C’est toujours exact", "offices.confirm", one, {"version": str(office.version)}),
        others=(Gesture("Modifier", "offices.one", one, is_link=True),),
        facts=tuple((kind, text) for kind, text in facts if text),
    )
