"""The link of a mail that confirms one fiche: looked at as often as one likes, used once by pressing a button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.domain.accounts.account import Account, Door
from directory.domain.changes import Author
from directory.domain.freshness import ConfirmLink
from directory.domain.resource import Resource
from directory.services.accounts.secret import digest_of
from directory.services.fiches.editing import Receipt, confirm_in
from directory.services.freshness.reminders import may_confirm_by_link
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork


class WhyNot(StrEnum):
    """Why a link confirms nothing."""

    UNKNOWN = "inconnu"
    USED = "servi"
    OVER = "perime"
    STATE = "compte"
    RIGHT = "droit"
    GONE = "retiree"
    MOVED = "modifiee"


class LinkRefused(Exception):
    """``fiche``: what the link is about, where its holder may know."""

    def __init__(self, why: WhyNot, fiche: Resource | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.fiche = fiche


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link is about."""

    fiche: Resource
    account: Account
    until: datetime


class ConfirmLinks:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def look(self, secret: str) -> Opened:
        """Return what a link would confirm, and change nothing. Raises LinkRefused."""
        with self._database.read() as uow:
            return self._good(uow, secret)[1]

    def confirm(self, secret: str, *, expected_version: int) -> Receipt:
        """Confirm the fiche of a link for who holds it, their rights asked again.

        Raises LinkRefused: ``MOVED`` when the fiche is no longer as it was shown, and the link is still good.
        """
        with self._database.write() as uow:
            link, opened = self._good(uow, secret)
            if opened.fiche.version != expected_version:
                raise LinkRefused(WhyNot.MOVED, opened.fiche)
            if not uow.confirm_links.spend(link.digest, self._now()):
                raise LinkRefused(WhyNot.USED, opened.fiche)
            author = Author(opened.account.id, opened.account.name)
            return confirm_in(uow, opened.fiche, author, self._now())

    def _good(self, uow: UnitOfWork, secret: str) -> tuple[ConfirmLink, Opened]:
        now = self._now()
        link = uow.confirm_links.get(digest_of(secret))
        if link is None:
            raise LinkRefused(WhyNot.UNKNOWN)
        account, fiche = uow.accounts.get(link.account_id), uow.resources.get(link.resource_id)
        assert fiche is not None, "a fiche is never deleted"
        if account is None or not account.may_enter(Door.SESSION, now):
            raise LinkRefused(WhyNot.STATE)
        if link.used_at is not None:
            raise LinkRefused(WhyNot.USED, fiche)
        if now >= link.expires_at:
            raise LinkRefused(WhyNot.OVER, fiche)
        if not fiche.content.is_published:
            raise LinkRefused(WhyNot.GONE)
        if not may_confirm_by_link(account, fiche, now):
            raise LinkRefused(WhyNot.RIGHT)
        return link, Opened(fiche, account, link.expires_at)
