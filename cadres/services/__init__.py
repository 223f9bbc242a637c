"""The only place that writes the registry: people, tenures, teams, measures, dossiers, rosters."""

from cadres.services.measures import open_measure, withdraw_measure
from cadres.services.people import add_person, correct_person, unmask
from cadres.services.tenures import end_team, end_tenure, form_team, start_tenure

__all__ = [
    "add_person", "correct_person", "end_team", "end_tenure", "form_team", "open_measure",
    "start_tenure", "unmask", "withdraw_measure",
]  # fmt: skip
