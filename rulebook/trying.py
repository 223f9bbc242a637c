"""Keep a trial calculation and carry it out step by step. Nothing else is written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from audit.services import record
from rulebook import publishing_rules as rules
from rulebook.editions import book_in_force
from rulebook.models import RuleFile, WhatIf
from rulebook.other_effects import others
from rulebook.trials import Field, Outcome, compared, field_of, outcomes
from rulebook.variants import MOST, Variant, conflicts

TASK = "rulebook.try"
USUAL_BASE = Decimal(12_000)  # yuan a year; assumed until the welfare part knows each one
BASE_MOST = Decimal(1_000_000)
logger = logging.getLogger(__name__)


@transaction.atomic
def start_trial(
    *,
    division: Division,
    year: int,
    base_pay: Decimal,
    variants: Sequence[Variant],
    by: Acting,
    file: RuleFile | None = None,
) -> WhatIf:
    """Note what is asked and hand it to the background once the transaction has ended."""
    rules.may_try(by=by).require()
    if not 1 <= len(variants) <= MOST:
        raise Refused(f"一次推演 1 至 {MOST} 个方案，现在是 {len(variants)} 个。")
    if not 0 < base_pay <= BASE_MOST:
        raise Refused("假定基准应大于 0，不超过 1000000 元。")
    trial = WhatIf.objects.create(
        scope_path=division.path, division=division, year=year, base_pay=base_pay,
        variants=list(variants), file=file, asked_by=by.user, asked_by_name=by.person_name,
        asked_on=today(), total=len(variants) + 1,
    )  # fmt: skip
    labels = [one["label"] for one in variants]
    record("rulebook.whatif_asked", by=by, about=trial, year=year, variants=labels)
    send_when_committed(trial, by)
    return trial


@transaction.atomic
def restart_trial(*, trial: WhatIf, by: Acting) -> WhatIf:
    """Hand a trial that did not come to an end to the background again."""
    rules.may_try(by=by).require()
    trial = WhatIf.objects.visible_to(by).locked().get(pk=trial.pk)
    if trial.summary is None:
        trial.done, trial.failure = 0, ""
        trial.save(update_fields=["done", "failure"])
        send_when_committed(trial, by)
    return trial


def send_when_committed(trial: WhatIf, by: Acting) -> None:
    """Send the task after the commit; without a broker the trial waits and the page says so."""

    def send() -> None:
        try:
            current_app.send_task(TASK, args=[trial.pk, by.grant_id], retry=False)
        except OperationalError:
            logger.warning("no broker: trial %s waits", trial.pk)

    transaction.on_commit(send)


@transaction.atomic
def note_progress(*, trial: WhatIf, done: int, by: Acting) -> None:
    """Say how far a trial is, for the page that waits for it."""
    WhatIf.objects.visible_to(by).filter(pk=trial.pk).update(done=done)


@transaction.atomic
def keep_result(*, trial: WhatIf, summary: dict[str, Any], by: Acting) -> None:
    """Keep what a trial came to; the first result stays."""
    waiting = WhatIf.objects.visible_to(by).filter(pk=trial.pk, summary__isnull=True)
    if waiting.update(done=trial.total, summary=summary, failure=""):
        record("rulebook.whatif_finished", by=by, about=trial)


@transaction.atomic
def keep_failure(*, trial: WhatIf, why: str, by: Acting) -> None:
    """Say why a trial came to nothing."""
    WhatIf.objects.visible_to(by).filter(pk=trial.pk, summary__isnull=True).update(
        failure=why[:300]
    )


def tried(
    field: Field,
    variants: Sequence[Variant],
    base: Decimal,
    step: Callable[[int], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Compare every variant with the year as it stands."""
    before: Sequence[Outcome] = outcomes(field, (), base)
    step(1)
    found = []
    for number, variant in enumerate(variants, start=2):
        after = outcomes(field, variant["set"], base)
        found.append({"label": variant["label"], **compared(field, before, after)})
        step(number)
    return found


def beside(
    by: Acting, division: Division, year: int, variants: Sequence[Variant]
) -> list[dict[str, Any]]:
    """Give for each variant what else it touches and what would stand against publishing it."""
    book = book_in_force()
    return [
        {
            "others": others(by, division, year, variant["set"]),
            "conflicts": conflicts(book, variant["set"], year),
        }
        for variant in variants
    ]


def summary_of(
    by: Acting, division: Division, year: int, base: Decimal, variants: Sequence[Variant]
) -> dict[str, Any]:
    """Try the variants and give the whole result, storing nothing."""
    field = field_of(by, division, year)
    results = tried(field, variants, base)
    return joined(results, beside(by, division, year, variants))


def joined(results: list[dict[str, Any]], more: list[dict[str, Any]]) -> dict[str, Any]:
    """Give a trial's summary as it is stored and shown."""
    pairs = zip(results, more, strict=True)
    return {"variants": [one | extra for one, extra in pairs]}
