"""Which rule files wait for whom."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.roles import Role
from rulebook.models import RuleFile


def waiting_for(acting: Acting) -> QuerySet[RuleFile]:
    """List the files this officer may rule on: not yet ruled, and put forward by somebody else."""
    if not acting.has(Role.CITY_OFFICER):
        return RuleFile.objects.none()
    files = RuleFile.objects.filter(ruling=None).exclude(proposed_by=acting.user)
    return files.select_related("proposed_by").order_by("pk")
