"""Roles: propose, approve, turn down, end; and who can see what."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.administration import services
from accounts.administration.forms import (
    AccountFilter,
    ActionForm,
    GrantForm,
    ReasonForm,
    RoleForm,
)
from accounts.administration.queries import (
    accounts,
    ending_soon,
    grants,
    matching_accounts,
    reaches,
    waiting,
    with_roles,
)
from accounts.administration.request import ActingRequest
from accounts.clock import today
from accounts.doors import door
from accounts.models import RoleGrant, User
from accounts.roles import Role

PAGE = 50  # accounts
KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@door(*KEEPERS)
def listing(request: ActingRequest) -> HttpResponse:
    """List what waits for approval, and what ends soon."""
    return _page(request)


@door(Role.SYSTEM_ADMIN, of=accounts, methods=("GET", "POST"))
def new(request: ActingRequest, found: User) -> HttpResponse:
    """Propose a role for an account: first which, then where and how long."""
    chosen = RoleForm(request.GET or None)
    if not chosen.is_valid():
        context = {"account": found, "form": chosen}
        return render(request, "accounts/admin_grant_role.html", context)
    role = Role(chosen.cleaned_data["role"])
    form = GrantForm(role, request.POST if request.method == "POST" else None)
    if form.carry_out(services.propose_grant, user=found, by=request.acting):
        messages.success(request, f"已给{found.name}提出“{role.label}”，等安全管理员批准。")
        return redirect("accounts:account", found.pk)
    context = {"account": found, "role": role, "form": form}
    return render(request, "accounts/admin_grant_new.html", context)


@door(Role.SECURITY_ADMIN, of=grants, methods=("POST",))
def approve(request: ActingRequest, found: RoleGrant) -> HttpResponse:
    """Approve a proposal."""
    form = ActionForm(request.POST)
    if form.carry_out(services.approve_grant, grant=found, by=request.acting):
        messages.success(request, f"{found.user.name}的“{found.role_label}”已批准。")
        return redirect("accounts:grants")
    return _page(request, form)


@door(*KEEPERS, of=grants, methods=("GET", "POST"))
def refuse(request: ActingRequest, found: RoleGrant) -> HttpResponse:
    """Turn a proposal down, or take it back."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.carry_out(services.refuse_grant, grant=found, by=request.acting):
        messages.success(request, f"{found.user.name}的“{found.role_label}”没有批准，已退回。")
        return redirect("accounts:grants")
    return render(request, "accounts/admin_grant_refuse.html", {"grant": found, "form": form})


@door(*KEEPERS, of=grants, methods=("GET", "POST"))
def end(request: ActingRequest, found: RoleGrant) -> HttpResponse:
    """End a role at once."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.carry_out(services.cut_grant, grant=found, by=request.acting):
        messages.success(request, f"{found.user.name}的“{found.role_label}”已终止，登录已结束。")
        return redirect("accounts:account", found.user_id)
    context = {"grant": found, "form": form}
    return render(request, "accounts/admin_grant_end.html", context)


@door(Role.SECURITY_ADMIN)
def access(request: ActingRequest) -> HttpResponse:
    """Say of each account in a sentence who sees what."""
    form = AccountFilter(request.GET or {"state": "active"})
    given = form.cleaned_data if form.is_valid() else {"q": "", "state": ""}
    found = matching_accounts(accounts(request.acting), given["q"].strip(), given["state"])
    page = Paginator(with_roles(found), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "reaches": reaches(page.object_list)}
    return render(request, "accounts/admin_access.html", context)


def _page(request: ActingRequest, refused: ActionForm | None = None) -> HttpResponse:
    acting, day = request.acting, today()
    context = {"rows": waiting(acting), "refused": refused, "ending": ending_soon(acting, day)}
    return render(request, "accounts/admin_grants.html", context | {"day": day})
