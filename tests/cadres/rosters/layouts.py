"""How rosters are laid out: titles, headers, merged villages, hints, footers; and in which file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.cadres.rosters.knots import skip_a_village, tangle
from tests.cadres.rosters.made_up import (
    EDUCATIONS,
    ETHNICITIES,
    JOINTS,
    PLACES,
    POLITICS,
    TOWNSHIPS,
    Cadre,
    people,
)
from tests.cadres.rosters.written import WRITERS

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
    "2017.05", "2017.5", "年月", "年月日", "-", "/", "digits", "long digits", "float", "excel",
    "serial",
)  # fmt: skip


@dataclass
class Row:
    """What reading a person's row must give."""

    refused: set[str]
    tolerated: set[str]
    warned: set[str]
    posts: list[str]
    values: dict[str, object]


@dataclass
class Roster:
    """A file, and what reading it must give by row of the sheet; `also` lead to earlier rows."""

    content: bytes
    name: str
    rows: dict[int, Row] = field(default_factory=dict)
    also: dict[int, int] = field(default_factory=dict)


@dataclass
class Plan:
    """The choices that make one roster's layout, and the table as it grows."""

    dice: Random
    kind: str
    columns: list[str] = field(default_factory=list)
    villages: str = "written"  # or merged, or first (the row below is blank)
    dates: dict[str, str] = field(default_factory=dict)
    joint: str = "、"
    posts: str = "one"  # or two columns, or a group of two
    schools: str = "one"  # or a group of two
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    at: list[tuple[int, Cadre]] = field(default_factory=list)
    heads: list[list[object]] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def blank(self) -> list[object]:
        return [""] * len(self.columns)


def made_up(seed: int) -> Roster:
    """Make the roster of a seed."""
    dice = Random(seed)
    plan = _plan(dice)
    ends = ("村", "村", "村", "社区")
    villages = [f"{name}{dice.choice(ends)}" for name in dice.sample(PLACES, 5)]
    cadres = people(dice, villages[: dice.randrange(2, 6)])
    tangle(cadres, dice, set(plan.columns))
    if plan.villages == "written" and plan.chance(0.15):
        skip_a_village(cadres, dice)
    township = dice.choice(TOWNSHIPS)
    _title(plan, township)
    _heads(plan)
    _body(plan, cadres, township)
    _foot(plan)
    right, down = dice.choice((0, 0, 0, 1, 2)), dice.choice((0, 0, 0, 1, 3))
    rows = [[] for _ in range(down)] + [[*[""] * right, *row] for row in plan.rows]
    merged = [
        (top + down, first + right, bottom + down, last + right)
        for top, first, bottom, last in plan.merged
    ]
    return _answer(plan, WRITERS[plan.kind](rows, merged, dice), down)


def _plan(dice: Random) -> Plan:
    kind = dice.choice(("xlsx", "xlsx", "xlsx", "xls", "csv", "csv"))
    plan = Plan(dice, kind)
    dropped = dice.sample(OPTIONAL, dice.choice((0, 1, 2, 3, 5, 8, len(OPTIONAL))))
    plan.columns = [key for key in HEADS if key not in dropped]
    plan.columns += dice.sample(list(FOREIGN), dice.randrange(0, 4))
    if plan.chance(0.6):
        dice.shuffle(plan.columns)
    modes = ("written", "first") if kind == "csv" else ("written", "merged", "first")
    plan.villages = dice.choice(modes)
    plan.joint = dice.choice(JOINTS)
    plan.posts = dice.choice(("one", "one", "one", "two", "group"))
    plan.schools = dice.choice(("one", "one", "one", "group"))
    styles = [style for style in DATES if kind == "xlsx" or style != "excel"]
    if kind == "csv":
        styles.remove("float")  # a text now, of which Excel has taken the last zero
    for key in ("born", "party_joined", "since"):
        plan.dates[key] = dice.choice(styles)
    return plan


def _title(plan: Plan, township: str) -> None:
    texts = plan.dice.choice((
        [], [f"{township}村（社区）干部花名册"],
        [f"{township}村干部基本情况登记表", f"填报单位（盖章）：{township}党委"],
        ["附件1", f"{township}2018年村“两委”干部名册", ""],
    ))  # fmt: skip
    for text in texts:
        plan.rows.append([text, *plan.blank()[1:]])
        if plan.kind != "csv" and plan.chance(0.7) and text:
            row = len(plan.rows) - 1
            plan.merged.append((row, 0, row, len(plan.columns) - 1))


def _heads(plan: Plan) -> None:
    """Write one row of headers, or two with groups, and perhaps a row of hints."""
    groups = _groups(plan)
    names = [
        plan.dice.choice(HEADS[key].split("|")) if key in HEADS else key for key in plan.columns
    ]
    if not groups and plan.chance(0.15):
        groups = [("基本情况", plan.dice.randrange(len(names) - 2), 3)]
    began = len(plan.rows)
    if groups:
        _two_rows(plan, names, groups)
    else:
        plan.rows.append(names)
    plan.heads = [list(row) for row in plan.rows[began:]]
    shape = plan.dice.random()
    if shape < 0.12:
        plan.rows.append([HINTS.get(key, "") for key in plan.columns])
    elif shape < 0.18:
        plan.rows.append([str(number) for number, _ in enumerate(plan.columns, 1)])


def _groups(plan: Plan) -> list[tuple[str, int, int]]:
    """Part posts and schools into two columns each; give the groups that stand over them."""
    groups = []
    for key, kind, parts, name in (
        ("posts", plan.posts, ["党内职务", "村委职务"], "职务"),
        ("education", plan.schools, ["全日制教育", "在职教育"], "学历"),
    ):
        if kind == "one" or key not in plan.columns:
            continue
        at = plan.columns.index(key)
        plan.columns[at : at + 1] = parts
        groups = [(n, place + (place > at), reach) for n, place, reach in groups]
        if kind == "group":
            groups.append((name, at, 2))
        plan.rows = [[*row, ""] for row in plan.rows]
    return groups


def _two_rows(plan: Plan, names: list[str], groups: list[tuple[str, int, int]]) -> None:
    """Set groups over neighbours; every other header reaches over both rows."""
    top, sub, row = list(names), [""] * len(names), len(plan.rows)
    for group, at, reach in groups:
        for place in range(at, at + reach):
            sub[place], top[place] = names[place], group if place == at else ""
        if plan.kind != "csv":
            plan.merged.append((row, at, row, at + reach - 1))
    plan.rows += [top, sub]
    if plan.kind != "csv":
        plan.merged += [(row, c, row + 1, c) for c, text in enumerate(sub) if not text]


def _body(plan: Plan, cadres: list[Cadre], township: str) -> None:
    above, began = "", 0
    for seat, person in enumerate(cadres, 1):
        if person.village != above:
            _end_village(plan, began, above)
            began = len(plan.rows)
        elif plan.chance(0.03):
            plan.rows.append(plan.blank())
        row = [_cell(plan, key, person, seat, township) for key in plan.columns]
        if (person.village == above and plan.villages != "written") or (
            "village_missing" in person.refused
        ):
            row[plan.columns.index("village")] = ""
        above = person.village
        plan.rows.append(row)
        plan.at.append((len(plan.rows), person))
    _end_village(plan, began, "")


def _end_village(plan: Plan, began: int, village: str) -> None:
    """Merge the village over its people; then a subtotal, a vacancy or the headers again."""
    column = plan.columns.index("village")
    if plan.villages == "merged" and began and len(plan.rows) - began > 1:
        plan.merged.append((began, column, len(plan.rows) - 1, column))
    if not village:
        return
    if plan.chance(0.06):
        plan.rows.append(["小计", *plan.blank()[2:], "4人"])
    if plan.chance(0.04):
        vacant = plan.blank()
        vacant[column], vacant[plan.columns.index("name")] = village, plan.dice.choice(("", "空缺"))
        plan.rows.append(vacant)
    if plan.chance(0.05):
        plan.rows += [list(row) for row in plan.heads]


def _cell(plan: Plan, key: str, person: Cadre, seat: int, township: str) -> object:
    if key == "村委职务" and person.parts == [("committee", "委员")]:
        return "董秘"  # in that column a bare 委员 would be plain
    parts = {"党内职务": ("party",), "村委职务": ("committee",), "posts": ("party", "committee")}
    if key in parts:
        return plan.joint.join(text for owner, text in person.parts if owner in parts[key])
    if key in ("全日制教育", "在职教育"):
        lower = "小学" if "硕士" in str(person.cells["education"]) else ""
        return person.cells["education"] if key == "在职教育" else lower
    fixed = {"seat": seat, "township": township, "village": person.village}
    cell = fixed.get(key, person.cells.get(key, FOREIGN.get(key, "")))
    if isinstance(cell, date):
        return _date(plan, key, cell, person)
    if key == "phone" and plan.kind != "csv" and str(cell).isdecimal() and plan.chance(0.3):
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
    plan.rows += [plan.blank() for _ in range(dice.randrange(0, 3))]
    for cells in dice.sample(FOOTERS, dice.randrange(0, 4)):
        shift = dice.randrange(0, max(1, width - len(cells)))
        plan.rows.append([*[""] * shift, *cells][:width])
        row = len(plan.rows) - 1
        if plan.kind != "csv" and len(cells) == 1 and plan.chance(0.5) and shift + 1 < width:
            plan.merged.append((row, shift, row, width - 1))


def _answer(plan: Plan, content: bytes, down: int) -> Roster:
    roster = Roster(content, f"花名册.{plan.kind}")
    places = {id(person): row + down for row, person in plan.at}
    above = ""
    for number, person in plan.at:
        row, again = number + down, person.village == above
        above = person.village
        if person.into is not None:
            roster.also[row] = places[id(person.into)]
        else:
            roster.rows[row] = _row(plan, person, again=again)
    return roster


def _row(plan: Plan, person: Cadre, *, again: bool) -> Row:
    shown = set(plan.columns) | ({"education"} if "在职教育" in plan.columns else set())
    needs = {"education_alias": "education", "dashed_phone": "phone"}
    warned = set(person.warned) | ({"since_missing"} if "since" not in shown else set())
    if plan.villages == "first" and again:
        warned.add("village_from_above")
    no_posts = person.refused & {"unknown_post", "post_missing"}
    return Row(
        refused=person.refused,
        tolerated={code for code in person.tolerated if needs.get(code, "name") in shown},
        warned=warned,
        posts=[] if no_posts else person.posts,
        values={key: value for key, value in _values(plan, person).items() if key in shown},
    )


def _values(plan: Plan, person: Cadre) -> dict[str, object]:
    """Say what the cells mean, where nothing is wrong with them."""
    cells = person.cells
    values: dict[str, object] = {
        "ethnicity": ETHNICITIES[cells["ethnicity"]],
        "education": EDUCATIONS[cells["education"]],
        "political_status": POLITICS[cells["political_status"]],
        "phone": "".join(sign for sign in str(cells["phone"]) if sign.isdecimal()),
    }
    if not person.refused & {"village_missing"}:
        values["village"] = person.village
    if not person.refused & {"name_missing", "name_wrong"}:
        values["name"] = person.name
    if not any(code.startswith("identity_") for code in person.refused):
        values["id_number"] = person.number
    if "date_unreadable" not in person.warned:
        values["since"] = (cells["since"].year, cells["since"].month)
    return values
