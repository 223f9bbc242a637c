"""The rows behind the ids in addresses of appraisals: only what the reader's division holds."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.acting import Acting
from supervision.models import Appraisal, AppraisalResult


def appraisals(acting: Acting) -> QuerySet[Appraisal]:
    """List the appraisals he sees."""
    joined = ("village__parent__parent", "prepared_by", "announced_by", "decision")
    return Appraisal.objects.visible_to(acting).select_related(*joined)


def appraisal_results(acting: Acting) -> QuerySet[AppraisalResult]:
    """List the results he sees, superseded ones too."""
    joined = ("appraised", "appraisal__village__parent", "appraisal__prepared_by")
    return AppraisalResult.objects.visible_to(acting).select_related(*joined)
