"""The rows behind the ids in addresses: only what the reader's division holds."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import DivisionQuerySet
from accounts.roles import Role
from cadres.models import Person, Team, Tenure
from cadres.queries import places

READING = (
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
)
CARRYING = (Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER, Role.CITY_OFFICER)


def files(acting: Acting) -> QuerySet[Person]:
    """Give the files kept in the reader's division."""
    return Person.objects.visible_to(acting).select_related("unit__parent")


def villages(acting: Acting) -> DivisionQuerySet:
    """Give the villages of the reader's division."""
    return places.villages(acting).select_related("parent__parent", "successor__parent")


def tenures(acting: Acting) -> QuerySet[Tenure]:
    """Give the tenures that happened in the reader's division; their holders are asked apart."""
    return Tenure.objects.visible_to(acting).select_related("village__parent")


def teams(acting: Acting) -> QuerySet[Team]:
    """Give the teams of the reader's division."""
    return Team.objects.visible_to(acting).select_related("village__parent")


def ended(acting: Acting) -> DivisionQuerySet:
    """Give the townships and villages of the reader's division that ended in favour of another."""
    return places.ended(acting)
