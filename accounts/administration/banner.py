"""The red line on every page of whoever an emergency concerns."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.acting import Acting
from accounts.administration.models import Override
from accounts.administration.queries import banners
from accounts.queries import roles_today


def overrides(request: HttpRequest) -> dict[str, Any]:
    """Give the emergencies to show; asked only where a page has the place for them."""
    acting: Acting | None = getattr(request, "acting", None)
    return {"overrides_now": cache(lambda: _shown(acting))}


def _shown(acting: Acting | None) -> list[Override]:
    """Ask only when the roles, which were read with the account, say that there is any."""
    if acting is None or acting.user is None:
        return []
    grants = roles_today(acting.user)
    if grants and not any(getattr(grant, "emergency", True) for grant in grants):
        return []
    return banners(acting)
