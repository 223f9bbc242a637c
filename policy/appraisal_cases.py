"""Say for the table of democratic appraisals its columns, their facts and the words expected."""

from typing import Any

from policy.book import Book
from policy.casespec import Answers, Cells, Spec, ask, each, listed
from policy.facts import FactError, day
from policy.procedures import appraisal


def _appraisal(book: Book, row: Cells) -> Answers:
    on = day(row["评议日"], "评议日")
    one = {
        "id": "0",
        "posts": listed(row["职务"]),
        "competent": row["称职"] or None,
        "incompetent": row["不称职"] or None,
        "earlier": [_earlier(cell) for cell in row["以往"].split("；") if cell],
    }
    facts = {
        "noticed_on": row["告知日"] or None,
        "held_on": row["评议日"] or None,
        "previous_on": row["上次评议日"] or None,
        "accepted": row["乡镇认定计入"] or None,
        "returned": row["收回"] or None,
        "rows": [one],
    }
    found = ask(book, "democratic_appraisal", facts, on)
    own = found["rows"]["0"]
    return {
        "告知": appraisal.KEPT[found["notice"]],
        "间隔": appraisal.KEPT[found["interval"]],
        "结果": own["label"],
        "连续": appraisal.KEPT[own["run"]],
        "拟办": own["route"],
    }


def _earlier(cell: str) -> dict[str, Any]:
    three = cell.split("/")
    if len(three) != 3:
        raise FactError(f"以往“{cell}”应写成“评议日/结果/职务”。")
    return {"held_on": three[0], "verdict": three[1], "posts": listed(three[2])}


APPRAISAL = Spec(
    each(_appraisal),
    (
        *("告知日", "评议日", "上次评议日", "乡镇认定计入", "收回", "称职", "不称职"),
        *("职务", "以往"),
    ),
    {
        "告知": (("是", "否", "待核实"), None),
        "间隔": (("是", "否", "待核实"), None),
        "结果": (tuple(appraisal.LABELS.values()), None),
        "连续": (("是", "否", "待核实"), None),
        "拟办": (tuple(appraisal.ROUTES.values()), None),
    },
)
