"""The open reports on a fiche in its form, a box each: the save that names one sets it right."""

from dataclasses import dataclass

from flask import request

from directory.domain.reports.report import LABELS
from directory.http.access import current_actor
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.fiches.saving import Then
from directory.web.reports.words import told_ago

NAME = "regle"
MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class BoxView:
    id: int
    kind: str
    text: str
    better: str
    ago: str
    is_named: bool


def boxes(resource_id: int, named: list[str]) -> tuple[BoxView, ...]:
    """Return a box for each open report. ``named``: numbers already ticked, as typed."""
    services = current_services()
    now = services.now()
    return tuple(
        BoxView(each.id, LABELS[each.kind], each.text, each.better, told_ago(each.at, now), str(each.id) in named)
        for each in services.reports.reporting.open_on(resource_id)
    )


def settling_named() -> Then | None:
    """Return what closes the reports that a form names, with its save; None when it names none."""
    typed = map(whole_number, request.form.getlist(NAME)[:MOST_NAMED])
    named = {each for each in typed if each is not None}
    return current_services().reports.reporting.settling(current_actor(), named) if named else None
