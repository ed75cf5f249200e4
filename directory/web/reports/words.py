"""How reports are said on pages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from directory.domain.reports.proposal import ProposalState
from directory.domain.reports.report import LABELS, Report, ReportKind, ReportState
from directory.domain.resource import Resource
from directory.errors import FIELD_ERRORS, field_error
from directory.services.reports.words import WordsRefused
from directory.services.search.places import Places
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.writing.value_words import ValueWords
from search.places.clock import local_day
from search.text.french import NBSP, ago

CHOICES: Mapping[ReportKind, str] = {
    ReportKind.CLOSED: "Le service est fermé pour de bon",
    ReportKind.PHONE: "Le téléphone",
    ReportKind.ADDRESS: "L’adresse",
    ReportKind.HOURS: "Les horaires",
    ReportKind.TERMS: "Les conditions",
    ReportKind.DUPLICATE: "La même fiche existe deux fois",
    ReportKind.OTHER: "Autre chose",
}
BETTER: Mapping[ReportKind, str] = {
    ReportKind.PHONE: "Le bon numéro, si vous le connaissez",
    ReportKind.ADDRESS: "La bonne adresse, si vous la connaissez",
    ReportKind.HOURS: "Les bons horaires, si vous les connaissez",
    ReportKind.TERMS: "Ce qui est vrai, si vous le savez",
    ReportKind.DUPLICATE: "Le titre ou l’adresse de l’autre fiche",
}
SHOWN: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.PHONE: ("phone", "second_phone"),
    ReportKind.ADDRESS: ("places",),
    ReportKind.HOURS: ("hours",),
    ReportKind.TERMS: ("audiences", "costs", "mobilisations"),
}
"""Fields whose present value stands beside a kind."""
STATES: Mapping[ReportState, str] = {
    ReportState.OPEN: "en attente",
    ReportState.SETTLED: "corrigé",
    ReportState.DISMISSED: "sans suite",
}
ENDS: Mapping[ProposalState, str] = {
    ProposalState.OPEN: "en attente",
    ProposalState.TAKEN: "prise",
    ProposalState.PARTLY_TAKEN: "prise en partie",
    ProposalState.DISMISSED: "sans suite",
}
LABELS_OF_FIELDS = {
    "texte": "Ce que vous avez constaté", "valeur": "Ce qui est vrai", "raison": "La raison", "nature": "Nature",
    "structure": "La structure", "service": "Ce qu’elle fait", "lieu": "Où", "source": "Comment vous le savez",
}  # fmt: skip
SILENT = "rien n’est indiqué"
LONGEST_SHOWN_CHARS = 160


def told_ago(at: datetime, now: datetime) -> str:
    """Return how long ago something was told, in days of here: "hier", "il y a 3 jours"."""
    return ago((local_day(now) - local_day(at)).days)


def present_value(kind: ReportKind, fiche: Resource, words: Vocabularies, places: Places) -> str:
    """Return what a fiche says now of what a kind is about; empty for a kind about no field."""
    names = SHOWN.get(kind)
    if names is None:
        return ""
    say = ValueWords(words, places)
    lines = [line for name in names for line in say.lines(name, fiche.content)]
    text = ", ".join(lines) or SILENT
    return text if len(text) <= LONGEST_SHOWN_CHARS else text[: LONGEST_SHOWN_CHARS - 1].rstrip() + "…"


def said_briefly(reports: Sequence[Report], now: datetime) -> str:
    """Return what the fiche says of its open reports: "Signalé : téléphone, il y a 3 jours". Empty for none."""
    if not reports:
        return ""
    latest: dict[ReportKind, Report] = {each.kind: each for each in reports}
    said = (f"{LABELS[kind]}, {told_ago(each.at, now)}" for kind, each in latest.items())
    return f"Signalé{NBSP}: {f'{NBSP}; '.join(said)}."


def refusal_of(refused: WordsRefused) -> str:
    """Return why words are not kept, and what to do."""
    label = LABELS_OF_FIELDS.get(refused.field, refused.field)
    error = field_error(refused.field, refused.code, libelle=label, maximum=refused.maximum, attendu=refused.what)
    return f"{error.message} {FIELD_ERRORS[refused.code].help}"


def kinds(values: Iterable[str]) -> ReportKind | None:
    """Return the kind among what was typed, None where there is none."""
    known = {each.value: each for each in ReportKind}
    return next((known[each] for each in values if each in known), None)
