"""Every error has its French sentence (test_typography reads them), and somebody provokes it."""

import re

import pytest

from directory.errors import FIELD_ERRORS, REQUEST_ERRORS, STATUS_CODES
from tests.architecture.sources import named

TESTS = "".join(
    path.read_text(encoding="utf-8") for path in named(".py", under="tests/") if "architecture" not in path.parts
)


@pytest.mark.parametrize("code", [*FIELD_ERRORS, *REQUEST_ERRORS])
def test_an_error_is_provoked_by_a_test(code: str) -> None:
    assert re.search(rf"[\"']{code}[\"']", TESTS)


def test_every_status_leads_to_a_known_error() -> None:
    assert set(STATUS_CODES.values()) <= set(REQUEST_ERRORS)


def test_field_and_request_errors_share_no_code() -> None:
    assert not set(FIELD_ERRORS) & set(REQUEST_ERRORS)
