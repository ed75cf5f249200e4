"""Fiches that lack something, and those that no map can show, as lines of *À faire*."""

from dataclasses import replace

from directory.domain.resource import REQUIRED, REQUIRED_FIELDS, Resource, missing_fields
from directory.domain.rights import Action, may
from directory.domain.todo import NOTHING, Asked, Gesture, Task, Waiting
from directory.services.freshness.facts import who_of
from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from fiche.parts import Place

MEND = "mending.mend"
ADDRESS, REMOTE, CONTACT, PHONE, POINT = "adresse", "a-distance", "contact", "telephone", "point"
AT_COMMUNE = "commune"
"""What a line may mend in place."""
MOST_ANSWER_CHARS = 200
ADDRESS_ASKED = Asked("reponse", "Où cela se passe-t-il\u00a0?", MOST_ANSWER_CHARS)
CONTACT_ASKED = Asked("reponse", "Un téléphone, une adresse mail ou un site", MOST_ANSWER_CHARS)


def incomplete(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return the published fiches of one's institution that lack what the convention asks."""
    return _flawed(uow, asker, is_placeless=False)


def placeless(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return those that receive people at an address that no map knows, or not for sure, the worst first."""
    return _flawed(uow, asker, is_placeless=True)


def _flawed(uow: UnitOfWork, asker: Asker, *, is_placeless: bool) -> Waiting:
    if not may(asker.actor, Action.WRITE, owner=asker.own):
        return NOTHING
    ids = uow.dues.flawed({asker.own}, is_placeless=is_placeless, without=frozenset(map(int, asker.left)))
    shown = uow.resources.by_ids(ids[: asker.limit])
    return Waiting(len(ids), tuple(_placeless(each) if is_placeless else _incomplete(each) for each in shown))


def _incomplete(fiche: Resource) -> Task:
    keys = missing_fields(fiche.content)
    missing = [REQUIRED[key] for key in keys]
    listed = f"{', '.join(missing[:-1])} et {missing[-1]}" if len(missing) > 1 else "".join(missing)
    why = f"Il manque {listed}."
    if keys == ("adresse",):
        return _to_place(fiche, why)
    if keys == ("contact",):
        return _task(fiche, why, mending(fiche, "Enregistrer le contact", CONTACT, CONTACT_ASKED))
    field = REQUIRED_FIELDS[keys[0]] if keys else ""
    form = Gesture("Compléter", "writing.edit", {"resource_id": fiche.id}, is_link=True, field=field)
    return _task(fiche, why, form)


def rank_to_mend(content: Content) -> int | None:
    """Return the rank of the place that a line shows and that its answer is put over; None when the answer is added."""
    for rank, each in enumerate(content.places):
        if each.latitude is None or not each.address or each.is_doubtful:
            return rank
    return None


def _to_mend(content: Content) -> Place:
    rank = rank_to_mend(content)
    return Place() if rank is None else content.places[rank]


def _placeless(fiche: Resource) -> Task:
    place = _to_mend(fiche.content)
    address = place.address
    if place.has_point and place.precision != AT_COMMUNE:
        return _to_place(fiche, f"La position de «\u00a0{address}\u00a0» n’est pas sûre.", _is_right(fiche))
    said = f"«\u00a0{address}\u00a0» est introuvable" if address else "Cette adresse est introuvable"
    return _to_place(fiche, f"{said}\u00a0: la fiche n’est sur aucune carte.")


def _is_right(fiche: Resource) -> Gesture:
    return Gesture("Le point est bon", MEND, {"resource_id": fiche.id}, _answer(fiche, POINT))


def _to_place(fiche: Resource, why: str, *others: Gesture) -> Task:
    place = _to_mend(fiche.content)
    town = " ".join(part for part in (place.postcode, place.commune_name) if part)
    typed = ", ".join(part for part in (place.address, town) if part)
    remote = Gesture("C’est à distance", MEND, {"resource_id": fiche.id}, _answer(fiche, REMOTE))
    on_map = Gesture("Placer sur la carte", "writing.edit", {"resource_id": fiche.id}, is_link=True, field="places")
    mends = mending(fiche, "Enregistrer l’adresse", ADDRESS, replace(ADDRESS_ASKED, value=typed))
    return _task(fiche, why, mends, *others, remote, on_map)


def mending(fiche: Resource, label: str, what: str, asks: Asked | None, **more: str) -> Gesture:
    """Return the gesture that puts one answer in a fiche as its line shows it."""
    return Gesture(label, MEND, {"resource_id": fiche.id}, {**_answer(fiche, what), **more}, asks=asks)


def _answer(fiche: Resource, what: str) -> dict[str, str]:
    return {"quoi": what, "version": str(fiche.version)}


def _task(fiche: Resource, why: str, main: Gesture, *others: Gesture) -> Task:
    return Task(
        key=str(fiche.id),
        title=fiche.content.title,
        endpoint="fiche.page",
        values={"resource_id": fiche.id},
        who=" · ".join(part for part in who_of(fiche.content) if part),
        why=why,
        main=main,
        others=others,
    )
