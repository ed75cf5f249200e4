"""A unit test opens no socket: what would needs a fake, or a room of its own under tests/integration."""

import pytest
from pytest_socket import disable_socket, enable_socket


def pytest_runtest_setup(item: pytest.Item) -> None:
    disable_socket()


def pytest_runtest_teardown(item: pytest.Item) -> None:
    enable_socket()
