"""Passkeys, with a device made of software: it signs as a real one does."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

from directory.domain.accounts.account import Account
from directory.domain.actors import Duty
from directory.services.accounts.callers import Host, Signed
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.sign_in import FactorAsked
from tests.accounts import HOME, PASSWORD, Team

HERE = Host("localhost", "http://localhost")
PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One key on one device. ``verifies``: it checks its holder."""

    verifies: bool = True
    host: Host = HERE
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def create(self, options: str) -> str:
        point = self.key.public_key().public_numbers()
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        about_key = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + cose
        said = encode_cbor({"fmt": "none", "attStmt": {}, "authData": self._state(HAS_KEY) + about_key})
        client = self._client("webauthn.create", options)
        return self._answer(
            {"clientDataJSON": bytes_to_base64url(client), "attestationObject": bytes_to_base64url(said)}
        )

    def sign(self, options: str) -> str:
        self.count += 1
        client, state = self._client("webauthn.get", options), self._state(0)
        signature = self.key.sign(state + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": state, "signature": signature}
        return self._answer({name: bytes_to_base64url(value) for name, value in said.items()})

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.host.origin}).encode()

    def _state(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.host.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, str]) -> str:
        name = bytes_to_base64url(self.number)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def add(team: Team, signed: Signed, device: Device) -> None:
    asked = team.accounts.passkeys.begin_creation(signed, HERE)
    answer = device.create(asked.options)
    team.accounts.passkeys.finish_creation(signed, HERE, step=asked.step, answer=answer, name="Téléphone")


def enter(team: Team, device: Device, factor_step: str = "") -> str:
    asked = team.accounts.passkeys.begin_sign_in(HERE, factor_step=factor_step)
    answer = device.sign(asked.options)
    opened = team.accounts.passkeys.finish_sign_in(
        HERE, step=asked.step, answer=answer, visit=HOME, factor_step=factor_step
    )
    return opened.secret


def refusal(team: Team, device: Device, factor_step: str = "") -> Reason:
    with pytest.raises(Refused) as refused:
        enter(team, device, factor_step)
    return refused.value.reason


def half_in(team: Team, account: Account) -> str:
    asked = team.accounts.sign_in.with_password(account.mail, PASSWORD, HOME)
    assert isinstance(asked, FactorAsked)
    return asked.step


def test_a_key_that_checks_its_holder_signs_in_alone(team: Team) -> None:
    lea, device = team.person("Lea"), Device()
    add(team, team.signed(lea), device)
    signed = team.accounts.sessions.signed(enter(team, device))
    assert signed is not None and signed.account.id == lea.id and signed.session.has_factor


def test_a_key_that_does_not_is_a_second_factor_and_no_more(team: Team) -> None:
    lea, device = team.person("Lea"), Device(verifies=False)
    add(team, team.signed(lea), device)
    assert refusal(team, device) is Reason.PASSKEY_WRONG
    assert team.is_signed_in(enter(team, device, half_in(team, lea)))


def test_the_key_of_somebody_else_completes_no_sign_in(team: Team) -> None:
    lea, sam = team.person("Lea"), team.person("Sam")
    of_lea, of_sam = Device(), Device()
    add(team, team.signed(lea), of_lea)
    add(team, team.signed(sam), of_sam)
    assert refusal(team, of_sam, half_in(team, lea)) is Reason.PASSKEY_WRONG


def test_an_answer_made_for_another_site_or_by_an_unknown_key_is_refused(team: Team) -> None:
    device = Device()
    add(team, team.signed(team.person("Lea")), device)
    assert refusal(team, Device()) is Reason.PASSKEY_WRONG
    for host in (Host("localhost", "http://autre.exemple"), Host("autre.exemple", "http://localhost")):
        device.host = host
        assert refusal(team, device) is Reason.PASSKEY_WRONG


def test_an_answer_is_good_once_and_a_copied_key_is_noticed(team: Team) -> None:
    device = Device()
    add(team, team.signed(team.person("Lea")), device)
    asked = team.accounts.passkeys.begin_sign_in(HERE)
    answer = device.sign(asked.options)
    finish = team.accounts.passkeys.finish_sign_in
    finish(HERE, step=asked.step, answer=answer, visit=HOME)
    with pytest.raises(Refused) as refused:
        finish(HERE, step=asked.step, answer=answer, visit=HOME)
    assert refused.value.reason is Reason.STEP_OVER
    device.count = 0
    assert refusal(team, device) is Reason.PASSKEY_WRONG


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "x" * 30_000])
def test_an_answer_that_means_nothing_is_refused(team: Team, answer: str) -> None:
    asked = team.accounts.passkeys.begin_sign_in(HERE)
    with pytest.raises(Refused) as refused:
        team.accounts.passkeys.finish_sign_in(HERE, step=asked.step, answer=answer, visit=HOME)
    assert refused.value.reason is Reason.PASSKEY_WRONG


def test_a_key_opens_nothing_to_an_account_suspended(team: Team) -> None:
    rita, lea, device = team.signed(team.person("Rita", duties=(Duty.RGC,))), team.person("Lea"), Device()
    add(team, team.signed(lea), device)
    team.accounts.people.suspend(rita.caller, lea.id)
    assert refusal(team, device) is Reason.STATE


def test_a_key_gives_ten_minutes_to_its_holder_and_to_nobody_else(team: Team) -> None:
    lea, sam = team.signed(team.person("Lea")), team.signed(team.person("Sam"))
    of_lea, of_sam = Device(), Device()
    add(team, lea, of_lea)
    add(team, sam, of_sam)
    team.clock.forward(minutes=11)
    for signed, device in ((lea, of_sam), (sam, of_lea)):
        asked = team.accounts.passkeys.begin_proof(signed, HERE)
        with pytest.raises(Refused) as refused:
            team.accounts.passkeys.finish_proof(signed, HERE, step=asked.step, answer=device.sign(asked.options))
        assert refused.value.reason is Reason.PASSKEY_WRONG
    asked = team.accounts.passkeys.begin_proof(lea, HERE)
    team.accounts.passkeys.finish_proof(lea, HERE, step=asked.step, answer=of_lea.sign(asked.options))
    with team.database.read() as uow:
        had = {each.account_id: each.has_sudo(team.clock()) for each in uow.sessions.of(lea.account.id)}
        had |= {each.account_id: each.has_sudo(team.clock()) for each in uow.sessions.of(sam.account.id)}
    assert had == {lea.account.id: True, sam.account.id: False}
