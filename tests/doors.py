"""A person with everything that may open a door, each door tried by one call."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pyotp

from directory.domain.accounts.account import Account
from directory.domain.accounts.links import LinkKind
from directory.services.accounts.callers import Signed
from directory.services.accounts.mailing import issue_link
from directory.services.accounts.oidc import Oidc
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.sign_in import FactorAsked
from directory.services.accounts.vouching import Claims
from tests.accounts import HOME, PASSWORD, Team

NEW_PASSWORD = "trois cerises noires"
BACK = "https://brp.exemple/connexion/oidc/retour"
LEA = Claims("https://fournisseur.exemple", "sujet-lea", "lea@cd13.exemple", True, "eidas1", "jeton-id")


@dataclass
class SayingProvider:
    """A provider that vouches for whom it is told to."""

    said: Claims = LEA
    issuer: str = LEA.issuer
    state: str = ""

    def address_to_ask(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        self.state = state
        return "https://fournisseur.exemple/demande"

    def claims(self, *, redirect_uri: str, code: str, nonce: str, verifier: str) -> Claims:
        return self.said

    def address_to_sign_out(self, *, id_token: str, back_to: str) -> str:
        return ""


@dataclass
class Doors:
    """A person with everything that may open a door, each tried by one call."""

    team: Team
    provider: SayingProvider = field(default_factory=SayingProvider)

    def __post_init__(self) -> None:
        team = self.team
        self.oidc = Oidc(team.database, self.provider, strong_acrs=frozenset(), trusts_mail=False, now=team.clock)
        self.lea, self.noe = team.person("Lea"), team.person("Noe")
        self.secret = team.session(self.lea)
        unbound = replace(self.lea, bindable_until=team.clock() + timedelta(days=1))
        team.save(unbound)
        self.by_oidc()
        # Last of all: whatever binds or enrols takes back the links given out before.
        self.links = {kind: self.link(kind) for kind in LinkKind}
        self.clock = enrol(team, team.signed(self.noe))
        team.clock.forward(seconds=60)
        asked = team.accounts.sign_in.with_password(self.noe.mail, PASSWORD, HOME)
        assert isinstance(asked, FactorAsked)
        self.step = asked.step

    def link(self, kind: LinkKind) -> str:
        with self.team.database.write() as uow:
            return issue_link(uow, kind, self.lea, self.team.clock(), mail="lea@ailleurs.exemple")

    def by_password(self) -> object:
        return self.team.accounts.sign_in.with_password(self.lea.mail, PASSWORD, HOME)

    def by_oidc(self) -> object:
        asked = self.oidc.ask(redirect_uri=BACK, path="/")
        return self.oidc.come_back(
            step=asked.step, state=self.provider.state, code="code", redirect_uri=BACK, visit=HOME
        )

    def by_reset(self) -> object:
        return self.team.accounts.mailed.reset_password(self.links[LinkKind.RESET], NEW_PASSWORD, HOME)

    def by_invitation(self) -> object:
        return self.team.accounts.mailed.accept_invitation(self.links[LinkKind.INVITATION], NEW_PASSWORD, HOME)

    def by_new_mail(self) -> object:
        return self.team.accounts.mailed.confirm_new_mail(self.links[LinkKind.NEW_MAIL], HOME)

    def by_second_factor(self) -> object:
        return self.team.accounts.sign_in.with_factor(self.step, self.clock.at(self.team.clock()), HOME)

    def by_session(self) -> object:
        if not self.team.is_signed_in(self.secret):
            raise Refused(Reason.STATE)
        return self.secret

    def by_rescue(self) -> object:
        return self.team.accounts.rescue.link(self.lea.mail)

    def become(self, changed: Callable[[Account], Account]) -> None:
        """Change what the base says of the two, and nothing else: each door must ask by itself."""
        for account in (self.lea, self.noe):
            self.team.save(changed(self.team.get(account)))


DOORS: tuple[Callable[[Doors], object], ...] = (
    Doors.by_password, Doors.by_oidc, Doors.by_reset, Doors.by_invitation, Doors.by_new_mail, Doors.by_second_factor,
    Doors.by_session, Doors.by_rescue,
)  # fmt: skip


def enrol(team: Team, signed: Signed) -> pyotp.TOTP:
    clock = pyotp.TOTP(team.accounts.factors.begin_totp(signed).secret)
    team.accounts.factors.confirm_totp(signed, clock.at(team.clock()))
    return clock


def is_shut(door: Callable[[Doors], object], doors: Doors) -> bool:
    try:
        door(doors)
    except Refused:
        return True
    return False
