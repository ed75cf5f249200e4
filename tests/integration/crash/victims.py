"""Processes started to be killed."""

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class Victim:
    """A process of ours whose lines are read until it is killed with SIGKILL."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        command = [sys.executable, "-m", f"tests.integration.crash.{module}", *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.lines: list[str] = []

    def kill_after(self, lines: int, draw: random.Random, *, within_s: float = 0.02) -> None:
        """Kill the process a moment after its line number ``lines``, or let it end before; keep all it printed."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line)
            if len(self.lines) >= lines:
                break
        time.sleep(draw.uniform(0, within_s))
        self._process.kill()
        self.lines += self._process.stdout.readlines()
        self._process.stdout.close()
        self._process.wait()

    def whole_lines(self) -> list[str]:
        """Return what was printed to the end: the last line may have been cut."""
        return [line.strip() for line in self.lines if line.endswith("\n")]
