"""Carry a service's refusal to where the person reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.answer import Answer, Refused


@dataclass(frozen=True, slots=True)
class Back:
    """Where a page leads that has nothing to fill in: what it was about, and the way back."""

    heading: str
    label: str
    url: str


def refused_on_looking(request: HttpRequest, answer: Answer, back: Back) -> HttpResponse | None:
    """Give the reasons instead of a form that would be refused; 403 for whoever is the wrong one.

    Only for looking: what was sent goes to the service, and is kept on the form if it refuses.
    """
    if answer or request.method == "POST":
        return None
    if answer.forbidden:
        answer.require()
    context = {"heading": back.heading, "reasons": answer.reasons, "back": back.label}
    return render(request, "assessments/refused.html", context | {"back_url": back.url})


def done(
    request: HttpRequest, said: str, service: Callable[..., Any], *, beside: str = "", **asked: Any
) -> bool:
    """Call a service for a button without a form, and say what is now true or why not.

    `beside` replaces the reasons where the page that follows has them beside the button anyway.
    """
    try:
        service(**asked)
    except Refused as refused:
        for objection in [beside] if beside else refused.objections:
            messages.error(request, objection)
        return False
    messages.success(request, said)
    return True
