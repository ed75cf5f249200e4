"""*Ce que nous avons lu*: what a file is, what was mended in it, its first lines."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from directory.domain.imports import BatchState
from directory.domain.rights import Action
from directory.http.access import needs
from directory.services.imports.desk import OPEN
from directory.services.imports.looks import FileLook
from directory.web.imports.steps import Standing, head_of, standing_of, url_of, working_page
from directory.web.imports.words import ENCODINGS, KINDS, SEPARATORS
from search.text.french import NBSP

reading = Blueprint("reading", __name__)

ACROSS = 4
"""Lines of the file shown side by side."""


@dataclass(frozen=True, slots=True)
class ReadingView:
    """``facts``: name and words of each; ``lines`` numbers of those shown; ``rows``: title and a cell for each line."""

    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    claims: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    next_url: str


@reading.get("/imports/<int:number>/lecture")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    standing = standing_of(number)
    if standing.look is None:
        return working_page(standing, "lecture")
    if standing.look.unreadable is not None:
        return render_template(
            "pages/imports/unreadable.html", head=head_of(standing, "lecture"), message=standing.look.unreadable
        )
    return render_template(
        "pages/imports/reading.html", head=head_of(standing, "lecture"), view=_view(standing, standing.look)
    )


def _view(standing: Standing, look: FileLook) -> ReadingView:
    facts = [("Nature", KINDS.get(look.kind, look.kind))]
    if look.encoding:
        facts.append(("Encodage", ENCODINGS.get(look.encoding.lower(), look.encoding)))
    if look.separator:
        facts.append(("Séparateur", SEPARATORS.get(look.separator, f"«{NBSP}{look.separator}{NBSP}»")))
    shown = look.first[:ACROSS]
    claims = tuple(f"{each.label}{NBSP}: {f'{NBSP}; '.join(each.reasons)}." for each in look.claims[:1])
    is_open = standing.batch.state in OPEN and standing.batch.state is not BatchState.UNREADABLE
    return ReadingView(
        tuple(facts),
        tuple(f"{each.text} {each.advice}".strip() for each in look.notices),
        claims if look.taken else (),
        tuple(line for line, _ in shown),
        tuple((title, tuple(cells.get(title, "") for _, cells in shown)) for title in look.header),
        url_of(standing) if is_open or standing.step != "lecture" else "",
    )
