"""What happens to a promise in its year: progress, the end of it, more time, an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Answer, Refused
from accounts.clock import today
from audit.services import record
from supervision.models import Extension, OverdueAnswer, Pledge, PledgeItem, Progress
from supervision.pledge_states import ExtensionStatus, PledgeStatus
from supervision.queries.pledge_roster import held_on
from supervision.queries.pledge_rules import lead_entry
from supervision.rules import pledges as rules
from supervision.services.pledge_races import races_refused
from supervision.services.pledges import locked, person_of, tell

HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Note:
    """How far a promise is, in percent and in words."""

    percent: int
    words: str = ""


@transaction.atomic
def save_progress(*, year: int, quarter: int, notes: Mapping[int, Note], by: Acting) -> int:
    """Note a quarter's progress for many promises at once; a later note does not undo one."""
    if not notes:
        return 0
    rules.has_begun(year, quarter, today=today()).require()
    items = _items(set(notes), by, year=year)
    pledges = {one.pk: one for one in locked({one.pledge_id for one in items}, by)}
    answer = Answer()
    for pledge in pledges.values():
        answer &= rules.may_note(pledge, by=by)
    answer.require()
    _refuse_bad_percents(items, notes)
    rows = [
        Progress(
            item=item, scope_path=item.scope_path, quarter=quarter, noted_by=person_of(by),
            noted_on=today(), percent=notes[item.pk].percent, words=notes[item.pk].words.strip(),
        )
        for item in items
    ]  # fmt: skip
    with races_refused():
        Progress.objects.bulk_create(rows)
    _begin(list(pledges.values()))
    told = {"year": year, "quarter": quarter, "items": len(rows)}
    tell("supervision.progress_saved", list(pledges.values()), by, **told)
    return len(rows)


@transaction.atomic
def finish_item(*, item: PledgeItem, done_on: date, evidence: str, by: Acting) -> PledgeItem:
    """Write down that a promise was kept, on which day, and what shows it."""
    item = _locked_item(item, by)
    answer = rules.may_note(item.pledge, by=by)
    if answer:
        answer &= rules.is_done(item, done_on=done_on, evidence=evidence, today=today())
    answer.require()
    item.done_on, item.evidence = done_on, evidence.strip()
    with races_refused():
        item.save(update_fields=["done_on", "evidence"])
    _begin([item.pledge])
    told = {"topic": item.topic, "day": done_on.isoformat(), "evidence": item.evidence}
    record("supervision.item_finished", by=by, about=item.pledge, **told)
    return item


@transaction.atomic
def reopen_item(*, item: PledgeItem, reason: str, by: Acting) -> PledgeItem:
    """Take back that a promise was kept, where it was written down by mistake."""
    item = _locked_item(item, by)
    (rules.may_note(item.pledge, by=by) & rules.has_reason(reason, "请写明为什么撤回。")).require()
    if item.done_on is None:
        raise Refused(f"“{item.topic}”没有登记完成，不用撤回。")
    item.done_on, item.evidence = None, ""
    with races_refused():
        item.save(update_fields=["done_on", "evidence"])
    told = {"topic": item.topic, "reason": reason.strip()}
    record("supervision.item_reopened", by=by, about=item.pledge, **told)
    return item


@transaction.atomic
def ask_extension(*, item: PledgeItem, new_due_on: date, reason: str, by: Acting) -> Extension:
    """Ask the committee for more time, on the due day at the latest."""
    item = _locked_item(item, by)
    answer = rules.may_ask_extension(item, due=item.due, today=today(), by=by)
    if answer:
        answer &= rules.is_extension(item.due, new_due_on=new_due_on, reason=reason)
    answer.require()
    asked = Extension(
        item=item, scope_path=item.scope_path, due_before=item.due, new_due_on=new_due_on,
        reason=reason.strip(), asked_by=person_of(by), asked_on=today(),
    )  # fmt: skip
    with races_refused():
        asked.save()
    told = {"topic": item.topic, "until": new_due_on.isoformat(), "reason": asked.reason}
    record("supervision.extension_asked", by=by, about=item.pledge, **told)
    return asked


@transaction.atomic
def decide_extension(*, extension: Extension, granted: bool, reason: str, by: Acting) -> Extension:
    """Grant more time or refuse it, while the day it is about has not passed (committee)."""
    found = Extension.objects.visible_to(by).select_related("item__pledge")
    with races_refused():
        extension = found.locked().get(pk=extension.pk)
    answer = rules.may_decide_extension(extension, today=today(), by=by)
    if answer and not granted:
        answer &= rules.has_reason(reason, "不批准的，请写明理由，组织干事会看到。")
    answer.require()
    status = ExtensionStatus.GRANTED if granted else ExtensionStatus.REFUSED
    extension.status, extension.decision = status, reason.strip()
    extension.decided_by, extension.decided_on = person_of(by), today()
    with races_refused():
        extension.save(update_fields=["status", "decision", "decided_by", "decided_on"])
    told = {"topic": extension.item.topic, "until": extension.new_due_on.isoformat()}
    name = f"supervision.extension_{status}"
    record(name, by=by, about=extension.item.pledge, reason=extension.decision, **told)
    return extension


@transaction.atomic
def answer_overdue(*, item: PledgeItem, is_lead: bool, reason: str, by: Acting) -> OverdueAnswer:
    """Answer whether an overdue promise is a warning lead; a later answer supersedes."""
    item = _locked_item(item, by)
    former = item.answers.filter(superseded_by=None).first()
    in_post = PledgeItem.objects.with_due().filter(pk=item.pk)
    here = in_post.annotate(held=held_on("due", "pledge__person", by)).filter(held=True).exists()
    (
        rules.may_answer_overdue(
            item, due=item.due, in_post=here, answered=former is not None, today=today(), by=by
        )
        & rules.has_reason(reason, "请写明理由：作为线索或不作为线索，都要说明依据的事实。")
    ).require()
    due_on = former.due_on if former else item.due
    answer = OverdueAnswer(
        item=item, scope_path=item.scope_path, due_on=due_on, is_lead=is_lead,
        reason=reason.strip(), ground=lead_entry(today()).kept(), answered_by=person_of(by),
        answered_on=today(), supersedes=former,
    )  # fmt: skip
    with races_refused():
        answer.save()
    record(
        "supervision.overdue_answered", by=by, about=item.pledge, topic=item.topic,
        due=due_on.isoformat(), lead=is_lead, reason=answer.reason, again=former is not None,
    )  # fmt: skip
    return answer


def _items(wanted: set[int], by: Acting, *, year: int) -> list[PledgeItem]:
    rows = PledgeItem.objects.visible_to(by).filter(pk__in=wanted, pledge__year=year)
    found = list(rows.select_related("pledge").order_by("pk"))
    if len(found) < len(wanted):
        raise Refused("有的承诺事项刚有变动，请刷新页面后再填。")
    return found


def _refuse_bad_percents(items: list[PledgeItem], notes: Mapping[int, Note]) -> None:
    bad = [one for one in items if not 0 <= notes[one.pk].percent <= HIGHEST]
    if bad:
        raise Refused(
            *(f"{one.pledge.name}“{one.topic}”的完成比例应在 0 至 100 之间。" for one in bad)
        )


def _locked_item(item: PledgeItem, by: Acting) -> PledgeItem:
    """Lock the pledge, then the promise, and give it with its day in force."""
    known = PledgeItem.objects.visible_to(by).get(pk=item.pk)
    (pledge,) = locked([known.pledge_id], by)
    rows = PledgeItem.objects.visible_to(by).with_due()
    with races_refused():
        found: PledgeItem = rows.locked().get(pk=item.pk)
    found.pledge = pledge
    return found


def _begin(pledges: list[Pledge]) -> None:
    """Let a signed pledge run with the first thing that is written down of it."""
    signed = [one.pk for one in pledges if one.status == PledgeStatus.SIGNED]
    if signed:
        with races_refused():
            Pledge.objects.filter(pk__in=signed).update(status=PledgeStatus.IN_PROGRESS)
