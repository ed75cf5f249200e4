"""The page where the form of a file is chosen, and the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.criteria import BY_NAME
from directory.domain.rights import Action
from directory.errors import BadInput, FieldError
from directory.http.access import current_actor, needs
from directory.http.files import file_answer
from directory.http.links import link
from directory.http.request import current_context, current_services
from directory.schemas.exports import FORMAT, NOT_ASKED, ExportPageSchema, ExportRequest
from directory.schemas.wire import load_query, read_within, typeable
from directory.services.exports.exporting import may_have_people
from directory.services.exports.formats import EXPORT_FORMATS, ExportFormat
from directory.web.search.bar import SEARCH
from directory.web.search.tags import tags_of
from search.port import SearchUnavailable
from search.text.french import NBSP, counted

exports = Blueprint("exports", __name__)
logger = structlog.get_logger()
_SCHEMA = ExportPageSchema()


@dataclass(frozen=True, slots=True)
class LongView:
    """A file that takes long. ``night``: when that of the night was written, None where there is none."""

    form: ExportFormat
    night: datetime | None


@dataclass(frozen=True, slots=True)
class ExportView:
    """What can be taken.

    what     such as "3 ressources : Gratuit, Arles (13)" or "Toute la base : 1 204 ressources".
    hidden   parameters of the search, sent again with the form chosen.
    chosen   code of the form ticked.
    whole_url, back_url   the whole base, and the search, empty where one is there already.
    """

    what: str
    hidden: tuple[tuple[str, str], ...]
    formats: tuple[ExportFormat, ...]
    chosen: str
    holds_people: bool
    whole_url: str
    back_url: str
    errors: tuple[FieldError, ...] = ()
    long: LongView | None = None


@exports.get("/exporter")
@needs(Action.EXPORT)
def export() -> ResponseReturnValue:
    """The page, or the file once its form is chosen."""
    asked, services = _asked(), current_services()
    try:
        with read_within(current_context()):
            wanted = load_query(_SCHEMA, _without_pages(request.args))
        assert isinstance(wanted, ExportRequest)
        if wanted.form is not None and not services.exports.is_long(wanted.form, wanted.question):
            return file_answer(wanted.form, wanted.question)
        return _page(asked, wanted)
    except BadInput as error:
        return _page(asked, None, error.errors), 422
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)
        return _page({}, ExportRequest(None, None), unavailable=True), 503


def _without_pages(args: "MultiDict[str, str]") -> "MultiDict[str, str]":
    return MultiDict([(name, value) for name, value in args.items(multi=True) if name not in NOT_ASKED])


def _asked() -> dict[str, tuple[str, ...]]:
    """Return the parameters of the search that led here, as they can be sent again."""
    return {
        name: tuple(map(typeable, values))
        for name, values in request.args.lists()
        if name in BY_NAME and name not in NOT_ASKED and any(values)
    }


def _page(
    asked: Mapping[str, tuple[str, ...]],
    wanted: ExportRequest | None,
    errors: tuple[FieldError, ...] = (),
    *,
    unavailable: bool = False,
) -> str:
    chosen = request.args.get(FORMAT, "")
    view = ExportView(
        what=_what(wanted) if wanted is not None else "",
        hidden=tuple((name, value) for name, values in asked.items() for value in values),
        formats=tuple(EXPORT_FORMATS.values()),
        chosen=chosen if chosen in EXPORT_FORMATS else next(iter(EXPORT_FORMATS)),
        holds_people=may_have_people(current_actor()),
        whole_url="" if not asked else "/exporter",
        back_url=link(SEARCH, asked) if asked else "",
        errors=errors,
        long=_long(wanted.form) if wanted is not None and wanted.form is not None else None,
    )
    return render_template("pages/exports/export.html", view=view, unavailable=unavailable)


def _long(form: ExportFormat) -> LongView:
    night = current_services().exports.kept.of_the_night(form)
    return LongView(form, None if night is None else night.ready_at)


def _what(wanted: ExportRequest) -> str:
    services = current_services()
    if wanted.question is None:
        total = counted(services.exports.everything().total, "ressource", "ressources")
        return f"Toute la base{NBSP}: {total}"
    total = counted(services.finder.count(wanted.question), "ressource", "ressources")
    question = wanted.question
    text = f"«{NBSP}{question.text}{NBSP}»" if question.text else ""
    place = question.place.label if question.place is not None else ""
    said = (text, place, *(tag.label for tag in tags_of(question, services.words.current())))
    details = ", ".join(filter(None, said))
    return f"{total}{NBSP}: {details}" if details else total
