"""Reasons, distances and ages as people say them in French: the one maker of these sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime

from directory.domain.lines import LinePlace
from directory.domain.resource import Resource
from directory.services.search.question import Question
from directory.services.search.reasons import Reason, ReasonKind, freshness_of
from directory.services.taxonomy.vocabularies import Vocabularies
from fiche.parts import Place
from search.text.french import NBSP, ago, distance_in_words, name_in_print, of_town

SAME_COMMUNE = "dans la commune"


def in_words(reason: Reason) -> str:
    """Return a reason as it is read, without a capital letter or a full stop."""
    return _SENTENCES[reason.kind](reason)


def _quoted(text: str) -> str:
    return f"«{NBSP}{text}{NBSP}»"


def _found(where: str) -> Callable[[Reason], str]:
    """Return the sentence of words found ``where``: the words typed, or what stands for them there."""

    def sentence(reason: Reason) -> str:
        if reason.written:
            return f"{_quoted(reason.written)}, proche de {_quoted(reason.words)}"
        return f"{_quoted(reason.words)} {where}"

    return sentence


def _distance(reason: Reason) -> str:
    return reason.detail if reason.detail == SAME_COMMUNE else f"à {reason.detail}"


_SENTENCES: Mapping[ReasonKind, Callable[[Reason], str]] = {
    ReasonKind.WIDER: lambda _: "proche de ce qui est cherché",
    ReasonKind.SIRET: lambda _: "numéro SIRET identique",
    ReasonKind.PHONE: lambda _: "numéro de téléphone identique",
    ReasonKind.TITLE: _found("dans le titre"),
    ReasonKind.STRUCTURE: _found("dans le nom de la structure"),
    ReasonKind.DESCRIPTION: _found("dans la description"),
    ReasonKind.TERMS: _found("dans les conditions"),
    ReasonKind.NEED: lambda reason: f"répond à {_quoted(reason.detail)}",
    ReasonKind.RESIDENTS: lambda reason: f"pour les habitants {of_town(reason.detail)}",
    ReasonKind.COVERS: lambda reason: f"couvre {name_in_print(reason.detail)}",
    ReasonKind.DISTANCE: _distance,
    ReasonKind.UNSAID: lambda reason: f"non communiqué{NBSP}: {reason.detail}",
    ReasonKind.UNSURE_HOURS: lambda _: "horaires à vérifier",
    ReasonKind.VERIFIED: lambda reason: f"vérifiée {ago(int(reason.detail))}",
    ReasonKind.STALE: lambda reason: f"à vérifier{NBSP}: dernière vérification {ago(int(reason.detail))}",
    ReasonKind.NEVER_VERIFIED: lambda _: "jamais vérifiée",
}


def verified_in_words(resource: Resource, words: Vocabularies, now: datetime) -> str:
    """Return when a person last confirmed the fiche, and whether that is too long ago."""
    return in_words(freshness_of(resource.verified_at, resource.content, words, now))


def how_far(km: float | None, place: LinePlace | Place | None, question: Question) -> str:
    """Return the distance to a place as well as it is known: one known only by its commune has no metres."""
    if km is None or place is None:
        return ""
    if place.precision != "commune":
        return distance_in_words(km)
    asked = question.place.commune if question.place is not None else None
    if asked is not None and place.commune_code == asked.code:
        return SAME_COMMUNE
    return f"environ {distance_in_words(max(1.0, round(km)))}"
