"""A page of results kept as it was made, but for what is of one person: filled in as it leaves, never kept."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor
from directory.http.caches import holds_form
from directory.http.kept import reads_elsewhere
from directory.http.links import said_address
from directory.http.packing import Packed, gzipped, packed
from directory.http.request import current_services, takes_gzip
from directory.http.tokens import HOLE, masked_token, token_left_out
from directory.services.search.kept_answers import KeptAnswer
from directory.services.search.question import Question
from directory.services.search.results import ResultPage
from directory.services.steering.noting import Searched
from directory.web.follows.offer import Followable, follow_offer, followable
from directory.web.search.bar import SEARCH
from directory.web.selections.here import may_select, selection_here
from directory.web.selections.tray import tray_here
from directory.web.shared.remembered import remember
from search.text.analysis import fold

# Drawn at each start, before processes are forked, and never sent: no fiche can hold them.
HEADER, FOLLOW, TRAY = (f"{name}-{secrets.token_hex(16)}" for name in ("entete", "suivre", "plateau"))
TYPE = "text/html; charset=utf-8"
SHOWN_BY_RIGHT = (Action.MAKE_SHEET, Action.EXPORT, Action.LIAISE, Action.FOLLOW)
"""Rights without which something of the page is not there."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with a page that is kept, without the fiches.

    searched     what is counted each time it is read; None for a page that counts nothing.
    place_code   of the place asked for; empty without one.
    parts        of the page, and between them the names of holes.
    """

    parts: tuple[Packed | str, ...]
    searched: Searched | None
    place_code: str
    follow: Followable | None


def kept_page(make: Callable[[], KeptAnswer | ResponseReturnValue]) -> ResponseReturnValue:
    """Answer with the page that is kept, else with the one that ``make`` makes; what is no page of results is not kept.

    ``make`` leaves holes: see ``page_kept``.
    """
    answers = current_services().answers
    stand = None if reads_elsewhere() else answers.stand()
    if stand is None:
        made = make()
        return _sent(made) if isinstance(made, KeptAnswer) else made
    key = _key()
    found = answers.get(stand, key)
    if found is None:
        made = make()
        if not isinstance(made, KeptAnswer):
            return made
        answers.keep(stand, key, made)
        found = made
    return _sent(found)


def page_kept(template: str, page: ResultPage, **said: object) -> KeptAnswer:
    """Return a page of results with holes in the place of the header, what is followed, the tray and tokens."""
    question = page.question
    with token_left_out():
        text = render_template(template, header_hole=HEADER, follow_hole=FOLLOW, tray_hole=TRAY, **said)
    pack = packed if takes_gzip() else _as_it_is
    parts = tuple(each if each in HOLES else pack(each.encode()) for each in _parted(text))
    beside = Beside(
        parts,
        current_services().steering.noting.searched(page),
        _place_code(question),
        followable(question) if may_somewhere(current_actor(), Action.FOLLOW) else None,
    )
    size = sum(len(each) if isinstance(each, str) else len(each.plain) + len(each.deflated) for each in parts)
    return KeptAnswer(b"", "", TYPE, beside=beside, beside_bytes=size)


def _parted(text: str) -> list[str]:
    """Return what stands between holes, and the names of these."""
    parts = [text]
    # Looking for one name at a time is a search in memory; for any of them, a step for each sign of the page.
    for hole in HOLES:
        parts = [piece for part in parts for piece in _split(part, hole)]
    return parts


def _split(text: str, hole: str) -> Iterator[str]:
    first, *others = text.split(hole)
    yield first
    for other in others:
        yield from (hole, other)


def _as_it_is(plain: bytes) -> Packed:
    return Packed(plain, b"")


def _place_code(question: Question) -> str:
    return question.place.code if question.place is not None else ""


def _key() -> str:
    """Return what a page depends on beside its stand: its very address, rights, what is selected, what it kept.

    What is put before every path is part of it: a link made for one proxy is no link for who comes by another.
    """
    rights = [may_somewhere(current_actor(), action) for action in SHOWN_BY_RIGHT]
    here = selection_here() if may_select() else None
    chosen = sorted(here.ids) if here is not None else []
    return f"{request.root_path} {request.full_path} {takes_gzip()} {rights} {chosen} {_search_before()}"


def _search_before() -> str:
    """Return the search that the person came from, where the page may say what it keeps of it; empty for any other."""
    before = said_address(request.referrer)
    if before.path != SEARCH:
        return ""
    then = parse_qs(before.query)
    if fold(" ".join(then.get("q", ()))) == fold(" ".join(request.args.getlist("q"))) and "besoin" not in then:
        return ""
    return before.query


def _sent(page: KeptAnswer) -> Response:
    beside = page.beside
    assert isinstance(beside, Beside)
    if request.method == "GET" and beside.searched is not None:
        current_services().steering.noting.count(beside.searched)
    remember(beside.place_code)
    filled = {hole: HOLES[hole](beside).encode() for hole in {each for each in beside.parts if isinstance(each, str)}}
    takes = takes_gzip() and not holds_form()
    pack = packed if takes else _as_it_is
    parts = [pack(filled[each]) if isinstance(each, str) else each for each in beside.parts]
    if not takes:
        return Response(b"".join(each.plain for each in parts), content_type=page.content_type)
    return Response(gzipped(parts), content_type=page.content_type, headers={"Content-Encoding": "gzip"})


def _header(_: Beside) -> str:
    return render_template("layouts/_header.html")


def _follow(beside: Beside) -> str:
    offer = follow_offer(beside.follow)
    return render_template("pages/_follow.html", follow=offer) if offer is not None else ""


def _tray(_: Beside) -> str:
    tray = tray_here()
    return render_template("pages/selections/_tray.html", view=tray, back=request.full_path.rstrip("?")) if tray else ""


HOLES: Mapping[str, Callable[[Beside], str]] = {
    HEADER: _header, FOLLOW: _follow, TRAY: _tray, HOLE: lambda _: masked_token(),
}  # fmt: skip
