"""The empty roster that a township fills in when it has none of its own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from accounts.models import Division
from accounts.roles import Level
from cadres import codes
from cadres.rosters.fields import BY_KEY
from cadres.rosters.heads import REQUIRED
from cadres.rosters.returns import PLAINLY

COLUMNS = (
    "seat", "village", "name", "sex", "born", "ethnicity", "id_number", "posts", "since",
    "education", "political_status", "party_joined", "first_job", "phone", "source", "note",
)  # fmt: skip
ROWS = 500
HINTS = {
    "village": "必填。从下拉表中选本乡镇的村（社区）。",
    "name": "必填。与身份证一致。",
    "id_number": "必填。18 位；本列已设为文本，直接输入即可。",
    "posts": "必填。例如：书记；一人兼任的写“书记、主任”。",
    "since": "任现职的年月，例如 2017.05。",
    "born": "例如 1975.08；须与身份证号一致。",
    "party_joined": "例如 1998.06；不是党员的留空。",
}
SOURCES = ("本村村民", "返乡人员", "退役军人", "致富能手", "大学毕业生", "上级选派")
LISTS = "可选值"


def blank_workbook(township: Division | None) -> bytes:
    """Give an xlsx with the headers, what must be filled in, and lists to choose from."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, PLAINLY) as book:
        page, lists = book.add_worksheet("花名册"), book.add_worksheet(LISTS)
        text = book.add_format({"num_format": "@"})
        head = {"num_format": "@", "bold": True, "border": 1, "bg_color": "#F4F5F7"}
        usual, needed = book.add_format(head), book.add_format(head | {"font_color": "#9B1C1F"})
        for column, key in enumerate(COLUMNS):
            label = BY_KEY[key].label
            page.set_column(column, column, max(len(label) * 2 + 2, 12), text)
            page.write_string(0, column, label, needed if key in REQUIRED else usual)
            if key in HINTS:
                page.write_comment(0, column, HINTS[key], {"x_scale": 2})
        page.set_column(COLUMNS.index("id_number"), COLUMNS.index("id_number"), 22, text)
        page.freeze_panes(1, 0)
        for column, (key, values) in enumerate(_choices(township).items()):
            _offer(page, lists, column, key, values)
    return target.getvalue()


def _choices(township: Division | None) -> dict[str, list[str]]:
    found = {
        "village": _villages(township),
        "sex": ["男", "女"],
        "education": list(codes.education().heads.values()),
        "political_status": list(codes.political_status().labels.values()),
        "source": list(SOURCES),
    }
    return {key: values for key, values in found.items() if values}


def _villages(township: Division | None) -> list[str]:
    if township is None or township.level != Level.TOWNSHIP:
        return []
    own = Division.objects.filter(parent=township, last_day=None).order_by("path")
    return list(own.values_list("name", flat=True))


def _offer(page: Any, lists: Any, column: int, key: str, values: list[str]) -> None:
    """Let a column choose from a list on the second sheet; other texts are only warned about."""
    lists.write_column(0, column, [BY_KEY[key].label, *values])
    lists.set_column(column, column, 18)
    letter = chr(ord("A") + column)
    place = COLUMNS.index(key)
    page.data_validation(
        1, place, ROWS, place,
        {
            "validate": "list",
            "source": f"='{LISTS}'!${letter}$2:${letter}${len(values) + 1}",
            "error_type": "warning",
            "error_title": "不在可选值中",
            "error_message": "这个写法不在“可选值”表中，导入时可能认不出来。",
        },
    )  # fmt: skip
