"""What somebody began to type and did not save, as lines of *À faire*."""

import json
from datetime import datetime

from directory.domain.entries import LIFE, Entry
from directory.domain.todo import Gesture, Task, Waiting
from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import zone
from search.text.french import day_in_words

UNTITLED = "Fiche sans titre"


def in_progress(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return one's own entries, the latest first."""
    found = [each for each in uow.entries.of(asker.account_id) if each.at >= asker.now - LIFE]
    return Waiting(len(found), tuple(map(_task, found[: asker.limit])))


def _task(entry: Entry) -> Task:
    typed = json.loads(entry.typed)
    title = next((text for name in ("titre", "structure.nom") for text in typed.get(name, ()) if text.strip()), "")
    endpoint = "writing.new" if entry.resource_id is None else "writing.edit"
    values: dict[str, str | int] = {"saisie": entry.key}
    if entry.resource_id is not None:
        values["resource_id"] = entry.resource_id
    until = (entry.at + LIFE).astimezone(zone())
    return Task(
        key=entry.key,
        title=title or UNTITLED,
        endpoint=endpoint,
        values=values,
        who="Nouvelle fiche" if entry.resource_id is None else "Fiche déjà enregistrée, modifiée",
        why=f"Laissée le {_moment(entry.at)}. Gardée jusqu’au {day_in_words(until.date())} {until.year}.",
        main=Gesture("Reprendre", endpoint, values, is_link=True),
        others=(Gesture("Abandonner", "entries.forget", {"key": entry.key}),),
        may_wait=False,
    )


def _moment(at: datetime) -> str:
    here = at.astimezone(zone())
    return f"{day_in_words(here.date())} à {here.hour}\u00a0h\u00a0{here.minute:02}"
