"""Two people saved one fiche: what does not meet is joined, what does is chosen, nothing is written until then."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.joining import Joined, taking
from directory.domain.resource import Resource
from directory.http.request import current_services
from directory.web.reports.boxes import NAME as REPORTS
from directory.web.search.bar import fiche_url
from directory.web.writing.typed import Typed, typed_of
from directory.web.writing.value_words import ValueWords
from fiche.content import FIELDS, Content

YOURS, THEIRS = "votre", "leur"
CHOICE = "choix."
ASKED = "conflit"
NOT_OF_A_FIELD = frozenset({"csrf_token", "faire", "version", ASKED})


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A field that both sides changed: what it was, what each says."""

    wire: str
    label: str
    before: tuple[str, ...]
    yours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinedView:
    """A field that one side alone changed. ``who``: in words."""

    label: str
    who: str
    lines: tuple[str, ...]


ELSEWHERE = "vous, ailleurs"
"""Who saved the other text, when it is the same person, in another tab."""


@dataclass(frozen=True, slots=True)
class ConflictView:
    title: str
    url: str
    action: str
    version: int
    author: str
    is_own: bool
    joined: tuple[JoinedView, ...]
    meetings: tuple[MeetingView, ...]
    carried: tuple[tuple[str, str], ...]


def conflict_page(
    current: Resource, base: Content, yours: Content, joined: Joined, author: str, entry: str, *, confirmed: bool
) -> ResponseReturnValue:
    """Return the page that asks, with a form that begins from the version that is there now.

    author   who saved the other text.
    entry    number of the entry in progress, which keeps yours until it is saved; empty without one.
    """
    services = current_services()
    say = ValueWords(services.words.current(), services.places)
    typed = typed_of(taking(joined.content, yours, joined.both))
    typed["saisie"] = entry
    typed.setlist(REPORTS, request.form.getlist(REPORTS))
    if confirmed:
        typed["confirme"] = "oui"
    view = ConflictView(
        title=current.content.title,
        url=fiche_url(current),
        action=url_for("writing.modify", resource_id=current.id),
        version=current.version,
        author=author,
        is_own=author == ELSEWHERE,
        joined=tuple(
            JoinedView(FIELDS[name].label, who, say.lines(name, joined.content))
            for who, names in (("vous", joined.yours), (author, joined.theirs))
            for name in names
        ),
        meetings=tuple(
            MeetingView(
                FIELDS[name].wire,
                FIELDS[name].label,
                say.lines(name, base),
                say.lines(name, yours),
                say.lines(name, current.content),
            )
            for name in joined.both
        ),
        carried=tuple((name, value) for name, value in typed.items(multi=True) if name not in NOT_OF_A_FIELD),
    )
    return render_template("pages/writing/conflict.html", view=view), 409


def take_choices(typed: Typed, current: Content) -> list[str]:
    """Put what was chosen of the other side in the place of one's own; return the labels of what was not chosen.

    current   what the fiche says now: the other side.
    """
    theirs = typed_of(current)
    unsettled = []
    for wire in typed.getlist(ASKED):
        chosen = typed.get(CHOICE + wire, "")
        if chosen == THEIRS:
            for name in [name for name in typed if _is_of(name, wire)]:
                typed.poplist(name)
            for name, values in theirs.lists():
                if _is_of(name, wire):
                    typed.setlist(name, values)
        elif chosen != YOURS:
            unsettled += [row.label for row in FIELDS.values() if row.wire == wire]
    return unsettled


def _is_of(name: str, wire: str) -> bool:
    """Say whether a name of the form belongs to a field: ``horaires.0.de`` to ``horaires``, ``tous`` to ``public``."""
    return name == wire or name.startswith(f"{wire}.") or (wire == "public" and name == "tous")
