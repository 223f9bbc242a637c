"""Long work on rosters in the background: the very services of the pages, with their progress."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.urls import reverse

from accounts import work
from accounts.acting import Acting
from accounts.models import Work
from cadres import services
from cadres.models import Batch
from cadres.rosters.works import CHECK, CONFIRM, UNDO, unpacked


@shared_task(name=CHECK)
def check_roster(pk: int, grant: int | None) -> None:
    """Judge a roster that was sent."""

    def body(job: Work, by: Acting, progress: Any) -> str:
        return _page(services.recheck_batch(batch=_batch(job, by), by=by, progress=progress))

    work.run(pk, grant, body)


@shared_task(name=CONFIRM)
def confirm_roster(pk: int, grant: int | None) -> None:
    """Write a judged roster."""

    def body(job: Work, by: Acting, progress: Any) -> str:
        choices = unpacked(job.arguments.get("choices", []))
        batch = _batch(job, by)
        return _page(services.confirm_batch(batch=batch, by=by, choices=choices, progress=progress))

    work.run(pk, grant, body)


@shared_task(name=UNDO)
def undo_roster(pk: int, grant: int | None) -> None:
    """Take a written roster back."""

    def body(job: Work, by: Acting, progress: Any) -> str:
        reason = job.arguments["reason"]
        return _page(
            services.undo_batch(batch=_batch(job, by), reason=reason, by=by, progress=progress)
        )

    work.run(pk, grant, body)


def _batch(job: Work, by: Acting) -> Batch:
    return Batch.objects.visible_to(by).get(pk=job.arguments["batch"])


def _page(batch: Batch) -> str:
    return reverse("cadres:roster", args=[batch.pk])
