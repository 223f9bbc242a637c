"""The one way to write an event."""

from __future__ import annotations

from typing import Any, Protocol

from django.db import models

from audit.models import Event
from audit.redaction import kept


class Actor(Protocol):
    """What an event keeps of whoever acts; `accounts.Acting` is one."""

    @property
    def username(self) -> str: ...
    @property
    def person_name(self) -> str: ...
    @property
    def role_label(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def request_id(self) -> str: ...


def record(
    name: str, *, by: Actor, about: models.Model | None = None, scope_path: str = "", **data: Any
) -> Event:
    """Write an event in the running transaction; without an actor it raises.

    Personal numbers in what people typed (a reason, a search, a file name) are not written.
    """
    if not by.username:
        raise ValueError(f"event {name} has no actor")
    return Event.objects.create(
        name=name,
        actor=by.username,
        actor_name=by.person_name,
        role=by.role_label,
        place=by.where,
        address=by.address,
        request_id=by.request_id,
        object_type=about._meta.label_lower if about else "",
        object_id=str(about.pk) if about else "",
        object_label=kept(str(about))[:200] if about else "",
        scope_path=scope_path or getattr(about, "scope_path", ""),
        data=kept(data),
    )
