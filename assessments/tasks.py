"""Long work in the background. Arguments are plain JSON: ids, and who asked."""

from __future__ import annotations

from celery import shared_task

from accounts.acting import Acting, acting_in, command_line
from accounts.clock import today
from accounts.models import RoleGrant
from accounts.session import acting_as
from assessments.services.settlement import Settled, settle_townships

SETTLE = "assessments.settle"


@shared_task(name=SETTLE)
def settle(rounds: list[int], grant: int | None) -> list[Settled]:
    """Settle some townships in a transaction of their own, for a role or the command line."""
    by = _acting(grant)
    with acting_as(by, reason="settle_year"):
        return settle_townships(rounds=rounds, by=by)


def _acting(grant: int | None) -> Acting:
    if grant is None:
        return command_line()
    held = RoleGrant.objects.in_force(today())
    return acting_in(held.select_related("user", "division__parent").get(pk=grant))
