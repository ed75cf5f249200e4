"""What ``make run`` says before it starts anything."""

import socket

import pytest

from tools.serve import address, why_not_listening


def test_a_port_already_taken_is_named_with_what_to_do() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        said = why_not_listening("127.0.0.1", port)
    assert port in said
    assert "make run" in said
    assert why_not_listening("127.0.0.1", port) == ""


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    assert "de 1 à 65535" in why_not_listening("127.0.0.1", port)


def test_a_host_of_another_machine_is_told() -> None:
    assert "HOST=192.0.2.1" in why_not_listening("192.0.2.1", "8000")


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
