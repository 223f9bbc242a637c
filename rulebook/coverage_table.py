"""For each row of table A: who answers for it, and where it is used today.

Figures and catalogue entries are found in the rulebook itself; this table adds procedures, what is
left to people, what is only counted, the pages that use it now, and the part that will.
"""

from __future__ import annotations

from typing import NamedTuple


class Use(NamedTuple):
    """What a rule is beside its figures and entries, and where it is met."""

    procedures: tuple[str, ...] = ()
    judgement: str = ""  # what people decide, in words
    figure: str = ""  # what a report counts
    screens: tuple[str, ...] = ()  # names of addresses
    later: str = ""  # the part that comes with a later module


BOARD = ("assessments:board", "assessments:entry", "assessments:decide")
PLAN = ("assessments:plan", "assessments:plan_edit")
LIBRARY = ("assessments:library", "assessments:plan_pick")
OVERVIEW = ("assessments:overview",)
APPRAISAL = ("supervision:appraisals", "supervision:appraisal")
FILE = ("reports:person",)
RULES = ("rulebook:figures",)
LISTS = ("rulebook:catalogues",)
SCREENING, DAILY, WARNING = "选任联审", "日常管理", "警示与退出"
RESERVE, TRAINING, WELFARE = "后备干部", "培训", "报酬与关怀"
REPORTS = "报表"

USES: dict[str, Use] = {
    "SCOPE-DOC": Use(screens=("rulebook:article", "rulebook:files")),
    "SCOPE-OBJECT": Use(
        judgement="谁是村“两委”成员，由乡镇登记任职时认定",
        screens=("cadres:list", "reports:person"),
    ),
    "SCOPE-PRINCIPLE": Use(procedures=("deadline",), screens=(*RULES, "assessments:objection")),
    "SELECT-SCOPE": Use(procedures=("deadline",), screens=RULES, later=SCREENING),
    "SELECT-BASIC-6": Use(procedures=("qualification",), screens=LISTS, later=SCREENING),
    "SELECT-BAR-9": Use(procedures=("qualification",), screens=LISTS, later=SCREENING),
    "REVIEW-8DEPT": Use(judgement="八个部门各出意见，部门名单未公布", later=SCREENING),
    "STAT-2017-DISQ": Use(figure="2017 年取消候选人资格人数", later=SCREENING),
    "REVIEW-COUNTY": Use(procedures=("qualification", "deadline"), screens=RULES, later=SCREENING),
    "REVIEW-LOOKBACK": Use(
        procedures=("qualification",), judgement="命中者由县级联审组集体认定", later=SCREENING
    ),
    "STAT-LOOKBACK": Use(figure="回头看清除人数", later=SCREENING),
    "RESERVE-PER-VILLAGE": Use(screens=RULES, later=RESERVE),
    "RESERVE-3LEVEL": Use(judgement="分级管理的名册，不作判断", later=RESERVE),
    "RESERVE-TRACK": Use(judgement="培养方式由乡镇定", later=RESERVE),
    "STAT-RESERVE": Use(
        procedures=("reserve_age",),
        figure="后备总数、35 岁以下、大专以上",
        screens=RULES,
        later=RESERVE,
    ),
    "TRAIN-MODE": Use(judgement="办班方式由县、乡定", later=TRAINING),
    "TRAIN-COVERAGE": Use(figure="当年参训人数占在任人数", later=TRAINING),
    "STAT-TRAIN-2018": Use(figure="班期数、人次", later=TRAINING),
    "TRAIN-DEGREE": Use(figure="农民大学生人数", later=TRAINING),
    "SUP-3LEVEL": Use(
        judgement="三级各看各的范围，由角色和区划保证",
        screens=("reports:home", "accounts:choose_role"),
    ),
    "DAILY-PLEDGE": Use(
        judgement="目标由村定、乡镇核",
        screens=("supervision:pledges", "supervision:pledge", *RULES),
    ),
    "DAILY-DUTY": Use(procedures=("attendance",), screens=RULES, later=DAILY),
    "DAILY-MEETING": Use(judgement="例会照记录登记", later=DAILY),
    "DAILY-TRAIN": Use(figure="参训记录", later=TRAINING),
    "DAILY-TALK": Use(judgement="谈心谈话照记录登记，不计入警示", later=DAILY),
    "DAILY-ARCHIVE": Use(judgement="一人一档，缺什么由乡镇补", screens=FILE),
    "DAILY-AUDIT": Use(procedures=("deadline",), screens=RULES, later=WARNING),
    "DAILY-POWERLIST": Use(judgement="清单事项由村按流程办", later=DAILY),
    "SUP-INSPECT": Use(judgement="市里督查时评定", later=REPORTS),
    "SUP-LIAISON": Use(judgement="包村干部由乡镇指定", later=DAILY),
    "DUTY-22": Use(procedures=("attendance",), screens=("rulebook:counties",), later=DAILY),
    "DUTY-HOLIDAY-2": Use(screens=("rulebook:counties",), later=DAILY),
    "DUTY-NO-COMMUTE": Use(judgement="是否“走读”由乡镇查实（情形 W-03）", later=WARNING),
    "ASSESS-5DIM": Use(procedures=("plan_check",), screens=(*PLAN, "assessments:targets")),
    "ASSESS-PLAN": Use(
        procedures=("plan_check", "deadline"), screens=(*PLAN, "assessments:notice")
    ),
    "ASSESS-PERF-50": Use(procedures=("plan_check",), screens=PLAN),
    "ASSESS-PERF-TOPIC": Use(judgement="“绩”下列哪些指标由县定", screens=(*PLAN, *LIBRARY)),
    "ASSESS-METHOD-2": Use(
        procedures=("annual_grade", "plan_check"),
        screens=("assessments:meeting", "assessments:targets", *BOARD),
    ),
    "ASSESS-TARGET-60": Use(procedures=("annual_grade", "plan_check"), screens=(*PLAN, *BOARD)),
    "ASSESS-EXCELLENT-CAP": Use(
        procedures=("annual_grade",), screens=(*BOARD, *OVERVIEW, "rulebook:whatif")
    ),
    "ASSESS-TEAM-GATE": Use(procedures=("annual_grade",), screens=("assessments:teams", *BOARD)),
    "ASSESS-EACH": Use(
        procedures=("annual_grade", "democratic_appraisal"), screens=(*BOARD, *APPRAISAL)
    ),
    "GRADE-4": Use(
        procedures=("annual_grade", "grade_change"),
        screens=(*BOARD, "assessments:revision"),
    ),
    "WARN-10": Use(procedures=("deadline",), screens=LISTS, later=WARNING),
    "WARN-ITEM-1": Use(screens=(*LISTS, "supervision:overdue"), later=WARNING),
    "WARN-ITEM-2": Use(screens=LISTS, later=WARNING),
    "WARN-PERIOD": Use(procedures=("warning_period",), screens=RULES, later=WARNING),
    "WARN-LIFT": Use(procedures=("warning_period",), screens=RULES, later=WARNING),
    "WARN-FAIL": Use(procedures=("warning_period", "removal_route"), later=WARNING),
    "REMOVE-12": Use(
        procedures=("democratic_appraisal",),
        screens=(*LISTS, "supervision:terminations"),
        later=WARNING,
    ),
    "REMOVE-ITEM-1": Use(judgement="由乡镇党委、纪委认定", screens=LISTS, later=WARNING),
    "REMOVE-ITEM-2": Use(screens=LISTS, later=WARNING),
    "REMOVE-MANDATORY": Use(
        procedures=("removal_route", "recall_motion", "recall_vote", "deadline"),
        screens=RULES,
        later=WARNING,
    ),
    "TRANSFER": Use(
        procedures=("deadline",), judgement="是否移送由乡镇党委决定", screens=RULES, later=WARNING
    ),
    "STAT-WARN-EXIT": Use(figure="警示谈话人数、退出人数，分列", later=WARNING),
    "STAT-FISCAL": Use(figure="新增财政投入", later=REPORTS),
    "STAT-PAY-AVG": Use(figure="月均报酬", later=WELFARE),
    "PAY-EXC-120": Use(
        procedures=("performance_pay", "grade_change"),
        screens=("rulebook:whatif",),
        later=WELFARE,
    ),
    "PAY-BASIC-70": Use(
        procedures=("performance_pay",), screens=("rulebook:whatif",), later=WELFARE
    ),
    "PAY-UNQ-0": Use(procedures=("performance_pay",), screens=("rulebook:whatif",), later=WELFARE),
    "PAY-COMP-100": Use(
        procedures=("performance_pay",), screens=("rulebook:whatif",), later=WELFARE
    ),
    "INC-3Y-REP": Use(procedures=("three_excellent",), screens=RULES, later=WELFARE),
    "INC-3Y-RECRUIT": Use(
        procedures=("three_excellent",), judgement="倾斜多少由县委组织部与人社定", later=WELFARE
    ),
    "STAT-INC": Use(figure="“两代表一委员”人数、招录人数", later=WELFARE),
    "WEL-INSURE": Use(figure="参保人数与保费", later=WELFARE),
    "WEL-CHECKUP": Use(figure="体检人数", later=WELFARE),
    "WEL-RELIEF": Use(judgement="是否困难由乡镇调查、县审核", later=WELFARE),
    "WEL-3MUST": Use(procedures=("deadline",), screens=RULES, later=WELFARE),
    "STAT-VENUE": Use(figure="平台数", later=REPORTS),
    "GOV-BURDEN": Use(
        judgement="一处填报、多处使用，系统不要求重复填",
        screens=("reports:home", "assessments:targets"),
    ),
    "GOV-BODIES": Use(judgement="成员未公布，只留位置", later=DAILY),
}
