"""Stages of a pledge for tests, each reached through the services by the people of an office."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.conf import settings

from accounts.acting import Acting
from cadres.posts import Post
from supervision.models import Pledge, PledgeItem
from supervision.services import pledge_scores, pledges
from supervision.services.pledges import Line

YEAR = 2018
JANUARY = date(2018, 1, 15)
JUNE, SEPTEMBER = date(2018, 6, 30), date(2018, 9, 30)
CHRISTMAS, LAST = date(2018, 12, 25), date(2018, 12, 31)
LINES = (
    Line("performance", "基层党建", "党员活动阵地改造完工", "乡镇验收单", Decimal(40), JUNE),
    Line("performance", "脱贫攻坚", "年内 12 户脱贫", "退出名单", Decimal("30.5"), SEPTEMBER),
    Line("diligence", "值班", "法定节假日不缺岗", "值班日志", Decimal("19.5"), LAST),
    Line("probity", "财务公开", "按季公开村级财务", "公开栏照片", Decimal(10), CHRISTMAS),
)  # fmt: skip


@contextmanager
def on(day: date):
    """Let the business day be another one while something is done."""
    before = settings.BUSINESS_DAY
    settings.BUSINESS_DAY = day
    try:
        yield
    finally:
        settings.BUSINESS_DAY = before


def drafted(clerk: Acting, lines: Iterable[Line] = LINES, year: int = YEAR) -> list[Pledge]:
    """Draft the same pledge for everybody in post of the clerk's township."""
    with on(date(year, 1, 15)):
        pledges.draft_alike(
            township=clerk.division, year=year, posts=list(Post), lines=list(lines), by=clerk
        )
    return found(clerk, year)


def discussed(clerk: Acting) -> list[Pledge]:
    made = drafted(clerk)
    with on(JANUARY):
        pledges.discuss_pledges(
            pledges=keys(made), meeting="rep_assembly", on=date(2018, 1, 12), words="同意", by=clerk
        )
    return found(clerk)


def approved(clerk: Acting, committee: Acting) -> list[Pledge]:
    made = discussed(clerk)
    with on(JANUARY):
        pledges.approve_pledges(pledges=keys(made), by=committee)
    return found(clerk)


def signed(clerk: Acting, committee: Acting) -> list[Pledge]:
    made = approved(clerk, committee)
    with on(JANUARY):
        pledges.sign_pledges(pledges=keys(made), on=JANUARY, by=clerk)
    return found(clerk)


def scored(clerk: Acting, committee: Acting, scores: Iterable[str]) -> list[Pledge]:
    """Score everybody alike, in the order of LINES, and have it confirmed."""
    made, given = signed(clerk, committee), [Decimal(one) for one in scores]
    with on(date(2018, 12, 28)):
        for pledge in made:
            wanted = dict(zip((one.pk for one in items(pledge)), given, strict=True))
            pledge_scores.save_scores(year=YEAR, scores=wanted, by=clerk)
        pledge_scores.hand_in_scores(pledges=keys(made), by=clerk)
        pledge_scores.confirm_scores(pledges=keys(made), by=committee)
    return found(clerk)


def found(clerk: Acting, year: int = YEAR) -> list[Pledge]:
    return list(Pledge.objects.filter(scope_path=clerk.division.path, year=year).order_by("pk"))


def items(pledge: Pledge) -> list[PledgeItem]:
    return list(PledgeItem.objects.with_due().filter(pledge=pledge).order_by("place"))


def keys(made: Iterable[Pledge]) -> list[int]:
    return [one.pk for one in made]
