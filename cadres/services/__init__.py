"""The only place that writes the registry: people, tenures, teams, measures, dossiers, rosters."""

from cadres.services.documents import (
    add_document,
    set_photo,
    take_photo_down,
    withdraw_document,
)
from cadres.services.dossier import add_entry, correct_entry, remove_entry
from cadres.services.editing import edit_person
from cadres.services.measures import open_measure, withdraw_measure
from cadres.services.people import add_person, correct_person, unmask
from cadres.services.tenures import end_team, end_tenure, form_team, start_tenure

__all__ = [
    "add_document", "add_entry", "add_person", "correct_entry", "correct_person", "edit_person",
    "end_team", "end_tenure", "form_team", "open_measure", "remove_entry", "set_photo",
    "start_tenure", "take_photo_down", "unmask", "withdraw_document", "withdraw_measure",
]  # fmt: skip
