"""Rosters for tests, written as a township would send them."""

from __future__ import annotations

import csv
import io
from typing import Any

from accounts.acting import Acting
from accounts.models import Division
from accounts.session import acting_as
from cadres import services
from cadres.models import Batch, BatchRow

HEADS = ("村", "姓名", "身份证号", "职务", "任职时间", "学历", "政治面貌", "入党时间", "手机号")
KEYS = ("village", "name", "number", "posts", "since", "education", "party", "joined", "phone")
PLAIN = {
    "village": "杨仙村", "posts": "村委委员", "since": "2017.05", "education": "高中",
    "party": "中共党员", "joined": "2003.07", "phone": "13900000001",
}  # fmt: skip


def person_row(name: str, number: str, **cells: str) -> list[str]:
    """Give a row of the roster; what is not named stands as in PLAIN."""
    values = PLAIN | {"name": name, "number": number} | cells
    return [values[key] for key in KEYS]


def roster(*rows: list[str], heads: tuple[str, ...] = HEADS) -> bytes:
    """Give the rows as a CSV file; the first person stands on row 2."""
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode("utf-8-sig")


def take(township: Division, by: Acting, *rows: list[str], **given: Any) -> Batch:
    """Send a roster in and have it judged."""
    with acting_as(by):
        return services.take_roster(
            township=township, name="花名册.csv", content=roster(*rows, **given), by=by
        )


def confirm(batch: Batch, by: Acting, **given: Any) -> Batch:
    """Write a judged roster."""
    with acting_as(by):
        return services.confirm_batch(batch=batch, by=by, **given)


def counts(batch: Batch) -> dict[str, int]:
    """Give what a batch found, without what is nought."""
    names = ("new", "changed", "same", "refused", "hand_over")
    return {name: batch.counts[name] for name in names if batch.counts[name]}


def refused(batch: Batch) -> dict[int, list[str]]:
    """Give the codes of the refused rows."""
    rows = BatchRow.objects.filter(batch=batch).exclude(refused=[])
    return dict(rows.order_by("sheet_row").values_list("sheet_row", "refused"))
