"""Who is logged in, who is locked out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import lockout
from accounts.administration.forms import ActionForm
from accounts.administration.queries import accounts, live_sessions
from accounts.administration.request import ActingRequest
from accounts.administration.services import end_session
from accounts.doors import door
from accounts.models import User
from accounts.roles import Role


@door(Role.SECURITY_ADMIN)
def listing(request: ActingRequest) -> HttpResponse:
    """List the live sessions and the accounts locked after too many failures."""
    context = {"sessions": live_sessions(), "locked": lockout.locks()}
    return render(request, "accounts/admin_sessions.html", context)


@door(Role.SECURITY_ADMIN, of=accounts, methods=("POST",))
def end(request: ActingRequest, found: User) -> HttpResponse:
    """Log somebody out wherever he is."""
    form = ActionForm(request.POST)
    if form.carry_out(end_session, user=found, by=request.acting):
        messages.success(request, f"{found.name}的登录已结束。")
    return redirect("accounts:sessions")
