"""Workers for the time of a command: those that answer, or one of our own."""

from __future__ import annotations

import os
import subprocess

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from config.celery import app
from config.children import child
from config.workers import workers


@pytest.fixture
def greet():
    """Name a task that every worker has built in."""
    return app.tasks["celery.backend_cleanup"]


def test_the_setting_leads_apps_to_the_workers():
    assert import_string(settings.TASK_WORKERS) is workers


def test_a_worker_of_our_own_runs_for_the_time_of_the_body(task_queue, greet):
    with workers(processes=1):
        assert greet.delay().get(timeout=20) is None
        assert app.control.ping(timeout=1)

    assert not app.control.ping(timeout=1)


def test_a_worker_of_our_own_leaves_standard_output_to_the_command(task_queue, greet, capfd):
    with workers(processes=1):
        greet.delay().get(timeout=20)

    assert capfd.readouterr().out == ""


def test_a_worker_that_answers_is_used(task_queue, greet):
    with workers(processes=1), workers(processes=1):
        assert len(app.control.ping(timeout=1)) == 1


def test_a_worker_never_learns_the_owners_password(task_queue, monkeypatch):
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://cadres_owner:secret@/x")

    with child("http.server", "--bind", "127.0.0.1", "0") as process:
        told = subprocess.run(
            ["cat", f"/proc/{process.pid}/environ"], capture_output=True, text=True, check=True
        ).stdout

    assert "DATABASE_URL=" in told
    assert "OWNER" not in told
    assert os.environ["DATABASE_OWNER_URL"]
