"""Tokens of institutions: made, shown once, looked up at each request, revoked."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.accounts.tokens import Token
from directory.domain.actors import Actor, Scope
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.reach import institutions_in_reach, require_sudo
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import digest_of, new_secret
from directory.services.accounts.trail import note
from directory.store.database import Database

MARK = "brp_"
"""What every key begins with, so that one left somewhere is recognised."""
PREFIX_CHARS = 10
LONGEST_LIFE = timedelta(days=366)
LONGEST_NAME = 100
GIVEN_SCOPES = frozenset(Scope) - {Scope.METRICS}
NOTE_EVERY = timedelta(minutes=15)


class Tokens:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def actor(self, secret: str) -> Actor | None:
        """Return what holds a key; None for a key unknown, expired, revoked, or of a closed institution."""
        if not secret.startswith(MARK):
            return None
        now = self._now()
        with self._database.read() as uow:
            found = uow.tokens.by_digest(digest_of(secret))
        if found is None or not found.may_enter(now):
            return None
        if found.used_at is None or now >= found.used_at + NOTE_EVERY:
            with self._database.write() as uow:
                uow.tokens.note_use(found.id, now)
        return found.acts()

    def of(self, caller: Caller) -> list[Token]:
        """Return the tokens that a caller may manage, newest first."""
        with self._database.read() as uow:
            return uow.tokens.of(institutions_in_reach(caller.actor, Action.MANAGE_TOKENS))

    def create(
        self, caller: Caller, institution: str, *, name: str, scopes: Collection[Scope], expires_at: datetime
    ) -> str:
        """Make a key for an institution and return it: it is shown once. Raises Refused."""
        now = self._now()
        require_sudo(caller, now)
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise Refused(Reason.NAME_MISSING)
        if not scopes or not GIVEN_SCOPES.issuperset(scopes):
            raise Refused(Reason.SCOPES_MISSING)
        if not now < expires_at <= now + LONGEST_LIFE:
            raise Refused(Reason.EXPIRY_BAD)
        secret = MARK + new_secret()
        with self._database.write() as uow:
            found = uow.institutions.get(institution)
            if found is None or found.retired or not may(caller.actor, Action.MANAGE_TOKENS, owner=institution):
                raise Refused(Reason.UNKNOWN)
            made = Token(
                0, institution, name.strip(), secret[:PREFIX_CHARS], digest_of(secret), frozenset(scopes),
                caller.actor.account, now, expires_at,
            )  # fmt: skip
            number = uow.tokens.add(made)
            detail = {"portees": " ".join(sorted(made.scopes))}
            note(uow, Act.TOKEN_CREATED, caller, now, ObjectKind.TOKEN, str(number), institution, detail)
        return secret

    def revoke(self, caller: Caller, number: int) -> None:
        """Make a key good for nothing. Raises Refused (``UNKNOWN``) for one out of reach."""
        now = self._now()
        with self._database.write() as uow:
            found = uow.tokens.get(number)
            if found is None or not may(caller.actor, Action.MANAGE_TOKENS, owner=found.institution):
                raise Refused(Reason.UNKNOWN)
            if uow.tokens.revoke(number, now):
                note(uow, Act.TOKEN_REVOKED, caller, now, ObjectKind.TOKEN, str(number), found.institution, {})
