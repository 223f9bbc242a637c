"""What the frame of every page shows."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import RoleGrant
from accounts.queries import roles_today


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the product's name, the demo's day, and the roles the person may change to."""
    return {
        "product": "村干部管理",
        "demo": settings.DEMO,
        "business_day": settings.BUSINESS_DAY,
        "session_idle": int(settings.SESSION_IDLE.total_seconds()),
        "acting_choices": cache(lambda: _choices(request)),  # asked only where a page shows it
    }


def _choices(request: HttpRequest) -> list[RoleGrant]:
    user = getattr(request, "user", None)
    return roles_today(user) if user and user.is_authenticated else []
