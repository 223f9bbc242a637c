"""Calibration: the county's questions to its townships about a year, before it files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.acting import Acting
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest
from accounts.roles import Level, Role
from assessments import rules
from assessments.queries import years_of
from assessments.queries.calibration import Calibration, Township, calibrate
from assessments.views import calibration_city, calibration_page, rows

# The county asks, the city and the audit look on; a township is asked, and sees what is asked of
# it as the reason of a return.
CALIBRATORS = (Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR)


@door(*CALIBRATORS)
def calibration(request: ActingRequest) -> HttpResponse:
    """Show a county's year; to the city all its counties, one below the other."""
    years = years_of(request.acting)
    year = year_asked(request, years)
    place = place_asked(request)
    shared = {"years": years, "year": year, "place": place}
    if year is None:
        return render(request, "assessments/calibration.html", shared)
    if place.level < Level.COUNTY:
        found = calibrate(request.acting, year, under=place.path, live=False)
        panel = calibration_city.panel_of(found)
        return render(request, "assessments/calibration_city.html", shared | {"panel": panel})
    found = calibrate(request.acting, year, under=place.path, live=True)
    parts = calibration_page.parts_of(found)
    context = {
        "found": found,
        "parts": parts,
        "cards": calibration_page.cards_of(found, parts),
        "returns": returns_of(found, request.acting),
        "above": place != request.acting.division,
    }
    return render(request, "assessments/calibration.html", shared | context)


def year_asked(request: HttpRequest, years: list[int]) -> int | None:
    """Give the year asked for, else the newest there is."""
    asked = request.GET.get("year", "")
    return int(asked) if asked in map(str, years) else next(iter(years), None)


def place_asked(request: ActingRequest) -> Division:
    """Give the county asked for, if it lies in the reader's division; else that division."""
    division = rows.place_of(request.acting)
    asked = request.GET.get("county", "")
    if division.level >= Level.COUNTY or not asked:
        return division
    below = Division.objects.under(division).filter(level=Level.COUNTY)
    return get_object_or_404(below, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)


def returns_of(found: Calibration, acting: Acting) -> list[Township]:
    """List the townships with something to ask that the reader may send back now."""
    return [one for one in found.townships if one.hints and rules.may_return(one.round, by=acting)]
