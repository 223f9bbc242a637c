"""Long work: done once as whoever asked for it, watched while it runs, and honest when it fails."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone
from kombu import pools

from accounts import work
from accounts.answer import Refused
from accounts.models import RoleGrant, Work
from accounts.session import acting_as
from config.celery import app


@pytest.fixture
def asked(committed_db, clerk):
    """Write a piece of work down; sending it is the broker's, which these tests do not need."""
    with acting_as(clerk):
        return Work.objects.create(
            scope_path=clerk.lo, task="t", title="导入花名册", grant_id=clerk.grant_id,
            asked_by=clerk.username, total=10,
        )  # fmt: skip


def run(asked, clerk, body):
    work.run(asked.pk, clerk.grant_id, body)
    asked.refresh_from_db()
    return asked


def test_work_ends_with_the_way_to_its_result(asked, clerk):
    seen = []

    def body(job, by, progress):
        seen.append((job.pk, by.username, by.lo))
        return "/cadres/rosters/1/"

    done = run(asked, clerk, body)

    assert (done.status, done.url) == (Work.Status.DONE, "/cadres/rosters/1/")
    assert seen == [(asked.pk, "clerk", clerk.lo)]


def test_progress_is_seen_while_the_work_is_still_uncommitted(asked, clerk):
    def body(job, by, progress):
        progress(3, 10, "逐行核对")
        watcher = connection.copy()
        with watcher.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)"
            )
            cursor.execute("SELECT done, total, doing, status FROM accounts_work")
            assert cursor.fetchall() == [(3, 10, "逐行核对", "running")]
        watcher.close()
        return ""

    assert run(asked, clerk, body).status == Work.Status.DONE


def test_a_refusal_is_told_in_its_own_sentences_and_nothing_stays(asked, clerk):
    def body(job, by, progress):
        Work.objects.filter(pk=job.pk).update(title="改了")
        raise Refused("表头认不出来。", "请下载空白模板。")

    done = run(asked, clerk, body)

    assert (done.status, done.title) == (Work.Status.FAILED, "导入花名册")
    assert done.failure == "表头认不出来。\n请下载空白模板。"


def test_an_error_is_told_without_its_text(asked, clerk, caplog):
    def body(job, by, progress):
        raise RuntimeError("430481197001019015")

    done = run(asked, clerk, body)

    assert done.status == Work.Status.FAILED
    assert "430481197001019015" not in done.failure
    assert f"任务编号 {asked.pk}" in done.failure


def test_a_task_delivered_twice_is_done_once(asked, clerk):
    calls = []

    def body(job, by, progress):
        calls.append(job.pk)
        return ""

    run(asked, clerk, body)
    run(asked, clerk, body)

    assert len(calls) == 1


def test_work_of_a_role_that_has_ended_is_not_done_and_says_so(asked, clerk):
    RoleGrant.objects.filter(pk=clerk.grant_id).update(until=timezone.now())

    done = run(asked, clerk, lambda job, by, progress: "/never/")

    assert (done.status, done.failure) == (Work.Status.FAILED, work.ENDED)


@pytest.fixture
def no_broker():
    """Point the queue at nothing; connections that were tried are forgotten afterwards."""
    before = app.conf.broker_url
    app.conf.broker_url = "redis+socket:///nowhere/to/be/found"
    _forget_connections()
    yield
    app.conf.broker_url = before
    _forget_connections()


def _forget_connections():
    pools.reset()
    app._pool = app.amqp._producer_pool = app._backend_cache = None
    app._local.__dict__.pop("backend", None)


def test_work_that_cannot_be_queued_says_so(committed_db, clerk, no_broker):
    with acting_as(clerk):
        made = work.start(task="t", title="导出", by=clerk)

    made.refresh_from_db()
    assert (made.status, made.failure) == (Work.Status.FAILED, work.NO_QUEUE)
