"""Long work in the background. Arguments are plain JSON: ids, and who asked."""

from __future__ import annotations

from collections.abc import Callable

from celery import shared_task

from accounts.acting import Acting, acting_in, command_line
from accounts.clock import today
from accounts.models import RoleGrant
from accounts.session import acting_as
from rulebook import trying
from rulebook.models import WhatIf
from rulebook.trials import field_of

REASON = "whatif"
ENDED = "推演人的角色已到期或已撤销，请由现任的同志重新推演。"


@shared_task(name=trying.TASK)
def try_out(pk: int, grant: int | None) -> None:
    """Carry out a trial; each step is committed by itself, so that the page sees it move."""
    by = _acting(grant)
    if by is None:
        _give_up(pk, ENDED)
        return
    with acting_as(by, REASON):
        trial = WhatIf.objects.visible_to(by).select_related("division").get(pk=pk)
    if trial.summary is not None:
        return

    def step(done: int) -> None:
        with acting_as(by, REASON):
            trying.note_progress(trial=trial, done=min(done, trial.total - 1), by=by)

    try:
        _carry_out(trial, by, step)
    except (ValueError, LookupError) as error:  # facts or figures that cannot be worked with
        with acting_as(by, REASON):
            trying.keep_failure(trial=trial, why=str(error), by=by)


def _carry_out(trial: WhatIf, by: Acting, step: Callable[[int], None]) -> None:
    with acting_as(by, REASON):
        field = field_of(by, trial.division, trial.year)
    results = trying.tried(field, trial.variants, trial.base_pay, step)
    with acting_as(by, REASON):
        more = trying.beside(by, trial.division, trial.year, trial.variants)
        trying.keep_result(trial=trial, summary=trying.joined(results, more), by=by)


def _acting(grant: int | None) -> Acting | None:
    if grant is None:
        return command_line()
    held = RoleGrant.objects.in_force(today()).filter(pk=grant)
    found = held.select_related("user", "division__parent").first()
    return acting_in(found) if found else None


def _give_up(pk: int, why: str) -> None:
    """Note the failure as the machine: whoever asked may no longer act."""
    with acting_as(command_line(), REASON) as by:
        trying.keep_failure(trial=WhatIf.objects.get(pk=pk), why=why, by=by)
