"""How the year stands in somebody's division, in a few figures with their totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Level, Role
from assessments.models import Grade, Round
from assessments.queries.gaps import Gaps
from assessments.states import GRADED, GradeLabel
from cadres.models import Person
from reports.seen import Seen

# What a role without assessments of its own does in this system now.
DUTIES: dict[str, str] = {
    Role.DEPARTMENT: "联审部门只看送到本部门的人员，只提供本部门掌握的情况。"
    "任职资格联审还没有开办，开办以后，送来的人员会列在这里。",
    Role.AUDITOR: "审计巡察只读不改：可以查干部名册、考核方案、各乡镇定等过程和每个人的依据单。",
    Role.SYSTEM_ADMIN: "系统管理员管理账号，提出角色授权，由安全管理员批准；看不到干部个人信息。",
    Role.SECURITY_ADMIN: "安全管理员批准别人提出的角色授权，处理会话和锁定；看不到干部个人信息。",
    Role.AUDIT_ADMIN: "安全审计员只看审计记录；看不到干部个人信息。",
}


@dataclass(frozen=True, slots=True)
class Standing:
    title: str
    year: int | None
    bars: list[dict[str, object]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""


def of(acting: Acting, day: date, seen: Seen | None = None) -> Standing | None:
    """Give the figures of the newest year there is; None for roles that read no cadres."""
    if not acting.reads or acting.division is None:
        return None
    if acting.division.level == Level.CITY:
        return _city(acting, acting.division)
    seen = seen or Seen(acting)
    title = "本县一览" if acting.division.level == Level.COUNTY else "本镇一览"
    rounds, gaps = seen.of_newest, [seen.gaps[one.pk] for one in seen.of_newest]
    listed, graded = (sum(getattr(one, name) for one in gaps) for name in ("listed", "cadres"))
    bars = [_in_post(acting, listed, day), *_of_year(acting, rounds, gaps)]
    note = f"名册中另有 {listed - graded} 人不定等次，不录票和分" if listed > graded else ""
    return Standing(title, seen.newest, bars, _links(acting, seen.newest), note)


def _city(acting: Acting, city: Division) -> Standing:
    rounds = Round.objects.visible_to(acting)
    newest = rounds.order_by("-year").values_list("year", flat=True).first()
    of_year = rounds.filter(year=newest) if newest else rounds.none()
    bars = _by_county(city, of_year)
    return Standing("各县市区进度", newest, bars, _links(acting, newest))


def _in_post(acting: Acting, listed: int, day: date) -> dict[str, object]:
    people = Person.objects.visible_to(acting).standing().in_post(day).count()
    figure = f"{people} 人" if not listed else f"{people} / 名册 {listed}"
    return _bar("在岗干部", people, max(people, listed), figure)


def _of_year(
    acting: Acting, rounds: Sequence[Round], gaps: Sequence[Gaps]
) -> list[dict[str, object]]:
    everybody = sum(one.cadres for one in gaps)
    if not everybody:
        return []
    seats = sum(one.seats for one in rounds)
    parts = (
        ("已定优秀", _excellent(acting, rounds), seats),
        ("已录述职测评", everybody - sum(one.ballots for one in gaps), everybody),
        ("已录目标考核", everybody - sum(one.points for one in gaps), everybody),
    )
    return [_bar(label, done, most, f"{done} / {most}") for label, done, most in parts]


def _excellent(acting: Acting, rounds: Sequence[Round]) -> int:
    decided = [one for one in rounds if one.status in GRADED]
    if not decided:
        return 0
    grades = Grade.objects.visible_to(acting).filter(round__in=decided).in_force()
    count: int = grades.filter(grade=GradeLabel.EXCELLENT).count()
    return count


def _by_county(city: Division, rounds: QuerySet[Round]) -> list[dict[str, object]]:
    counted = rounds.values("township__parent").annotate(
        all=Count("pk"), left=Count("pk", filter=Q(status__in=GRADED))
    )
    found = {row["township__parent"]: row for row in counted}
    counties = Division.objects.under(city).filter(level=Level.COUNTY)
    return [_progress(county, dict(found.get(county.pk, {}))) for county in counties]


def _progress(county: Division, row: dict[str, Any]) -> dict[str, object]:
    if not row:
        return _bar(county.name, 0, 1, "未开放")
    return _bar(county.name, row["left"], row["all"], f"{row['left']} / {row['all']} 个乡镇已审定")


def _bar(label: str, value: int, most: int, figure: str) -> dict[str, object]:
    return {"label": label, "value": value, "max": max(most, 1), "figure": figure}


def _links(acting: Acting, year: int | None) -> list[tuple[str, str]]:
    links = [
        ("年度考核", reverse("assessments:overview")),
        ("考核方案", reverse("assessments:plans")),
    ]
    if acting.has(Role.AUDITOR):
        links.append(("干部名册", reverse("cadres:list")))
    if acting.has(Role.COUNTY_OFFICER) and year:
        links.append((f"{year} 年度备案", reverse("assessments:filing") + f"?year={year}"))
    return links
