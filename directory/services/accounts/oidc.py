"""Signing in through an identity provider: whose account a subject opens, and never a new one."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from directory.domain.accounts.account import Account, AccountState, Door, Identity, mail_key
from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AccountFilter
from directory.domain.accounts.links import StepKind
from directory.domain.accounts.messages import MessageKind
from directory.services.accounts.callers import Signed, Visit
from directory.services.accounts.mailed import activated
from directory.services.accounts.mailing import queue_mail, withdraw_links
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import new_secret
from directory.services.accounts.sessions import open_session
from directory.services.accounts.sign_in import FactorAsked, Opened, admit
from directory.services.accounts.steps import begin_step, take_step
from directory.services.accounts.trail import note_by_person
from directory.services.accounts.vouching import Claims, OidcFailed, Provider
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to send the browser, and the secret it keeps until it comes back."""

    address: str
    step: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """What happened to who came back. ``path``: where they wanted to go."""

    outcome: Opened | FactorAsked
    path: str


class Oidc:
    """Sign-ins through a provider.

    strong_acrs    values of ``acr`` that are worth a second factor.
    trusts_mail    believe an address that the provider does not say it verified.
    """

    def __init__(
        self,
        database: Database,
        provider: Provider,
        *,
        strong_acrs: frozenset[str],
        trusts_mail: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._provider = provider
        self._strong_acrs = strong_acrs
        self._trusts_mail = trusts_mail
        self._now = now

    def ask(self, *, redirect_uri: str, path: str) -> Asked:
        """Return where to send the browser. Raises Refused (``OIDC_FAILED``)."""
        kept = {"etat": new_secret(), "nonce": new_secret(), "preuve": new_secret(), "chemin": path}
        try:
            address = self._provider.address_to_ask(
                redirect_uri=redirect_uri, state=kept["etat"], nonce=kept["nonce"], verifier=kept["preuve"]
            )
        except OidcFailed as error:
            raise _failed(error) from error
        with self._database.write() as uow:
            return Asked(address, begin_step(uow, StepKind.OIDC, None, self._now(), kept))

    def come_back(self, *, step: str, state: str, code: str, redirect_uri: str, visit: Visit) -> CameBack:
        """Let in whom the provider vouches for, or ask for the second factor. Raises Refused."""
        with self._database.write() as uow:
            _, kept = take_step(uow, step, StepKind.OIDC, self._now())
        if not code or not hmac.compare_digest(state.encode(), kept["etat"].encode()):
            raise Refused(Reason.STEP_OVER)
        try:
            claims = self._provider.claims(
                redirect_uri=redirect_uri, code=code, nonce=kept["nonce"], verifier=kept["preuve"]
            )
        except OidcFailed as error:
            raise _failed(error) from error
        return CameBack(self._let_in(claims, visit), kept["chemin"])

    def address_to_sign_out(self, signed: Signed, *, back_to: str) -> str:
        """Return where to send the browser of who signed out, when they came in this way; empty otherwise."""
        if not signed.session.id_token:
            return ""
        try:
            return self._provider.address_to_sign_out(id_token=signed.session.id_token, back_to=back_to)
        except OidcFailed as error:
            logger.warning("oidc.failed", why=error.why)
            return ""

    def _let_in(self, claims: Claims, visit: Visit) -> Opened | FactorAsked:
        now = self._now()
        with self._database.write() as uow:
            account, reason = self._account_of(uow, claims, now)
            if account is not None and reason is None:
                return self._admit(uow, account, claims, visit, now)
            if account is not None:
                _tell_refusal(uow, account, reason or Reason.STATE, visit, now)
        raise Refused(reason or Reason.STATE)

    def _account_of(self, uow: UnitOfWork, claims: Claims, now: datetime) -> tuple[Account | None, Reason | None]:
        """Return whose account a subject opens, bound now if it may be; or why it opens none."""
        bound = uow.accounts.identity(claims.issuer, claims.subject)
        if bound is not None:
            account = uow.accounts.get(bound.account_id)
            if account is None or not account.may_enter(Door.OIDC, now):
                return account, Reason.STATE
            has_moved = bool(claims.mail) and mail_key(claims.mail) != mail_key(bound.mail)
            return account, Reason.OIDC_OTHER_MAIL if has_moved else None
        if not claims.mail or not (claims.is_mail_verified or self._trusts_mail):
            return None, Reason.OIDC_MAIL_UNVERIFIED
        account = uow.accounts.by_mail(claims.mail)
        if account is None:
            return None, Reason.OIDC_NOT_INVITED
        if not account.may_enter(Door.OIDC, now):
            return account, Reason.STATE
        if uow.accounts.identities_of(account.id):
            return account, Reason.OIDC_OTHER_SUBJECT
        return account, None if account.may_bind(now) else Reason.OIDC_NOT_BOUND

    def _admit(
        self, uow: UnitOfWork, account: Account, claims: Claims, visit: Visit, now: datetime
    ) -> Opened | FactorAsked:
        if uow.accounts.identity(claims.issuer, claims.subject) is None:
            account = _bind(uow, account, claims, visit, now)
        is_strong = claims.acr in self._strong_acrs
        # The level that came back, not the one asked; and whoever enrolled a factor here shows it all the same.
        if is_strong and not uow.factors.of(account.id).is_enrolled:
            secret = open_session(uow, account, Door.OIDC, visit, now, has_factor=True, id_token=claims.id_token)
            return Opened(secret, account.id)
        return admit(uow, account, Door.OIDC, visit, now, id_token=claims.id_token)


def _bind(uow: UnitOfWork, account: Account, claims: Claims, visit: Visit, now: datetime) -> Account:
    """Bind a subject to an account that may be, which comes to life if it was only invited."""
    uow.accounts.bind(Identity(claims.issuer, claims.subject, account.id, claims.mail, now))
    is_first = account.state is AccountState.INVITED
    bound = activated(account, now) if is_first else replace(account, bindable_until=None)
    uow.accounts.save(bound)
    withdraw_links(uow, bound, now)
    note_by_person(uow, Act.IDENTITY_BOUND, bound, now, door=Door.OIDC.value, network=visit.network)
    return bound


def _tell_refusal(uow: UnitOfWork, account: Account, reason: Reason, visit: Visit, now: datetime) -> None:
    """Write the refusal down, and tell the RGCs once a day when it is theirs to settle."""
    note_by_person(
        uow, Act.IDENTITY_REFUSED, account, now, door=Door.OIDC.value, network=visit.network, motif=reason.value
    )
    if reason is Reason.STATE:
        return
    wanted = AccountFilter(frozenset({account.institution}), state=AccountState.ACTIVE, rgc_only=True)
    institution = uow.institutions.get(account.institution)
    for rgc in uow.accounts.matching(wanted, limit=50):
        key = f"identite:{account.id}:{rgc.id}:{now:%Y-%m-%d}"
        facts = {
            "person": account.name,
            "institution": account.institution if institution is None else institution.name,
        }
        queue_mail(uow, MessageKind.IDENTITY_REFUSED, rgc, now, facts=facts, key=key)


def _failed(error: OidcFailed) -> Refused:
    logger.warning("oidc.failed", why=error.why)
    return Refused(Reason.OIDC_FAILED)
