"""What the county looks at before it files a township's round, and what the list of them shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from assessments.models import Grade, Letter, Objection, Round
from assessments.queries.lacks import named
from assessments.states import UNANSWERED, GradeLabel

Check = tuple[str, str, str]  # what, in words, how it stands


@dataclass(frozen=True, slots=True)
class Sums:
    """One round in figures: 优秀, deviations, ties settled, objections, letters not served."""

    excellent: int = 0
    deviations: int = 0
    ties: int = 0
    objections: int = 0
    unserved: int = 0


def sums_of(rounds: Collection[Round]) -> dict[int, Sums]:
    """Count what the list of rounds to be filed shows, whatever their number."""
    ids = {one.pk: one.attempt for one in rounds}
    grades = Grade.objects.filter(round__in=ids).in_force().values("round")
    counted = grades.annotate(
        excellent=Count("pk", filter=Q(grade=GradeLabel.EXCELLENT)),
        deviations=Count("pk", filter=Q(deviates=True)),
        ties=Count("pk", filter=Q(chosen=True)),
    )
    raised = Objection.objects.filter(round__in=ids, status__in=UNANSWERED).values("round")
    objections = {row["round"]: row["n"] for row in raised.annotate(n=Count("pk"))}
    letters = Letter.objects.filter(round__in=ids, served_on=None, revision=0)
    unserved = dict.fromkeys(ids, 0)
    for pk, attempt in letters.values_list("round", "attempt"):
        unserved[pk] += attempt == ids[pk]
    kinds = ("excellent", "deviations", "ties")
    rows = counted.values_list("round", *kinds)
    found = {pk: dict(zip(kinds, numbers, strict=True)) for pk, *numbers in rows}
    return {
        pk: Sums(**found.get(pk, {}), objections=objections.get(pk, 0), unserved=unserved[pk])
        for pk in ids
    }


def checks_of(round: Round, arithmetic: str) -> list[Check]:  # noqa: A002
    """Give what the county checks, each with its words and its level."""
    grades = list(Grade.objects.filter(round=round).in_force().select_related("entry"))
    return [
        _seats(round, grades, arithmetic),
        _notice(round),
        _objections(round),
        _letters(round),
        _deviations(grades),
        _ties(grades),
    ]


def _seats(round: Round, grades: list[Grade], arithmetic: str) -> Check:  # noqa: A002
    taken = sum(one.grade == GradeLabel.EXCELLENT for one in grades)
    level = "ok" if taken <= round.seats else "stop"
    return "优秀名额", f"{arithmetic}，名额 {round.seats} 个，已定优秀 {taken} 人", level


def _notice(round: Round) -> Check:  # noqa: A002
    if round.noticed_on is None:
        return "公示", "没有登记公示", "stop"
    said = f"{round.noticed_on} 在{round.notice_place}公示，{round.notice_until} 期满"
    return "公示", said, "ok"


def _objections(round: Round) -> Check:  # noqa: A002
    raised = Objection.objects.filter(round=round, attempt=round.attempt)
    counts = raised.aggregate(
        n=Count("pk"), open=Count("pk", filter=Q(status__in=UNANSWERED)), turned=Count(
            "pk", filter=Q(outcome__in=(Objection.Outcome.CHANGED, Objection.Outcome.REVOKED))
        )
    )  # fmt: skip
    said = f"共 {counts['n']} 件，未办结 {counts['open']} 件"
    if counts["turned"]:
        said += f"；处理结果是变更或撤销的 {counts['turned']} 件，应退回重定"
    return "异议、复核", said, "attention" if counts["open"] or counts["turned"] else "ok"


def _letters(round: Round) -> Check:  # noqa: A002
    own = Letter.objects.filter(round=round, attempt=round.attempt, revision=0)
    counts = own.aggregate(
        n=Count("pk"),
        served=Count("pk", filter=Q(served_on__isnull=False)),
        left=Count("pk", filter=Q(manner=Letter.Manner.LEFT)),
    )
    said = f"制发 {counts['n']} 份，送达 {counts['served']} 份，其中拒签留置 {counts['left']} 份"
    return "结果告知书", said, "ok" if counts["n"] == counts["served"] else "attention"


def _deviations(grades: list[Grade]) -> Check:
    moved = [one for one in grades if one.deviates]
    if not moved:
        return "与建议不同", "没有", "ok"
    said = "；".join(
        f"{one.entry.name}定为{one.get_grade_display()}，理由：{one.reason}" for one in moved
    )
    return "与建议不同", f"{len(moved)} 人。{said}", "attention"


def _ties(grades: list[Grade]) -> Check:
    chosen = [one for one in grades if one.chosen]
    if not chosen:
        return "末位同分", "没有需要选定的", "ok"
    names = named([one.entry.name for one in chosen])
    return "末位同分", f"选定{names}，理由：{chosen[0].reason}", "info"
