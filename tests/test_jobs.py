"""Jobs: nothing lost and nothing done twice, whoever is killed, cancelled or slow. The worker is called by hand."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases import jobs
from cases.management.commands import worker
from cases.models import Job
from cases.services import start_case

pytestmark = pytest.mark.django_db
State = Job.State
done: list[Any] = []


def counting(run: jobs.Run) -> None:
    """A step for each number; "fail" fails, and "anew" takes its first step and fails."""
    if run.payload == "anew":
        run.step(1)
        raise ValueError
    for step in range(run.job.done, run.job.total):
        if run.payload == "fail":
            raise ValueError("the secret of this person")
        done.append((run.payload, step))
        run.step(step + 1)


@pytest.fixture(autouse=True)
def _counting(monkeypatch: pytest.MonkeyPatch) -> None:
    done.clear()
    monkeypatch.setitem(jobs.HANDLERS, "count", f"{__name__}.counting")


def put(payload: str = "a", total: int = 3) -> Job:
    return jobs.put("count", payload.ljust(64, "-"), payload, total)


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_the_longest_waiting_is_done_first_and_once() -> None:
    first, second = put("a", 2), put("b", 1)
    assert put("a", 2).pk == first.pk
    assert jobs.work() and jobs.work() and not jobs.work()
    assert done == [("a", 0), ("a", 1), ("b", 0)]
    assert now(first).state == now(second).state == State.DONE
    assert put("a", 2).state == State.DONE  # asked for again, it is there


def test_what_a_job_is_about_is_sealed_and_wiped_at_its_end() -> None:
    job = put("the-secret")
    assert b"the-secret" not in bytes(now(job).sealed)
    jobs.work()
    assert bytes(now(job).sealed) == b""


def test_a_killed_worker_loses_nothing() -> None:
    """Its job is taken up by another at the step that was reached, once nothing was heard of it for a while."""
    job = put()
    killed = jobs.take()
    assert killed is not None
    dead = jobs.Run(killed, lambda: False)
    dead.step(1)
    assert not jobs.work()  # it may still live
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.work()
    assert done == [("a", 1), ("a", 2)]
    assert now(job).state == State.DONE
    with pytest.raises(jobs.NotOurs):  # it was only slow, and learns that the job is another's
        dead.step(2)


def test_two_workers_never_take_the_same_job() -> None:
    put()
    assert jobs.take() is not None
    assert jobs.take() is None


def test_what_kills_every_worker_fails_in_the_end() -> None:
    job = put()
    for _ in range(jobs.FAULTS):
        assert jobs.take() is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.take() is None
    assert now(job).state == State.FAILED


def test_a_job_that_fails_is_tried_again_then_told_of_and_can_be_asked_for_anew(capsys: Any) -> None:
    job = put("fail")
    while jobs.work():
        pass
    assert "secret" not in capsys.readouterr().err
    assert (now(job).state, now(job).faults) == (State.FAILED, jobs.FAULTS)
    assert put("fail").state == State.WAITING


def test_work_that_begins_anew_each_time_and_fails_at_the_same_step_fails_in_the_end() -> None:
    job = put("anew")
    for _ in range(jobs.FAULTS):
        assert jobs.work()
    assert not jobs.work()
    assert (now(job).state, now(job).done) == (State.FAILED, 1)


def test_a_worker_that_is_to_end_gives_its_job_back_after_the_step() -> None:
    job = put()
    jobs.work(stopping=lambda: True)
    assert done == [("a", 0)]
    assert (now(job).state, now(job).done) == (State.WAITING, 1)
    jobs.work()
    assert done == [("a", 0), ("a", 1), ("a", 2)]


@pytest.mark.parametrize(("stop", "state"), [(jobs.cancel, State.CANCELLED), (jobs.pause, State.PAUSED)])
def test_a_job_is_cancelled_or_paused_in_the_middle(stop: Any, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    job = put()
    step = jobs.Run.step
    monkeypatch.setattr(jobs.Run, "step", lambda run, reached: (step(run, reached), stop(job)))
    jobs.work()
    assert (now(job).state, now(job).done) == (state, 1)
    assert done == [("a", 0), ("a", 1)]  # it heard of it at its next step


def test_a_paused_job_goes_on_where_it_was() -> None:
    job = put()
    assert jobs.pause(job)
    assert not jobs.work()
    assert jobs.resume(job)
    assert jobs.work()
    assert not jobs.resume(job)
    assert len(done) == 3


def test_jobs_go_with_their_case_and_ended_ones_after_a_day() -> None:
    case = start_case({"state": "AZ"})
    jobs.put("count", "c" * 64, "c", 1, case)
    put("a", 1)
    case.delete()
    assert Job.objects.count() == 1
    call_command("worker", "--once")
    call_command("purge", stdout=io.StringIO())
    assert Job.objects.count() == 1
    Job.objects.update(changed_at=timezone.now() - timedelta(days=2))
    call_command("purge", stdout=io.StringIO())
    assert not Job.objects.exists()


def test_workers_whose_web_process_ended_before_they_were_up_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "stopped_by_signal", worker.Stop)
    call_command("worker", f"--parent={os.getpid()}")  # nobody is its own parent: as if it were gone
