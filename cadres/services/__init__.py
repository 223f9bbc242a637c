"""The only place that writes the registry: people, tenures, teams, measures, dossiers, rosters."""

from cadres.services.carrying import carry_files, carry_over
from cadres.services.measures import open_measure, withdraw_measure
from cadres.services.people import add_person, correct_person, unmask
from cadres.services.teams import end_team, form_team, renew_teams
from cadres.services.tenures import (
    CORRECTED,
    correct_tenure,
    end_tenure,
    hand_over,
    looks,
    start_tenure,
    start_tenures,
)

__all__ = [
    "CORRECTED",
    "add_person", "carry_files", "carry_over", "correct_person", "correct_tenure", "end_team",
    "end_tenure", "form_team", "hand_over", "looks", "open_measure", "renew_teams", "start_tenure",
    "start_tenures", "unmask", "withdraw_measure",
]  # fmt: skip
