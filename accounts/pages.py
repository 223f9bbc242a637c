"""What the views of every app share: the request as it is handed on, and refusals on a form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import Form
from django.http import HttpRequest, QueryDict

from accounts.acting import Acting
from accounts.answer import Refused


class ActingRequest(HttpRequest):
    """The request as `ActingMiddleware` hands it on, for type checking."""

    acting: Acting


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with; None while it is only being looked at."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals_shown_on(form: Form) -> Iterator[None]:
    """Put the sentences of a refusal on top of the form; what was typed stays."""
    try:
        yield
    except Refused as refused:
        for objection in refused.objections:
            form.add_error(None, objection)
