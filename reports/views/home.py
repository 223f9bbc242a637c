"""The first page: what waits for the acting role, and how things stand in its division."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import EVERY_ROLE, door
from accounts.pages import ActingRequest
from reports import standing, todo
from reports.seen import Seen

WEEKDAYS = "一二三四五六日"


@door(*EVERY_ROLE)
def home(request: ActingRequest) -> HttpResponse:
    """Show the to-do list and the standing of the division."""
    acting, day = request.acting, today()
    seen = Seen(acting)
    todos = todo.of(acting, seen)
    context = {
        "todos": todos,
        "todo_count": len(todos),
        "standing": standing.of(acting, day, seen),
        "duty": standing.DUTIES.get(acting.role or ""),
        "day": day,
        "weekday": WEEKDAYS[day.weekday()],
    }
    return render(request, "reports/home.html", context)


@door(*EVERY_ROLE)
def todo_count(request: ActingRequest) -> HttpResponse:
    """Count what waits, for the left-hand list of the other pages."""
    context = {"todo_count": len(todo.of(request.acting))}
    return render(request, "reports/todo_count.html", context)
