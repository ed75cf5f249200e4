"""What a browser may send in the place of a key's answer: anything, and it is refused."""

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webauthn.helpers import bytes_to_base64url, encode_cbor

from directory.services.accounts.callers import Host, Signed
from directory.services.accounts.refusals import Reason, Refused
from directory.store.database import Database
from tests.accounts import HOME, Team

HERE = Host("localhost", "http://localhost")
BYTES = st.binary(max_size=120).map(lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("="))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | BYTES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
CLIENT = st.fixed_dictionaries({"type": JSON, "challenge": JSON, "origin": JSON}).map(
    lambda said: base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
)
ANSWERS = st.fixed_dictionaries(
    {
        "id": BYTES,
        "rawId": BYTES,
        "type": st.just("public-key") | JSON,
        "response": JSON
        | st.fixed_dictionaries(
            {
                "clientDataJSON": CLIENT | BYTES | JSON,
                "attestationObject": BYTES | JSON,
                "authenticatorData": BYTES | JSON,
                "signature": BYTES | JSON,
            }
        ),
    }
)
DEEP = ("[" * 19_000, '{"id":' * 3_000)


@pytest.fixture
def team(sqlite_database: Database) -> Team:
    return Team(sqlite_database)


@pytest.fixture
def lea(team: Team) -> Signed:
    return team.signed(team.person("Lea"))


def refusals(team: Team, lea: Signed, answer: str) -> set[Reason]:
    """Send an answer to both doors that take one, and return why they refused it."""
    keys = team.accounts.passkeys
    step = keys.begin_sign_in(HERE).step
    with pytest.raises(Refused) as entering:
        keys.finish_sign_in(HERE, step=step, answer=answer, visit=HOME)
    step = keys.begin_creation(lea, HERE).step
    with pytest.raises(Refused) as adding:
        keys.finish_creation(lea, HERE, step=step, answer=answer, name="Téléphone")
    return {entering.value.reason, adding.value.reason}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=ANSWERS)
def test_an_answer_that_no_key_made_is_refused(team: Team, lea: Signed, said: object) -> None:
    assert refusals(team, lea, json.dumps(said)) == {Reason.PASSKEY_WRONG}


@pytest.mark.parametrize("answer", DEEP, ids=("lists", "objects"))
def test_an_answer_without_a_bottom_is_refused(team: Team, lea: Signed, answer: str) -> None:
    assert refusals(team, lea, answer) == {Reason.PASSKEY_WRONG}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.dictionaries(st.sampled_from(("fmt", "attStmt", "authData")), JSON | st.binary(max_size=200)) | JSON)
def test_a_key_made_of_anything_for_the_right_challenge_is_refused(team: Team, lea: Signed, made: object) -> None:
    keys = team.accounts.passkeys
    asked = keys.begin_creation(lea, HERE)
    said = {"type": "webauthn.create", "challenge": json.loads(asked.options)["challenge"], "origin": HERE.origin}
    client, attested = (bytes_to_base64url(raw) for raw in (json.dumps(said).encode(), encode_cbor(made)))
    response = {"clientDataJSON": client, "attestationObject": attested}
    answer = json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})
    with pytest.raises(Refused) as refused:
        keys.finish_creation(lea, HERE, step=asked.step, answer=answer, name="Téléphone")
    assert refused.value.reason is Reason.PASSKEY_WRONG
