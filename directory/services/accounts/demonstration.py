"""Accounts to try the product with, one for each role: in development only."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.account import Account, AccountState, mail_key
from directory.domain.actors import Profile
from directory.services.accounts.passwords import Passwords
from directory.store.database import Database

PASSWORD = "essai-de-la-base"  # shown on the page of development, refused in production


IN_PRODUCTION = (
    "Des comptes de démonstration, dont le mot de passe est public, sont dans cette base\u00a0: "
    "rien ne démarre. Fermez-les\u00a0: flask --app wsgi accounts close-demo"
)
"""What is said in production, in the place of a start."""


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """One role to try. ``role``: in French, as shown beside it; ``office``: name of its antenne."""

    name: str
    mail: str
    institution: str
    role: str
    profile: Profile = Profile.CONSULTATION
    is_rgc: bool = False
    is_administrator: bool = False
    office: str = ""


MARTIGUES = "Martigues Cœur de ville"

ACCOUNTS = (
    DemonstrationAccount(
        "Claire Consultation", "consultation@pole-emploi.exemple", "pole-emploi", "Consultation", office=MARTIGUES
    ),
    DemonstrationAccount(
        "Malik Misajour", "mise-a-jour@cd13.exemple", "cd13", "Mise à jour", Profile.UPDATE, office="MDS de Martigues"
    ),
    DemonstrationAccount(
        "Paule Partenaire", "mise-a-jour@ccas-arles.exemple", "ccas-arles", "Mise à jour, partenaire", Profile.UPDATE
    ),
    DemonstrationAccount("Rania Responsable", "rgc@cd13.exemple", "cd13", "RGC du Département", Profile.UPDATE, True),
    DemonstrationAccount(
        "Rémi Responsable", "rgc@pole-emploi.exemple", "pole-emploi", "RGC de Pôle emploi", Profile.UPDATE, True,
        office=MARTIGUES,
    ),
    DemonstrationAccount(
        "Ada Administratrice", "administration@pole-emploi.exemple", "pole-emploi", "Administratrice",
        Profile.UPDATE, False, True,
    ),
)  # fmt: skip


class DemonstrationAccounts:
    def __init__(self, database: Database, passwords: Passwords, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._passwords = passwords
        self._now = now

    def load(self) -> int:
        """Add the accounts that are missing and return how many; the institutions must be there."""
        now = self._now()
        with self._database.read() as uow:
            known = uow.accounts.known_mails([each.mail for each in ACCOUNTS])
        missing = [each for each in ACCOUNTS if mail_key(each.mail) not in known]
        hashed = self._passwords.hash(PASSWORD) if missing else ""
        with self._database.write() as uow:
            offices = {(each.institution, each.name): each.id for each in uow.offices.all() if not each.retired}
            for each in missing:
                account = Account(
                    0, each.name, each.mail, mail_key(each.mail), each.institution, each.profile, each.is_rgc,
                    each.is_administrator, AccountState.ACTIVE, hashed, now, charter_at=now, is_demonstration=True,
                    office_id=offices.get((each.institution, each.office)),
                )  # fmt: skip
                uow.accounts.add(account)
        return len(missing)

    def are_there(self) -> bool:
        """Say whether an account of the demonstration could still be used."""
        with self._database.read() as uow:
            return uow.accounts.has_demonstration()

    def close(self) -> int:
        """Close the accounts of the demonstration and return how many."""
        with self._database.write() as uow:
            found = [uow.accounts.by_mail(each.mail) for each in ACCOUNTS]
            for account in found:
                if account is not None and account.is_demonstration:
                    uow.sessions.remove_of(account.id)
                    uow.accounts.save(replace(account, state=AccountState.CLOSED, mail_key=None, password_hash=""))
        return sum(account is not None and account.is_demonstration for account in found)
