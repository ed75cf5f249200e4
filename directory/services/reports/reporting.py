"""*Signaler une erreur*: what is told of a fiche is checked, counted, kept, then answered by who keeps the fiche."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.domain.actors import Actor
from directory.domain.reports.report import (
    MOST_BETTER_CHARS,
    MOST_CHARS,
    MOST_REASON_CHARS,
    Report,
    ReportKind,
    ReportState,
)
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.services.accounts.reach import institutions_in_reach
from directory.services.fiches.editing import known_fiche
from directory.services.fiches.saving import Then
from directory.services.fiches.writing import readable
from directory.services.reports.answers import tell_reporters
from directory.services.reports.words import WordsRefused, checked_words
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

DAY = timedelta(days=1)
MOST_A_DAY, MOST_BY_NETWORK, MOST_BY_VISITORS = 30, 10, 200
"""Reports that one person or machine may tell in a day, those behind one network, and all visitors together."""
MOST_LISTED = 200


class TooMany(Exception):
    """Who reports has told as many errors as a day allows."""


class UnknownReport(Exception):
    """There is no such report, or it is not for who asks to answer it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a fiche, as it was typed."""

    kind: ReportKind
    text: str = ""
    better: str = ""


@dataclass(frozen=True, slots=True)
class OnFiche:
    """A report with the fiche that it is about."""

    report: Report
    fiche: Resource


class Reporting:
    """The rights on each fiche are asked here, whatever page or program asks."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def report(self, actor: Actor, resource_id: int, told: Told, *, network: str = "") -> Report:
        """Keep what somebody says of a fiche; the same thing said twice by them while it waits is one report.

        network   where a visitor comes from, /24 or /48.
        Raises UnknownResource, WordsRefused, TooMany.
        """
        now = self._now()
        text = checked_words("texte", told.text, most=MOST_CHARS, now=now)
        better = checked_words("valeur", told.better, most=MOST_BETTER_CHARS, now=now)
        if told.kind is ReportKind.OTHER and not text:
            raise WordsRefused("texte", "valeur-manquante")
        with self._database.write() as uow:
            # Of a fiche that was merged, the report goes on the one that stands for it.
            fiche = readable(actor, uow.resources.standing_for(known_fiche(uow, resource_id)))
            made = Report(
                fiche.id, told.kind, text, better, actor.account, actor.institution,
                "" if actor.account is not None or actor.institution else network, fiche.version, now,
            )  # fmt: skip
            for known in uow.reports.open_of(fiche.id):
                if _is_same(known, made):
                    return known
            _check_not_too_many(uow, made)
            return uow.reports.add(made)

    def of(self, actor: Actor, resource_id: int) -> tuple[Resource, list[Report]]:
        """Return a fiche and all that was reported on it, the latest first. Raises UnknownResource."""
        with self._database.read() as uow:
            return readable(actor, known_fiche(uow, resource_id)), uow.reports.of(resource_id)[::-1]

    def get(self, number: int) -> Report | None:
        with self._database.read() as uow:
            return uow.reports.get(number)

    def open_on(self, resource_id: int) -> list[Report]:
        """Return what waits for an answer on a fiche, the oldest first."""
        with self._database.read() as uow:
            return uow.reports.open_of(resource_id)

    def mine(self, account_id: int) -> list[OnFiche]:
        """Return the last reports of a person, the latest first."""
        with self._database.read() as uow:
            return _with_fiches(uow, uow.reports.by(account_id, limit=MOST_LISTED))

    def waiting(self, actor: Actor, *, limit: int = MOST_LISTED) -> list[OnFiche]:
        """Return the reports that wait for an answer of this actor, the oldest first."""
        with self._database.read() as uow:
            reach = institutions_in_reach(actor, Action.ANSWER)
            return _with_fiches(uow, uow.reports.waiting(reach, limit=limit))

    def count_waiting(self, actor: Actor) -> int:
        with self._database.read() as uow:
            return uow.reports.count_waiting(institutions_in_reach(actor, Action.ANSWER))

    def settling(self, actor: Actor, numbers: Collection[int]) -> Then:
        """Return what says, with a save of a fiche, that it sets some of its reports right.

        Numbers of another fiche, or of reports answered already, are left alone; so is all when it is not for this
        actor to answer.
        """

        def settle(uow: UnitOfWork, fiche: Resource) -> None:
            if may(actor, Action.ANSWER, owner=fiche.content.institution):
                settled = [each for each in uow.reports.open_of(fiche.id) if each.id in numbers]
                self._answer(uow, fiche, settled, actor, ReportState.SETTLED, settled_in=fiche.version)

        return settle

    def dismiss(self, actor: Actor, number: int, reason: str) -> OnFiche:
        """Close a report that nothing follows, with the reason. Raises UnknownReport, WordsRefused."""
        with self._database.write() as uow:
            found = uow.reports.get(number)
            fiche = None if found is None else uow.resources.get(found.resource_id)
            if found is None or fiche is None or not may(actor, Action.ANSWER, owner=fiche.content.institution):
                raise UnknownReport
            answer = checked_words("raison", reason, most=MOST_REASON_CHARS, now=self._now())
            if not answer:
                raise WordsRefused("raison", "valeur-manquante")
            if found.is_open:
                self._answer(uow, fiche, [found], actor, ReportState.DISMISSED, answer=answer)
            return OnFiche(found, fiche)

    def _answer(
        self,
        uow: UnitOfWork,
        fiche: Resource,
        answered: Sequence[Report],
        actor: Actor,
        state: ReportState,
        *,
        answer: str = "",
        settled_in: int = 0,
    ) -> None:
        now = self._now()
        done = [
            replace(each, state=state, answer=answer, settled_in=settled_in, answered_by=actor.account, answered_at=now)
            for each in answered
        ]
        for each in done:
            uow.reports.save(each)
        tell_reporters(uow, fiche, done, now)


def _is_same(known: Report, made: Report) -> bool:
    who = (known.account_id, known.institution, known.network) == (made.account_id, made.institution, made.network)
    is_known = who and known.kind is made.kind
    # Visitors behind one network are several people: theirs are the same when they say the same.
    said = (known.text, known.better) == (made.text, made.better)
    return is_known and (said or (made.account_id is not None and known.version == made.version))


def _check_not_too_many(uow: UnitOfWork, made: Report) -> None:
    since = made.at - DAY
    is_visitor = made.account_id is None and not made.institution
    count = uow.reports.count_since(
        since, account_id=made.account_id, institution=made.institution, network=made.network
    )
    if count >= (MOST_BY_NETWORK if is_visitor else MOST_A_DAY):
        raise TooMany
    if is_visitor and uow.reports.count_by_visitors(since) >= MOST_BY_VISITORS:
        raise TooMany


def _with_fiches(uow: UnitOfWork, reports: Sequence[Report]) -> list[OnFiche]:
    fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in reports])}
    return [OnFiche(each, fiches[each.resource_id]) for each in reports]
