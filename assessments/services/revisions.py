"""Correct a filed grade: prepared, decided by the committee, filed; what was decided stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused, unless
from accounts.clock import today
from assessments.models import Entry, Grade, Objection, Revision, Round
from assessments.queries.changing import Change, change_of, grade_in_force
from assessments.rules import revisions as rules
from assessments.services.locks import locked_round
from assessments.services.notice import issue
from assessments.services.races import races_refused
from assessments.services.sittings import Sitting, keep_minutes
from assessments.states import GradeLabel, RevisionStatus
from audit.services import record
from rulebook.models import Decision
from rulebook.services import store_decision

MOVED_ON = "这名干部的等次在提出以后又有变化，请不予更正后重新提出。"


@transaction.atomic
def propose_revision(
    *,
    entry: Entry,
    grade: str,
    kind: str,
    reason: str,
    by: Acting,
    paid: bool | None = None,
    objection: Objection | None = None,
) -> Revision:
    """Put before the committee that a filed grade is to be another one, and why."""
    held = locked_round(entry.round, by)
    entry = Entry.objects.visible_to(by).select_related("round").get(pk=entry.pk)
    rules.may_propose(entry, by=by).require()
    former = _former(entry)
    unless(bool(reason.strip()), "请写明更正的理由和依据。").require()
    rules.follows(kind, entry, objection).require()
    rules.is_no_worse(former.grade, grade, objection).require()
    change = change_of(held, former, grade, paid)
    rules.is_gradable(entry.name, grade, ungraded=change.ungraded).require()
    rules.is_allowed(change.outcome).require()
    made = Revision(
        round=held, scope_path=held.scope_path, entry=entry, former=former, grade=grade,
        barred=change.barred, kind=kind, reason=reason.strip(), paid=paid, objection=objection,
        prepared_by=by.user, prepared_on=today(),
    )  # fmt: skip
    with races_refused():
        made.save(force_insert=True)
    record("assessments.revision_proposed", by=by, about=made, **_told(made))
    return made


@transaction.atomic
def decide_revision(*, revision: Revision, sitting: Sitting, by: Acting) -> Revision:
    """Decide a correction in a sitting; it takes effect when the county files it."""
    held, revision = _locked(revision, by)
    rules.may_decide(revision, by=by).require()
    change = _still_allowed(held, revision)
    revision.sitting = keep_minutes(
        round=held, sitting=sitting, not_before=revision.prepared_on, by=by
    )
    revision.decision = _decided(held, revision, change, by)
    revision.decided_by, revision.decided_on = by.user, today()
    revision.barred = change.barred
    _move(
        revision,
        RevisionStatus.DECIDED,
        "sitting",
        "decision",
        "decided_by",
        "decided_on",
        "barred",
    )
    told = _told(revision) | {"minutes": sitting.number, "decision": revision.decision_id}
    record("assessments.revision_decided", by=by, about=revision, **told)
    return revision


@transaction.atomic
def file_revision(*, revision: Revision, by: Acting) -> Revision:
    """Put a decided correction on record: the new grade supersedes, its letter is issued."""
    held, revision = _locked(revision, by)
    rules.may_file(revision, by=by).require()
    _still_allowed(held, revision)
    former = revision.former
    result = Grade(
        round=held, entry=revision.entry, scope_path=held.scope_path, attempt=former.attempt,
        revision=former.revision + 1, grade=revision.grade, barred=revision.barred,
        reason=revision.reason[:200], proposal_id=former.proposal_id, decision=revision.decision,
    )  # fmt: skip
    with races_refused():
        result.save(force_insert=True)
    revision.result, revision.filed_by, revision.filed_on = result, by.user, today()
    _move(revision, RevisionStatus.FILED, "result", "filed_by", "filed_on")
    issue(held, [revision.entry], result.revision)
    record("assessments.revision_filed", by=by, about=revision, **_told(revision))
    return revision


@transaction.atomic
def refuse_revision(*, revision: Revision, reason: str, by: Acting) -> Revision:
    """Let the grade stand, saying why."""
    _, revision = _locked(revision, by)
    rules.may_refuse(revision, by=by).require()
    unless(bool(reason.strip()), "请写明不予更正的理由。").require()
    revision.review = reason.strip()
    _move(revision, RevisionStatus.REFUSED, "review")
    record("assessments.revision_refused", by=by, about=revision, reason=revision.review)
    return revision


def _former(entry: Entry) -> Grade:
    former = grade_in_force(entry)
    if former is None:
        raise Refused(f"{entry.name}没有已审定的等次，不用更正。")
    return former


def _locked(found: Revision, by: Acting) -> tuple[Round, Revision]:
    """Lock the round first: whoever counts its seats counts alone."""
    held = locked_round(found.round, by)
    rows = Revision.objects.visible_to(by).select_related(
        "entry", "former__decision", "prepared_by"
    )
    with races_refused():
        return held, rows.locked().get(pk=found.pk)


def _still_allowed(held: Round, revision: Revision) -> Change:
    """Ask again when it is decided and when it is filed: seats and measures move on."""
    now = grade_in_force(revision.entry)
    unless(now is not None and now.pk == revision.former_id, MOVED_ON).require()
    change = change_of(held, revision.former, revision.grade, revision.paid)
    rules.is_allowed(change.outcome).require()
    return change


def _decided(held: Round, revision: Revision, change: Change, by: Acting) -> Decision:
    case = change.case
    return store_decision(
        subject=revision, outcome=change.outcome, rules=case.rules, facts=change.facts,
        on=case.on, known=case.known, where=case.where, scope_path=held.scope_path,
        prepared_by=revision.prepared_by, decided_by=by.user, decided_on=today(),
        reason=revision.reason, minutes=revision.sitting.number if revision.sitting else "",
        supersedes=revision.former.decision,
    )  # fmt: skip


def _told(revision: Revision) -> dict[str, Any]:
    was, now = (GradeLabel(one).label for one in (revision.former.grade, revision.grade))
    return {"entry": revision.entry_id, "was": was, "now": now}


def _move(revision: Revision, to: RevisionStatus, *fields: str) -> None:
    revision.status = to
    with races_refused():
        revision.save(update_fields=["status", *fields])
