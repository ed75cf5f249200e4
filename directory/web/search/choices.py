"""What narrows a list down: facets with their counts, day of opening, freshness, order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directory.criteria import BY_NAME
from directory.services.hours.words import clock
from directory.services.search.facets import Facet, FacetValue
from directory.services.search.results import ResultPage
from directory.web.search.bar import Option, first
from search.criteria import UNKNOWN
from search.places.clock import local_day
from search.text.french import DAYS, day_in_words, number_in_words

SHOWN_VALUES = 6
DAYS_AHEAD = 7
SORT_LABELS = {
    "pertinence": "pertinence",
    "distance": "distance",
    "fraicheur": "dernière vérification",
    "nom": "nom",
}
FACET_LABELS = {"mobilisation": "Comment y envoyer la personne", "institution": "Fiche tenue par"}
"""Where a panel says it otherwise than the documentation of the parameter."""
ORDER = (
    "besoin",
    "mobilisation",
    "frais",
    "accueil",
    "public",
    "acces",
    "famille",
    "volet",
    "institution",
    "reseau",
    "langue",
    "accessibilite",
)
UNFOLDED = frozenset({"besoin", "mobilisation", "frais", "accueil", "public"})
FRESHNESS = ((90, "moins de trois mois"), (182, "moins de six mois"), (365, "moins d’un an"))


@dataclass(frozen=True, slots=True)
class FacetValueView:
    """``id``: the same from one answer to the next, so that the focus stays where it was."""

    id: str
    code: str
    label: str
    total: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """``more``: values that one more click shows."""

    name: str
    label: str
    values: tuple[FacetValueView, ...]
    more: tuple[FacetValueView, ...]
    is_unfolded: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The panel beside the list. ``hidden``: what the form of the panel sends again."""

    facets: tuple[FacetView, ...]
    opening: tuple[Option, ...]
    freshness: tuple[Option, ...]
    sorts: tuple[Option, ...]
    hidden: tuple[tuple[str, str], ...]


def choices_of(page: ResultPage) -> Choices:
    by_name = {facet.name: facet for facet in page.facets if _says_something(facet)}
    asked = page.question.asked
    place = page.question.place
    commune = place.commune if place is not None else None
    today = local_day(page.instant, commune.code if commune is not None else "")
    controls = {"page", "tri", "ouvert", "verifiee_depuis", *by_name}
    return Choices(
        facets=tuple(_facet_view(by_name[name]) for name in ORDER if name in by_name),
        opening=_opening(first(asked, "ouvert"), today),
        freshness=_freshness(first(asked, "verifiee_depuis"), today),
        sorts=tuple(
            Option(key, label, key == page.question.sort)
            for key, label in SORT_LABELS.items()
            if key != "distance" or page.question.place is not None
        ),
        hidden=tuple((name, value) for name, values in asked.items() if name not in controls for value in values),
    )


def _says_something(facet: Facet) -> bool:
    """Tell whether a facet gives a choice: one where nobody says anything does not."""
    return any(value.code != UNKNOWN or value.is_chosen for value in facet.values)


def _facet_view(facet: Facet) -> FacetView:
    shown = _shown(facet.values) if len(facet.values) > SHOWN_VALUES + 1 else set(facet.values)
    views = [(value in shown, _value_view(facet.name, value)) for value in facet.values]
    return FacetView(
        facet.name,
        FACET_LABELS.get(facet.name, BY_NAME[facet.name].label),
        tuple(view for is_shown, view in views if is_shown),
        tuple(view for is_shown, view in views if not is_shown),
        facet.name in UNFOLDED or any(value.is_chosen for value in facet.values),
    )


def _shown(values: Sequence[FacetValue]) -> set[FacetValue]:
    """Return the values chosen and the most frequent: the panel must be read at a glance."""
    ranked = sorted(values, key=lambda value: (not value.is_chosen, value.code == UNKNOWN, -value.total, value.code))
    least = sum(value.is_chosen for value in values)
    return set(ranked[: max(SHOWN_VALUES, least)])


def _value_view(name: str, value: FacetValue) -> FacetValueView:
    return FacetValueView(
        f"choix-{name}-{value.code}", value.code, value.label, number_in_words(value.total), value.is_chosen
    )


def _opening(chosen: str, today: date) -> tuple[Option, ...]:
    options = [Option("", "à tout moment", not chosen), Option("maintenant", "maintenant", chosen == "maintenant")]
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        options.append(Option(day.isoformat(), _day_label(day, ahead), chosen == day.isoformat()))
    if chosen and not any(option.is_chosen for option in options):
        options.append(Option(chosen, _moment_label(chosen), True))
    return tuple(options)


def _moment_label(chosen: str) -> str:
    """Return a moment in the words of its tag: ``lundi 30 novembre à 19 h``."""
    day = datetime.fromisoformat(chosen)
    said = f"{DAYS[day.weekday()]} {day_in_words(day.date())}"
    return f"{said} à {clock(day.hour * 60 + day.minute)}" if len(chosen) > len("2026-11-30") else said


def _day_label(day: date, ahead: int) -> str:
    name = f"{DAYS[day.weekday()]} {day_in_words(day)}"
    return {0: f"aujourd’hui, {name}", 1: f"demain, {name}"}.get(ahead, name)


def _freshness(chosen: str, today: date) -> tuple[Option, ...]:
    options = [Option("", "sans limite", not chosen)]
    for days, label in FRESHNESS:
        since = (today - timedelta(days=days)).isoformat()
        options.append(Option(since, label, chosen == since))
    if chosen and not any(option.is_chosen for option in options):
        day = date.fromisoformat(chosen)
        options.append(Option(chosen, f"depuis le {day_in_words(day)} {day.year}", True))
    return tuple(options)
