"""To-do lines about posts: what mergers left behind, vacant single posts, terms that are over."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from accounts.roles import Role
from cadres import rules
from cadres.queries.carrying import Waiting, waiting
from cadres.queries.terms import current_teams, ends_by, lengths
from cadres.queries.vacancies import total, with_vacancies
from policy.dates import add_months
from reports.todo_line import Todo

SOON = 3  # months before a term ends, in which an election is prepared
# Who fills a vacant post or sees to an election; above them there are the lists.
SEES_TO_POSTS = (Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER)


def about_tenures(acting: Acting) -> list[Todo]:
    """List what waits about posts in the acting role's division, most pressing first."""
    day = today()
    lines = _carrying(acting, day)
    if acting.has(*SEES_TO_POSTS):
        lines += [*_vacancies(acting, day), *_terms(acting, day)]
    return lines


def _carrying(acting: Acting, day: date) -> list[Todo]:
    left = [
        one
        for one in waiting(acting, day)
        if rules.may_carry_over(one.division, today=day, by=acting)
    ]
    return [_to_carry(one) for one in left]


def _to_carry(one: Waiting) -> Todo:
    unit = one.division
    parts = [
        *([f"{one.posts} 项任职待接续"] if one.posts else []),
        *([f"{one.files} 份档案待移交"] if one.files else []),
    ]
    ground = f"{unit.last_day} 起由{unit.successor}承继，{'，'.join(parts)}"
    url = reverse("cadres:carry_over", args=[unit.pk])
    return Todo("待接续", "attention", f"接续{unit.title}的干部", ground, url, "去办理")


def _vacancies(acting: Acting, day: date) -> list[Todo]:
    found = total(with_vacancies(acting, day))
    if not found.total:
        return []
    title = f"{found.total} 个书记、主任职务空缺"
    ground = f"书记 {found.secretaries} 个，主任 {found.directors} 个"
    url, action = reverse("cadres:vacancies"), "去补齐" if _is_clerk(acting) else "看名单"
    return [Todo("空缺", "attention", title, ground, url, action)]


def _terms(acting: Acting, day: date) -> list[Todo]:
    teams, known = current_teams(acting, day), lengths(day)
    yesterday, then = day - timedelta(days=1), add_months(day, SOON)
    found = teams.aggregate(
        over=Count("pk", filter=ends_by(yesterday, known)),
        soon=Count("pk", filter=ends_by(then, known)),
    )
    over, soon = found["over"], found["soon"] - found["over"]
    url, action = reverse("cadres:terms"), "去换届" if _is_clerk(acting) else "看名单"
    ground = "登记了终止日的以登记为准，没有登记的按规定年数推算"
    lines = []
    if over:
        title = f"{over} 个村（社区）班子已届满，没有登记新一届"
        lines.append(Todo("已届满", "stop", title, ground, f"{url}?within=0", action))
    if soon:
        title = f"{soon} 个村（社区）班子 {SOON} 个月内届满"
        lines.append(Todo("将届满", "info", title, ground, f"{url}?within={SOON}", "看名单"))
    return lines


def _is_clerk(acting: Acting) -> bool:
    return acting.has(Role.TOWNSHIP_CLERK)
