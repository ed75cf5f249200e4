"""Folders of tests, kept in memory where it has room: saving waits for a disk longer than it computes.

Nobody pulls the plug of a test: what a killed process wrote is read back from memory as from a disk.
"""

import os
import shutil
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30
CHOSEN = "PYTEST_DEBUG_TEMPROOT"
"""Where pytest makes its folders, when nobody named one with ``--basetemp``."""


def pytest_configure(config: pytest.Config) -> None:
    if CHOSEN not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ[CHOSEN] = str(MEMORY)
