"""The trail of acts: who did what, when, from where; as a page and as a file."""

import csv
import io
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from directory.domain.accounts.audit import Act, AuditEntry
from directory.domain.accounts.filters import AuditFilter
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.web.accounts.words import ACTS
from directory.web.admin.words import DOORS
from importers.files.refused import protected

journal = Blueprint("journal", __name__)

PAGE_SIZE = 100
MOST_EXPORTED = 50_000
COLUMNS = ("quand", "acte", "compte", "institution", "objet", "numéro", "institution de l’objet", "porte", "réseau")


@dataclass(frozen=True, slots=True)
class JournalView:
    """Lines, newest first. ``after``: number of the last one, for the next page; 0 when there is none."""

    lines: tuple[AuditEntry, ...]
    act: str
    account: str
    after: int


@journal.get("/comptes/journal")
@needs(Action.READ_AUDIT)
def page() -> str:
    found = _read(PAGE_SIZE + 1)
    lines = tuple(found[:PAGE_SIZE])
    after = lines[-1].id if len(found) > PAGE_SIZE else 0
    view = JournalView(lines, request.args.get("acte", ""), request.args.get("compte", ""), after)
    return render_template("pages/admin/journal.html", view=view, acts=ACTS, doors=DOORS)


@journal.get("/comptes/journal.csv")
@needs(Action.READ_AUDIT)
def export() -> Response:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in _read(MOST_EXPORTED):
        row = (
            each.at.isoformat(timespec="seconds"), ACTS[each.act], str(each.account_id or ""), each.institution,
            each.object_kind.value, each.object_id, each.object_institution, each.door, each.network,
        )  # fmt: skip
        writer.writerow([protected(cell) for cell in row])
    headers = {"Content-Disposition": 'attachment; filename="journal.csv"'}
    return Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _read(limit: int) -> list[AuditEntry]:
    act = {each.value: each for each in Act}.get(request.args.get("acte", ""))
    account, after = request.args.get("compte", ""), request.args.get("apres", "")
    wanted = AuditFilter(act=act, account_id=whole_number(account))
    return current_services().accounts.journal.read(
        signed_in().caller, wanted, limit=limit, after_id=whole_number(after)
    )
