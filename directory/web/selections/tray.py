"""The tray: the selection under way as lists, maps and fiches show it, put in order and handed over from there."""

from dataclasses import dataclass

from flask import Flask, url_for

from directory.http.request import current_services
from directory.web.selections.here import may_select, selection_here, sheet_url
from directory.web.shared.words import WITHDRAWN

MOST_NAMED = 4
"""More are counted: a row of a desk holds no more titles that can be told apart."""


@dataclass(frozen=True, slots=True)
class TrayLine:
    """``number``: of the fiche that was added, by which its button names it."""

    number: int
    rank: int
    title: str
    is_offered: bool


@dataclass(frozen=True, slots=True)
class Tray:
    """What a selection is, in a row.

    others   how many more it holds than it names.
    sheet    address of its sheet; empty when it holds nothing that is still offered.
    hand     where an account asks for that sheet, so that the day is noted; empty for a visitor.
    """

    lines: tuple[TrayLine, ...]
    others: int
    sheet: str
    hand: str

    @property
    def count(self) -> int:
        return len(self.lines) + self.others


def tray_here() -> Tray | None:
    """Return the tray of who asks; None before the first fiche, and for who may select nothing."""
    here = selection_here() if may_select() else None
    if here is None:
        return None
    held = current_services().handing.selections.held(here)
    if not held:
        return None
    named = held if len(held) <= MOST_NAMED else held[: MOST_NAMED - 1]
    is_any_offered = any(each.is_offered for each in held)
    return Tray(
        tuple(
            TrayLine(each.number, rank, each.title or WITHDRAWN, each.is_offered) for rank, each in enumerate(named, 1)
        ),
        len(held) - len(named),
        sheet_url(here) if is_any_offered else "",
        url_for("selections.hand", selection_id=here.id) if here.id else "",
    )


def add_tray(app: Flask) -> None:
    """Give templates the tray."""
    app.jinja_env.globals["tray_here"] = tray_here
