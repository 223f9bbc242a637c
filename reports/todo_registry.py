"""To-do lines about files: transfers, corrections and duplicates that wait for somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from accounts.roles import Role
from cadres.models import Correction, Duplicate, Transfer
from cadres.queries.duplicates import Queue
from reports.todo_line import Todo

RECENT = 30  # days a refusal is shown to whoever asked


def about_registry(acting: Acting) -> list[Todo]:
    """List what waits about files for the acting role."""
    asked = ASKED.get(acting.role or "")
    return asked(acting) if asked else []


def _clerk(acting: Acting) -> list[Todo]:
    return [*_answers(acting, today()), *_pairs(acting)]


def _committee(acting: Acting) -> list[Todo]:
    return _corrections_refused(acting, today() - timedelta(days=RECENT))


def _county(acting: Acting) -> list[Todo]:
    return [
        *_transfers(acting, Transfer.Status.COUNTY),
        *_corrections(acting),
        *_verdicts(acting),
        *_returned(acting, today() - timedelta(days=RECENT)),
        *_pairs(acting),
    ]


def _city(acting: Acting) -> list[Todo]:
    return [
        *_transfers(acting, Transfer.Status.CITY),
        # A pair of one county is the county's to confirm, though the city may.
        *_verdicts(acting, Q(scope_path=acting.lo)),
        *_returned(acting, today() - timedelta(days=RECENT)),
        *_pairs(acting),
    ]


def _transfers(acting: Acting, status: Transfer.Status) -> list[Todo]:
    waits = Transfer.objects.visible_to(acting).filter(status=status).count()
    url = f"{reverse('cadres:transfers')}?status={status}"
    ground = "乡镇登记的号码已在外单位建档，核对后转入或写明理由"
    return _line("待办理", f"办理 {waits} 件转入申请", ground, url, "去办理", waits)


def _corrections(acting: Acting) -> list[Todo]:
    found = Correction.objects.visible_to(acting).open().exclude(asked_by=acting.user)
    waits = found.count()
    ground = "已核定的档案只能经审核更正"
    url = reverse("cadres:corrections")
    return _line("待审核", f"审核 {waits} 件更正申请", ground, url, "去审核", waits)


def _verdicts(acting: Acting, where: Q | None = None) -> list[Todo]:
    found = Duplicate.objects.visible_to(acting).filter(where or Q())
    waits = found.filter(status=Duplicate.Status.PROPOSED).exclude(proposed_by=acting.user).count()
    ground = "一人判断、另一人复核，复核后生效"
    url = f"{reverse('cadres:duplicates')}#waiting"
    return _line("待复核", f"复核 {waits} 对疑似重复的判断", ground, url, "去复核", waits)


def _pairs(acting: Acting) -> list[Todo]:
    waits = len(Queue(acting))
    ground = "姓名和出生日期都相同，可能是同一人的两份档案"
    url = reverse("cadres:duplicates")
    return _line("待判断", f"判断 {waits} 对疑似重复", ground, url, "去比较", waits)


def _answers(acting: Acting, day: date) -> list[Todo]:
    since = day - timedelta(days=RECENT)
    return [
        *_transfers_refused(acting, since),
        *_corrections_refused(acting, since),
        *_returned(acting, since),
    ]


def _transfers_refused(acting: Acting, since: date) -> list[Todo]:
    found = Transfer.objects.visible_to(acting).filter(
        status=Transfer.Status.REFUSED, decided_on__gte=since
    )
    return [
        Todo("未同意", "stop", f"{one.name}没有转入", one.reason, _at("transfer", one.pk), "去看看")
        for one in found.order_by("-decided_on", "-pk")[:5]
    ]


def _corrections_refused(acting: Acting, since: date) -> list[Todo]:
    found = Correction.objects.visible_to(acting).filter(
        status=Correction.Status.REFUSED, reviewed_on__gte=since, asked_by=acting.user
    )
    joined = found.select_related("person").defer("changes").order_by("-reviewed_on", "-pk")
    return [
        Todo(
            "未同意", "stop", f"{one.person.name}的更正申请没有同意", one.review,
            _at("correction", one.pk), "去看看",
        )
        for one in joined[:5]
    ]  # fmt: skip


def _returned(acting: Acting, since: date) -> list[Todo]:
    """List one's own verdicts that came back and that nobody has spoken about since."""
    found = Duplicate.objects.visible_to(acting).filter(
        status=Duplicate.Status.RETURNED, reviewed_on__gte=since, proposed_by=acting.user
    )
    joined = found.select_related("first").order_by("-reviewed_on", "-pk")
    return [
        Todo(
            "已退回", "stop", f"两份“{one.first.name}”的判断被退回", one.review,
            _at("verdict", one.pk), "去看看",
        )
        for one in joined[:5]
    ]  # fmt: skip


def _line(when: str, title: str, ground: str, url: str, action: str, waits: int) -> list[Todo]:
    return [Todo(when, "attention", title, ground, url, action)] if waits else []


def _at(page: str, pk: int) -> str:
    return reverse(f"cadres:{page}", args=[pk])


ASKED: dict[str, Callable[[Acting], list[Todo]]] = {
    Role.TOWNSHIP_CLERK: _clerk,
    Role.TOWNSHIP_COMMITTEE: _committee,
    Role.COUNTY_OFFICER: _county,
    Role.CITY_OFFICER: _city,
}
