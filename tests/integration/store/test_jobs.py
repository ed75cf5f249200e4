"""Long work: one worker at a time, gone on with after a loss, given up after a number of failures."""

from datetime import datetime, timedelta

import pytest

from directory.domain.jobs import Job, JobState
from directory.services.work.jobs import MOST_ATTEMPTS, JobService, LeaseLost
from directory.store.database import Database
from tests.fiches import NOW

KINDS = ("import", "rappel")


@pytest.fixture
def jobs(database: Database) -> JobService:
    return JobService(database)


def claim(jobs: JobService, owner: str, *, now: datetime = NOW) -> Job | None:
    return jobs.claim(KINDS, owner=owner, lease_s=60, now=now)


def test_jobs_are_begun_in_the_order_they_came(jobs: JobService) -> None:
    first = jobs.enqueue("import", {"batch": 3}, now=NOW)
    second = jobs.enqueue("rappel", now=NOW)
    found = [claim(jobs, "a"), claim(jobs, "b"), claim(jobs, "c")]
    assert [job and job.id for job in found] == [first, second, None]
    assert found[0] is not None
    assert found[0].payload == {"batch": 3}


def test_a_job_of_another_kind_or_not_due_yet_waits(jobs: JobService) -> None:
    jobs.enqueue("autre", now=NOW)
    jobs.enqueue("import", due_at=NOW + timedelta(hours=1), now=NOW)
    assert claim(jobs, "a") is None
    assert claim(jobs, "a", now=NOW + timedelta(hours=2)) is not None


def test_a_key_used_before_gives_the_same_job(jobs: JobService) -> None:
    first = jobs.enqueue("rappel", key="rappel:2026-03-02", now=NOW)
    assert jobs.enqueue("rappel", key="rappel:2026-03-02", now=NOW) == first
    assert jobs.enqueue("rappel", key="rappel:2026-03-03", now=NOW) != first


def test_the_job_of_a_lost_worker_goes_on_from_its_checkpoint(jobs: JobService) -> None:
    number = jobs.enqueue("import", now=NOW)
    assert claim(jobs, "lost") is not None
    jobs.heartbeat(number, owner="lost", lease_s=60, now=NOW, checkpoint={"line": 250})
    assert claim(jobs, "next", now=NOW + timedelta(seconds=30)) is None
    taken = claim(jobs, "next", now=NOW + timedelta(seconds=61))
    assert taken is not None
    assert (taken.id, taken.checkpoint, taken.attempts) == (number, {"line": 250}, 2)


def test_a_worker_that_lost_its_job_is_told_so(jobs: JobService) -> None:
    number = jobs.enqueue("import", now=NOW)
    assert claim(jobs, "lost") is not None
    later = NOW + timedelta(seconds=61)
    assert claim(jobs, "next", now=later) is not None
    with pytest.raises(LeaseLost):
        jobs.heartbeat(number, owner="lost", lease_s=60, now=later)
    with pytest.raises(LeaseLost):
        jobs.finish(number, owner="lost", now=later)
    jobs.finish(number, owner="next", now=later)
    done = jobs.get(number)
    assert done is not None
    assert (done.state, done.finished_at) == (JobState.DONE, later)


def test_a_failed_job_waits_longer_each_time_then_is_dead(jobs: JobService) -> None:
    number = jobs.enqueue("import", now=NOW)
    now, waits = NOW, []
    for _ in range(MOST_ATTEMPTS):
        assert claim(jobs, "a", now=now) is not None
        jobs.fail(number, owner="a", error="SearchUnavailable", now=now)
        found = jobs.get(number)
        assert found is not None
        waits.append(found.due_at - now)
        now = max(now, found.due_at)
    assert found.state is JobState.DEAD
    assert found.error == "SearchUnavailable"
    assert waits[:-1] == sorted(waits[:-1])
    assert claim(jobs, "a", now=now + timedelta(days=1)) is None


def test_a_job_that_kills_its_workers_is_given_up(jobs: JobService) -> None:
    number = jobs.enqueue("import", now=NOW)
    now = NOW
    for attempt in range(MOST_ATTEMPTS):
        assert claim(jobs, f"worker-{attempt}", now=now) is not None
        now += timedelta(seconds=61)
    assert claim(jobs, "next", now=now) is None
    found = jobs.get(number)
    assert found is not None
    assert found.state is JobState.DEAD


def test_a_job_given_back_goes_on_at_once_and_counts_no_attempt(jobs: JobService) -> None:
    number = jobs.enqueue("import", now=NOW)
    assert claim(jobs, "stopping") is not None
    jobs.heartbeat(number, owner="stopping", lease_s=60, now=NOW, checkpoint={"line": 12})
    jobs.give_back(number, owner="stopping", now=NOW)
    taken = claim(jobs, "next")
    assert taken is not None
    assert (taken.checkpoint, taken.attempts) == ({"line": 12}, 1)
    with pytest.raises(LeaseLost):
        jobs.give_back(number, owner="stopping", now=NOW)


def test_what_a_dead_job_failed_to_do_may_be_asked_again(jobs: JobService) -> None:
    first = jobs.enqueue("import", key="import-1", now=NOW)
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        now += timedelta(days=1)
        assert claim(jobs, "a", now=now) is not None
        jobs.fail(first, owner="a", error="panne", now=now)
    again = jobs.enqueue("import", key="import-1", now=now)
    assert again != first
    assert jobs.enqueue("import", key="import-1", now=now) == again
    begun = claim(jobs, "a", now=now)
    assert begun is not None
    assert (begun.id, begun.attempts) == (again, 1)
    dead = jobs.get(first)
    assert dead is not None
    assert (dead.state, dead.error) == (JobState.DEAD, "panne")
