"""Open a person's file, and correct one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from audit.services import record
from cadres import identity, services
from cadres.forms.editing import AddForm, EditForm, NumberForm, kept_in_words
from cadres.models import Person
from cadres.queries.numbers import find_by_number
from cadres.services.editing import Overlap, Saved
from cadres.views.rows import files

CLERK = Role.TOWNSHIP_CLERK


@door(CLERK, methods=("GET", "POST"))
def add(request: ActingRequest) -> HttpResponse:
    """Open a file for somebody whom the township has not registered yet."""
    unit = request.acting.division
    if unit is None:
        raise PermissionDenied("当前角色没有所属单位，不能建立档案。")
    form = AddForm(posted(request), acting=request.acting, today=today())
    if form.is_valid():
        with refusals_shown_on(form):
            person = services.add_person(unit=unit, by=request.acting, **form.cleaned_data)
            messages.success(request, f"已建立{person.name}的档案，由{unit.name}保管。")
            return redirect("reports:person", person.pk)
    return render(request, "cadres/person_add.html", {"form": form, "unit": unit})


@door(CLERK, methods=("POST",))
def number(request: ActingRequest) -> HttpResponse:
    """Read a number while it is typed; it comes by POST, so that no address keeps it."""
    form = NumberForm(request.POST)
    text = form.data.get("id_number", "")
    if not text.strip():
        return render(request, "cadres/parts/number_read.html", {"reading": None})
    reading = identity.read(text[:40], today=today())
    found = find_by_number(reading.number, request.acting)
    known = found.person if found else None
    record("cadre.searched_by_number", by=request.acting, about=known, found=known is not None)
    context = {
        "reading": reading,
        "known": known,
        "note": found.note if found else "",
        "sex": identity.SEX_NAMES.get(reading.sex),
    }
    return render(request, "cadres/parts/number_read.html", context)


@door(CLERK, of=files, methods=("GET", "POST"))
def edit(request: ActingRequest, found: Person) -> HttpResponse:
    """Correct name, number and details; where somebody else did too, ask which value stands."""
    form = EditForm(posted(request), person=found, acting=request.acting, today=today())
    if form.is_valid():
        with refusals_shown_on(form):
            try:
                saved = _save(request, found, form)
            except Overlap as overlap:
                form.ask(overlap)
            else:
                messages.success(request, _said(saved, request.acting))
                return redirect("reports:person", found.pk)
    return render(request, "cadres/person_edit.html", {"person": found, "form": form})


def _save(request: ActingRequest, found: Person, form: EditForm) -> Saved:
    return services.edit_person(
        person=found,
        edition=form.cleaned_data["edition"],
        seen=form.cleaned_data["seen"] or 0,
        typed=form.typed(),
        choices=form.choices(),
        reason=form.cleaned_data["reason"].strip(),
        by=request.acting,
    )


def _said(saved: Saved, viewer: Acting) -> str:
    said = f"已更正{saved.person.name}的档案。" if saved.changed else "没有改动，档案与原来相同。"
    if saved.kept:
        said += f"您填写期间还有别人的改动，已保留：{kept_in_words(saved, viewer)}。"
    return said


def back_to(person_id: int, place: str) -> str:
    """Give the address of a part of somebody's page."""
    return f"{reverse('reports:person', args=[person_id])}#{place}"
