"""What ``make run`` does once packages are there: prepare the base, start the site and its worker, stop both.

Standard library only; the site and the worker are processes of their own, as in production.
"""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN_S = 180
STOP_WITHIN_S = 20
RESTART_AFTER_S = 2
# A worker lost that often since the start has a reason that another start will not remove.
MOST_RESTARTS = 5
WEB = ("-m", "gunicorn", "--no-control-socket", "wsgi:app")
WORKER = ("-m", "flask", "--app", "wsgi", "worker")
TRIAL_ACCOUNTS = ("-m", "flask", "--app", "wsgi", "demo", "accounts")
PREPARE = ("-m", "flask", "--app", "wsgi", "prepare", "--demo")


class Stop(Exception):
    """Somebody asked to stop."""


def main() -> int:
    os.chdir(ROOT)
    os.environ.setdefault("ENVIRONMENT", "development")
    # Of the invented base, which serves the Bouches-du-Rhône.
    os.environ.setdefault("SECTORS_FILE", "directory/demo/data/sectors.csv")
    # One line a request would drown the address; LOG_LEVEL=info shows them.
    os.environ.setdefault("LOG_LEVEL", "warning")
    host = os.environ.get("HOST") or "127.0.0.1"
    port = os.environ.get("PORT") or "8000"
    problem = why_not_listening(host, port)
    if problem:
        say(problem, error=True)
        return 1
    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGHUP, ask_to_stop)
    started: list[subprocess.Popen[bytes]] = []
    try:
        prepared = subprocess.run([sys.executable, *PREPARE], check=False)
        if prepared.returncode != 0:
            return prepared.returncode
        web = start(WEB)
        started.append(web)
        worker = start(WORKER)
        started.append(worker)
        if not answers(address(host, port), web):
            say("Le site n’a pas démarré\u00a0; les lignes ci-dessus disent pourquoi.", error=True)
            return 1
        say(f"Le site répond\u00a0: {address(host, port)}")
        subprocess.run([sys.executable, *TRIAL_ACCOUNTS], check=False)
        say("La recherche est ouverte à tous\u00a0; se connecter ouvre le reste. Ctrl+C arrête le site.")
        return watch(web, started)
    except Stop:
        say("Arrêt du site.")
        return 0
    finally:
        stop(started)


def why_not_listening(host: str, port: str) -> str:
    """Return, in French, why nothing can listen there; empty when it can."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        return f"PORT={port}\u00a0: il faut un nombre de 1 à 65535. Par exemple\u00a0: PORT=8001 make run"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = int(port) + 1 if int(port) < 65535 else 8000
                return (
                    f"Le port {port} est déjà pris sur {host}, peut-être par un autre «\u00a0make run\u00a0»."
                    f" Pour utiliser un autre port\u00a0: PORT={other} make run"
                )
            if error.errno == errno.EACCES:
                return f"Le port {port} est réservé au système. Pour en utiliser un autre\u00a0: PORT=8000 make run"
            return f"HOST={host}\u00a0: cette machine ne peut pas y ouvrir de port ({error.strerror or error})."
    return ""


def address(host: str, port: str) -> str:
    if host in ("127.0.0.1", "0.0.0.0", "::", "::1"):
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *command])


def answers(url: str, web: subprocess.Popen[bytes]) -> bool:
    """Wait until the site answers; False when it does not within ``START_WITHIN_S``."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until and web.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), opener.open(f"{url}sante/vivant", timeout=5):
            return True
        time.sleep(0.2)
    return False


def watch(web: subprocess.Popen[bytes], started: list[subprocess.Popen[bytes]]) -> int:
    """Keep both alive: a lost worker is started again, a lost site ends everything."""
    restarts = 0
    while True:
        time.sleep(0.5)
        if web.poll() is not None:
            say("Le site s’est arrêté\u00a0; les lignes ci-dessus disent pourquoi.", error=True)
            return 1
        if started[-1].poll() is not None:
            restarts += 1
            if restarts > MOST_RESTARTS:
                say("Le travail de fond s’arrête sans cesse\u00a0; les lignes ci-dessus disent pourquoi.", error=True)
                return 1
            say("Le travail de fond s’est arrêté\u00a0; il est relancé.", error=True)
            time.sleep(RESTART_AFTER_S)
            started[-1] = start(WORKER)


def stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + STOP_WITHIN_S
    for process in started:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl+C must not break the orderly stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    raise Stop


def say(text: str, *, error: bool = False) -> None:
    stream = sys.stderr if error else sys.stdout
    stream.write(text + "\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
