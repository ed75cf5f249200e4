"""A base with institutions and people, the use cases of accounts over it, and a clock that tests move."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from argon2 import PasswordHasher

from directory.domain.accounts.account import Account, AccountState, Door, mail_key
from directory.domain.accounts.sessions import SUDO
from directory.domain.actors import Duty, Profile
from directory.domain.institution import Institution
from directory.services.accounts.bundle import Accounts, make_accounts
from directory.services.accounts.callers import Signed, Visit
from directory.services.accounts.passwords import Passwords
from directory.services.accounts.secret import digest_of
from directory.services.accounts.sessions import open_session
from directory.services.accounts.sign_in import Opened
from directory.store.database import Database
from tests.fiches import NOW
from tests.house.personal import note_password, note_person

PASSWORD = "quatre chevaux verts"
note_password(PASSWORD)
HOME = Visit("10.0.0.0/24", "Firefox, Linux", "un-navigateur")
ELSEWHERE = Visit("192.0.2.0/24", "Chrome, Windows", "un-autre")

INSTITUTIONS = (
    Institution("pole-emploi", "Pôle emploi", "signataire"),
    Institution("cd13", "Département des Bouches-du-Rhône", "signataire"),
    Institution("caf-13", "Caf des Bouches-du-Rhône", partner_of="cd13"),
    Institution("ccas-arles", "CCAS d’Arles", partner_of="cd13"),
)


@dataclass
class Clock:
    """The only clock of a test."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **said: float) -> None:
        self.at += timedelta(**said)


class CountingPasswords(Passwords):
    """Counts the hashes it checks."""

    def __init__(self) -> None:
        super().__init__(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.checked = 0

    def matches(self, kept: str, password: str) -> bool:
        self.checked += 1
        return super().matches(kept, password)


@dataclass
class Team:
    """The use cases over a base, and shortcuts to put people in it."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    passwords: CountingPasswords = field(default_factory=CountingPasswords)
    shows_links: bool = True
    factor_for_duties: bool = False

    def __post_init__(self) -> None:
        self.accounts: Accounts = make_accounts(
            self.database,
            self.passwords,
            key="k" * 32,
            now=self.clock,
            shows_links=self.shows_links,
            factor_for_duties=self.factor_for_duties,
        )
        with self.database.write() as uow:
            for institution in INSTITUTIONS:
                uow.institutions.save(institution)

    def person(
        self,
        name: str,
        institution: str = "cd13",
        profile: Profile = Profile.CONSULTATION,
        duties: Sequence[Duty] = (),
        state: AccountState = AccountState.ACTIVE,
    ) -> Account:
        """Put somebody in the base, whose password is ``PASSWORD``."""
        mail = f"{name.lower()}@{institution}.exemple"
        note_person(name, mail)
        account = Account(
            0, name, mail, mail_key(mail), institution, profile, Duty.RGC in duties, Duty.ADMINISTRATOR in duties,
            state, self.passwords.hash(PASSWORD), self.clock(), charter_at=self.clock(),
            invited_until=self.clock() + timedelta(days=7) if state is AccountState.INVITED else None,
        )  # fmt: skip
        with self.database.write() as uow:
            return uow.accounts.add(account)

    def session(self, account: Account, visit: Visit = HOME, *, has_factor: bool = False) -> str:
        """Open a session without asking anything, and return its secret."""
        with self.database.write() as uow:
            secret = open_session(uow, account, Door.PASSWORD, visit, self.clock(), has_factor=has_factor)
        note_person(secret)
        return secret

    def signed(self, account: Account, *, has_factor: bool = False) -> Signed:
        """Return somebody as they are once signed in, with ten minutes for delicate acts."""
        found = self.accounts.sessions.signed(self.session(account, has_factor=has_factor))
        assert found is not None
        return found

    def again(self, signed: Signed) -> Signed:
        """Return the same session as it is now, its ten minutes given back."""
        with self.database.write() as uow:
            session = next(each for each in uow.sessions.of(signed.account.id))
            uow.sessions.save(replace(session, sudo_until=self.clock() + SUDO))
            account = uow.accounts.get(signed.account.id)
        assert account is not None
        return Signed(account, replace(session, sudo_until=self.clock() + SUDO), signed.actor)

    def get(self, account: Account) -> Account:
        with self.database.read() as uow:
            found = uow.accounts.get(account.id)
        assert found is not None
        return found

    def save(self, account: Account) -> None:
        with self.database.write() as uow:
            uow.accounts.save(account)

    def sign_in(self, account: Account, password: str = PASSWORD, visit: Visit = HOME) -> Opened:
        opened = self.accounts.sign_in.with_password(account.mail, password, visit)
        assert isinstance(opened, Opened)
        return opened

    def is_signed_in(self, secret: str) -> bool:
        return self.accounts.sessions.signed(secret) is not None

    def has_session(self, secret: str) -> bool:
        with self.database.read() as uow:
            return uow.sessions.get(digest_of(secret)) is not None
