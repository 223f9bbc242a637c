"""The request as `ActingMiddleware` hands it on, for type checking."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from accounts.acting import Acting


class ActingRequest(HttpRequest):
    acting: Acting


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with; None while it is only being looked at."""
    return request.POST if request.method == "POST" else None
