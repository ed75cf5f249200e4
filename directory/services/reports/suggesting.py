"""*Suggérer une ressource* that is missing: told to the institutions of its territory; taken, or answered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.domain.actors import Actor
from directory.domain.reports.report import MOST_REASON_CHARS
from directory.domain.reports.suggestion import MOST_LINE_CHARS, MOST_TEXT_CHARS, Suggestion, SuggestionState
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.services.fiches.saving import Then
from directory.services.reports.answers import tell_suggester
from directory.services.reports.reporting import TooMany
from directory.services.reports.words import WordsRefused, checked_words
from directory.services.search.places import AmbiguousPlace, Places, UnknownPlace
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.gazetteer import Gazetteer

DAY = timedelta(days=1)
MOST_A_DAY, MOST_BY_NETWORK, MOST_BY_VISITORS = 20, 5, 100
"""Suggestions in a day: of a person or a machine, of a network, of all visitors together."""
MOST_LISTED = 200


class UnknownSuggestion(Exception):
    """There is no such suggestion, or it is not for who asks to answer it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What somebody says of a resource that is missing, as it was typed."""

    structure: str
    service: str
    place: str
    source: str = ""


class Suggesting:
    def __init__(self, database: Database, gazetteer: Gazetteer, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._now = now

    def suggest(self, actor: Actor, said: Missing, *, commune_code: str = "", network: str = "") -> Suggestion:
        """Keep a resource that is missing; the same one sent twice while it waits is one.

        commune_code   the commune that the place names, empty where none is sure.
        Raises WordsRefused, TooMany.
        """
        now = self._now()
        texts = {
            "structure": checked_words("structure", said.structure, most=MOST_LINE_CHARS, now=now),
            "service": checked_words("service", said.service, most=MOST_TEXT_CHARS, now=now),
            "place": checked_words("lieu", said.place, most=MOST_LINE_CHARS, now=now),
            "source": checked_words("source", said.source, most=MOST_TEXT_CHARS, now=now),
        }
        for name, field in (("structure", "structure"), ("service", "service"), ("place", "lieu")):
            if not texts[name]:
                raise WordsRefused(field, "valeur-manquante")
        is_visitor = actor.account is None and not actor.institution
        # Looked up before it is written: nobody waits while the communes of a département are read.
        with self._database.read() as uow:
            told = self._told(uow, commune_code)
        with self._database.write() as uow:
            made = Suggestion(
                texts["structure"], texts["service"], texts["place"], commune_code, texts["source"],
                told, actor.account, actor.institution, network if is_visitor else "", now,
            )  # fmt: skip
            for known in uow.suggestions.open():
                if _is_same(known, made):
                    return known
            count = uow.suggestions.count_since(
                now - DAY, account_id=made.account_id, institution=made.institution, network=made.network
            )
            if count >= (MOST_BY_NETWORK if is_visitor else MOST_A_DAY):
                raise TooMany
            if is_visitor and uow.suggestions.count_by_visitors(now - DAY) >= MOST_BY_VISITORS:
                raise TooMany
            return uow.suggestions.add(made)

    def waiting(self, actor: Actor) -> list[Suggestion]:
        """Return those that wait for an answer of this actor, the oldest first."""
        with self._database.read() as uow:
            return [each for each in uow.suggestions.open() if _may_answer(actor, each)]

    def mine(self, account_id: int) -> list[Suggestion]:
        with self._database.read() as uow:
            return uow.suggestions.by(account_id, limit=MOST_LISTED)

    def get(self, actor: Actor, number: int) -> Suggestion:
        """Return a suggestion for who may answer it. Raises UnknownSuggestion."""
        with self._database.read() as uow:
            return _answerable(uow, actor, number)

    def taking(self, actor: Actor, number: int) -> Then:
        """Return what notes, as a fiche is created, that it was made of a suggestion.

        One that is answered already, or not for this actor, is left alone.
        """

        def take(uow: UnitOfWork, fiche: Resource) -> None:
            found = uow.suggestions.get(number)
            if found is not None and found.is_open and _may_answer(actor, found):
                self._close(uow, actor, replace(found, state=SuggestionState.TAKEN, resource_id=fiche.id))

        return take

    def dismiss(self, actor: Actor, number: int, reason: str) -> None:
        """Answer a suggestion of which no fiche is made, with why. Raises UnknownSuggestion, WordsRefused."""
        with self._database.write() as uow:
            found = _answerable(uow, actor, number)
            answer = checked_words("raison", reason, most=MOST_REASON_CHARS, now=self._now())
            if not answer:
                raise WordsRefused("raison", "valeur-manquante")
            if found.is_open:
                self._close(uow, actor, replace(found, state=SuggestionState.DISMISSED, answer=answer))

    def _close(self, uow: UnitOfWork, actor: Actor, closed: Suggestion) -> None:
        now = self._now()
        closed = replace(closed, answered_by=actor.account, answered_at=now)
        uow.suggestions.save(closed)
        tell_suggester(uow, closed, now)

    def _told(self, uow: UnitOfWork, commune_code: str) -> tuple[str, ...]:
        """Return the institutions that have fiches in the département of a commune; else every signatory."""
        open_ones = [each for each in uow.institutions.all().values() if not each.retired]
        commune = self._gazetteer.get(commune_code) if commune_code else None
        if commune is not None:
            keepers = uow.resources.keepers_in(commune.department)
            there = [each.code for each in open_ones if each.code in keepers]
            if there:
                return tuple(there)
        return tuple(each.code for each in open_ones if each.is_signatory)


def commune_named(text: str, places: Places) -> str:
    """Return the code of the commune that a place names for sure, empty for none."""
    try:
        found = places.resolve(text[:MOST_LINE_CHARS])
    except (AmbiguousPlace, UnknownPlace):
        return ""
    return found.commune.code if found.commune is not None and found.doubt is None else ""


def _may_answer(actor: Actor, suggestion: Suggestion) -> bool:
    return any(may(actor, Action.ANSWER, owner=code) for code in suggestion.told or ("",))


def _answerable(uow: UnitOfWork, actor: Actor, number: int) -> Suggestion:
    found = uow.suggestions.get(number)
    if found is None or not _may_answer(actor, found):
        raise UnknownSuggestion
    return found


def _is_same(known: Suggestion, made: Suggestion) -> bool:
    def said(each: Suggestion) -> tuple[object, ...]:
        return (
            each.structure, each.service, each.place, each.source, each.account_id, each.institution, each.network,
        )  # fmt: skip

    return said(known) == said(made)
