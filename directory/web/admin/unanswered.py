"""What nobody answers, for administrators: by institution, who can still be asked, and what can be done."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.freshness.unanswered import Silence
from search.text.french import ago, counted

unanswered = Blueprint("unanswered", __name__)

NOBODYS = "Fiches que personne ne tient"


@dataclass(frozen=True, slots=True)
class SilentLine:
    title: str
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class SilenceView:
    """``transfer``, ``people``: addresses of what can be done, empty where there is nothing."""

    name: str
    count: str
    people_said: str
    fiches: tuple[SilentLine, ...]
    beyond: int
    transfer: str
    people: str


@unanswered.get("/administration/sans-reponse")
@needs(Action.OPERATE)
def page() -> str:
    found = current_services().unanswered
    today = found.today
    silences = [_view(each, today) for each in found.listed()]
    return render_template("pages/admin/unanswered.html", silences=silences)


def _view(silence: Silence, today: date) -> SilenceView:
    institution = silence.institution
    lines = tuple(
        SilentLine(each.title, url_for("fiche.page", resource_id=each.id), _said(each.on, each.asked_on, today))
        for each in silence.fiches
    )
    return SilenceView(
        NOBODYS if institution is None else institution.name,
        counted(silence.total, "fiche", "fiches"),
        "Une institution peut les reprendre depuis leur page." if institution is None else _people(silence),
        lines,
        silence.total - len(lines),
        url_for("transfers.listed", code=institution.code) if institution is not None else "",
        url_for("people.everybody") if institution is not None else "",
    )


def _people(silence: Silence) -> str:
    if not silence.editors and not silence.rgcs:
        return "Plus personne ne peut répondre\u00a0: donnez un accès à quelqu’un, ou transférez ces fiches."
    editors = (
        counted(silence.editors, "personne tient", "personnes tiennent") if silence.editors else "Personne ne tient"
    )
    rgcs = counted(silence.rgcs, "RGC en répond", "RGC en répondent") if silence.rgcs else "aucun RGC n’en répond"
    return f"{editors} ces fiches, {rgcs}."


def _said(on: date, asked_on: date | None, today: date) -> str:
    asked = f"demandée {ago((today - asked_on).days)}" if asked_on is not None else "jamais demandée"
    return f"due {ago((today - on).days)}, {asked}"
