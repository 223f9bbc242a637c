"""What waits for a role, worked out from the records each time; there is no table to go stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from accounts.roles import Level, Role
from assessments.models import Plan, Round
from assessments.queries.gaps import Gaps, gaps_of
from assessments.states import PlanStatus, RoundStatus
from assessments.views.rows import place_of


@dataclass(frozen=True, slots=True)
class Todo:
    """One line: how pressing in words, what, on what ground, and the button that lands there."""

    when: str
    level: str
    title: str
    ground: str
    url: str
    action: str


def of(acting: Acting) -> list[Todo]:
    """List what waits for the role somebody acts in, most pressing first."""
    asked = ASKED.get(acting.role or "")
    return asked(acting) if asked else []


def _clerk(acting: Acting) -> list[Todo]:
    rounds = list(_rounds(acting).filter(status=RoundStatus.ENTERING).order_by("year"))
    gaps = gaps_of(rounds, acting)
    return [line for found in rounds for line in _of_round(found, gaps[found.pk])]


def _of_round(found: Round, gaps: Gaps) -> list[Todo]:
    lines = [_returned(found)] if found.return_reason else []
    if gaps:
        return lines + _missing(found, gaps)
    ground = f"{gaps.cadres} 人已录齐，优秀名额 {found.seats} 个 · 提交后由党委会审定"
    title = f"提交 {found.year} 年度考核等次"
    return [*lines, Todo("可提交", "info", title, ground, _at("board", found.pk), "去提交")]


def _returned(found: Round) -> Todo:
    title = f"{found.year} 年度考核被退回，改后重报"
    return Todo("已退回", "stop", title, found.return_reason, _at("board", found.pk), "去看看")


def _missing(found: Round, gaps: Gaps) -> list[Todo]:
    meeting, targets, teams = (_at(page, found.pk) for page in ("meeting", "targets", "teams"))
    no_best = "班子一般及以下，书记、主任不得评优"
    wanted = (
        (gaps.meeting, "填写述职会议情况", "会议日期、应到和实到人数", meeting, "去填写"),
        (
            gaps.ballots,
            f"补齐 {gaps.ballots} 人述职测评票",
            "四档票数都要填，没有人投填 0",
            meeting,
            "去录票",
        ),
        (gaps.points, f"补齐 {gaps.points} 人目标考核分", "五个方面都要打分", targets, "去补分"),
        (gaps.teams, f"填报 {gaps.teams} 个村的班子结果", no_best, teams, "去填报"),
    )
    ground = f"{found.year} 年度考核，提交党委会前须齐全 · "
    return [
        Todo("未录齐", "attention", title, ground + detail, f"{url}#missing", action)
        for waits, title, detail, url, action in wanted
        if waits
    ]


def _committee(acting: Acting) -> list[Todo]:
    rounds = _rounds(acting).filter(status=RoundStatus.SUBMITTED).order_by("year")
    return [_to_decide(found, acting) for found in rounds]


def _to_decide(found: Round, acting: Acting) -> Todo:
    title = f"审定 {found.year} 年度考核等次"
    by = found.prepared_by.name if found.prepared_by else ""
    ground = (
        f"{by} {found.prepared_on} 提交 · 名额基数 {found.headcount} 人，优秀名额 {found.seats} 个"
    )
    if found.prepared_by_id == (acting.user.pk if acting.user else None):
        ground = "由您提交，制表人不得审定，请党委会其他同志办理"
    return Todo("待审定", "attention", title, ground, _at("decide", found.pk), "去审定")


def _county(acting: Acting) -> list[Todo]:
    year = today().year
    counted = (
        _rounds(acting)
        .values("year")
        .annotate(
            entering=Count("pk", filter=Q(status=RoundStatus.ENTERING)),
            submitted=Count("pk", filter=Q(status=RoundStatus.SUBMITTED)),
            decided=Count("pk", filter=Q(status=RoundStatus.DECIDED)),
        )
    )
    lines = [line for row in counted.order_by("year") for line in _of_county_year(row)]
    return _plan_lines(acting, year) + lines


def _plan_lines(acting: Acting, year: int) -> list[Todo]:
    plans = Plan.objects.visible_to(acting).filter(county=acting.division)
    ground = "采用方案并开放以后，各乡镇才能录入"
    lines = [
        Todo("待采用", "attention", f"采用{plan}", ground, _at("plan", plan.pk), "去核对")
        for plan in plans.filter(status=PlanStatus.DRAFT).order_by("year", "version")
    ]
    this_year = plans.filter(year=year).order_by("-version")
    adopted = next((plan for plan in this_year if plan.status == PlanStatus.ADOPTED), None)
    if not this_year:
        url = reverse("assessments:plan_new")
        lines.append(Todo("本年度", "attention", f"制定 {year} 年考核方案", ground, url, "去起草"))
    elif adopted and not _rounds(acting).filter(year=year).exists():
        lines.append(_to_open(adopted, today()))
    return lines


def _to_open(plan: Plan, day: date) -> Todo:
    title, url = f"向各乡镇开放 {plan.year} 年度考核", _at("plan", plan.pk)
    left = (plan.cutoff_on - day).days
    if left > 0:
        ground = f"在册截止日 {plan.cutoff_on}，名册到那一天才能定"
        return Todo(f"还有 {left} 天", "info", title, ground, url, "看方案")
    return Todo("可开放", "attention", title, "开放以后各乡镇才能录入", url, "去开放")


def _of_county_year(row: Mapping[str, Any]) -> list[Todo]:
    year, lines = row["year"], []
    query = f"?year={year}"
    if row["decided"]:
        title = f"备案 {row['decided']} 个乡镇的 {year} 年度考核"
        url = reverse("assessments:filing") + query
        lines.append(Todo("待备案", "attention", title, "党委会已审定，备案后办结", url, "去备案"))
    behind = row["entering"] + row["submitted"]
    if behind:
        title = f"{behind} 个乡镇的 {year} 年度考核还没有审定"
        ground = f"录入中 {row['entering']} 个，待党委会审定 {row['submitted']} 个"
        url = reverse("assessments:overview") + query
        lines.append(Todo("进行中", "info", title, ground, url, "看进度"))
    return lines


def _city(acting: Acting) -> list[Todo]:
    year = today().year
    counties = Division.objects.under(place_of(acting)).filter(level=Level.COUNTY)
    adopted = Plan.objects.visible_to(acting).filter(year=year, status=PlanStatus.ADOPTED)
    names = [county.name for county in counties.exclude(pk__in=adopted.values("county"))]
    if not names:
        return []
    title = f"{len(names)} 个县市区还没有采用 {year} 年考核方案"
    url = reverse("assessments:plans")
    return [Todo("本年度", "info", title, "、".join(names), url, "看方案")]


def _rounds(acting: Acting) -> QuerySet[Round]:
    return Round.objects.visible_to(acting).select_related("prepared_by")


def _at(page: str, pk: int) -> str:
    return reverse(f"assessments:{page}", args=[pk])


ASKED: dict[str, Callable[[Acting], list[Todo]]] = {
    Role.TOWNSHIP_CLERK: _clerk,
    Role.TOWNSHIP_COMMITTEE: _committee,
    Role.COUNTY_OFFICER: _county,
    Role.CITY_OFFICER: _city,
}
