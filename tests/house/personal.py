"""Nothing personal in logs, addresses and referrers: what the tests of a process say is looked through, judged last.

Looked for: what is known of the people of tests (names, mails, passwords, secrets of cookies), and whatever has the
form of a mail or of a secret, whoever it is of. A run with a find fails. Workers of pytest-xdist hand over what they
know and what they read: whether a word meets the person that it names does not depend on who ran which test.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

import pytest
import structlog
from flask import Flask, Response, request, request_finished, request_started

KEY = "personal"
WORD = re.compile(r"[\w.@+-]{3,}")
MAIL = re.compile(r"[\w.+-]@[\w-]+\.\w")
FORMS: Mapping[str, re.Pattern[str]] = {
    "a mail": MAIL,
    "a key of a machine": re.compile(r"brp_\w{8}"),
    "a hash": re.compile(r"\$argon2"),
    "the secret of a link": re.compile(r"\b[a-z2-7]{26}\b"),
    "the secret of an application": re.compile(r"\b[A-Z2-7]{32}\b"),
    "a recovery code": re.compile(r"\b[2-9a-hj-km-np-z]{4}-[2-9a-hj-km-np-z]{4}-[2-9a-hj-km-np-z]{4}\b"),
}
LINK = re.compile(r"^/(?:[imc]/[a-z2-7]{26}|v/[a-z2-7]{20,26}|s/[\w.-]+|f/[\w.-]+(?:/\d+\.vcf)?)(?=$|\?)", re.MULTILINE)
"""The address that a mail, or the code of a sheet, leads to holds its secret, and nothing else may."""
SECRET_COOKIES = ("compte=", "etape=", "navigateur=")
LEVELS = {"debug": 10, "info": 20, "warning": 30, "warn": 30, "error": 40, "exception": 40, "critical": 50}
UNIQUE = frozenset({"request", "timestamp", "duration_ms"})
"""Fields that the product draws or measures: each value is another one, and of nobody."""


@dataclass
class Watch:
    """What was said, as words, each with where it was met first; what must not be; and what was found at once."""

    events: int = 0
    addresses: int = 0
    people: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    def look(self, text: str, where: str) -> None:
        if text in self._seen:
            return
        self._seen.add(text)
        for kind, form in FORMS.items():
            if form.search(text):
                self.found.add(f"{where} holds {kind}: {text[:120]!r}")
        for phrase in self.phrases:
            if phrase in text:
                self.found.add(f"{where} holds a password")
        for word in WORD.findall(text):
            self.words.setdefault(word, where)

    def finds(self) -> list[str]:
        known = {
            f"{self.words[word]} holds {word!r}, of a person of the tests" for word in self.people & set(self.words)
        }
        return sorted(self.found | known)

    def handed_over(self) -> dict[str, Any]:
        """Return the same in what a worker of pytest-xdist can hand over."""
        return {
            "events": self.events, "addresses": self.addresses, "people": sorted(self.people), "words": self.words,
            "found": sorted(self.found),
        }  # fmt: skip

    def add(self, handed: Mapping[str, Any]) -> None:
        self.events += handed["events"]
        self.addresses += handed["addresses"]
        self.people.update(handed["people"])
        self.found.update(handed["found"])
        for word, where in handed["words"].items():
            self.words.setdefault(word, where)


WATCH = Watch()


def note_person(*said: str) -> None:
    """Tell what is known of somebody: a name, a mail, a secret, each of them one word."""
    WATCH.people.update(word for text in said for word in text.split() if len(word) >= 3)


def note_password(password: str) -> None:
    WATCH.phrases.add(password)


def look_at_event(_: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Look through one line of the log, as structlog calls it; then let it through."""
    WATCH.events += 1
    where = f"log event {event.get('event')}"
    for name, value in event.items():
        if name not in UNIQUE and not isinstance(value, (int, float, bool)):
            WATCH.look(str(value), where)
    return event


def look_at_request(sender: Flask, **_: object) -> None:
    WATCH.addresses += 1
    look_at_addresses([request.path + "?" + request.query_string.decode(errors="replace")], "the address of a request")
    came_from = request.headers.get("Referer", "")
    if came_from:
        # Whatever page it is: the browser says it to whoever is asked next.
        WATCH.look(unquote_plus(came_from), "a referrer")


def look_at_answer(sender: Flask, response: Response, **_: object) -> None:
    for value in response.headers.getlist("Set-Cookie"):
        if value.startswith(SECRET_COOKIES):
            note_person(value.partition("=")[2].partition(";")[0])
    leads_to = response.headers.get("Location", "")
    if leads_to.startswith("/"):
        look_at_addresses([leads_to], "a redirection")


def look_at_addresses(paths: Iterable[str], where: str) -> None:
    """Look through paths of this site, each on its line."""
    WATCH.look(LINK.sub("/lien", unquote_plus("\n".join(paths))), where)


def _configured(**said: Any) -> None:
    """Set structlog up as it is asked to be, every event looked at first, even those too low to be written."""
    lowest, processors = said.get("wrapper_class"), said.get("processors")
    if lowest is not None and processors is not None and look_at_event not in processors:
        least = next((rank for name, rank in LEVELS.items() if not _is_silent(lowest, name)), 0)

        def drop_low(_: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
            if LEVELS.get(method, 0) < least:
                raise structlog.DropEvent
            return event

        said["processors"] = [structlog.contextvars.merge_contextvars, look_at_event, drop_low, *processors]
        said["wrapper_class"] = structlog.make_filtering_bound_logger(LEVELS["info"])
    _configure(**said)


_configure = structlog.configure


def _is_silent(wrapper: type, method: str) -> bool:
    """Say whether a logger of structlog was made to do nothing for a level."""
    return getattr(wrapper, method).__name__ == "_nop"


def pytest_configure(config: pytest.Config) -> None:
    structlog.configure = _configured
    watch_addresses()


def watch_addresses() -> None:
    request_started.connect(look_at_request)
    request_finished.connect(look_at_answer)


@pytest.fixture
def unwatched() -> Iterator[None]:
    """Look away from addresses and referrers, for a test that types canaries in them on purpose."""
    request_started.disconnect(look_at_request)
    request_finished.disconnect(look_at_answer)
    yield
    watch_addresses()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[KEY] = WATCH.handed_over()
    elif session.exitstatus == pytest.ExitCode.OK and WATCH.finds():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    WATCH.add(getattr(node, "workeroutput", {}).get(KEY, Watch().handed_over()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    finds = WATCH.finds()
    if finds:
        terminalreporter.section("personal in a log, an address or a referrer, which fails the run")
        for line in finds[:40]:
            terminalreporter.line(line)
    elif WATCH.events or WATCH.addresses:
        looked = f"{WATCH.events} events of the log and {WATCH.addresses} addresses"
        terminalreporter.line(f"{looked} hold nothing personal")
