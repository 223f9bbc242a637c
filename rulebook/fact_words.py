"""Name the facts of stored decisions: what each is, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from policy.words import ASPECTS, FORMS, GRADES


class Fact(NamedTuple):
    """One fact as it stands on the grounds sheet."""

    label: str
    value: str
    source: str
    day: str


# Fact: what it is called, which record it was taken from.
WORDS: dict[str, tuple[str, str]] = {
    "on": ("考核截止日", "考核方案"),
    "county": ("县（统计代码）", "区划代码"),
    "headcount": ("在岗总数", "截止日任职登记"),
    "name": ("姓名", "干部档案"),
    "village": ("村", "任职登记"),
    "posts": ("职务", "任职登记"),
    "team_village": ("班子结果按", "任职登记（本年带得久的村）"),
    "team": ("班子考核结果", "班子考核结果登记"),
    "report_rating": ("述职测评分", "述职会议民主测评票"),
    "target_score": ("目标考核分", "目标考核评分表"),
    "measures": ("警示或处分", "警示与处分登记"),
    "months": ("本年任职整月数", "任职登记"),
    "excused": ("不定等次的理由", "乡镇登记"),
    "methods": ("两种方式占比", "考核方案"),
    "weights": ("五方面占比", "考核方案"),
    "bands": ("县定分数线", "考核方案"),
    "ballots": ("县定测评票折分", "考核方案"),
    "groups": ("投票人类别和权重", "考核方案"),
    "grade": ("等次", "年度考核决定"),
    "was": ("原等次", "年度考核决定"),
    "now": ("更正为", "更正申请"),
    "seats": ("优秀名额", "乡镇年度考核"),
    "taken": ("其他人已占优秀名额", "年度考核决定"),
    "barred": ("不得优秀", "班子结果、警示与处分登记"),
    "paid": ("当年绩效报酬", "更正申请"),
    "base": ("绩效基准", "报酬登记"),
    "days": ("在岗天数", "任职登记"),
    "year_days": ("全年天数", "日历"),
    "served_on": ("送达日", "送达回证"),
    "reviewed_on": ("考察日", "考察报告"),
    "review_result": ("考察结果", "考察报告"),
    "today": ("办理日", "办理时登记"),
    "route": ("退出路径", "处理单"),
    "years": ("历年等次与职务", "年度考核决定"),
    "born_on": ("出生日期", "干部档案"),
    "cutoff": ("截止日", "通知"),
    "month": ("月份", "考勤月报"),
    "present_days": ("白天在村天数", "考勤月报"),
    "trip_days": ("公差天数", "考勤月报"),
    "entry": ("新任或留任", "提名表"),
    "education": ("学历", "干部档案"),
    "party_status": ("政治面貌", "干部档案"),
    "sanction_until": ("处分影响期止", "处分登记"),
    "convicted": ("判刑", "联审回函"),
    "review": ("联审", "联审意见"),
    "elected_on": ("选举日", "选举结果登记"),
    "kind": ("期限", "办理登记"),
    "start": ("起算日", "办理登记"),
    "done_on": ("办结日", "办理登记"),
    "voters": ("有选举权的村民", "选民登记"),
    "signed_voters": ("联名选民", "罢免动议"),
    "representatives": ("村民代表", "代表名册"),
    "signed_representatives": ("联名代表", "罢免动议"),
    "registered": ("登记参加选举", "选民登记"),
    "voted": ("投票", "投票结果"),
    "agreed": ("赞成", "投票结果"),
    "noticed_on": ("书面告知日", "评议告知书"),
    "held_on": ("评议日", "评议会议记录"),
    "previous_on": ("上次评议日", "上次评议记录"),
    "accepted": ("不合规定的评议是否计入", "乡镇党委认定"),
    "returned": ("收回票数", "评议会议记录"),
    "competent": ("称职票", "民主评议票"),
    "incompetent": ("不称职票", "民主评议票"),
    "earlier": ("前几次评议结果", "民主评议登记"),
}
HIDDEN = {"id", "rows"}
EMPTY = {
    "excused",
    "measures",
    "accepted",
    "previous_on",
    "earlier",
}  # nothing there is the usual case, not a lack


def listed(facts: Mapping[str, Any], day: str) -> list[Fact]:
    """Give facts as lines; `day` is the day they were taken, where they have none of their own."""
    places = {key: place for place, key in enumerate(WORDS)}
    keys = sorted(facts.keys() - HIDDEN, key=lambda key: places.get(key, len(places)))
    return [_fact(key, facts[key], day) for key in keys]


def _fact(key: str, value: Any, day: str) -> Fact:
    label, source = WORDS.get(key, (key, ""))
    lacking = "无" if key in EMPTY else "未填"
    return Fact(label, _shown(key, value) or lacking, source, _day(key, value) or day)


def _day(key: str, value: Any) -> str:
    if key != "measures":
        return ""
    return "、".join(item["on"] for item in value if item.get("on"))


def _shown(key: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if key == "measures":
        return "、".join(f"{item['kind']} {item.get('text', '')}".strip() for item in value)
    if key == "groups":
        return "、".join(f"{item['name']} {item['weight']}%" for item in value)
    if isinstance(value, Mapping):
        return "；".join(f"{_word(name)} {_shown(name, one)}" for name, one in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(_shown("", one) for one in value)
    return str(value)


def _word(name: str) -> str:
    words = {**FORMS, **ASPECTS, **GRADES, "grade": "等次", "posts": "职务"}
    words |= {"held_on": "评议日", "verdict": "结果"}
    return words.get(name, name)
