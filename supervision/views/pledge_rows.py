"""The rows behind the ids in addresses of pledges, and what a page is about."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from accounts.pages import ActingRequest
from accounts.roles import Level, Role
from supervision.models import Extension, Pledge, PledgeItem

CLERK, COMMITTEE = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE
BOTH = ("GET", "POST")


def pledges(acting: Acting) -> QuerySet[Pledge]:
    """List the pledges he sees."""
    people = ("village__parent", "drafted_by", "discussed_by", "approved_by")
    scores = ("scored_by", "confirmed_by")
    return Pledge.objects.visible_to(acting).select_related(*people, *scores)


def pledge_items(acting: Acting) -> QuerySet[PledgeItem]:
    """List the promises he sees, each with its day in force."""
    return PledgeItem.objects.visible_to(acting).with_due().select_related("pledge__village")


def extensions(acting: Acting) -> QuerySet[Extension]:
    """List the requests for more time he sees."""
    joined = ("item__pledge__village", "asked_by", "decided_by")
    return Extension.objects.visible_to(acting).select_related(*joined)


def place_of(acting: Acting) -> Division:
    """Give the division he acts for."""
    if acting.division is None:
        raise PermissionDenied("当前角色没有所属单位，不能办理目标承诺。")
    return acting.division


def asked_year(request: ActingRequest) -> int:
    """Give the year in the address, this year where there is none."""
    asked = request.GET.get("year", "")
    is_year = asked.isdecimal() and len(asked) == 4 and asked.startswith("20")
    return int(asked) if is_year else today().year


def asked_number(request: ActingRequest, name: str) -> int | None:
    """Give a row's number in the address."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def township_of(request: ActingRequest) -> Division | None:
    """Give the township a list is about: one's own, or the one asked for below a county or city."""
    own = place_of(request.acting)
    if own.level == Level.TOWNSHIP:
        return own
    below = Division.objects.under(own).filter(level=Level.TOWNSHIP).select_related("parent")
    return below.filter(pk=asked_number(request, "township") or 0).first()
