"""The person page, 一人一档: everything the reader may see of one cadre on one sheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, refusals_shown_on
from accounts.roles import Role
from audit.services import record
from cadres import services
from cadres.forms.people import UnmaskForm
from cadres.models import Person
from cadres.views.rows import READING, files
from reports.person.sheet import sheet


@door(*READING, of=files)
def person(request: ActingRequest, found: Person) -> HttpResponse:
    """Show a cadre's file; that somebody looked is written down."""
    record("cadre.viewed", by=request.acting, about=found)
    return render(request, "reports/person.html", sheet(found, request.acting, today()))


@door(Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER, of=files, methods=("POST",))
def unmask(request: ActingRequest, found: Person) -> HttpResponse:
    """Show the same page with the numbers in full, for a purpose that is written down.

    No redirect: numbers shown by an address could be called up again without a purpose.
    """
    form, stated = UnmaskForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            services.unmask(person=found, by=request.acting, **form.cleaned_data)
            stated = form.cleaned_data["purpose"]
    page = sheet(found, request.acting, today(), stated=stated)
    shown = {"unmask_form": form, "in_full": bool(stated)}
    return render(request, "reports/person.html", page | shown)
