"""The only place that writes the registry: people, tenures, teams, measures, dossiers, rosters."""

from cadres.services.measures import open_measure, withdraw_measure
from cadres.services.people import add_person, correct_person, unmask
from cadres.services.rosters import (
    confirm_batch,
    discard_batch,
    recheck_batch,
    set_columns,
    take_roster,
)
from cadres.services.tenures import end_team, end_tenure, form_team, start_tenure
from cadres.services.undoing import undo_batch

__all__ = [
    "add_person",
    "confirm_batch",
    "correct_person",
    "discard_batch",
    "end_team",
    "end_tenure",
    "form_team",
    "open_measure",
    "recheck_batch",
    "set_columns",
    "start_tenure",
    "take_roster",
    "undo_batch",
    "unmask",
    "withdraw_measure",
]
