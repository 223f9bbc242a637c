"""One transaction a request, in which the database knows who acts; pages are rendered inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.utils.cache import add_never_cache_headers

from accounts import drafts, factors, sessions
from accounts.acting import Acting, acting_in
from accounts.address import client_address
from accounts.queries import grant_of
from accounts.session import acting_as
from audit.redaction import redact
from audit.services import record

GetResponse = Callable[[HttpRequest], HttpResponse]
REFUSALS = (403, 404)
WITHOUT_DATABASE = "/healthz/"  # must answer while the database does not


class ActingMiddleware:
    """Find the role the person acts in, open the transaction, roll it back after any failure.

    Django's ATOMIC_REQUESTS would end before the page is rendered, and with it the row scope.
    What must outlive the rollback (refusals, failed log-ins) is recorded in a transaction of its
    own once the first has ended. Sessions and messages are saved further out, after both.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(WITHOUT_DATABASE):
            request.acting = Acting(name="未登录")  # type: ignore[attr-defined]
            return self.get_response(request)
        sessions.look(request, address=client_address(request))
        acting = request.acting = _with_factor(request, acting_of(request))  # type: ignore[attr-defined]
        request.failed = False  # type: ignore[attr-defined]
        request.afterwards = []  # type: ignore[attr-defined]
        request.if_rolled_back = []  # type: ignore[attr-defined]
        reason = redact(f"{request.method} {request.path}")
        with acting_as(acting, reason):
            response = self.get_response(request)
            if request.failed or response.status_code >= 400:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            else:
                request.if_rolled_back.clear()  # type: ignore[attr-defined]
                drafts.forget_sent(request)
        _record_afterwards(request, response)
        add_never_cache_headers(response)  # every page is personal; files of ours come elsewhere
        return _scoped(response, acting, reason)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Remember that the view failed, whatever page Django makes of it."""
        request.failed = True  # type: ignore[attr-defined]
        request.refusal = str(error)[:200]  # type: ignore[attr-defined]


def acting_of(request: HttpRequest) -> Acting:
    """Say who acts: the grant chosen in this session, if it is still in force."""
    address = client_address(request)
    request_id = request.headers.get("X-Request-ID", "")[:40] or uuid4().hex
    if not request.user.is_authenticated:
        return Acting(address=address, name="未登录", request_id=request_id)
    grant = grant_of(request.user, request.session.get("grant_id"))
    if grant is None:
        return Acting(user=request.user, address=address, request_id=request_id)
    return acting_in(grant, address=address, request_id=request_id)


def _with_factor(request: HttpRequest, acting: Acting) -> Acting:
    """Put out whoever came in before he got a role that needs a second factor."""
    live = request.live  # type: ignore[attr-defined]
    if acting.user is None or not factors.is_missing(acting, live):
        return acting
    sessions.end_sessions(acting.user, "factor_needed")
    lapsed = sessions.Lapsed(acting.user.pk, acting.grant_id, sessions.Ended.CHANGED)
    sessions.put_out(request, lapsed)
    return acting_of(request)


def record_afterwards(
    request: HttpRequest, name: str, *, about: models.Model | None = None, **data: Any
) -> None:
    """Have an event written after the request's own transaction, kept or rolled back, has ended."""
    request.afterwards.append((name, about, data))  # type: ignore[attr-defined]


def _record_afterwards(request: HttpRequest, response: HttpResponseBase) -> None:
    known = request.user.is_authenticated and request.resolver_match
    if known and response.status_code in REFUSALS:
        # The path without its query, which may hold a name somebody searched for.
        record_afterwards(
            request,
            "accounts.refused",
            method=request.method,
            path=redact(request.path)[:200],
            status=response.status_code,
            why=getattr(request, "refusal", "") if response.status_code == 403 else "",
        )
    events = request.afterwards  # type: ignore[attr-defined]
    again = request.if_rolled_back  # type: ignore[attr-defined]
    if events or again:
        acting: Acting = request.acting  # type: ignore[attr-defined]
        with acting_as(acting, "afterwards"):
            for call in again:
                call()
            for name, about, data in events:
                record(name, by=acting, about=about, **data)


def _scoped(response: HttpResponseBase, acting: Acting, reason: str) -> HttpResponseBase:
    """Have a stream read its rows as the same person; the request's transaction has ended."""
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        response.streaming_content = _streamed(response.streaming_content, acting, reason)
    return response


def _streamed(chunks: Any, acting: Acting, reason: str) -> Iterator[bytes]:
    with acting_as(acting, reason):
        yield from chunks
