"""The rows of a person's file: each kind is added, corrected and removed in the same three ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from accounts.acting import Acting
from accounts.clock import today
from accounts.doors import View, door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from cadres import services
from cadres.forms.dossier import (
    ConfirmForm,
    EducationForm,
    EntryForm,
    ExperienceForm,
    RelativeForm,
    RewardForm,
    SanctionForm,
    WithdrawMeasureForm,
)
from cadres.models import Education, Experience, Measure, Person, Relative, Reward
from cadres.models.dossier import FileRow
from cadres.views import rows
from cadres.views.editing import back_to

CLERK = Role.TOWNSHIP_CLERK


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of rows: what they are called, what is typed into them, which of them one sees."""

    key: str
    title: str
    model: type[FileRow]
    form: type[EntryForm]
    of: Callable[[Acting], QuerySet[Any]]
    finds: bool = False  # its form looks people up


SECTIONS = (
    Section("education", "学历教育", Education, EducationForm, rows.educations),
    Section("experience", "简历", Experience, ExperienceForm, rows.experiences),
    Section("relative", "家庭成员", Relative, RelativeForm, rows.relatives, finds=True),
    Section("reward", "奖励", Reward, RewardForm, rows.rewards),
)


def adding(section: Section) -> View:
    """Make the page that adds a row of this kind."""

    @door(CLERK, of=rows.files, methods=("GET", "POST"))
    def add(request: ActingRequest, found: Person) -> HttpResponse:
        form = _form(request, section, found)
        if form.is_valid():
            with refusals_shown_on(form):
                model = section.model
                services.add_entry(model=model, person=found, by=request.acting, **form.values())
                messages.success(request, f"已给{found.name}登记{section.title}。")
                return redirect(back_to(found.pk, section.key))
        context = {"person": found, "section": section, "form": form}
        return render(request, "cadres/entry.html", context)

    return add


def correcting(section: Section) -> View:
    """Make the page that corrects a row of this kind."""

    @door(CLERK, of=section.of, methods=("GET", "POST"))
    def correct(request: ActingRequest, found: Any) -> HttpResponse:
        form = _form(request, section, found.person, found)
        if form.is_valid():
            edition = form.cleaned_data["edition"] or 0
            with refusals_shown_on(form):
                services.correct_entry(
                    entry=found, edition=edition, by=request.acting, **form.values()
                )
                messages.success(request, f"已更正{found.person.name}的{section.title}。")
                return redirect(back_to(found.person_id, section.key))
            form.come_up_to_date()
        context = {"person": found.person, "section": section, "form": form, "entry": found}
        return render(request, "cadres/entry.html", context)

    return correct


def removing(section: Section) -> View:
    """Make the page that asks again, and takes a row of this kind out."""

    @door(CLERK, of=section.of, methods=("GET", "POST"))
    def remove(request: ActingRequest, found: Any) -> HttpResponse:
        form = ConfirmForm(posted(request))
        if form.is_valid():
            with refusals_shown_on(form):
                services.remove_entry(entry=found, by=request.acting)
                said = (
                    f"已从{found.person.name}的档案删除一条{section.title}，更正记录里留有经办人。"
                )
                messages.success(request, said)
                return redirect(back_to(found.person_id, section.key))
        context = {"person": found.person, "section": section, "entry": found, "form": form}
        return render(request, "cadres/entry_remove.html", context)

    return remove


def addresses() -> list[URLPattern]:
    """Give each kind its three addresses."""
    return [
        one
        for section in SECTIONS
        for one in (
            path(f"cadres/<int:pk>/{section.key}/new/", adding(section), name=f"{section.key}_add"),
            path(
                f"cadres/{section.key}/<int:pk>/", correcting(section), name=f"{section.key}_edit"
            ),
            path(
                f"cadres/{section.key}/<int:pk>/remove/",
                removing(section),
                name=f"{section.key}_remove",
            ),
        )
    ]


@door(CLERK, of=rows.files, methods=("GET", "POST"))
def sanction_add(request: ActingRequest, found: Person) -> HttpResponse:
    """Write a sanction down, as the organ that decided it says."""
    form = SanctionForm(posted(request))
    if form.is_valid():
        kind = Measure.Kind.SANCTION
        with refusals_shown_on(form):
            services.open_measure(person=found, kind=kind, by=request.acting, **form.cleaned_data)
            messages.success(request, f"已给{found.name}登记处分。")
            return redirect(back_to(found.pk, "measures"))
    return render(request, "cadres/sanction.html", {"person": found, "form": form})


@door(CLERK, of=rows.sanctions, methods=("GET", "POST"))
def sanction_withdraw(request: ActingRequest, found: Measure) -> HttpResponse:
    """Write down that a sanction was withdrawn; the sanction itself stays on record."""
    form = WithdrawMeasureForm(posted(request), initial={"withdrawn_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            services.withdraw_measure(measure=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"已登记撤销{found}。")
            return redirect(back_to(found.person_id, "measures"))
    context = {"person": found.person, "measure": found, "form": form}
    return render(request, "cadres/sanction_withdraw.html", context)


def _form(
    request: ActingRequest, section: Section, person: Person, entry: FileRow | None = None
) -> EntryForm:
    """Bind the form, unless the button only looks somebody up: then what was typed just stays."""
    given: dict[str, Any] = {"person": person, "acting": request.acting, "entry": entry}
    if section.finds and "find" in request.POST:
        return section.form(None, typed=request.POST.dict(), **given)
    return section.form(posted(request), **given)
