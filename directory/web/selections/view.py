"""What the page of a selection shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from directory.domain.outcomes import ASKED_AFTER
from directory.domain.resource import Resource
from directory.domain.selections import Selection
from directory.http.request import current_services
from directory.services.hours.words import OpeningStatus
from directory.services.search.question import AskedPlace
from directory.services.search.showing import nearest_place
from directory.services.selections.reading import Line
from directory.web.fiche.person import is_expected_first
from directory.web.search.bar import fiche_url
from directory.web.search.hits import cost_of, listed, with_town
from directory.web.selections.here import sheet_url
from directory.web.shared.dates import HERE, day
from directory.web.shared.words import title_in_sight
from directory.web.writing.value_words import ValueWords
from fiche.codes import ARCHIVE_REASONS
from fiche.content import FIELDS, Content
from fiche.parts import Place
from search.places.clock import local_day
from search.places.geometry import haversine_km
from search.text.french import NBSP, day_in_words, distance_in_words, name_in_print, within_sentence

MOST_NEEDS_NAMED = 3
LONGEST_SHOWN_CHARS = 120


@dataclass(frozen=True, slots=True)
class OtherView:
    """Another fiche for the same need, that may be put in the place of one that is no longer offered."""

    id: int
    title: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class LineView:
    """One fiche of a selection.

    id        of the fiche that was added, by which gestures name it; ``url`` leads to the one that stands for it.
    changed   what changed since it was added, read or handed over, in a sentence; empty when nothing did.
    gone      why it is not on the sheet; empty when it is.
    handed    the day of its last sheet; empty before the first.
    liaison   address of its fiche de liaison, for one that asks for a prescription; empty otherwise.
    outcome   address of the question of what came of it, from a week after its last sheet; empty before.
    """

    id: int
    rank: int
    title: str
    url: str
    who: str
    distance: str
    status: OpeningStatus
    orientation: str
    cost: str
    changed: str
    gone: str
    merged: bool
    joined: bool
    handed: str
    liaison: str
    outcome: str
    others: tuple[OtherView, ...]


@dataclass(frozen=True, slots=True)
class SelectionView:
    """What is shown of a selection.

    given   numbers of the fiches that the sheet will hold; ``sheet``: its address, empty when there are none.
    ends    the day on which the selection goes if nobody touches it; empty for a visitor's.
    """

    name: str
    begun: str
    lines: tuple[LineView, ...]
    given: tuple[int, ...]
    sheet: str
    ends: str


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A selection in the list of the others. ``warns``: it goes in a few days."""

    id: int
    name: str
    detail: str
    warns: bool


def selection_view(selection: Selection, lines: Sequence[Line]) -> SelectionView:
    asked = current_services().places.of_code(selection.commune) if selection.commune else None
    views = tuple(_line_view(rank, line, asked) for rank, line in enumerate(lines, 1))
    given = tuple(dict.fromkeys(line.resource.id for line in lines if line.is_offered))
    return SelectionView(
        name_of(selection),
        _begun(selection.created_at),
        views,
        given,
        sheet_url(selection) if given else "",
        day(selection.ends_at) if selection.account_id else "",
    )


def name_of(selection: Selection) -> str:
    """Return such words as "Passer son permis, faire garder son enfant · Martigues": nobody types them."""
    words, gazetteer = current_services().words.current(), current_services().places.gazetteer
    codes = list(dict.fromkeys(each.need for each in selection.items if each.need))
    labels = [words.label("besoin", code) for code in codes[:MOST_NEEDS_NAMED]]
    named = ", ".join(label if not rank else within_sentence(label) for rank, label in enumerate(labels))
    more = "…" if len(codes) > MOST_NEEDS_NAMED else ""
    commune = gazetteer.get(selection.commune) if selection.commune else None
    town = f" · {name_in_print(commune.name)}" if commune is not None else ""
    return f"{named or 'Ma sélection'}{more}{town}"


def summary_view(selection: Selection) -> SummaryView:
    count = len(selection.items)
    left = (selection.ends_at - current_services().now()).days
    fiches = f"{count}{NBSP}fiche{'s' if count > 1 else ''}"
    ends = f", supprimée le {day(selection.ends_at)}" if left < DAYS_WARNED else ""
    return SummaryView(
        selection.id, name_of(selection), f"{_begun(selection.created_at)}, {fiches}{ends}", left < DAYS_WARNED
    )  # fmt: skip


DAYS_WARNED = 10
"""A selection that goes within so many days is said to."""


def _begun(at: datetime) -> str:
    here = at.astimezone(HERE)
    return f"{day_in_words(here.date())}, {here.hour}{NBSP}h{NBSP}{here.minute:02}"


def _line_view(rank: int, line: Line, asked: AskedPlace | None) -> LineView:
    content, words = line.resource.content, line.page.words
    centre = asked.centre if asked is not None else None
    place = nearest_place(content.places, centre)
    km = ""
    if place is not None and centre is not None and place.latitude is not None and place.longitude is not None:
        km = distance_in_words(haversine_km(place.latitude, place.longitude, centre.latitude, centre.longitude))
    return LineView(
        line.item.resource_id,
        rank,
        title_in_sight(content),
        fiche_url(line.resource) if content.has_page else "",
        _who(content, place),
        km,
        line.page.status,
        listed("mobilisation", content.mobilisations, words),
        cost_of(content.costs, content.cost_text, words),
        _changed(line),
        _gone(line),
        line.is_merged,
        line.has_joined,
        f"{day_in_words(line.item.handed_on)}" if line.item.handed_on is not None else "",
        url_for("liaison.page", fiche=line.resource.id) if line.is_offered and is_expected_first(content) else "",
        _outcome(line),
        tuple(_other(each) for each in line.others),
    )


def _outcome(line: Line) -> str:
    handed = line.item.handed_on
    if handed is None or not line.is_offered or local_day(current_services().now()) < handed + ASKED_AFTER:
        return ""
    return url_for("outcomes.form", resource_id=line.resource.id)


def _who(content: Content, place: Place | None) -> str:
    """Return the structure and its town; nothing of a fiche that nobody may read for now."""
    town = name_in_print(place.commune_name) if place is not None else ""
    return with_town(content.structure.name, town) if content.has_page else ""


def _changed(line: Line) -> str:
    """Return what is new, in words: of one field, its value of today too."""
    if not line.changed or line.changed_at is None:
        return ""
    labels = ", ".join(FIELDS[name].label.lower() for name in line.changed)
    since = "votre feuille" if line.item.handed_on is not None else "votre ajout"
    said = f"Changé depuis {since}{NBSP}: {labels}, le {day(line.changed_at)}."
    if len(line.changed) > 1:
        return said
    values = ValueWords(line.page.words, current_services().places).lines(line.changed[0], line.resource.content)
    value = ", ".join(values)
    return f"{said} Aujourd’hui{NBSP}: {value}." if value and len(value) <= LONGEST_SHOWN_CHARS else said


def _gone(line: Line) -> str:
    content = line.resource.content
    if line.is_offered:
        return ""
    if not content.is_archived:
        return f"Retirée le temps d’être corrigée{NBSP}: elle ne sera pas sur la feuille."
    reason = ARCHIVE_REASONS.get(content.archive_reason, "") if content.archive_reason else ""
    why = f" ({within_sentence(reason)})" if reason else ""
    return f"Archivée le {day(line.resource.modified_at)}{why}{NBSP}: elle ne sera pas sur la feuille."


def _other(fiche: Resource) -> OtherView:
    content = fiche.content
    town = next((place.commune_name for place in content.places if place.commune_name), "")
    return OtherView(fiche.id, content.title, fiche_url(fiche), with_town(content.structure.name, name_in_print(town)))
