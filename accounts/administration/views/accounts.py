"""Accounts: list, new, one with its roles, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts import factors, lockout
from accounts.administration import rules, services
from accounts.administration.forms import AccountFilter, AccountForm, ActionForm, ReasonForm
from accounts.administration.queries import accounts, grants, matching_accounts, with_roles
from accounts.administration.request import ActingRequest
from accounts.clock import today
from accounts.doors import door
from accounts.models import User
from accounts.roles import Role

PAGE = 50  # accounts
KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@door(*KEEPERS)
def listing(request: ActingRequest) -> HttpResponse:
    """List the accounts with the roles they hold."""
    form = AccountFilter(request.GET or {"state": "active"})
    given = form.cleaned_data if form.is_valid() else {"q": "", "state": ""}
    found = matching_accounts(accounts(request.acting), given["q"].strip(), given["state"])
    page = Paginator(with_roles(found), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "day": today()}
    return render(request, "accounts/admin_accounts.html", context)


@door(Role.SYSTEM_ADMIN, methods=("GET", "POST"))
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """Make an account; its password stands on this one answer and nowhere else."""
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.carry_out(services.create_account, by=request.acting):
        user, password = form.outcome
        return _password(request, user, password, "账号已建立")
    return render(request, "accounts/admin_account_new.html", {"form": form})


@door(*KEEPERS, of=accounts)
def account(request: ActingRequest, found: User) -> HttpResponse:
    """Show an account, its roles past and present, and what can be done."""
    return _page(request, found)


@door(Role.SYSTEM_ADMIN, of=accounts, methods=("POST",))
def disable(request: ActingRequest, found: User) -> HttpResponse:
    """Close the account; its roles and its session end with it."""
    done = f"{found.name}的账号已停用，角色和登录同时终止。"
    return _with_reason(request, found, "disable", services.disable_account, done)


@door(*KEEPERS, of=accounts, methods=("POST",))
def transfer(request: ActingRequest, found: User) -> HttpResponse:
    """Take every role from somebody who has left his post."""
    done = f"{found.name}的全部角色已终止，登录已结束。账号留着，可以另行授权。"
    return _with_reason(request, found, "transfer", services.end_grants_of, done)


@door(Role.SYSTEM_ADMIN, of=accounts, methods=("POST",))
@never_cache
def enable(request: ActingRequest, found: User) -> HttpResponse:
    """Open the account again under a new one-time password."""
    form = ActionForm(request.POST)
    if form.carry_out(services.enable_account, user=found, by=request.acting):
        user, password = form.outcome
        return _password(request, user, password, "账号已启用")
    return _page(request, found, refused=form)


@door(Role.SECURITY_ADMIN, of=accounts, methods=("POST",))
@never_cache
def password(request: ActingRequest, found: User) -> HttpResponse:
    """Give a new one-time password to somebody who forgot his."""
    form = ActionForm(request.POST)
    if form.carry_out(services.reset_password, user=found, by=request.acting):
        return _password(request, found, form.outcome, "密码已重置")
    return _page(request, found, refused=form)


@door(Role.SECURITY_ADMIN, of=accounts, methods=("POST",))
def factor(request: ActingRequest, found: User) -> HttpResponse:
    """Let somebody who lost his second factor set up another at the next log-in."""
    form = ActionForm(request.POST)
    if form.carry_out(factors.reset, user=found, by=request.acting):
        messages.success(request, f"{found.name}的动态验证码已重置，下次登录时重新设置。")
        return redirect("accounts:account", found.pk)
    return _page(request, found, refused=form)


@door(Role.SECURITY_ADMIN, of=accounts, methods=("POST",))
def unlock(request: ActingRequest, found: User) -> HttpResponse:
    """Let somebody who failed too often try again at once."""
    form = ActionForm(request.POST)
    if form.carry_out(lockout.unlock, user=found, by=request.acting):
        messages.success(request, f"{found.name}的锁定已解除，可以马上登录。")
        return redirect("accounts:account", found.pk)
    return _page(request, found, refused=form)


def _with_reason(
    request: ActingRequest, found: User, name: str, service: Callable[..., Any], done: str
) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id=f"{name}-%s")
    if form.carry_out(service, user=found, by=request.acting):
        messages.success(request, done)
        return redirect("accounts:account", found.pk)
    return _page(request, found, **{name: form})


def _page(request: ActingRequest, found: User, **bound: ActionForm) -> HttpResponse:
    by = request.acting
    held = grants(by).filter(user=found).order_by("-last_day", "-pk")
    standing = set(held.filter(pk__in=_standing(found)).values_list("pk", flat=True))
    context = {
        "account": found,
        "rows": [(grant, grant.pk in standing) for grant in held],
        "day": today(),
        "forms": {name: ReasonForm(auto_id=f"{name}-%s") for name in ("disable", "transfer")}
        | bound,
        "locked": lockout.locks().filter(user=found).exists(),
        "may_reset_password": rules.may_reset_password(found, by=by),
        "may_reset_factor": factors.may_reset(found, by=by),
        "is_own": found == by.user,
    }
    return render(request, "accounts/admin_account.html", context)


def _standing(found: User) -> list[int]:
    standing = found.grants.standing().filter(last_day__gte=today())
    return list(standing.values_list("pk", flat=True))


def _password(request: ActingRequest, user: User, password: str, title: str) -> HttpResponse:
    context = {"account": user, "password": password, "heading": title}
    return render(request, "accounts/admin_password.html", context)
