"""What waits for a role, worked out from the records each time; there is no table to go stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting
from accounts.administration.queries import ending_soon, overrides, waiting
from accounts.administration.rules import PATIENCE
from accounts.clock import today
from accounts.models import Division
from accounts.roles import Level, Role
from assessments.models import Plan, Round
from assessments.queries.gaps import Gaps
from assessments.states import PlanStatus, RoundStatus
from assessments.views.rows import place_of
from reports.seen import Seen
from reports.todo_after import about_after
from reports.todo_appraisals import about_appraisals
from reports.todo_line import Todo
from reports.todo_pledges import about_pledges
from reports.todo_registry import about_registry
from reports.todo_rosters import about_rosters
from reports.todo_tenures import about_tenures
from rulebook.models import RuleFile
from rulebook.publishing_queries import waiting_for


def of(acting: Acting, seen: Seen | None = None) -> list[Todo]:
    """List what waits for the role somebody acts in, most pressing first."""
    return [*_of_role(acting, seen), *about_pledges(acting), *_beside_the_year(acting)]


def _beside_the_year(acting: Acting) -> list[Todo]:
    """List what waits beside the year's grades: appraisals, rosters, files, posts."""
    return [
        *about_appraisals(acting),
        *about_rosters(acting),
        *about_registry(acting),
        *about_tenures(acting),
    ]


def _of_role(acting: Acting, seen: Seen | None) -> list[Todo]:
    if on_rounds := ON_ROUNDS.get(acting.role or ""):
        seen = seen or Seen(acting)
        return [*on_rounds(seen), *about_after(seen)]
    asked = ASKED.get(acting.role or "")
    return asked(acting) if asked else []


def _clerk(seen: Seen) -> list[Todo]:
    return [line for found in seen.entering for line in _of_round(found, seen.gaps[found.pk])]


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
    pages = ("meeting", "ballots", "targets", "teams")
    meeting, ballots, targets, teams = (_at(page, found.pk) for page in pages)
    no_best = "班子一般及以下，书记、主任不得评优"
    wanted = (
        (
            gaps.meetings,
            f"录入 {gaps.meetings} 个村的述职会议",
            "会议日期、到会人数、发出和收回的票数",
            meeting,
            "去填写",
        ),
        (
            gaps.ballots,
            f"补齐 {gaps.ballots} 人述职测评票",
            "四档票数都要填，没有人投填 0",
            ballots,
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


def _committee(seen: Seen) -> list[Todo]:
    submitted = (one for one in seen.rounds if one.status == RoundStatus.SUBMITTED)
    return [_to_decide(found, seen.acting) for found in submitted]


def _to_decide(found: Round, acting: Acting) -> Todo:
    title = f"审定 {found.year} 年度考核等次"
    by = found.prepared_by.name if found.prepared_by else ""
    ground = (
        f"{by} {found.prepared_on} 提交 · 名额基数 {found.headcount} 人，优秀名额 {found.seats} 个"
    )
    if found.prepared_by_id == (acting.user.pk if acting.user else None):
        ground = "由您提交，制表人不得审定，请党委会其他同志办理"
    return Todo("待审定", "attention", title, ground, _at("decide", found.pk), "去审定")


def _county(seen: Seen) -> list[Todo]:
    years: dict[int, Counter[str]] = {}
    for one in seen.rounds:
        years.setdefault(one.year, Counter())[one.status] += 1
    lines = [line for year, stages in years.items() for line in _of_county_year(year, stages)]
    return _plan_lines(seen.acting, today().year, is_open=today().year in years) + lines


def _plan_lines(acting: Acting, year: int, *, is_open: bool) -> list[Todo]:
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
    elif adopted and not is_open:
        lines.append(_to_open(adopted, today()))
    return lines


def _to_open(plan: Plan, day: date) -> Todo:
    title, url = f"向各乡镇开放 {plan.year} 年度考核", _at("plan", plan.pk)
    left = (plan.cutoff_on - day).days
    if left > 0:
        ground = f"在册截止日 {plan.cutoff_on}，名册到那一天才能定"
        return Todo(f"还有 {left} 天", "info", title, ground, url, "看方案")
    return Todo("可开放", "attention", title, "开放以后各乡镇才能录入", url, "去开放")


def _of_county_year(year: int, stages: Counter[str]) -> list[Todo]:
    lines, query = [], f"?year={year}"
    if reported := stages[RoundStatus.REPORTED]:
        title = f"备案 {reported} 个乡镇的 {year} 年度考核"
        url = reverse("assessments:filing") + query
        ground = "已公示、反馈并报县，备案后办结"
        lines.append(Todo("待备案", "attention", title, ground, url, "去备案"))
    entering, submitted = stages[RoundStatus.ENTERING], stages[RoundStatus.SUBMITTED]
    if behind := entering + submitted:
        title = f"{behind} 个乡镇的 {year} 年度考核还没有审定"
        ground = f"录入中 {entering} 个，待党委会审定 {submitted} 个"
        url = reverse("assessments:overview") + query
        lines.append(Todo("进行中", "info", title, ground, url, "看进度"))
    return lines


def _city(acting: Acting) -> list[Todo]:
    year = today().year
    counties = Division.objects.under(place_of(acting)).filter(level=Level.COUNTY)
    adopted = Plan.objects.visible_to(acting).filter(year=year, status=PlanStatus.ADOPTED)
    names = [county.name for county in counties.exclude(pk__in=adopted.values("county"))]
    files = [_rule_file(file) for file in waiting_for(acting)]
    if not names:
        return files
    title = f"{len(names)} 个县市区还没有采用 {year} 年考核方案"
    url = reverse("assessments:plans")
    return [*files, Todo("本年度", "info", title, "、".join(names), url, "看方案")]


def _rule_file(file: RuleFile) -> Todo:
    ground = f"{file.document}，{file.proposed_by.name} {file.proposed_on} 提出；提出人不能自己批准"
    url = reverse("rulebook:file", args=[file.pk])
    return Todo("待批准", "attention", f"规则文件：{file.title}", ground, url, "去批准")


def _system_administrator(acting: Acting) -> list[Todo]:
    ending = ending_soon(acting, today()).count()
    lines = _emergencies(acting)
    if ending:
        title, url = f"{ending} 项授权 30 天内到期", reverse("accounts:grants")
        ground = "到期自动失效；要继续的，现在重新提出"
        lines.append(Todo("将到期", "attention", title, ground, url, "去看看"))
    return lines


def _security_administrator(acting: Acting) -> list[Todo]:
    lines, waits = _emergencies(acting), waiting(acting).count()
    if waits:
        title, url = f"批准 {waits} 项角色授权", reverse("accounts:grants")
        ground = "系统管理员提出，批准前不生效"
        lines.append(Todo("待批准", "attention", title, ground, url, "去批准"))
    return lines


def _audit_administrator(acting: Acting) -> list[Todo]:
    unseen = overrides(acting).filter(confirmed_at__isnull=False, acknowledged_at=None).count()
    if not unseen:
        return []
    title, url = f"核查 {unseen} 项紧急授权", reverse("accounts:overrides")
    ground = "核查用了什么、为什么，再知悉；在此之前有关单位的页面一直显示"
    return [Todo("待核查", "stop", title, ground, url, "去核查")]


def _emergencies(acting: Acting) -> list[Todo]:
    found = overrides(acting).filter(confirmed_at=None, requested_at__gt=timezone.now() - PATIENCE)
    url = reverse("accounts:overrides")
    return [
        Todo("等确认", "stop", f"确认紧急授权：{one}", one.reason, url, "去核对")
        for one in found.exclude(requested_by=acting.user).exclude(user=acting.user)
    ]


def _at(page: str, pk: int) -> str:
    return reverse(f"assessments:{page}", args=[pk])


ON_ROUNDS: dict[str, Callable[[Seen], list[Todo]]] = {
    Role.TOWNSHIP_CLERK: _clerk,
    Role.TOWNSHIP_COMMITTEE: _committee,
    Role.COUNTY_OFFICER: _county,
}
ASKED: dict[str, Callable[[Acting], list[Todo]]] = {
    Role.CITY_OFFICER: _city,
    Role.SYSTEM_ADMIN: _system_administrator,
    Role.SECURITY_ADMIN: _security_administrator,
    Role.AUDIT_ADMIN: _audit_administrator,
}
