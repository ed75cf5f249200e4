"""What who reported is told once their report is answered: on the site always, by mail once and not too often."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from directory.domain.accounts.messages import MessageKind
from directory.domain.reports.proposal import Proposal, ProposalState
from directory.domain.reports.report import LABELS, Report, ReportState
from directory.domain.reports.suggestion import Suggestion
from directory.domain.resource import Resource
from directory.services.accounts.mailing import queue_mail
from directory.store.unit_of_work import UnitOfWork

MOST_MAILS_A_DAY = 5
"""Mails that hold the words of others, to one person in a day; further answers are told on the site alone."""
DAY = timedelta(days=1)
PROPOSAL_ENDS = {
    ProposalState.TAKEN: "tout a été pris",
    ProposalState.PARTLY_TAKEN: "une partie a été prise",
    ProposalState.DISMISSED: "rien n’a été changé",
}
HOW = {ReportState.SETTLED: "la fiche a été corrigée", ReportState.DISMISSED: "rien n’a été changé"}


def tell_reporters(uow: UnitOfWork, fiche: Resource, answered: Sequence[Report], now: datetime) -> None:
    """Queue one mail to each person whose reports on a fiche were just answered together."""
    for account_id in {each.account_id for each in answered if each.account_id is not None}:
        account = uow.accounts.get(account_id)
        theirs = [each for each in answered if each.account_id == account_id]
        # Who answers their own report knows it.
        if account is None or not account.is_active or all(each.answered_by == account_id for each in theirs):
            continue
        day = now.date()
        sent = uow.messages.count_of(account_id, MessageKind.REPORT_ANSWERED, since=now - DAY)
        if sent >= MOST_MAILS_A_DAY:
            continue
        first = theirs[0]
        facts = {
            "fiche": fiche.content.title,
            "about": ", ".join(LABELS[each.kind] for each in theirs),
            "how": HOW[first.state],
            "reason": first.answer,
        }
        key = f"signalement-repondu:{first.id}:{day}"
        queue_mail(uow, MessageKind.REPORT_ANSWERED, account, now, facts=facts, key=key)


def tell_proposer(uow: UnitOfWork, fiche: Resource, closed: Proposal, now: datetime) -> None:
    """Queue the mail that tells who proposed a change what was taken of it."""
    facts = {"fiche": fiche.content.title, "how": PROPOSAL_ENDS[closed.state], "reason": closed.answer}
    _tell(uow, MessageKind.PROPOSAL_ANSWERED, closed, facts, f"proposition-repondue:{closed.id}", now)


def tell_suggester(uow: UnitOfWork, closed: Suggestion, now: datetime) -> None:
    """Queue the mail that tells who suggested a resource what became of it."""
    how = "elle a maintenant sa fiche" if closed.resource_id else "aucune fiche n’est créée"
    facts = {"structure": closed.structure, "how": how, "reason": closed.answer}
    _tell(uow, MessageKind.SUGGESTION_ANSWERED, closed, facts, f"suggestion-repondue:{closed.id}", now)


def _tell(
    uow: UnitOfWork, kind: MessageKind, closed: Proposal | Suggestion, facts: Mapping[str, str], key: str, now: datetime
) -> None:
    """Queue a mail to who made what was answered, unless they answered it, or got many such mails today."""
    account = uow.accounts.get(closed.account_id) if closed.account_id is not None else None
    if account is None or not account.is_active or closed.answered_by == account.id:
        return
    if uow.messages.count_of(account.id, kind, since=now - DAY) < MOST_MAILS_A_DAY:
        queue_mail(uow, kind, account, now, facts=facts, key=key)
