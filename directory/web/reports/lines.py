"""A report as lists show it."""

from dataclasses import dataclass

from directory.domain.reports.report import LABELS, Report
from directory.domain.resource import Resource
from directory.http.request import current_services
from directory.services.reports.proposing import Proposed
from directory.web.reports.on_fiche import said_of
from directory.web.reports.words import ENDS, STATES, present_value, told_ago
from directory.web.search.bar import fiche_url
from directory.web.writing.value_words import joined_labels
from fiche.content import FIELDS


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report. ``present``: what the fiche says today of what it is about; ``url``: empty for a fiche unseen."""

    id: int
    resource_id: int
    kind: str
    text: str
    better: str
    ago: str
    state: str
    is_open: bool
    answer: str
    who: str
    present: str
    fiche: str
    url: str


def line_of(report: Report, fiche: Resource) -> ReportLine:
    services = current_services()
    words = services.words.current()
    return ReportLine(
        report.id,
        fiche.id,
        LABELS[report.kind],
        report.text,
        report.better,
        told_ago(report.at, services.now()),
        STATES[report.state],
        report.is_open,
        report.answer,
        words.label("institution", report.institution) if report.institution else "une personne sans compte",
        present_value(report.kind, fiche, words, services.places) if fiche.content.has_page else "",
        fiche.content.title,
        fiche_url(fiche) if fiche.content.has_page else "",
    )


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as lists show it. ``fields``: labels of what it changes, ``taken``: of what was taken."""

    id: int
    fiche: str
    url: str
    who: str
    ago: str
    fields: str
    taken: str
    end: str
    is_open: bool
    answer: str


def proposal_line(proposed: Proposed) -> ProposalLine:
    proposal, content = proposed.proposal, proposed.fiche.content
    return ProposalLine(
        proposal.id,
        content.title,
        fiche_url(proposed.fiche) if content.has_page else "",
        said_of(proposed),
        told_ago(proposal.at, current_services().now()),
        joined_labels([name for name in proposal.changes if name in FIELDS]),
        joined_labels([name for name in proposal.taken if name in FIELDS]),
        ENDS[proposal.state],
        proposal.is_open,
        proposal.answer,
    )
