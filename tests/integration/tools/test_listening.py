"""What ``make run`` says of an address on which it cannot listen."""

import socket

from tools.serve import why_not_listening


def test_a_port_already_taken_is_named_with_what_to_do() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        said = why_not_listening("127.0.0.1", port)
    assert port in said
    assert "make run" in said
    assert why_not_listening("127.0.0.1", port) == ""


def test_a_host_of_another_machine_is_told() -> None:
    assert "HOST=192.0.2.1" in why_not_listening("192.0.2.1", "8000")
