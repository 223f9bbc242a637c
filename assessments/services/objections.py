"""Objections, reviews and appeals: registered, accepted or turned away, answered, served."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused, unless
from accounts.clock import today
from assessments.models import Entry, Letter, Objection, Round
from assessments.queries import deadlines
from assessments.rules import objections as rules
from assessments.rules.objections import APPEAL, NOTICE, REVIEW, Term
from assessments.services.locks import locked_round
from assessments.services.races import races_refused
from assessments.states import ObjectionStatus
from audit.services import record

ANSWER_TERM = {
    NOTICE: deadlines.OBJECTION,
    REVIEW: deadlines.REVIEW_ANSWER,
    APPEAL: deadlines.APPEAL_ANSWER,
}

EVENTS = {
    ObjectionStatus.ACCEPTED: "assessments.objection_accepted",
    ObjectionStatus.REJECTED: "assessments.objection_rejected",
    ObjectionStatus.ANSWERED: "assessments.objection_answered",
    ObjectionStatus.SERVED: "assessments.answer_served",
}


@transaction.atomic
def register_objection(
    *,
    round: Round,  # noqa: A002
    raised_on: date,
    content: str,
    by: Acting,
    raised_by: str = "",
    contact: str = "",
    entry: Entry | None = None,
) -> Objection:
    """Take down what somebody objects to the notice; he need not give his name."""
    round = locked_round(round, by)  # noqa: A001
    term = Term(round.noticed_on, round.notice_until)
    made = Objection(kind=NOTICE, round=round, entry=entry, raised_on=raised_on)
    return _register(made, term, who=(raised_by, contact, content), by=by)


@transaction.atomic
def register_review(
    *, entry: Entry, raised_on: date, content: str, by: Acting, contact: str = ""
) -> Objection:
    """Take down that a cadre asks the committee to review his own grade."""
    round = locked_round(entry.round, by)  # noqa: A001
    letter = _letter(entry, round)
    served = letter.served_on if letter else None
    made = Objection(kind=REVIEW, round=round, entry=entry, raised_on=raised_on)
    term = _term(round, served, deadlines.REVIEW_FILE)
    rules.may_register(REVIEW, by=by).require()
    rules.is_first(_earlier(round, entry, REVIEW, since=served)).require()
    return _register(made, term, who=(entry.name, contact, content), by=by)


@transaction.atomic
def register_appeal(
    *, review: Objection, raised_on: date, content: str, by: Acting, contact: str = ""
) -> Objection:
    """Take down that a cadre appeals to the county against the answer to his review."""
    round = locked_round(review.round, by)  # noqa: A001
    review = Objection.objects.visible_to(by).select_related("entry").get(pk=review.pk)
    entry = review.entry
    if review.kind != REVIEW or entry is None:
        raise Refused("只有对复核的答复不服，才能向县委组织部申诉。")
    rules.may_register(APPEAL, by=by).require()
    earlier = Objection.objects.filter(previous=review).exclude(status=ObjectionStatus.REJECTED)
    rules.is_first(earlier.first()).require()
    term = _term(round, review.served_on, deadlines.APPEAL_FILE)
    made = Objection(kind=APPEAL, round=round, entry=entry, previous=review, raised_on=raised_on)
    return _register(made, term, who=(entry.name, contact, content), by=by)


def _register(made: Objection, term: Term, *, who: tuple[str, str, str], by: Acting) -> Objection:
    held, kind = made.round, str(made.kind)
    raised_by, contact, content = (part.strip() for part in who)
    rules.may_register(kind, by=by).require()
    rules.is_raised(held, kind, term, on=made.raised_on, today=today()).require()
    unless(bool(content), "请写明提出的内容和理由。").require()
    made.scope_path, made.attempt = held.scope_path, held.attempt
    made.raised_by, made.contact, made.content = raised_by, contact, content
    made.due_on = deadlines.due_on(held, ANSWER_TERM[Objection.Kind(kind)], made.raised_on)
    made.filed_by = by.user  # type: ignore[assignment]  # a role that registers has a person
    with races_refused():
        made.save(force_insert=True)
    record("assessments.objection_registered", by=by, about=made, kind=kind)
    return made


@transaction.atomic
def accept_objection(*, objection: Objection, by: Acting) -> Objection:
    """Take an objection up."""
    objection = _locked(objection, by)
    rules.may_handle(objection, ObjectionStatus.ACCEPTED, by=by).require()
    return _moved(objection, ObjectionStatus.ACCEPTED, by)


@transaction.atomic
def reject_objection(*, objection: Objection, reason: str, by: Acting) -> Objection:
    """Turn an objection away, saying why."""
    objection = _locked(objection, by)
    rules.may_handle(objection, ObjectionStatus.REJECTED, by=by).require()
    unless(bool(reason.strip()), "请写明不予受理的理由，提出人要看到。").require()
    objection.answer = reason.strip()
    objection.handled_by, objection.handled_on = by.user, today()
    return _moved(objection, ObjectionStatus.REJECTED, by, "answer", "handled_by", "handled_on")


@transaction.atomic
def answer_objection(*, objection: Objection, outcome: str, answer: str, by: Acting) -> Objection:
    """Answer: the grade stands, is to be changed, or is revoked. What changes it comes after."""
    objection = _locked(objection, by)
    rules.may_handle(objection, ObjectionStatus.ANSWERED, by=by).require()
    unless(outcome in Objection.Outcome.values, "请选定处理结果：维持、变更或撤销。").require()
    unless(bool(answer.strip()), "请写明答复：查明了什么，为什么这样处理。").require()
    objection.outcome, objection.answer = outcome, answer.strip()
    objection.handled_by, objection.handled_on = by.user, today()
    kept = ("outcome", "answer", "handled_by", "handled_on")
    return _moved(objection, ObjectionStatus.ANSWERED, by, *kept)


@transaction.atomic
def serve_answer(*, objection: Objection, served_on: date, by: Acting) -> Objection:
    """Register on which day the answer reached whoever objected."""
    objection = _locked(objection, by)
    rules.may_serve(objection, by=by).require()
    answered = objection.handled_on or served_on
    unless(served_on <= today(), f"送达日期 {served_on} 还没有到，请在送达以后登记。").require()
    unless(
        served_on >= answered, f"送达日期 {served_on} 早于答复日期 {answered}，请核对。"
    ).require()
    objection.served_on = served_on
    return _moved(objection, ObjectionStatus.SERVED, by, "served_on")


@transaction.atomic
def extend_appeal(*, objection: Objection, reason: str, by: Acting) -> Objection:
    """Give the county more time for an appeal, once, with the reason."""
    objection = _locked(objection, by)
    rules.may_extend(objection, today=today(), by=by).require()
    unless(bool(reason.strip()), "请写明延长的理由。").require()
    start = objection.due_on or objection.raised_on
    objection.extended_to = deadlines.due_on(objection.round, deadlines.APPEAL_LONGER, start)
    objection.extension_reason = reason.strip()
    objection.save(update_fields=["extended_to", "extension_reason"])
    record("assessments.appeal_extended", by=by, about=objection, reason=reason.strip())
    return objection


def _locked(found: Objection, by: Acting) -> Objection:
    rows = Objection.objects.visible_to(by).select_related("round__plan__county", "entry")
    with races_refused():
        return rows.locked().get(pk=found.pk)


def _moved(found: Objection, to: ObjectionStatus, by: Acting, *fields: str) -> Objection:
    found.status = to
    with races_refused():
        found.save(update_fields=["status", *fields])
    record(EVENTS[to], by=by, about=found, outcome=found.outcome)
    return found


def _term(held: Round, start: date | None, key: str) -> Term:
    return Term(start, None if start is None else deadlines.due_on(held, key, start))


def _letter(entry: Entry, held: Round) -> Letter | None:
    """Give the letter that told his grade in force: the last one."""
    letters = Letter.objects.filter(entry=entry, attempt=held.attempt)
    return letters.order_by("-revision").first()


def _earlier(held: Round, entry: Entry, kind: str, since: date | None) -> Objection | None:
    """Give what he asked already about the same grade, unless it was turned away."""
    asked = Objection.objects.filter(entry=entry, kind=kind, attempt=held.attempt)
    if since is not None:
        asked = asked.filter(raised_on__gte=since)
    return asked.exclude(status=ObjectionStatus.REJECTED).order_by("pk").last()
