"""How periods and figures are said."""

from directory.domain.outcomes import KNOWN_WAITS
from directory.domain.steering.periods import QUARTERS_IN_A_YEAR, Period, Quarter
from directory.domain.steering.shown import FEWEST, Shown
from directory.services.steering.figures import Figure, Value
from directory.web.reports.outcome_words import WAITS
from search.text.french import MONTHS, NBSP, counted, number_in_words

UNKNOWN = "–"
MINUS = "−"
HIDDEN = "caché"
"""Of what may be more than four, but would give back a small count."""


def period_label(period: Period) -> str:
    """Return ``3e trimestre 2026``, ``1er semestre 2026`` or ``année 2026``."""
    first = period.quarters[0]
    if len(period.quarters) == QUARTERS_IN_A_YEAR:
        return f"année {first.year}"
    if len(period.quarters) == 1:
        return f"{_ordinal(first.rank)} trimestre {first.year}"
    return f"{_ordinal((first.rank + 1) // 2)} semestre {first.year}"


def short_label(period: Period) -> str:
    """Return ``3e trim. 2026``."""
    said = period_label(period).replace("trimestre", "trim.").replace("semestre", "sem.").removeprefix("année ")
    return said.replace(" ", NBSP)


def months_label(period: Period) -> str:
    """Return ``juillet à septembre``."""
    return f"{MONTHS[period.first_day.month - 1]} à {MONTHS[period.last_day.month - 1]}"


def quarter_label(quarter: Quarter) -> str:
    return short_label(Period((quarter,)))


def value_said(value: Value, figure: Figure) -> str:
    """Return ``1 532``, ``60 %``, ``31 sur 44``, ``6 jours``, ``1 à 2 semaines``, ``< 5`` or ``caché``."""
    if value.number is None:
        return UNKNOWN
    if value.is_small:
        return HIDDEN if figure.is_veiled else small()
    if figure.unit == "%":
        return percent(value.share)
    if figure.unit == "attente":
        return WAITS[KNOWN_WAITS[int(value.number)]]
    if figure.unit == "sur":
        return ratio_said(value)
    if figure.unit == "jours":
        number = f"{value.number:g}".replace(".", ",")
        return f"{number}{NBSP}{'jour' if value.number < 2 else 'jours'}"
    return number_in_words(int(value.number))


def ratio_said(value: Value) -> str:
    """Return ``534 sur 2 093``, empty where there is nothing to count or to show."""
    if value.number is None or value.of is None or value.is_small:
        return ""
    return f"{number_in_words(int(value.number))} sur {number_in_words(value.of)}"


def change_said(now: Value, before: Value, figure: Figure) -> str:
    """Return ``+ 12``, ``− 4 pts`` or a dash where one of the two is not known, too small to be told, or no number."""
    if now.number is None or before.number is None or now.is_small or before.is_small or figure.unit == "attente":
        return UNKNOWN
    if figure.unit == "%":
        if now.share is None or before.share is None:
            return UNKNOWN
        points = round(100 * now.share, 1) - round(100 * before.share, 1)
        size = f"{abs(points):.1f}".replace(".", ",").removesuffix(",0")
        return f"{_sign(points)}{size}{NBSP}{'pt' if abs(points) < 2 else 'pts'}"
    difference = now.number - before.number
    size = number_in_words(int(abs(difference))) if difference == int(difference) else f"{abs(difference):g}"
    return f"{_sign(difference)}{size}".replace(".", ",")


def percent(share: float | None) -> str:
    if share is None:
        return UNKNOWN
    rounded = f"{100 * share:.1f}" if 0 < share < 0.1 else f"{100 * share:.0f}"
    return f"{rounded.replace('.', ',').removesuffix(',0')}{NBSP}%"


def shown_said(cell: Shown) -> str:
    """Return a count as it is shown."""
    return small() if cell.is_hidden else number_in_words(cell.value)


def beyond(hidden: int, *, is_veiled: bool = False) -> str:
    """Return ``hors 3 cases < 5`` or ``hors 3 cases cachées``, empty where nothing is hidden."""
    if not hidden:
        return ""
    cells = counted(hidden, "case", "cases")
    return f"hors {cells} {'cachée' if hidden == 1 else 'cachées'}" if is_veiled else f"hors {cells} {small()}"


def small() -> str:
    return f"<{NBSP}{FEWEST}"


def _sign(difference: float) -> str:
    return f"+{NBSP}" if difference > 0 else f"{MINUS}{NBSP}" if difference < 0 else ""


def _ordinal(rank: int) -> str:
    return "1er" if rank == 1 else f"{rank}e"
