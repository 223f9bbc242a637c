"""How rosters are laid out: titles, headers, merged villages, hints, footers; and in which file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from random import Random

import xlsxwriter

from tests.cadres.rosters.made_up import (
    JOINTS,
    MISTAKES,
    PLACES,
    SPELT,
    TODAY,
    TOWNSHIPS,
    Cadre,
    people,
)  # fmt: skip
from tests.cadres.rosters.old_workbook import old_workbook

HEADS = {
    "seat": "序号|编号|序 号|NO.",
    "township": "乡镇|乡镇（街道）|所属乡镇|乡镇名称|乡 镇|所在乡镇(街道)",
    "village": "村|村名|所在村(社区)|村（社区）|行政村|村别|所属村|村(社区)名称|村居|任职村",
    "name": "姓名|姓  名|姓　名|*姓名|姓 名：|干部姓名|姓名（必填）|名字",
    "id_number": "身份证号|身份证号码|公民身份号码|身份证\n号码|身份证号码（18位）|居民身份证号码",
    "sex": "性别|性 别|性　别|性\n别",
    "born": "出生年月|出生\n年月|出生日期|出生时间|出生年月日|出生年月（岁）",
    "ethnicity": "民族|民 族|族别",
    "education": "学历|文化程度|最高学历|文化\n程度|受教育程度",
    "political_status": "政治面貌|政治\n面貌|党派|政治面貌*",
    "party_joined": "入党时间|入党日期|入党年月|入党\n时间",
    "since": "任职时间|任现职时间|任现职\n时间|任职年月|任现职务时间|任职起始时间",
    "posts": "职务|现任职务|村内职务|职 务|担任职务|现任村职务|职务（岗位）",
    "phone": "联系电话|电话|手机号|手机号码|联系方式|电 话|联系电话（手机）",
    "note": "备注|备 注|说明",
}
FOREIGN = {
    "年龄": "43", "毕业院校及专业": "衡阳电大", "家庭住址": "三组", "是否一肩挑": "否",
    "任职年限": "3", "照片": "",
    "紧急联系人电话": "13900000000", "配偶姓名": "李四", "届次": "第九届", "工资（元）": "2000",
}  # fmt: skip
OPTIONAL = ("township", "seat", "ethnicity", "education", "political_status", "party_joined",
"phone",
            "note", "sex", "born", "since")  # fmt: skip
HINTS = {
    "name": "按身份证填写", "id_number": "18位，文本格式", "born": "格式：1975.08",
    "sex": "下拉选择",
    "posts": "如：村委委员", "phone": "11位数字", "village": "必填",
}  # fmt: skip
FOOTERS = (
    ["填表人：", "", "审核人：", "", "联系电话："], ["填表人:张三", "", "", "审核人:李四"],
    ["填报人：王小明", "审核：", "填报时间：2018年12月20日"],
    ["备注：1.本表一式两份；2.一肩挑人员在职务栏注明。"],
    ["说明：职务按换届结果填写"], ["合计", "", "60人"], ["合计：60人"], ["填表人：", "张三", "",
    "审核人：", "李四"],
    ["单位负责人（签字）：", "", "", "填表人：", "王五"], ["共计60人"], ["联系电话：13900000000"],
    ["注：请勿改动表头"],
    ["", "", "", "填表人：", "赵六", "", "2018年12月1日"],
)  # fmt: skip
DATES = (
    "2017.05",
    "2017.5",
    "年月",
    "年月日",
    "-",
    "/",
    "digits",
    "long digits",
    "float",
    "excel",
    "serial",
)


@dataclass
class Roster:
    """A file, and what reading it must give by row of the sheet."""

    content: bytes
    name: str
    people: int
    refused: dict[int, set[str]] = field(default_factory=dict)
    tolerated: dict[int, set[str]] = field(default_factory=dict)
    warned: dict[int, set[str]] = field(default_factory=dict)
    posts: dict[int, list[str]] = field(default_factory=dict)
    villages: dict[int, str] = field(default_factory=dict)


@dataclass
class Plan:
    """The choices that make one roster's layout."""

    dice: Random
    kind: str
    columns: list[str] = field(default_factory=list)
    villages: str = "written"  # or merged, or first (the row below is blank)
    dates: dict[str, str] = field(default_factory=dict)
    joint: str = "、"
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    at: list[tuple[int, Cadre]] = field(default_factory=list)
    split: bool = False  # posts of the Party and of the committee in two columns


def made_up(seed: int) -> Roster:
    """Make the roster of a seed."""
    dice = Random(seed)
    plan = _plan(dice)
    villages = [
        f"{name}{dice.choice(('村', '村', '村', '社区'))}" for name in dice.sample(PLACES, 5)
    ]
    cadres = people(dice, villages[: dice.randrange(2, 6)])
    _spell(cadres, plan)
    _err(cadres, plan)
    township = dice.choice(TOWNSHIPS)
    _title(plan, township)
    _heads(plan)
    _body(plan, cadres, township)
    _foot(plan)
    return _answer(plan, cadres)


def _plan(dice: Random) -> Plan:
    kind = dice.choice(("xlsx", "xlsx", "xlsx", "xls", "csv", "csv"))
    plan = Plan(dice, kind)
    dropped = dice.sample(OPTIONAL, dice.randrange(0, 6))
    plan.columns = [key for key in HEADS if key not in dropped]
    plan.columns += dice.sample(list(FOREIGN), dice.randrange(0, 4))
    if dice.random() < 0.6:
        dice.shuffle(plan.columns)
    modes = ("written", "first") if kind == "csv" else ("written", "merged", "first")
    plan.villages = dice.choice(modes)
    plan.joint = dice.choice(JOINTS)
    plan.split = dice.random() < 0.2
    styles = [style for style in DATES if kind == "xlsx" or style != "excel"]
    if kind == "csv":
        styles.remove("float")  # a text now, of which Excel has taken the last zero
    for key in ("born", "party_joined", "since"):
        plan.dates[key] = dice.choice(styles)
    return plan


def _spell(cadres: list[Cadre], plan: Plan) -> None:
    for change in SPELT:
        for person in plan.dice.sample(cadres, plan.dice.randrange(0, 3)):
            if not person.tolerated - {"education_alias"}:
                change(person, plan.dice)


def _err(cadres: list[Cadre], plan: Plan) -> None:
    """Put one mistake each into some people, and let two pairs of them clash."""
    dice = plan.dice
    clean = [person for person in cadres if not person.tolerated - {"education_alias"}]
    dice.shuffle(clean)
    for mistake in dice.sample(MISTAKES, dice.randrange(0, 6)):
        if len(clean) < 4:
            return
        needs = {"wrong_sex": "sex", "wrong_birth": "born"}.get(mistake.__name__)
        if needs is None or needs in plan.columns:
            person = clean.pop()
            person.refused.add(mistake(person, dice))
            if plan.split and person.parts == [("committee", "委员")]:
                person.parts = [("committee", "董秘")]  # in that column a 委员 is plain
    if dice.random() < 0.5 and len(clean) > 3:
        _same_number(clean.pop(), clean.pop())


def _same_number(one: Cadre, other: Cadre) -> None:
    for key in ("id_number", "sex", "born", "party_joined", "political_status"):
        other.cells[key] = one.cells[key]
    one.refused.add("duplicate_in_file")
    other.refused.add("duplicate_in_file")


def _title(plan: Plan, township: str) -> None:
    dice, width = plan.dice, len(plan.columns)
    for text in dice.choice((
        [], [f"{township}村（社区）干部花名册"], [f"{township}村干部基本情况登记表",
        f"填报单位（盖章）：{township}党委"],
        ["附件1", f"{township}2018年村“两委”干部名册", ""],
    )):  # fmt: skip
        plan.rows.append([text, *[""] * (width - 1)])
        if plan.kind != "csv" and dice.random() < 0.7 and width > 1 and text:
            plan.merged.append((len(plan.rows) - 1, 0, len(plan.rows) - 1, width - 1))


def _heads(plan: Plan) -> None:
    """Write one row of headers, or two with groups, and perhaps a row of hints."""
    dice = plan.dice
    if plan.split:
        at = plan.columns.index("posts")
        plan.columns[at : at + 1] = ["党内职务", "村委职务"]
    names = [dice.choice(HEADS[key].split("|")) if key in HEADS else key for key in plan.columns]
    if dice.random() < 0.25:
        _two_rows(plan, names)
    else:
        plan.rows.append(names)
    shape = dice.random()
    if shape < 0.12:
        plan.rows.append([HINTS.get(key, "") for key in plan.columns])
    elif shape < 0.18:
        plan.rows.append([str(number) for number, _ in enumerate(plan.columns, 1)])


def _two_rows(plan: Plan, names: list[str]) -> None:
    """Set 职务 or 基本情况 over neighbours; every other header reaches over both rows."""
    top, sub, row = list(names), [""] * len(names), len(plan.rows)
    if plan.split:
        at = plan.columns.index("党内职务")
        group, reach = "职务", 2
    else:
        at, group, reach = plan.dice.randrange(len(names) - 2), "基本情况", 3
    for place in range(at, at + reach):
        sub[place], top[place] = names[place], group if place == at else ""
    plan.rows += [top, sub]
    if plan.kind != "csv":
        plan.merged.append((row, at, row, at + reach - 1))
        plan.merged += [(row, c, row + 1, c) for c, text in enumerate(sub) if not text]


def _body(plan: Plan, cadres: list[Cadre], township: str) -> None:
    dice, names = plan.dice, list(plan.rows[-1])
    above, began = "", 0
    for seat, person in enumerate(cadres, 1):
        if dice.random() < 0.03:
            plan.rows.append([""] * len(plan.columns))
        if person.village != above:
            _merge(plan, began)
            began = len(plan.rows)
        row = [_cell(plan, key, person, seat, township) for key in plan.columns]
        if person.village == above and plan.villages != "written":
            row[plan.columns.index("village")] = ""
        above = person.village
        plan.rows.append(row)
        plan.at.append((len(plan.rows), person))
    _merge(plan, began)
    assert names


def _merge(plan: Plan, began: int) -> None:
    if plan.villages == "merged" and began and len(plan.rows) - began > 1:
        column = plan.columns.index("village")
        plan.merged.append((began, column, len(plan.rows) - 1, column))


def _cell(plan: Plan, key: str, person: Cadre, seat: int, township: str) -> object:
    if key in ("党内职务", "村委职务"):
        body = "party" if key == "党内职务" else "committee"
        return plan.joint.join(text for owner, text in person.parts if owner == body)
    if key == "posts":
        return plan.joint.join(text for _, text in person.parts)
    fixed = {"seat": seat, "township": township, "village": person.village}
    cell = fixed.get(key, person.cells.get(key, FOREIGN.get(key, "")))
    if isinstance(cell, date):
        return _date(plan, key, cell, person)
    if key == "phone" and plan.kind != "csv" and str(cell).isdecimal() and plan.dice.random() < 0.3:
        return int(str(cell))
    return cell


def _date(plan: Plan, key: str, day: date, person: Cadre) -> object:
    style = plan.dates[key]
    if style == "float":
        good = not any(code.startswith("identity_") for code in person.refused)
        if day.month == 10 and not (key == "born" and good):
            person.warned.add("date_unreadable")
        return float(f"{day.year}.{day.month:02}")
    if style == "excel":
        return day
    return {
        "2017.05": f"{day.year}.{day.month:02}", "2017.5": f"{day.year}.{day.month}",
        "年月": f"{day.year}年{day.month}月",
        "年月日": f"{day.year}年{day.month:02}月{day.day:02}日",
        "-": f"{day:%Y-%m-%d}", "/": f"{day.year}/{day.month}", "digits": int(f"{day:%Y%m}"),
        "long digits": f"{day:%Y%m%d}", "serial": (day - date(1899, 12, 30)).days,
    }[style]  # fmt: skip


def _foot(plan: Plan) -> None:
    dice, width = plan.dice, len(plan.columns)
    plan.rows += [[""] * width for _ in range(dice.randrange(0, 3))]
    for cells in dice.sample(FOOTERS, dice.randrange(0, 4)):
        shift = dice.randrange(0, max(1, width - len(cells)))
        plan.rows.append([*[""] * shift, *cells][:width])
        if plan.kind != "csv" and len(cells) == 1 and dice.random() < 0.5 and shift + 1 < width:
            plan.merged.append((len(plan.rows) - 1, shift, len(plan.rows) - 1, width - 1))


def _answer(plan: Plan, cadres: list[Cadre]) -> Roster:
    content = {"xlsx": _xlsx, "xls": _xls, "csv": _csv}[plan.kind](plan)
    roster = Roster(content, f"花名册.{plan.kind}", len(cadres))
    shown = set(plan.columns)
    above = ""
    for row, person in plan.at:
        roster.refused[row] = set(person.refused)
        roster.posts[row] = (
            [] if person.refused & {"unknown_post", "post_missing"} else person.posts
        )
        roster.villages[row] = person.village
        needs = {"education_alias": "education", "dashed_phone": "phone"}
        roster.tolerated[row] = {t for t in person.tolerated if needs.get(t, "name") in shown}
        warned = set(person.warned)
        if "since" not in shown:
            warned.add("since_missing")
        if plan.villages == "first" and person.village == above:
            warned.add("village_from_above")
        above = person.village
        roster.warned[row] = warned
    return roster


def _csv(plan: Plan) -> bytes:
    text = io.StringIO()
    separator = plan.dice.choice((",", ",", ",", ";", "\t"))
    csv.writer(
        text, delimiter=separator, lineterminator=plan.dice.choice(("\r\n", "\n"))
    ).writerows(plan.rows)
    encoding = plan.dice.choice(("utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16"))
    return text.getvalue().encode(encoding)


def _xls(plan: Plan) -> bytes:
    return old_workbook({"Sheet1": plan.rows}, plan.merged)


def _xlsx(plan: Plan) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_numbers": False})
    if plan.dice.random() < 0.4:
        book.add_worksheet("填表说明").write(0, 0, "请勿改动表头")
    sheet = book.add_worksheet("花名册")
    style = book.add_format(
        {"num_format": plan.dice.choice(("yyyy.mm", "yyyy年m月", "yyyy-mm-dd"))}
    )
    for top, left, bottom, right in plan.merged:
        sheet.merge_range(top, left, bottom, right, "")
    for row, cells in enumerate(plan.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, style)
            elif cell != "":
                sheet.write(row, column, cell)
    if plan.dice.random() < 0.2:
        old = book.add_worksheet("2017年")
        old.hide()
        old.write_row(0, 0, ["姓名", "身份证号", "村", "职务"])
    book.close()
    return target.getvalue()


assert TODAY
