"""What needs somebody soon: terms that end or are over, and single posts that nobody holds."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest
from accounts.roles import Level, Role
from audit.services import record
from cadres.forms.places import TermFilter, VacancyFilter
from cadres.models import TeamQuerySet
from cadres.queries import terms as office
from cadres.queries.places import within
from cadres.queries.vacancies import Tally, tallies, vacancies, vacant, with_vacancies
from cadres.views.rows import READING
from policy.dates import add_months

PAGE = 25  # villages


@door(*READING)
def terms(request: ActingRequest) -> HttpResponse:
    """List the teams whose term ends soon or is over."""
    acting, day = request.acting, today()
    form, known = TermFilter(request.GET, acting=acting, today=day), office.lengths(day)
    teams = within(office.current_teams(acting, day), form.place, "scope_path")
    over = office.ending_by(teams, day - timedelta(days=1), known)
    found = _within_months(teams, form.months, day, known)
    page = _page(request, found.select_related("village__parent__parent").order_by("scope_path"))
    asked = {"months": form.months}
    record("cadre.listed", by=acting, asked=asked, page=page.number, count=page.paginator.count)
    context = {
        "form": form,
        "page": page,
        "rows": [office.term_of(team, known, day) for team in page.object_list],
        "total": teams.count(),
        "over": over.count(),
        "without": within(office.without_team(acting, day), form.place).count(),
        "counts": office.tally(found, form.below) if _is_wide(form.place) else [],
        "lengths": known,
        "day": day,
        "is_clerk": acting.has(Role.TOWNSHIP_CLERK),
    }
    return render(request, "cadres/terms.html", context)


@door(*READING)
def vacant_posts(request: ActingRequest) -> HttpResponse:
    """List the single posts nobody holds, and count them by unit."""
    acting = request.acting
    form = VacancyFilter(request.GET, acting=acting, today=today())
    day, post = form.day, form.chosen
    villages = within(with_vacancies(acting, day), form.place)
    page = _page(request, vacant(villages, post).select_related("parent").order_by("path"))
    asked = {"post": post, "on": str(day)}
    record("cadre.listed", by=acting, asked=asked, page=page.number, count=page.paginator.count)
    counts = tallies(villages, form.below)
    context = {
        "form": form,
        "page": page,
        "rows": vacancies(page.object_list, day, acting, post),
        "counts": counts if _is_wide(form.place) else [],
        "sum": Tally.total_of(counts),
        "day": day,
        "is_today": day == today(),
        "is_clerk": acting.has(Role.TOWNSHIP_CLERK),
    }
    return render(request, "cadres/vacancies.html", context)


def _within_months(
    teams: TeamQuerySet, months: int | None, day: date, known: list[office.Length]
) -> TeamQuerySet:
    if months is None:
        return teams
    limit = add_months(day, months) if months else day - timedelta(days=1)
    return office.ending_by(teams, limit, known)


def _page(request: ActingRequest, found: QuerySet) -> Page:  # type: ignore[type-arg]
    return Paginator(found, PAGE).get_page(request.GET.get("page"))


def _is_wide(place: Division | None) -> bool:
    """Tell whether there are units below the place to count by."""
    return place is not None and place.level < Level.TOWNSHIP
