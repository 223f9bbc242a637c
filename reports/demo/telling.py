"""After the committees have decided: notices, objections, letters with receipts, reports, files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from accounts.roles import Role
from assessments.models import Entry, Letter, Objection
from assessments.states import ObjectionStatus
from reports.demo.chance import Chance, chance, happens
from reports.demo.drafts import Stage, reached
from reports.demo.settling import Desk
from reports.demo.timetable import HANGING
from reports.demo.writing import run_many, write
from reports.demo.years import Written

DAY = timedelta(days=1)
PLACE = "各村村务公开栏"
MANNERS = {Letter.Manner.IN_PERSON: "", Letter.Manner.KIN: "由配偶代收"}
KIN = 0.04
SERVED = 0.7  # of the letters of a township that is still giving feedback
OBJECTED = 0.25  # of the townships whose notice hangs, beside the first
ANSWERED = 0.03
ABOUT = (
    "群众反映该同志分管的环境卫生整治任务没有按期完成，认为得分偏高，请核查。",
    "群众反映该同志上半年经常不在村，认为等次偏高，请核查考勤。",
    "群众认为测评时部分党员没有到会，请核查到会人数。",
)
UPHELD = "经核查，得分和票数与原始材料一致，维持原定等次。"
POST = """UPDATE assessments_round SET status = 'notice', noticed_by_id = %s, noticed_on = %s,
  notice_until = %s, notice_place = %s WHERE id = %s"""
TELL = "UPDATE assessments_round SET status = 'feedback', feedback_on = %s WHERE id = %s"
REPORT = """UPDATE assessments_round SET status = 'reported',
  reported_by_id = %s, reported_on = %s WHERE id = %s"""
FILE = """UPDATE assessments_round SET status = 'final',
  filed_by_id = %s, filed_by_name = %s, filed_on = %s WHERE id = %s"""


def tell_and_file(desk: Desk, written: Sequence[Written]) -> dict[str, int]:
    """Move each decided round as far as its stage says; give how many came how far."""
    posted, told, reported, final = (
        [one for one in written if reached(one.stage, stage)]
        for stage in (Stage.NOTICE, Stage.FEEDBACK, Stage.REPORTED, Stage.FINAL)
    )
    _post(desk, posted)
    objections = write(_objections(desk, posted))
    run_many(TELL, [(desk.days.feedback, one.round.pk) for one in told])
    letters = write(_letters(desk, told))
    _report(desk, reported)
    _file(desk, final)
    return {"公示": len(posted), "异议": len(objections), "告知书": len(letters),
            "报县": len(reported), "备案": len(final)}  # fmt: skip


def _post(desk: Desk, written: Sequence[Written]) -> None:
    rows = []
    for one in written:
        clerk = desk.user(Role.TOWNSHIP_CLERK, one)
        days = (desk.days.noticed, desk.days.notice_until)
        hung = HANGING if one.stage is Stage.NOTICE else days
        rows.append((clerk.pk, *hung, PLACE, one.round.pk))
    run_many(POST, rows)


def _objections(desk: Desk, written: Sequence[Written]) -> list[Objection]:
    """Let somebody object here and there: unanswered while the notice hangs, else answered."""
    found, first = [], True
    for one in written:
        dice = chance(desk.seed, "objection", desk.year, one.unit.path)
        if one.stage is Stage.NOTICE:
            if first or happens(dice, OBJECTED):
                found.append(_objection(desk, one, dice, HANGING[0] + 2 * DAY))
            first = False
        elif happens(dice, ANSWERED):
            found.append(_answered(desk, one, _objection(desk, one, dice, desk.days.noticed + DAY)))
    return found


def _objection(desk: Desk, one: Written, dice: Chance, day: date) -> Objection:
    return Objection(
        round=one.round,
        scope_path=one.round.scope_path,
        attempt=one.round.attempt,
        kind=Objection.Kind.NOTICE,
        content=dice.choice(ABOUT),
        raised_on=day,
        due_on=day + 3 * DAY,
        filed_by=desk.user(Role.TOWNSHIP_CLERK, one),
    )


def _answered(desk: Desk, one: Written, found: Objection) -> Objection:
    found.status, found.outcome = ObjectionStatus.SERVED, Objection.Outcome.UPHELD
    found.answer, found.handled_by = UPHELD, desk.user(Role.TOWNSHIP_COMMITTEE, one)
    found.handled_on, found.served_on = found.raised_on + DAY, found.raised_on + 2 * DAY
    return found


def _letters(desk: Desk, written: Sequence[Written]) -> list[Letter]:
    by_round = {one.round.pk: one for one in written}
    roster = Entry.objects.filter(round__in=by_round, on_roster=True)
    ordered = roster.order_by("round", "village__path", "-is_principal", "pk")
    return [
        letter
        for pk, entries in groupby(ordered.only("round", "name"), lambda entry: entry.round_id)
        for letter in _of_township(desk, by_round[pk], entries)
    ]


def _of_township(desk: Desk, one: Written, entries: Iterable[Entry]) -> list[Letter]:
    dice = chance(desk.seed, "letters", desk.year, one.unit.path)
    clerk, all_served = desk.user(Role.TOWNSHIP_CLERK, one), one.stage is not Stage.FEEDBACK
    letters = []
    for number, entry in enumerate(entries, 1):
        letter = Letter(
            round=one.round,
            scope_path=one.round.scope_path,
            entry=entry,
            attempt=one.round.attempt,
            number=f"{one.unit.name}考核告〔{desk.year}〕{number}号",
            issued_on=desk.days.feedback,
        )
        if all_served or happens(dice, SERVED):
            kin = happens(dice, KIN)
            letter.manner = Letter.Manner.KIN if kin else Letter.Manner.IN_PERSON
            letter.receiver, letter.note = entry.name, MANNERS[letter.manner]
            letter.served_on, letter.registered_by = desk.days.feedback, clerk
        letters.append(letter)
    return letters


def _report(desk: Desk, written: Sequence[Written]) -> None:
    clerks = [desk.user(Role.TOWNSHIP_CLERK, one) for one in written]
    pairs = zip(written, clerks, strict=True)
    run_many(REPORT, [(clerk.pk, desk.days.reported, one.round.pk) for one, clerk in pairs])


def _file(desk: Desk, written: Sequence[Written]) -> None:
    officers = [desk.user(Role.COUNTY_OFFICER, one) for one in written]
    pairs = zip(written, officers, strict=True)
    run_many(FILE, [(he.pk, he.name, desk.days.filed, one.round.pk) for one, he in pairs])
