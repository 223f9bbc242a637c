"""The way in: a password, where needed a second factor, then a session that acts in a grant.

Between password and factor nobody is logged in: the session only remembers, for some minutes,
whose password was right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts import drafts, factors, lockout, passwords, services, sessions
from accounts.acting import Acting
from accounts.credentials import Failure
from accounts.middleware import acting_of, record_afterwards
from accounts.models import RoleGrant, User
from accounts.queries import account_named, grants_in_force
from accounts.sessions import GRANT

PENDING = "pending"
PATIENCE = timedelta(minutes=10)  # between the password and the second factor
# The same for a name nobody bears, a wrong password and a closed account.
NOT_KNOWN = "账号或密码不对，或者账号已停用。请核对后重新输入；仍不能登录的，请联系本级安全管理员。"
NOT_RIGHT = "验证码不对、已过时，或者已经用过。请等下一个验证码出现后再输入。"


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a try: somebody, or the sentence he reads; after an enrolment his codes."""

    user: User | None = None
    objection: str = ""
    codes: tuple[str, ...] = ()


def try_password(request: HttpRequest, username: str, password: str) -> Tried:
    """Find whose name and password these are, unless too many were wrong before."""
    found = lockout.standing(username, _address(request))
    if until := lockout.locked_until(found):
        record_afterwards(request, "accounts.log_in_failed", about=found.user, locked=True)
        return Tried(objection=_locked(until))
    user = authenticate(request, username=username, password=password)
    if isinstance(user, User):
        return Tried(user)
    # What was typed is not kept unless it is an account: people type passwords there too.
    known = account_named(username)
    sentence = _failed(request, found, username, known, event="accounts.log_in_failed")
    return Tried(objection=sentence or NOT_KNOWN)


def try_code(request: HttpRequest, user: User, code: str) -> Tried:
    """Let the person in if this is his second factor, unless too many were wrong before."""
    found = lockout.standing(user.username, _address(request))
    if until := lockout.locked_until(found):
        return Tried(objection=_locked(until))
    if factors.verify(user, code):
        enter(request, user, with_factor=True)
        return Tried(user)
    sentence = _failed(request, found, user.username, user, event="accounts.factor_failed")
    return Tried(objection=sentence or NOT_RIGHT)


def try_enrolment(request: HttpRequest, user: User, code: str) -> Tried:
    """Let the person in if the code shows that he holds his new factor; give recovery codes."""
    found = lockout.standing(user.username, _address(request))
    if until := lockout.locked_until(found):
        return Tried(objection=_locked(until))
    if codes := factors.confirm(user, code):
        acting = enter(request, user, with_factor=True)
        services.record_factor_enrolled(by=acting)
        return Tried(user, codes=tuple(codes))
    sentence = _failed(request, found, user.username, user, event="accounts.factor_failed")
    return Tried(objection=sentence or NOT_RIGHT)


def go_on(request: HttpRequest, user: User) -> str:
    """Give the page that comes after a right password."""
    if not (factors.is_needed(user) or factors.factor_of(user)):
        return way_on(request, enter(request, user))
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "until": (timezone.now() + PATIENCE).timestamp(),
    }
    if factors.factor_of(user):
        page = reverse("accounts:second_factor")
    else:
        factors.prepare(user)
        page = reverse("accounts:enrol_factor")
    return f"{page}?{urlencode({'next': next_url(request)})}"


def pending_of(request: HttpRequest) -> User | None:
    """Give the person whose password was right and whose factor is still asked for."""
    kept = request.session.get(PENDING)
    if not kept or kept["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    unchanged = user and constant_time_compare(kept["hash"], user.get_session_auth_hash())
    return user if unchanged else None


def enter(request: HttpRequest, user: User, *, with_factor: bool = False) -> Acting:
    """Log the person in; whoever has one role acts in it at once."""
    address = _address(request)
    login(request, user)
    request.session.pop(PENDING, None)
    replaced = sessions.begin(request.session, user, address=address, with_factor=with_factor)
    grants = list(grants_in_force(user)[:2])
    if len(grants) == 1:
        request.session[GRANT] = grants[0].pk
    _tidy_up(user.username, address)
    acting = _told(request)
    services.record_log_in(by=acting, replaced=replaced)
    return acting


def choose(request: HttpRequest, grant: RoleGrant) -> Acting:
    """Let the session act in this grant from now on, under a fresh session key."""
    request.session.cycle_key()
    request.session[GRANT] = grant.pk
    return _told(request)


def leave(request: HttpRequest) -> None:
    """Forget everything the session held, here and on the server."""
    sessions.leave(request.user)  # type: ignore[arg-type]
    logout(request)
    _told(request)


def stay_with_new_password(request: HttpRequest, user: User) -> None:
    """Keep this session; all others of the person have ended with the old password."""
    update_session_auth_hash(request, user)
    sessions.go_on(request.session, request.live)  # type: ignore[attr-defined]
    request.user = user
    _told(request)


def next_url(request: HttpRequest) -> str:
    """Give the page the person was on the way to if it is one of ours, else his home page."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else settings.LOGIN_REDIRECT_URL


def way_on(request: HttpRequest, acting: Acting) -> str:
    """Give where to go after a log-in: a password, a role, kept drafts, then the page wanted."""
    wanted = next_url(request)
    if acting.user and passwords.must_change(acting.user):
        return reverse("accounts:change_password")
    if acting.user and drafts.of(acting.user).exists():
        wanted = reverse("accounts:drafts")
    if acting.role is None:
        return f"{reverse('accounts:choose_role')}?{urlencode({'next': wanted})}"
    return wanted


def _failed(
    request: HttpRequest, found: Failure, username: str, known: User | None, *, event: str
) -> str:
    """Count a failure, whatever becomes of this request; give a sentence if it locks."""
    locks = lockout.fail(found, known)
    again = partial(lockout.count_again, username, found.address, known)
    request.if_rolled_back.append(again)  # type: ignore[attr-defined]
    record_afterwards(request, event, about=known)
    if locks:
        record_afterwards(request, "accounts.locked", about=known)
    return _locked(found.locked_until) if found.locked_until else ""


def _locked(until: datetime) -> str:
    at = f"{timezone.localtime(until):%H:%M}"
    return (
        f"没有登录成功的次数太多，这个账号在这里暂停登录，请在 {at} 以后再试。"
        "急需使用的，请联系本级安全管理员解除锁定。"
    )


def _tidy_up(username: str, address: str) -> None:
    lockout.forget(username, address)
    sessions.sweep()
    drafts.sweep()


def _address(request: HttpRequest) -> str:
    return request.acting.address  # type: ignore[attr-defined,no-any-return]


def _told(request: HttpRequest) -> Acting:
    request.acting = acting_of(request)  # type: ignore[attr-defined]
    return request.acting  # type: ignore[attr-defined,no-any-return]
