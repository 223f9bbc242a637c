"""The audit administrator's pages: the log, who saw a person, how the chain stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from accounts.acting import Acting
from accounts.doors import door
from accounts.pages import ActingRequest
from accounts.roles import Role
from accounts.session import acting_as
from audit import heads, queries
from audit.models import Event
from audit.services import record
from cadres.models import Person
from reports.events import label, said
from reports.forms import LogFilter, WhoSawForm

PAGE = 50  # events
SHOWN = 200  # looks; all are counted


@door(Role.AUDIT_ADMIN)
@never_cache
def log(request: ActingRequest) -> HttpResponse:
    """Show the log, the newest first; what was searched for is itself recorded."""
    form = LogFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    before = request.GET.get("before", "")[:18]
    words = {name: str(value) for name, value in given.items() if value}
    if words and not before:
        record("audit.log_searched", by=request.acting, words=words)
    rows, after = queries.page(
        queries.searched(given), PAGE, int(before) if before.isdecimal() else None
    )
    context = {"form": form, "rows": [_row(event) for event in rows], "after": after}
    return render(request, "audit/log.html", context | {"before": before})


@door(Role.AUDIT_ADMIN, methods=("GET", "POST"))
@never_cache
def who_saw(request: ActingRequest) -> HttpResponse:
    """Answer who saw a person between two moments; a number is asked by POST, to stay in no URL."""
    if request.method == "POST":
        return _asked(request, WhoSawForm(request.POST))
    if "person" not in request.GET:
        return render(request, "audit/who_saw.html", {"form": WhoSawForm()})
    form = WhoSawForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["person"].isdecimal():
        return render(request, "audit/who_saw.html", {"form": form})
    person, since, until = (form.cleaned_data[name] for name in ("person", "since", "until"))
    events = queries.who_saw(int(person), since, until)
    record(
        "audit.who_saw_asked", by=request.acting, person=int(person), looks=len(events),
        since=since.isoformat(), until=until.isoformat(),
    )  # fmt: skip
    context = {
        "form": form,
        "person": person,
        "seers": queries.seers(events),
        "looks": len(events),
        "rows": [_row(event) for event in events[:SHOWN]],
    }
    return render(request, "audit/who_saw.html", context)


@door(Role.AUDIT_ADMIN)
def chain(request: ActingRequest) -> HttpResponse:
    """Show how long the chain is and the last head noted outside; verifying is a command."""
    noted, unreadable = _noted()
    last = noted[-1] if noted else None
    context = {
        "link": queries.last_link(),
        "noted": last,
        "heads": len(noted),
        "holds": queries.holds(last) if last else None,
        "unreadable": unreadable,
    }
    return render(request, "audit/chain.html", context)


def _asked(request: ActingRequest, form: WhoSawForm) -> HttpResponse:
    if form.is_valid():
        person = _person(form.cleaned_data["person"])
        if person is not None:
            words = {"person": person} | {name: form.data[name] for name in ("since", "until")}
            return redirect(f"{reverse('reports:who_saw')}?{urlencode(words)}")
        form.add_error("person", "没有这个身份证号或档案编号的人。请核对后再查。")
    return render(request, "audit/who_saw.html", {"form": form})


def _person(text: str) -> int | None:
    """Give the file number of whoever is meant, and nothing else of him.

    The audit administrator sees no cadre: this one question alone is put as the whole city.
    """
    looker = Acting(whole=True, name="审计查询")
    with acting_as(looker, "who_saw"):
        people = Person.objects.visible_to(looker)
        found = people.filter(pk=text) if len(text) < 12 else people.with_number(text)
        person: int | None = found.values_list("pk", flat=True).first()
        return person


def _row(event: Event) -> dict[str, Any]:
    return {
        "event": event,
        "label": label(event.name),
        "said": said(event.data),
    }


def _noted() -> tuple[list[heads.Head], str]:
    try:
        return heads.read(settings.AUDIT_HEADS), ""
    except heads.UnreadableHeads as error:
        return [], str(error)
