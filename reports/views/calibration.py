"""A table of a county's calibration as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest
from accounts.roles import Level
from assessments.queries import years_of
from assessments.queries.calibration import calibrate
from assessments.views.calibration import CALIBRATORS, place_asked, year_asked
from assessments.views.calibration_city import counties
from assessments.views.calibration_tables import TABLES
from reports.exports.calibration import make_table
from reports.produced import Kind
from reports.views.downloads import attached

KINDS = {"xlsx": Kind.XLSX, "csv": Kind.CSV}


@door(*CALIBRATORS)
def calibration_file(request: ActingRequest) -> HttpResponseBase:
    """Hand out a table of the page in full: a county's, or the city's line for each county."""
    by, asked = request.acting, request.GET
    year, place = year_asked(request, years_of(by)), place_asked(request)
    kind = KINDS.get(asked.get("as", "xlsx"))
    of_city = place.level < Level.COUNTY
    make = counties if of_city else TABLES.get(asked.get("table", "grades"))
    if make is None or kind is None or year is None:
        raise Http404
    table = make(calibrate(by, year, under=place.path, live=not of_city))
    return attached(make_table(table, year, place=place, kind=kind, by=by, day=today()))
