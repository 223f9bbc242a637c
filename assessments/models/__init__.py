"""A county's plan, a township's round, what was entered, proposed, decided, objected and told."""

from __future__ import annotations

from assessments.models.after import Letter, Objection
from assessments.models.decisions import Grade, Proposal, Revision
from assessments.models.meetings import Meeting, Tally, Turnout
from assessments.models.minutes import Minutes
from assessments.models.plans import Indicator, OwnIndicator, Plan, VoterGroup
from assessments.models.rounds import Entry, Round, TeamResult

__all__ = (
    "Entry",
    "Grade",
    "Indicator",
    "Letter",
    "Meeting",
    "Minutes",
    "Objection",
    "OwnIndicator",
    "Plan",
    "Proposal",
    "Revision",
    "Round",
    "Tally",
    "TeamResult",
    "Turnout",
    "VoterGroup",
)
