"""To-do lines after the decision: notice, objections, letters, report, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.clock import today
from accounts.roles import Role
from assessments.models import Letter, Objection, Revision, Round
from assessments.states import UNANSWERED, ObjectionStatus, RevisionStatus, RoundStatus
from reports.seen import Seen
from reports.todo_line import Todo

SOON = 2  # days left from which a term presses
APPEAL = Objection.Kind.APPEAL


def about_after(seen: Seen) -> list[Todo]:
    """List what waits for a role after the committee has decided."""
    lines: list[Todo] = []
    if seen.acting.has(Role.TOWNSHIP_CLERK):
        lines += _of_rounds(seen)
    if not any(one.status not in BEFORE for one in seen.rounds):
        return lines
    return [*lines, *_of_objections(seen), *_of_revisions(seen)]


BEFORE = (RoundStatus.ENTERING, RoundStatus.SUBMITTED)


def _of_rounds(seen: Seen) -> Iterator[Todo]:
    come = [one for one in seen.rounds if one.status in (RoundStatus.FEEDBACK, RoundStatus.FINAL)]
    waiting = _unserved(come)
    for one in seen.rounds:
        if one.status == RoundStatus.DECIDED:
            yield _to_post(one)
        elif one.status == RoundStatus.NOTICE:
            yield _in_notice(one, today())
        elif one.status == RoundStatus.FEEDBACK:
            yield _to_serve(one, waiting.get(one.pk, 0))
        elif number := waiting.get(one.pk, 0):  # a filed round's letters are those of corrections
            yield _corrected(one, number)


def _unserved(rounds: list[Round]) -> dict[int, int]:
    if not rounds:
        return {}
    letters = Letter.objects.filter(round__in=rounds, attempt=F("round__attempt"), served_on=None)
    return dict(letters.values_list("round").annotate(n=Count("pk")))


def _to_post(one: Round) -> Todo:
    ground = f"{one.decided_on} 已由党委会审定，张榜公示期满后反馈本人"
    title = f"公示 {one.year} 年度考核等次"
    return Todo("待公示", "attention", title, ground, _at("notice", one.pk), "去公示")


def _in_notice(one: Round, day: date) -> Todo:
    until = one.notice_until or day
    left = (until - day).days
    if left >= 0:
        ground = f"{one.noticed_on} 公示，{until} 期满；期间有异议的要登记"
        title = f"{one.year} 年度考核正在公示"
        url = _at("notice", one.pk)
        return Todo(f"还有 {left} 天", "info", title, ground, url, "看公示")
    ground = f"公示 {until} 期满；没有未办结的异议，就制发告知书"
    title = f"{one.year} 年度考核公示期满，反馈本人"
    return Todo("已期满", "attention", title, ground, _at("notice", one.pk), "去制发")


def _to_serve(one: Round, waiting: int) -> Todo:
    if waiting:
        title = f"送达 {waiting} 份 {one.year} 年度结果告知书"
        ground = "本人签收；拒绝签收的留置送达，写明见证人"
        return Todo("待送达", "attention", title, ground, _at("letters", one.pk), "去登记")
    ground = "公示期满，告知书已全部送达"
    title = f"把 {one.year} 年度考核结果报县"
    return Todo("可报县", "attention", title, ground, _at("letters", one.pk), "去报县")


def _corrected(one: Round, number: int) -> Todo:
    title = f"送达 {number} 份 {one.year} 年度等次更正告知书"
    ground = "县里已备案，更正后的等次告知本人"
    return Todo("待送达", "attention", title, ground, _at("letters", one.pk), "去登记")


def _of_objections(seen: Seen) -> Iterator[Todo]:
    """Those open to whoever handles them, those answered to whoever serves the answer."""
    acting = seen.acting
    own = Q(kind=APPEAL) if acting.has(Role.COUNTY_OFFICER) else ~Q(kind=APPEAL)
    wanted: tuple[ObjectionStatus, ...] = ()
    if acting.has(Role.TOWNSHIP_COMMITTEE):
        wanted = UNANSWERED
    elif acting.has(Role.TOWNSHIP_CLERK):
        wanted = (ObjectionStatus.ANSWERED,)
    elif acting.has(Role.COUNTY_OFFICER):
        wanted = (*UNANSWERED, ObjectionStatus.ANSWERED)
    found = Objection.objects.visible_to(acting).filter(own, status__in=wanted)
    kept = ("kind", "status", "raised_on", "due_on", "extended_to")
    of_round = ("round__year", "round__township__name")
    for one in found.select_related("round__township").only(*kept, *of_round).order_by("due_on"):
        yield _to_answer(one, today()) if one.status in UNANSWERED else _answer_to_serve(one)


def _to_answer(one: Objection, day: date) -> Todo:
    last = one.extended_to or one.due_on
    when, level = "待答复", "attention"
    if last is not None:
        left = (last - day).days
        when = f"还有 {left} 天" if left >= 0 else f"逾期 {-left} 天"
        level = "attention" if left > SOON else "stop"
    what = "受理并答复" if one.status == ObjectionStatus.FILED else "答复"
    title = f"{what}{one.round.township.name} {one.round.year} 年度{one.get_kind_display()}"
    ground = f"{one.raised_on} 提出，{last or '期限未定'} 以前答复"
    return Todo(when, level, title, ground, _at("objection", one.pk), "去办理")


def _answer_to_serve(one: Objection) -> Todo:
    title = f"送达{one.round.township.name} {one.round.year} 年度{one.get_kind_display()}的答复"
    ground = "已经答复，送达提出人以后办结"
    return Todo("待送达", "attention", title, ground, _at("objection", one.pk), "去登记")


def _of_revisions(seen: Seen) -> Iterator[Todo]:
    turn = {
        Role.TOWNSHIP_COMMITTEE: (RevisionStatus.PROPOSED, "待审定", "审定"),
        Role.COUNTY_OFFICER: (RevisionStatus.DECIDED, "待备案", "备案"),
    }.get(seen.acting.role or Role.AUDITOR)
    if turn is None:
        return
    status, when, verb = turn
    found = Revision.objects.visible_to(seen.acting).filter(status=status)
    for one in found.select_related("round__township", "entry", "former").order_by("pk"):
        title = f"{verb}{one.entry.name} {one.round.year} 年度等次更正"
        was, now = one.former.get_grade_display(), one.get_grade_display()
        ground = f"{one.round.township.name} · 由“{was}”更正为“{now}”"
        yield Todo(when, "attention", title, ground, _at("revision", one.pk), f"去{verb}")


def _at(page: str, pk: int) -> str:
    return reverse(f"assessments:{page}", args=[pk])
