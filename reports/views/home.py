"""The first page: what waits for the acting role, and how things stand in its division."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import EVERY_ROLE, door
from assessments.views.request import ActingRequest
from reports import standing, todo

WEEKDAYS = "一二三四五六日"


@door(*EVERY_ROLE)
def home(request: ActingRequest) -> HttpResponse:
    """Show the to-do list and the standing of the division."""
    acting, day = request.acting, today()
    context = {
        "todos": todo.of(acting),
        "standing": standing.of(acting, day),
        "duty": standing.DUTIES.get(acting.role or ""),
        "day": day,
        "weekday": WEEKDAYS[day.weekday()],
    }
    return render(request, "reports/home.html", context)
