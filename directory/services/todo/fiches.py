"""Fiches that lack something, and those that no map can show, as lines of *À faire*."""

from directory.domain.resource import REQUIRED, Resource, missing_fields
from directory.domain.rights import Action, may
from directory.domain.todo import NOTHING, Gesture, Task, Waiting
from directory.services.freshness.facts import who_of
from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork


def incomplete(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return the published fiches of one's institution that lack what the convention asks."""
    return _flawed(uow, asker, is_placeless=False)


def placeless(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return those that receive people at an address that no map knows."""
    return _flawed(uow, asker, is_placeless=True)


def _flawed(uow: UnitOfWork, asker: Asker, *, is_placeless: bool) -> Waiting:
    if not may(asker.actor, Action.WRITE, owner=asker.own):
        return NOTHING
    ids = uow.dues.flawed({asker.own}, is_placeless=is_placeless, without=frozenset(map(int, asker.left)))
    shown = uow.resources.by_ids(ids[: asker.limit])
    return Waiting(len(ids), tuple(_placeless(each) if is_placeless else _incomplete(each) for each in shown))


def _incomplete(fiche: Resource) -> Task:
    missing = [REQUIRED[key] for key in missing_fields(fiche.content)]
    listed = f"{', '.join(missing[:-1])} et {missing[-1]}" if len(missing) > 1 else "".join(missing)
    return _task(fiche, f"Il manque {listed}.", "Compléter")


def _placeless(fiche: Resource) -> Task:
    address = next((place.address for place in fiche.content.places if place.address), "")
    said = f"«\u00a0{address}\u00a0» est introuvable" if address else "Cette adresse est introuvable"
    return _task(fiche, f"{said}\u00a0: la fiche n’est sur aucune carte.", "Corriger l’adresse")


def _task(fiche: Resource, why: str, label: str) -> Task:
    one = {"resource_id": fiche.id}
    return Task(
        key=str(fiche.id),
        title=fiche.content.title,
        endpoint="fiche.page",
        values=one,
        who=" · ".join(part for part in who_of(fiche.content) if part),
        why=why,
        main=Gesture(label, "writing.edit", one, is_link=True),
    )
