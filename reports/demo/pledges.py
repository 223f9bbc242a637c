"""Write the pledges of 2018 for everybody in post in January, and the first of the coming year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from accounts.roles import Role
from accounts.scope import SEGMENT
from cadres.models import Tenure
from cadres.posts import ORDER, PRINCIPALS, Post, label
from reports.demo.cast import SHOWCASE, Cast
from reports.demo.chance import Chance, chance, happens
from reports.demo.days import BUSINESS_DAY
from reports.demo.places import Unit
from reports.demo.pledge_drafts import LATE_REASONS, NO, YES, Fate, Promise, kinds_of, promise
from reports.demo.writing import analyze, run_many, write
from supervision.models import Extension, OverdueAnswer, Pledge, PledgeItem, Progress
from supervision.queries.pledge_rules import lead_entry

DRAFTED = date(2018, 1, 8)
NOTED = {1: date(2018, 4, 3), 2: date(2018, 7, 4), 3: date(2018, 10, 8)}
ASKED, ANSWERED, SCORED = date(2018, 12, 18), date(2018, 12, 19), date(2018, 12, 19)
OCTOBER = date(2018, 10, 31)
SCORED_SHARE = 0.12  # townships that have scored already
DESKS = "CREATE TEMP TABLE desks (path text, clerk bigint, head bigint) ON COMMIT DROP"
FATES = """CREATE TEMP TABLE fates (id bigint, done_on date, evidence text, score numeric)
  ON COMMIT DROP"""
# As the offices do it, step by step: the walls in the database know no other way.
DISCUSS = """UPDATE supervision_pledge SET status = 'discussed', discussed_at = 'rep_assembly',
  discussed_on = date '2018-01-10' + (village_id % 7)::int, discussion = '同意',
  discussed_by_id = drafted_by_id WHERE year = 2018"""
APPROVE = """UPDATE supervision_pledge p SET status = 'approved', approved_by_id = d.head,
  approved_on = '2018-01-20' FROM desks d WHERE d.path = p.scope_path AND year = 2018"""
SIGN = """UPDATE supervision_pledge SET status = 'signed',
  signed_on = date '2018-01-22' + (village_id % 9)::int WHERE year = 2018"""
BEGIN = "UPDATE supervision_pledge SET status = 'in_progress' WHERE year = 2018"
GRANT = """UPDATE supervision_extension e SET status = 'granted', decided_by_id = d.head,
  decided_on = e.asked_on, decision = '同意' FROM desks d
  WHERE d.path = e.scope_path AND e.asked_on < %s"""
SETTLE = """UPDATE supervision_pledgeitem i SET done_on = f.done_on, evidence = f.evidence,
  score = f.score FROM fates f WHERE f.id = i.id"""
HAND_IN = """UPDATE supervision_pledge SET scored_by_id = drafted_by_id, scored_on = %s
  WHERE id = ANY(%s)"""
CONFIRM = """UPDATE supervision_pledge p SET status = 'scored', confirmed_by_id = d.head,
  confirmed_on = %s FROM desks d WHERE d.path = p.scope_path AND p.id = ANY(%s)"""
NEXT_YEAR = """UPDATE supervision_pledge SET status = 'discussed', discussed_at = 'party_meeting',
  discussed_on = '2018-12-17', discussion = '同意', discussed_by_id = drafted_by_id
  WHERE id = ANY(%s)"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A township with its clerk and its committee."""

    unit: Unit
    clerk: int
    head: int

    @property
    def is_showcase(self) -> bool:
        return self.unit.name == SHOWCASE


@dataclass(slots=True)
class Written:
    """A pledge as written, with what became of its promises."""

    row: Pledge
    desk: Desk
    promises: list[Promise]
    confirmed: bool


def write_pledges(cast: Cast, units: Mapping[Unit, Sequence[Unit]], seed: int) -> dict[str, int]:
    """Write everybody's pledge with its year; give how many of what."""
    desks = {
        unit.path: Desk(
            unit, cast.of(Role.TOWNSHIP_CLERK, unit).key,
            cast.of(Role.TOWNSHIP_COMMITTEE, unit).key,
        )
        for townships in units.values() for unit in townships
    }  # fmt: skip
    written = list(_written(desks, seed))
    _leave_questions(written)
    write([one.row for one in written])
    items = [(one, held, _item(one, place, held)) for one in written
             for place, held in enumerate(one.promises, 1)]  # fmt: skip
    for (_, held, _), row in zip(items, write([row for *_, row in items]), strict=True):
        held.key = row.pk
    _hand_round(desks)
    write([note for one, held, _ in items for note in _notes(one, held)])
    _extend(items)
    _settle(written, items)
    write([_answer(one, held) for one, held, _ in items if held.answer is not None])
    coming = _coming(written)
    analyze(Pledge, PledgeItem, Progress, Extension, OverdueAnswer)
    return {"承诺": len(written) + coming, "事项": len(items)}


def _written(desks: Mapping[str, Desk], seed: int) -> Iterator[Written]:
    """Give a pledge for everybody in post on the day they were drafted, township by township."""
    dice: dict[str, Chance] = {}
    scored: dict[str, bool] = {}
    for desk in desks.values():
        dice[desk.unit.path] = chance(seed, "pledges", desk.unit.path)
        early = happens(dice[desk.unit.path], SCORED_SHARE)
        scored[desk.unit.path] = early and not desk.is_showcase
    for held in _in_post():
        path = held[0].village.path[:-SEGMENT]
        if path in desks:
            yield _one(desks[path], held, dice[path], scored[path])


def _leave_questions(written: Sequence[Written]) -> None:
    """Let three of the showcase be late with what was due in October: two not answered yet."""
    october = [
        held for one in written if one.desk.is_showcase
        for held in one.promises if held.kind.due_on == OCTOBER
    ]  # fmt: skip
    for held, answer in zip(october, (None, None, True), strict=False):
        held.fate, held.done_on, held.evidence, held.extended_to = Fate.OVERDUE, None, "", None
        held.answer = answer


def _in_post() -> Iterator[list[Tenure]]:
    rows = Tenure.objects.on(DRAFTED).select_related("person", "village")
    wanted = rows.only("post", "person__name", "village__path")
    held: dict[int, list[Tenure]] = {}
    for tenure in wanted.order_by("village__path", "pk"):
        held.setdefault(tenure.person_id, []).append(tenure)
    yield from held.values()


def _one(desk: Desk, held: list[Tenure], dice: Chance, scored: bool) -> Written:  # noqa: FBT001
    main = min(held, key=lambda one: (one.post not in PRINCIPALS, ORDER[Post(one.post)]))
    posts = list({one.post for one in held})
    row = Pledge(
        person_id=main.person_id, name=main.person.name, village_id=main.village_id,
        posts=label(posts), scope_path=desk.unit.path, year=2018, drafted_by_id=desk.clerk,
        drafted_on=DRAFTED,
    )  # fmt: skip
    kinds, whole = kinds_of(posts), desk.is_showcase
    promises = [promise(dice, one, scored=scored, whole_year=whole) for one in kinds]
    return Written(row, desk, promises, scored)


def _item(one: Written, place: int, held: Promise) -> PledgeItem:
    kind = held.kind
    return PledgeItem(
        pledge=one.row, scope_path=one.row.scope_path, place=place, dimension=kind.dimension,
        topic=kind.topic, promise=kind.promise, measure=kind.measure, weight=held.weight,
        due_on=kind.due_on,
    )  # fmt: skip


def _hand_round(desks: Mapping[str, Desk]) -> None:
    """Let every pledge of the year be talked over, approved, signed and begun."""
    with connection.cursor() as cursor:
        cursor.execute(DESKS)
    rows = [(path, desk.clerk, desk.head) for path, desk in desks.items()]
    run_many("INSERT INTO desks VALUES (%s, %s, %s)", rows)
    with connection.cursor() as cursor:
        for step in (DISCUSS, APPROVE, SIGN, BEGIN):
            cursor.execute(step)


def _notes(one: Written, held: Promise) -> Iterator[Progress]:
    for quarter, percent, words in held.notes:
        yield Progress(
            item_id=held.key, scope_path=one.row.scope_path, quarter=quarter, percent=percent,
            words=words, noted_by_id=one.desk.clerk, noted_on=NOTED[quarter],
        )  # fmt: skip


def _extend(items: Sequence[tuple[Written, Promise, PledgeItem]]) -> None:
    """Grant what was asked in time; in the showcase one request waits."""
    asked = [
        _request(one, held, max(NOTED[2], held.kind.due_on.replace(day=1)), held.extended_to)
        for one, held, _ in items if held.extended_to
    ]  # fmt: skip
    open_ = next(
        (one, held) for one, held, _ in items
        if one.desk.is_showcase and held.kind.due_on == date(2018, 12, 28)
    )  # fmt: skip
    write([*asked, _request(*open_, ASKED, date(2018, 12, 31))])
    with connection.cursor() as cursor:
        cursor.execute(GRANT, [ASKED])


def _request(one: Written, held: Promise, day: date, until: date) -> Extension:
    return Extension(
        item_id=held.key, scope_path=one.row.scope_path, due_before=held.kind.due_on,
        new_due_on=until, reason=LATE_REASONS[held.key % len(LATE_REASONS)],
        asked_by_id=one.desk.clerk, asked_on=day,
    )  # fmt: skip


def _settle(
    written: Sequence[Written], items: Sequence[tuple[Written, Promise, PledgeItem]]
) -> None:
    """Write down what was kept and scored; one village of the showcase waits for the committee."""
    waiting = _waiting(written)
    fates = [
        (held.key, held.done_on, held.evidence, held.score)
        for _, held, _ in items if held.done_on or held.score is not None
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FATES)
        with cursor.copy("COPY fates FROM STDIN") as copy:
            for row in fates:
                copy.write_row(row)
        cursor.execute(SETTLE)
        confirmed = [one.row.pk for one in written if one.confirmed]
        cursor.execute(HAND_IN, [SCORED, [*confirmed, *(one.row.pk for one in waiting)]])
        cursor.execute(CONFIRM, [SCORED, confirmed])


def _waiting(written: Sequence[Written]) -> list[Written]:
    shown = [one for one in written if one.desk.is_showcase]
    last = shown[-1].row.village_id
    found = [one for one in shown if one.row.village_id == last]
    for one in found:
        for place, held in enumerate(one.promises):
            held.score = Decimal(88 + place * 2)
    return found


def _answer(one: Written, held: Promise) -> OverdueAnswer:
    reasons = YES if held.answer else NO
    return OverdueAnswer(
        item_id=held.key, scope_path=one.row.scope_path,
        due_on=held.extended_to or held.kind.due_on, is_lead=bool(held.answer),
        reason=reasons[held.key % len(reasons)], ground=lead_entry(BUSINESS_DAY).kept(),
        answered_by_id=one.desk.head, answered_on=ANSWERED,
    )  # fmt: skip


def _coming(written: Sequence[Written]) -> int:
    """Begin with the coming year in two villages of the showcase: drafts, and some talked over."""
    shown = [one for one in written if one.desk.is_showcase]
    villages = list(dict.fromkeys(one.row.village_id for one in shown))[:2]
    chosen = [one for one in shown if one.row.village_id in villages]
    rows = [_next(one) for one in chosen]
    write(rows)
    write([_next_item(row, place, held) for row, one in zip(rows, chosen, strict=True)
           for place, held in enumerate(one.promises, 1)])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(NEXT_YEAR, [[row.pk for row in rows if row.village_id == villages[-1]]])
    return len(rows)


def _next(one: Written) -> Pledge:
    row = one.row
    return Pledge(
        person_id=row.person_id, name=row.name, village_id=row.village_id, posts=row.posts,
        scope_path=row.scope_path, year=2019, drafted_by_id=row.drafted_by_id,
        drafted_on=date(2018, 12, 14),
    )  # fmt: skip


def _next_item(row: Pledge, place: int, held: Promise) -> PledgeItem:
    kind = held.kind
    return PledgeItem(
        pledge=row, scope_path=row.scope_path, place=place, dimension=kind.dimension,
        topic=kind.topic, promise=kind.promise, measure=kind.measure, weight=held.weight,
        due_on=kind.due_on.replace(year=2019),
    )  # fmt: skip
