"""The four parts of a calibration in words, each a drawing over its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessments.queries.calibration import Calibration
from assessments.queries.calibration.limits import KEYS
from assessments.views import calibration_tables as tables
from assessments.views import charts
from assessments.views.calibration_tables import Cell, Table
from policy import book
from policy.snapshot import Snapshot, cites, text

SHOWN = 30  # people in a list on the page; the exported file has all
VOTES = {
    "excellent": "优秀票",
    "competent": "称职票",
    "basic": "基本称职票",
    "incompetent": "不称职票",
}
ASKED = {
    "grades": "优秀按乡镇核名额。竖线是名额上限：基数 × 比例，舍去小数。",
    "equal": "全村或全乡镇几乎一个分，说明可能没有拉开差距。",
    "gaps": "群众测评和目标完成情况相差大，其中一方可能没有如实打分。",
    "jumps": "一年之间大升大降，请问清原因。上年不在本县考核的人不比较。",
    "ballots": (
        "按靖边的票数口径读测评票，与等次对照；只作提示，不定等。"
        "定优秀而优秀票不够的排在后面，不计数：本市按票折分，口径不同。"
    ),
}
TITLES = {
    "grades": "一、等次分布与优秀名额",
    "equal": "二、得分几乎相同",
    "gaps": "三、述职测评与目标考核相差大",
    "jumps": "四、比上年升降大",
    "ballots": "附：票数口径",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawing and its table; `left` more rows stand in the exported file only."""

    chart: charts.Chart
    table: Table
    left: int

    @property
    def rows(self) -> list[list[tuple[Cell, bool]]]:
        """Give each row's cells, each with whether it stands to the right."""
        return [self._set(row) for row in self.table.rows]

    @property
    def foot(self) -> list[tuple[Cell, bool]]:
        return self._set(self.table.foot)

    def _set(self, row: tuple[Cell, ...]) -> list[tuple[Cell, bool]]:
        return list(zip(row, (num for _, num in self.table.columns), strict=True))


@dataclass(frozen=True, slots=True)
class Part:
    """A question to the townships: its limits with their source tags, its drawings and tables."""

    key: str
    title: str
    asked: str
    grounds: list[dict[str, str]]
    panels: list[Panel]

    @property
    def hints(self) -> int:
        return sum(panel.table.hints for panel in self.panels)


def cards_of(found: Calibration, parts: Sequence[Part]) -> list[dict[str, str | int]]:
    """Give a card for each part: how many hints, and where they stand."""
    live = sum(not one.is_decided for one in found.townships)
    sum_ = f"其中 {live} 个未审定，按建议等次" if live else "都已审定"
    first: dict[str, str | int] = {"label": "乡镇", "figure": len(found.townships), "sum": sum_}
    return [first, *(_card(part) for part in parts)]


def _card(part: Part) -> dict[str, str | int]:
    level = "attention" if part.hints else ""
    return {
        "label": part.title, "figure": part.hints, "sum": "条", "level": level,
        "url": f"#{part.key}",
    }  # fmt: skip


def parts_of(found: Calibration) -> list[Part]:
    """Give the four parts and the ballots of one county; nothing without a township."""
    if not found.townships:
        return []
    rules = found.townships[0].rules
    return [_part(key, panels(found), rules) for key, panels in PANELS.items()]


def _part(key: str, panels: list[Panel], rules: Snapshot) -> Part:
    return Part(key, TITLES[key], ASKED[key], _grounds(rules, KEYS[key]), panels)


def _grounds(rules: Snapshot, keys: Sequence[str]) -> list[dict[str, str]]:
    """Say each limit in words: its label, how it is read, and what it rests on."""
    params, found = book.packaged().held.params, []
    for key in keys:
        param, cite = params[key], cites(rules, key)[0]
        read = param.reading.split("，")[0]
        words = f"{param.label}{read} {text(rules, key)} {param.unit or ''}".rstrip()
        found.append({"words": words, "basis": cite["basis"]})
    return found


def _grades(found: Calibration) -> list[Panel]:
    stacks = [
        charts.Stack(
            one.round.township.name + ("" if one.is_decided else "（建议）"),
            one.counts,
            one.round.seats,
        )
        for one in found.townships
    ]
    table = tables.grades(found)
    chart = charts.bars(table.key, table.title, _words(table), stacks, tables.GRADES)
    return [Panel(chart, table, 0)]


def _equal(found: Calibration) -> list[Panel]:
    spots = [
        charts.Spot(
            f"{place.round.township.name}{one.village} {tables.FORMS[one.form][:2]}",
            [("tick", one.low), ("tick", one.high), ("diamond", one.usual)],
        )
        for place, one in tables.equal_shown(found)
    ]
    table, kinds = tables.equal(found), {"tick": "最低、最高", "diamond": "最多的分数"}
    return [Panel(charts.strip(table.key, table.title, _words(table), spots, kinds), table, 0)]


def _gaps(found: Calibration) -> list[Panel]:
    kinds = {"ring": "述职测评", "square": "目标考核"}
    places = [
        charts.Spot(one.round.township.name, [("ring", one.report), ("square", one.target)])
        for one in found.townships
    ]
    people = [
        charts.Spot(
            f"{score.name} {score.village_name}",
            [("ring", score.report), ("square", score.target)],
        )
        for _, score in tables.gaps_shown(found)[:SHOWN]
    ]
    means, persons = tables.gap_means(found), tables.gaps(found, SHOWN)
    return [_dumbbell(means, places, kinds), _dumbbell(persons, people, kinds)]


def _jumps(found: Calibration) -> list[Panel]:
    kinds = {"ring": f"{found.year - 1} 年", "square": f"{found.year} 年"}
    places = [
        charts.Spot(one.round.township.name, [("ring", one.last_mean), ("square", one.mean)])
        for one in found.townships
    ]
    people = [
        charts.Spot(
            f"{jump.score.name} {jump.score.village_name}",
            [("ring", jump.last.composite), ("square", jump.score.composite)],
        )
        for _, jump in tables.jumps_shown(found)[:SHOWN]
    ]
    means, persons = tables.jump_means(found), tables.jumps(found, SHOWN)
    return [_dumbbell(means, places, kinds), _dumbbell(persons, people, kinds)]


def _ballots(found: Calibration) -> list[Panel]:
    table = tables.ballots(found, SHOWN)
    stacks = [
        charts.Stack(
            f"{one.score.name} {one.score.village_name}", dict(zip(VOTES, one.votes, strict=True))
        )
        for _, one in tables.ballots_shown(found)[:SHOWN]
    ]
    chart = charts.bars(table.key, table.title, _words(table), stacks, VOTES)
    return [Panel(chart, table, table.total - len(table.rows))]


def _dumbbell(table: Table, spots: list[charts.Spot], kinds: dict[str, str]) -> Panel:
    chart = charts.dumbbell(table.key, table.title, _words(table), spots, kinds)
    left = table.total - len(table.rows) if table.total else 0
    return Panel(chart, table, left)


def _words(table: Table) -> str:
    return f"{table.title}，{len(table.rows)} 行，提示 {table.hints} 条；各行的数字见下表。"


PANELS: dict[str, Callable[[Calibration], list[Panel]]] = {
    "grades": _grades,
    "equal": _equal,
    "gaps": _gaps,
    "jumps": _jumps,
    "ballots": _ballots,
}
