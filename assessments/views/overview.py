"""Where the year stands: the city by county, a county by township, a township by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.acting import Acting
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest
from accounts.roles import Level, Role
from assessments.models import Round
from assessments.queries import overview as all_lines
from assessments.queries import years_of
from assessments.queries.gaps import Gaps
from assessments.queries.overview import Line, lines_of
from assessments.states import RoundStatus
from assessments.views import board_page, rows, steps

LEVELS = {
    RoundStatus.ENTERING: "attention",
    RoundStatus.SUBMITTED: "info",
    RoundStatus.DECIDED: "info",
    RoundStatus.NOTICE: "info",
    RoundStatus.FEEDBACK: "info",
    RoundStatus.REPORTED: "info",
    RoundStatus.FINAL: "ok",
}

TELLING = (RoundStatus.DECIDED, RoundStatus.NOTICE, RoundStatus.FEEDBACK)


@dataclass(slots=True)
class Sum:
    """Several townships in one line."""

    name: str
    url: str = ""
    townships: int = 0
    headcount: int = 0
    seats: int = 0
    taken: int = 0
    ties: int = 0
    stages: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RoundStatus.values, 0))

    @property
    def telling(self) -> int:
        """Count those between the committee's decision and the report to the county."""
        return sum(self.stages[one] for one in TELLING)

    def add(self, line: Line) -> None:
        """Count a township in; one without a round counts as a township only."""
        self.townships += 1
        self.headcount += line.headcount
        self.seats += line.seats
        self.taken += line.counts.get("excellent", 0)
        self.ties += line.ties
        if line.round:
            self.stages[line.round.status] += 1


@door(*rows.READERS)
def overview(request: ActingRequest) -> HttpResponse:
    """Show the level the reader stands on, one level down at a time."""
    level = rows.place_of(request.acting).level
    if level == Level.TOWNSHIP:
        return render(request, "assessments/township.html", _township(request.acting))
    years = years_of(request.acting)
    year = _year(request, years)
    lines = all_lines(request.acting, year) if year else []
    shared = {"years": years, "year": year}
    if level == Level.COUNTY or request.GET.get("county"):
        county = _county(request)
        context = shared | _by_township(county, lines, above=level != Level.COUNTY)
        return render(request, "assessments/county.html", context)
    return render(request, "assessments/city.html", shared | _by_county(lines, year))


def _year(request: ActingRequest, years: list[int]) -> int | None:
    """Give the year asked for, else the newest that has been opened, else the newest planned."""
    asked = request.GET.get("year", "")
    if asked in map(str, years):
        return int(asked)
    opened = rows.rounds(request.acting).order_by("-year").values_list("year", flat=True).first()
    return opened or (years[0] if years else None)


def _county(request: ActingRequest) -> Division:
    """Give the county asked for, if it lies in the reader's division."""
    division = rows.place_of(request.acting)
    if division.level == Level.COUNTY:
        return division
    below = Division.objects.under(division).filter(level=Level.COUNTY)
    asked = request.GET["county"]
    return get_object_or_404(below, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)


def _by_township(county: Division, lines: Iterable[Line], *, above: bool) -> dict[str, Any]:
    """Leave out the townships without a round and without cadres, and say how many they are."""
    own = [line for line in lines if line.township.parent_id == county.pk]
    shown = [line for line in own if line.round or line.cadres]
    total = Sum(county.name)
    for line in shown:
        total.add(line)
    context = {"county": county, "above": above, "lines": shown, "total": total}
    return context | {"without": len(own) - len(shown), "levels": LEVELS}


def _by_county(lines: Iterable[Line], year: int | None) -> dict[str, Any]:
    sums, total = [], Sum("合计")
    by_path = sorted(lines, key=lambda line: line.township.path)
    for county, group in groupby(by_path, key=lambda line: line.township.parent):
        one = Sum(county.name, f"{reverse('assessments:overview')}?year={year}&county={county.pk}")
        for line in group:
            one.add(line)
            total.add(line)
        sums.append(one)
    return {"sums": sums, "total": total}


def _township(acting: Acting) -> dict[str, Any]:
    found = list(rows.rounds(acting).order_by("-year"))
    lines = lines_of(found, acting)
    current = next((one for one in found if one.status != RoundStatus.FINAL), None)
    shown = current or (found[0] if found else None)
    if shown is None:
        return {"lines": [], "levels": LEVELS}
    gaps = next(line.gaps for line in lines if line.round == shown)
    return {
        "lines": lines,
        "levels": LEVELS,
        "current": shown,
        "steps": steps.of(shown, acting, gaps=gaps),
        "next": _next(shown, acting, gaps),
    }


def _next(found: Round, acting: Acting, gaps: Gaps) -> dict[str, str]:
    """Say where the reader goes next in a round: the one thing to do, else the board."""
    status = RoundStatus(found.status)
    if status == RoundStatus.ENTERING and acting.has(Role.TOWNSHIP_CLERK):
        for key, word in steps.lacking(gaps).items():
            url = reverse(f"assessments:{key}", args=[found.pk]) + "#missing"
            return {"label": f"去录{steps.LABELS[key]}", "url": url, "ground": word}
    if status == RoundStatus.SUBMITTED and acting.has(Role.TOWNSHIP_COMMITTEE):
        url = reverse("assessments:decide", args=[found.pk])
        return {"label": "去审定", "url": url, "ground": "等次建议已提交党委会"}
    if status in board_page.CARRIED and acting.has(Role.TOWNSHIP_CLERK):
        page, label, _ = board_page.CARRIED[status]
        url = reverse(f"assessments:{page}", args=[found.pk])
        return {"label": label, "url": url, "ground": f"{found.get_status_display()}"}
    url = reverse("assessments:board", args=[found.pk])
    return {"label": "看定等", "url": url, "ground": f"{found.get_status_display()}"}
