"""The tables of a calibration: one definition for the page and for the exported file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from assessments.queries.calibration import Calibration, Township
from assessments.queries.calibration.ballots import shares
from assessments.queries.calibration.hints import Against, Equal, Jump
from assessments.queries.calibration.scores import Score
from assessments.states import GradeLabel, Proposed
from policy.figures import percent, plain, two_places

FORMS = {"target": "目标考核", "report": "述职测评"}
GRADES: dict[str, str] = dict(GradeLabel.choices) | {"open": "未定"}
NOBODY = "—"
Value = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure or word; `url` leads to where it comes from, `level` makes it a tag."""

    value: Value
    url: str = ""
    level: str = ""

    @property
    def text(self) -> str:
        return two_places(self.value) if isinstance(self.value, Decimal) else str(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, of which `numbers` stand to the right, and rows; `people` are those it names."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    numbers: frozenset[str] = frozenset()
    people: list[int] = field(default_factory=list)
    hints: int = 0
    total: int = 0  # rows of the whole table, where this one may be cut off
    foot: tuple[Cell, ...] = ()

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return [(head, head in self.numbers) for head in self.heads]


def grades(found: Calibration) -> Table:
    """Give each township's grades beside its cap with the cap's arithmetic."""
    heads = ("乡镇", "进度", "基数", "优秀名额", "算式", *GRADES.values(), "优秀占基数", "提示")
    rows = [_grades(one) for one in found.townships]
    over = sum(one.is_over_cap for one in found.townships)
    return Table(
        "grades", "各乡镇等次分布", heads, rows, frozenset(heads) - {"乡镇", "进度", "提示"},
        hints=over,
    )  # fmt: skip


def _grades(one: Township) -> tuple[Cell, ...]:
    counts, base = one.counts, one.round.headcount
    excellent = counts[GradeLabel.EXCELLENT]
    state = Cell(one.round.get_status_display() + ("" if one.is_decided else "（建议，未审定）"))
    share = percent_of(excellent, base)
    hint = Cell("超出名额", level="stop") if one.is_over_cap else Cell("")
    return (
        _place(one), state, Cell(base), Cell(one.round.seats), Cell(cap_sum(one)),
        *(Cell(counts[key]) for key in GRADES), Cell(share), hint,
    )  # fmt: skip


def cap_sum(one: Township) -> str:
    """Write the cap's arithmetic out."""
    share = one.limits.top_share
    product = plain(share * one.round.headcount)
    return f"{one.round.headcount} × {percent(share)} = {product}，舍去小数"


def equal(found: Calibration) -> Table:
    """List the places whose scores are nearly all the same, and every township for comparison."""
    heads = (
        "乡镇", "村", "方式", "人数", "最低", "最高", "相差", "不同分数", "最多的分数", "同分人数",
        "提示",
    )  # fmt: skip
    rows = [_equal(place, one) for place, one in equal_shown(found)]
    numbers = frozenset(heads[3:-1])
    hints = sum(one.is_hint for place in found.townships for one in place.equal)
    return Table("equal", "得分几乎相同的乡镇和村", heads, rows, numbers, hints=hints)


def equal_shown(found: Calibration) -> list[tuple[Township, Equal]]:
    """Give those worth a question first; of the villages only those."""
    held = [
        (place, one)
        for place in found.townships
        for one in place.equal
        if one.is_hint or not one.village
    ]
    return sorted(held, key=lambda pair: (not pair[1].is_hint, bool(pair[1].village)))


def _equal(place: Township, one: Equal) -> tuple[Cell, ...]:
    return (
        _place(place), Cell(one.village or "全乡镇"), Cell(FORMS[one.form]), Cell(one.people),
        Cell(one.low), Cell(one.high), Cell(one.spread), Cell(one.distinct), Cell(one.usual),
        Cell(f"{one.times}（{percent_of(one.times, one.people)}）"),
        _hint(one.is_hint, "几乎相同"),
    )  # fmt: skip


def gap_means(found: Calibration) -> Table:
    """Give each township's mean of both forms."""
    heads = ("乡镇", "人数", "述职测评平均", "目标考核平均", "相差", "高的一方", "提示")
    rows = [
        (
            _place(one), Cell(len(one.scores)), _number(one.report), _number(one.target),
            _number(_size(one.gap)), Cell(_higher(one.gap)), _hint(one.is_far, "相差大"),
        )
        for one in found.townships
    ]  # fmt: skip
    hints = sum(one.is_far for one in found.townships)
    title = "各乡镇两种方式的平均分"
    return Table("gap-means", title, heads, rows, frozenset(heads[1:5]), hints=hints)


def gaps(found: Calibration, limit: int | None = None) -> Table:
    """List the people whom both forms rate too differently, the furthest apart first."""
    heads = ("姓名", "乡镇", "村", "述职测评", "目标考核", "相差", "高的一方", "等次")
    held = gaps_shown(found)
    rows = [
        (
            _person(score), _place(place), Cell(score.village_name), _number(score.report),
            _number(score.target), _number(_size(score.gap)), Cell(_higher(score.gap)),
            Cell(label(score.grade)),
        )
        for place, score in held[:limit]
    ]  # fmt: skip
    title = "述职测评与目标考核相差大的干部"
    people = [score.person for _, score in held[:limit]]
    return Table("gaps", title, heads, rows, frozenset(heads[3:6]), people, len(held), len(held))


def gaps_shown(found: Calibration) -> list[tuple[Township, Score]]:
    """Give those people in the order of the table."""
    held = [(place, score) for place in found.townships for score in place.gaps]
    return sorted(held, key=lambda pair: -size(pair[1].gap))


def jump_means(found: Calibration) -> Table:
    """Give each township's mean composite beside that of the year before."""
    heads = ("乡镇", f"{found.year - 1} 年平均", f"{found.year} 年平均", "升降", "方向", "提示")
    rows = [
        (
            _place(one), _number(one.last_mean), _number(one.mean), _number(_size(one.change)),
            Cell(_way(one.change)), _hint(one.has_jumped, "升降大"),
        )
        for one in found.townships
    ]  # fmt: skip
    hints = sum(one.has_jumped for one in found.townships)
    title = "各乡镇综合分平均与上年"
    return Table("jump-means", title, heads, rows, frozenset(heads[1:4]), hints=hints)


def jumps(found: Calibration, limit: int | None = None) -> Table:
    """List the people whose composite or grade jumped, the furthest first."""
    before, now = f"{found.year - 1} 年", f"{found.year} 年"
    heads = (
        "姓名", "乡镇", "村", f"{before}综合", f"{now}综合", "升降", "方向", f"{before}等次",
        f"{now}等次",
    )  # fmt: skip
    held = jumps_shown(found)
    rows = [
        (
            _person(jump.score), _place(place), Cell(jump.score.village_name),
            _number(jump.last.composite), _number(jump.score.composite),
            _number(_size(jump.change)), Cell(_way(jump.change)), Cell(label(jump.last.grade)),
            Cell(label(jump.score.grade)),
        )
        for place, jump in held[:limit]
    ]  # fmt: skip
    people = [jump.score.person for _, jump in held[:limit]]
    title = "比上年升降大的干部"
    return Table("jumps", title, heads, rows, frozenset(heads[3:6]), people, len(held), len(held))


def jumps_shown(found: Calibration) -> list[tuple[Township, Jump]]:
    """Give those people in the order of the table."""
    held = [(place, jump) for place in found.townships for jump in place.jumps]
    return sorted(held, key=lambda pair: (-size(pair[1].change), -abs(pair[1].steps)))


def ballots(found: Calibration, limit: int | None = None) -> Table:
    """List the grades that the ballots do not bear out, the furthest off first."""
    heads = (
        "姓名", "乡镇", "村", "优秀票", "称职票", "基本称职票", "不称职票", "优秀票占比",
        "称职以上占比", "票数口径", "等次",
    )  # fmt: skip
    held = ballots_shown(found)
    rows = [_against(place, one) for place, one in held[:limit]]
    people = [one.score.person for _, one in held[:limit]]
    hints = sum(one.is_hint for _, one in held)
    title = "等次与票数口径不一致的干部"
    return Table("ballots", title, heads, rows, frozenset(heads[3:9]), people, hints, len(held))


def ballots_shown(found: Calibration) -> list[tuple[Township, Against]]:
    """Give those people in the order of the table."""
    held = [(place, one) for place in found.townships for one in place.against]
    return sorted(
        held, key=lambda pair: (not pair[1].is_hint, -abs(pair[1].steps), shares(pair[1].votes)[0])
    )


def _against(place: Township, one: Against) -> tuple[Cell, ...]:
    excellent, competent, _, _ = shares(one.votes)
    return (
        _person(one.score), _place(place), Cell(one.score.village_name), *map(Cell, one.votes),
        Cell(percent(excellent.quantize(Decimal("0.001")))),
        Cell(percent((excellent + competent).quantize(Decimal("0.001")))),
        Cell(GRADES[one.read]), Cell(label(one.score.grade)),
    )  # fmt: skip


TABLES = {
    table.__name__.replace("_", "-"): table
    for table in (grades, equal, gap_means, gaps, jump_means, jumps, ballots)
}


def label(grade: str) -> str:
    """Name a grade, decided or proposed; what is neither is 未定."""
    return str(Proposed(grade).label) if grade in Proposed.values else NOBODY


def percent_of(part: int, whole: int) -> str:
    """Write a share of people with one decimal, for reading only."""
    if not whole:
        return NOBODY
    tenths = int(Fraction(part * 1000, whole) + Fraction(1, 2))
    return f"{plain(Decimal(tenths) / 10)}%"


def _place(one: Township) -> Cell:
    return Cell(one.round.township.name, reverse("assessments:board", args=[one.round.pk]))


def _person(score: Score) -> Cell:
    return Cell(score.name, reverse("assessments:entry", args=[score.entry]))


def _number(number: Decimal | Fraction | None) -> Cell:
    """Round to two decimals for reading; the limits were asked of the exact figure."""
    return Cell(NOBODY) if number is None else Cell(Decimal(two_places(number)))


def size(number: Decimal | None) -> Decimal:
    """Give how far a figure lies from nought; unknown is nought."""
    return abs(number) if number is not None else Decimal(0)


def _size(number: Decimal | Fraction | None) -> Decimal | Fraction | None:
    return -number if number is not None and number < 0 else number


def _higher(gap: Decimal | Fraction | None) -> str:
    return FORMS["report" if gap > 0 else "target"] if gap else NOBODY


def _way(change: Decimal | Fraction | None) -> str:
    return ("升" if change > 0 else "降") if change else NOBODY


def _hint(holds: bool, words: str) -> Cell:  # noqa: FBT001
    return Cell(words, level="attention") if holds else Cell("")
