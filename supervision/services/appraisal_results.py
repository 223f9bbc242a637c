"""What the township's committee does: announce, send back, say what counts, verify."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db import transaction

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import User
from audit.services import record
from policy.record import Outcome
from rulebook.models import Decision
from rulebook.services import Made, store_decisions
from supervision.appraisal_states import AppraisalStatus
from supervision.models import (
    Appraisal,
    AppraisalResult,
    AppraisalRuling,
    TerminationCheck,
)
from supervision.queries.appraisal_facts import Case, case_of, decided
from supervision.rules import appraisals as rules
from supervision.services.appraisal_races import races_refused
from supervision.services.appraisals import locked, move


@transaction.atomic
def return_appraisal(*, appraisal: Appraisal, reason: str, by: Acting) -> Appraisal:
    """Send ballots back to the clerk; results announced before stay in force until the next."""
    appraisal = locked(appraisal, by)
    rules.may_return(appraisal, by=by).require()
    rules.has_reason(reason, "请写明退回的理由，组织干事据此更正。").require()
    was = appraisal.get_status_display()
    appraisal.prepared_by = appraisal.prepared_on = None
    appraisal.announced_by = appraisal.announced_on = None
    appraisal.return_reason = reason.strip()
    cleared = ("prepared_by", "prepared_on", "announced_by", "announced_on", "return_reason")
    move(appraisal, AppraisalStatus.HELD, *cleared)
    told = appraisal.return_reason
    record("supervision.appraisal_returned", by=by, about=appraisal, was=was, reason=told)
    return appraisal


@transaction.atomic
def announce(*, appraisal: Appraisal, announced_on: date, by: Acting) -> Appraisal:
    """Confirm the results and the day on which the village was told."""
    appraisal = locked(appraisal, by)
    rules.may_announce(appraisal, by=by).require()
    day = today()
    rules.is_announcement(appraisal, announced_on=announced_on, today=day).require()
    appraisal.announced_by, appraisal.announced_on = by.user, announced_on
    _put_in_force(appraisal, by)
    told = {"on": announced_on.isoformat(), "revision": appraisal.revision}
    record("supervision.appraisal_announced", by=by, about=appraisal, announced=told)
    return appraisal


@transaction.atomic
def rule_on(*, appraisal: Appraisal, accepted: bool, reason: str, by: Acting) -> AppraisalRuling:
    """Say whether an appraisal that was not rightly called counts; results follow at once."""
    appraisal = locked(appraisal, by)
    broken = is_broken(appraisal)
    rules.may_rule(appraisal, broken=broken, by=by).require()
    rules.has_reason(reason, "请写明认定的理由，随各人结果一起留存。").require()
    with races_refused():
        ruling = AppraisalRuling.objects.create(
            appraisal=appraisal,
            scope_path=appraisal.scope_path,
            number=appraisal.rulings.count() + 1,
            accepted=accepted,
            reason=reason.strip(),
            ruled_by=cast(User, by.user),
            ruled_on=today(),
        )
    told = {"accepted": accepted, "reason": ruling.reason}
    record("supervision.appraisal_ruled", by=by, about=appraisal, ruled=told)
    if appraisal.status == AppraisalStatus.ANNOUNCED:
        _put_in_force(appraisal, by)
    else:
        (outcome,) = decided([case_of(appraisal)])
        appraisal.standing = outcome.result["standing"]
        with races_refused():
            appraisal.save(update_fields=["standing"])
    return ruling


@transaction.atomic
def check_termination(
    *, result: AppraisalResult, confirmed: bool, reason: str, by: Acting
) -> TerminationCheck:
    """Keep what the township found about two in a row; the termination itself comes after."""
    appraisal = locked(Appraisal(pk=result.appraisal_id), by)
    rows = AppraisalResult.objects.visible_to(by).select_related("appraised")
    result = rows.get(pk=result.pk)
    result.appraisal = appraisal
    rules.may_check(result, by=by).require()
    rules.has_reason(reason, "请写明核实了什么、依据哪些材料。").require()
    with races_refused():
        check = TerminationCheck.objects.create(
            result=result,
            scope_path=result.scope_path,
            number=result.checks.count() + 1,
            confirmed=confirmed,
            reason=reason.strip(),
            checked_by=cast(User, by.user),
            checked_on=today(),
        )
    told = {"confirmed": confirmed, "reason": check.reason}
    record("supervision.termination_checked", by=by, about=result.appraised, checked=told)
    return check


def is_broken(appraisal: Appraisal) -> bool:
    """Ask the rulebook whether notice or interval was not kept."""
    if appraisal.held_on is None:
        return False
    (outcome,) = decided([case_of(appraisal)])
    return not (outcome.result["notice"] and outcome.result["interval"])


def made(case: Case, outcome: Outcome, **more: Any) -> Made:
    """Say what a stored decision keeps of an appraisal; everybody's findings are rows beside it."""
    return Made(
        subject=case.appraisal,
        outcome=outcome,
        rules=case.rules,
        facts=case.facts,
        on=case.on,
        known=case.known,
        where=case.where,
        scope_path=case.appraisal.scope_path,
        prepared_by=case.appraisal.prepared_by,
        body=slim(outcome),
        **more,
    )


def slim(outcome: Outcome) -> dict[str, Any]:
    """Give an outcome without the findings of people, which are rows of their own."""
    rows = {
        pk: {name: value for name, value in row.items() if name != "findings"}
        for pk, row in outcome.result["rows"].items()
    }
    return {**outcome.as_dict(), "result": {**outcome.result, "rows": rows}}


def results_of(case: Case, outcome: Outcome, revision: int) -> list[AppraisalResult]:
    """Give everybody's result as rows; the decision they rest on is still to be named."""
    appraisal, returned = case.appraisal, case.appraisal.returned or 0
    typed = {str(row["id"]): row for row in case.facts["rows"]}
    return [
        AppraisalResult(
            appraisal=appraisal,
            appraised_id=int(pk),
            scope_path=appraisal.scope_path,
            revision=revision,
            returned=returned,
            competent=typed[pk]["competent"],
            incompetent=typed[pk]["incompetent"],
            abstained=returned - typed[pk]["competent"] - typed[pk]["incompetent"],
            verdict=row["verdict"],
            run=row["run"],
            route=row["route"],
            findings=row["findings"],
        )
        for pk, row in outcome.result["rows"].items()
    ]


def _put_in_force(appraisal: Appraisal, by: Acting) -> None:
    """Store the next revision of results with the decision they rest on, superseding the last."""
    case = case_of(appraisal)
    (outcome,) = decided([case])
    former: Decision | None = appraisal.decision
    told = {"decided_by": by.user, "decided_on": today(), "supersedes": former}
    (decision,) = store_decisions([made(case, outcome, **told)])
    rows = results_of(case, outcome, appraisal.revision + 1)
    for row in rows:
        row.decision = decision
    with races_refused():
        AppraisalResult.objects.bulk_create(rows)
    appraisal.revision += 1
    appraisal.standing, appraisal.decision = outcome.result["standing"], decision
    fields = ("revision", "standing", "decision", "announced_by", "announced_on")
    move(appraisal, AppraisalStatus.ANNOUNCED, *fields)
