"""The history of a fiche: every save and confirmation, two versions compared, one restored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.changes import Version, content_after
from directory.domain.resource import SaveOrigin
from directory.domain.rights import Action, may
from directory.http.access import current_actor, needs
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.fiches.editing import InvalidResource, UnknownResource
from directory.services.fiches.faults import told
from directory.web.reports.on_fiche import said_of_proposers
from directory.web.search.bar import fiche_url
from directory.web.writing.gestures import made
from directory.web.writing.page import ONE
from directory.web.writing.value_words import ChangeView, ValueWords
from fiche.content import FIELDS

history = Blueprint("history", __name__)

DOORS = {
    SaveOrigin.FORM: "formulaire",
    SaveOrigin.IMPORT: "import",
    SaveOrigin.API: "autre logiciel",
    SaveOrigin.DEMONSTRATION: "démonstration",
    SaveOrigin.UNDOING: "import annulé",
    SaveOrigin.MERGING: "fusion",
    SaveOrigin.SPLITTING: "fusion annulée",
    SaveOrigin.TRANSFER: "transfert",
    SaveOrigin.SCHEDULE: "prévu à cette date",
    SaveOrigin.PROPOSAL: "sur proposition",
    SaveOrigin.DIVIDING: "besoin divisé",
    SaveOrigin.COMMUNES: "communes fusionnées",
    SaveOrigin.PLACING: "placée sur la carte",
}
MOST_LABELS = 4


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the timeline. ``number``: of a version, 0 for what is none, which has a ``name``."""

    at: datetime
    who: str
    what: str
    door: str
    number: int
    url: str
    is_shown: bool
    name: str = "Confirmation"


@dataclass(frozen=True, slots=True)
class HistoryView:
    """``first`` and ``last``: the versions compared, 0 for what there was before the fiche."""

    id: int
    title: str
    url: str
    events: tuple[EventView, ...]
    numbers: tuple[int, ...]
    first: int
    last: int
    changes: tuple[ChangeView, ...]
    version: int
    may_restore: bool
    errors: tuple[str, ...] = ()


@history.get(f"{ONE}/historique")
@needs(Action.READ_PEOPLE)
def page(resource_id: int) -> ResponseReturnValue:
    return _page(resource_id)


@history.post(f"{ONE}/historique/<int:version>/restaurer")
@needs(Action.WRITE)
def restore(resource_id: int, version: int) -> ResponseReturnValue:
    """Make the fiche say again what it said; what the rules of today refuse is shown, and nothing is done."""
    gesture = partial(current_services().writing.restore, number=version)
    try:
        return made(resource_id, gesture, "restauree")
    except InvalidResource as invalid:
        return _page(resource_id, tuple(told(error).message for error in invalid.errors), 422)


def _page(resource_id: int, errors: tuple[str, ...] = (), status: int = 200) -> ResponseReturnValue:
    services, actor = current_services(), current_actor()
    try:
        fiche, found = services.writing.history(actor, resource_id)
    except UnknownResource:
        abort(404)
    versions = found.versions
    last = _asked("a", fiche.version, fiche.version)
    first = _asked("de", last - 1, fiche.version)
    say = ValueWords(services.words.current(), services.places)
    proposers = said_of_proposers(resource_id)
    events = [_event(each, resource_id, last, proposers) for each in versions]
    events += [
        EventView(each.at, each.author.label, "confirmée à jour", "", 0, "", False) for each in found.verifications
    ]
    events += merge_events(resource_id)
    view = HistoryView(
        id=fiche.id,
        title=fiche.content.title,
        url=fiche_url(fiche),
        events=tuple(sorted(events, key=lambda each: (each.at, each.number), reverse=True)),
        numbers=tuple(each.number for each in reversed(versions)),
        first=first,
        last=last,
        changes=say.changes(content_after(versions[:first]), content_after(versions[:last])),
        version=fiche.version,
        may_restore=may(actor, Action.WRITE, owner=fiche.content.institution),
        errors=errors,
    )
    return render_template("pages/writing/history.html", view=view), status


def merge_events(resource_id: int) -> list[EventView]:
    """Return the merges of a fiche, and those that were taken back."""
    events = []
    for merge, other in current_services().duplicates.splitting.of(resource_id):
        stayed = merge.survivor_id == resource_id
        said = f"«\u00a0{other.content.title}\u00a0» (n°\u00a0{other.id})"
        what = f"{said} a été réunie à cette fiche" if stayed else f"réunie à {said}"
        undone = "" if merge.undone_at is None else ", puis séparée"
        url = url_for("merges.splitting", fusion=merge.id) if merge.undone_at is None else ""
        events.append(EventView(merge.at, merge.author.label, what + undone, "", 0, url, False, "Fusion"))
    return events


def _asked(name: str, usual: int, most: int) -> int:
    """Return a number of version of the address, the usual one where none is asked."""
    number = whole_number(request.args.get(name, ""))
    return usual if number is None else min(number, most)


def _event(version: Version, resource_id: int, shown: int, proposers: Mapping[str, str]) -> EventView:
    labels = [FIELDS[name].label for name in version.changes if name in FIELDS]
    door = DOORS.get(version.origin.kind, "")
    if version.origin.kind is SaveOrigin.PROPOSAL:
        door = proposers.get(version.origin.source_id, door)
    more = len(labels) - MOST_LABELS
    what = ", ".join(labels[:MOST_LABELS]) + (f" et {more} de plus" if more > 0 else "")
    return EventView(
        version.at,
        version.author.label,
        "créée" if version.number == 1 else what,
        "" if version.author.label == door else door,
        version.number,
        url_for("history.page", resource_id=resource_id, de=version.number - 1, a=version.number),
        version.number == shown,
    )
