"""Log-in, second factor, log-out, change of password, choice of role, kept drafts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import drafts, factors, logins, passwords, services, sessions
from accounts.clock import today
from accounts.doors import account_door, open_door
from accounts.forms import ChangePasswordForm, CodeForm, LogInForm
from accounts.queries import grants_in_force, grants_not_in_force


@open_door("GET", "POST")
@sensitive_post_parameters("password")
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    if request.user.is_authenticated:
        return redirect(logins.next_url(request))
    form = LogInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        tried = logins.try_password(request, **form.cleaned_data)
        if tried.user:
            return redirect(logins.go_on(request, tried.user))
        form.add_error(None, tried.objection)
    context = {"form": form, "lapsed": sessions.lapsed_of(request), "kept": drafts.wait(request)}
    return render(request, "accounts/log_in.html", context)


@open_door("GET", "POST")
@sensitive_post_parameters("code")
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave the right password for his second factor."""
    user = logins.pending_of(request)
    if user is None or factors.factor_of(user) is None:
        return redirect("reports:home" if request.user.is_authenticated else "accounts:log_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        tried = logins.try_code(request, user, form.cleaned_data["code"])
        if tried.user:
            return redirect(logins.way_on(request, request.acting))  # type: ignore[attr-defined]
        form.add_error("code", tried.objection)
    return render(request, "accounts/second_factor.html", {"form": form, "holder": user})


@open_door("GET", "POST")
@sensitive_post_parameters("code")
@never_cache
def enrol_factor(request: HttpRequest) -> HttpResponse:
    """Let whoever gave the right password and needs a second factor take one."""
    user = logins.pending_of(request)
    shown = factors.shown(user) if user else None
    if user is None or shown is None:
        return redirect("reports:home" if request.user.is_authenticated else "accounts:log_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        tried = logins.try_enrolment(request, user, form.cleaned_data["code"])
        if tried.codes:
            url = logins.way_on(request, request.acting)  # type: ignore[attr-defined]
            return render(
                request, "accounts/recovery_codes.html", {"codes": tried.codes, "url": url}
            )
        form.add_error("code", tried.objection)
    return render(request, "accounts/enrol_factor.html", {"form": form, "holder": user, **shown})


@account_door("POST")
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    services.record_log_out(by=request.acting)  # type: ignore[attr-defined]
    logins.leave(request)
    messages.info(request, "已退出登录。")
    response = redirect("accounts:log_in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


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
        return redirect(logins.way_on(request, request.acting))  # type: ignore[attr-defined]
    context = {
        "form": form,
        "given": by.user.must_change_password,
        "too_old": passwords.is_too_old(by.user),
    }
    return render(request, "accounts/change_password.html", context)


@account_door("GET")
@never_cache
def choose_role(request: HttpRequest) -> HttpResponse:
    """Show the roles the person can act in, or what to do where there is none."""
    context = {
        "grants": grants_in_force(request.user),  # type: ignore[arg-type]
        "others": grants_not_in_force(request.user),  # type: ignore[arg-type]
        "lost": sessions.GRANT in request.session and not request.acting,  # type: ignore[attr-defined]
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


@account_door("GET")
@never_cache
def kept_drafts(request: HttpRequest) -> HttpResponse:
    """List the forms that came too late, each to be sent again or thrown away."""
    acting = request.acting  # type: ignore[attr-defined]
    return render(request, "accounts/drafts.html", {"kept": drafts.shown(acting)})


@account_door("POST")
def discard_draft(request: HttpRequest) -> HttpResponse:
    """Throw one's own draft away."""
    wanted = request.POST.get("draft", "")
    if not wanted.isdecimal():
        raise Http404
    draft = get_object_or_404(drafts.of(request.user), pk=wanted)  # type: ignore[arg-type]
    drafts.discard(draft=draft, by=request.acting)  # type: ignore[attr-defined]
    messages.info(request, "暂存的内容已删除。")
    return redirect("accounts:drafts")
