"""What the demo city's cadres promised for 2018, and how each promise went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from cadres.posts import PRINCIPALS, Body, Post
from reports.demo.chance import Chance, day_between, happens
from reports.demo.days import BUSINESS_DAY

LATE_SHARE, OVERDUE_SHARE, EXTENDED_SHARE = 0.02, 0.018, 0.02
ANSWERED, LEADS = 0.6, 0.35


class Fate(Enum):
    """How a promise went."""

    OPEN = "open"
    DONE = "done"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Kind:
    """A promise as cadres of one kind make it."""

    dimension: str
    topic: str
    promise: str
    measure: str
    weight: int
    due_on: date


def _kind(
    dimension: str, topic: str, promise: str, measure: str, weight: int, month: int, day: int
) -> Kind:
    return Kind(dimension, topic, promise, measure, weight, date(2018, month, day))


DUTY = _kind("diligence", "坐班值班", "按排班坐班，法定节假日不缺岗", "值班日志", 10, 12, 31)
PRINCIPAL = (
    _kind(
        "performance", "基层党建", "党员活动阵地改造完工，“三会一课”按月开", "乡镇验收单", 25, 9, 30
    ),
    _kind("performance", "脱贫攻坚", "结对贫困户年内全部达到退出标准", "脱贫退出名单", 30, 12, 10),
    _kind("performance", "农村环境综合整治", "拆除空心房，垃圾日产日清", "县里验收单", 20, 10, 31),
    DUTY,
    _kind("probity", "村务财务公开", "党务村务财务按季公开", "公开栏照片", 15, 12, 28),
)
MEMBER = (
    _kind("performance", "脱贫攻坚", "包户干部每月走访，帮扶措施落实", "走访记录", 40, 12, 10),
    _kind("performance", "农村环境综合整治", "包片组垃圾清运和沟渠清淤", "检查评分表", 35, 10, 31),
    _kind("diligence", "坐班值班", "按排班坐班，法定节假日不缺岗", "值班日志", 25, 12, 31),
)
WATCH = (
    _kind("probity", "村务财务监督", "按季审核村级收支并公开意见", "审核意见书", 50, 12, 25),
    _kind("performance", "项目监督", "在建项目到场监督，留记录", "监督记录", 30, 11, 30),
    _kind("diligence", "坐班值班", "按排班坐班，法定节假日不缺岗", "值班日志", 20, 12, 31),
)
STAFF = (
    _kind("ability", "档案台账", "村级档案和各类台账按月归档", "乡镇检查单", 40, 11, 30),
    _kind("performance", "便民代办", "代办事项五个工作日内办结", "代办登记簿", 35, 12, 26),
    _kind("diligence", "坐班值班", "按排班坐班，法定节假日不缺岗", "值班日志", 25, 12, 31),
)
WORDS = ("按计划推进", "已完成一半以上", "资料已备齐，等验收", "受雨天影响稍慢", "正在扫尾")
EVIDENCE = ("乡镇验收单已归档", "检查评分表已归档", "公示照片已存", "会议记录已存")
LATE_REASONS = ("雨季停工，工期顺延", "上级资金到位晚，开工推迟", "征地协调用时较长")
YES = ("两次督办仍未开工，属本人推诿", "任务明确、条件具备而没有完成，经党委会研究作为线索")
NO = (
    "上级项目资金未到位，非本人原因",
    "因征地纠纷停工，已报告并采取补救",
    "验收排期所致，工作已完成",
)


@dataclass(slots=True)
class Promise:
    """One promise with what became of it by the business day."""

    kind: Kind
    fate: Fate
    percent: int
    words: str
    done_on: date | None = None
    evidence: str = ""
    extended_to: date | None = None
    answer: bool | None = None
    score: Decimal | None = None
    key: int = 0
    notes: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def weight(self) -> Decimal:
        return Decimal(self.kind.weight)


def kinds_of(posts: list[str]) -> tuple[Kind, ...]:
    """Give what somebody in these posts promises."""
    if any(post in PRINCIPALS for post in posts):
        return PRINCIPAL
    bodies = {Post(post).body for post in posts}
    if bodies & {Body.PARTY, Body.COMMITTEE}:
        return MEMBER
    return WATCH if Body.SUPERVISION in bodies else STAFF


def promise(dice: Chance, kind: Kind, *, scored: bool, whole_year: bool) -> Promise:
    """Let a promise go as most do: kept in time, now and then late, rarely not at all."""
    due, extended = kind.due_on, None
    if due < date(2018, 12, 1) and happens(dice, EXTENDED_SHARE):
        extended = due = date(2018, 12, 15)
    made = Promise(kind, Fate.OPEN, dice.randint(60, 95), dice.choice(WORDS), extended_to=extended)
    if due < BUSINESS_DAY:
        _settle(dice, made, due)
    if scored:
        made.score = _score(dice, made)
    first = 1 if whole_year else 3
    made.notes = [(q, min(100, made.percent * q // 3), made.words) for q in range(first, 4)]
    return made


def _settle(dice: Chance, made: Promise, due: date) -> None:
    thrown = dice.random()
    if thrown < OVERDUE_SHARE:
        made.fate = Fate.OVERDUE
        if happens(dice, ANSWERED):
            made.answer = happens(dice, LEADS)
        return
    late = OVERDUE_SHARE < thrown < OVERDUE_SHARE + LATE_SHARE
    last = min(BUSINESS_DAY, due + timedelta(days=12)) if late else due
    made.fate = Fate.DONE
    made.done_on = day_between(dice, due + timedelta(days=1) if late else due - timedelta(25), last)
    made.evidence = dice.choice(EVIDENCE)


def _score(dice: Chance, made: Promise) -> Decimal:
    if made.fate is Fate.OVERDUE:
        return Decimal(dice.randint(30, 60))
    return Decimal(dice.randint(160, 200)) / 2
