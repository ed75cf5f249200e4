"""The report of the committee: asked for here, drawn by the worker, then given; and totals that somebody types."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.documents import Document
from directory.domain.rights import Action
from directory.domain.steering.committee import LARGEST_TOTAL, LONGEST_SOURCE_CHARS, NAMES, WHY
from directory.domain.steering.periods import Period, Quarter, period_of
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.web.sheets.files import as_pdf
from directory.web.steering.asked import PAGE, Asked, asked
from directory.web.steering.page import Choice
from directory.web.steering.report import TITLE
from directory.web.steering.words import period_label, quarter_label
from search.places.clock import local_day

committee = Blueprint("committee", __name__)

REPORT, TOTALS = f"{PAGE}/rapport", f"{PAGE}/totaux"


@dataclass(frozen=True, slots=True)
class ReportView:
    """``state``: "jamais", "demande", "echec" or "pret". ``pdf``: where the report is once it is drawn."""

    title: str
    state: str
    pdf: str
    back: str
    here: str
    drawn_on: str


@dataclass(frozen=True, slots=True)
class TotalLine:
    name: str
    label: str
    value: str
    source: str
    error: str


@committee.get(REPORT)
@needs(Action.READ_STEERING)
def report() -> ResponseReturnValue:
    """Say where the report of a period is."""
    found = asked()
    reports = current_services().steering.committee
    kept = reports.report(_key(found))
    state = "jamais" if kept is None else "demande" if kept.content is None else "pret"
    if state == "demande" and reports.has_failed(_key(found)):
        state = "echec"
    view = ReportView(
        f"{TITLE}, {period_label(found.period)}",
        state,
        found.address(f"{REPORT}.pdf"),
        found.address(),
        found.address(REPORT),
        "" if kept is None or kept.drawn_at is None else f"{local_day(kept.drawn_at):%d/%m/%Y}",
    )
    return render_template("pages/steering/report.html", view=view)


@committee.post(REPORT)
@needs(Action.READ_STEERING)
def ask() -> ResponseReturnValue:
    """Have the report of a period drawn, with the figures that the worker finds."""
    found = asked()
    current_services().steering.committee.ask(_key(found))
    return redirect(found.address(REPORT), 303)


@committee.get(f"{REPORT}.pdf")
@needs(Action.READ_STEERING)
def file() -> ResponseReturnValue:
    found = asked()
    kept = current_services().steering.committee.report(_key(found))
    if kept is None or kept.content is None:
        abort(404)
    return as_pdf(Document(kept.content, 0), f"rapport-{found.period.code}")


@committee.get(TOTALS)
@needs(Action.OPERATE)
def totals() -> ResponseReturnValue:
    quarter = _quarter()
    kept = {each.name: each for each in current_services().steering.committee.totals(Period((quarter,)))}
    lines = [
        TotalLine(
            name, label, str(kept[name].value) if name in kept else "", kept[name].source if name in kept else "", ""
        )
        for name, label in NAMES.items()
    ]
    done = "Les totaux sont enregistrés." if request.args.get("fait") == "oui" else ""
    return _totals_page(quarter, lines, done=done)


@committee.post(TOTALS)
@needs(Action.OPERATE)
def keep_totals() -> ResponseReturnValue:
    """Keep all the totals of a quarter, or say what of them cannot be used, with what was typed."""
    quarter = _quarter()
    lines = [_typed(name, label) for name, label in NAMES.items()]
    if any(line.error for line in lines):
        return _totals_page(quarter, lines), 422
    typed = {line.name: (int(line.value), line.source) for line in lines if line.value}
    current_services().steering.committee.keep_totals(quarter, typed, signed_in().account.id)
    return redirect(f"{url_for('committee.totals')}?periode={quarter.code}&fait=oui", 303)


def _key(found: Asked) -> str:
    return found.address(REPORT)


def _quarter() -> Quarter:
    quarters = current_services().steering.quarters
    code = request.values.get("periode", "") or Quarter.of(quarters.today()).code
    period = period_of(code)
    if period is None or len(period.quarters) != 1:
        abort(404)
    return period.quarters[0]


def _typed(name: str, label: str) -> TotalLine:
    value = "".join(request.form.get(name, "").split())
    source = " ".join(request.form.get(f"{name}-source", "").split())
    error = ""
    if value and (not value.isascii() or not value.isdigit() or int(value[:12]) > LARGEST_TOTAL or len(value) > 12):
        error = "Un nombre entier, sans unité."
    elif value and not source:
        error = "Dites d’où vient ce total."
    elif source and not value:
        error = "Il manque le nombre."
    elif len(source) > LONGEST_SOURCE_CHARS:
        error = f"La source tient en {LONGEST_SOURCE_CHARS} signes."
    elif source and current_services().steering.committee.is_personal(source):
        error = "La source ne dit rien d’une personne."
    return TotalLine(name, label, value, source, error)


def _totals_page(quarter: Quarter, lines: list[TotalLine], *, done: str = "") -> str:
    codes = [Quarter.of(current_services().steering.quarters.today()).after(-rank) for rank in range(8)]
    periods = [Choice(each.code, quarter_label(each), each == quarter) for each in codes]
    return render_template(
        "pages/steering/totals.html", lines=lines, periods=periods, quarter=quarter_label(quarter), code=quarter.code,
        done=done, why=WHY, most=LONGEST_SOURCE_CHARS,
    )  # fmt: skip
