"""What a township's clerk enters of an appraisal: the notice, the meeting, everybody's ballots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from accounts.rules import acts_as
from audit.services import record
from cadres.queries.places import villages
from rulebook.county_codes import code_of
from supervision.appraisal_states import AppraisalStatus
from supervision.models import Appraisal, Appraised
from supervision.models.appraisals import MEETING
from supervision.queries.appraisal_facts import case_of, decided, previous_of, rules_on
from supervision.queries.appraisal_roster import Member, members
from supervision.rules import appraisals as rules
from supervision.rules.appraisals import Meeting
from supervision.services.appraisal_races import races_refused

NOTICE = ("noticed_on", "planned_on", "place", "notice")
COLUMNS = {"competent": "称职票", "incompetent": "不称职票"}
Key = tuple[int, str]  # whose row, which column


class FieldsRefused(Refused):
    """What was typed and not saved; `fields` says what is wrong at which field or cell."""

    def __init__(self, fields: Mapping[Any, str]) -> None:
        super().__init__(*dict.fromkeys(fields.values()))
        self.fields = dict(fields)


@dataclass(frozen=True, slots=True)
class Notice:
    """A written notice: when it was given, and what it says."""

    noticed_on: date
    planned_on: date
    place: str
    notice: str


@dataclass(frozen=True, slots=True)
class Votes:
    """One person's ballots; None is not typed yet, never nought."""

    competent: int | None = None
    incompetent: int | None = None


@transaction.atomic
def give_notice(*, village: Division, notice: Notice, by: Acting) -> Appraisal:
    """Register the written notice of a village's next appraisal."""
    village = villages(by).get(pk=village.pk)
    notice, day = _tidy(notice), today()
    earlier = Appraisal.objects.visible_to(by).filter(village=village)
    running = earlier.exclude(status=AppraisalStatus.ANNOUNCED).count()
    year = notice.planned_on.year
    rules.may_give_notice(village, year=year, open_ones=running, today=day, by=by).require()
    _check(notice, day)
    with races_refused():
        appraisal = Appraisal.objects.create(
            village=village,
            scope_path=village.path,
            year=year,
            number=earlier.filter(year=year).count() + 1,
            **asdict(notice),
        )
    record("supervision.appraisal_noticed", by=by, about=appraisal, **_shown(asdict(notice)))
    return appraisal


@transaction.atomic
def change_notice(*, appraisal: Appraisal, notice: Notice, by: Acting) -> Appraisal:
    """Put a notice right, or the day of the meeting, before it was held."""
    appraisal = locked(appraisal, by)
    rules.may_change_notice(appraisal, by=by).require()
    notice = _tidy(notice)
    _check(notice, today())
    if notice.planned_on.year != appraisal.year:
        raise Refused(f"这次评议登记在 {appraisal.year} 年度，应在当年 12 月 31 日以前召开。")
    changed = [name for name in NOTICE if getattr(appraisal, name) != getattr(notice, name)]
    if changed:
        for name in changed:
            setattr(appraisal, name, getattr(notice, name))
        with races_refused():
            appraisal.save(update_fields=changed)
        said = _shown(asdict(notice))
        record("supervision.appraisal_notice_changed", by=by, about=appraisal, **said)
    return appraisal


@transaction.atomic
def record_meeting(*, appraisal: Appraisal, meeting: Meeting, by: Acting) -> Appraisal:
    """Record the meeting; whoever was in office that day is put on the list with it."""
    appraisal = locked(appraisal, by)
    rules.may_enter(appraisal, by=by).require()
    meeting = replace(meeting, host=meeting.host.strip())
    previous = previous_of(appraisal.village, _before(appraisal))
    wrong = rules.is_meeting(appraisal, meeting, previous_on=previous, today=today())
    if wrong:
        raise FieldsRefused(wrong)
    _refuse_too_few(appraisal, meeting.returned)
    changed = [name for name in MEETING if getattr(appraisal, name) != getattr(meeting, name)]
    for name in changed:
        setattr(appraisal, name, getattr(meeting, name))
    if appraisal.status == AppraisalStatus.NOTICED:
        move(appraisal, AppraisalStatus.HELD, *MEETING)
    elif changed:
        with races_refused():
            appraisal.save(update_fields=changed)
    roster = _take_roster(appraisal, by)
    if changed or roster:
        said = _shown(asdict(meeting))
        record("supervision.appraisal_held", by=by, about=appraisal, roster=roster, **said)
    return appraisal


@transaction.atomic
def save_votes(
    *, votes: Mapping[int, Votes], by: Acting, expected: Mapping[int, Votes] | None = None
) -> int:
    """Save ballots by row id, of one meeting or of all of a township; all of them or none.

    `expected` is what the page showed: a cell that somebody else changed since is refused.
    """
    people = _people(votes, by)
    for appraisal in {one.appraisal.pk: one.appraisal for one in people.values()}.values():
        rules.may_enter(appraisal, by=by).require()
    wanted = _changes(people, votes, expected or {})
    for (pk, column), count in wanted.items():
        setattr(people[pk], column, count)
    _refuse_bad(people, wanted)
    touched = [people[pk] for pk in sorted({pk for pk, _ in wanted})]
    if touched:
        with races_refused():
            Appraised.objects.bulk_update(touched, list(COLUMNS))
        for appraisal, cells in _by_appraisal(people, wanted):
            record("supervision.appraisal_votes_saved", by=by, about=appraisal, cells=cells)
    return len(wanted)


@transaction.atomic
def submit(*, appraisal: Appraisal, by: Acting) -> Appraisal:
    """Hand the ballots on to the committee, with what the rulebook says of the meeting."""
    appraisal = locked(appraisal, by)
    people = appraisal.people.order_by("pk")
    missing = [one.name for one in people if None in (one.competent, one.incompetent)]
    rules.may_submit(appraisal, missing=missing, by=by).require()
    (outcome,) = decided([case_of(appraisal)])
    appraisal.standing = outcome.result["standing"]
    appraisal.prepared_by, appraisal.prepared_on, appraisal.return_reason = by.user, today(), ""
    fields = ("standing", "prepared_by", "prepared_on", "return_reason")
    move(appraisal, AppraisalStatus.SUBMITTED, *fields)
    standing = appraisal.get_standing_display()
    record("supervision.appraisal_submitted", by=by, about=appraisal, standing=standing)
    return appraisal


@transaction.atomic
def submit_complete(*, by: Acting) -> int:
    """Hand on every meeting of the township whose ballots are all there; give how many."""
    acts_as(by, rules.CLERK).require()
    held = Appraisal.objects.visible_to(by).filter(status=AppraisalStatus.HELD)
    empty = Q(people__competent=None) | Q(people__incompetent=None)
    ready = held.annotate(lacking=Count("people", filter=empty)).filter(lacking=0).order_by("pk")
    found = list(ready)
    for one in found:
        submit(appraisal=one, by=by)
    return len(found)


def locked(appraisal: Appraisal, by: Acting) -> Appraisal:
    """Lock one appraisal against everybody else until the transaction ends."""
    joined = ("village__parent__parent", "prepared_by", "announced_by")
    rows = Appraisal.objects.visible_to(by).select_related(*joined)
    with races_refused():
        return rows.locked().get(pk=appraisal.pk)


def move(appraisal: Appraisal, to: AppraisalStatus, *fields: str) -> None:
    """Move a locked appraisal and save what the move changes."""
    appraisal.status = to
    with races_refused():
        appraisal.save(update_fields=["status", *fields])


def _tidy(notice: Notice) -> Notice:
    return replace(notice, place=notice.place.strip(), notice=notice.notice.strip())


def _check(notice: Notice, day: date) -> None:
    answer = rules.is_notice(noticed_on=notice.noticed_on, planned_on=notice.planned_on, today=day)
    answer.require()


def _before(appraisal: Appraisal) -> date | None:
    """Look only at meetings before this one, where it has a day already."""
    return appraisal.held_on


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _take_roster(appraisal: Appraisal, by: Acting) -> dict[str, list[str]]:
    """Bring the list to who was in office on the day; ballots of those who stay are kept."""
    found = {one.person_id: one for one in _members(appraisal, by)}
    if not found:
        raise Refused(
            f"{appraisal.village}在 {appraisal.held_on} 没有在任的村委会成员和聘用人员，"
            "没有评议对象。请先核对任职登记。"
        )
    kept = {one.person_id: one for one in appraisal.people.all()}
    gone = [one for person, one in kept.items() if person not in found]
    new = [
        Appraised(
            appraisal=appraisal,
            scope_path=appraisal.scope_path,
            person_id=person,
            name=member.name,
            posts=member.posts,
        )
        for person, member in found.items()
        if person not in kept
    ]
    moved = [one for person, one in kept.items() if person in found]
    moved = [one for one in moved if (one.name, one.posts) != _said(found[one.person_id])]
    for one in moved:
        one.name, one.posts = _said(found[one.person_id])
    with races_refused():
        appraisal.people.filter(pk__in=[one.pk for one in gone]).delete()
        Appraised.objects.bulk_update(moved, ["name", "posts"])
        Appraised.objects.bulk_create(new)
    parts = {"added": new, "removed": gone, "changed": moved}
    return {word: [one.name for one in rows] for word, rows in parts.items() if rows}


def _said(member: Member) -> tuple[str, str]:
    return member.name, member.posts


def _members(appraisal: Appraisal, by: Acting) -> list[Member]:
    on = appraisal.held_on or today()
    township = appraisal.village.parent
    county = township.parent if township else None
    where = code_of(county, today()) if county else ""
    asked = rules_on(on, today(), where)
    return members(of=[appraisal.village_id], on=on, rules=asked, by=by).get(
        appraisal.village_id, []
    )


def _people(asked: Iterable[int], by: Acting) -> dict[int, Appraised]:
    """Give the rows asked for, their meetings locked in one order, each row with its meeting."""
    rows = Appraised.objects.visible_to(by).filter(pk__in=set(asked))
    meetings = Appraisal.objects.visible_to(by).filter(people__in=rows).order_by("pk")
    with races_refused():
        held = {one.pk: one for one in meetings.select_related("village").locked()}
    people = {one.pk: one for one in rows}
    if set(asked) - people.keys():
        raise Refused("评议对象有变动，有人已不在名单上。请刷新页面后再填。")
    for one in people.values():
        one.appraisal = held[one.appraisal_id]
    return people


def _changes(
    people: Mapping[int, Appraised], typed: Mapping[int, Votes], shown: Mapping[int, Votes]
) -> dict[Key, int | None]:
    """Keep the cells really typed over; refuse those that somebody else changed since."""
    wanted: dict[Key, int | None] = {}
    refused: dict[Key, str] = {}
    for pk, row in typed.items():
        for column, label in COLUMNS.items():
            value, stored = getattr(row, column), getattr(people[pk], column)
            seen = getattr(shown[pk], column) if pk in shown else stored
            if value in (seen, stored):
                continue
            if seen != stored:
                now = "空" if stored is None else stored
                refused[pk, column] = f"{people[pk].name} {label}刚由他人改为 {now}，请核对后再填。"
            wanted[pk, column] = value
    if refused:
        raise FieldsRefused(refused)
    return wanted


def _refuse_bad(people: Mapping[int, Appraised], wanted: Mapping[Key, int | None]) -> None:
    """Refuse negative counts and more ballots than came back; `people` hold the new counts."""
    refused: dict[Key, str] = {}
    for pk, column in wanted:
        one, count = people[pk], wanted[pk, column]
        both, returned = _total(one), one.appraisal.returned or 0
        if count is not None and count < 0:
            refused[pk, column] = f"{one.name} {COLUMNS[column]}应是 0 以上的整数。"
        elif both > returned:
            refused[pk, column] = (
                f"{one.name}：称职、不称职合计 {both} 票，多于收回的 {returned} 票，请核对票数。"
            )
    if refused:
        raise FieldsRefused(refused)


def _total(one: Appraised) -> int:
    return (one.competent or 0) + (one.incompetent or 0)


def _refuse_too_few(appraisal: Appraisal, returned: int) -> None:
    over = [one for one in appraisal.people.all() if _total(one) > returned]
    if over:
        names, most = "、".join(one.name for one in over), max(map(_total, over))
        said = f"收回 {returned} 票，少于已录入的票数：{names}合计最多 {most} 票。"
        raise FieldsRefused({"returned": f"{said}请先更正票数，再改收回票数。"})


def _by_appraisal(
    people: Mapping[int, Appraised], wanted: Mapping[Key, int | None]
) -> list[tuple[Appraisal, int]]:
    counts: dict[int, int] = {}
    for pk, _ in wanted:
        counts[people[pk].appraisal_id] = counts.get(people[pk].appraisal_id, 0) + 1
    held = {one.appraisal_id: one.appraisal for one in people.values()}
    return [(held[pk], cells) for pk, cells in counts.items()]
