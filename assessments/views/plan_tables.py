"""A plan's indicators summed by aspect, so that every share shows its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from accounts.fields import plain
from assessments.models import Indicator, Plan
from assessments.models.plans import BALLOTS, BANDS
from assessments.states import Dimension, Form, GradeLabel
from policy import overlay, snapshot

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Aspect:
    label: str
    points: str
    lines: list[Indicator]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The indicators of one of the two forms, by aspect."""

    label: str
    share: str
    total: str
    aspects: list[Aspect]


@dataclass(frozen=True, slots=True)
class Weight:
    """An aspect's weight in the composite, with its sum written out."""

    label: str
    report: str
    target: str
    total: str
    sum: str
    floor: str = ""  # what the rulebook asks of it at least


@dataclass(frozen=True, slots=True)
class Tables:
    sheets: list[Sheet]
    weights: list[Weight]
    whole: Weight


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by which the plan's rounds are graded, and whose it is."""

    label: str
    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class Figures:
    bands: list[Figure]
    ballots: list[Figure]
    groups: list[Figure]


def of(plan: Plan, rules: dict[str, Any]) -> Tables:
    """Sum a plan's indicators by form and aspect, and across both forms."""
    lines = list(plan.indicators.all())
    shares = {Form.REPORT: plan.report_share, Form.TARGET: plan.target_share}
    sheets = [_sheet(form, shares[form], lines) for form in Form]
    weights = [
        _weight(one.label, shares, [x for x in lines if x.dimension == one]) for one in Dimension
    ]
    place = list(Dimension).index(Dimension.PERFORMANCE)
    least = f"不低于 {snapshot.text(rules, 'plan.performance_min')}"
    weights[place] = replace(weights[place], floor=least)
    return Tables(sheets, weights, _weight("合计", shares, lines))


def figures(plan: Plan, rules: dict[str, Any]) -> Figures:
    """Give bands, ballots and voters as they hold for the plan: its own, or the rulebook's."""
    lower = [(grade, f"grade.band.{grade}", "{} 分以上") for grade in BANDS]
    worth = [(grade, f"ballot.value.{grade}", "{} 分") for grade in BALLOTS]
    groups = [
        Figure(one.name, f"{plain(one.weight)}%", overlay.BASIS) for one in plan.voter_groups.all()
    ]
    return Figures(
        [_figure(rules, *one) for one in lower], [_figure(rules, *x) for x in worth], groups
    )


def _figure(rules: dict[str, Any], grade: str, key: str, words: str) -> Figure:
    row = rules["values"][key]["rows"][0]
    low = row["is"].partition("..")[0]
    return Figure(GradeLabel(grade).label, words.format(low), row["basis"])


def _sheet(form: Form, share: Decimal, lines: list[Indicator]) -> Sheet:
    own = [line for line in lines if line.form == form]
    aspects = [
        Aspect(dimension.label, plain(_points(held, form)), held)
        for dimension in Dimension
        if (held := [line for line in own if line.dimension == dimension])
    ]
    return Sheet(form.label, plain(share), plain(_points(own, form)), aspects)


def _weight(label: str, shares: dict[Form, Decimal], lines: list[Indicator]) -> Weight:
    """Weigh lines by the shares of their forms; all lines together are the other axis."""
    points = {form: _points(lines, form) for form in (Form.REPORT, Form.TARGET)}
    said = " + ".join(f"{plain(held)} × {plain(shares[form])}%" for form, held in points.items())
    total = sum((held * shares[form] for form, held in points.items()), ZERO) / 100
    return Weight(label, plain(points[Form.REPORT]), plain(points[Form.TARGET]), plain(total), said)


def _points(lines: Iterable[Indicator], form: Form) -> Decimal:
    return sum((line.points for line in lines if line.form == form), ZERO)
