"""The request as `ActingMiddleware` hands it on, for type checking."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.acting import Acting
from accounts.models import User


class ActingRequest(HttpRequest):
    acting: Acting
    user: User
