"""A county's plan: draft, save, adopt, revise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.db.models import Max

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division, User
from assessments import rules
from assessments.models import Indicator, Plan, Round, VoterGroup
from assessments.queries.rulebook import code_of, last_day, rules_of
from assessments.services.races import races_refused
from assessments.states import Dimension, Form, PlanStatus
from audit.services import record
from policy import snapshot
from policy.faults import NotInForce
from policy.record import Outcome, decide
from rulebook.services import store_decision

PROCEDURE = "plan_check"
# What is looked at in each aspect, and how the aspect's weight is shared out (ASSESS-PERF-TOPIC).
TOPICS: dict[str, tuple[tuple[str, int], ...]] = {
    Dimension.VIRTUE: (("政治品质和道德品行", 1),),
    Dimension.ABILITY: (("带领群众和处理事务的能力", 1),),
    Dimension.DILIGENCE: (("在岗履职和服务群众", 1),),
    Dimension.PERFORMANCE: (
        ("基层党建", 4),
        ("脱贫攻坚", 3),
        ("农村环境综合整治", 3),
    ),
    Dimension.PROBITY: (("廉洁自律和遵纪守法", 1),),
}
ONE_GROUP = "参会人员"  # who rates where a county does not tell voters apart
FIELDS = ("report_share", "target_share", "cutoff_on", "staff_in_base")


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator as typed."""

    form: str
    dimension: str
    name: str
    points: Decimal

    @property
    def key(self) -> tuple[str, str, str]:
        return self.form, self.dimension, self.name


@transaction.atomic
def draft_plan(*, county: Division, year: int, by: Acting) -> Plan:
    """Draft a year's first plan from the rulebook's default weights."""
    rules.may_write_plan(county, by=by).require()
    if Plan.objects.visible_to(by).filter(county=county, year=year).exists():
        raise Refused(f"{county} {year} 年已有考核方案，请在原方案上修改或改版。")
    defaults = _defaults(county, year)
    with races_refused():
        plan = Plan.objects.create(
            county=county,
            scope_path=county.path,
            year=year,
            report_share=snapshot.ratio(defaults, "plan.report_share") * 100,
            target_share=snapshot.ratio(defaults, "plan.target_share") * 100,
            cutoff_on=last_day(year),
            prepared_by=cast(User, by.user),
        )
    VoterGroup.objects.create(plan=plan, scope_path=plan.scope_path, name=ONE_GROUP, weight=100)
    _write_lines(plan, _default_lines(defaults))
    record("assessments.plan_drafted", by=by, about=plan, year=year)
    return plan


@transaction.atomic
def save_plan(
    *,
    plan: Plan,
    report_share: Decimal,
    target_share: Decimal,
    cutoff_on: date,
    staff_in_base: bool,
    indicators: Sequence[IndicatorLine],
    by: Acting,
) -> Plan:
    """Save a draft, imperfect if need be: what is wrong with it is shown, not refused."""
    plan = _locked(plan, by)
    rules.may_save(plan, by=by).require()
    _refuse_bad_lines(plan, cutoff_on, indicators)
    values = dict(zip(FIELDS, (report_share, target_share, cutoff_on, staff_in_base), strict=True))
    changed = [name for name, value in values.items() if getattr(plan, name) != value]
    for name in changed:
        setattr(plan, name, values[name])
    if changed:
        plan.save(update_fields=changed)
    lines = _write_lines(plan, indicators)
    if changed or lines:
        record("assessments.plan_saved", by=by, about=plan, fields=changed, indicators=lines)
    return plan


def check_plan(plan: Plan) -> Outcome:
    """Ask the rulebook whether a plan may be used, as of today."""
    asked = _question(plan)
    return decide(PROCEDURE, asked["rules"], asked["facts"])


@transaction.atomic
def adopt_plan(*, plan: Plan, by: Acting) -> Plan:
    """Put a plan into force that the rulebook finds usable; the version before it is replaced."""
    plan = _locked(plan, by)
    asked = _question(plan)
    outcome = decide(PROCEDURE, asked["rules"], asked["facts"])
    former = _adopted(plan, by)
    rules.may_adopt(plan, outcome=outcome, in_use=_in_use(former, by), by=by).require()
    for one in former:
        one.status = PlanStatus.REPLACED
        one.save(update_fields=["status"])
    plan.check_decision = store_decision(
        subject=plan, outcome=outcome, prepared_by=by.user, scope_path=plan.scope_path, **asked
    )
    plan.status, plan.adopted_by, plan.adopted_on = PlanStatus.ADOPTED, by.user, today()
    with races_refused():
        plan.save(update_fields=["status", "adopted_by", "adopted_on", "check_decision"])
    record("assessments.plan_adopted", by=by, about=plan, decision=plan.check_decision.pk)
    return plan


@transaction.atomic
def revise_plan(*, plan: Plan, reason: str, by: Acting) -> Plan:
    """Start the next version of an adopted plan as a draft, with the reason."""
    plan = _locked(plan, by)
    siblings = Plan.objects.visible_to(by).filter(county=plan.county, year=plan.year)
    drafts = siblings.filter(status=PlanStatus.DRAFT).count()
    rules.may_revise(plan, in_use=_in_use([plan], by), drafts=drafts, by=by).require()
    if not reason.strip():
        raise Refused("请写明改版的理由。")
    lines = [
        IndicatorLine(one.form, one.dimension, one.name, one.points)
        for one in plan.indicators.all()
    ]
    with races_refused():
        new = Plan.objects.create(
            county=plan.county,
            scope_path=plan.scope_path,
            year=plan.year,
            version=siblings.aggregate(last=Max("version"))["last"] + 1,
            reason=reason.strip(),
            prepared_by=cast(User, by.user),
            **{name: getattr(plan, name) for name in FIELDS},
        )
    VoterGroup.objects.bulk_create(
        VoterGroup(plan=new, scope_path=new.scope_path, **held)
        for held in plan.voter_groups.values("name", "weight", "place")
    )
    _write_lines(new, lines)
    record("assessments.plan_revised", by=by, about=new, version=new.version)
    return new


def _locked(plan: Plan, by: Acting) -> Plan:
    rows = Plan.objects.visible_to(by).select_related("county")
    if not by.division or by.division.pk != plan.county_id:
        return rows.get(pk=plan.pk)  # a reader is told, not locked out
    return rows.locked().get(pk=plan.pk)


def _adopted(plan: Plan, by: Acting) -> list[Plan]:
    same_year = Plan.objects.visible_to(by).filter(county=plan.county, year=plan.year)
    return list(same_year.filter(status=PlanStatus.ADOPTED).locked())


def _in_use(plans: Sequence[Plan], by: Acting) -> int:
    rounds = Round.objects.visible_to(by).filter(plan__in=plans)
    return rounds.count()


def _question(plan: Plan) -> dict[str, Any]:
    """Give the rules and facts of a plan's check, named as `store_decision` wants them."""
    known = today()
    where = code_of(plan.county, known)
    weights: dict[str, dict[str, Decimal]] = {form: {} for form in Form.values}
    for line in plan.indicators.all():
        held = weights[line.form]
        held[line.dimension] = held.get(line.dimension, Decimal(0)) + line.points
    return {
        "rules": rules_of(plan.year, known, where),
        "facts": {
            "weights": {
                form: {aspect: str(held.get(aspect, 0)) for aspect in Dimension.values}
                for form, held in weights.items()
            },
            "methods": {"report": str(plan.report_share), "target": str(plan.target_share)},
        },
        "on": last_day(plan.year),
        "known": known,
        "where": where,
    }


def _defaults(county: Division, year: int) -> dict[str, Any]:
    try:
        return rules_of(year, today(), code_of(county, today()))
    except NotInForce as error:
        said = f"{year} 年《办法》还没有生效的规则，不能制定方案。请改填以后的年度。"
        raise Refused(said) from error


def _default_lines(defaults: dict[str, Any]) -> list[IndicatorLine]:
    return [
        IndicatorLine(
            form,
            aspect,
            name,
            snapshot.ratio(defaults, f"plan.{form}.{aspect}") * 100 * share / _parts(topics),
        )
        for form in Form.values
        for aspect, topics in TOPICS.items()
        for name, share in topics
    ]


def _parts(topics: Sequence[tuple[str, int]]) -> int:
    return sum(share for _, share in topics)


def _refuse_bad_lines(plan: Plan, cutoff_on: date, lines: Sequence[IndicatorLine]) -> None:
    wrong = []
    if cutoff_on.year != plan.year:
        wrong.append(f"在册截止日 {cutoff_on} 不在 {plan.year} 年内，请改为当年的日期。")
    if twice := sorted({line.name for line in lines if [x.key for x in lines].count(line.key) > 1}):
        wrong.append(f"指标“{'、'.join(twice)}”在同一方面写了两次，请合并为一行。")
    if empty := [line.name for line in lines if not 0 < line.points <= 100]:
        wrong.append(f"指标“{'、'.join(empty)}”的分值应大于 0、不超过 100。")
    if wrong:
        raise Refused(*wrong)


def _write_lines(plan: Plan, lines: Sequence[IndicatorLine]) -> int:
    """Make the plan's indicators equal to these lines; give the number that changed."""
    stored = {(one.form, one.dimension, one.name): one for one in plan.indicators.all()}
    wanted = {line.key: (place, line) for place, line in enumerate(lines)}
    gone = [one.pk for key, one in stored.items() if key not in wanted]
    new, moved = [], []
    for key, (place, line) in wanted.items():
        one = stored.get(key)
        if one is None:
            new.append(_indicator(plan, place, line))
        elif (one.place, one.points) != (place, line.points):
            one.place, one.points = place, line.points
            moved.append(one)
    if gone:
        plan.indicators.filter(pk__in=gone).delete()
    Indicator.objects.bulk_update(moved, ["place", "points"])
    Indicator.objects.bulk_create(new)
    return len(gone) + len(new) + len(moved)


def _indicator(plan: Plan, place: int, line: IndicatorLine) -> Indicator:
    return Indicator(
        plan=plan,
        scope_path=plan.scope_path,
        form=line.form,
        dimension=line.dimension,
        name=line.name,
        points=line.points,
        place=place,
    )
