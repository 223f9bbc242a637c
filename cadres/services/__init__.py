"""The only place that writes the registry: people, tenures, teams, measures, dossiers, rosters."""

from cadres.services.measures import open_measure, withdraw_measure
from cadres.services.people import add_person, correct_person, unmask
from cadres.services.tenures import end_team, end_tenure, form_team, start_tenure
from cadres.services.transfers import (
    ask_transfer,
    ask_transfers,
    grant_transfer,
    pass_transfer_on,
    refuse_transfer,
    transfer_person,
)

__all__ = [
    "add_person", "ask_transfer", "ask_transfers", "correct_person", "end_team", "end_tenure",
    "form_team", "grant_transfer", "open_measure", "pass_transfer_on", "refuse_transfer",
    "start_tenure", "transfer_person", "unmask", "withdraw_measure",
]  # fmt: skip
