"""Exports in the background, and the end of what they left. Arguments are ids only."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from accounts import work
from accounts.acting import Acting, command_line
from accounts.clock import today
from accounts.session import acting_as
from accounts.worklist import Work
from reports.exports.making import make_list
from reports.exports.orders import EXPORT, Order
from reports.exports.storing import KEPT, drop_old, keep


@shared_task(name=EXPORT)
def export(pk: int, grant: int | None) -> None:
    """Export a list for whoever asked for it."""

    def body(job: Work, by: Acting, progress: Any) -> str:
        produced = make_list(
            Order(**job.arguments["order"]), by=by, today=today(), progress=progress
        )
        keep(produced, job, by=by)
        return reverse("reports:work_file", args=[job.pk])

    work.run(pk, grant, body)


@shared_task(name="reports.tasks.drop_exports")
def drop_exports() -> None:
    """Delete exported files that nobody needs any more."""
    with acting_as(command_line("清理导出文件"), "drop_exports") as by:
        drop_old(before=timezone.now() - KEPT, by=by)
