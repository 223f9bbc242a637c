"""One live session an account: how it begins, is seen, and ends.

A browser is logged in while its session bears the token that the account's row has. Taking the
row away, or giving it another token, logs the browser out at its next request: nothing has to be
searched among all sessions. What is left then is a session that remembers whose it was, so that
a form which arrives too late is kept for him (drafts.py).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.acting import Acting
from accounts.credentials import LiveSession
from accounts.models import User
from audit.services import record

GRANT = "grant_id"
TOKEN = "live"  # noqa: S105  (the name under which a session keeps its token)
LAPSED = "lapsed"
SEEN_EVERY = timedelta(seconds=20)  # the row is not written with every picture and keystroke


class Ended(TextChoices):
    """Why a browser is logged out, in the words its user reads."""

    IDLE = "idle", "太久没有操作，已自动退出登录。"
    TOO_LONG = "too_long", "这次登录的时间已满，已自动退出。"
    REPLACED = (
        "replaced",
        "这个账号在另一处登录了，这里的登录随之结束。不是本人登录的，请立即联系安全管理员。",
    )
    CHANGED = "changed", "账号、授权或密码有变动，这里的登录已结束。"


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Whose session a browser had, and why it ended."""

    user_id: int
    grant_id: int | None
    why: Ended


def begin(
    session: SessionBase, user: User, *, address: str = "", with_factor: bool = False
) -> bool:
    """Make this the account's one session; say whether another one ended thereby."""
    now, token = timezone.now(), secrets.token_urlsafe(24)
    values = {
        "token": token,
        "with_factor": with_factor,
        "address": address,
        "began_at": now,
        "seen_at": now,
    }
    before = LiveSession.objects.select_for_update().filter(user=user).first()
    LiveSession.objects.update_or_create(user=user, defaults=values)
    session[TOKEN] = token
    session.pop(LAPSED, None)
    return before is not None and _why_over(before) is None


def go_on(session: SessionBase, live: LiveSession) -> None:
    """Let this session alone outlive the end of all; any copy of it has ended."""
    session[TOKEN] = live.token = secrets.token_urlsafe(24)
    live.save(force_insert=True)


def end_sessions(user: User, reason: str, *, by: Acting | None = None) -> None:
    """Put the person out at once: his browser's next request finds him logged out."""
    ended, _ = LiveSession.objects.filter(user=user).delete()
    if ended and by:
        record("accounts.session_ended", by=by, about=user, reason=reason)


def leave(user: User) -> None:
    """Take the account's session away without a word: its holder logs out himself."""
    LiveSession.objects.filter(user=user).delete()


def look(request: HttpRequest, *, address: str) -> None:
    """Log the browser out whose session has ended, before anybody is asked who acts."""
    request.live = None  # type: ignore[attr-defined]
    whose = request.session.get(SESSION_KEY)
    if whose is None:
        return
    grant_id = request.session.get(GRANT)  # read now: a changed password empties the session
    live = _live(request, whose)
    why = _why_ended(request, live)
    if why is None:
        request.live = _seen(live)  # type: ignore[attr-defined]
        return
    if why in (Ended.IDLE, Ended.TOO_LONG) and live is not None:
        _time_out(live, why, address)
    put_out(request, Lapsed(int(whose), grant_id, why))


def _live(request: HttpRequest, whose: Any) -> LiveSession | None:
    """Give the account's session, which came with the account unless that may not log in."""
    if request.user.is_authenticated:
        return getattr(request.user, "live_session", None)
    return LiveSession.objects.filter(user_id=whose).first()


def put_out(request: HttpRequest, lapsed: Lapsed) -> None:
    """Leave a session that is logged in nowhere and remembers whose it was."""
    request.session.flush()
    request.session[LAPSED] = [lapsed.user_id, lapsed.grant_id, lapsed.why.value]
    request.user = AnonymousUser()
    request.live = None  # type: ignore[attr-defined]


def lapsed_of(request: HttpRequest) -> Lapsed | None:
    """Say whose session this browser had before it ended."""
    kept: Any = request.session.get(LAPSED)
    if not kept:
        return None
    return Lapsed(kept[0], kept[1], Ended(kept[2]))


def sweep() -> None:
    """Throw away browser sessions that nobody can use any more."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def _why_ended(request: HttpRequest, live: LiveSession | None) -> Ended | None:
    if not request.user.is_authenticated or live is None:
        return Ended.CHANGED
    if not constant_time_compare(live.token, request.session.get(TOKEN, "")):
        return Ended.REPLACED
    return _why_over(live)


def _why_over(live: LiveSession) -> Ended | None:
    now = timezone.now()
    if now - live.began_at >= settings.SESSION_ABSOLUTE:
        return Ended.TOO_LONG
    return Ended.IDLE if now - live.seen_at >= settings.SESSION_IDLE else None


def _seen(live: LiveSession | None) -> LiveSession | None:
    now = timezone.now()
    if live and now - live.seen_at >= SEEN_EVERY:
        LiveSession.objects.filter(pk=live.pk, token=live.token).update(seen_at=now)
    return live


@transaction.atomic
def _time_out(live: LiveSession, why: Ended, address: str) -> None:
    """End it for good; of several requests at once only one records it."""
    ended, _ = LiveSession.objects.filter(pk=live.pk, token=live.token).delete()
    if ended:
        by = Acting(name="未登录", address=address)
        record("accounts.session_ended", by=by, about=live.user, reason=why.value)
