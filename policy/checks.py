"""Cross-check a Holding: what no single line shows to be wrong."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from policy import figures, indicators
from policy.faults import Fault
from policy.loading import Holding, Placed
from policy.shapes import Row
from policy.words import (
    ASPECTS,
    COMMITTEE_POSTS,
    EDUCATION,
    FORMS,
    GRADES,
    PARTY_STATUS,
    POSTS,
    ROUTES,
    STAFF_POSTS,
)

ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+条")
LISTS = {"condition": 6, "bar": 9, "warning": 10, "removal": 12}
NARROWER: dict[str, Callable[[Any, Any], bool]] = {
    "lower": operator.lt,
    "higher": operator.gt,
    "never": lambda _new, _old: False,
}


def pick(rows: Iterable[Row], on: date, known: date) -> Row | None:
    """Return the latest row begun by `on` and published by `known`."""
    live = [row for row in rows if row.start <= on and row.known <= known]
    return max(live, key=lambda row: (row.start, row.known), default=None)


def faults(held: Holding) -> list[Fault]:
    """Return every fault of the files and of their sum, in no order."""
    found = list(held.faults)
    for check in CHECKS:
        found.extend(check(held))
    return found


def _fault(placed: Placed, what: str, expected: str) -> Fault:
    return Fault(placed.file, placed.line, placed.row.key, what, expected)


def _rows(held: Holding) -> Iterator[Fault]:
    for placed in held.rows:
        row, param = placed.row, held.params.get(placed.row.key)
        if param is None:
            if row.key not in held.broken:
                yield _fault(placed, "全市没有定义这个键", "params.yaml 里的键")
        elif not _reads(param.type, row.text):
            yield _fault(
                placed, f"“{row.text}”读不成数值", figures.KINDS[param.type][1] + "，或 none"
            )
        yield from _grounds(held, placed)


def _reads(kind: str, text: str) -> bool:
    try:
        figures.value(kind, text)
    except (ValueError, ArithmeticError):
        return False
    return True


def _grounds(held: Holding, placed: Placed) -> Iterator[Fault]:
    row = placed.row
    rule = held.rules.get(row.cite)
    if rule is None:
        if row.cite not in held.broken:
            yield _fault(placed, f"引了没有的规则号 {row.cite}", "instrument.yaml 里的规则号")
    elif row.basis == "seed" and not (row.quote if row.document else rule.quote):
        yield _fault(placed, "标为原文却没有引文", _quote_expected(row))
    if row.quote and not row.document:
        yield _fault(placed, "写了引文却没有文号", "写明 document 的公布文件")
    if row.source and row.source not in held.sources:
        yield _fault(placed, f"引了没有的出处 {row.source}", "sources 里的出处号")
    if row.basis in ("law", "draft") and not row.source:
        yield _fault(placed, "标为法律或草拟却没有出处", "填写 source")


def _quote_expected(row: Row) -> str:
    if row.document:
        return "quote 里写新文件的原话，或改标 draft、assume"
    return "有引文的规则号，或改标 assume"


def _twins(held: Holding) -> Iterator[Fault]:
    seen: dict[tuple[Any, ...], Placed] = {}
    for placed in held.rows:
        row = placed.row
        mark = (placed.where, row.key, row.start, row.known)
        if mark in seen:
            where = f"{seen[mark].file}:{seen[mark].line}"
            yield _fault(placed, f"与 {where} 同键、同生效日、同知晓日", "只留一行")
        seen.setdefault(mark, placed)


def _gaps(held: Holding) -> Iterator[Fault]:
    city = {placed.row.key for placed in held.rows if placed.where is None}
    for key in held.params.keys() - city - held.broken:
        yield Fault("rules/city-2018/values.yaml", 1, key, "没有任何一行数值", "至少一行")


def _days(held: Holding) -> list[date]:
    """List every day on which, as known that day, anything changes."""
    return sorted({max(placed.row.start, placed.row.known) for placed in held.rows})


def _by_day(held: Holding) -> Iterator[Fault]:
    rows: dict[str, list[Placed]] = {}
    for placed in held.rows:
        if placed.where is None and _known_good(held, placed):
            rows.setdefault(placed.row.key, []).append(placed)
    for day in _days(held):
        live = {}
        for key, placed_rows in rows.items():
            if row := pick([one.row for one in placed_rows], day, day):
                live[key] = next(one for one in placed_rows if one.row is row)
        yield from _bands(held, live, day)
        yield from _weights(held, live, day)


def _known_good(held: Holding, placed: Placed) -> bool:
    param = held.params.get(placed.row.key)
    return param is not None and _reads(param.type, placed.row.text)


def _values(held: Holding, live: dict[str, Placed], keys: Sequence[str]) -> list[Any] | None:
    """Return the live values of keys, or None if one is missing or `none`."""
    got = [
        figures.value(held.params[key].type, live[key].row.text) if key in live else None
        for key in keys
    ]
    return None if None in got else got


def _bands(held: Holding, live: dict[str, Placed], day: date) -> Iterator[Fault]:
    keys = [f"grade.band.{grade}" for grade in GRADES]
    bands = _values(held, live, keys)
    if bands is None:
        return
    if bands[0][1] != figures.HUNDRED or bands[-1][0] != 0:
        yield _fault(live[keys[0]], f"{day} 等次分数段没有盖住 0 至 100", "从 0 到 100")
    for above, below, key in zip(bands, bands[1:], keys, strict=False):
        if above[0] != below[1]:
            what = "有空档" if below[1] < above[0] else "有重叠"
            said = f"{day} 分数段下限 {above[0]} 与下一段上限 {below[1]} {what}"
            yield _fault(live[key], said, "两数相等")


def _weights(held: Holding, live: dict[str, Placed], day: date) -> Iterator[Fault]:
    methods = _values(held, live, ["plan.report_share", "plan.target_share"])
    if methods and sum(methods) != 1:
        said = f"{day} 述职测评与目标考核合计 {figures.percent(sum(methods))}"
        yield _fault(live["plan.target_share"], said, "100%")
    inner = Decimal(0)
    for form in FORMS:
        keys = [f"plan.{form}.{aspect}" for aspect in ASPECTS]
        weights = _values(held, live, keys)
        if weights is None:
            return
        if sum(weights) != 1 or min(weights) <= 0:
            said = f"{day} 五项合计 {figures.percent(sum(weights))}"
            yield _fault(live[keys[0]], said, "100%，每项大于 0")
        share = _values(held, live, [f"plan.{form}_share"]) or [Decimal(0)]
        inner += share[0] * weights[3]
    floor = _values(held, live, ["plan.performance_min"])
    if floor and inner < floor[0]:
        said = f"{day} 两表合成“绩”占 {figures.percent(inner)}"
        yield _fault(live["plan.report.performance"], said, f"不低于 {figures.percent(floor[0])}")


CLOSED = {
    "appraisal.posts": COMMITTEE_POSTS + STAFF_POSTS,
    "grade.team_posts": POSTS,
    "incentive.posts": POSTS,
    "removal.party": ROUTES,
    "removal.committee": ROUTES,
    "removal.supervision": ROUTES,
    "removal.staff": ROUTES,
    "qualify.education": EDUCATION,
    "qualify.party_status": PARTY_STATUS,
}


def _words(held: Holding) -> Iterator[Fault]:
    """Refuse a word nobody can fill in, and a team floor that is no team result."""
    scales = [one.row.text for one in held.rows if one.row.key == "grade.team_scale"]
    for placed in held.rows:
        row = placed.row
        allowed = CLOSED.get(row.key)
        if allowed and row.text != "none" and not set(row.text.split("、")) <= set(allowed):
            yield _fault(placed, f"“{row.text}”里有不认识的词", "、".join(allowed))
        if row.key == "grade.team_floor":
            for scale in scales:
                if row.text not in scale.split("、"):
                    yield _fault(placed, f"班子结果里没有“{row.text}”", scale)


def _counties(held: Holding) -> Iterator[Fault]:
    """Find a county row laxer than the city's on any day on which anything changes."""
    good = [placed for placed in held.rows if _known_good(held, placed)]
    own = {(one.where, one.row.key) for one in good if one.where is not None}
    for where, key in sorted(own, key=str):
        mine = [one for one in good if (one.where, one.row.key) == (where, key)]
        city = [one.row for one in good if (one.where, one.row.key) == (None, key)]
        for day in _days(held):
            row, base = pick([one.row for one in mine], day, day), pick(city, day, day)
            if row and not (base and _narrows(held, row, base)):
                placed = next(one for one in mine if one.row is row)
                said = f"{day} 县定 {row.text} 比全市 {base.text if base else '（未定）'} 宽"
                yield _fault(placed, said, _direction(held, row))


def _narrows(held: Holding, own: Row, city: Row) -> bool:
    param = held.params[own.key]
    mine, base = figures.value(param.type, own.text), figures.value(param.type, city.text)
    if mine == base:
        return True
    if mine is None or param.stricter == "never":
        return False
    return base is None or NARROWER[param.stricter](mine, base)


def _direction(held: Holding, row: Row) -> str:
    words = {"lower": "不高于全市", "higher": "不低于全市", "never": "与全市相同（县不得改）"}
    return words[held.params[row.key].stricter]


def _catalogues(held: Holding) -> Iterator[Fault]:
    file = "rules/city-2018/catalogue.yaml"
    for name in LISTS.keys() - held.catalogues.keys():
        yield Fault(file, 1, name, "缺少这张目录", "四张目录都在")
    seen: dict[str, tuple[str, set[str]]] = {}
    for name, placed in held.placed.items():
        for entry, at, line in placed:
            where, editions = seen.setdefault(entry.code, (name, set()))
            # A later edition may word an entry anew under its code; nothing else may have it.
            if where != name or editions & entry.numbers.keys():
                yield Fault(at, line, entry.code, "目录代码重复使用", "代码永不改作他用")
            editions.update(entry.numbers)
            yield from _entry(held, name, Fault(at, line, entry.code, "", ""), entry)
        if name not in held.broken:
            yield from _editions(held, name, file)
    yield from _chosen(held)


def _entry(held: Holding, name: str, at: Fault, entry: Any) -> Iterator[Fault]:
    def say(what: str, expected: str) -> Fault:
        return Fault(at.file, at.line, at.key, what, expected)

    rule = held.rules.get(entry.cite or held.catalogues[name].rule)
    if rule is None:
        yield say("引了没有的规则号", "instrument.yaml 里的规则号")
    elif entry.basis == "seed" and not entry.document and rule.quote != entry.text:
        yield say("标为原文，与引文不同", "逐字引文")
    if entry.basis in ("law", "draft") and entry.source not in held.sources:
        yield say("标为法律或草拟却没有出处", "sources 里的出处号")
    if unknown := entry.numbers.keys() - held.catalogues[name].editions.keys():
        yield say(f"没有版本 {'、'.join(sorted(unknown))}", "editions 里的版本")


def _editions(held: Holding, name: str, file: str) -> Iterator[Fault]:
    for edition, head in held.catalogues[name].editions.items():
        items = [
            one.entry.numbers[edition] for one in held.placed[name] if edition in one.entry.numbers
        ]
        if sorted(items) != list(range(1, head.count + 1)):
            said = f"{edition} 有 {len(items)} 项，条次 {sorted(items)}"
            at, line = held.edition_at.get((name, edition), (file, 1))
            yield Fault(at, line, name, said, f"1 至 {head.count} 各一项")
    counts = [head.count for head in held.catalogues[name].editions.values()]
    if name in LISTS and LISTS[name] not in counts:
        yield Fault(file, 1, name, "没有报道所写项数的版本", f"{LISTS[name]} 项")


def _chosen(held: Holding) -> Iterator[Fault]:
    bar = held.catalogues.get("bar")
    for placed in held.rows:
        if bar is None or placed.row.key != "qualify.bar_edition":
            continue
        edition = bar.editions.get(placed.row.text)
        if edition is None or edition.start > placed.row.start:
            yield _fault(placed, f"不选情形没有版本 {placed.row.text}，或尚未生效", "已生效的版本")


def _invented(held: Holding) -> Iterator[Fault]:
    """Refuse an article number of this instrument: nobody has published its articles."""
    expected = "段落号与引文；条号须由组织部门核给"
    for placed in held.rows:
        row = placed.row
        entered = row.document or row.source.startswith("L")  # an officer, or a law
        if not entered and ARTICLE.search(row.note + row.cite):
            yield _fault(placed, "编造了本办法的条号", expected)
    for name, text in held.paragraphs.items():
        if ARTICLE.search(text):
            yield Fault("rules/city-2018/instrument.yaml", 1, name, "编造了本办法的条号", expected)
    for placed_entries in held.placed.values():
        for entry, file, line in placed_entries:
            entered = entry.document or entry.source.startswith("L")
            if not entered and ARTICLE.search(entry.text + entry.cite):
                yield Fault(file, line, entry.code, "编造了本办法的条号", expected)
    for rule in held.rules.values():
        if ARTICLE.search(rule.label + rule.quote + rule.paragraph):
            file = "rules/city-2018/instrument.yaml"
            yield Fault(file, 1, rule.id, "编造了本办法的条号", expected)


def _readings(held: Holding) -> Iterator[Fault]:
    for name, reading in held.readings.items():
        if not reading.answer.strip():
            yield Fault("rules/readings.yaml", 1, name, "没有回答", "写明怎么读")
        if reading.rule not in held.rules and reading.rule not in held.broken:
            yield Fault(
                "rules/readings.yaml", 1, name, "引了没有的规则号", "instrument.yaml 里的规则号"
            )
        if ARTICLE.search(reading.question + reading.answer):
            yield Fault("rules/readings.yaml", 1, name, "编造了本办法的条号", "段落号与引文")


CHECKS: tuple[Callable[[Holding], Iterator[Fault]], ...] = (
    _rows,
    _twins,
    _gaps,
    _words,
    _by_day,
    _counties,
    _catalogues,
    _invented,
    _readings,
    indicators.faults,
)
