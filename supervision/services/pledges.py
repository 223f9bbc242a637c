"""A pledge on its way: drafted for many, talked over, approved, sent back, signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Sum

from accounts.acting import Acting
from accounts.answer import Answer, Refused
from accounts.clock import today
from accounts.models import Division, User
from audit.services import record
from supervision.models import Pledge, PledgeItem
from supervision.pledge_states import Meeting, PledgeStatus
from supervision.queries.pledge_roster import Member, in_post
from supervision.rules import pledges as rules
from supervision.services.pledge_races import races_refused

DRAFTING = 31  # class of the advisory locks under which a township's pledges are drafted
PREPARED_FROM = (12, 1)  # of the year before: a village may meet on the coming year's pledges


@dataclass(frozen=True, slots=True)
class Line:
    """One promise as typed."""

    dimension: str
    topic: str
    promise: str
    measure: str
    weight: Decimal
    due_on: date


@dataclass(frozen=True, slots=True)
class Drafted:
    """For how many a pledge was drafted, and for whom not: another township holds theirs."""

    made: int
    elsewhere: tuple[str, ...] = ()


@transaction.atomic
def draft_from_last_year(
    *, township: Division, year: int, by: Acting, persons: Collection[int] | None = None
) -> Drafted:
    """Draft for everybody in post without a pledge who had one last year, with its promises."""
    members = _without(township, year, by, persons)
    former = _former(year - 1, [one.person_id for one in members], by)
    lines = {pk: [_a_year_later(line) for line in items] for pk, items in former.items() if items}
    members = [one for one in members if one.person_id in lines]
    if not members:
        raise Refused(
            f"没有可以沿用的承诺：还没有承诺的人里，{year - 1} 年都没有承诺。请改用统一事项起草。"
        )
    return _draft(township, year, members, lines, by)


@transaction.atomic
def draft_alike(
    *,
    township: Division,
    year: int,
    posts: Collection[str],
    lines: Sequence[Line],
    by: Acting,
    persons: Collection[int] | None = None,
) -> Drafted:
    """Draft the same promises for everybody in these posts who has no pledge of the year."""
    if not lines:
        raise Refused("请至少写一项承诺事项。")
    rules.are_lines(year, [(one.weight, one.due_on) for one in lines]).require()
    members = [
        one
        for one in _without(township, year, by, persons)
        if persons is not None or set(posts) & set(one.posts)
    ]
    if not members:
        raise Refused(f"选定的职务里，现任干部都已有 {year} 年承诺，没有要起草的。")
    return _draft(township, year, members, {one.person_id: lines for one in members}, by)


@transaction.atomic
def save_lines(*, pledge: Pledge, lines: Sequence[Line], by: Acting) -> Pledge:
    """Write a draft's promises anew."""
    (pledge,) = locked([pledge.pk], by)
    rules.may_edit(pledge, by=by).require()
    rules.are_lines(pledge.year, [(one.weight, one.due_on) for one in lines]).require()
    with races_refused():
        pledge.items.all().delete()
        PledgeItem.objects.bulk_create(_items(pledge, lines))
    weight = sum((one.weight for one in lines), Decimal(0))
    record("supervision.pledge_saved", by=by, about=pledge, items=len(lines), weight=f"{weight:f}")
    return pledge


@transaction.atomic
def discard_pledge(*, pledge: Pledge, by: Acting) -> None:
    """Take a draft away that was made for the wrong person."""
    (pledge,) = locked([pledge.pk], by)
    rules.may_edit(pledge, by=by).require()
    record("supervision.pledge_discarded", by=by, about=pledge, people=[pledge.person_id])
    with races_refused():
        pledge.delete()


@transaction.atomic
def discuss_pledges(
    *, pledges: Collection[int], meeting: str, on: date, words: str, by: Acting
) -> int:
    """Write down at which meeting drafts were talked over in the village, and what was said."""
    found = locked(pledges, by)
    weights = weights_of(found)
    _all(rules.may_discuss(one, weight=weights.get(one.pk), by=by) for one in found).require()
    month, day = PREPARED_FROM
    first = date(min(one.year for one in found) - 1, month, day)
    rules.is_day("讨论日期", on, earliest=first, why="上年年末", today=today()).require()
    _move(
        found, PledgeStatus.DISCUSSED, discussed_at=Meeting(meeting), discussed_on=on,
        discussion=words.strip(), discussed_by=person_of(by), return_reason="",
    )  # fmt: skip
    told = {"meeting": Meeting(meeting).label, "day": on.isoformat(), "words": words.strip()}
    tell("supervision.pledges_discussed", found, by, **told)
    return len(found)


@transaction.atomic
def approve_pledges(*, pledges: Collection[int], by: Acting) -> int:
    """Approve what the villages talked over (township committee)."""
    found = locked(pledges, by)
    _all(rules.may_approve(one, by=by) for one in found).require()
    _move(found, PledgeStatus.APPROVED, approved_by=person_of(by), approved_on=today())
    tell("supervision.pledges_approved", found, by)
    return len(found)


@transaction.atomic
def return_pledge(*, pledge: Pledge, reason: str, by: Acting) -> Pledge:
    """Send a pledge that is not signed yet back to the clerk, with the reason."""
    (pledge,) = locked([pledge.pk], by)
    (rules.may_return(pledge, by=by) & rules.has_reason(reason, "请写明要改什么。")).require()
    was = pledge.status
    _move(
        [pledge], PledgeStatus.DRAFT, discussed_at="", discussed_on=None, discussion="",
        discussed_by=None, approved_by=None, approved_on=None, return_reason=reason.strip(),
    )  # fmt: skip
    record("supervision.pledge_returned", by=by, about=pledge, was=was, reason=reason.strip())
    return pledge


@transaction.atomic
def sign_pledges(*, pledges: Collection[int], on: date, by: Acting) -> int:
    """Write down on which day the letters of responsibility were signed."""
    found = locked(pledges, by)
    _all(rules.may_sign(one, by=by) for one in found).require()
    approved = max(one.approved_on for one in found if one.approved_on)
    rules.is_day("签订日期", on, earliest=approved, why="批准日期", today=today()).require()
    _move(found, PledgeStatus.SIGNED, signed_on=on)
    tell("supervision.pledges_signed", found, by, day=on.isoformat())
    return len(found)


def locked(pledges: Collection[int], by: Acting) -> list[Pledge]:
    """Lock pledges against everybody else; all of them must be within reach."""
    if not pledges:
        raise Refused("请先勾选要办理的人。")
    rows = Pledge.objects.visible_to(by).filter(pk__in=set(pledges)).order_by("pk")
    with races_refused():
        found = list(rows.locked())
    if not found:
        raise Pledge.DoesNotExist
    if len(found) < len(set(pledges)):
        raise Refused("有的承诺已不在本单位，请刷新页面后再办。")
    return found


def weights_of(pledges: Iterable[Pledge]) -> dict[int, Decimal]:
    """Sum the weights of each of these pledges."""
    items = PledgeItem.objects.filter(pledge__in=[one.pk for one in pledges]).order_by()
    return dict(items.values_list("pledge").annotate(sum=Sum("weight")))


def tell(name: str, pledges: Sequence[Pledge], by: Acting, **data: Any) -> None:
    """Write one event for what was done to many."""
    if len(pledges) == 1:
        record(name, by=by, about=pledges[0], **data)
        return
    people = [one.person_id for one in pledges]
    path = by.lo or pledges[0].scope_path
    record(name, by=by, scope_path=path, count=len(pledges), people=people, **data)


def person_of(by: Acting) -> User:
    """Give whoever acts as a person; the command line signs for nobody."""
    if by.user is None:
        raise PermissionDenied("命令行不能办理目标承诺，请以本人账号办理。")
    return by.user


def _without(
    township: Division, year: int, by: Acting, persons: Collection[int] | None
) -> list[Member]:
    """List who is in post and has no pledge; two clerks of one township draft one after another."""
    rules.may_draft(township, year, today=today(), by=by).require()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DRAFTING, township.pk])
    known = set(_pledges(township, year, by).values_list("person", flat=True))
    return [
        one
        for one in in_post(township, today(), by)
        if one.person_id not in known and (persons is None or one.person_id in persons)
    ]


def _pledges(township: Division, year: int, by: Acting) -> Any:
    return Pledge.objects.visible_to(by).filter(year=year, scope_path=township.path)


def _former(year: int, persons: list[int], by: Acting) -> dict[int, list[PledgeItem]]:
    items = PledgeItem.objects.visible_to(by).filter(
        pledge__year=year, pledge__person__among=persons
    )
    found: dict[int, list[PledgeItem]] = {}
    for item in items.select_related("pledge").order_by("place", "pk"):
        found.setdefault(item.pledge.person_id, []).append(item)
    return found


def _a_year_later(item: PledgeItem) -> Line:
    year = item.due_on.year + 1
    leap = (item.due_on.month, item.due_on.day) == (2, 29)
    due = item.due_on.replace(year=year, day=28) if leap else item.due_on.replace(year=year)
    return Line(item.dimension, item.topic, item.promise, item.measure, item.weight, due)


def _draft(
    township: Division,
    year: int,
    members: Sequence[Member],
    lines: Mapping[int, Sequence[Line]],
    by: Acting,
) -> Drafted:
    """Write pledges with their promises; whoever has one in another township is left out."""
    drafted = {"drafted_by": person_of(by), "drafted_on": today(), "year": year}
    rows = [
        Pledge(
            person_id=one.person_id, name=one.name, village=one.village,
            posts=one.posts_label, scope_path=township.path, **drafted,
        )
        for one in members
    ]  # fmt: skip
    # The pledge of another township cannot be seen from here, only run into.
    Pledge.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = [one.person_id for one in members]
    made = list(_pledges(township, year, by).filter(person__among=wanted))
    if not made:
        raise Refused("这些人本年度都已有目标承诺，在别的乡镇起草，没有要起草的。")
    items = [item for one in made for item in _items(one, lines[one.person_id])]
    PledgeItem.objects.bulk_create(items)
    tell("supervision.pledges_drafted", made, by, year=year, items=len(items))
    has = {one.person_id for one in made}
    return Drafted(len(made), tuple(one.name for one in members if one.person_id not in has))


def _items(pledge: Pledge, lines: Sequence[Line]) -> list[PledgeItem]:
    return [
        PledgeItem(
            pledge=pledge, scope_path=pledge.scope_path, place=place, dimension=one.dimension,
            topic=one.topic.strip(), promise=one.promise.strip(), measure=one.measure.strip(),
            weight=one.weight, due_on=one.due_on,
        )
        for place, one in enumerate(lines, 1)
    ]  # fmt: skip


def _all(answers: Iterable[Answer]) -> Answer:
    whole = Answer()
    for answer in answers:
        whole &= answer
    return whole


def _move(pledges: Sequence[Pledge], to: PledgeStatus, **values: Any) -> None:
    with races_refused():
        Pledge.objects.filter(pk__in=[one.pk for one in pledges]).update(status=to, **values)
    for one in pledges:
        for name, value in {"status": to, **values}.items():
            setattr(one, name, value)
