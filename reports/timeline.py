"""What happened to a cadre, out of every part that knows something: one line of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting
from assessments.models import Entry, Grade
from assessments.queries.changing import corrected, grades_of
from assessments.states import GRADED, GradeLabel
from cadres.history import Change
from cadres.models import (
    Document,
    Education,
    Experience,
    Measure,
    Reward,
    Tenure,
)
from cadres.queries.dossier import Written
from reports.happenings import Happening, line_of, of_rows
from reports.person.cases import Case

UNDECIDED = "未定"
LEVELS: dict[str, str] = {
    GradeLabel.EXCELLENT: "ok",
    GradeLabel.BASIC: "attention",
    GradeLabel.INCOMPETENT: "stop",
}


@dataclass(frozen=True, slots=True)
class AssessedYear:
    """A year's grade, or that it is not decided; a proposal is nobody's grade."""

    entry: Entry
    grade: Grade | None
    grades: Sequence[Grade] = ()  # all he was given by the round, the one in force last

    @property
    def corrected(self) -> str:
        return corrected(self.grades)

    @property
    def year(self) -> int:
        return self.entry.round.year

    @property
    def label(self) -> str:
        return self.grade.get_grade_display() if self.grade else UNDECIDED

    @property
    def level(self) -> str:
        return LEVELS.get(self.grade.grade, "") if self.grade else "info"

    @property
    def state(self) -> str:
        return self.entry.round.get_status_display()

    @property
    def decided_on(self) -> date | None:
        return self.entry.round.decided_on if self.grade else None

    @property
    def url(self) -> str:
        return reverse("assessments:entry", args=[self.entry.pk])


def assessed_years(ids: Sequence[int], acting: Acting) -> list[AssessedYear]:
    """List the years a person stood on a roster in the reader's division, newest first."""
    entries = (
        Entry.objects.visible_to(acting)
        .filter(person__in=ids)
        .select_related("round__township", "village")
        .order_by("-round__year")
    )
    seen = Grade.objects.visible_to(acting).filter(entry__person__in=ids)
    decided = grades_of(
        seen.filter(round__status__in=GRADED).select_related("decision").defer("decision__outcome")
    )
    return [_year(entry, decided.get(entry.pk, [])) for entry in entries]


def _year(entry: Entry, grades: list[Grade]) -> AssessedYear:
    return AssessedYear(entry, grades[-1] if grades else None, grades)


def timeline(
    *,
    tenures: Iterable[Tenure],
    measures: Iterable[Measure],
    years: Iterable[AssessedYear],
    changes: Iterable[Change],
    day: date,
    educations: Iterable[Education] = (),
    experiences: Iterable[Experience] = (),
    rewards: Iterable[Reward] = (),
    documents: Iterable[Document] = (),
    written: Iterable[Written] = (),
    cases: Iterable[Case] = (),
) -> list[Happening]:
    """Join everything into one line, newest first; what still holds is marked.

    Relatives are told by what was changed about them: a family has no days of office.
    """
    happenings = [
        *_of_tenures(tenures, day),
        *_of_measures(measures, day),
        *_of_years(years),
        *_of_changes(changes),
        *of_rows(educations, experiences, rewards, documents, day),
        *_of_written(written),
        *_of_cases(cases),
    ]
    return sorted(happenings, key=lambda happening: happening.day, reverse=True)


def _of_tenures(tenures: Iterable[Tenure], day: date) -> Iterator[Happening]:
    for tenure in tenures:
        post = f"{tenure.village.name}{tenure.get_post_display()}"
        place = tenure.village.parent.name if tenure.village.parent else ""
        yield Happening(
            tenure.began_on,
            f"任{post}",
            line_of(place, tenure.get_began_how_display(), tenure.approved_by),
            current=tenure.ended_on is None or tenure.ended_on >= day,
        )
        if tenure.ended_on:
            ground = line_of(place, tenure.get_ended_how_display())
            yield Happening(tenure.ended_on, f"离任{post}", ground)


def _of_measures(measures: Iterable[Measure], day: date) -> Iterator[Happening]:
    for measure in measures:
        until = f"影响期至 {measure.until}" if measure.until else "未定届满日"
        yield Happening(
            measure.taken_on,
            str(measure),
            line_of(measure.document, until),
            current=measure.in_force_on(day),
        )
        if measure.withdrawn_on:
            yield Happening(measure.withdrawn_on, f"撤销{measure}", measure.document)


def _of_years(years: Iterable[AssessedYear]) -> Iterator[Happening]:
    for year in years:
        if year.decided_on:
            yield Happening(
                year.decided_on,
                f"{year.year} 年度考核定为{year.grades[0].get_grade_display()}",
                f"{year.entry.round.township.name}党委审定，{year.state}",
                url=year.url,
            )
        yield from _corrections(year)


def _corrections(year: AssessedYear) -> Iterator[Happening]:
    for before, after in pairwise(year.grades):
        was, now = before.get_grade_display(), after.get_grade_display()
        if day := after.decision.decided_on:
            said = f"{year.year} 年度考核由{was}更正为{now}"
            yield Happening(day, said, line_of(after.decision.minutes, after.reason), url=year.url)


def _of_changes(changes: Iterable[Change]) -> Iterator[Happening]:
    for change in changes:
        if change.kind == "document":  # papers tell it themselves, with a link
            continue
        said = change.said or (
            "建立档案"
            if change.opened
            else "更正档案：" + "、".join(field.label for field in change.fields)
        )
        who = dict.fromkeys(filter(None, (change.place, change.role, change.who)))
        yield Happening(timezone.localtime(change.at).date(), said, " ".join(who))


def _of_written(rows: Iterable[Written]) -> Iterator[Happening]:
    for row in rows:
        said = "花名册建档" if row.is_new else "花名册更新档案"
        yield Happening(row.day, said, line_of(row.where, f"{row.by}确认"))
        if row.undone_on:
            yield Happening(row.undone_on, "撤回花名册导入", line_of(row.where, row.undone_by))


def _of_cases(cases: Iterable[Case]) -> Iterator[Happening]:
    for case in cases:
        yield Happening(case.asked_on, case.text, f"{case.asked_by}提出", current=case.is_open)
        if case.decided_on:
            ground = line_of(case.decided_by, case.reason)
            kind = case.text.partition("：")[0]
            yield Happening(case.decided_on, f"{kind}：{case.status}", ground)
