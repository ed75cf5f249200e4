"""*Imports*: every batch with who, when, its source, its counts and its state; and the sources."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.web.imports.lines import batch_lines, source_lines
from directory.web.imports.words import DONE

imports = Blueprint("imports", __name__)

SHOWN = 50
LAST_PAGE = 1000


@imports.get("/imports")
@needs(Action.IMPORT)
def page() -> ResponseReturnValue:
    desk, actor = current_services().imports, current_actor()
    number = whole_number(request.args.get("page", ""), most=LAST_PAGE) or 1
    found = desk.listed(actor, limit=SHOWN + 1, offset=(number - 1) * SHOWN)
    sources = desk.sources(actor)
    return render_template(
        "pages/imports/list.html",
        batches=batch_lines(found[:SHOWN], sources),
        sources=source_lines(sources),
        page=number,
        has_more=len(found) > SHOWN,
        done=DONE.get(request.args.get("fait", ""), ""),
    )
