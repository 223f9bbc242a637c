"""The only place that writes the registry: people, tenures, teams, measures, dossiers, rosters."""

from cadres.services.carrying import (
    carry_files,
    carry_over,
)
from cadres.services.corrections import (
    approve_correction,
    ask_correction,
    refuse_correction,
    verify_person,
    withdraw_correction,
)
from cadres.services.documents import (
    add_document,
    set_photo,
    take_photo_down,
    withdraw_document,
)
from cadres.services.dossier import (
    add_entry,
    correct_entry,
    remove_entry,
)
from cadres.services.duplicates import (
    confirm_verdict,
    judge_pair,
    return_verdict,
)
from cadres.services.editing import (
    edit_person,
)
from cadres.services.measures import (
    open_measure,
    withdraw_measure,
)
from cadres.services.people import (
    add_person,
    correct_person,
    unmask,
)
from cadres.services.rosters import (
    confirm_batch,
    discard_batch,
    recheck_batch,
    set_columns,
    take_roster,
)
from cadres.services.teams import (
    end_team,
    form_team,
    renew_teams,
)
from cadres.services.tenures import (
    CORRECTED,
    correct_tenure,
    end_tenure,
    hand_over,
    looks,
    remove_tenure,
    start_tenure,
    start_tenures,
)
from cadres.services.transfers import (
    ask_transfer,
    ask_transfers,
    grant_transfer,
    pass_transfer_on,
    refuse_transfer,
    transfer_person,
)
from cadres.services.undoing import (
    undo_batch,
)

__all__ = [
    "CORRECTED",
    "add_document",
    "add_entry",
    "add_person",
    "approve_correction",
    "ask_correction",
    "ask_transfer",
    "ask_transfers",
    "carry_files",
    "carry_over",
    "confirm_batch",
    "confirm_verdict",
    "correct_entry",
    "correct_person",
    "correct_tenure",
    "discard_batch",
    "edit_person",
    "end_team",
    "end_tenure",
    "form_team",
    "grant_transfer",
    "hand_over",
    "judge_pair",
    "looks",
    "open_measure",
    "pass_transfer_on",
    "recheck_batch",
    "refuse_correction",
    "refuse_transfer",
    "remove_entry",
    "remove_tenure",
    "renew_teams",
    "return_verdict",
    "set_columns",
    "set_photo",
    "start_tenure",
    "start_tenures",
    "take_photo_down",
    "take_roster",
    "transfer_person",
    "undo_batch",
    "unmask",
    "verify_person",
    "withdraw_correction",
    "withdraw_document",
    "withdraw_measure",
]
