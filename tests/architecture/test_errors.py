"""Every error has its French sentence (test_typography reads them) and its code; a whole run shows that each is met."""

from directory.errors import FIELD_ERRORS, REQUEST_ERRORS, STATUS_CODES


def test_every_status_leads_to_a_known_error() -> None:
    assert set(STATUS_CODES.values()) <= set(REQUEST_ERRORS)


def test_field_and_request_errors_share_no_code() -> None:
    assert not set(FIELD_ERRORS) & set(REQUEST_ERRORS)
