"""Carry people over a merger: posts, teams and files go on where the successor begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from audit.services import record
from cadres import rules
from cadres.models import Began, Ended, Person, Team, Tenure
from cadres.posts import Post
from cadres.queries.carrying import pending_in
from cadres.services.keeping import move_files
from cadres.services.tenures import clashes_of, team_of

ONE_DAY = timedelta(days=1)


@transaction.atomic
def carry_over(
    *, division: Division, choices: Mapping[int, Post | None], by: Acting
) -> list[Tenure]:
    """End posts of an ended unit on its last day, and begin them in its successor the next day.

    `choices` names, by tenure, the post in the successor, or None for whoever has none there.
    What is not chosen stays as it is and goes on waiting.
    """
    division = Division.objects.select_related("parent", "successor__parent").get(pk=division.pk)
    rules.may_carry_over(division, today=today(), by=by).require()
    chosen = pending_in(division, by, today()).locked().filter(pk__in=choices)
    tenures = list(
        chosen.select_related("village__parent", "village__successor__parent").order_by("pk")
    )
    if len(tenures) < len(choices):
        gone = len(choices) - len(tenures)
        raise Refused(f"所选任职中有 {gone} 项刚刚已经办过接续或离任，没有重复写入，请刷新后核对。")

    for village in {one.village_id: one.village for one in tenures}.values():
        _carry_team(village, by)
    _move_along(tenures, choices, by)
    carried = [_carry(one, choices[one.pk], by) for one in tenures]
    return [one for one in carried if one is not None]


@transaction.atomic
def carry_files(*, township: Division, by: Acting) -> int:
    """Give all files of an ended township into its successor's keeping; say how many."""
    township = Division.objects.select_related("successor").get(pk=township.pk)
    rules.may_carry_over(township, today=today(), by=by).require()
    people = list(Person.objects.visible_to(by).locked().filter(unit=township).order_by("pk"))
    _move(people, township.successor, by)
    return len(people)


def _carry(tenure: Tenure, post: Post | None, by: Acting) -> Tenure | None:
    last_day, successor = _end_of(tenure.village)
    if tenure.began_on > last_day:
        return _move_tenure(tenure, post, successor, by)
    following = Tenure(
        person_id=tenure.person_id,
        village=successor,
        scope_path=successor.path,
        post=post or tenure.post,
        began_on=last_day + ONE_DAY,
        began_how=Began.CARRIED,
        ended_on=tenure.ended_on,
        ended_how=tenure.ended_how,
        source=tenure.source,
    )
    tenure.ended_on, tenure.ended_how = last_day, Ended.CARRIED
    tenure.save(update_fields=["ended_on", "ended_how"])
    _say(tenure, following if post else None, by)
    if post is None:
        return None
    following.team = team_of(following, by)
    with clashes_of(following, by):
        following.save(force_insert=True)
    return following


def _move_tenure(tenure: Tenure, post: Post | None, successor: Division, by: Acting) -> Tenure:
    """Put right a post that began after its village had ended: it never was in that village."""
    if post is None:
        raise Refused(
            f"{tenure}的任职自 {tenure.began_on} 起，在建制调整以后，应接续到{successor}；"
            "如本人没有任职，请先更正任职日期。"
        )
    _say(tenure, tenure, by)
    tenure.village, tenure.scope_path, tenure.post = successor, successor.path, post
    tenure.team = team_of(tenure, by)
    with clashes_of(tenure, by):
        tenure.save(update_fields=["village", "scope_path", "post", "team"])
    return tenure


def _carry_team(village: Division, by: Acting) -> None:
    """End the ended village's team; it goes on in the successor where none is in office."""
    last_day, successor = _end_of(village)
    teams = Team.objects.visible_to(by).locked()
    lasting = Q(last_day=None) | Q(last_day__gt=last_day)
    team = teams.filter(lasting, village=village, first_day__lte=last_day).first()
    if team is None:
        return
    until = team.last_day
    team.last_day = last_day
    team.save(update_fields=["last_day"])
    record("team.ended", by=by, about=team, last_day=str(last_day))
    there = teams.filter(lasting, village=successor).order_by("first_day").first()
    if there and there.first_day <= last_day + ONE_DAY:
        return
    if there:
        until = min(filter(None, (until, there.first_day - ONE_DAY)))
    _form(team, successor, last_day + ONE_DAY, until, by)


def _form(
    team: Team, village: Division, first_day: date, last_day: date | None, by: Acting
) -> None:
    following = Team.objects.create(
        village=village,
        scope_path=village.path,
        term=team.term,
        first_day=first_day,
        last_day=last_day,
    )
    record("team.formed", by=by, about=following, first_day=str(first_day), members=0)


def _move_along(tenures: Iterable[Tenure], choices: Mapping[int, Post | None], by: Acting) -> None:
    """Let files follow their people: out of an ended township, or into another one."""
    targets: dict[int, list[Person]] = {}
    units: dict[int, Division] = {}
    files = Person.objects.visible_to(by).locked().select_related("unit__successor", "unit")
    people = files.in_bulk({one.person_id for one in tenures})
    for tenure in tenures:
        person = people.pop(tenure.person_id, None)
        unit = _keeper(person, tenure, choices[tenure.pk]) if person else None
        if person and unit and unit.pk != person.unit_id and rules.holds(by, unit.path):
            units[unit.pk] = unit
            targets.setdefault(unit.pk, []).append(person)
    for pk, found in targets.items():
        _move(found, units[pk], by)


def _keeper(person: Person, tenure: Tenure, post: Post | None) -> Division | None:
    _, successor = _end_of(tenure.village)
    if person.unit.successor is not None:
        return person.unit.successor
    if post is not None and person.unit_id == tenure.village.parent_id:
        return successor.parent
    return None


def _move(people: list[Person], unit: Division | None, by: Acting) -> None:
    if unit is None or not people:
        return
    move_files([person.pk for person in people], unit)
    for person in people:
        record("cadre.carried", by=by, about=person, scope_path=unit.path, where=unit.title)


def _say(tenure: Tenure, following: Tenure | None, by: Acting) -> None:
    last_day, _ = _end_of(tenure.village)
    where = str(following.village) if following else "不再任职"
    record(
        "tenure.carried",
        by=by,
        about=tenure,
        person=tenure.person_id,
        last_day=str(last_day),
        where=where,
    )


def _end_of(village: Division) -> tuple[date, Division]:
    """Give the last day and the successor that everything here has, having been asked for it."""
    if village.last_day is None or village.successor is None:
        raise ValueError(f"{village} goes on")
    return village.last_day, village.successor
