"""The rows behind the ids in addresses: only what the reader's division holds."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Role
from assessments.models import Entry, Minutes, Objection, OwnIndicator, Plan, Revision, Round

READERS = (
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
)


def place_of(acting: Acting) -> Division:
    """Give the division he acts for; every role that reads assessments has one."""
    if acting.division is None:
        raise PermissionDenied("当前角色没有所属单位，不能办理年度考核。")
    return acting.division


def plans(acting: Acting) -> QuerySet[Plan]:
    """List the plans he sees: of his county, of the counties below him."""
    people = ("county", "prepared_by", "adopted_by")
    return Plan.objects.visible_to(acting).select_related(*people)


def own_indicators(acting: Acting) -> QuerySet[OwnIndicator]:
    """List the counties' own indicators he sees."""
    return OwnIndicator.objects.visible_to(acting).select_related("county")


def rounds(acting: Acting) -> QuerySet[Round]:
    """List the townships' rounds he sees."""
    people = ("prepared_by", "decided_by", "noticed_by", "reported_by", "sitting")
    joined = ("township__parent", "plan__county", *people)
    return Round.objects.visible_to(acting).select_related(*joined)


def entries(acting: Acting) -> QuerySet[Entry]:
    """List the cadres on the rosters he sees."""
    joined = (
        "round__township__parent", "round__plan__county", "round__sitting", "village",
        "team_village__parent",
    )  # fmt: skip
    return Entry.objects.visible_to(acting).select_related(*joined)


def objections(acting: Acting) -> QuerySet[Objection]:
    """List the objections, reviews and appeals he sees."""
    joined = ("round__township", "round__plan__county", "entry__village", "filed_by", "handled_by")
    return Objection.objects.visible_to(acting).select_related(*joined)


def revisions(acting: Acting) -> QuerySet[Revision]:
    """List the corrections of filed grades he sees."""
    people = ("prepared_by", "decided_by", "filed_by", "sitting", "decision", "former")
    joined = ("round__township", "round__plan__county", "entry__village", *people)
    return Revision.objects.visible_to(acting).select_related(*joined)


def minutes(acting: Acting) -> QuerySet[Minutes]:
    """List the minutes of the committees' sittings he sees."""
    return Minutes.objects.visible_to(acting).select_related("township")


def roster(found: Round, acting: Acting) -> QuerySet[Entry]:
    """List a round's cadres by village, principals first."""
    return (
        entries(acting)
        .filter(round=found, on_roster=True)
        .select_related(None)
        .select_related("village")
        .order_by("village__path", "-is_principal", "pk")
    )
