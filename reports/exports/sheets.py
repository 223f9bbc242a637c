"""Make the sheet to be mended, and the empty one."""

from __future__ import annotations

from datetime import date
from typing import IO

from accounts.acting import Acting
from accounts.answer import unless
from accounts.models import Division
from cadres.rosters.fields import EDITION
from reports.exports import mending
from reports.exports.orders import Selection
from reports.exports.roster import Form, write_roster
from reports.produced import Kind, Produced, imprint, produce

TITLE, EMPTY = "改表", "空白花名册"
HOW = (
    "直接在表上改，改好后在“导入花名册”里上传，系统逐项列出改动，确认后才写入；没有改动的格不受影响。\n"
    "“档案编号”“版本号”两列请不要改动。"
    "号码中带 * 的是遮盖显示，原样留着就是不改；要改，请整个重录。\n"
    "新增人员填在最后一行下面，“档案编号”“版本号”留空，身份证号填全。各职务任职时间不同的，“任职时间”留空。"
    "离任请在系统里办理，删去一行不等于离任。"
)
HOW_EMPTY = (
    "每人一行，从第 4 行起填写，填好后在“导入花名册”里上传。"
    "姓名、身份证号、村（社区）、职务必填。\n"
    "身份证号、手机号按文本填写，不要用公式。日期写成 2017-05-01 或 2017.05。"
    "一人多职用顿号隔开，例如“书记、主任”。\n带下拉箭头的格请从表中选择。"
)


def make_mending(chosen: Selection, *, by: Acting, today: date) -> Produced:
    """Make the sheet of everybody on the list who is in post, one row a person."""
    keys = mending.in_post(chosen.keys, day=today, by=by)
    unless(bool(keys), "名册上没有在任的人，没有可改的内容。请放宽条件再办。").require()
    mark = imprint(title=f"{by.where}{TITLE}", scope=by.where, day=today, by=by)
    left = len(chosen.keys) - len(keys)
    others = f"；另有 {left} 人不在任，没有列入" if left else ""
    form = Form(
        note=HOW,
        line=f"条件：{chosen.words}；{mark.line(len(keys))}{others}",
        fields=[*((column.key, column.width) for column in mending.COLUMNS), (EDITION, 10)],
        choices=mending.choices(_township(by), today),
    )
    rows = mending.mending_rows(keys, day=today, by=by)
    return produce(
        imprint=mark,
        kind=Kind.XLSX,
        content=write_roster(form, rows, count=len(keys)),  # type: ignore[arg-type]
        rows=len(keys),
        people=keys,
        by=by,
    )


def make_empty(*, by: Acting, today: date) -> IO[bytes]:
    """Make a township's empty sheet; it holds nobody's data, so the log need not know it."""
    fields = [(c.key, c.width) for c in mending.COLUMNS if c.key not in mending.OWN]
    form = Form(
        note=HOW_EMPTY,
        line=f"{by.where} 村干部花名册",
        fields=fields,
        choices=mending.choices(_township(by), today),
    )
    return write_roster(form)


def _township(by: Acting) -> Division:
    if by.division is None:
        raise ValueError("a roster belongs to a township")
    return by.division
