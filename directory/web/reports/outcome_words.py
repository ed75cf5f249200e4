"""What a fiche says of the answers of advisors: what came of sending somebody there."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from directory.domain.outcomes import Answer, Tally, Wait
from directory.domain.resource import Resource
from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor
from directory.http.request import current_services
from search.text.french import MONTHS, NBSP, counted

WAITS: Mapping[Wait, str] = {
    Wait.UNDER_A_WEEK: "moins d’une semaine",
    Wait.ONE_OR_TWO: f"1 à 2{NBSP}semaines",
    Wait.THREE_OR_FOUR: f"3 à 4{NBSP}semaines",
    Wait.LONGER: f"plus de 4{NBSP}semaines",
    Wait.UNSAID: "je ne sais pas",
}
ANSWERS: Mapping[Answer, str] = {
    Answer.FULL: "Pas de place",
    Answer.OTHER_TERMS: "Conditions différentes de la fiche",
    Answer.UNREACHED: "Injoignable ou fermé",
}
COUNTED: Mapping[Answer, tuple[str, str]] = {
    Answer.RECEIVED: ("accueilli", "accueillis"),
    Answer.FULL: ("sans place", "sans place"),
    Answer.OTHER_TERMS: ("avec d’autres conditions", "avec d’autres conditions"),
    Answer.UNREACHED: ("injoignable ou fermé", "injoignable ou fermé"),
}
"""One, and several."""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What a fiche shows to who is signed in.

    form    address of the question; empty where there is nothing to ask.
    tally   the answers in a line; empty while there are too few.
    alive   the last month in which somebody was received, in words; empty when none is near.
    """

    form: str
    tally: str
    alive: str


def outcome_view(fiche: Resource) -> OutcomeView | None:
    """Return what a fiche shows of its answers; None for who may not answer."""
    if not may_somewhere(current_actor(), Action.RECORD_OUTCOME):
        return None
    said = current_services().reports.outcomes.said_of(fiche.id)
    return OutcomeView(
        url_for("outcomes.form", resource_id=fiche.id) if fiche.content.is_published else "",
        tally_in_words(said.tally) if said.tally is not None else "",
        f"accueil constaté en {month_in_words(said.received)}" if said.received else "",
    )


def tally_in_words(tally: Tally) -> str:
    """Return "8 accueillis, 2 sans place · attente constatée 3 à 4 semaines, selon les conseillers"."""
    said = [counted(count, *COUNTED[each]) for each, count in tally.counts.items() if count]
    wait = f" · attente constatée{NBSP}: {WAITS[tally.wait]}" if tally.wait is not Wait.UNSAID else ""
    return f"{', '.join(said)}{wait}, selon les conseillers"


def month_in_words(month: str) -> str:
    """Return "novembre" for ``2026-11``."""
    return MONTHS[int(month[5:]) - 1]
