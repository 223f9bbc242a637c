"""Emergencies: ask, confirm, end, acknowledge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.administration import overrides as services
from accounts.administration.forms import ActionForm, OverrideForm, RoleForm
from accounts.administration.models import Override
from accounts.administration.queries import overrides
from accounts.administration.request import ActingRequest
from accounts.doors import door
from accounts.roles import Role

KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
SHOWN = 100  # the latest


@door(*KEEPERS, Role.AUDIT_ADMIN)
def listing(request: ActingRequest) -> HttpResponse:
    """List the emergencies, the latest first."""
    return _page(request)


@door(*KEEPERS, methods=("GET", "POST"))
def new(request: ActingRequest) -> HttpResponse:
    """Ask for a role to be given at once, for hours."""
    chosen = RoleForm(request.GET or None)
    if not chosen.is_valid():
        return render(request, "accounts/admin_override_role.html", {"form": chosen})
    role = Role(chosen.cleaned_data["role"])
    form = OverrideForm(role, request.POST if request.method == "POST" else None)
    if form.carry_out(services.request_override, by=request.acting):
        messages.warning(request, "已申请紧急授权，等另一名管理员在两小时内确认。")
        return redirect("accounts:overrides")
    return render(request, "accounts/admin_override_new.html", {"role": role, "form": form})


@door(*KEEPERS, of=overrides, methods=("POST",))
def confirm(request: ActingRequest, found: Override) -> HttpResponse:
    """Confirm what another administrator asked for."""
    done = f"紧急授权已生效，{found.hours} 小时后自动失效。有关单位的每个页面都显示。"
    return _done(request, found, services.confirm_override, done)


@door(*KEEPERS, of=overrides, methods=("POST",))
def end(request: ActingRequest, found: Override) -> HttpResponse:
    """Take the role back before its time."""
    return _done(request, found, services.end_override, "紧急授权已收回。")


@door(Role.AUDIT_ADMIN, of=overrides, methods=("POST",))
def acknowledge(request: ActingRequest, found: Override) -> HttpResponse:
    """Say that it has been looked into."""
    done = "已记下您已核查。授权失效以后，页面不再显示。"
    return _done(request, found, services.acknowledge_override, done)


def _done(
    request: ActingRequest, found: Override, service: Callable[..., Any], done: str
) -> HttpResponse:
    form = ActionForm(request.POST)
    if form.carry_out(service, override=found, by=request.acting):
        messages.success(request, done)
        return redirect("accounts:overrides")
    return _page(request, form)


def _page(request: ActingRequest, refused: ActionForm | None = None) -> HttpResponse:
    context = {"overrides": overrides(request.acting)[:SHOWN], "refused": refused}
    return render(request, "accounts/admin_overrides.html", context)
