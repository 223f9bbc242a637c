"""A form that arrives after its sender's session has ended is kept, encrypted, for him alone.

After his next log-in a page lists what was kept; he sends it again, under his rights of then, or
throws it away. Passwords, codes and files are never kept, nor are pages of the account itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.acting import Acting
from accounts.credentials import Draft
from accounts.models import RoleGrant, User
from accounts.sessions import lapsed_of
from audit.services import record

SENT_AGAIN = "kept-draft"  # the field by which a form says which draft it is
NOT_KEPT = re.compile(r"pass|pwd|secret|token|otp|code$|^(old|new|again)$", re.IGNORECASE)
KEPT_FOR = timedelta(days=7)
MOST = 20  # drafts of one person
LONGEST = 500_000  # characters of one draft: a big township's grid has some 20,000


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its page shows it."""

    draft: Draft
    title: str
    about: str
    url: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> bool:
    """Keep the form of a request that comes too late; say whether there was one to keep."""
    user = _whose(request)
    if request.method != "POST" or user is None or not _is_kept(request):
        return False
    fields = [pair for pair in request.POST.lists() if not NOT_KEPT.search(str(pair[0]))]
    text = json.dumps(
        {"query": request.META.get("QUERY_STRING", ""), "fields": fields}, ensure_ascii=False
    )
    if not fields or len(text) > LONGEST or len(request.path) > 500:
        return False
    _save(request, user, text)
    return True


def came_from_here(request: HttpRequest) -> bool:
    """True when a page of ours sent it: nobody else may put drafts into somebody's list."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.get_host()


def of(user: User) -> QuerySet[Draft]:
    """List what is kept for a person and not too old."""
    return Draft.objects.filter(user=user, saved_at__gt=timezone.now() - KEPT_FOR)


def wait(request: HttpRequest) -> bool:
    """True where something waits for the person whose session this browser had."""
    lapsed = lapsed_of(request)
    return lapsed is not None and Draft.objects.filter(user=lapsed.user_id).exists()


def shown(acting: Acting) -> list[Kept]:
    """Say of each of his drafts what it was about, as far as he may see it now."""
    return [_shown(draft, acting) for draft in of(acting.user)] if acting.user else []


@transaction.atomic
def discard(*, draft: Draft, by: Acting) -> None:
    """Throw a draft away."""
    Draft.objects.filter(pk=draft.pk, user=by.user).delete()
    record("accounts.draft_discarded", by=by, about=by.user, path=draft.path)


def forget_sent(request: HttpRequest) -> None:
    """Throw away the draft that this request has just sent again."""
    number = request.POST.get(SENT_AGAIN, "") if request.method == "POST" else ""
    if number.isdecimal() and len(number) < 19 and request.user.is_authenticated:
        Draft.objects.filter(pk=int(number), user=request.user).delete()


def sweep() -> None:
    """Throw away what nobody sent again in time."""
    Draft.objects.filter(saved_at__lte=timezone.now() - KEPT_FOR).delete()


def _whose(request: HttpRequest) -> User | None:
    if request.user.is_authenticated:
        return request.user
    lapsed = lapsed_of(request)
    return User.objects.filter(pk=lapsed.user_id, is_active=True).first() if lapsed else None


def _is_kept(request: HttpRequest) -> bool:
    match = request.resolver_match
    door = getattr(match.func, "door", None) if match else None
    return door is not None and door.keeps_drafts and door.writes


def _save(request: HttpRequest, user: User, text: str) -> None:
    draft = Draft.objects.create(
        user=user,
        path=request.path,
        role=_role(request),
        fields=text,
        lost_files=bool(request.FILES),
        saved_at=timezone.now(),
    )
    for old in Draft.objects.filter(user=user)[MOST:]:
        old.delete()
    by = request.acting  # type: ignore[attr-defined]
    record("accounts.draft_kept", by=by, about=user, path=draft.path)


def _role(request: HttpRequest) -> str:
    """Say in which role the form was filled in."""
    lapsed = lapsed_of(request)
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if acting or lapsed is None:
        return f"{acting.where} · {acting.role_label}".removeprefix(" · ")
    grants = RoleGrant.objects.filter(user_id=lapsed.user_id)
    grant = grants.filter(pk=lapsed.grant_id).first() if lapsed.grant_id else None
    return f"{grant.where} · {grant.role_label}".removeprefix(" · ") if grant else ""


def _shown(draft: Draft, acting: Acting) -> Kept:
    body: dict[str, Any] = json.loads(draft.fields)
    title, about = _named(draft.path, acting)
    return Kept(
        draft=draft,
        title=title,
        about=about,
        url=f"{draft.path}?{body['query']}" if body["query"] else draft.path,
        fields=[(name, value) for name, values in body["fields"] for value in values],
    )


def _named(path: str, acting: Acting) -> tuple[str, str]:
    """Name the page and, where he may see it, the row it was about."""
    try:
        match = resolve(path)
    except Resolver404:  # the page is gone since
        return path, ""
    title = settings.PAGE_TITLES.get(match.view_name, path)
    rows = match.func.door.rows  # type: ignore[attr-defined]
    row = rows(acting).filter(pk=match.kwargs["pk"]).first() if rows else None
    return title, str(row) if row else ""
