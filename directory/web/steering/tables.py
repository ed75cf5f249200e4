"""The tables of figures, as the page shows them."""

from dataclasses import dataclass

from directory.services.steering.figures import FIGURES, NOT_KNOWN, SECTIONS, Figure
from directory.web.steering.asked import PAGE, Asked, address_of
from directory.web.steering.words import beyond, change_said, ratio_said, value_said

LIST = f"{PAGE}/fiches"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """``of``: "534 sur 2 093". ``url``: the list behind it, empty for none. ``hidden``: "hors 3 cases < 5"."""

    key: str
    label: str
    meaning: str
    now: str
    of: str
    before: str
    change: str
    url: str
    hidden: str
    under: bool


@dataclass(frozen=True, slots=True)
class FigureTable:
    key: str
    title: str
    lines: tuple[FigureLine, ...]


def figure_tables(asked: Asked) -> tuple[FigureTable, ...]:
    return tuple(
        FigureTable(key, title, tuple(_line(each, asked) for each in FIGURES if each.section == key))
        for key, title in SECTIONS.items()
    )


def _line(figure: Figure, asked: Asked) -> FigureLine:
    now = figure.value(asked.reckoned)
    before = figure.value(asked.before) if asked.before is not None else NOT_KNOWN
    return FigureLine(
        figure.key,
        figure.label,
        figure.meaning,
        value_said(now, figure),
        ratio_said(now) if figure.unit == "%" else "",
        value_said(before, figure),
        change_said(now, before, figure),
        list_url(asked, figure.key) if figure.fiches is not None and now.number else "",
        beyond(now.left_out, is_veiled=figure.is_veiled) if now.number or figure.unit == "%" else "",
        figure.under,
    )


def list_url(asked: Asked, figure: str, **more: str) -> str:
    """Return the address of the fiches behind a figure."""
    return address_of(LIST, {"chiffre": figure, **asked.parameters, **more})
