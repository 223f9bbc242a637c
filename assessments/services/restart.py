"""Begin the rounds under way anew under a new version of their plan, and keep what still fits."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.acting import Acting
from assessments.models import Entry, Plan, Round, Tally, Turnout
from assessments.queries.restart import changed_aspects, groups_by_name, roster_differs
from assessments.services.moving import back_to_entry
from assessments.services.races import races_refused
from assessments.services.rounds import freeze_anew
from audit.services import record

LONGEST = 200  # what a round's reason holds


def locked_rounds(plan: Plan, by: Acting) -> list[Round]:
    """Lock every round of the plan's county and year against everybody else."""
    rows = Round.objects.visible_to(by).filter(plan__county=plan.county, year=plan.year)
    with races_refused():
        joined = rows.select_related("township", "plan__county").order_by("pk")
        return list(joined.locked())


def restart_rounds(rounds: Sequence[Round], *, plan: Plan, by: Acting) -> None:
    """Put locked rounds back to the clerks under a new plan; for `adopt_plan`, which has asked."""
    if not rounds:
        return
    former = max((one.plan for one in rounds), key=lambda one: one.version)
    reason = f"考核方案改为第 {plan.version} 版：{plan.reason}"[:LONGEST]
    for one in rounds:
        was, one.plan = one.status, plan
        back_to_entry(one, reason=reason, also=("plan",))
        record("assessments.round_restarted", by=by, about=one, was=was, version=plan.version)
    _regroup(rounds, plan)
    if emptied := changed_aspects(former, plan):
        Entry.objects.filter(round__in=rounds).update(**dict.fromkeys(emptied))
    if roster_differs(former, plan):
        freeze_anew(rounds, plan=plan, by=by)


def _regroup(rounds: Sequence[Round], plan: Plan) -> None:
    """Let turnouts and tallies follow their group by its name; those without one go."""
    for name, pk in groups_by_name(plan).items():
        for model in (Turnout, Tally):
            held = model.objects.filter(round__in=rounds, group__name=name)
            held.update(group=pk)
    for model in (Tally, Turnout):
        model.objects.filter(round__in=rounds).exclude(group__plan=plan).delete()
