"""Read one township's facts for the yearly grade: scores, gates and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from policy import words
from policy.facts import FactError, Facts, required_day, score, whole, word
from policy.figures import EXACT, HUNDRED, exact, two_places
from policy.finding import Cite
from policy.snapshot import Snapshot, cites, count, ratio, text, value
from policy.snapshot import words as listed

POSTS = frozenset((*words.POSTS, words.PLAIN_MEMBER))
Gate = Literal["fine", "barred", "unknown"]
ZERO = Decimal(0)
YEAR = 12
NEAR = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class GradeRules:
    """Hold a day's values for the yearly grade, read once per township."""

    report_share: Decimal
    target_share: Decimal
    top_share: Decimal
    bands: tuple[tuple[str, Decimal], ...]
    team_scale: tuple[str, ...]
    team_posts: tuple[str, ...]
    team_floor: int
    measure_bars: bool
    min_months: int
    cites: Mapping[str, list[Cite]]
    shown: Mapping[str, str]


def read_rules(rules: Snapshot) -> GradeRules:
    """Read the values the yearly grade needs; NotInForce where one is missing."""
    scale = listed(rules, "grade.team_scale")
    return GradeRules(
        report_share=ratio(rules, "plan.report_share"),
        target_share=ratio(rules, "plan.target_share"),
        top_share=ratio(rules, "grade.top_share"),
        bands=tuple((grade, value(rules, f"grade.band.{grade}")[0]) for grade in words.GRADES),
        team_scale=scale,
        team_posts=listed(rules, "grade.team_posts"),
        team_floor=scale.index(text(rules, "grade.team_floor")),
        measure_bars=value(rules, "grade.measure_bars") is True,
        min_months=count(rules, "grade.min_months"),
        cites=_cites(rules),
        shown={key: text(rules, key) for key in ("plan.report_share", "plan.target_share")},
    )


def _cites(rules: Snapshot) -> dict[str, list[Cite]]:
    bands = {grade: cites(rules, f"grade.band.{grade}") for grade in words.GRADES}
    return {
        **bands,
        "composite": cites(rules, "plan.report_share", "plan.target_share"),
        "seats": cites(rules, "grade.top_share"),
        "team": cites(rules, "grade.team_floor"),
        "measure": cites(rules, "grade.measure_bars"),
        "months": cites(rules, "grade.min_months"),
    }


@dataclass(slots=True)
class Entry:
    """Hold one cadre's facts as read: scores, the range of the composite, and the gates."""

    id: str
    name: str
    report: Decimal | None
    target: Decimal | None
    low: Decimal
    high: Decimal
    principal: bool | None
    team: str | None
    team_gate: Gate
    measures: list[str]
    past_measures: list[str]
    months: int | None
    no_grade: str
    total: str  # the exact composite, made once
    said: str  # the composite as a sentence gives it

    @property
    def composite(self) -> Decimal | None:
        return None if self.report is None or self.target is None else self.low

    @property
    def gate(self) -> Gate:
        return "barred" if self.measures else self.team_gate

    @property
    def barred(self) -> bool:
        return bool(self.measures) or self.team_gate == "barred"


def read_entries(facts: Facts, rules: GradeRules, on: date) -> list[Entry]:
    """Read every row; FactError names the cadre, the column and what to put right."""
    entries: dict[str, Entry] = {}
    for raw in facts["rows"]:
        try:
            entry = _entry(raw, rules, on)
            if entry.id in entries:
                raise FactError(f"{entry.name}（编号 {entry.id}）在表中出现两次，一人只填一行。")
        except FactError as error:
            error.row = str(raw["id"])
            raise
        entries[entry.id] = entry
    return list(entries.values())


def _entry(raw: Mapping[str, Any], rules: GradeRules, on: date) -> Entry:
    row_id = str(raw["id"])
    name = str(raw.get("name") or row_id)
    report = score(raw.get("report_rating"), f"{name} 述职测评")
    target = score(raw.get("target_score"), f"{name} 目标考核")
    posts = _posts(raw.get("posts"), name)
    principal = any(post in rules.team_posts for post in posts) if posts else None
    team = word(raw.get("team"), rules.team_scale, f"{name} 班子")
    now, past = _measures(raw.get("measures") or (), name, on)
    months = _months(raw.get("months"), name)
    low = _weighted(rules, report, target, ZERO)
    return Entry(
        id=row_id,
        name=name,
        report=report,
        target=target,
        low=low,
        high=_weighted(rules, report, target, HUNDRED),
        principal=principal,
        team=team,
        team_gate=_team_gate(rules, team, principal=principal),
        measures=now if rules.measure_bars else [],
        past_measures=past if rules.measure_bars else past + now,
        months=months,
        no_grade=_no_grade(raw.get("excused"), months, rules),
        total=exact(low),
        said=_said(low, rules),
    )


def _weighted(
    rules: GradeRules, report: Decimal | None, target: Decimal | None, fill: Decimal
) -> Decimal:
    """Return the exact composite with a missing part at `fill`."""
    one = EXACT.multiply(fill if report is None else report, rules.report_share)
    return EXACT.fma(fill if target is None else target, rules.target_share, one)


def _said(composite: Decimal, rules: GradeRules) -> str:
    """Show two places, but every digit where rounding could hide on which side of a band it is."""
    if any(abs(composite - low) < NEAR for _, low in rules.bands):
        return exact(composite)
    return two_places(composite)


def _posts(raw: object, name: str) -> list[str]:
    if raw is None:
        return []
    if not isinstance(raw, list | tuple):
        raise FactError(f"{name} 职务应为一组词。")
    for post in raw:
        if post not in POSTS:
            allowed = "、".join((*words.POSTS, words.PLAIN_MEMBER))
            raise FactError(f"{name} 职务“{post}”不在可填的词里，只能是：{allowed}。")
    return list(raw)


def _team_gate(rules: GradeRules, team: str | None, *, principal: bool | None) -> Gate:
    """Tell whether the team's result bars; unknown only where an unknown could change it."""
    if principal is False:
        return "fine"
    if team is not None and rules.team_scale.index(team) < rules.team_floor:
        return "fine"
    return "barred" if principal and team is not None else "unknown"


def _measures(raw: Any, name: str, on: date) -> tuple[list[str], list[str]]:
    """Split measures into this year's, which bar, and other years', which only show."""
    now: list[str] = []
    past: list[str] = []
    for item in raw:
        kind = word(item.get("kind"), words.MEASURES, f"{name} 警示或处分") or words.MEASURES[0]
        day = item.get("on")
        if day is not None:
            issued = required_day(day, f"{name} {kind}日期")
        same = day is None or issued.year == on.year
        (now if same else past).append(f"{day or ''}{kind}")
    return now, past


def _months(raw: object, name: str) -> int | None:
    months = whole(raw, f"{name} 在职整月数")
    if months is not None and months > YEAR:
        raise FactError(f"{name} 在职整月数 {months} 超过 {YEAR}，请核对后重填。")
    return months


def _no_grade(excused: object, months: int | None, rules: GradeRules) -> str:
    if excused:
        return str(excused)
    if months is not None and months < rules.min_months:
        return f"在职 {months} 个整月，不满 {rules.min_months} 个整月"
    return ""


def seats_of(headcount: int | None, rules: GradeRules) -> tuple[int | None, Decimal | None]:
    """Return the seats, cut down to whole ones, and the product before cutting."""
    if headcount is None:
        return None, None
    product = EXACT.multiply(Decimal(headcount), rules.top_share)
    return int(product), product
