"""Who is without a grade for a year, and why: every cadre stands here or in the results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from assessments.models import Entry, Grade, Plan, Round
from assessments.queries.roster import months_of
from assessments.queries.rulebook import codes_of, last_day, rules_of_many
from assessments.states import GradeLabel, PlanStatus, RoundStatus
from cadres.models import Person, Tenure
from cadres.posts import ORDER, Post, label
from cadres.queries.seats import ELSEWHERE
from policy.snapshot import count

UNDECIDED = (RoundStatus.ENTERING, RoundStatus.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Ungraded:
    """One cadre without a grade: where he serves or served, and why there is none."""

    person_id: int
    name: str
    township: Division
    village: str
    posts: str
    reason: str
    why: str
    round_id: int | None = None
    entry_id: int | None = None
    behind: bool = False  # the roster does not know what the registry knows


@dataclass(slots=True)
class Known:
    """What one page of people needs, asked in a number of queries that does not grow."""

    year: int
    # The file may have moved on; the post stays here, its holder's name does not.
    names: dict[int, str] = field(default_factory=dict)
    tenures: dict[int, list[Tenure]] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    cutoffs: dict[int, date] = field(default_factory=dict)  # by county
    least: dict[int, int] = field(default_factory=dict)  # by county
    months: dict[int, int] = field(default_factory=dict)

    def cutoff(self, township: Division) -> date:
        """Give the day that decides in a township who is on the roster."""
        if township.pk in self.rounds:
            return self.rounds[township.pk].cutoff_on
        return self.cutoffs.get(township.parent_id or 0, last_day(self.year))


def ungraded_people(acting: Acting, place: Division, year: int) -> QuerySet[Tenure, Any]:
    """Give the ids of those who held a post in a place in a year and have no grade there."""
    first, last = date(year, 1, 1), min(last_day(year), today())
    graded = (
        Grade.objects.visible_to(acting)
        .in_force()
        .filter(_under(place, "scope_path"), round__year=year, entry__person=OuterRef("person"))
        .exclude(grade=GradeLabel.NONE)
    )
    held = (
        Tenure.objects.visible_to(acting)
        .filter(_under(place, "scope_path"), Q(ended_on=None) | Q(ended_on__gte=first))
        .filter(~Exists(graded), began_on__lte=last)
    )
    people = held.order_by().values("person").annotate(path=Min("scope_path"))
    return people.order_by("path", "person")


def graded_number(acting: Acting, place: Division, year: int) -> int:
    """Count those who have a grade in force in a place."""
    grades = Grade.objects.visible_to(acting).in_force().filter(_under(place, "scope_path"))
    return grades.filter(round__year=year).exclude(grade=GradeLabel.NONE).count()


def reasons(acting: Acting, place: Division, year: int, people: Sequence[int]) -> list[Ungraded]:
    """Say of each of these people why there is no grade, in the order given."""
    known = _known(acting, place, year, people)
    return [_line(known, person) for person in people if known.tenures.get(person)]


def _under(place: Division, column: str) -> Q:
    return Q((f"{column}__gte", place.path), (f"{column}__lt", place.path + ":"))


def _known(acting: Acting, place: Division, year: int, people: Sequence[int]) -> Known:
    known = Known(year, months=months_of(people, year))
    named = Person.objects.visible_to(acting).filter(pk__in=people)
    known.names = dict(named.values_list("pk", "name"))
    for tenure in _tenures(acting, place, year, people):
        known.tenures.setdefault(tenure.person_id, []).append(tenure)
    entries = (
        Entry.objects.visible_to(acting)
        .filter(_under(place, "scope_path"), round__year=year, person__in=people, on_roster=True)
        .select_related("round__township__parent", "village")
    )
    known.entries = {one.person_id: one for one in entries}
    townships = {_township(one) for found in known.tenures.values() for one in found}
    found = Round.objects.visible_to(acting).filter(year=year, township__in=townships)
    known.rounds = {one.township_id: one for one in found}
    counties = {one.parent_id for one in townships if one.parent_id}
    known.cutoffs = _cutoffs(acting, year, counties)
    known.least = _least(year, counties)
    return known


def _tenures(acting: Acting, place: Division, year: int, people: Sequence[int]) -> QuerySet[Tenure]:
    first, last = date(year, 1, 1), min(last_day(year), today())
    return (
        Tenure.objects.visible_to(acting)
        .filter(_under(place, "scope_path"), Q(ended_on=None) | Q(ended_on__gte=first))
        .filter(person__in=people, began_on__lte=last)
        .select_related("village__parent__parent")
        .order_by("began_on", "pk")
    )


def _cutoffs(acting: Acting, year: int, counties: Iterable[int]) -> dict[int, date]:
    plans = Plan.objects.visible_to(acting).filter(
        county__in=set(counties), year=year, status=PlanStatus.ADOPTED
    )
    return dict(plans.values_list("county", "cutoff_on"))


def _least(year: int, counties: Iterable[int]) -> dict[int, int]:
    """Give, by county, how many full months a grade asks for."""
    asked = sorted(counties)
    codes = codes_of(asked, today())
    rules = rules_of_many([(year, codes.get(pk, "")) for pk in asked], today())
    return {pk: count(one, "grade.min_months") for pk, one in zip(asked, rules, strict=True)}


def _township(tenure: Tenure) -> Division:
    return cast(Division, tenure.village.parent)


def _line(known: Known, person: int) -> Ungraded:
    entry = known.entries.get(person)
    return _listed(known, person, entry) if entry else _unlisted(known, person)


def _listed(known: Known, person: int, entry: Entry) -> Ungraded:
    """Say why one who is on a roster has no grade: left out, too short, or not decided yet."""
    found, began = entry.round, known.tenures[person][0].began_on
    least = known.least.get(found.township.parent_id or 0, 0)
    if entry.excused:
        reason, why = "不定等次", f"理由：{entry.excused}"
    elif entry.months < least:
        reason = f"不满 {least} 个整月"
        why = f"本年任职 {entry.months} 个整月，从 {max(began, date(known.year, 1, 1))} 算起"
    elif found.status in UNDECIDED:
        reason, why = "还没有审定", f"本乡镇（街道）考核{found.get_status_display()}"
    else:
        reason, why = "无等次", "党委会审定为无等次，见依据单"
    return Ungraded(
        person_id=person,
        name=entry.name,
        township=found.township,
        village=entry.village.name,
        posts=entry.posts,
        reason=reason,
        why=why,
        round_id=found.pk,
        entry_id=entry.pk,
    )


def _unlisted(known: Known, person: int) -> Ungraded:
    """Say why one who held a post in the year is on no roster."""
    tenures = known.tenures[person]
    standing = [one for one in tenures if _covers(one, known.cutoff(_township(one)))]
    if standing:
        return _missed(known, standing)
    later = [one for one in tenures if one.began_on > known.cutoff(_township(one))]
    if later:
        day = known.cutoff(_township(later[0]))
        why = f"{later[0].began_on} 到任，晚于在册截止日 {day}"
        return _of(known, later, "截止日以后到任", why)
    left = max(tenures, key=lambda one: one.ended_on or date.max)
    why = f"{left.ended_on} 离任（{left.get_ended_how_display()}），早于在册截止日"
    months = known.months.get(person, 0)
    return _of(known, [left], "截止日以前离任", f"{why}；本年任职 {months} 个整月")


def _missed(known: Known, standing: list[Tenure]) -> Ungraded:
    township = _township(standing[0])
    if township.pk in known.rounds:
        why = "干部库在任，考核名册上没有；请在定等页按干部库更新名册"
        return _of(known, standing, "名册待更新", why, behind=True)
    return _of(known, standing, "考核还没有开放", "由县委组织部开放本年度考核")


def _covers(tenure: Tenure, cutoff: date) -> bool:
    day = min(cutoff, today())
    return tenure.began_on <= day and (tenure.ended_on is None or tenure.ended_on >= day)


def _of(
    known: Known, tenures: list[Tenure], reason: str, why: str, *, behind: bool = False
) -> Ungraded:
    main = min(tenures, key=lambda one: ORDER[Post(one.post)])
    township = _township(main)
    found = known.rounds.get(township.pk)
    return Ungraded(
        person_id=main.person_id,
        name=known.names.get(main.person_id, ELSEWHERE),
        township=township,
        village=main.village.name,
        posts=label(sorted({one.post for one in tenures if one.village_id == main.village_id})),
        reason=reason,
        why=why,
        round_id=found.pk if found else None,
        behind=behind,
    )
