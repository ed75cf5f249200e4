"""The product as it is run: gunicorn's sync workers on a loopback port, asked by a client of another process."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.bases import ROOT
from bench.questions import Asked

HOST = "127.0.0.1"
START_WITHIN_S = 240.0
"""Three seconds at rest; a bench that gives way (``nice``) on a busy machine went beyond sixty."""
STOP_WITHIN_S = 20.0


AS_SERVED = {"KEPT_ANSWERS_MB": ""}
"""Environment of a site that keeps its answers, as the product does unless it is told otherwise."""


class SiteFailed(Exception):
    """The site did not start, answered something else than 200, or its worker ended."""


class Site:
    """One site on one base; use as a context. ``began``: when its first process was started, by ``perf_counter``."""

    began: float
    _port: int

    def __init__(self, folder: Path, *, workers: int = 1, environ: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._environ = environ or {}
        self._workers = workers

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment of its processes, and of what works beside them."""
        return os.environ | {
            "ENVIRONMENT": "development",
            "DATA_DIR": str(self._folder),
            "DATABASE_URL": f"sqlite:///{self._folder}/directory.db",
            "HOST": HOST,
            "PORT": str(self._port),
            "WEB_WORKERS": str(self._workers),
            "RATE_LIMIT": "1000000 per minute",
            "LOG_LEVEL": "warning",
            # The work of an answer is measured, not what is kept of it.
            "KEPT_ANSWERS_MB": "0",
            **self._environ,
        }

    def __enter__(self) -> "Site":
        # Held from the moment it is known: a port that is free now is taken a moment later.
        with socket.socket() as held:
            held.bind((HOST, 0))
            self._port = held.getsockname()[1]
            bound = f"fd://{held.fileno()}"
            command = (sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", bound, "wsgi:app")
            self.began = time.perf_counter()
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.environ, pass_fds=(held.fileno(),))
        until = time.monotonic() + START_WITHIN_S
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.get(Asked("/sante/vivant", ()))
            except OSError:
                time.sleep(0.1)
            else:
                return self
        status = self._process.poll()
        self.__exit__()
        raise SiteFailed(f"gunicorn did not start{' in time' if status is None else f', and returned {status}'}")

    def __exit__(self, *_: object) -> None:
        _end(self._process)

    def get(self, asked: Asked) -> tuple[float, bytes]:
        """Return the seconds until the last byte of the answer, and the answer. Raises SiteFailed, OSError."""
        query = urlencode(asked.params)
        target = f"{asked.path}?{query}" if query else asked.path
        seconds, head, body = self._send(f"GET {target} HTTP/1.1\r\n", b"")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise SiteFailed(f"{head[:60]!r} for {target}: {body[:300]!r}")
        return seconds, body

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: str | bytes = b"") -> "Answered":
        """Send a request of any method, and return what was answered, whatever it is. Raises OSError."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        content = body.encode() if isinstance(body, str) else body
        size = f"Content-Length: {len(content)}\r\n" if content else ""
        seconds, head, said = self._send(f"{method} {target} HTTP/1.1\r\n{lines}{size}", content)
        return Answered(seconds, int(head.split()[1]), head.decode("latin-1"), said)

    def form(self, path: str) -> tuple[str, str]:
        """Return a page that holds a form, and the cookie that goes with its token."""
        _, head, body = self._send(f"GET {path} HTTP/1.1\r\n", b"")
        found = re.search(rb"Set-Cookie: (session=[^;]+)", head)
        return body.decode(), "" if found is None else found[1].decode()

    def post(self, path: str, body: str, *, cookie: str, address: str) -> int:
        """Send a form as if from an address, and return the status of the answer."""
        said = (
            f"Cookie: {cookie}\r\nX-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        _, head, _ = self._send(f"POST {path} HTTP/1.1\r\n{said}", body.encode())
        return int(head.split()[1])

    def _send(self, head: str, body: bytes) -> tuple[float, bytes, bytes]:
        sent = f"{head}Host: {HOST}\r\nConnection: close\r\n\r\n".encode() + body
        chunks: list[bytes] = []
        # By hand: what a client library does with an answer is not the time of the site.
        started = time.perf_counter()
        with socket.create_connection((HOST, self._port), timeout=60) as connection:
            connection.sendall(sent)
            while chunk := connection.recv(1 << 20):
                chunks.append(chunk)
        seconds = time.perf_counter() - started
        answered, _, rest = b"".join(chunks).partition(b"\r\n\r\n")
        return seconds, answered, rest

    def memory_mb(self) -> list["Memory"]:
        """Return the memory of each worker."""
        return [memory_of(pid) for pid in self._workers_now()]

    def processor_s(self) -> float:
        """Return the seconds of processor that all the processes have taken since they started, user and system."""
        return processor_s_of(str(self._process.pid)) + sum(self.workers_s())

    def workers_s(self) -> list[float]:
        """Return the same for each worker."""
        return [processor_s_of(pid) for pid in self._workers_now()]

    def _workers_now(self) -> list[str]:
        master = self._process.pid
        return Path(f"/proc/{master}/task/{master}/children").read_text().split()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the seconds until its last byte."""

    seconds: float
    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: (.*?)\r?$", self.head, re.MULTILINE | re.IGNORECASE)
        return "" if found is None else found[1]


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a process.

    private   what it wrote, and that no other process can share: what one more worker costs.
    unique    with the clean pages of files that it alone maps, which a second worker would share (USS).
    share     with its share of what it has in common with the process that forked it and with other workers (PSS).
    """

    private: float
    unique: float
    share: float


def memory_of(pid: str) -> Memory:
    kilobytes = {
        name: int(value)
        for name, value in re.findall(
            r"^(\w+):\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE
        )
    }
    private = kilobytes["Private_Dirty"]
    return Memory(private / 1000, (private + kilobytes["Private_Clean"]) / 1000, kilobytes["Pss"] / 1000)


def processor_s_of(pid: str) -> float:
    """Return the seconds of processor that a process took, user and system."""
    # By thread: what stands beside the process is that of its first thread. To the nanosecond, where ``stat`` counts
    # hundredths of a second.
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


@contextmanager
def worker_of(site: Site) -> Iterator[int]:
    """Have what a site leaves to a worker done, in a process of its own; give the number of that process."""
    command = (sys.executable, "-m", "flask", "--app", "wsgi", "worker")
    process = subprocess.Popen(command, cwd=ROOT, env=site.environ)
    try:
        yield process.pid
        if process.poll() is not None:
            raise SiteFailed(f"the worker ended, and returned {process.returncode}")
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to stop; one that is in the midst of something long is left no more time than that."""
    process.terminate()
    try:
        process.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def resident_mb() -> float:
    """Return the memory of this process, shared pages included."""
    return size_mb_of("self", "VmRSS")


def size_mb_of(pid: str, what: str) -> float:
    """Return a size of a process as the system tells it, by its name there: ``VmRSS`` now, ``VmHWM`` the most."""
    found = re.search(rf"^{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1000
