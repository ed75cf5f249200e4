"""The entries of the header, for who is there."""

from dataclasses import dataclass, replace

from flask import Flask, request

from directory.domain.actors import VISITOR, Actor
from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor, current_signed
from directory.http.request import current_services, has_failed
from directory.web.selections.here import add_selection, may_select, selection_here
from directory.web.selections.tray import add_tray
from directory.web.shared.addresses import address


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. ``current``: "page" for the very page shown, "true" for one under it, empty otherwise.

    count   what waits behind it, shown beside its name; 0 for nothing.
    chosen  fiches selected, likewise; None for an entry that holds none.
    """

    label: str
    url: str
    current: str
    count: int = 0
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the header shows.

    folded   entries that a narrow screen keeps behind a button; none for a visitor, who has few.
    name     of the person signed in, empty for a visitor.
    """

    entries: tuple[Entry, ...]
    folded: tuple[Entry, ...]
    name: str


ROOMS = {
    "selections.page": ("selections.", "adding.", "sheets.", "liaison."),
    "todo.page": ("todo.", "mending.", "doubles.", "merges.", "writing.new", "writing.create"),
    "people.everybody": (
        "people.",
        "moving.",
        "inviting.",
        "partners.",
        "transfers.",
        "keys.",
        "journal.",
        "offices.",
        "office_files.",
    ),
    "home.entrance": (
        "home.",
        "results.",
        "fiche.",
        "acts.",
        "contact.",
        "history.",
        "reporting.",
        "outcomes.",
        "answering.",
        "proposing.",
        "suggesting.",
        "writing.edit",
        "writing.modify",
        "together.",
        "sector.",
        "team_notes.",
    ),
    "steering.page": ("steering.", "steering_lists.", "steering_files.", "committee."),
    "queues.page": ("queues.", "unanswered.", "classification.", "arranging."),
    "own.account": ("own.", "own_factors.", "passkeys.", "sign_in.", "links."),
    "imports.page": (
        "imports.",
        "deposit.",
        "origin.",
        "reading.",
        "columns.",
        "values.",
        "trial.",
        "outcome.",
        "sources.",
    ),
    "about.help_page": ("about.",),
}
"""Endpoint of an entry, and how the endpoints of the pages under it begin."""


def add_navigation(app: Flask) -> None:
    """Give templates the entries of the header, the one of the selection among them, its buttons, and addresses."""
    add_selection(app)
    app.jinja_env.globals["url_for"] = address
    add_tray(app)

    @app.context_processor
    def context() -> dict[str, Navigation]:
        return {"navigation": navigation()}


def navigation() -> Navigation:
    # The page of an error does not look who reads it: the base that knows may be what is away.
    failed = request.endpoint is None or has_failed()
    actor, signed = (VISITOR, None) if failed else (current_actor(), current_signed())
    entries = [_entry("Rechercher", "home.entrance")]
    if not failed and may_select():
        here = selection_here()
        held = len(current_services().handing.selections.held(here)) if here else 0
        entries.append(replace(_entry("Sélection", "selections.page"), chosen=held))
    if signed is not None and may_somewhere(actor, Action.CONFIRM):
        entries.append(replace(_entry("À faire", "todo.page"), count=current_services().todo.count(signed)))
    others = [_entry(label, endpoint) for label, endpoint, action in RESERVED if may_somewhere(actor, action)]
    others += [_entry("Aide", "about.help_page"), _door(actor)]
    if signed is None:
        return Navigation((*entries, *others), (), "")
    return Navigation(tuple(entries), tuple(others), signed.account.name)


RESERVED = (
    ("Pilotage", "steering.page", Action.READ_STEERING),
    ("Imports", "imports.page", Action.IMPORT),
    ("Comptes", "people.everybody", Action.MANAGE_ACCOUNTS),
    ("Administration", "queues.page", Action.OPERATE),
)
"""Entries shown to those who may ask the page behind."""


def _door(actor: Actor) -> Entry:
    return _entry("Mon compte", "own.account") if actor.is_account else _entry("Se connecter", "sign_in.form")


def _entry(label: str, endpoint: str) -> Entry:
    here = request.endpoint or ""
    under = here.startswith(ROOMS.get(endpoint, (endpoint,)))
    return Entry(label, address(endpoint), "page" if here == endpoint else "true" if under else "")
