"""The figures of steering: each with what it counts, of what, and the fiches behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np

from directory.domain.outcomes import KNOWN_WAITS, Answer, Wait
from directory.domain.resource import REQUIRED
from directory.domain.steering.counts import Metric
from directory.services.steering.meanings import LABELS, MEANINGS
from directory.services.steering.reckoned import EVERYTHING, PUBLISHED, Reckoned
from directory.services.steering.sets import LATE_DAYS

SECTIONS: Mapping[str, str] = {
    "alimentation": "Alimentation",
    "qualite": "Qualité",
    "usage": "Usage",
    "moyens": "Moyens mobilisés",
    "suites": "Ce que cela a donné",
    "signalements": "Signalements",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a period.

    number   what is counted; None where there is nothing to count. ``of``: the denominator, None for a plain count.
    hidden   cells too small to be shown, that add nothing to ``number``; ``of_hidden``: nor to ``of``.
    """

    number: float | None
    of: int | None = None
    hidden: int = 0
    of_hidden: int = 0

    @property
    def is_small(self) -> bool:
        """Whether nothing can be shown of ``number`` but that there was something."""
        return self.number == 0 and self.hidden > 0

    @property
    def left_out(self) -> int:
        """How many cells add nothing to what is told."""
        return self.hidden + self.of_hidden

    @property
    def share(self) -> float | None:
        return None if not self.of or self.number is None else self.number / self.of


NOT_KNOWN = Value(None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a table.

    key        in addresses and files. ``under``: whether it is a part of the line before.
    meaning    what is counted, and of what, in one or two sentences.
    fiches     the numbers behind it, as often as they count; None where it counts no fiche.
    unit       "", "%" for a share, "sur" for one told as two counts, "jours", "attente" for a rank of ``KNOWN_WAITS``.
    is_veiled  whether a cell of five and more may be hidden too, since it would give back a small one.
    """

    key: str
    section: str
    label: str
    meaning: str
    value: Callable[[Reckoned], Value]
    fiches: Callable[[Reckoned], list[int]] | None = None
    unit: str = ""
    under: bool = False
    is_veiled: bool = False


def _figure(
    key: str,
    section: str,
    value: Callable[[Reckoned], Value],
    fiches: Callable[[Reckoned], list[int]] | None = None,
    *,
    unit: str = "",
    under: bool = False,
    is_veiled: bool = False,
) -> Figure:
    meaning = MEANINGS["manque" if key.startswith("manque-") else key]
    return Figure(key, section, LABELS[key], meaning, value, fiches, unit, under, is_veiled)


def _stock(key: str, section: str, *names: str, of: str = PUBLISHED, under: bool = False) -> Figure:
    """Return a figure that counts the published fiches of some sets, as a share of those of ``of``."""

    def numbers(reckoned: Reckoned) -> list[int]:
        return reckoned.last.numbers(reckoned.stock(*names))

    def value(reckoned: Reckoned) -> Value:
        return Value(int(np.count_nonzero(reckoned.stock(*names))), int(np.count_nonzero(reckoned.stock(of))))

    return _figure(key, section, value, numbers, unit="%", under=under)


def _of_fiches(key: str, section: str, numbers: Callable[[Reckoned], list[int]], *, under: bool = False) -> Figure:
    """Return a figure that counts what it lists."""
    return _figure(key, section, lambda reckoned: Value(len(numbers(reckoned))), numbers, under=under)


def _happened(key: str, section: str) -> Figure:
    return _of_fiches(key, section, lambda reckoned: reckoned.happened(key))


def _open(days: int, *, under: bool) -> Figure:
    return _of_fiches(
        f"ouverts-{days}", "signalements", lambda reckoned: reckoned.open_reports(least_days=days), under=under
    )


def _used(key: str, section: str, metric: Metric, *, under: bool = False) -> Figure:
    def value(reckoned: Reckoned) -> Value:
        found = reckoned.used(metric)
        return Value(found.value, hidden=found.hidden)

    return _figure(key, section, value, under=under)


def _part(key: str, metric: Metric) -> Figure:
    """Return the share of a part of the searches, where that part is shown."""

    def value(reckoned: Reckoned) -> Value:
        found, whole = reckoned.used(metric), reckoned.searched(metric)
        return Value(found.value, whole.value, found.hidden, whole.hidden)

    return _figure(key, "usage", value, unit="%", under=True, is_veiled=True)


def _answer(key: str, answer: Answer) -> Figure:
    def value(reckoned: Reckoned) -> Value:
        found = reckoned.answered()
        return Value(found.tally.counts[answer], found.tally.total, of_hidden=found.hidden)

    return _figure(key, "suites", value, unit="%", under=True, is_veiled=True)


def _published(reckoned: Reckoned) -> list[int]:
    return reckoned.last.numbers(reckoned.stock())


def _modified(reckoned: Reckoned) -> list[int]:
    # A fiche changed in two quarters of a year is one fiche changed.
    return sorted(set(reckoned.happened("modifiees")))


def _active_institutions(reckoned: Reckoned) -> Value:
    may = {each.code for snapshot in reckoned.snapshots for each in snapshot.institutions if each.may_update}
    acted = {each.code for snapshot in reckoned.snapshots for each in snapshot.institutions if each.acted}
    return Value(len(may & acted), len(may))


def _active_accounts(reckoned: Reckoned) -> Value:
    told = [each for each in reckoned.last.institutions if each.accounts]
    return Value(sum(each.seen for each in told), sum(each.accounts for each in told))


def _far(reckoned: Reckoned) -> Value:
    people, every, asked = reckoned.last.populations, reckoned.last.far, reckoned.scope.need
    needs = {asked: every.get(asked, ())} if asked else every
    far = sum(people.get(code, 0) for codes in needs.values() for code in codes)
    return Value(far, sum(people.values()) * len(needs))


def _delay(reckoned: Reckoned) -> Value:
    days = reckoned.days_to_close()
    return Value(median(days)) if days else NOT_KNOWN


def _of_offices(reckoned: Reckoned) -> Value:
    # An antenne is in no cell of need and territory: it is never narrowed to one.
    found = reckoned.within(EVERYTHING).used(Metric.OFFICE_LIAISONS)
    return Value(found.value, hidden=found.hidden)


def _answers(reckoned: Reckoned) -> Value:
    found = reckoned.answered()
    return Value(found.tally.total, hidden=found.hidden)


def _wait(reckoned: Reckoned) -> Value:
    wait = reckoned.answered().tally.wait
    return NOT_KNOWN if wait is Wait.UNSAID else Value(KNOWN_WAITS.index(wait))


FIGURES: tuple[Figure, ...] = (
    _of_fiches("publiees", "alimentation", _published),
    _stock("sans-responsable", "alimentation", "institution:", under=True),
    _happened("creees", "alimentation"),
    _of_fiches("modifiees", "alimentation", _modified),
    _happened("archivees", "alimentation"),
    _happened("confirmees", "alimentation"),
    _figure("institutions-actives", "alimentation", _active_institutions, unit="sur"),
    _stock("a-jour", "qualite", "a-jour"),
    _stock("jamais", "qualite", "jamais"),
    *(_stock(f"retard-{days}", "qualite", f"retard-{days}", under=days > LATE_DAYS[0]) for days in LATE_DAYS),
    _stock("completes", "qualite", "completes"),
    *(_stock(f"manque-{key}", "qualite", f"manque:{key}", under=True) for key in REQUIRED),
    _stock("situees", "qualite", "situees", of="sur-place"),
    _figure("loin", "usage", _far, unit="%"),
    _used("recherches", "usage", Metric.SEARCHES),
    _part("sans-reponse", Metric.UNANSWERED),
    _part("rien-du-tout", Metric.NOTHING),
    _figure("comptes-actifs", "usage", _active_accounts, unit="sur"),
    _used("feuilles", "moyens", Metric.SHEETS),
    _used("liens-ouverts", "moyens", Metric.LINKS_OPENED, under=True),
    _used("liaisons", "moyens", Metric.LIAISONS),
    _figure("liaisons-antenne", "moyens", _of_offices),
    _figure("suites", "suites", _answers, lambda reckoned: reckoned.answered().fiches, is_veiled=True),
    _answer("accueillis", Answer.RECEIVED),
    _answer("sans-place", Answer.FULL),
    _figure("attente", "suites", _wait, unit="attente", under=True, is_veiled=True),
    _happened("signalements-recus", "signalements"),
    _happened("signalements-traites", "signalements"),
    _figure("delai", "signalements", _delay, unit="jours"),
    _open(7, under=False),
    _open(21, under=True),
)

BY_KEY: Mapping[str, Figure] = {figure.key: figure for figure in FIGURES}
