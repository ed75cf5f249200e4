"""``python -m bench.signing``: does an address tell itself apart by its time, and do searches suffer from sign-ins?

Apart: with and without an account, in turns drawn at random, on the use cases themselves: a network only blurs what is
measured here. Beside: searches through gunicorn, without and with twenty sign-ins a second, in turns of a few seconds,
so that what else the machine does weighs on both.
"""

import itertools
import math
import random
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import click

from bench.asking import quantile
from bench.bases import Base, prepare
from bench.questions import KINDS, Asker
from bench.site import Site
from directory.domain.accounts.account import Account, AccountState, mail_key
from directory.domain.actors import Profile
from directory.domain.institution import Institution
from directory.services.accounts.bundle import Accounts, make_accounts
from directory.services.accounts.callers import Visit
from directory.services.accounts.passwords import Passwords, agreed_hasher
from directory.services.accounts.refusals import Refused
from directory.store.database import Database
from directory.store.schema import upgrade
from search.places.gazetteer import default_gazetteer

INSTITUTION = "bench"
PASSWORD = "quatre chevaux verts"
SIGN_INS_A_S = 20
TIMES = 2.0
CHANCE_Z = 1.96
"""Beyond, one time in twenty would be chance: two-sided."""


@dataclass(frozen=True, slots=True)
class Apart:
    """How well the time of an answer tells a known address from an unknown one.

    area   probability that a known one takes longer than an unknown one; a half is chance.
    z      the same in standard deviations of chance.
    """

    what: str
    known_ms: float
    unknown_ms: float
    area: float
    z: float


def rank_test(known: Sequence[float], unknown: Sequence[float]) -> tuple[float, float]:
    """Return the area and z of Mann and Whitney's test; equal times share their ranks."""
    ordered = sorted([(value, True) for value in known] + [(value, False) for value in unknown])
    ranks, at = 0.0, 0
    for _, group in itertools.groupby(ordered, key=lambda pair: pair[0]):
        same = list(group)
        ranks += (at + (len(same) + 1) / 2) * sum(is_known for _, is_known in same)
        at += len(same)
    pairs = len(known) * len(unknown)
    above = ranks - len(known) * (len(known) + 1) / 2
    return above / pairs, (above - pairs / 2) / math.sqrt(pairs * (len(known) + len(unknown) + 1) / 12)


def tell_apart(folder: Path, times: int, seed: int) -> list[Apart]:
    """Ask both doors ``times`` times with an address that has an account and as many without."""
    database = Database(f"sqlite:///{folder}/apart.db")
    upgrade(database)
    passwords = Passwords(agreed_hasher())
    mails = fill(database, passwords, times)
    accounts = accounts_over(database, passwords)

    def sign_in(mail: str, visit: Visit) -> None:
        try:
            accounts.sign_in.with_password(mail, "pas celui-là du tout", visit)
        except Refused:
            return

    found = [
        _apart(what, door, mails, random.Random(seed))
        for what, door in (("sign-in", sign_in), ("reset", accounts.mailed.ask_reset))
    ]
    database.close()
    return found


def _apart(what: str, door: Callable[[str, Visit], None], mails: Sequence[str], chance: random.Random) -> Apart:
    asked = [(mail, True) for mail in mails] + [(f"inconnu{n}@bench.exemple", False) for n in range(len(mails))]
    chance.shuffle(asked)
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for number, (mail, is_known) in enumerate(asked):
        visit = Visit(f"10.{number // 250}.{number % 250}.0/24", "Firefox, Linux", f"navigateur-{number}")
        started = time.perf_counter()
        door(mail, visit)
        seconds[is_known].append(time.perf_counter() - started)
    area, z = rank_test(seconds[True], seconds[False])
    known_ms, unknown_ms = (quantile(sorted(seconds[each]), 0.5) * 1000 for each in (True, False))
    return Apart(what, known_ms, unknown_ms, area, z)


def accounts_over(database: Database, passwords: Passwords) -> Accounts:
    return make_accounts(
        database, passwords, key="k" * 32, now=lambda: datetime.now(UTC), shows_links=False, factor_for_duties=False
    )


def fill(database: Database, passwords: Passwords, count: int) -> list[str]:
    """Add people whose password is ``PASSWORD``, and return their addresses."""
    now, hashed = datetime.now(UTC), passwords.hash(PASSWORD)
    mails = [f"personne{number}@bench.exemple" for number in range(count)]
    with database.write() as uow:
        uow.institutions.save(Institution(INSTITUTION, "Banc d’essai", "signataire"))
        for mail in mails:
            if uow.accounts.by_mail(mail) is None:
                uow.accounts.add(
                    Account(
                        0, "Personne du Banc", mail, mail_key(mail), INSTITUTION, Profile.CONSULTATION, False, False,
                        AccountState.ACTIVE, hashed, now, charter_at=now,
                    )
                )  # fmt: skip
    return mails


@dataclass(frozen=True, slots=True)
class Beside:
    """Seconds of searches, alone and beside sign-ins; how many sign-ins were answered, and how many a second."""

    alone: tuple[float, ...]
    beside: tuple[float, ...]
    sign_ins: int
    rate: float

    @property
    def times(self) -> float:
        return quantile(sorted(self.beside), 0.95) / quantile(sorted(self.alone), 0.95)


class SignIns:
    """People who sign in at a steady rate, each from an address of their own. Use as a context."""

    def __init__(self, site: Site, mails: Sequence[str], chance: random.Random) -> None:
        self._site, self._mails, self._chance = site, mails, chance
        self._stop = threading.Event()
        self.done = 0
        self.lasted_s = 0.0
        page, cookie = site.form("/connexion")
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None, "a form with its token"
        self._token, self._cookie = found.group(1), cookie

    def __enter__(self) -> "SignIns":
        self._stop.clear()
        self._started = time.monotonic()
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.lasted_s += time.monotonic() - self._started

    def _go_on(self) -> None:
        under_way: list[threading.Thread] = []
        due = time.monotonic()
        while not self._stop.is_set():
            under_way.append(threading.Thread(target=self._one, args=(self._chance.choice(self._mails),)))
            under_way[-1].start()
            due += 1 / SIGN_INS_A_S
            self._stop.wait(max(0.0, due - time.monotonic()))
        for thread in under_way:
            thread.join()

    def _one(self, mail: str) -> None:
        address = ".".join(str(self._chance.randrange(1, 250)) for _ in range(4))
        body = urlencode({"csrf_token": self._token, "courriel": mail, "passe": PASSWORD})
        status = self._site.post("/connexion", body, cookie=self._cookie, address=address)
        assert status == 303, status
        self.done += 1


def search_beside(base: Base, folder: Path, turns: int, turn_s: float, seed: int) -> Beside:
    """Ask every kind of question in turns, alone and beside sign-ins, on a copy of a base."""
    shutil.copytree(base.folder, folder / "beside")
    database = Database(f"sqlite:///{folder}/beside/directory.db")
    mails = fill(database, Passwords(agreed_hasher()), 1_000)
    database.close()
    chance = random.Random(f"signing {seed}")
    asker = Asker(chance, base.language, base.taxonomy, default_gazetteer())
    alone: list[float] = []
    beside: list[float] = []
    with Site(folder / "beside", workers=2, environ={"TRUSTED_PROXIES": "1"}) as site:
        sign_ins = SignIns(site, mails, chance)
        _search(site, asker, chance, 2 * turn_s)
        for _ in range(turns):
            alone += _search(site, asker, chance, turn_s)
            with sign_ins:
                beside += _search(site, asker, chance, turn_s)
    return Beside(tuple(alone), tuple(beside), sign_ins.done, sign_ins.done / sign_ins.lasted_s)


def _search(site: Site, asker: Asker, chance: random.Random, lasting_s: float) -> list[float]:
    until, seconds = time.monotonic() + lasting_s, []
    while time.monotonic() < until:
        seconds.append(site.get(chance.choice(KINDS).ask(asker))[0])
        time.sleep(0.02)
    return seconds


@click.command()
@click.option("--times", default=1_000, show_default=True, help="Addresses of each sort.")
@click.option("--size", default=10_000, show_default=True, help="Fiches of the base that is searched.")
@click.option("--turns", default=8, show_default=True, help="Turns of searches, alone and beside sign-ins.")
@click.option("--turn-s", default=5.0, show_default=True, help="Seconds of each turn.")
@click.option("--seed", default=1, show_default=True)
@click.option("--only", type=click.Choice(("apart", "beside")), help="This part alone.")
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False),
    default=Path(tempfile.gettempdir()) / "bench-ressources", show_default=True,
)  # fmt: skip
def main(times: int, size: int, turns: int, turn_s: float, seed: int, only: str | None, cache: Path) -> None:
    """Measure what a stranger can tell, and what sign-ins cost to searches."""
    with tempfile.TemporaryDirectory(prefix="bench-signing-") as made:
        folder = Path(made)
        if only != "beside":
            for one in tell_apart(folder, times, seed):
                kept = "chance" if abs(one.z) < CHANCE_Z else "**told apart**"
                click.echo(
                    f"{one.what}: known {one.known_ms:.2f} ms, unknown {one.unknown_ms:.2f} ms (medians of {times:,}); "
                    f"a known one is the longer {one.area:.1%} of the time, z = {one.z:+.2f}: {kept}"
                )
        if only != "apart":
            found = search_beside(prepare(cache, size, seed), folder, turns, turn_s, seed)
            p95 = [quantile(sorted(each), 0.95) * 1000 for each in (found.alone, found.beside)]
            p50 = [quantile(sorted(each), 0.5) * 1000 for each in (found.alone, found.beside)]
            kept = "kept" if found.times <= TIMES else "**not kept**"
            click.echo(
                f"searches on {size:,} fiches, p50 / p95: alone {p50[0]:.1f} / {p95[0]:.1f} ms ({len(found.alone):,}), "
                f"beside {found.rate:.1f} sign-ins a second {p50[1]:.1f} / {p95[1]:.1f} ms ({len(found.beside):,}): "
                f"× {found.times:.2f}, promised × {TIMES:g}: {kept}"
            )


if __name__ == "__main__":
    main()
