"""The left-hand list of places: only those that exist and that the role has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.acting import Acting
from accounts.roles import READERS, Role
from reports import todo

# Name of the address, label, who has it. The first is everybody's.
PLACES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("reports:home", "待办", frozenset(Role)),
    ("cadres:list", "干部", READERS),
    ("assessments:overview", "年度考核", READERS),
)


def nav(request: HttpRequest) -> dict[str, Any]:
    """Give the templates the places of the acting role, and how many things wait there."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None or acting.role is None:
        return {}
    return {"nav": list(_places(acting, request.path))}


def _places(acting: Acting, path: str) -> Iterator[dict[str, Any]]:
    for name, label, roles in PLACES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if acting.role in roles:
            active = path == url or (url != "/" and path.startswith(url))
            count = len(todo.of(acting)) if name == "reports:home" else 0
            yield {"url": url, "label": label, "active": active, "count": count}
