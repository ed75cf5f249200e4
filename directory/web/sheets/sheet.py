"""The sheet handed to a person: one value that feeds the page, the link, the PDF, the mail and the short message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from directory.domain.taxonomy import EmergencyNumber
from directory.services.fiches.page import FichePage
from directory.services.hours.usual import DAYS_AHEAD, closure_in_words
from directory.services.sheets.reading import Given
from directory.web.fiche.person import UNSAID_HOURS, going_steps, is_expected_first
from directory.web.fiche.view import ITINERARY, bullets
from directory.web.search.hits import cost_of
from directory.web.shared.words import PhoneView, address_lines, day_said, phone_views
from directory.web.sheets.plain import explained, first_sentence
from fiche.content import Content
from search.text.french import NBSP, within_sentence

A_PAGE = 3
"""Fiches on one side of A4."""
MOST_URGENT = 3
ASK_ADVISOR = f"Horaires{NBSP}: demandez à votre conseiller."
CALL_FIRST = "Téléphonez avant d’y aller."
PAPERS, PRICE = "Les papiers à apporter", "Le prix"
CHANGED = (
    (("phone", "second_phone"), "Le numéro a changé depuis votre feuille."),
    (("places",), "L’adresse a changé depuis votre feuille."),
    (("hours", "hours_text", "closures"), "Les horaires ont changé depuis votre feuille."),
    (("documents_to_bring",), "Les papiers à apporter ont changé depuis votre feuille."),
    (("costs", "cost_text"), "Le prix a changé depuis votre feuille."),
    (("access_modes", "access_text", "mobilisations", "mobilisation_text"), "Il faut faire autrement qu’avant."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetFiche:
    """One address of a sheet, in the person's words.

    what      what it is for, in one sentence; empty when the fiche does not say.
    waits     a request goes first: the person stays at home until its answer.
    steps     what to do, the first one large; once the answer is yes, for who waits.
    is_dated  an appointment is made: its day is left blank.
    hours     lines; empty where ``no_hours`` says what to do, or where nobody has to go.
    differs   what is otherwise within fourteen days.
    ask       what the fiche does not say, to be asked; ``ask_whom`` heads it.
    changed   what changed since the sheet, in sentences; on its link alone.
    """

    number: int
    id: int
    title: str
    structure: str
    what: str
    waits: bool
    steps: tuple[str, ...]
    is_dated: bool
    phones: tuple[PhoneView, ...]
    email: str
    address: tuple[str, ...]
    itinerary: str
    price: str
    hours: tuple[str, ...]
    no_hours: str
    differs: tuple[str, ...]
    bring: tuple[str, ...]
    ask: tuple[str, ...]
    ask_whom: str
    verified: str
    changed: tuple[str, ...]

    @property
    def then(self) -> str:
        """What to do, inside a sentence."""
        return within_sentence(" ".join(self.steps))


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that is no longer offered. ``title``: empty when nobody may read it any more."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Same:
    """A number of the paper whose fiche was made one with that of ``first``, an earlier number."""

    number: int
    title: str
    first: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a person takes home. Of them, nothing: not even a name, which is written by hand.

    by       who to call with a question, in words.
    url      the link that opens it again; empty without one.
    urgent   numbers to call in danger; empty when they are left off.
    same     numbers that repeat an earlier one; on the link alone.
    """

    day: date
    by: str
    url: str
    fiches: tuple[SheetFiche, ...]
    gone: tuple[Gone, ...]
    urgent: tuple[EmergencyNumber, ...]
    same: tuple[Same, ...] = ()

    @property
    def pages(self) -> tuple[tuple[SheetFiche, ...], ...]:
        return tuple(self.fiches[at : at + A_PAGE] for at in range(0, len(self.fiches), A_PAGE))


def make_sheet(
    given: Sequence[Given], *, day: date, by: str, url: str, urgent: bool, keeps_numbers: bool = False
) -> Sheet:
    """Return the sheet of some fiches. Those that are no longer offered are left off, and told in ``gone``.

    keeps_numbers   fiches have the numbers of the paper, holes included.
    """
    numbered = list(enumerate(given, 1))
    ranked = [(rank, each) for rank, each in numbered if not each.same_as]
    offered = [(rank, each.page, each.changed) for rank, each in ranked if each.page is not None and each.is_offered]
    fiches = tuple(
        _fiche(rank if keeps_numbers else place, page, changed)
        for place, (rank, page, changed) in enumerate(offered, 1)
    )
    gone = tuple(Gone(rank, _title(each)) for rank, each in ranked if not each.is_offered)
    same = tuple(Same(rank, _title(each), each.same_as) for rank, each in numbered if each.same_as)
    return Sheet(day, by, url, fiches, gone, _urgent(given) if urgent else (), same)


def _title(given: Given) -> str:
    return given.page.resource.content.title if given.page is not None else ""


def _fiche(number: int, page: FichePage, changed: frozenset[str]) -> SheetFiche:
    content = page.resource.content
    phones = (*phone_views(content.phone), *phone_views(content.second_phone))
    place = page.place if not content.is_remote_only else None
    has_point = place is not None and place.latitude is not None and place.longitude is not None
    hours = _hours(page)
    return SheetFiche(
        number=number,
        id=page.resource.id,
        title=content.title,
        structure=content.structure.name,
        what=explained(first_sentence(content.description)),
        waits=is_expected_first(content),
        steps=_steps(page),
        is_dated="sur-rendez-vous" in content.access_modes,
        phones=phones,
        email=content.email,
        address=address_lines(place) if place is not None else (),
        itinerary=ITINERARY.format(place.latitude, place.longitude) if has_point and place is not None else "",
        price=explained(cost_of(content.costs, content.cost_text, page.words)),
        hours=hours,
        no_hours="" if hours or content.is_remote_only else UNSAID_HOURS if phones else ASK_ADVISOR,
        differs=_differing(page),
        bring=tuple(explained(line) for line in bullets(content.documents_to_bring)),
        ask=_unsaid(content),
        ask_whom="À demander au téléphone" if phones else "À demander à votre conseiller",
        verified=f"Vérifié le {day_said(content, page.resource.verified_at)}" if page.resource.verified_at else "",
        changed=tuple(said for names, said in CHANGED if changed.intersection(names)),
    )


def _steps(page: FichePage) -> tuple[str, ...]:
    """Return what to do; where the fiche was not verified in time, calling comes first."""
    content = page.resource.content
    steps = going_steps(content)
    goes = content.phone and not content.is_remote_only and not any("Appelez" in step for step in steps)
    return (CALL_FIRST, *steps) if goes and page.is_stale else steps


def _hours(page: FichePage) -> tuple[str, ...]:
    lines = [f"{line[:1].upper()}{line[1:]}" for line in (*page.usual.week, *page.usual.besides)]
    text = " ".join(page.resource.content.hours_text.split())
    return tuple(lines) if lines else ((text,) if text else ())


def _differing(page: FichePage) -> tuple[str, ...]:
    """Return closures and public holidays of the fourteen days to come."""
    soon = page.today + timedelta(days=DAYS_AHEAD)
    far = {closure_in_words(each) for each in page.resource.content.closures if each.first_day > soon}
    return tuple(f"{line[:1].upper()}{line[1:]}" for line in page.usual.ahead if line not in far)


def _unsaid(content: Content) -> tuple[str, ...]:
    """Return what nobody wrote and that one must know: asked in one go."""
    papers = [] if content.documents_to_bring or content.is_remote_only else [PAPERS]
    return (*papers, *([] if content.costs or content.cost_text else [PRICE]))


def _urgent(given: Sequence[Given]) -> tuple[EmergencyNumber, ...]:
    """Return the numbers to call that answer the needs of the fiches."""
    pages = [each.page for each in given if each.is_offered and each.page is not None]
    needs = {need for page in pages for need in page.resource.content.needs}
    numbers = pages[0].words.taxonomy.emergency_numbers if pages else ()
    return tuple(each for each in numbers if needs.intersection(each.needs))[:MOST_URGENT]
