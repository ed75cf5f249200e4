"""Whose account an identity provider opens: the first story, its siblings, and the fifth."""

from dataclasses import dataclass, field, replace

import pytest

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.audit import Act
from directory.domain.accounts.factors import Totp
from directory.domain.accounts.filters import AccountFilter, AuditFilter
from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import Duty
from directory.services.accounts.oidc import Oidc
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.sign_in import FactorAsked, Opened
from directory.services.accounts.vouching import Claims, OidcFailed
from tests.accounts import HOME, Team

ISSUER = "https://fournisseur.exemple"
BACK = "https://brp.exemple/connexion/oidc/retour"
SAMIA = Claims(ISSUER, "sujet-1", "samia@cd13.exemple", True, "eidas1", "jeton-id")


@dataclass
class KnownProvider:
    """A provider that says what a test wants."""

    said: Claims = SAMIA
    issuer: str = ISSUER
    asked: dict[str, str] = field(default_factory=dict)
    is_away: bool = False

    def address_to_ask(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        self.asked = {"state": state, "nonce": nonce, "verifier": verifier}
        return f"{ISSUER}/demande"

    def claims(self, *, redirect_uri: str, code: str, nonce: str, verifier: str) -> Claims:
        if self.is_away:
            raise OidcFailed("away")
        assert (nonce, verifier) == (self.asked["nonce"], self.asked["verifier"])
        return self.said

    def address_to_sign_out(self, *, id_token: str, back_to: str) -> str:
        return f"{ISSUER}/sortie?id_token_hint={id_token}"


@pytest.fixture
def provider() -> KnownProvider:
    return KnownProvider()


@pytest.fixture
def oidc(team: Team, provider: KnownProvider) -> Oidc:
    return Oidc(team.database, provider, strong_acrs=frozenset({"eidas2"}), trusts_mail=False, now=team.clock)


def enter(oidc: Oidc, provider: KnownProvider, claims: Claims = SAMIA) -> Opened | FactorAsked:
    provider.said = claims
    asked = oidc.ask(redirect_uri=BACK, path="/recherche")
    back = oidc.come_back(step=asked.step, state=provider.asked["state"], code="code", redirect_uri=BACK, visit=HOME)
    assert back.path == "/recherche"
    return back.outcome


def refusal(oidc: Oidc, provider: KnownProvider, claims: Claims = SAMIA) -> Reason:
    with pytest.raises(Refused) as refused:
        enter(oidc, provider, claims)
    return refused.value.reason


def people(team: Team) -> int:
    with team.database.read() as uow:
        return uow.accounts.count(AccountFilter())


@pytest.fixture
def samia(team: Team) -> Account:
    return team.person("Samia", state=AccountState.INVITED)


def test_the_first_sign_in_binds_the_subject_to_the_invited_account(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account
) -> None:
    opened = enter(oidc, provider)
    assert isinstance(opened, Opened) and opened.account_id == samia.id
    assert team.get(samia).state is AccountState.ACTIVE
    again = enter(oidc, provider)
    assert isinstance(again, Opened) and again.account_id == samia.id


def test_no_account_is_ever_created(team: Team, oidc: Oidc, provider: KnownProvider) -> None:
    before = people(team)
    assert refusal(oidc, provider) is Reason.OIDC_NOT_INVITED
    assert people(team) == before


def test_an_address_that_the_provider_did_not_verify_binds_nothing(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account
) -> None:
    claims = replace(SAMIA, is_mail_verified=False)
    assert refusal(oidc, provider, claims) is Reason.OIDC_MAIL_UNVERIFIED
    trusting = Oidc(team.database, provider, strong_acrs=frozenset(), trusts_mail=True, now=team.clock)
    assert isinstance(enter(trusting, provider, claims), Opened)


def test_another_subject_with_the_same_mail_is_told_why_and_waits_for_the_rgc(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account
) -> None:
    rita = team.person("Rita", duties=(Duty.RGC,))
    enter(oidc, provider)
    before = people(team)
    moved = replace(SAMIA, subject="sujet-2")
    assert refusal(oidc, provider, moved) is Reason.OIDC_OTHER_SUBJECT
    assert people(team) == before
    with team.database.read() as uow:
        assert uow.audit.matching(AuditFilter(act=Act.IDENTITY_REFUSED), limit=5)[0].account_id == samia.id
        assert [each.to for each in uow.messages.latest(limit=9) if each.kind is MessageKind.IDENTITY_REFUSED] == [
            rita.mail
        ]
    team.accounts.people.unbind(team.signed(rita).caller, samia.id)
    opened = enter(oidc, provider, moved)
    assert isinstance(opened, Opened) and opened.account_id == samia.id
    with team.database.read() as uow:
        assert uow.audit.matching(AuditFilter(act=Act.IDENTITY_UNBOUND), limit=5)[0].account_id == rita.id


@pytest.mark.parametrize("mail", ["samia.b@cd13.exemple", "samia@autre.exemple"])
def test_the_same_subject_with_another_mail_is_not_let_in_silently(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account, mail: str
) -> None:
    enter(oidc, provider)
    assert refusal(oidc, provider, replace(SAMIA, mail=mail)) is Reason.OIDC_OTHER_MAIL


def test_an_account_that_lives_by_password_is_bound_only_when_an_rgc_allows_it(
    team: Team, oidc: Oidc, provider: KnownProvider
) -> None:
    team.person("Samia")
    assert refusal(oidc, provider) is Reason.OIDC_NOT_BOUND


def test_the_successor_at_the_same_mail_does_not_inherit_the_subject(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account
) -> None:
    rita = team.person("Rita", duties=(Duty.RGC,))
    enter(oidc, provider)
    team.accounts.people.close(team.signed(rita).caller, samia.id)
    assert refusal(oidc, provider) is Reason.OIDC_NOT_INVITED
    successor = team.person("Samia", state=AccountState.INVITED)
    opened = enter(oidc, provider, replace(SAMIA, subject="sujet-3"))
    assert isinstance(opened, Opened) and opened.account_id == successor.id


def test_an_invitation_over_is_not_opened_by_the_provider(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account
) -> None:
    team.clock.forward(days=7)
    assert refusal(oidc, provider) is Reason.STATE


def test_the_level_that_comes_back_decides(team: Team, provider: KnownProvider) -> None:
    strict = Team(team.database, factor_for_duties=True)
    oidc = Oidc(team.database, provider, strong_acrs=frozenset({"eidas2"}), trusts_mail=False, now=strict.clock)
    strict.person("Samia", state=AccountState.INVITED, duties=(Duty.RGC,))
    weak = enter(oidc, provider)
    assert isinstance(weak, Opened)
    signed = strict.accounts.sessions.signed(weak.secret)
    assert signed is not None and signed.lacks_factor and not signed.actor.is_rgc
    strong = enter(oidc, provider, replace(SAMIA, acr="eidas2"))
    assert isinstance(strong, Opened)
    signed = strict.accounts.sessions.signed(strong.secret)
    assert signed is not None and signed.actor.is_rgc


@pytest.mark.parametrize("acr", ["", "eidas1", "eidas2", "eidas22"])
def test_who_enrolled_a_factor_here_is_always_asked_for_it(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account, acr: str
) -> None:
    enter(oidc, provider)
    with team.database.write() as uow:
        uow.factors.save_totp(Totp(samia.id, "scellé", confirmed_at=team.clock()))
    assert isinstance(enter(oidc, provider, replace(SAMIA, acr=acr)), FactorAsked)


def test_an_answer_to_another_browser_or_used_twice_is_refused(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account
) -> None:
    asked = oidc.ask(redirect_uri=BACK, path="/")
    for step, state in ((asked.step, "autre"), (asked.step, provider.asked["state"]), ("", provider.asked["state"])):
        with pytest.raises(Refused) as refused:
            oidc.come_back(step=step, state=state, code="code", redirect_uri=BACK, visit=HOME)
        assert refused.value.reason is Reason.STEP_OVER


def test_a_provider_away_is_said_and_lets_nobody_in(
    team: Team, oidc: Oidc, provider: KnownProvider, samia: Account
) -> None:
    provider.is_away = True
    assert refusal(oidc, provider) is Reason.OIDC_FAILED
    assert team.get(samia).state is AccountState.INVITED


def test_signing_out_goes_on_at_the_provider(team: Team, oidc: Oidc, provider: KnownProvider, samia: Account) -> None:
    opened = enter(oidc, provider)
    assert isinstance(opened, Opened)
    signed = team.accounts.sessions.signed(opened.secret)
    assert signed is not None
    assert oidc.address_to_sign_out(signed, back_to="/") == f"{ISSUER}/sortie?id_token_hint=jeton-id"
    team.accounts.sessions.end(signed)
    assert not team.is_signed_in(opened.secret)
