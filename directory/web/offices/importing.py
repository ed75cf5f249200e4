"""Offices from a file: given, shown line by line, applied; and the file of those that one keeps."""

import base64
import binascii
import csv
import io
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.offices import Office
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.offices.importing import OfficePlan, StalePlan, Written
from directory.services.offices.keeping import BadOffice
from directory.web.offices.typed import FIELD_LABELS, WRONG, typed_of
from importers.files.refused import protected
from importers.files.rows import UnreadableFile
from importers.office_rows import LIMITS
from importers.offices import COLUMNS

office_files = Blueprint("office_files", __name__)

PATH = "/antennes/importer"
NO_FILE = "Choisissez un fichier."
TOO_BIG = f"Ce fichier est trop gros\u00a0: {LIMITS.file_bytes // 1000}\u00a0ko au plus."
MOVED = "Quelqu’un a changé une antenne entre-temps\u00a0: voici de nouveau ce que le fichier changerait."
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given: it is sent back by the form that applies it, and kept nowhere."""

    name: str
    content: bytes
    institution: str

    @property
    def packed(self) -> str:
        return base64.b64encode(self.content).decode()


@office_files.get(PATH)
@needs(Action.MANAGE_OFFICES)
def form() -> ResponseReturnValue:
    return _form("", "")


@office_files.post(PATH)
@needs(Action.MANAGE_OFFICES)
def given() -> ResponseReturnValue:
    """Show what a file would change or, once it was shown, do it."""
    found = _given()
    if isinstance(found, str):
        return _form(found, request.form.get("institution", ""), status=422)
    applies = "appliquer" in request.form
    importing, caller = current_services().handing.offices.importing, signed_in().caller
    try:
        if applies:
            digest = request.form.get("empreinte", "")[:100] or "aucune"
            plan = importing.apply(caller, found.institution, found.content, found.name, digest=digest)
        else:
            plan = importing.plan(caller, found.institution, found.content, found.name)
    except StalePlan:
        return _shown(
            importing.plan(caller, found.institution, found.content, found.name), found, said=MOVED, status=409
        )
    except UnreadableFile as error:
        return _form(f"{error.message} {error.advice}".strip(), found.institution, status=422)
    except BadOffice:
        return _form(WRONG["institution"], "", status=422)
    return _shown(plan, found, is_done=applies)


@office_files.get("/antennes/antennes.csv")
@needs(Action.MANAGE_OFFICES)
def export() -> Response:
    """Give the offices in use that one keeps, in the columns that are read back."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    wanted = request.args.get("institution", "")
    for each in current_services().handing.offices.kept.of(signed_in().caller):
        if not each.retired and wanted in ("", each.institution):
            writer.writerow([protected(cell) for cell in _cells(each)])
    headers = {"Content-Disposition": 'attachment; filename="antennes.csv"'}
    return Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _cells(office: Office) -> list[str]:
    typed = typed_of(office)
    return [typed[column].replace("\n", ", ") for column in COLUMNS]


def _given() -> Given | str:
    """Return the file that a form sends, or why there is none."""
    institution = request.form.get("institution", "")
    if "contenu" in request.form:
        try:
            content = base64.b64decode(request.form["contenu"], validate=True)
        except (binascii.Error, ValueError):
            return NO_FILE
        return Given(request.form.get("nom", "")[:LONGEST_NAME], content, institution)
    sent = request.files.get("fichier")
    if sent is None or not sent.filename:
        return NO_FILE
    content = sent.stream.read(LIMITS.file_bytes + 1)
    return TOO_BIG if len(content) > LIMITS.file_bytes else Given(sent.filename[-LONGEST_NAME:], content, institution)


def _form(refusal: str, institution: str, *, status: int = 200) -> ResponseReturnValue:
    owners = current_services().handing.offices.kept.owners(signed_in().caller)
    page = render_template(
        "pages/offices/import.html", owners=owners, institution=institution, refusal=refusal, columns=", ".join(COLUMNS)
    )
    return page, status


def _shown(
    plan: OfficePlan, found: Given, *, is_done: bool = False, said: str = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "pages/offices/plan.html", plan=plan, given=found, is_done=is_done, said=said, labels=FIELD_LABELS,
        changes=[(each, _moved(each)) for each in plan.revised],
    )  # fmt: skip
    return page, status


def _moved(written: Written) -> list[tuple[str, str, str]]:
    """Return the label of each field that moves, its value of today and the new one."""
    assert written.before is not None
    before, after = typed_of(written.before), typed_of(written.office)
    return [(FIELD_LABELS[name], before[name] or "rien", after[name] or "rien") for name in written.columns]
