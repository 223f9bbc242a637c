"""Daily management: pledges of the year, and the villagers' democratic appraisal."""

from supervision.models.appraisals import (
    Appraisal,
    AppraisalResult,
    AppraisalRuling,
    Appraised,
    TerminationCheck,
)
from supervision.models.pledges import (
    Extension,
    OverdueAnswer,
    Pledge,
    PledgeItem,
    PledgeItemQuerySet,
    Progress,
)

__all__ = [
    "Appraisal",
    "AppraisalResult",
    "AppraisalRuling",
    "Appraised",
    "Extension",
    "OverdueAnswer",
    "Pledge",
    "PledgeItem",
    "PledgeItemQuerySet",
    "Progress",
    "TerminationCheck",
]
