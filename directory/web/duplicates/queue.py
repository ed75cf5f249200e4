"""The fiches that may be one, for who may settle it."""

import re
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.http.access import current_actor, needs, signed_in
from directory.http.links import LARGEST_ID, whole_number
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.duplicates.merging import NotMergeable
from directory.services.duplicates.queue import Waiting
from directory.services.duplicates.words import DEGREES, REASONS
from directory.services.fiches.editing import UnknownResource
from directory.services.fiches.writing import NotAllowed
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import fiche_url
from directory.web.shared.coming_back import back_to_list, came_from_list
from directory.web.shared.words import address_lines
from directory.web.writing.answers import not_yours
from search.text.french import counted

doubles = Blueprint("doubles", __name__)

LAST_PAGE = 99_999
PAGE = 20
DONE = {"distinctes": "C’est noté\u00a0: ces deux fiches ne vous seront plus montrées ensemble."}
_NUMBER = re.compile(r"(?:.*/ressources/)?(\d{1,16})(?:-.*)?")


@dataclass(frozen=True, slots=True)
class FicheLine:
    id: int
    title: str
    detail: str
    owner: str
    url: str


@dataclass(frozen=True, slots=True)
class PairView:
    """Two fiches that may be one: how likely, and why, in words."""

    one: FicheLine
    other: FicheLine
    sure: str
    reasons: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class DoublesView:
    """``fiche``: the only one whose pairs are shown, None for all. ``refusal``: why two fiches are not compared.

    rows   how many rows of imports wait beside, in words; nothing where none does.
    """

    pairs: tuple[PairView, ...]
    total: int
    page: int
    pages: int
    fiche: FicheLine | None
    done: str
    refusal: str
    typed: tuple[str, str]
    rows: str


@doubles.get("/doublons")
@needs(Action.MERGE)
def listed() -> ResponseReturnValue:
    return page()


@doubles.post("/doublons/distinctes")
@needs(Action.MERGE)
def keep_apart() -> ResponseReturnValue:
    """Remember that two fiches are not the same, and come back to the others."""
    one, other = number_in(request.form.get("une", "")), number_in(request.form.get("autre", ""))
    try:
        current_services().duplicates.merging.keep_apart(current_writer(), signed_in().caller, one, other)
    except (UnknownResource, NotMergeable):
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    current_services().todo.forget_count(signed_in().account.id)
    if came_from_list():
        return back_to_list(fait="distinctes")
    return redirect(url_for("doubles.listed", fait="distinctes"), 303)


def page(refusal: str = "", typed: tuple[str, str] = ("", ""), status: int = 200) -> ResponseReturnValue:
    services, actor = current_services(), current_actor()
    words = services.words.current()
    about = number_in(request.args.get("fiche", ""))
    fiche = services.fiches.get(about) if about else None
    number = whole_number(request.args.get("page", ""), most=LAST_PAGE) or 1
    found = services.duplicates.queue.page(
        actor, limit=PAGE, offset=(number - 1) * PAGE, about=None if fiche is None else fiche.id
    )
    waiting = services.waiting_rows.count(actor)
    view = DoublesView(
        tuple(_pair(each, words) for each in found.waiting),
        found.total,
        max(number, 1),
        -(-found.total // PAGE),
        None if fiche is None else line(fiche, words),
        DONE.get(request.args.get("fait", ""), ""),
        refusal,
        typed if any(typed) or fiche is None else (str(fiche.id), ""),
        counted(waiting, "ligne d’import attend", "lignes d’import attendent") if waiting and fiche is None else "",
    )
    return render_template("pages/duplicates/queue.html", view=view), status


def number_in(text: str) -> int:
    """Return the number of a fiche typed as such or as its address; 0, which no fiche has, for anything else."""
    found = _NUMBER.fullmatch(text.strip())
    number = int(found[1]) if found is not None else 0
    return number if number <= LARGEST_ID else 0


def line(fiche: Resource, words: Vocabularies) -> FicheLine:
    content = fiche.content
    place = next(iter(content.places), None)
    said = (content.structure.name, "" if place is None else ", ".join(address_lines(place)))
    owner = words.label("institution", content.institution) if content.institution else ""
    return FicheLine(fiche.id, content.title, ", ".join(part for part in said if part), owner, fiche_url(fiche))


def _pair(waiting: Waiting, words: Vocabularies) -> PairView:
    one, other = line(waiting.one, words), line(waiting.other, words)
    reasons = tuple(REASONS[each] for each in waiting.pair.reasons)
    return PairView(
        one, other, DEGREES[waiting.pair.degree], reasons, url_for("merges.compare", une=one.id, autre=other.id)
    )
