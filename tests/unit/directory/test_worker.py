"""A worker, on fakes of the index and of the queue."""

from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from directory.domain.changes import Json
from directory.domain.jobs import Job, JobState
from directory.services.work.jobs import LeaseLost
from directory.worker import FOLLOW_EVERY, Alive, Handler, Stopping, Worker
from search.port import SearchUnavailable

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


@dataclass
class FakeIndex:
    """An index that is built, or not, with so many changes to follow."""

    built: bool = True
    behind: int = 0
    is_far: bool = False
    rolled: bool = True
    fails: Exception | None = None
    done: list[str] = field(default_factory=list)

    def is_built(self) -> bool:
        return self.built

    def follow(self) -> int:
        if self.fails is not None:
            raise self.fails
        self.done.append("follow")
        moved, self.behind = self.behind, 0
        return moved

    def is_far_behind(self) -> bool:
        return self.is_far

    def rebuild(self) -> int:
        self.done.append("rebuild")
        self.built, self.is_far = True, False
        return 3

    def roll_hours(self) -> int:
        self.done.append("roll")
        self.rolled = True
        return 3

    def rolled_today(self) -> bool:
        return self.rolled


@dataclass
class FakeJobs:
    """A queue in memory that tells what became of its job."""

    waiting: list[Job] = field(default_factory=list)
    ends: list[tuple[int, str]] = field(default_factory=list)
    lost: bool = False
    beats: int = 0

    def claim(self, kinds: Sequence[str], *, owner: str, lease_s: int, now: datetime) -> Job | None:
        return self.waiting.pop(0) if self.waiting else None

    def heartbeat(
        self, job_id: int, *, owner: str, lease_s: int, now: datetime, checkpoint: dict[str, Json] | None = None
    ) -> None:
        self.beats += 1
        if self.lost:
            raise LeaseLost(job_id)

    def finish(self, job_id: int, *, owner: str, now: datetime) -> None:
        self.ends.append((job_id, "finished"))

    def fail(self, job_id: int, *, owner: str, error: str, now: datetime) -> JobState:
        self.ends.append((job_id, error))
        return JobState.WAITING

    def give_back(self, job_id: int, *, owner: str, now: datetime) -> None:
        self.ends.append((job_id, "given back"))


def a_job(number: int = 1) -> Job:
    return Job(number, "import", None, {}, JobState.RUNNING, {}, 1, "", "me", None, NOON, NOON, None)


def a_worker(index: FakeIndex, jobs: FakeJobs, handlers: Mapping[str, Handler] | None = None) -> Worker:
    return Worker(index, jobs, handlers or {}, owner="me", now=lambda: NOON)


def test_an_index_that_is_missing_is_built_before_anything_else() -> None:
    index = FakeIndex(built=False)
    assert a_worker(index, FakeJobs()).follow()
    assert index.done == ["rebuild"]


def test_the_index_follows_what_moved() -> None:
    worker = a_worker(FakeIndex(behind=2), FakeJobs())
    assert worker.follow()
    assert not worker.follow()


def test_an_index_far_behind_is_made_again_once_the_job_is_over() -> None:
    index = FakeIndex(behind=2)

    def write_many(_job: Job, _alive: Alive) -> None:
        index.is_far = True

    worker = a_worker(index, FakeJobs([a_job()]), {"import": write_many})
    assert worker.do_a_job(Event())
    # Nor is it followed meanwhile: what would be written is made again at once.
    assert index.done == []
    assert worker.follow()
    assert index.done == ["rebuild"]


@pytest.mark.parametrize("end", [Stopping(), LeaseLost(1), ValueError("broken"), OperationalError("", {}, Exception())])
def test_an_index_left_far_behind_by_a_job_cut_short_is_made_again_at_once(end: Exception) -> None:
    index = FakeIndex()

    def cut_short(_job: Job, _alive: Alive) -> None:
        index.is_far = True
        raise end

    worker = a_worker(index, FakeJobs([a_job()]), {"import": cut_short})
    with suppress(OperationalError):
        worker.do_a_job(Event())
    assert worker.follow()
    assert index.done == ["rebuild"]


def test_opening_hours_are_rolled_once_a_day() -> None:
    index = FakeIndex(rolled=False)
    days = [NOON, NOON, NOON + timedelta(days=1)]
    worker = Worker(index, FakeJobs(), {}, owner="me", now=lambda: days.pop(0))
    worker.follow()
    index.rolled = False
    worker.follow()
    worker.follow()
    assert index.done == ["roll", "follow", "follow", "roll", "follow"]


def test_a_silent_engine_does_not_stop_the_jobs() -> None:
    jobs = FakeJobs([a_job()])
    worker = a_worker(FakeIndex(fails=SearchUnavailable("away")), jobs, {"import": lambda job, alive: alive()})
    assert not worker.follow()
    assert worker.do_a_job(Event())
    assert jobs.ends == [(1, "finished")]


def test_a_silent_engine_is_left_alone_longer_each_time_and_followed_again_when_it_answers(
    log_lines: list[MutableMapping[str, object]],
) -> None:
    index, clock = FakeIndex(fails=SearchUnavailable("away"), behind=1), [0.0]
    worker = Worker(index, FakeJobs(), {}, owner="me", now=lambda: NOON, clock=lambda: clock[0])
    for _ in range(400):
        worker.follow()
        clock[0] += 0.5
    assert [line["again_in_s"] for line in log_lines] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    index.fails = None
    clock[0] += 60
    assert worker.follow()
    assert not worker.follow()
    assert index.done == ["follow", "follow"]


def test_a_long_job_keeps_its_lease_and_the_index_in_step() -> None:
    index, jobs = FakeIndex(), FakeJobs([a_job()])

    times = iter(NOON + FOLLOW_EVERY / 8 * step for step in range(100))

    def five_steps(_job: Job, alive: Alive) -> None:
        for _ in range(5):
            alive()

    worker = Worker(index, jobs, {"import": five_steps}, owner="me", now=lambda: next(times))
    worker.do_a_job(Event())
    assert jobs.beats == 5
    # Not at each step, which would cost more than the step; and at the end, whatever the clock says.
    assert 2 <= len(index.done) < 5
    assert set(index.done) == {"follow"}


def test_a_worker_asked_to_stop_gives_its_job_back_at_the_next_step() -> None:
    jobs, stop = FakeJobs([a_job(), a_job(2)]), Event()

    def long(_job: Job, alive: Alive) -> None:
        alive()
        stop.set()
        alive()
        pytest.fail("the job went on")

    a_worker(FakeIndex(), jobs, {"import": long}).run(stop)
    assert jobs.ends == [(1, "given back")]
    assert [job.id for job in jobs.waiting] == [2]


def test_a_job_taken_over_by_another_worker_is_left_alone() -> None:
    jobs = FakeJobs([a_job()], lost=True)
    a_worker(FakeIndex(), jobs, {"import": lambda job, alive: alive()}).do_a_job(Event())
    assert jobs.ends == []


def test_a_job_that_breaks_is_told_by_the_kind_of_its_error_alone() -> None:
    jobs = FakeJobs([a_job()])

    def breaks(_job: Job, _alive: Alive) -> None:
        raise ValueError("Jeanne Dupont")

    assert a_worker(FakeIndex(), jobs, {"import": breaks}).do_a_job(Event())
    assert jobs.ends == [(1, "ValueError")]


def test_a_base_that_goes_away_in_a_job_leaves_the_job_to_its_lease() -> None:
    jobs = FakeJobs([a_job()])

    def away(_job: Job, _alive: Alive) -> None:
        raise OperationalError("select 1", {}, Exception("gone"))

    with pytest.raises(OperationalError):
        a_worker(FakeIndex(), jobs, {"import": away}).do_a_job(Event())
    assert jobs.ends == []


def test_what_is_short_and_due_waits_for_no_long_job() -> None:
    done: list[str] = []

    def errand() -> int:
        done.append("mail")
        return 1

    def three_steps(_job: Job, alive: Alive) -> None:
        for _ in range(3):
            alive()

    worker = Worker(
        FakeIndex(), FakeJobs([a_job()]), {"import": three_steps}, owner="w", now=lambda: NOON, errands=(errand,)
    )
    worker.do_a_job(Event())
    assert done == ["mail"] * 3


def test_a_job_that_breaks_says_where_and_nothing_of_what_it_was_about(
    log_lines: list[MutableMapping[str, object]],
) -> None:
    def break_on(job: Job, alive: Alive) -> None:
        raise ValueError("samia.benali@cd13.exemple is no number")

    jobs = FakeJobs([a_job()])
    a_worker(FakeIndex(), jobs, {"import": break_on}).do_a_job(Event())
    (line,) = [each for each in log_lines if each["event"] == "job.failed"]
    assert line["error"] == "ValueError" and "break_on" in str(line["where"])
    assert "samia" not in str(line) and "exc_info" not in line
