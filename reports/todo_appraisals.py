"""To-do lines about the democratic appraisal: notices, ballots, results, two in a row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from accounts.roles import Level, Role
from reports.todo_line import Todo
from rulebook.county_codes import code_of
from supervision.appraisal_states import AppraisalStatus, Standing
from supervision.models import Appraisal
from supervision.queries.appraisal_facts import rules_on
from supervision.queries.appraisal_roster import appraising
from supervision.queries.appraisals import Due, unchecked

CLERK, COMMITTEE, OFFICER = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE, Role.COUNTY_OFFICER
NOTICED, HELD, SUBMITTED, ANNOUNCED = AppraisalStatus


@dataclass(frozen=True, slots=True)
class Year:
    """This year's appraisals of a division, read once."""

    due: Due
    without: int  # villages where nobody has been told of an appraisal this year
    stages: Counter[str]
    late: int  # announced for a day that has passed, and not entered
    unsettled: int
    returned: int


def about_appraisals(acting: Acting) -> list[Todo]:
    """List what waits about this year's appraisals, most pressing first."""
    if not acting.has(CLERK, COMMITTEE, OFFICER) or acting.division is None:
        return []
    year = _year(acting)
    if not year.without and not year.stages:
        return []
    if acting.has(CLERK):
        return [*_to_notice(year), *_to_enter(year)]
    if acting.has(COMMITTEE):
        return [*_to_announce(year), *_to_verify(acting)]
    return [*_to_verify(acting), *_behind(year)]


def _year(acting: Acting) -> Year:
    day = today()
    place = acting.division
    county = place.parent if place and place.level == Level.TOWNSHIP else place
    rules = rules_on(day, day, code_of(county, day) if county else "")
    rows = Appraisal.objects.visible_to(acting).filter(year=day.year).order_by("number")
    fields = ("village_id", "status", "planned_on", "standing", "return_reason")
    newest = {row[0]: row[1:] for row in rows.values_list(*fields)}
    return Year(
        due=Due.of(day.year, rules, day),
        without=appraising(acting, day, rules).exclude(pk__in=newest).count(),
        stages=Counter(status for status, *_ in newest.values()),
        late=sum(status == NOTICED and on < day for status, on, *_ in newest.values()),
        unsettled=sum(said == Standing.UNKNOWN for _, _, said, _ in newest.values()),
        returned=sum(status == HELD and bool(why) for status, _, _, why in newest.values()),
    )


def _to_notice(year: Year) -> list[Todo]:
    if not year.without:
        return []
    due, title = year.due, f"{year.without} 个村今年还没有告知民主评议"
    rule = f"每年至少一次，提前 {due.notice_days} 日书面告知"
    if due.is_late:
        ground = f"{rule}；今天告知最早 {due.earliest} 召开，是否计入须由乡镇党委认定"
        return [Todo(f"剩 {due.days_left} 天", "stop", title, ground, _url(), "去告知")]
    ground = f"{rule}；最迟 {due.notice_by} 告知、{due.last_day} 召开"
    return [Todo(f"剩 {due.days_left} 天", "attention", title, ground, _url(), "去告知")]


def _to_enter(year: Year) -> list[Todo]:
    lines = []
    if year.late:
        title = f"{year.late} 个村的民主评议已过召开日，没有录入会议情况"
        ground = "照会议记录录入主持人、人数和票数；改期的，先更正告知"
        lines.append(Todo("已过期", "stop", title, ground, _url(), "去录入"))
    if year.returned:
        title, url = f"{year.returned} 个村的民主评议被退回更正", _url()
        lines.append(Todo("已退回", "stop", title, "退回的理由写在各村一行", url, "去看看"))
    if held := year.stages[HELD]:
        title, url = f"{held} 个村的民主评议待录票、提交", reverse("supervision:appraisal_votes")
        lines.append(Todo("录票中", "attention", title, "录齐后提交乡镇党委公布", url, "去录票"))
    return lines


def _to_announce(year: Year) -> list[Todo]:
    lines = []
    if waits := year.stages[SUBMITTED]:
        title = f"公布 {waits} 个村的民主评议结果"
        ground = "核对票数和依据后确认公布；票数的提交人不得公布"
        lines.append(Todo("待公布", "attention", title, ground, _url(), "去公布"))
    if year.unsettled:
        title = f"认定 {year.unsettled} 个村的民主评议是否计入"
        ground = "告知或间隔不合规定，认定以前各人结果待定"
        lines.append(Todo("待认定", "attention", title, ground, _url(), "去认定"))
    return lines


def _to_verify(acting: Acting) -> list[Todo]:
    found = unchecked(acting).count()
    if not found:
        return []
    url = reverse("supervision:terminations")
    ground = "民主评议连续两次不称职的，村委会成员职务终止；乡镇党委核实后办理"
    if acting.has(COMMITTEE):
        title = f"核实 {found} 人民主评议连续不称职"
        return [Todo("待核实", "stop", title, ground, url, "去核实")]
    title = f"{found} 人民主评议连续不称职，乡镇还没有核实"
    return [Todo("待核实", "info", title, ground, url, "看名单")]


def _behind(year: Year) -> list[Todo]:
    behind = year.without + sum(year.stages.values()) - year.stages[ANNOUNCED]
    if not behind:
        return []
    title = f"{behind} 个村今年的民主评议还没有公布结果"
    ground = f"还没有告知 {year.without} 个，离年底 {year.due.days_left} 天"
    return [Todo("进行中", "info", title, ground, _url(), "看进度")]


def _url() -> str:
    return reverse("supervision:appraisals")
