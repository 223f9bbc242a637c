"""Log-in, log-out, change of password, choice of role."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import logins, services
from accounts.clock import today
from accounts.doors import account_door, open_door
from accounts.forms import ChangePasswordForm, LogInForm
from accounts.middleware import record_afterwards
from accounts.queries import account_named, grants_in_force, grants_not_in_force


@open_door("GET", "POST")
@sensitive_post_parameters("password")
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    if request.user.is_authenticated:
        return redirect(logins.next_url(request))
    form = LogInForm(request)
    if form.is_valid() and form.user:
        acting = logins.enter(request, form.user)
        services.record_log_in(by=acting)
        return redirect(logins.way_on(request, acting))
    if form.failed:
        # What was typed is not kept unless it is an account: people type passwords there too.
        known = account_named(form.cleaned_data.get("username") or request.POST["username"])
        record_afterwards(request, "accounts.log_in_failed", about=known)
    return render(request, "accounts/log_in.html", {"form": form})


@account_door("POST")
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    services.record_log_out(by=request.acting)  # type: ignore[attr-defined]
    logins.leave(request)
    messages.info(request, "已退出登录。")
    return redirect("accounts:log_in")


@account_door("GET", "POST")
@sensitive_post_parameters()
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    """Let the person choose another password."""
    by = request.acting  # type: ignore[attr-defined]
    form = ChangePasswordForm(by.user, request.POST or None)
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        user = services.change_password(user=by.user, old=old, new=new, by=by)
        logins.stay_with_new_password(request, user)
        messages.success(request, "密码已修改，其他地方的登录已退出。")
        return redirect("reports:home")
    return render(request, "accounts/change_password.html", {"form": form})


@account_door("GET")
@never_cache
def choose_role(request: HttpRequest) -> HttpResponse:
    """Show the roles the person can act in, or what to do where there is none."""
    context = {
        "grants": grants_in_force(request.user),  # type: ignore[arg-type]
        "others": grants_not_in_force(request.user),  # type: ignore[arg-type]
        "lost": logins.GRANT in request.session and not request.acting,  # type: ignore[attr-defined]
        "today": today(),
        "next": logins.next_url(request),
    }
    return render(request, "accounts/choose_role.html", context)


@account_door("POST")
def switch_role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own roles."""
    wanted = request.POST.get("grant", "")
    if not wanted.isdecimal():
        raise Http404
    grant = get_object_or_404(grants_in_force(request.user), pk=wanted)  # type: ignore[arg-type]
    acting = logins.choose(request, grant)
    services.record_role_chosen(by=acting)
    return redirect(logins.next_url(request))
