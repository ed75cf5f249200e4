"""What is counted of the use of the base: aside, by nobody in particular, once."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from directory.domain.accounts.messages import MessageKind
from directory.domain.steering.counts import Counted, Metric
from directory.http.request import SERVICES
from directory.services.accounts.mailing import queue_mail
from directory.services.steering.counting import KEPT_S, MOST_KEPT, Counters
from directory.services.steering.keeping import CountKeeping
from directory.services.work.jobs import JobService
from directory.store.database import Database
from tests.accounts import Clock, Team
from tests.fiches import NOW
from tests.site import CRECHE, PERMIT, Site, make_site

ROOT = Path(__file__).parents[3]
DAY = date(2026, 3, 2)
ARLES_TERRITORY, MARSEILLE_TERRITORY = "epci:241300417", "epci:200054807"


class Away:
    """A base that is busy until it is told not to be."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_away = True

    def write(self) -> object:
        if self.is_away:
            raise OperationalError("", None, Exception("busy"))
        return self.database.write()

    write_unless_busy = write


def opened(database: Database, *months: str) -> dict[int, int]:
    with database.read() as uow:
        return uow.openings.of([PERMIT, 2], months)


def counted(database: Database, first: date = DAY, last: date = DAY) -> dict[tuple[str, str, str], int]:
    with database.read() as uow:
        return {
            (metric.value, need, territory): total
            for metric, need, territory, _, total in uow.counts.between(first, last)
        }


def counters_of(site: Site) -> Counters:
    found = site.app.extensions[SERVICES].steering.counters
    assert isinstance(found, Counters)
    return found


def test_counts_add_up_and_are_written_once_old_enough(database: Database) -> None:
    clock, seconds = Clock(), [0.0]
    counters = Counters(database, now=clock, clock=lambda: seconds[0])
    for number in (1, 1, 2):
        counters.note_opening(number)
    counters.note(Metric.SEARCHES, [("mobilite-permis", ARLES_TERRITORY), ("", "")])
    counters.note_for_office(4)
    assert not counters.write_old() and opened(database, "2026-03") == {} and counted(database) == {}
    seconds[0] = KEPT_S
    assert counters.write_old() and opened(database, "2026-03") == {1: 2, 2: 1} and not counters.waiting
    clock.forward(days=31)
    counters.note_opening(1)
    counters.note(Metric.SEARCHES, [("", "")])
    assert counters.write() and opened(database, "2026-03", "2026-04") == {1: 3, 2: 1} and not counters.write()
    both = counted(database, DAY, date(2026, 4, 30))
    assert both == {
        ("recherches", "", ""): 2,
        ("recherches", "mobilite-permis", ARLES_TERRITORY): 1,
        ("liaisons-antenne", "", ""): 1,
    }  # fmt: skip


def test_a_busy_base_gets_them_later(database: Database) -> None:
    away = Away(database)
    counters = Counters(away, now=Clock(), clock=lambda: 0.0)  # type: ignore[arg-type]
    counters.note_opening(1)
    assert not counters.write()
    counters.note_opening(1)
    away.is_away = False
    assert counters.write() and opened(database, "2026-03") == {1: 2}


def test_where_somebody_writes_counts_do_not_wait(database: Database) -> None:
    seconds = [0.0]
    counters = Counters(database, now=Clock(), clock=lambda: seconds[0])
    counters.note_opening(1)
    seconds[0] = KEPT_S
    with database.write():
        assert not counters.write_old() and counters.waiting == 1
    assert not counters.write_old(), "they are young again: a busy base is not asked at each answer"
    seconds[0] += KEPT_S
    assert counters.write_old() and opened(database, "2026-03") == {1: 1}


def test_counts_that_find_no_room_are_told_as_lost() -> None:
    counters = Counters(None, now=Clock())  # type: ignore[arg-type]
    for number in range(MOST_KEPT + 2):
        counters.note_opening(number)
    counters.note_opening(1)
    assert (counters.waiting, counters.lost) == (MOST_KEPT, 2)


def test_the_day_is_that_of_the_place() -> None:
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    counters = Counters(None, now=lambda: night)  # type: ignore[arg-type]
    counters.note(Metric.SEARCHES, [("", "")], commune="97209")
    counters.note(Metric.SEARCHES, [("", "")])
    assert set(counters._counts) == {Counted(DAY, Metric.SEARCHES), Counted(date(2026, 3, 3), Metric.SEARCHES)}


SEARCHES: tuple[tuple[str, dict[tuple[str, str, str], int]], ...] = (
    ("besoin=mobilite-permis&commune=13004", {("recherches", "mobilite-permis", ARLES_TERRITORY): 1}),
    ("q=permis&lieu=Arles", {("recherches", "mobilite-permis", ARLES_TERRITORY): 1}),
    ("q=auto-école", {("recherches", "mobilite-permis", ""): 1}),
    (
        "besoin=mobilite-permis&besoin=famille-garde&territoire=dep:13",
        {("recherches", "mobilite-permis", ""): 1, ("recherches", "famille-garde", ""): 1},
    ),
    (
        "q=zzyzzy&commune=13055",
        {(each, "", MARSEILLE_TERRITORY): 1 for each in ("recherches", "sans-reponse", "rien-du-tout")},
    ),
    ("besoin=mobilite-permis&page=2", {}),
    ("besoin=mobilite-permis&tri=nom", {}),
    ("besoin=mobilite-permis&groupe=a-verifier", {}),
    ("besoin=mobilite-permis&bbox=4,43,5,44", {}),
    ("besoin=inconnu", {}),
)  # fmt: skip


def test_what_counts_as_a_search(own_site: Site) -> None:
    for asked, expected in SEARCHES:
        assert own_site.client.get(f"/recherche?{asked}").status_code in (200, 422), asked
        counts = counters_of(own_site)._counts
        assert {(key.metric.value, key.need, key.territory): value for key, value in counts.items()} == expected, asked
        counts.clear()


def test_an_answer_that_has_not_changed_is_counted_too_and_a_head_is_not(own_site: Site) -> None:
    client = own_site.client
    for path in (f"/ressources/{PERMIT}", "/recherche?q=permis"):
        client.get(path, headers={"If-None-Match": '"x"'}, follow_redirects=True)
        client.head(path)
    assert counters_of(own_site).write()
    assert opened(own_site.database, "2026-03") == {PERMIT: 1}
    assert counted(own_site.database) == {("recherches", "mobilite-permis", ""): 1}


def test_sheets_and_links_count_once_in_each_need_and_territory(own_site: Site) -> None:
    client = own_site.client
    page = client.get(f"/feuille?fiche={PERMIT}&fiche=4&fiche={CRECHE}")
    assert page.status_code == 200
    links = own_site.app.extensions[SERVICES].handing.links
    assert client.get(f"/f/{links.make(DAY, (PERMIT,))}").status_code == 200
    counters_of(own_site).write()
    assert counted(own_site.database) == {
        ("feuilles", "mobilite-permis", ARLES_TERRITORY): 1, ("feuilles", "famille-garde", MARSEILLE_TERRITORY): 1,
        ("liens-ouverts", "mobilite-permis", ARLES_TERRITORY): 1,
    }  # fmt: skip


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def test_counting_adds_no_write_to_the_path_of_a_question(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path)
    counters = counters_of(site)
    with statements(sqlite_database) as said:
        answer = site.client.get("/recherche?q=permis", buffered=False)
        assert counters.waiting
        counters._since -= KEPT_S
        answer = site.client.get("/recherche?q=permis&lieu=Arles", buffered=False)
        assert answer.status_code == 200 and counters.waiting
        assert said and not [each for each in said if not each.lstrip().upper().startswith("SELECT")]
        answer.close()
    assert not counters.waiting and any("daily_count" in each for each in said)


def test_a_hundred_searches_write_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    site, team = make_site(sqlite_database, tmp_path), Team(sqlite_database)
    visitor, signed = site.client, site.client
    signed.set_cookie("compte", team.session(team.person("lea")))
    assert sqlite_database.url.database is not None
    with closing(sqlite3.connect(sqlite_database.url.database)) as beside:

        def writes_seen() -> int:
            """Return a number that moves with what any other connection commits."""
            return int(beside.execute("PRAGMA data_version").fetchone()[0])

        assert signed.get("/recherche?q=permis").status_code == 200
        before = writes_seen()
        for number in range(25):
            asked = f"q=permis&commune=13004&rayon={number + 1}"
            for client in (visitor, signed):
                for path in ("/recherche", "/api/v1/ressources"):
                    assert client.get(f"{path}?{asked}").status_code == 200
        assert writes_seen() == before and counters_of(site).waiting
        assert counters_of(site).write() and writes_seen() != before


def test_a_killed_process_loses_what_it_had_in_memory_and_doubles_nothing(sqlite_database: Database) -> None:
    url = sqlite_database.url.render_as_string(hide_password=False)
    script = "from tests.integration.steering.victim import main; import sys; main(sys.argv[1])"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    victim = subprocess.Popen([sys.executable, "-c", script, url], stdout=subprocess.PIPE, cwd=ROOT, env=environ)
    assert victim.stdout is not None
    lines = [victim.stdout.readline().decode().strip() for _ in range(7)]
    victim.send_signal(signal.SIGKILL)
    lines += victim.stdout.read().decode().split("\n")
    victim.wait()
    victim.stdout.close()
    written = max(int(line) for line in lines if line.isdigit())
    found = counted(sqlite_database)["recherches", "", ""]
    # It says so once written: killed between the two, one more batch of three is there, whole.
    assert found in (written, written + 3)


def test_days_become_quarters_then_nothing_is_left(database: Database) -> None:
    days = (
        date(2023, 3, 31),
        date(2023, 4, 2),
        date(2024, 12, 30),
        date(2024, 12, 31),
        date(2025, 1, 5),
        date(2026, 3, 1),
    )
    with database.write() as uow:
        for day in days:
            uow.counts.add({Counted(day, Metric.SEARCHES): 2})
    keeping = CountKeeping(database, JobService(database), now=lambda: NOW.replace(month=4, day=20))
    for _ in range(2):
        keeping.run(None, lambda: None)  # type: ignore[arg-type]
        with database.read() as uow:
            kept = {day: sum(row[-1] for row in uow.counts.between(day, day)) for day in (*days, date(2024, 10, 1))}
        assert kept == dict.fromkeys(days, 0) | {
            date(2025, 1, 5): 2, date(2026, 3, 1): 2, date(2024, 10, 1): 4,
        }  # fmt: skip
    with database.read() as uow:
        assert sum(row[-1] for row in uow.counts.between(date(2023, 4, 1), date(2023, 4, 1))) == 2


def test_reports_of_the_committee_are_forgotten_after_a_year_though_nobody_asks_for_one(database: Database) -> None:
    with database.write() as uow:
        for address, days in (("old", 366), ("young", 364)):
            uow.committee.ask(address, NOW - timedelta(days=days))
    CountKeeping(database, JobService(database), now=lambda: NOW).run(None, lambda: None)  # type: ignore[arg-type]
    with database.read() as uow:
        assert uow.committee.get("old") is None and uow.committee.get("young") is not None


def test_metrics_tell_what_waits_and_what_was_lost(own_site: Site) -> None:
    counters_of(own_site).note_opening(PERMIT)
    for _ in range(2):
        assert own_site.client.get(f"/feuille?fiche={PERMIT}").status_code == 200
    lea = Team(own_site.database).person("lea")
    with own_site.database.write() as uow:
        for days in (0, 2):
            queue_mail(uow, MessageKind.FOLLOWED, lea, NOW - timedelta(days=days), facts={"fiches": "1:1"})
    headers = {"Authorization": f"Bearer {own_site.app.config['METRICS_TOKEN']}"}
    for _ in range(2):
        text = own_site.client.get("/metrics", headers=headers).text
    assert "counts_waiting 2.0" in text and "counts_lost_total 0.0" in text
    assert 'uses_total{use="feuilles"} 2.0' in text and 'uses_total{use="recherches"} 0.0' in text
    assert "mails_waiting 2.0" in text and "mails_of_unknown_fate 0.0" in text and "digests_last_day 1.0" in text
