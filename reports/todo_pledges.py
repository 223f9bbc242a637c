"""To-do lines about the year's target pledges: drafting, progress, due days, questions, scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from accounts.roles import Role
from cadres.models import Tenure
from reports.todo_line import Todo
from supervision.models import Extension, Pledge, PledgeItem, Progress
from supervision.pledge_states import RUNNING, ExtensionStatus, PledgeStatus
from supervision.queries.pledge_roster import held_on
from supervision.queries.pledge_rules import Figures, ends, figures, last_ended
from supervision.queries.pledges import township_sums, unanswered


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line about pledges of which only the number is worked out."""

    when: str
    level: str
    title: str
    ground: str
    page: str
    action: str


ON_EACH = "理由写在每份承诺上"
WHOLE = "评齐以后提交乡镇党委确认"
WAITING = {
    "returned": Waiting(
        "已退回", "stop", "{} 份目标承诺被退回，改后再交讨论", ON_EACH, "pledges", "去修改"
    ),
    "drafts": Waiting(
        "起草中", "attention", "{} 份目标承诺还没有登记村级讨论", "", "pledges_discuss", "去登记"
    ),
    "approved": Waiting(
        "待签订", "attention", "{} 份目标承诺已批准，等本人签订", "", "pledges_sign", "去登记"
    ),
    "rescored": Waiting(
        "重新评分", "stop", "{} 份承诺评分被退回", ON_EACH, "pledge_scores", "去评分"
    ),
    "scorable": Waiting(
        "待评分", "attention", "{} 份目标承诺等待年终评分", WHOLE, "pledge_scores", "去评分"
    ),
}
LATEST_SIGNING = (3, 31)  # month and day after which the rulebook is not asked for drafting
FIRST_QUARTER = 3  # months in which a county that has not begun at all is reminded


def about_pledges(acting: Acting) -> list[Todo]:
    """List what waits about pledges for the acting role, most pressing first."""
    asked = ASKED.get(acting.role or "")
    return asked(acting, today()) if asked else []


def _clerk(acting: Acting, day: date) -> list[Todo]:
    """Ask first how many pledges stand where; the rest only where there is something to ask."""
    counts = _counts(acting, day)
    in_january = (day.month, day.day) <= LATEST_SIGNING
    if not any(counts.values()) and not in_january:
        return []
    found = figures(day.year, day)
    lines = _drafting(acting, day, found) if day <= found.sign_by else []
    lines += _stages(counts, day, found)
    return [*lines, *_items(acting, day, found)] if counts["running"] else lines


def _counts(acting: Acting, day: date) -> dict[str, int]:
    rows = Pledge.objects.visible_to(acting).filter(year__gte=day.year - 1)
    open_ = Q(status__in=RUNNING, scored_on=None)
    drafts, none = Q(status=PledgeStatus.DRAFT), Q(return_reason="")
    counts: dict[str, int] = rows.aggregate(
        returned=Count("pk", filter=drafts & ~none),
        drafts=Count("pk", filter=drafts & none),
        approved=Count("pk", filter=Q(status=PledgeStatus.APPROVED)),
        scorable=Count("pk", filter=open_ & Q(year=day.year)),
        former=Count("pk", filter=open_ & Q(year__lt=day.year)),
        rescored=Count("pk", filter=~none & Q(status__in=RUNNING)),
        running=Count("pk", filter=Q(status__in=RUNNING)),
        year=Min("year", filter=drafts | Q(status=PledgeStatus.APPROVED)),
    )
    return counts


def _stages(counts: dict[str, int], day: date, found: Figures) -> list[Todo]:
    """Tell of what came back and of what waits on the desk."""
    sign_by = replace(found, year=counts["year"] or day.year).sign_by
    late = f"{sign_by} 以前签订（草拟·待核对）"
    now = counts["scorable"] if day >= found.score_from else 0
    counts = counts | {"scorable": counts["former"] + now}
    return [
        Todo(
            one.when, one.level, one.title.format(counts[key]), one.ground or late,
            _at(one.page), one.action,
        )
        for key, one in WAITING.items()
        if counts[key]
    ]  # fmt: skip


def _drafting(acting: Acting, day: date, found: Figures) -> list[Todo]:
    has = Pledge.objects.visible_to(acting).filter(person=OuterRef("person"), year=day.year)
    held = Tenure.objects.visible_to(acting).on(day).filter(~Exists(has)).order_by()
    without = held.values("person").distinct().count()
    if not without:
        return []
    left = (found.sign_by - day).days
    ground = f"{found.sign_by} 以前签订；可以沿用上年承诺或统一事项批量起草"
    url = f"{_at('pledge_new')}?year={day.year}"
    title = f"{without} 名干部还没有 {day.year} 年目标承诺"
    return [Todo(f"剩 {left} 天", "attention", title, ground, url, "去起草")]


def _items(acting: Acting, day: date, found: Figures) -> list[Todo]:
    """Tell of promises whose day has passed or comes, and of those without a quarter's note."""
    year, quarter = last_ended(day)
    last, soon = ends(year, quarter), day + timedelta(days=max(found.reminders))
    noted = Progress.objects.visible_to(acting).filter(item=OuterRef("pk"), quarter=quarter)
    rows = PledgeItem.objects.visible_to(acting).filter(pledge__status__in=RUNNING).with_due()
    known = rows.annotate(held=held_on("due", "pledge__person", acting), noted=Exists(noted))
    undone = Q(done_on=None)
    near = undone & Q(("due__range", (day, soon)))
    asked = Q(pledge__year=year, pledge__signed_on__lte=last, noted=False)
    counts = known.aggregate(
        late=Count("pk", filter=undone & Q(("due__lt", day), held=True)),
        soon=Count("pk", filter=near),
        first=Min("due", filter=near),
        missing=Count("pk", filter=asked & (undone | Q(done_on__gt=last))),
    )
    return [
        *_late(counts["late"], day),
        *_soon(counts["soon"], counts["first"], day, found),
        *_progress(counts["missing"], day, found),
    ]


def _late(late: int, day: date) -> list[Todo]:
    if not late:
        return []
    ground = "期限已过，没有完成也没有批准的延期；由乡镇党委答复是否作为警示线索"
    url = f"{_at('pledges')}?year={day.year}&show=overdue"
    return [Todo("已逾期", "stop", f"{late} 项承诺已逾期", ground, url, "看名单")]


def _soon(soon: int, first: date | None, day: date, found: Figures) -> list[Todo]:
    """Tell how many come due within the longest of the reminders, and how near the first is."""
    if first is None:
        return []
    left, nearest = (first - day).days, sorted(found.reminders)
    level = "attention" if left <= nearest[1] else "info"
    when = "今天到期" if left == 0 else f"剩 {left} 天"
    title = f"{soon} 项承诺 {nearest[-1]} 天内到期"
    ground = f"最近的一项 {first} 到期；不能按期完成的，到期以前申请延期"
    url = f"{_at('pledge_progress')}?year={first.year}"
    return [Todo(when, level, title, ground, url, "看事项")]


def _progress(missing: int, day: date, found: Figures) -> list[Todo]:
    if not missing:
        return []
    year, quarter = last_ended(day)
    by = ends(year, quarter) + timedelta(days=found.quarter_days)
    left = (by - day).days
    when = f"剩 {left} 天" if left >= 0 else f"过期 {-left} 天"
    title = f"{missing} 项承诺没有登记第 {quarter} 季度进展"
    url = f"{_at('pledge_progress')}?year={year}&quarter={quarter}#missing"
    level = "attention" if left >= 0 else "stop"
    return [Todo(when, level, title, f"{by} 以前登记（暂定）", url, "去登记")]


def _committee(acting: Acting, day: date) -> list[Todo]:
    rows = Pledge.objects.visible_to(acting)
    counts = rows.aggregate(
        approve=Count("pk", filter=Q(status=PledgeStatus.DISCUSSED)),
        confirm=Count("pk", filter=Q(status=PledgeStatus.IN_PROGRESS, scored_on__isnull=False)),
    )
    lines = []
    if number := counts["approve"]:
        title, ground = f"批准 {number} 份目标承诺", "村里已讨论；起草的人不得批准"
        lines.append(Todo("待批准", "attention", title, ground, _at("pledges_approve"), "去批准"))
    lines += _requests(acting, day)
    if number := unanswered(acting).count():
        title = f"{number} 项承诺逾期且无批准延期：是否作为警示谈话线索（W-01）？"
        ground = "逐项答复并写明理由；系统不自动立案"
        lines.append(Todo("待答复", "stop", title, ground, _at("overdue"), "去答复"))
    if number := counts["confirm"]:
        title, ground = f"确认 {number} 份承诺评分", "评分的人不得确认；确认后作为目标考核的起点"
        lines.append(Todo("待确认", "attention", title, ground, _at("scores_confirm"), "去确认"))
    return lines


def _requests(acting: Acting, day: date) -> list[Todo]:
    rows = Extension.objects.visible_to(acting).filter(
        status=ExtensionStatus.ASKED, due_before__gte=day, item__done_on=None
    )
    found = rows.select_related("item__pledge").order_by("due_before", "pk")[:5]
    return [
        Todo(
            "今天到期" if one.due_before == day else f"剩 {(one.due_before - day).days} 天",
            "attention",
            f"批准延期：{one.item.pledge.name}“{one.item.topic}”延至 {one.new_due_on}",
            f"{one.due_before} 以前批准才有效 · {one.reason}",
            reverse("supervision:extension_decide", args=[one.pk]),
            "去办理",
        )
        for one in found
    ]


def _county(acting: Acting, day: date) -> list[Todo]:
    """Tell which townships have cadres whose pledges are not signed though the day has passed."""
    found = figures(day.year, day)
    if day <= found.sign_by or acting.division is None:
        return []
    begun = Pledge.objects.visible_to(acting).filter(year=day.year).exists()
    if not begun and day.month > FIRST_QUARTER:  # a county that does not use pledges this year
        return []
    behind = [one for one in township_sums(acting.division, day.year, acting) if one.missing]
    if not behind:
        return []
    missing = sum(one.missing for one in behind)
    title = f"{len(behind)} 个乡镇还有 {missing} 人没有签订 {day.year} 年目标承诺"
    ground = f"应在 {found.sign_by} 以前签订（草拟·待核对）"
    url = f"{_at('pledges')}?year={day.year}"
    return [Todo("已过期", "attention", title, ground, url, "看名单")]


def _at(page: str) -> str:
    return reverse(f"supervision:{page}")


ASKED: dict[str, Callable[[Acting, date], list[Todo]]] = {
    Role.TOWNSHIP_CLERK: _clerk,
    Role.TOWNSHIP_COMMITTEE: _committee,
    Role.COUNTY_OFFICER: _county,
}
