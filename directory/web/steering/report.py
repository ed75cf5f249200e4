"""What the report of the committee says, gathered by the worker when it draws it."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from werkzeug.exceptions import NotFound

from directory.domain.documents import Data
from directory.domain.steering.committee import NAMES, WHY
from directory.http.request import current_services
from directory.services.steering.committee import Gather, Said
from directory.web.sheets.printed import AUTHOR
from directory.web.steering.asked import Asked, asked_of
from directory.web.steering.drawing import picture_of
from directory.web.steering.means import by_family
from directory.web.steering.page import SteeringView, view_of
from directory.web.steering.tables import FigureLine
from directory.web.steering.words import quarter_label
from search.text.french import NBSP, number_in_words

TITLE = "Rapport du comité de pilotage"
MAIN = {
    "publiees": "Fiches publiées",
    "a-jour": "Fiches à jour",
    "institutions-actives": "Institutions actives",
    "recherches": "Recherches",
    "loin": "Sans réponse proche",
    "feuilles": "Feuilles remises",
    "liaisons": "Liaisons vers un service",
    "signalements-traites": "Signalements traités",
}


COVERAGE_SAID = (
    f"Un nombre{NBSP}: fiches sur place. Un mot{NBSP}: ce qui manque. «{NBSP}à distance{NBSP}»{NBSP}: aucune sur "
    "place, mais une fiche dit qu’elle couvre le territoire."
)


def gathering(app: Flask) -> Gather:
    """Return what gathers a report, from the address of its page; nothing for a period that is no longer kept."""

    def gather(address: str) -> Said | None:
        with app.app_context():
            try:
                found = asked_of(dict(parse_qsl(urlsplit(address).query)))
            except NotFound:
                return None
            view = view_of(found)
            return Said(report_data(found, view), picture_of(view.drawing) if view.drawing is not None else "")

    return gather


def report_data(found: Asked, view: SteeringView) -> Mapping[str, Data]:
    """Return all that the report says, as texts."""
    gazetteer = current_services().places.gazetteer
    places = [gazetteer.territory(f"dep:{code}") or code for code in found.reckoned.last.departments]
    lines = {line.key: line for table in view.tables for line in table.lines}
    return {
        "title": TITLE,
        "author": AUTHOR,
        "period": view.title.removeprefix("Pilotage, "),
        "place": ", ".join(places) or "Tous les territoires",
        "said": view.said,
        "now": view.now,
        "before": view.before,
        "points": [
            {"number": each.number, "unit": each.unit, "title": each.title, "text": each.text, "ask": each.ask}
            for each in view.points
        ],
        "main": [
            {"label": label, "now": lines[key].now, "before": lines[key].before, "change": lines[key].change}
            for key, label in MAIN.items()
        ],
        "map": view.mapped.label if view.mapped is not None else "",
        "alt": view.drawing.title if view.drawing is not None else "",
        "coverage": _coverage(view),
        "sections": [{"title": table.title, "rows": [_row(line) for line in table.lines]} for table in view.tables],
        "families": [
            {"label": line.label, "cells": [*(said for _, said in line.said), str(line.left_out)]}
            for line in by_family(found)
        ],
        "outcomes": [
            {
                "label": f"{line.need}, {line.territory}",
                "total": line.total,
                "received": line.received,
                "full": line.full,
                "wait": line.wait,
            }
            for line in view.outcomes.lines
        ],
        "why": WHY,
        "totals": _typed_totals(found),
    }


def _coverage(view: SteeringView) -> Mapping[str, Data]:
    return {
        "said": COVERAGE_SAID,
        "heads": [column.short_name for group in view.matrix.groups for column in group.columns],
        "rows": [{"label": row.label, "cells": [cell.said for cell in row.cells]} for row in view.matrix.every],
    }


def _row(line: FigureLine) -> Mapping[str, Data]:
    now = " ".join(filter(None, (line.now, line.hidden)))
    return {"label": line.label, "now": now, "before": line.before, "change": line.change, "meaning": line.meaning}


def _typed_totals(found: Asked) -> list[Data]:
    labels = {each.code: quarter_label(each) for each in found.period.quarters}
    return [
        {
            "quarter": labels[each.quarter],
            "label": NAMES.get(each.name, each.name),
            "value": number_in_words(each.value),
            "source": each.source,
        }
        for each in current_services().steering.committee.totals(found.period)
    ]
