"""The three points to decide, in words: what is, and a question; never an advice."""

from dataclasses import dataclass

from directory.services.steering.decide import Overdue, Unanswered, Waiting, overdue, unanswered, waiting
from directory.web.steering.asked import Asked
from directory.web.steering.tables import list_url
from directory.web.steering.words import beyond
from search.text.french import NBSP, counted, number_in_words

MOST_NAMED = 3
RULE = (
    f"Toujours la même règle{NBSP}: le besoin le plus recherché là où aucune fiche n’est sur place (là où vivent le "
    f"plus d’habitants, quand aucune recherche n’y est comptée){NBSP}; les fiches les plus en retard de confirmation"
    f"{NBSP}; les signalements sans réponse depuis le plus longtemps. Les chiffres sont ceux des tableaux ci-dessous."
)


@dataclass(frozen=True, slots=True)
class Point:
    """``number`` and ``unit``: what is told large; ``ask``: the question."""

    number: str
    unit: str
    title: str
    text: str
    ask: str
    url: str


def points_of(asked: Asked) -> tuple[Point, ...]:
    without = unanswered(asked.reckoned, asked.needs, asked.territories, asked.coverage)
    late, kept_waiting = overdue(asked.reckoned, asked.before), waiting(asked.reckoned)
    return (
        _nothing("besoin", "Chaque besoin a une fiche sur place") if without is None else _unanswered(without, asked),
        _nothing("fiche", f"Aucune en retard de plus de 30{NBSP}jours") if late is None else _overdue(late, asked),
        _nothing("signalement", "Aucun n’attend depuis une semaine")
        if kept_waiting is None
        else _waiting(kept_waiting, asked),
    )


def _nothing(unit: str, title: str) -> Point:
    return Point("0", unit, title, "", "Rien à décider.", "")


def _unanswered(found: Unanswered, asked: Asked) -> Point:
    names = [each.name for each in found.territories]
    where = _listed(names) if len(names) <= MOST_NAMED else counted(len(names), "territoire", "territoires")
    label = asked.words.label("besoin", found.need)
    title = f"{label}{NBSP}: aucune fiche sur place, {where}"
    people = f"{number_in_words(found.people)} habitants."
    ask = f"Qui ouvre ou recense une réponse{NBSP}?"
    url = f"{asked.address(carte=found.need)}#carte"
    if found.searches.value:
        hidden = beyond(found.searches.hidden)
        return Point(number_in_words(found.searches.value), "recherches", title, f"{people} {hidden}".strip(), ask, url)
    return Point(number_in_words(found.people), "habitants", title, "Aucune recherche comptée à cet endroit.", ask, url)


def _overdue(found: Overdue, asked: Asked) -> Point:
    change = "" if found.before is None else _change(found.fiches - found.before)
    held = (
        f"{number_in_words(found.held)} sont tenues par {counted(found.institutions, 'institution', 'institutions')}."
        if found.held
        else "Aucune institution ne les tient."
    )
    return Point(
        number_in_words(found.fiches),
        "fiches" if found.fiches > 1 else "fiche",
        f"En retard de plus de {found.days}{NBSP}jours{change}",
        held,
        f"Les confirmer, les confier ou les archiver{NBSP}?",
        list_url(asked, f"retard-{found.days}"),
    )


def _waiting(found: Waiting, asked: Asked) -> Point:
    return Point(
        number_in_words(found.reports),
        "signalements" if found.reports > 1 else "signalement",
        f"Sans réponse depuis plus de {found.days}{NBSP}jours",
        f"{number_in_words(found.orphans)} sur des fiches sans responsable." if found.orphans else "",
        f"Qui répond, et pour quand{NBSP}?",
        list_url(asked, f"ouverts-{found.days}"),
    )


def _change(difference: int) -> str:
    if not difference:
        return ", comme à la période d’avant"
    return f", {number_in_words(abs(difference))} de {'plus' if difference > 0 else 'moins'} qu’à la période d’avant"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
