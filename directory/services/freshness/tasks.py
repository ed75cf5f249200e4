"""Fiches due for confirmation, as lines of *À faire*."""

from datetime import date

from directory.domain.freshness import Due, Rung
from directory.domain.outcomes import MONTHS_OF_LIFE, months_to
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.domain.todo import NOTHING, Gesture, Task, Waiting
from directory.services.freshness.facts import facts_of, who_of
from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day
from search.text.french import ago, counted, day_in_words

SHOWN_AT_A_GLANCE = frozenset({"telephone", "courriel", "adresse", "horaires", "envoyer"})


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def month_before(day: date) -> str:
    return f"{day.year - (day.month == 1)}-{(day.month - 2) % 12 + 1:02}"


def to_confirm(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return the fiches of one's institution that fall due soon; to an RGC, also those of partners that
    nobody confirmed for two months after asking.
    """
    if not may(asker.actor, Action.CONFIRM, owner=asker.own):
        return NOTHING
    until, left = asker.today + asker.ahead, frozenset(map(int, asker.left))
    partners = asker.reach - {asker.own}
    if not asker.limit:
        total = uow.dues.count_up_to({asker.own}, until, without=left)
        if partners:
            total += uow.dues.count_up_to(partners, until, rung=Rung.RGC, without=left)
        return Waiting(total)
    dues = _without_life_first(uow, asker, uow.dues.up_to({asker.own}, until))
    dues += _without_life_first(uow, asker, uow.dues.up_to(partners, until, rung=Rung.RGC)) if partners else []
    kept = [each for each in dues if each.resource_id not in left]
    return Waiting(len(kept), tuple(_tasks(uow, asker, kept[: asker.limit])))


def _without_life_first(uow: UnitOfWork, asker: Asker, dues: list[Due]) -> list[Due]:
    """Return the same dates; of those that have come, fiches where nobody was received lately come first."""
    alive = uow.outcomes.last_received([each.resource_id for each in dues], months_to(asker.today, MONTHS_OF_LIFE))
    return sorted(dues, key=lambda each: (each.on > asker.today, each.resource_id in alive))


def _tasks(uow: UnitOfWork, asker: Asker, dues: list[Due]) -> list[Task]:
    by_id = {each.resource_id: each for each in dues}
    opened = uow.openings.of(list(by_id), [month_before(asker.today)])
    return [
        _task(fiche, by_id[fiche.id], opened.get(fiche.id, 0), asker) for fiche in uow.resources.by_ids(list(by_id))
    ]


def _task(fiche: Resource, due: Due, opened: int, asker: Asker) -> Task:
    content, one = fiche.content, {"resource_id": fiche.id}
    structure, town = who_of(content)
    facts = facts_of(content, asker.today)
    owner = asker.words.institutions.get(content.institution)
    whose = owner.name if owner is not None and content.institution != asker.own else ""
    return Task(
        key=str(fiche.id),
        title=content.title,
        endpoint="fiche.page",
        values=one,
        who=" · ".join(part for part in (structure, town, whose) if part),
        why=_why(fiche, due, opened, asker),
        main=Gesture("C’est toujours exact", "todo.confirm", one, {"version": str(fiche.version)}, folds=True),
        others=(Gesture("Modifier", "writing.edit", one, is_link=True),),
        facts=tuple((each.kind, each.lines[0]) for each in facts if each.kind in SHOWN_AT_A_GLANCE),
    )


def _why(fiche: Resource, due: Due, opened: int, asker: Asker) -> str:
    if fiche.verified_at is None:
        door = "l’import" if fiche.imported_at is not None else "sa création"
        made = local_day(fiche.created_at)
        said = [f"Jamais vérifiée depuis {door} du {day_in_words(made)} {made.year}"]
    else:
        said = [f"Vérifiée {ago((asker.today - local_day(fiche.verified_at)).days)}"]
    if opened:
        said.append(f"ouverte {counted(opened, 'fois', 'fois')} le mois dernier")
    if due.asked_on is not None:
        said.append(f"demandée {ago((asker.today - due.asked_on).days)}")
    return " · ".join(said)
