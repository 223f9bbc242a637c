"""Daily management: pledges of the year, and the villagers' democratic appraisal."""

from supervision.models.appraisals import (
    Appraisal,
    AppraisalResult,
    AppraisalRuling,
    Appraised,
    TerminationCheck,
)

__all__ = [
    "Appraisal",
    "AppraisalResult",
    "AppraisalRuling",
    "Appraised",
    "TerminationCheck",
]
