"""Say, for each procedure of the cases, its columns, their facts and the words expected."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from policy import ballots, deviation, service, words
from policy.appraisal_cases import APPRAISAL
from policy.book import Book
from policy.casespec import ALL_KNOWN, USUAL_DAY, Answers, Cells, Spec, ask, each, listed
from policy.facts import FactError, day, required_day, whole
from policy.figures import decimal, two_places
from policy.procedures import attendance, grade_change
from policy.record import decide

AMOUNT = re.compile(r"[0-9]+\.[0-9]{2}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile(r"[0-9]{4}")
COUNT = re.compile(r"[0-9]+")
PLACE = re.compile(r"\w+村")
TERM = re.compile(r"(\w+村)?([0-9]{4}-[0-9]{2}-[0-9]{2})至([0-9-]*)")
CLAUSES = re.compile(r"[A-Z]+-[0-9]+(,[A-Z]+-[0-9]+)*")


def _grades(book: Book, rows: Sequence[Cells]) -> list[Answers]:
    _, result = _township(book, rows)
    found = result["rows"]
    return [
        {"综合": found[str(i)]["composite"] or "", "等次": found[str(i)]["label"]}
        for i in range(len(rows))
    ]


def _changed(book: Book, rows: Sequence[Cells]) -> list[Answers]:
    """Judge together what a committee changes, and whom it chooses among those who tie."""
    rules, result = _township(book, rows)
    labels = {label: grade for grade, label in words.GRADE_LABELS.items()}
    wanted = {str(i): labels[row["改定"]] for i, row in enumerate(rows) if row["改定"]}
    chosen = {str(i) for i, row in enumerate(rows) if row["选定"] == words.YES_NO[0]}
    found = deviation.judged(result, wanted, chosen, rules)
    return [
        {
            "建议": result["rows"][str(i)]["label"],
            "允许": words.YES_NO[found[str(i)]["verdict"] != "met"] if str(i) in found else "",
        }
        for i in range(len(rows))
    ]


def _township(book: Book, rows: Sequence[Cells]) -> tuple[dict[str, Any], dict[str, Any]]:
    head = rows[0]
    facts = {
        "on": head.get("日期", ""),
        "county": head.get("县") or None,
        "headcount": head.get("在岗总数") or None,
        "rows": [_grade_row(index, row) for index, row in enumerate(rows)],
    }
    on = day(facts["on"], "日期")
    if on is None:
        raise FactError("年度等次缺“日期:”一行，请写考核截止日。")
    rules = book.at(on, ALL_KNOWN, head.get("县") or None)
    return rules, decide("annual_grade", rules, facts).result


def _grade_row(index: int, row: Cells) -> dict[str, Any]:
    kinds, on = listed(row["警示或处分"]) or (), row["作出日"] or None
    measures = [{"kind": kind, "text": "", "on": on} for kind in kinds]
    return {
        "id": str(index),
        "name": row["姓名"],
        "village": row["村"],
        "posts": listed(row["职务"]),
        "team": row["班子"] or None,
        "report_rating": row["述职测评"] or None,
        "target_score": row["目标考核"] or None,
        "measures": measures,
        "months": row["整月数"] or None,
        "excused": row["不定等次"],
    }


def _months(_book: Book, row: Cells) -> Answers:
    held = [_term(term)[1] for term in listed(row["任职"]) or ()]
    return {"整月数": str(service.months_of_year(held, int(row["年度"])))}


def _team(_book: Book, row: Cells) -> Answers:
    led: dict[str, list[service.Held]] = {}
    for term in listed(row["任主干"]) or ():
        village, held = _term(term)
        led.setdefault(village, []).append(held)
    return {"按": service.team_led(led, int(row["年度"])) or ""}


def _term(cell: str) -> tuple[str, service.Held]:
    """Read a term of office: 东村2018-01-01至2018-06-30; without its end it is still held."""
    found = TERM.fullmatch(cell)
    if found is None:
        raise FactError(f"任职“{cell}”应写成“村2018-01-01至2018-06-30”，在任的不写止日。")
    village, began, ended = found.groups()
    return village, (required_day(began, "起日"), day(ended, "止日"))


def _plan(book: Book, row: Cells) -> Answers:
    both = {key: row[word] or None for key, word in words.ASPECTS.items()}
    facts: dict[str, Any] = {
        "weights": {form: _five(row[f"{name}五项"]) or both for form, name in words.FORMS.items()},
        "methods": {"report": row["述职占比"] or None, "target": row["目标占比"] or None},
    }
    if lines := listed(row["分数线"]):
        facts["bands"] = dict(zip(words.GRADES, lines, strict=False))
    if worth := listed(row["票折分"]):
        facts["ballots"] = dict(zip(words.GRADES, worth, strict=False))
    if weights := listed(row["投票人权重"]):
        facts["groups"] = [{"name": f"第{n}类", "weight": w} for n, w in enumerate(weights, 1)]
    return {"可用": ask(book, "plan_check", facts, None)["label"]}


def _five(cell: str) -> dict[str, str]:
    """Read a form's own weights, the five aspects in their order."""
    weights = listed(cell) or []
    if len(weights) not in (0, len(words.ASPECTS)):
        raise FactError(f"“{cell}”应为德、能、勤、绩、廉五项，用、隔开。")
    return dict(zip(words.ASPECTS, weights, strict=False))


def _pay(book: Book, row: Cells) -> Answers:
    facts = {
        "grade": row["等次"] or None,
        "base": row["基准"] or None,
        "days": row["在岗天数"] or None,
        "year_days": row["全年天数"] or None,
    }
    return {"应发": ask(book, "performance_pay", facts, None)["label"]}


def _change(book: Book, row: Cells) -> Answers:
    facts = {
        "was": row["原等次"] or None,
        "now": row["更正为"] or None,
        "seats": row["名额"] or None,
        "taken": row["他人已占"] or None,
        "barred": row["不得优秀"] or None,
        "paid": row["当年绩效"] or None,
    }
    found = ask(book, "grade_change", facts, None)
    return {"可否": found["label"], "绩效": found["pay_label"], "名额变化": found["seat_label"]}


def _warning(book: Book, row: Cells) -> Answers:
    facts = {
        "served_on": row["送达日"] or None,
        "reviewed_on": row["考察日"] or None,
        "review_result": row["考察结果"] or None,
        "today": row["今日"] or None,
    }
    found = ask(book, "warning_period", facts, day(row["送达日"], "送达日"))
    return {"期满日": found["last_day"] or "", "状态": found["label"]}


def _route(book: Book, row: Cells) -> Answers:
    facts = {"posts": listed(row["职务"]), "route": row["路径"] or None}
    return {"允许": ask(book, "removal_route", facts, None)["label"]}


def _three(book: Book, row: Cells) -> Answers:
    years = {}
    for year, cell in row.items():
        grade, slash, posts = cell.partition("/")
        if cell and not slash:
            raise FactError(f"{year} 年“{cell}”应写成“等次/职务”。")
        years[year] = {"grade": grade.strip() or None, "posts": listed(posts.strip())}
    on = date(int(max(years)), 12, 31) if years else None
    return {"资格": ask(book, "three_excellent", {"years": years}, on)["label"]}


def _reserve(book: Book, row: Cells) -> Answers:
    facts = {"born_on": row["出生"] or None, "cutoff": row["截止日"] or None}
    found = ask(book, "reserve_age", facts, day(row["截止日"], "截止日"))
    return {"35岁以下": found["label"]}


def _attendance(book: Book, row: Cells) -> Answers:
    facts = {
        "county": row["县"] or None,
        "month": row["月份"],
        "present_days": row["白天在村"] or None,
        "trip_days": row["公差"] or None,
    }
    found = ask(book, "attendance", facts, attendance.month(row["月份"]), row["县"])
    return {"结果": found["label"]}


def _qualify(book: Book, row: Cells) -> Answers:
    facts = {
        "posts": listed(row["职务"]),
        "entry": row["新任或留任"] or None,
        "born_on": row["出生"] or None,
        "education": row["学历"] or None,
        "party_status": row["政治面貌"] or None,
        "sanction_until": row["处分影响期止"] or None,
        "convicted": row["判刑"] or None,
        "review": row["联审"] or None,
        "elected_on": row["选举日"] or None,
    }
    found = ask(book, "qualification", facts, day(row["选举日"], "选举日"), row["县"])
    return {"结论": found["label"], "条款": ",".join(found["clauses"])}


def _rating(book: Book, row: Cells) -> Answers:
    rules = book.at(USUAL_DAY, ALL_KNOWN, None)
    groups, came = _groups(row), parts(row["实到"])
    present = [
        0 if one.is_absent and not cell else whole(cell, "实到")
        for one, cell in zip(groups, came, strict=True)
    ]
    [quorum] = ballots.quorum_met(_sum(one.expected for one in groups), _sum(present), rules)
    failed = quorum["verdict"] == "failed"
    rating = None if failed else ballots.weighted_rating(groups, rules)
    return {
        "测评分": "未定" if rating is None else two_places(rating),
        "到会": QUORUM_WORDS[quorum["verdict"]],
        "核对": _returned(groups, parts(row["收回"])),
    }


def parts(cell: str) -> list[str]:
    """Split a cell of one value a group; an empty value is unknown."""
    return [part.strip() for part in cell.split("、")]


def _groups(row: Cells) -> list[ballots.Group]:
    columns = zip(parts(row["权重"]), parts(row["应到"]), parts(row["票数"]), strict=True)
    return [
        ballots.Group(f"第{at}类", decimal(weight), whole(due, "应到"), _counts(cast))
        for at, (weight, due, cast) in enumerate(columns, 1)
    ]


def _counts(cell: str) -> dict[str, int] | None:
    if not cell:
        return None
    return dict(zip(words.GRADES, map(int, cell.split("/")), strict=True))


def _sum(counts: Iterable[int | None]) -> int | None:
    known = list(counts)
    return None if None in known else sum(one or 0 for one in known)


def _returned(groups: Sequence[ballots.Group], returned: Sequence[str]) -> str:
    there = [(one, back) for one, back in zip(groups, returned, strict=True) if not one.is_absent]
    if any(one.counts is None or not back for one, back in there):
        return "待补"
    spoilt = [ballots.spoilt(one.counts or {}, int(back)) or 0 for one, back in there]
    if min(spoilt, default=0) < 0:
        return "多于收回"
    return f"弃权或作废 {sum(spoilt)} 张" if any(spoilt) else "相符"


QUORUM_WORDS = {"met": "符合", "failed": "不足", "unknown": "待补"}
SPOILT = re.compile(r"弃权或作废 [0-9]+ 张")


CADRE = (
    *("姓名", "村", "职务", "班子", "述职测评", "目标考核", "警示或处分"),
    *("作出日", "整月数", "不定等次"),
)
TOWNSHIP = ("日期", "县", "在岗总数")
NOBODY: tuple[str, ...] = ()
SPECS: dict[str, Spec] = {
    "年度等次": Spec(
        _grades,
        CADRE,
        {"综合": (NOBODY, AMOUNT), "等次": (words.GRADE_WORDS, None)},
        keys=TOWNSHIP,
        whole_table=True,
    ),
    "等次变动": Spec(
        _changed,
        (*CADRE, "选定", "改定"),
        {"建议": (words.GRADE_WORDS, None), "允许": (words.YES_NO, None)},
        keys=TOWNSHIP,
        whole_table=True,
    ),
    "任职月数": Spec(each(_months), ("年度", "任职"), {"整月数": (NOBODY, COUNT)}),
    "所带班子": Spec(each(_team), ("年度", "任主干"), {"按": (NOBODY, PLACE)}),
    "考核方案": Spec(
        each(_plan),
        (
            *(*words.ASPECTS.values(), "述职占比", "目标占比"),
            *("述职测评五项", "目标考核五项", "分数线", "票折分", "投票人权重"),
        ),
        {"可用": ((*words.YES_NO, "待核实"), None)},
    ),
    "述职测评": Spec(
        each(_rating),
        ("权重", "应到", "实到", "收回", "票数"),
        {
            "测评分": (("未定",), AMOUNT),
            "到会": (tuple(QUORUM_WORDS.values()), None),
            "核对": (("相符", "待补", "多于收回"), SPOILT),
        },
    ),
    "绩效报酬": Spec(
        each(_pay),
        ("等次", "基准", "在岗天数", "全年天数"),
        {"应发": (("暂缓",), AMOUNT)},
    ),
    "等次更正": Spec(
        each(_change),
        ("原等次", "更正为", "名额", "他人已占", "不得优秀", "当年绩效"),
        {
            "可否": (tuple(grade_change.LABELS.values()), None),
            "绩效": (tuple(grade_change.PAY.values()), None),
            "名额变化": (tuple(grade_change.SEAT.values()), None),
        },
    ),
    "警示期": Spec(
        each(_warning),
        ("送达日", "考察日", "考察结果", "今日"),
        {"期满日": (NOBODY, DAY), "状态": (("警示中", "待考察", "已解除", "转退出"), None)},
    ),
    "退出路径": Spec(each(_route), ("职务", "路径"), {"允许": (words.YES_NO, None)}),
    "三连优": Spec(
        each(_three), (), {"资格": ((*words.YES_NO, "待定"), None)}, column_pattern=YEAR
    ),
    "后备年龄": Spec(each(_reserve), ("出生", "截止日"), {"35岁以下": (words.YES_NO, None)}),
    "出勤": Spec(
        each(_attendance),
        ("县", "月份", "白天在村", "公差"),
        {"结果": (("达标", "不达标", "不适用", "待补"), None)},
    ),
    "任职资格": Spec(
        each(_qualify),
        (
            *("职务", "新任或留任", "出生", "学历", "政治面貌"),
            *("处分影响期止", "判刑", "联审", "选举日"),
        ),
        {"结论": (("符合", "不符合", "待核实"), None), "条款": (NOBODY, CLAUSES)},
        keys=("县",),
    ),
    "民主评议": APPRAISAL,
}
