"""Lists beside the boards: who has no grade and why, and which grades should be looked at again."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.acting import Acting
from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest
from accounts.roles import Level
from assessments.queries import years_of
from assessments.queries.review import doubts
from assessments.queries.ungraded import graded_number, reasons, ungraded_people
from assessments.views import rows
from audit.services import record
from rulebook.late import late_rules

PAGE = 50  # people
DIGITS = 19  # of a number that the database can hold


@door(*rows.READERS)
def ungraded(request: ActingRequest) -> HttpResponse:
    """List everybody who held a post in a place in a year and has no grade, each with why."""
    acting, place, year = request.acting, _place(request), _year(request)
    page = Paginator(ungraded_people(acting, place, year), PAGE).get_page(request.GET.get("page"))
    people = [row["person"] for row in page]
    number = page.paginator.count
    record("assessments.ungraded_listed", by=acting, about=place, year=year, count=number)
    context = {
        "place": place,
        "lines": reasons(acting, place, year, people),
        "page": page,
        "graded": graded_number(acting, place, year),
        "above": place.level != Level.TOWNSHIP,
    }
    return render(request, "assessments/ungraded.html", context | _years(acting, year))


@door(*rows.READERS)
def review(request: ActingRequest) -> HttpResponse:
    """List grades and decisions that stand, and what came to light after they were made."""
    acting, year = request.acting, _year(request)
    found, late = doubts(acting, year), late_rules(acting, year)
    record("assessments.review_listed", by=acting, year=year, count=len(found))
    context = {"doubts": found, "late": late} | _years(acting, year)
    return render(request, "assessments/review.html", context)


def _years(acting: Acting, year: int) -> dict[str, object]:
    return {"year": year, "years": sorted({*years_of(acting), year}, reverse=True)}


def _year(request: ActingRequest) -> int:
    """Give the year asked for, else the newest that has rounds or plans, else this one."""
    known, asked = years_of(request.acting), request.GET.get("year", "")
    if asked in map(str, known):
        return int(asked)
    return known[0] if known else today().year


def _place(request: ActingRequest) -> Division:
    """Give the division asked for, if it lies in the reader's own; else his own."""
    own, asked = rows.place_of(request.acting), request.GET.get("place", "")
    if not asked:
        return own
    pk = int(asked) if asked.isdecimal() and len(asked) < DIGITS else 0
    found = Division.objects.filter(pk=pk, level__lte=Level.TOWNSHIP, path__startswith=own.path)
    place = found.select_related("parent").first()
    if place is None:
        raise Http404("no such place in scope")
    return place
