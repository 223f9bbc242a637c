"""The papers of one person: his file as PDF, the appointment form as DOCX."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from cadres import services
from cadres.forms.people import UnmaskForm
from cadres.models import Person
from cadres.views.rows import READING, files
from reports.forms import AppointmentForm
from reports.papers import appointment, person
from reports.papers.appointment import Asked
from reports.papers.appointment_words import words_of
from reports.views.downloads import attached


@door(*READING, of=files)
def person_pdf(request: ActingRequest, found: Person) -> HttpResponseBase:
    """Hand out a person's file as PDF, the numbers masked."""
    return attached(person.person_pdf(person=found, day=today(), by=request.acting))


@door(Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER, of=files, methods=("GET", "POST"))
def person_pdf_in_full(request: ActingRequest, found: Person) -> HttpResponseBase:
    """Hand it out with the numbers in full, for a purpose that is written down."""
    form, by = UnmaskForm(posted(request)), request.acting
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        with refusals_shown_on(form):
            whole = services.unmask(person=found, by=by, purpose=purpose)
            return attached(person.person_pdf(person=whole, day=today(), by=by, purpose=purpose))
    return render(request, "reports/person_pdf_in_full.html", {"form": form, "person": found})


@door(*READING, of=files, methods=("GET", "POST"))
def appointment_form(request: ActingRequest, found: Person) -> HttpResponseBase:
    """Ask what stands in no file, then hand out the 干部任免审批表."""
    by, day = request.acting, today()
    form = AppointmentForm(posted(request), person=found, by=by)
    if form.is_valid():
        asked = Asked(**form.cleaned_data)
        return attached(appointment.appointment_form(person=found, day=day, by=by, asked=asked))
    context = {"form": form, "person": found, "empty": words_of(found, day, by).empty}
    return render(request, "reports/appointment_form.html", context)
