"""The left-hand list of places: only those that exist and that the role has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.acting import Acting
from accounts.roles import ADMINISTRATORS, READERS, Role

KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
# Name of the address, label, who has it. The first is everybody's.
PLACES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("reports:home", "待办", frozenset(Role)),
    ("cadres:list", "干部", READERS),
    ("supervision:pledges", "日常管理", READERS),
    ("assessments:overview", "年度考核", READERS),
    ("rulebook:figures", "政策依据", READERS),
    ("reports:verify", "核验文件", READERS),
    ("accounts:accounts", "账号", KEEPERS),
    ("accounts:grants", "授权", KEEPERS),
    ("accounts:divisions", "区划调整", frozenset({Role.SYSTEM_ADMIN})),
    ("accounts:access", "谁能看什么", frozenset({Role.SECURITY_ADMIN})),
    ("accounts:sessions", "会话与锁定", frozenset({Role.SECURITY_ADMIN})),
    ("reports:audit_log", "审计日志", frozenset({Role.AUDIT_ADMIN})),
    ("reports:who_saw", "谁看过此人", frozenset({Role.AUDIT_ADMIN})),
    ("reports:audit_chain", "审计链", frozenset({Role.AUDIT_ADMIN})),
    ("accounts:overrides", "紧急授权", ADMINISTRATORS),
)


def nav(request: HttpRequest) -> dict[str, Any]:
    """Give the templates the places of the acting role."""
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
            counts = name == "reports:home"  # asked for by the page itself, see parts/nav.html
            yield {"url": url, "label": label, "active": active, "counts": counts}
