"""Ask for the files of people on a roster whose files another unit keeps."""

from __future__ import annotations

import json

from accounts.acting import Acting
from cadres.models import Batch
from cadres.rosters.packing import unpack
from cadres.rosters.registry import full_number
from cadres.services.transfers import ask_transfers

ELSEWHERE = "number_elsewhere"


def ask_for_files(batch: Batch, by: Acting) -> None:
    """Ask the county once the roster is confirmed: a roster sent by mistake asks for nothing."""
    rows = batch.rows.filter(refused__contains=[ELSEWHERE])
    packed = rows.values_list("sheet_row", "payload", "tolerated")
    lines = [unpack(row, json.loads(payload), list(read)) for row, payload, read in packed]
    wanted = [(str(line.values.get("name", "")), full_number(line)) for line in lines]
    if wanted:
        ask_transfers(township=batch.township, wanted=wanted, by=by)
