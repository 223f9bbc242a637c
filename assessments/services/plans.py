"""A county's plan: draft, save, adopt, revise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from assessments.models import Plan, VoterGroup
from assessments.models.plans import BALLOTS, BANDS
from assessments.queries.library import LibraryLine, library
from assessments.queries.rulebook import code_of, last_day, rules_of
from assessments.services.plan_lines import (
    ONE_GROUP,
    GroupLine,
    IndicatorLine,
    groups_of,
    lines_of,
    refuse_bad_groups,
    refuse_bad_lines,
    write_groups,
    write_lines,
)
from assessments.services.races import races_refused
from assessments.services.restart import locked_rounds, restart_rounds
from assessments.states import Dimension, Form, PlanStatus, RoundStatus
from audit.services import record
from policy import figures as policy_figures
from policy import snapshot
from policy.faults import NotInForce
from policy.record import Outcome, decide
from rulebook.services import store_decision

PROCEDURE = "plan_check"
FIELDS = ("report_share", "target_share", "cutoff_on", "staff_in_base")
FIGURES = (*BANDS.values(), *BALLOTS.values())
LONGEST_REASON = 170  # a round's reason also says which version
LEAST = Decimal("0.01")
OWN_SHARE = Decimal("0.1")  # a county's own line suggests a tenth of its aspect


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
    write_lines(plan, _default_lines(defaults, library(county, last_day(year), by=by)))
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
    figures: Mapping[str, Decimal | None] | None = None,
    groups: Sequence[GroupLine] | None = None,
) -> Plan:
    """Save a draft, imperfect if need be: what is wrong with it is shown, not refused.

    `figures` are the county's own bands and ballots by column, `groups` its voters; left out,
    they stay as they are.
    """
    plan = _locked(plan, by)
    rules.may_save(plan, by=by).require()
    refuse_bad_lines(plan, cutoff_on, indicators)
    values: dict[str, Any] = dict(
        zip(FIELDS, (report_share, target_share, cutoff_on, staff_in_base), strict=True)
    )
    if figures is not None:
        rules.are_figures(figures).require()
        values |= {name: figures.get(name) for name in FIGURES}
    if groups is not None:
        refuse_bad_groups(groups)
    told = {
        "fields": _write_values(plan, values),
        "indicators": write_lines(plan, indicators),
        "groups": 0 if groups is None else write_groups(plan, groups),
    }
    if any(told.values()):
        record("assessments.plan_saved", by=by, about=plan, changed=told)
    return plan


def _write_values(plan: Plan, values: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(plan, name) != value]
    for name in changed:
        setattr(plan, name, values[name])
    if changed:
        with races_refused():
            plan.save(update_fields=changed)
    return changed


@transaction.atomic
def take_from_library(
    *, plan: Plan, codes: Sequence[str], forms: Sequence[str], by: Acting
) -> list[str]:
    """Add lines of the library to a draft, with evidence, scoring and suggested points."""
    plan = _locked(plan, by)
    rules.may_save(plan, by=by).require()
    offered = {one.code: one for one in library(plan.county, last_day(plan.year), by=by)}
    rules.is_pick(codes, forms, offered).require()
    held, defaults = lines_of(plan), _defaults(plan.county, plan.year)
    taken = {line.key for line in held}
    new = [
        line
        for form in forms
        for code in codes
        if (line := _line(form, offered[code], defaults)).key not in taken
    ]
    if not new:
        raise Refused("选中的指标方案里都已有了，没有新增。要改分值的，请在“修改”里改。")
    write_lines(plan, [*held, *new])
    picked = sorted({line.library_code for line in new})
    record("assessments.plan_saved", by=by, about=plan, picked=picked, indicators=len(new))
    return [line.name for line in new]


def check_plan(plan: Plan) -> Outcome:
    """Ask the rulebook whether a plan may be used, as of today."""
    asked = _question(plan)
    return decide(PROCEDURE, asked["rules"], asked["facts"])


@transaction.atomic
def adopt_plan(*, plan: Plan, by: Acting, restarts: int = 0) -> Plan:
    """Put a usable plan into force; rounds under way begin anew under it.

    `restarts` is the number of townships whom the officer was told about: with another number
    nothing is done, so that nobody restarts what he has not seen.
    """
    plan = _locked(plan, by)
    asked = _question(plan)
    outcome = decide(PROCEDURE, asked["rules"], asked["facts"])
    rounds = locked_rounds(plan, by)
    final = sum(one.status == RoundStatus.FINAL for one in rounds)
    rules.may_adopt(plan, outcome=outcome, final=final, by=by).require()
    rules.is_confirmed(restarts, running=len(rounds) - final).require()
    for one in _adopted(plan, by):
        one.status = PlanStatus.REPLACED
        one.save(update_fields=["status"])
    plan.check_decision = store_decision(
        subject=plan, outcome=outcome, prepared_by=by.user, scope_path=plan.scope_path, **asked
    )
    plan.status, plan.adopted_by, plan.adopted_on = PlanStatus.ADOPTED, by.user, today()
    with races_refused():
        plan.save(update_fields=["status", "adopted_by", "adopted_on", "check_decision"])
    record(
        "assessments.plan_adopted",
        by=by,
        about=plan,
        decision=plan.check_decision.pk,
        restarted=len(rounds),
    )
    restart_rounds(rounds, plan=plan, by=by)
    return plan


@transaction.atomic
def revise_plan(*, plan: Plan, reason: str, by: Acting) -> Plan:
    """Start the next version of an adopted plan as a draft, with the reason."""
    plan = _locked(plan, by)
    siblings = Plan.objects.visible_to(by).filter(county=plan.county, year=plan.year)
    drafts = siblings.filter(status=PlanStatus.DRAFT).count()
    final = sum(one.status == RoundStatus.FINAL for one in locked_rounds(plan, by))
    rules.may_revise(plan, final=final, drafts=drafts, by=by).require()
    rules.is_reason(reason, LONGEST_REASON).require()
    kept = {name: getattr(plan, name) for name in (*FIELDS, *FIGURES)}
    with races_refused():
        new = Plan.objects.create(
            county=plan.county,
            scope_path=plan.scope_path,
            year=plan.year,
            version=siblings.aggregate(last=Max("version"))["last"] + 1,
            reason=reason.strip(),
            prepared_by=cast(User, by.user),
            **kept,
        )
    write_groups(new, groups_of(plan))
    write_lines(new, lines_of(plan))
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


def _question(plan: Plan) -> dict[str, Any]:
    """Give the rules and facts of a plan's check, named as `store_decision` wants them."""
    known = today()
    where = code_of(plan.county, known)
    weights: dict[str, dict[str, Decimal]] = {form: {} for form in Form.values}
    for line in plan.indicators.all():
        held = weights[line.form]
        held[line.dimension] = held.get(line.dimension, Decimal(0)) + line.points
    by_form = {
        form: {aspect: str(held.get(aspect, 0)) for aspect in Dimension.values}
        for form, held in weights.items()
    }
    methods = {"report": str(plan.report_share), "target": str(plan.target_share)}
    return {
        "rules": rules_of(plan.year, known, where),
        "facts": {"weights": by_form, "methods": methods, **_own_facts(plan)},
        "on": last_day(plan.year),
        "known": known,
        "where": where,
    }


def _own_facts(plan: Plan) -> dict[str, Any]:
    """Give what the plan sets itself; what it leaves to the rulebook is no fact of it."""
    found: dict[str, Any] = {
        "groups": [{"name": one.name, "weight": str(one.weight)} for one in groups_of(plan)]
    }
    for name, columns in (("bands", BANDS), ("ballots", BALLOTS)):
        own = {grade: getattr(plan, column) for grade, column in columns.items()}
        if None not in own.values():
            found[name] = {grade: str(figure) for grade, figure in own.items()}
    return found


def _defaults(county: Division, year: int) -> dict[str, Any]:
    try:
        return rules_of(year, today(), code_of(county, today()))
    except NotInForce as error:
        said = f"{year} 年《办法》还没有生效的规则，不能制定方案。请改填以后的年度。"
        raise Refused(said) from error


def _default_lines(defaults: dict[str, Any], offered: Sequence[LibraryLine]) -> list[IndicatorLine]:
    """Begin a plan with the library's usual lines, each form's aspects shared out among them."""
    usual = [one for one in offered if one.is_usual]
    return [_line(form, one, defaults) for form in Form.values for one in usual]


def _line(form: str, one: LibraryLine, defaults: dict[str, Any]) -> IndicatorLine:
    """Make a line of the library's, with its suggested share of the aspect as points."""
    whole = snapshot.ratio(defaults, f"plan.{form}.{one.dimension}") * 100
    share = policy_figures.value("ratio", one.share) if one.share else OWN_SHARE
    return IndicatorLine(
        form,
        one.dimension,
        one.name,
        max((whole * share).quantize(LEAST), LEAST),
        topic=one.topic,
        evidence=one.evidence,
        scoring=one.scoring,
        library_code=one.code,
    )
