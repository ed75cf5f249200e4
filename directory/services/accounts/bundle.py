"""The use cases of accounts, made once for one application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.services.accounts.demonstration import DemonstrationAccounts
from directory.services.accounts.factors import FactorCheck, OwnFactors
from directory.services.accounts.institutions import Institutions
from directory.services.accounts.invitations import Invitations
from directory.services.accounts.journal import Journal
from directory.services.accounts.mailed import MailedLinks
from directory.services.accounts.moving import Moves
from directory.services.accounts.oidc import Oidc
from directory.services.accounts.passkeys import Passkeys
from directory.services.accounts.passwords import Passwords
from directory.services.accounts.people import People
from directory.services.accounts.rescue import Rescue
from directory.services.accounts.secret import SecretBox
from directory.services.accounts.sessions import Sessions
from directory.services.accounts.sign_in import SignIn
from directory.services.accounts.tokens import Tokens
from directory.store.database import Database


@dataclass(frozen=True, slots=True)
class Accounts:
    sign_in: SignIn
    sessions: Sessions
    mailed: MailedLinks
    factors: OwnFactors
    invitations: Invitations
    people: People
    moves: Moves
    institutions: Institutions
    tokens: Tokens
    journal: Journal
    passkeys: Passkeys
    oidc: Oidc | None
    rescue: Rescue
    demonstration: DemonstrationAccounts


def make_accounts(
    database: Database,
    passwords: Passwords,
    *,
    key: str,
    now: Callable[[], datetime],
    shows_links: bool,
    factor_for_duties: bool,
    oidc: Oidc | None = None,
) -> Accounts:
    """Return the use cases of accounts.

    key                what factors are sealed with: SECRET_KEY.
    shows_links        without a mail server, invitations are handed over as links.
    factor_for_duties  whether a duty counts only once a second factor was shown.
    oidc               signing in through an identity provider, where there is one.
    """
    box = SecretBox(key)
    check = FactorCheck(box)
    invitations = Invitations(database, now=now, shows_links=shows_links)
    return Accounts(
        sign_in=SignIn(database, passwords, check, now=now),
        sessions=Sessions(database, now=now, factor_for_duties=factor_for_duties),
        mailed=MailedLinks(database, passwords, now=now, shows_links=shows_links),
        factors=OwnFactors(database, check, box, now=now),
        invitations=invitations,
        people=People(database, now=now),
        moves=Moves(database, now=now),
        institutions=Institutions(database, now=now),
        tokens=Tokens(database, now=now),
        journal=Journal(database),
        passkeys=Passkeys(database, now=now),
        oidc=oidc,
        rescue=Rescue(database, invitations, now=now),
        demonstration=DemonstrationAccounts(database, passwords, now=now),
    )
