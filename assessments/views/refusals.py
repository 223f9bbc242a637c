"""Carry a service's refusal to where the person reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from accounts.answer import Refused


@contextmanager
def refusals_shown_on(form: Form) -> Iterator[None]:
    """Put the sentences of a refusal on top of the form; what was typed stays."""
    try:
        yield
    except Refused as refused:
        for objection in refused.objections:
            form.add_error(None, objection)


def done(request: HttpRequest, said: str, service: Callable[..., Any], **asked: Any) -> bool:
    """Call a service for a button without a form, and say what is now true or why not."""
    try:
        service(**asked)
    except Refused as refused:
        for objection in refused.objections:
            messages.error(request, objection)
        return False
    messages.success(request, said)
    return True
