"""Pages for tests of doors and of the middleware."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from accounts.acting import Acting
from accounts.doors import account_door, door, open_door
from accounts.models import Division, User
from accounts.roles import Role


def townships(acting: Acting):
    """Give the divisions of whoever acts."""
    if not acting.hi:
        return Division.objects.none()
    return Division.objects.filter(path__gte=acting.lo, path__lt=acting.hi)


def scope() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.lo', true), current_setting('app.hi', true)")
        return "|".join(cursor.fetchone() or ())


def _write() -> None:
    User.objects.create(username="trace", name="痕迹")


@door(Role.TOWNSHIP_CLERK, of=townships, methods=("POST",))
def decide(request, found):
    return HttpResponse(found.name)


@door(Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER)
def show(request):
    return HttpResponse(scope())


@open_door("GET")
def anybody(request):
    return HttpResponse(scope())


@account_door("GET")
def own(request):
    return HttpResponse(request.user.username)


@door(Role.TOWNSHIP_CLERK)
def breaks(request):
    _write()
    raise RuntimeError("broken")


@door(Role.TOWNSHIP_CLERK)
def forbids(request):
    _write()
    raise PermissionDenied("制表人不得审定自己编制的等次")


@door(Role.TOWNSHIP_CLERK)
def answers(request, status):
    _write()
    return HttpResponse(status=status)


@door(Role.TOWNSHIP_CLERK)
def aborts(request):
    _write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@door(Role.TOWNSHIP_CLERK)
def saves(request):
    _write()
    return HttpResponse("saved")


@door(Role.TOWNSHIP_CLERK)
def lazily(request):
    template = engines["django"].from_string("{{ scope }}{{ inside }}")
    inside = lambda: connection.in_atomic_block and len(transaction.get_connection().savepoint_ids)  # noqa: E731
    return TemplateResponse(request, template, {"scope": scope, "inside": inside})


@door(Role.TOWNSHIP_CLERK)
def breaks_while_rendering(request):
    def fail() -> None:
        raise RuntimeError("broken")

    _write()
    return TemplateResponse(request, engines["django"].from_string("{{ fail }}"), {"fail": fail})


@door(Role.TOWNSHIP_CLERK)
def streams(request):
    return StreamingHttpResponse(scope() for _ in range(2))


urlpatterns = [
    path("show/", show),
    path("anybody/", anybody),
    path("own/", own),
    path("decide/<int:pk>/", decide),
    path("breaks/", breaks),
    path("breaks-while-rendering/", breaks_while_rendering),
    path("forbids/", forbids),
    path("aborts/", aborts),
    path("answers/<int:status>/", answers),
    path("saves/", saves),
    path("lazily/", lazily),
    path("streams/", streams),
    path("", include("accounts.urls")),
]
