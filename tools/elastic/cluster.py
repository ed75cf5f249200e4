"""Nodes on free ports of this machine: one, three, or one with security on; stopped by their pids."""

import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tools.elastic.distribution import RELEASES, NoServer, Release, cache, distribution, java_home

PR_SET_PDEATHSIG = 1
START_LIMIT_S = 400
HEAP = "512m"
USER = "elasticsearch-test"


@dataclass(slots=True)
class Node:
    """A started node. ``folder`` holds its configuration, data and logs."""

    name: str
    folder: Path
    http_port: int
    transport_port: int
    process: "subprocess.Popen[bytes] | None" = None

    def kill(self) -> None:
        """Stop it as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            # The launcher and the server it started share a group of their own.
            os.killpg(self.process.pid, number)
        self.process.wait(timeout=60)
        self.process = None


@dataclass(slots=True)
class Cluster:
    """Started nodes of one version.

    password        of the user ``elastic`` when security is on.
    ca_certificate  PEM file of the authority of its certificate.
    """

    release: Release
    nodes: list[Node]
    password: str = ""
    ca_certificate: Path | None = None
    _distribution: Path = field(default_factory=Path)
    _java: Path = field(default_factory=Path)

    @property
    def urls(self) -> list[str]:
        scheme = "https" if self.password else "http"
        host = "localhost" if self.password else "127.0.0.1"
        return [f"{scheme}://{host}:{node.http_port}" for node in self.nodes]

    def start(self, node: Node) -> None:
        """Start a node that is stopped; its data stay."""
        node.process = _launch(self.release, self._distribution, self._java, node)

    def wait(self, status: str = "yellow") -> None:
        """Wait until the cluster is ready. Raises NoServer after some minutes."""
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            for url in self.urls:
                wanted = f"{url}/_cluster/health?wait_for_status={status}&wait_for_nodes={len(self.nodes)}&timeout=5s"
                if self._answers(wanted):
                    return
            time.sleep(0.5)
        raise NoServer(f"Elasticsearch {self.release.version} did not start; see {self.nodes[0].folder / 'logs'}")

    def _answers(self, url: str) -> bool:
        request = urllib.request.Request(url)
        context = None
        if self.password:
            token = b64encode(f"elastic:{self.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {token}")
            context = ssl.create_default_context(cafile=str(self.ca_certificate))
        try:
            with urllib.request.urlopen(request, timeout=10, context=context) as answer:
                return json.load(answer).get("timed_out") is False
        except (urllib.error.URLError, OSError, ValueError):
            return False


@contextmanager
def cluster(major: int, *, nodes: int = 1, secured: bool = False) -> Iterator[Cluster]:
    """Start a cluster and stop it in the end. Raises NoServer with the reason."""
    release = RELEASES[major]
    home, java = distribution(release), java_home(release)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=cache()))
    folder.chmod(0o755)
    ports = _free_ports(2 * nodes)
    made = [Node(f"n{at}", folder / f"n{at}", ports[2 * at], ports[2 * at + 1]) for at in range(nodes)]
    started = Cluster(release, made, _distribution=home, _java=java)
    try:
        for node in made:
            _configure(home, node, made, folder, secured=secured)
        if secured:
            _secure(started, home, java)
        _give_to_user(folder)
        for node in made:
            started.start(node)
        started.wait("green" if nodes > 1 else "yellow")
        yield started
    finally:
        for node in made:
            node.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _configure(home: Path, node: Node, nodes: Sequence[Node], folder: Path, *, secured: bool) -> None:
    shutil.copytree(home / "config", node.folder / "conf")
    for name in ("data", "logs", "tmp"):
        (node.folder / name).mkdir()
    lines = [
        "cluster.name: directory-test",
        f"node.name: {node.name}",
        f"path.data: {node.folder / 'data'}",
        f"path.logs: {node.folder / 'logs'}",
        f'path.repo: ["{folder / "snapshots"}"]',
        "network.host: 127.0.0.1",
        f"http.port: {node.http_port}",
        f"transport.port: {node.transport_port}",
        f"xpack.security.enabled: {str(secured).lower()}",
        "xpack.security.autoconfiguration.enabled: false",
        "cluster.routing.allocation.disk.threshold_enabled: false",
    ]
    if len(nodes) == 1:
        lines.append("discovery.type: single-node")
    else:
        seeds = ", ".join(f'"127.0.0.1:{one.transport_port}"' for one in nodes)
        names = ", ".join(one.name for one in nodes)
        lines += [f"discovery.seed_hosts: [{seeds}]", f"cluster.initial_master_nodes: [{names}]"]
    (node.folder / "conf" / "elasticsearch.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _secure(started: Cluster, home: Path, java: Path) -> None:
    """Turn security on: a certificate of our own for HTTP, and a password for ``elastic``."""
    started.password = secrets.token_urlsafe(18)
    store_password = secrets.token_urlsafe(18)
    for node in started.nodes:
        conf = node.folder / "conf"
        keytool = [str(java / "bin" / "keytool"), "-storepass", store_password, "-keystore", str(conf / "http.p12")]
        described = ["-alias", "http", "-keyalg", "RSA", "-storetype", "PKCS12", "-validity", "30"]
        named = ["-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"]
        subprocess.run([*keytool, "-genkeypair", *described, *named], check=True, capture_output=True)
        pem = subprocess.run([*keytool, "-exportcert", "-alias", "http", "-rfc"], check=True, capture_output=True)
        started.ca_certificate = node.folder / "ca.pem"
        started.ca_certificate.write_bytes(pem.stdout)
        with (conf / "elasticsearch.yml").open("a", encoding="utf-8") as file:
            file.write("xpack.security.http.ssl.enabled: true\nxpack.security.http.ssl.keystore.path: http.p12\n")
        _keystore(started.release, home, java, node, ["create"], "")
        for key, value in (
            ("bootstrap.password", started.password),
            ("xpack.security.http.ssl.keystore.secure_password", store_password),
        ):
            _keystore(started.release, home, java, node, ["add", "-x", "-f", key], value)


def _keystore(release: Release, home: Path, java: Path, node: Node, arguments: list[str], value: str) -> None:
    command = [
        *_cli(home, java, node, name="", script="elasticsearch-keystore", libraries="lib/tools/keystore-cli"),
        *arguments,
    ]
    environment = _environment(release, home, java, node)
    subprocess.run(command, input=value.encode(), env=environment, cwd=home, check=True, capture_output=True)


def _cli(home: Path, java: Path, node: Node, *, name: str, script: str, libraries: str) -> list[str]:
    return [
        str(java / "bin" / "java"),
        *("-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", f"-Dcli.name={name}", f"-Dcli.script=bin/{script}"),
        *(f"-Dcli.libs={libraries}", f"-Des.path.home={home}", f"-Des.path.conf={node.folder / 'conf'}"),
        *("-Des.distribution.type=tar", "-cp", f"{home}/lib/*:{home}/lib/cli-launcher/*"),
        "org.elasticsearch.launcher.CliToolLauncher",
    ]


def _environment(release: Release, home: Path, java: Path, node: Node) -> dict[str, str]:
    heap = os.environ.get("ELASTICSEARCH_HEAP", HEAP)
    found = {
        "PATH": f"{java / 'bin'}:{os.environ['PATH']}",
        "HOME": str(node.folder),
        "LANG": "C.UTF-8",
        "ES_TMPDIR": str(node.folder / "tmp"),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
        "ES_JAVA_HOME": str(java),
        "JAVA_HOME": str(java),
    }
    if release.major >= 9:
        found |= {
            "ES_HOME": str(home),
            "ES_PATH_CONF": str(node.folder / "conf"),
            "ES_DISTRIBUTION_TYPE": "tar",
            "JAVA": str(java / "bin" / "java"),
            "JAVA_TYPE": "ES_JAVA_HOME",
        }
    return found


def _launch(release: Release, home: Path, java: Path, node: Node) -> "subprocess.Popen[bytes]":
    if release.major >= 9:
        command = [
            str(java / "bin" / "java"),
            *("-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-cp", f"{home}/lib/tools/server-launcher/*"),
            "org.elasticsearch.server.launcher.ServerLauncher",
        ]
    else:
        command = _cli(home, java, node, name="server", script="elasticsearch", libraries="lib/tools/server-cli")
    with (node.folder / "logs" / "start.log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=home,
            env=_environment(release, home, java, node),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_end_with_parent,
            # The server refuses to run as root.
            user=USER if os.geteuid() == 0 else None,
        )


def _end_with_parent() -> None:
    """Ask the kernel to stop this process when the one that started it is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _give_to_user(folder: Path) -> None:
    (folder / "snapshots").mkdir()
    if os.geteuid() != 0:
        return
    known = subprocess.run(["id", USER], capture_output=True, check=False).returncode == 0
    if not known:
        subprocess.run(["useradd", "--system", "--home-dir", str(folder), USER], check=True, capture_output=True)
    subprocess.run(["chown", "-R", USER, str(folder)], check=True)
