"""What people say of fiches, as lines of *À faire*: errors reported, changes proposed, resources that are missing."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from directory.domain.reports.proposal import Proposal
from directory.domain.reports.report import LABELS, MOST_REASON_CHARS, Report, ReportKind
from directory.domain.reports.suggestion import Suggestion
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.domain.todo import NOTHING, Asked, Gesture, Task, Waiting
from directory.services.accounts.reach import institutions_in_reach
from directory.services.freshness.facts import who_of
from directory.services.todo.asker import Asker
from directory.services.todo.fiches import PHONE, mending
from directory.store.unit_of_work import UnitOfWork
from fiche.content import FIELDS
from importers.cells.phones import read_phones
from search.places.clock import local_day
from search.text.french import ago

REPORT, PROPOSAL, SUGGESTION = "signalement", "proposition", "suggestion"
REASON = Asked("raison", "Pourquoi rien ne change", MOST_REASON_CHARS, sends="Classer sans suite")


def told(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return what waits for an answer on the fiches of one's reach, reports first, the oldest first of each."""
    codes = _codes(asker)
    if not codes:
        return NOTHING
    suggested = [each for each in uow.suggestions.open() if codes & set(each.told or ("",))]
    total = uow.reports.count_waiting(codes) + uow.proposals.count_waiting(codes) + len(suggested)
    total -= _count_left(uow, asker.left, codes, {each.id for each in suggested})
    if not asker.limit:
        return Waiting(total)
    # What was left for later is left out here: it is rarely more than a few lines.
    most = asker.limit + len(asker.left)
    reports, proposals = uow.reports.waiting(codes, limit=most), uow.proposals.waiting(codes, limit=most)
    ids = {each.resource_id for each in reports} | {each.resource_id for each in proposals}
    fiches = {each.id: each for each in uow.resources.by_ids(sorted(ids))}
    tasks = [
        *(_reported(each, fiches[each.resource_id], asker) for each in reports),
        *(_proposed(each, fiches[each.resource_id], asker) for each in proposals),
        *(_suggested(each, asker) for each in suggested),
    ]
    return Waiting(total, tuple(each for each in tasks if each.key not in asker.left)[: asker.limit])


def _codes(asker: Asker) -> frozenset[str]:
    """Return the institutions of whose fiches one answers here: to an administrator, theirs and nobody's."""
    codes = institutions_in_reach(asker.actor, Action.ANSWER)
    if codes is not None:
        return codes
    mine = {code for code in asker.reach | {asker.own} if may(asker.actor, Action.ANSWER, owner=code)}
    return frozenset(mine | {""})


def _count_left(uow: UnitOfWork, left: Collection[str], codes: frozenset[str], suggested: Collection[int]) -> int:
    """Return how many of the lines left for later still wait."""
    numbers: dict[str, list[int]] = {REPORT: [], PROPOSAL: [], SUGGESTION: []}
    for kind, _, number in (key.partition("-") for key in left):
        numbers[kind].append(int(number))
    count = sum(number in suggested for number in numbers[SUGGESTION])
    on_fiches: list[Report | Proposal] = [
        *uow.reports.by_ids(numbers[REPORT]),
        *uow.proposals.by_ids(numbers[PROPOSAL]),
    ]
    ids = [each.resource_id for each in on_fiches if each.is_open]
    fiches = {each.id: each.content.institution for each in uow.resources.by_ids(sorted(set(ids)))}
    return count + sum(fiches[each] in codes for each in ids)


def _reported(report: Report, fiche: Resource, asker: Asker) -> Task:
    said = [f"Signalé\u00a0: {LABELS[report.kind]}, {_when(report.at, asker)}"]
    if report.better:
        said.append(f"ce serait\u00a0: {report.better}")
    if report.text:
        said.append(f"«\u00a0{report.text}\u00a0»")
    correct = Gesture("Corriger", "writing.edit", {"resource_id": fiche.id, "regle": report.id}, is_link=True)
    dismiss = Gesture("Sans suite", "answering.dismiss", {"number": report.id}, asks=REASON)
    key, why = f"{REPORT}-{report.id}", " · ".join(said)
    if report.kind is ReportKind.PHONE and _is_number(report.better):
        take = mending(fiche, "Prendre ce numéro", PHONE, None, reponse=report.better, regle=str(report.id))
        return _on_fiche(key, fiche, asker, why, take, (replace(correct, label="Autre réponse"), dismiss))
    return _on_fiche(key, fiche, asker, why, correct, (dismiss,))


def _is_number(text: str) -> bool:
    read = read_phones(text)
    return len(read.numbers) == 1 and not read.flaws and not read.words


def _proposed(proposal: Proposal, fiche: Resource, asker: Asker) -> Task:
    labels = ", ".join(FIELDS[name].label.lower() for name in proposal.changes if name in FIELDS)
    said = f"Modification proposée {_when(proposal.at, asker)}\u00a0: {labels}"
    seen = Gesture("Voir la proposition", "proposing.show", {"number": proposal.id}, is_link=True)
    return _on_fiche(f"{PROPOSAL}-{proposal.id}", fiche, asker, said, seen, ())


def _suggested(each: Suggestion, asker: Asker) -> Task:
    one = {"number": each.id}
    return Task(
        key=f"{SUGGESTION}-{each.id}",
        title=each.structure,
        endpoint="suggesting.show",
        values=one,
        who=each.place,
        why=f"Ressource suggérée {_when(each.at, asker)}\u00a0: {each.service}",
        main=Gesture("Créer la fiche", "writing.new", {"suggestion": each.id}, is_link=True),
        others=(Gesture("Répondre", "suggesting.show", one, is_link=True),),
    )


def _on_fiche(key: str, fiche: Resource, asker: Asker, why: str, main: Gesture, others: tuple[Gesture, ...]) -> Task:
    owner = asker.words.institutions.get(fiche.content.institution)
    whose = owner.name if owner is not None and fiche.content.institution != asker.own else ""
    return Task(
        key=key,
        title=fiche.content.title,
        endpoint="fiche.page",
        values={"resource_id": fiche.id},
        who=" · ".join(part for part in (*who_of(fiche.content), whose) if part),
        why=why,
        main=main,
        others=others,
    )


def _when(at: datetime, asker: Asker) -> str:
    return ago((asker.today - local_day(at)).days)
