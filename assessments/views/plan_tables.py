"""A plan's indicators summed by aspect, so that every share shows its arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assessments.forms.grids import plain
from assessments.models import Indicator, Plan
from assessments.states import Dimension, Form

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


@dataclass(frozen=True, slots=True)
class Tables:
    sheets: list[Sheet]
    weights: list[Weight]


def of(plan: Plan) -> Tables:
    """Sum a plan's indicators by form and aspect, and across both forms."""
    lines = list(plan.indicators.all())
    shares = {Form.REPORT: plan.report_share, Form.TARGET: plan.target_share}
    sheets = [_sheet(form, shares[form], lines) for form in Form]
    return Tables(sheets, [_weight(dimension, shares, lines) for dimension in Dimension])


def _sheet(form: Form, share: Decimal, lines: list[Indicator]) -> Sheet:
    own = [line for line in lines if line.form == form]
    aspects = [
        Aspect(dimension.label, plain(_points(own, form, dimension)), held)
        for dimension in Dimension
        if (held := [line for line in own if line.dimension == dimension])
    ]
    return Sheet(form.label, plain(share), plain(sum((line.points for line in own), ZERO)), aspects)


def _weight(dimension: Dimension, shares: dict[Form, Decimal], lines: list[Indicator]) -> Weight:
    report, target = (_points(lines, form, dimension) for form in (Form.REPORT, Form.TARGET))
    parts = [f"{plain(report)} × {plain(shares[Form.REPORT])}%"]
    parts.append(f"{plain(target)} × {plain(shares[Form.TARGET])}%")
    total = (report * shares[Form.REPORT] + target * shares[Form.TARGET]) / 100
    return Weight(dimension.label, plain(report), plain(target), plain(total), " + ".join(parts))


def _points(lines: list[Indicator], form: Form, dimension: Dimension) -> Decimal:
    return sum((x.points for x in lines if (x.form, x.dimension) == (form, dimension)), ZERO)
