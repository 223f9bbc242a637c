"""The rows behind the ids in addresses: only what the reader's division holds."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import DivisionQuerySet
from accounts.roles import Role
from cadres.models import (
    Document,
    Education,
    Experience,
    Measure,
    Person,
    PersonQuerySet,
    Relative,
    Reward,
    Team,
    Tenure,
)
from cadres.models.dossier import FileRow
from cadres.queries import places

R = TypeVar("R", bound=FileRow)
READING = (
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
)
CARRYING = (Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER, Role.CITY_OFFICER)


def files(acting: Acting) -> PersonQuerySet:
    """Give the files kept in the reader's division: a former unit keeps its facts, not the file."""
    joined = ("unit__parent", "residence__parent", "merged_into")
    return Person.objects.visible_to(acting).select_related(*joined)


def educations(acting: Acting) -> QuerySet[Education]:
    """Give the courses of study in the files he sees."""
    return _of_files(Education.objects.visible_to(acting), acting)


def experiences(acting: Acting) -> QuerySet[Experience]:
    """Give the lines of résumés in the files he sees."""
    return _of_files(Experience.objects.visible_to(acting), acting)


def relatives(acting: Acting) -> QuerySet[Relative]:
    """Give the relatives in the files he sees."""
    return _of_files(Relative.objects.visible_to(acting), acting)


def rewards(acting: Acting) -> QuerySet[Reward]:
    """Give the rewards in the files he sees."""
    return _of_files(Reward.objects.visible_to(acting), acting)


def documents(acting: Acting) -> QuerySet[Document]:
    """Give the papers in the files he sees, without their content."""
    return _of_files(Document.objects.visible_to(acting), acting)


def sanctions(acting: Acting) -> QuerySet[Measure]:
    """Give the sanctions of people whose files he sees; warnings are another matter."""
    found = Measure.objects.visible_to(acting).filter(kind=Measure.Kind.SANCTION)
    return found.filter(person__in=Person.objects.visible_to(acting)).select_related("person")


def _of_files(rows: QuerySet[R], acting: Acting) -> QuerySet[R]:
    return rows.filter(person__in=Person.objects.visible_to(acting)).select_related("person")


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
