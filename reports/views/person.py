"""The person page, 一人一档: everything the reader may see of one cadre on one sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.acting import Acting
from accounts.clock import today
from accounts.doors import door
from accounts.pages import refusals_shown_on
from accounts.roles import Role
from audit.services import record
from cadres import codes, identity, rules, services
from cadres.forms.people import UnmaskForm
from cadres.history import changes_of
from cadres.models import Measure, Person, PersonQuerySet, Team, Tenure
from cadres.posts import label
from cadres.queries.inherited import inherited_by
from reports.timeline import assessed_years, timeline


def files(acting: Acting) -> PersonQuerySet:
    """Give the files kept in the reader's division: a former unit keeps its facts, not the file."""
    return Person.objects.visible_to(acting).select_related("unit__parent")


@door(
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
    of=files,
)
def person(request: HttpRequest, found: Person) -> HttpResponse:
    """Show a cadre's file; that somebody looked is written down."""
    acting = request.acting  # type: ignore[attr-defined]
    record("cadre.viewed", by=acting, about=found)
    return render(request, "reports/person.html", sheet(found, acting, today()))


@door(Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER, of=files, methods=("POST",))
def unmask(request: HttpRequest, found: Person) -> HttpResponse:
    """Show the same page with the numbers in full, for a purpose that is written down.

    No redirect: numbers shown by an address could be called up again without a purpose.
    """
    acting = request.acting  # type: ignore[attr-defined]
    form = UnmaskForm(request.POST)
    shown = False
    if form.is_valid():
        with refusals_shown_on(form):
            services.unmask(person=found, by=acting, **form.cleaned_data)
            shown = True
    page = sheet(found, acting, today(), in_full=shown) | {"unmask_form": form, "in_full": shown}
    return render(request, "reports/person.html", page)


def sheet(person: Person, acting: Acting, day: date, *, in_full: bool = False) -> dict[str, Any]:
    """Gather what the page shows, each part with one query."""
    tenures = _tenures(person, acting)
    measures = _measures(person, acting)
    years = assessed_years(person, acting)
    changes = changes_of(person, acting)
    held = [t for t in tenures if t.began_on <= day and (t.ended_on is None or t.ended_on >= day)]
    return {
        "person": person,
        "day": day,
        "held": held,
        "posts": label(list({tenure.post for tenure in held})),
        "villages": list(dict.fromkeys(tenure.village.title for tenure in held)),
        "facts": head_facts(person, day, in_full=in_full),
        "unmask_form": UnmaskForm() if rules.may_unmask(acting) else None,
        "tenures": tenures,
        "is_clerk": acting.has(Role.TOWNSHIP_CLERK),
        "teams": _teams(tenures),
        "measures": [(measure, _standing(measure, day)) for measure in measures],
        "weighing": any(measure.in_force_on(day) for measure in measures),
        "years": years,
        "changes": changes,
        "events": timeline(
            tenures=tenures, measures=measures, years=years, changes=changes, day=day
        ),
    }


def _tenures(person: Person, acting: Acting) -> list[Tenure]:
    found = Tenure.objects.visible_to(acting).filter(person=person)
    known = list(found.select_related("village__parent", "team"))
    known += inherited_by(person.pk)  # of a township merged into this one
    return sorted(known, key=lambda one: (one.began_on, one.pk), reverse=True)


def _measures(person: Person, acting: Acting) -> list[Measure]:
    found = Measure.objects.visible_to(acting).filter(person=person)
    return list(found.order_by("-taken_on", "-pk"))


def head_facts(person: Person, day: date, *, in_full: bool) -> list[tuple[str, str]]:
    """List what stands on the head card; personal numbers are masked unless asked for."""
    born = f"{person.born_on}（{person.age_on(day)} 岁）"
    joined = person.party_joined_on
    party = codes.label("political_status", person.political_status)
    return [
        ("性别", person.get_sex_display()),
        ("出生日期", born),
        ("身份证号", person.id_number if in_full else identity.mask(person.id_number)),
        ("手机号", person.phone if in_full else mask_phone(person.phone)),
        ("民族", codes.label("ethnicity", person.ethnicity)),
        ("籍贯", person.native_place),
        ("学历", codes.label("education", person.education)),
        ("学位", codes.label("degree", person.degree)),
        ("政治面貌", f"{party}（{joined} 入党）" if joined else party),
        ("参加工作", str(person.first_job_on or "")),
        ("健康状况", codes.label("health", person.health)),
        ("管档单位", person.unit.title),
    ]


def mask_phone(number: str) -> str:
    """Show a phone number's network and last four digits."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * len(number)


def _teams(tenures: list[Tenure]) -> list[tuple[Team, str, str]]:
    """List the teams a person belonged to, each once, with the posts held in it."""
    posts: dict[tuple[Team, str], list[str]] = {}
    for tenure in tenures:
        if tenure.team is not None:
            posts.setdefault((tenure.team, tenure.village.title), []).append(tenure.post)
    return [(team, title, label(list(set(held)))) for (team, title), held in posts.items()]


def _standing(measure: Measure, day: date) -> tuple[str, str]:
    """Say in a word whether a measure weighs, with the colour of its tag."""
    if measure.in_force_on(day):
        return "影响期内", "attention"
    return ("已撤销", "") if measure.withdrawn_on else ("已期满", "")
