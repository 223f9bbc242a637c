"""On which days a year's assessment went from desk to desk, and how far each township has come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from reports.demo.cast import SHOWCASE
from reports.demo.chance import Chance
from reports.demo.days import cutoff
from reports.demo.drafts import Stage
from reports.demo.places import Unit

TENTH_OF_TOWNSHIPS = tuple(stage for stage in Stage if stage is not Stage.FULL)
FEW = 8  # townships of a county in which there is not one of each: then these, in this order
OF_FEW = (
    Stage.FINAL, Stage.SUBMITTED, Stage.NOTICE, Stage.DECIDED, Stage.FEEDBACK, Stage.REPORTED,
    Stage.GAPS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one year's assessment."""

    planned: date
    cutoff: date
    meeting: date
    submitted: date
    decided: date
    noticed: date
    notice_until: date  # five working days on
    feedback: date
    reported: date
    filed: date


def days_of(year: int) -> Days:
    """Give a year's days; 2018 is under way."""
    if year == 2018:
        return Days(
            planned=date(2018, 1, 22),
            cutoff=cutoff(2018),
            meeting=date(2018, 12, 1),
            submitted=date(2018, 12, 6),
            decided=date(2018, 12, 7),
            noticed=date(2018, 12, 10),
            notice_until=date(2018, 12, 17),
            feedback=date(2018, 12, 18),
            reported=date(2018, 12, 19),
            filed=date(2018, 12, 20),
        )
    after = year + 1
    return Days(
        planned=date(year, 1, 20),
        cutoff=cutoff(year),
        meeting=date(after, 1, 4),
        submitted=date(after, 1, 9),
        decided=date(after, 1, 10),
        noticed=date(after, 1, 11),
        notice_until=date(after, 1, 18),
        feedback=date(after, 1, 19),
        reported=date(after, 1, 24),
        filed=date(after, 1, 26),
    )


# Of the notices that still hang on BUSINESS_DAY: from, and until five working days later.
HANGING = (date(2018, 12, 17), date(2018, 12, 24))


@contextmanager
def standing_on(day: date) -> Iterator[None]:
    """Let the business day be another one while something of the past is done."""
    before = settings.BUSINESS_DAY
    settings.BUSINESS_DAY = day
    try:
        yield
    finally:
        settings.BUSINESS_DAY = before


def stages(dice: Chance, townships: list[Unit]) -> dict[int, Stage]:
    """Say how far each township of a county has come with 2018: most are still entering."""
    order = [unit for unit in townships if unit.name != SHOWCASE]
    dice.shuffle(order)
    found = {unit.id: Stage.FULL for unit in townships}
    if len(order) < FEW:
        chosen = zip(order[1:], OF_FEW, strict=False)
        return found | {unit.id: stage for unit, stage in chosen}
    share = max(1, round(len(townships) / 10))
    for stage in TENTH_OF_TOWNSHIPS:
        for _ in range(share):
            found[order.pop().id] = stage
    return found
