"""What a browser's session holds of a log-in: the person, and the grant he acts in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts.acting import Acting
from accounts.middleware import acting_of
from accounts.models import RoleGrant, User
from accounts.queries import grants_in_force

GRANT = "grant_id"


def enter(request: HttpRequest, user: User) -> Acting:
    """Log the person in; whoever has one role acts in it at once."""
    login(request, user)
    grants = list(grants_in_force(user)[:2])
    if len(grants) == 1:
        request.session[GRANT] = grants[0].pk
    return _told(request)


def choose(request: HttpRequest, grant: RoleGrant) -> Acting:
    """Let the session act in this grant from now on, under a fresh session key."""
    request.session.cycle_key()
    request.session[GRANT] = grant.pk
    return _told(request)


def leave(request: HttpRequest) -> None:
    """Forget everything the session held."""
    logout(request)
    _told(request)


def stay_with_new_password(request: HttpRequest, user: User) -> None:
    """Keep this session; all others of the person end, as their key was the old password."""
    update_session_auth_hash(request, user)


def next_url(request: HttpRequest) -> str:
    """Give the page the person was on the way to if it is one of ours, else his home page."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else settings.LOGIN_REDIRECT_URL


def way_on(request: HttpRequest, acting: Acting) -> str:
    """Give where to go after a log-in: first a password or a role, then the page wanted."""
    wanted = next_url(request)
    if acting.user and acting.user.must_change_password:
        return reverse("accounts:change_password")
    if acting.role is None:
        return f"{reverse('accounts:choose_role')}?{urlencode({'next': wanted})}"
    return wanted


def _told(request: HttpRequest) -> Acting:
    request.acting = acting_of(request)  # type: ignore[attr-defined]
    return request.acting  # type: ignore[attr-defined,no-any-return]
