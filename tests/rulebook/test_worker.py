"""A trial goes over a real broker to a real worker, step by step, and its result is kept."""

from __future__ import annotations

import time
from datetime import date

from accounts.roles import Role
from accounts.session import acting_as
from config.workers import workers
from rulebook.models import WhatIf
from tests.rulebook import stage


def test_a_worker_carries_a_trial_out(task_queue, round_, hire, county):
    # The worker lives in the real year, the rounds in 2018.
    officer = hire(Role.COUNTY_OFFICER, county, "officer9", "常科长", last_day=date(2090, 1, 1))
    with workers(1):
        with acting_as(officer):
            trial = stage.trial(
                officer, county, ["grade.top_share=40%", "plan.performance_min=60%"]
            )
        deadline = time.monotonic() + 30
        while trial.summary is None and time.monotonic() < deadline:
            time.sleep(0.1)
            trial.refresh_from_db()

    assert (trial.done, trial.total, trial.failure) == (3, 3, "")
    assert [one["changed"] for one in trial.summary["variants"]] == [2, 0]
    assert WhatIf.objects.count() == 1
