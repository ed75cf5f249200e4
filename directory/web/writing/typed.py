"""A fiche as the values of a form: what is shown in it, and what comes back from it."""

from werkzeug.datastructures import MultiDict

from directory.http.links import whole_number
from directory.services.fiches.typed_values import text_of_point
from directory.services.hours.grid import Entered, Line, entered_of
from directory.web.writing.sections import PLAIN_KINDS, SECTIONS, row_of, wire_of
from fiche.codes import EVERYONE
from fiche.content import FIELDS, Content
from fiche.fields import Kind
from fiche.parts import BY_HAND, Closure, Place
from search.criteria import MINUTES_A_DAY

Typed = MultiDict[str, str]
"""Names of the form to what was typed, several values for a list."""

DAY_CODES = ("lu", "ma", "me", "je", "ve", "sa", "di")
NAMES = tuple(name for section in SECTIONS for name in (*section.first, *section.further))
PLACES, HOURS, CLOSURES = FIELDS["places"].wire, FIELDS["hours"].wire, FIELDS["closures"].wire
SPECIAL = f"{HOURS}.cas"
SPECIAL_SHOWN = f"{HOURS}.montre"
"""What the form showed there: sent back untouched, it is not read again."""
NETWORKS = wire_of("structure.networks")
AREAS = FIELDS["service_areas"].wire
MORE_AREAS = f"{AREAS}.ajout"
EVERYBODY, SOME = "oui", "non"
BACK = "revenir"
"""What a form sends to be shown again as it was typed, and nothing kept."""
PLACE_MEMBERS = {
    "adresse": "address", "complement": "complement", "code_postal": "postcode", "commune": "commune_name",
}  # fmt: skip
"""In the order of ``Place``."""
POINT, POINT_OF, KEEPS_POINT = "repere", "repere_pour", "repere_garde"
"""Of a place: the point that a person put on the map, the text it was put for, what to do when that text changed."""


def typed_of(content: Content) -> Typed:
    """Return what a form shows of a fiche."""
    typed: Typed = MultiDict()
    for name in NAMES:
        row, wire = row_of(name), wire_of(name)
        holder = content.structure if "." in name else content
        value = getattr(holder, name.rpartition(".")[2])
        if row.kind in PLAIN_KINDS and value:
            typed[wire] = value
        elif row.is_list_of_codes:
            typed.setlist(wire, list(value))
        elif row.kind is Kind.DATE and value is not None:
            typed[wire] = value.isoformat()
    if content.audiences:
        typed["tous"] = EVERYBODY if EVERYONE in content.audiences else SOME
    typed.setlist(FIELDS["families"].wire, list(content.families))
    typed.setlist(NETWORKS, list(content.structure.networks))
    put_places(typed, content.places)
    put_hours(typed, entered_of(content.hours))
    put_closures(typed, content.closures)
    return typed


def put_places(typed: Typed, places: tuple[Place, ...]) -> None:
    for rank, place in enumerate(places):
        for name, member in PLACE_MEMBERS.items():
            typed[f"{PLACES}.{rank}.{name}"] = getattr(place, member)
        if place.precision == BY_HAND and place.has_point:
            typed[f"{PLACES}.{rank}.{POINT}"] = f"{place.latitude:.6f} {place.longitude:.6f}"
            typed[f"{PLACES}.{rank}.{POINT_OF}"] = text_of_point(place)


def put_hours(typed: Typed, entered: Entered) -> None:
    for rank, line in enumerate(entered.grid.lines):
        put_line(typed, rank, line)
    if entered.grid.lines:
        typed[f"{HOURS}.feries"] = entered.grid.holidays.value
    if entered.special:
        typed[SPECIAL] = typed[SPECIAL_SHOWN] = entered.special


def put_line(typed: Typed, rank: int, line: Line) -> None:
    typed[f"{HOURS}.{rank}.de"] = clock_typed(line.start)
    typed[f"{HOURS}.{rank}.a"] = clock_typed(line.end)
    typed.setlist(f"{HOURS}.{rank}.jour", [DAY_CODES[day] for day in line.days])
    if line.by_appointment:
        typed[f"{HOURS}.{rank}.rdv"] = "oui"


def put_closures(typed: Typed, closures: tuple[Closure, ...]) -> None:
    for rank, closure in enumerate(closures):
        typed[f"{CLOSURES}.{rank}.du"] = closure.first_day.isoformat()
        typed[f"{CLOSURES}.{rank}.au"] = closure.last_day.isoformat()
        typed[f"{CLOSURES}.{rank}.message"] = closure.message


def clock_typed(minutes: int) -> str:
    """Return a time as people type it: ``9 h``, ``17 h 30``, ``24 h`` at the end of a day, ``2 h`` after it."""
    hour, minute = divmod(minutes if minutes <= MINUTES_A_DAY else minutes - MINUTES_A_DAY, 60)
    return f"{hour} h {minute:02d}" if minute else f"{hour} h"


def drop_group(typed: Typed, group: str) -> None:
    """Take every line of a group out of a form."""
    for name in [name for name in typed if name.startswith(f"{group}.")]:
        typed.poplist(name)


def ranks_of(typed: Typed, group: str) -> list[int]:
    """Return the ranks of the lines of a group that came, in order: 0 and 2 for ``lieux.0.adresse``, ``lieux.2.…``."""
    parts = (name.split(".") for name in typed if name.startswith(f"{group}."))
    ranks = {whole_number(part[1]) for part in parts if len(part) == 3}
    return sorted(rank for rank in ranks if rank is not None)
