"""Daily management: pledges of the year, and the villagers' democratic appraisal."""

from supervision.models.pledges import (
    Extension,
    OverdueAnswer,
    Pledge,
    PledgeItem,
    PledgeItemQuerySet,
    Progress,
)

__all__ = [
    "Extension",
    "OverdueAnswer",
    "Pledge",
    "PledgeItem",
    "PledgeItemQuerySet",
    "Progress",
]
