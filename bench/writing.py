"""``python -m bench.writing``: until a save is found by whoever searches, and what a form and a long history take.

A copy of a base of the bench, gunicorn's workers, programs that save through the API and look for what they saved while
they ask the other questions of the bench: each of their requests may be answered by another process than the last one.
"""

import json
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import select

from bench.asking import Times
from bench.bases import Base, indexer, prepare
from bench.questions import KINDS, LIST, Asker
from bench.saves import AUTHOR, FORM, GIVE_UP_S
from bench.signing import PASSWORD, accounts_over
from bench.site import Site
from directory.domain.accounts.account import Account, AccountState, mail_key
from directory.domain.actors import Profile, Scope
from directory.services.accounts.callers import COMMAND, Visit
from directory.services.accounts.passwords import Passwords, agreed_hasher
from directory.services.accounts.sign_in import Opened
from directory.services.fiches.editing import ResourceService
from directory.store.database import Database
from directory.store.tables import resource
from search.places.gazetteer import default_gazetteer

INSTITUTION = "institution-1"
VERSIONS = 500


@dataclass(frozen=True, slots=True)
class Promise:
    """Milliseconds that half of the times, or nineteen in twenty, stay below."""

    ms: float
    share: str


FOUND, FORM_PAGE, HISTORY = Promise(50, "p95"), Promise(150, "p50"), Promise(200, "p50")


@dataclass(frozen=True, slots=True)
class Ground:
    """A copy of a base with what writing needs: a key, a session, fiches of one institution, one of a long history."""

    folder: Path
    key: str
    session: str
    fiches: Sequence[int]
    long: int


def make_ground(base: Base, folder: Path, versions: int = VERSIONS) -> Ground:
    shutil.copytree(base.folder, folder)
    database = Database(f"sqlite:///{folder}/directory.db")
    with database.read() as uow:
        # One whose validity is over is in no search.
        shown = (resource.c.status == "publiee") & resource.c.valid_from.is_(None) & resource.c.valid_to.is_(None)
        own = (resource.c.institution == INSTITUTION) & shown
        ids = list(uow.connection.execute(select(resource.c.id).where(own).order_by(resource.c.id)).scalars())
    key, session = _doors(database)
    service = ResourceService(database, default_gazetteer())
    first = service.get(ids[0]).content.description
    for number in range(1, versions):
        fiche = service.get(ids[0])
        content = replace(fiche.content, description=f"{first} Ligne {number}.")
        service.revise(
            fiche.id, content, expected_version=fiche.version, author=AUTHOR, origin=FORM, now=datetime.now(UTC)
        )
    worker = indexer(database, replace(base, folder=folder).engine())
    while worker.follow():
        pass
    database.close()
    return Ground(folder, key, session, ids[1:], ids[0])


def _doors(database: Database) -> tuple[str, str]:
    """Return a key of the institution, and the session of one of its people."""
    now, passwords = datetime.now(UTC), Passwords(agreed_hasher())
    accounts, mail = accounts_over(database, passwords), "editrice@bench.exemple"
    key = accounts.tokens.create(
        COMMAND, INSTITUTION, name="bench", scopes={Scope.READ, Scope.WRITE}, expires_at=now + timedelta(days=1)
    )
    with database.write() as uow:
        uow.accounts.add(
            Account(
                0, "Éditrice du Banc", mail, mail_key(mail), INSTITUTION, Profile.UPDATE, False, False,
                AccountState.ACTIVE, passwords.hash(PASSWORD), now, charter_at=now,
            )
        )  # fmt: skip
    opened = accounts.sign_in.with_password(mail, PASSWORD, Visit("10.0.0.0/24", "Firefox, Linux"))
    assert isinstance(opened, Opened)
    return key, opened.secret


@dataclass(slots=True)
class Seen:
    """Seconds: of each save until its answer, then from its being sent to its being found; of other questions.

    processor   of the processes that answer, from a save to its being found: what else they do counts in it.
    """

    saves: list[float] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Program:
    """A program that saves a fiche, looks for it, and asks something else."""

    def __init__(self, site: Site, ground: Ground, fiches: Sequence[int], asker: Asker, seen: Seen) -> None:
        self._site, self._fiches, self._asker, self._seen = site, fiches, asker, seen
        self._headers = {"Authorization": f"Bearer {ground.key}", "Content-Type": "application/json"}

    def turn(self, word: str) -> None:
        number = self._asker.chance.choice(self._fiches)
        try:
            self._save_and_find(number, word)
            asked = self._asker.chance.choice(KINDS).ask(self._asker)
            self._seen.reads.append(self._site.get(asked)[0])
        except (OSError, RuntimeError) as error:
            self._seen.errors.append(repr(error))

    def _save_and_find(self, number: int, word: str) -> None:
        path = f"{LIST}/{number}"
        read = self._site.ask("GET", path, self._headers)
        title = f"{json.loads(read.body)['titre'].split(' zq')[0]} {word}"
        headers = self._headers | {"If-Match": read.header("ETag")}
        spent, started = self._site.processor_s(), time.perf_counter()
        saved = self._site.ask("PATCH", path, headers, json.dumps({"titre": title}))
        if saved.status != 200:
            raise RuntimeError(f"{saved.status} {saved.body[:200]!r}")
        answered = time.perf_counter()
        while not json.loads(self._site.ask("GET", f"{LIST}?q={word}&correction=non", self._headers).body)["total"]:
            if time.perf_counter() - answered > GIVE_UP_S:
                raise RuntimeError(f"{word} is never found")
        self._seen.saves.append(answered - started)
        self._seen.found.append(time.perf_counter() - started)
        self._seen.processor.append(self._site.processor_s() - spent)


def write_together(site: Site, ground: Ground, askers: Sequence[Asker], turns: int, pause_s: float) -> Seen:
    """Let as many programs as there are askers save at once, each its own fiches."""
    seen = Seen()

    def go_on(rank: int, asker: Asker) -> None:
        program = Program(site, ground, ground.fiches[rank :: len(askers)], asker, seen)
        for number in range(turns):
            program.turn(f"zq{rank}x{number}x{asker.chance.randrange(10**9)}")
            time.sleep(asker.chance.uniform(0, 2 * pause_s))

    threads = [threading.Thread(target=go_on, args=each) for each in enumerate(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def pages(site: Site, ground: Ground, paths: Sequence[str]) -> tuple[Times, float]:
    """Return the times of some pages asked by a person signed in, and the processor's milliseconds of one."""
    headers = {"Cookie": f"compte={ground.session}", "Accept-Encoding": "gzip"}
    site.ask("GET", paths[0], headers)
    before, seconds = site.processor_s(), []
    for path in paths:
        answered = site.ask("GET", path, headers)
        assert answered.status == 200, (path, answered.status)
        seconds.append(answered.seconds)
    return Times.of(seconds), (site.processor_s() - before) * 1000 / len(paths)


def told(what: str, times: Times, promise: Promise) -> str:
    kept = "kept" if getattr(times, promise.share) <= promise.ms else "**not kept**"
    return f"{what}: {_ms(times)}; promised {promise.share} {promise.ms:g} ms: {kept}"


def _ms(times: Times) -> str:
    return f"p50 {times.p50:.1f}, p95 {times.p95:.1f} ms"


def tell_together(site: Site, ground: Ground, askers: Sequence[Asker], turns: int, pause_s: float) -> None:
    seen = write_together(site, ground, askers, turns, pause_s)
    click.echo(f"{len(askers)} at work: {len(seen.found)} saves, {len(seen.errors)} errors {seen.errors[:3] or ''}")
    click.echo(told("  from a save to its being found", Times.of(seen.found), FOUND))
    if len(askers) == 1:
        click.echo(f"  of that, processor: {_ms(Times.of(seen.processor))}")
    click.echo(f"  until the save is answered: {_ms(Times.of(seen.saves))}")
    click.echo(f"  other questions: {_ms(Times.of(seen.reads))}")


def tell_page(what: str, site: Site, ground: Ground, paths: Sequence[str], promise: Promise) -> None:
    times, processor_ms = pages(site, ground, paths)
    click.echo(f"{told(what, times, promise)}; processor {processor_ms:.1f} ms")


@click.command()
@click.option("--size", default=100_000, show_default=True, help="Fiches of the base.")
@click.option("--programs", default=4, show_default=True, help="Programs at work, and processes that answer.")
@click.option("--turns", default=60, show_default=True, help="Saves of each program.")
@click.option("--pause-ms", default=250.0, show_default=True, help="Between two turns of a program, on average.")
@click.option("--pages", "asked", default=60, show_default=True, help="Forms and histories asked.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False),
    default=Path(tempfile.gettempdir()) / "bench-ressources", show_default=True,
)  # fmt: skip
def main(size: int, programs: int, turns: int, pause_ms: float, asked: int, seed: int, cache: Path) -> None:
    """Measure saves, forms and histories on a base of the bench."""
    base = prepare(cache, size, seed)
    with tempfile.TemporaryDirectory(prefix="bench-writing-") as made:
        ground = make_ground(base, Path(made) / "base")
        chance = random.Random(f"writing {seed}")
        askers = [
            Asker(random.Random(f"writing {seed} {rank}"), base.language, base.taxonomy, default_gazetteer())
            for rank in range(programs)
        ]
        with Site(ground.folder, workers=programs) as site:
            write_together(site, ground, askers, 3, 0.0)
            for some in (askers[:1], askers):
                tell_together(site, ground, some, turns, pause_ms / 1000)
            pages(site, ground, [f"/ressources/{ground.long}/modifier"] * 4 * programs)
            forms = [f"/ressources/{chance.choice(ground.fiches)}/modifier" for _ in range(asked)]
            tell_page("form of a fiche", site, ground, forms, FORM_PAGE)
            history, versions = f"/ressources/{ground.long}/historique", f"{LIST}/{ground.long}/versions"
            tell_page(f"history of {VERSIONS} versions", site, ground, [history] * asked, HISTORY)
            tell_page("the same through the API", site, ground, [versions] * asked, HISTORY)


if __name__ == "__main__":
    main()
