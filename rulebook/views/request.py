"""What the views of the rulebook share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Role
from rulebook.models import Decision, RuleFile, WhatIf

READERS = (
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
)
OFFICERS = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)


def place_of(acting: Acting) -> Division:
    """Give the division he acts for; every role let in here has one."""
    if acting.division is None:
        raise PermissionDenied("当前角色没有所属单位。")
    return acting.division


def decisions(acting: Acting) -> QuerySet[Decision]:
    """List the decisions of his division."""
    joined = ("rules", "facts", "prepared_by", "decided_by")
    return Decision.objects.visible_to(acting).select_related(*joined)


def rule_files(acting: Acting) -> QuerySet[RuleFile]:
    """List the rule files: they are nobody's secret, and name no cadre."""
    if not acting.reads:
        return RuleFile.objects.none()
    return RuleFile.objects.select_related("proposed_by", "ruling__ruled_by")


def trials(acting: Acting) -> QuerySet[WhatIf]:
    """List the trials of his division."""
    return WhatIf.objects.visible_to(acting).select_related("division", "file")
