"""What ``make run`` says before it starts anything."""

import pytest

from tools.serve import address, why_not_listening


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    assert "de 1 à 65535" in why_not_listening("127.0.0.1", port)


@pytest.mark.parametrize(
    "host, expected",
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("192.0.2.1", "http://192.0.2.1:8000/"),
        ("2001:db8::1", "http://[2001:db8::1]:8000/"),
    ],
)
def test_the_address_shown_can_be_opened(host: str, expected: str) -> None:
    assert address(host, "8000") == expected
