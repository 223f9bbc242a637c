"""The roles a person can hold at a division, and what kind of division each belongs to."""

from __future__ import annotations

from django.db import models


class Level(models.IntegerChoices):
    PROVINCE = 1, "省级"
    CITY = 2, "市级"
    COUNTY = 3, "县级"
    TOWNSHIP = 4, "乡级"
    VILLAGE = 5, "村级"


class Role(models.TextChoices):
    TOWNSHIP_CLERK = "township_clerk", "乡镇组织干事"
    TOWNSHIP_COMMITTEE = "township_committee", "乡镇党委"
    COUNTY_OFFICER = "county_officer", "县委组织部"
    DEPARTMENT = "department", "联审部门"
    CITY_OFFICER = "city_officer", "市委组织部"
    AUDITOR = "auditor", "审计巡察"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "安全审计员"


# Where a role may be held; None stands for "at no division".
LEVELS: dict[str, tuple[Level | None, ...]] = {
    Role.TOWNSHIP_CLERK: (Level.TOWNSHIP,),
    Role.TOWNSHIP_COMMITTEE: (Level.TOWNSHIP,),
    Role.COUNTY_OFFICER: (Level.COUNTY,),
    Role.DEPARTMENT: (Level.COUNTY,),
    Role.CITY_OFFICER: (Level.CITY,),
    Role.AUDITOR: (Level.CITY, Level.COUNTY, Level.TOWNSHIP),
    Role.SYSTEM_ADMIN: (None,),
    Role.SECURITY_ADMIN: (None,),
    Role.AUDIT_ADMIN: (None,),
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

# Roles that read every business row of their division. A department sees only what is put to it.
READERS = frozenset(
    {
        Role.TOWNSHIP_CLERK,
        Role.TOWNSHIP_COMMITTEE,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.AUDITOR,
    }
)
