"""Each view's door: who may come in, to which rows, to read or to write. Declared and enforced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import get_object_or_404, redirect

from accounts import drafts, passwords
from accounts.acting import Acting
from accounts.roles import Role
from audit.redaction import redact

View = Callable[..., HttpResponseBase]
Rows = Callable[[Acting], QuerySet[Any]]

EVERY_ROLE = tuple(Role)


@dataclass(frozen=True, slots=True)
class Door:
    """One line of the table of doors."""

    roles: tuple[Role, ...]
    of: str  # what the URL's id names, empty where it names nothing
    methods: tuple[str, ...]
    anonymous: bool = False
    rows: Rows | None = None
    keeps_drafts: bool = False  # a form that comes after a time-out is kept for its sender

    @property
    def writes(self) -> bool:
        return "POST" in self.methods


def door(
    *roles: Role,
    of: Rows | None = None,
    methods: tuple[str, ...] = ("GET",),
    keeps_drafts: bool = True,
) -> Callable[[View], View]:
    """Let these roles in; `of` gives the rows from which the URL's `pk` is loaded and handed on.

    Order matters: a stranger is sent to log in, a foreign row is 404 before a wrong role is 403,
    so that no answer tells whether something exists outside the reader's division.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            acting: Acting = request.acting  # type: ignore[attr-defined]
            if elsewhere := _sent_elsewhere(request, acting, methods):
                return elsewhere
            pk = kwargs.pop("pk") if of else None
            if of is not None:
                kwargs["found"] = get_object_or_404(of(acting), pk=pk)
            if not acting.has(*roles):
                raise PermissionDenied(_refusal(acting, roles, methods))
            if not _answers(request, methods):
                return HttpResponseNotAllowed(methods)
            with _gone_is_404(of, acting, pk):
                return view(request, *args, **kwargs)

        named = of.__name__ if of else ""
        guarded.door = Door(  # type: ignore[attr-defined]
            tuple(roles), named, methods, rows=of, keeps_drafts=keeps_drafts
        )
        return guarded

    return decorate


@contextmanager
def _gone_is_404(of: Rows | None, acting: Acting, pk: Any) -> Iterator[None]:
    """Answer 404 where the row was removed, or given away, while its form was on its way."""
    try:
        yield
    except ObjectDoesNotExist as gone:
        if of is None or of(acting).filter(pk=pk).exists():
            raise
        raise Http404(str(gone)) from gone


def open_door(*methods: str) -> Callable[[View], View]:
    """Let everybody in, logged in or not: the log-in page and little else."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not _answers(request, methods):
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        guarded.door = Door((), "", methods, anonymous=True)  # type: ignore[attr-defined]
        return guarded

    return decorate


def account_door(*methods: str) -> Callable[[View], View]:
    """Let in whoever is logged in, with or without a role: his own account only."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _log_in_first(request, methods)
            if not _answers(request, methods):
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        guarded.door = Door(EVERY_ROLE, "", methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def _answers(request: HttpRequest, methods: tuple[str, ...]) -> bool:
    return request.method in methods or (request.method == "HEAD" and "GET" in methods)


def _sent_elsewhere(
    request: HttpRequest, acting: Acting, methods: tuple[str, ...]
) -> HttpResponse | None:
    if acting.user is None:
        return _log_in_first(request, methods)
    if passwords.must_change(acting.user):
        return redirect("accounts:change_password")
    if acting.role is None:
        return redirect("accounts:choose_role")
    return None


def _log_in_first(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    drafts.keep(request)
    target = request.get_full_path()
    # Nothing there to come back to, or a number that somebody searched for and no log may keep.
    if "GET" not in methods or redact(target) != target:
        return redirect(settings.LOGIN_URL)
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': target})}")


def _refusal(acting: Acting, roles: tuple[Role, ...], methods: tuple[str, ...]) -> str:
    allowed = "、".join(role.label for role in roles)
    whose = f"这一步由{allowed}办理" if "POST" in methods else f"这一页由{allowed}查看"
    return f"您现在的角色是“{acting.role_label}”，{whose}。"
