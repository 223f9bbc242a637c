"""The only place that writes the registry: people, tenures, teams, measures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from audit.services import record
from cadres import clashes, identity, rules
from cadres.clashes import clashes_refused
from cadres.models import Began, Ended, Measure, Person, Source, Team, Tenure, number_index
from cadres.pinyin import read_name
from cadres.posts import Body, Post

# 村"两委": the supervision committee and hired staff belong to no team.
TEAM_POSTS = [post for post in Post if post.body in (Body.PARTY, Body.COMMITTEE)]


@transaction.atomic
def add_person(*, unit: Division, name: str, id_number: str, by: Acting, **details: Any) -> Person:
    """Open a person's file at a township; sex and birth date come from the number."""
    name = "".join(name.split())
    reading = identity.read(id_number, today=today())
    rules.may_add(unit, name, reading, by).require()
    rules.details_stand(details, born_on=_born(reading), today=today()).require()

    person = Person(unit=unit, scope_path=unit.path, **details)
    _take_name(person, name)
    _take_number(person, reading)
    with clashes_refused({clashes.NUMBER_ONCE: lambda: clashes.number_taken(reading.number, by)}):
        person.save(force_insert=True)
    record("cadre.added", by=by, about=person, warnings=list(reading.warnings))
    return person


@transaction.atomic
def correct_person(*, person: Person, by: Acting, reason: str = "", **changes: Any) -> Person:
    """Correct a file: name, number or details. What did not change is not written."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    rules.may_record(by).require()
    name = "".join(changes.pop("name", person.name).split())
    reading = identity.read(changes.pop("id_number", person.id_number), today=today())
    details = {field: getattr(person, field) for field in rules.DETAILS} | changes
    (
        rules.name_stands(name)
        & rules.number_stands(reading)
        & rules.details_stand(details, born_on=_born(reading), today=today())
    ).require()

    before = {field: getattr(person, field) for field in _WRITTEN}
    for field, value in changes.items():
        setattr(person, field, value)
    _take_name(person, name)
    _take_number(person, reading)
    changed = [field for field in _WRITTEN if getattr(person, field) != before[field]]
    if not changed:
        return person
    with clashes_refused({clashes.NUMBER_ONCE: lambda: clashes.number_taken(reading.number, by)}):
        person.save(update_fields=changed)
    said = [field for field in changed if field not in _DERIVED]
    record("cadre.corrected", by=by, about=person, fields=said, reason=reason)
    return person


@transaction.atomic
def start_tenure(
    *,
    person: Person,
    village: Division,
    post: Post,
    began_on: date,
    began_how: Began,
    by: Acting,
    approved_by: str = "",
    source: Source | str = "",
    ended_on: date | None = None,
    ended_how: Ended | str = "",
) -> Tenure:
    """Write down that a person took a post, or held it once; 一肩挑 is two calls."""
    tenure = Tenure(
        person=person,
        village=village,
        scope_path=village.path,
        post=post,
        began_on=began_on,
        began_how=began_how,
        approved_by=approved_by,
        source=source,
    )
    return _seat(tenure, ended_on, ended_how, by)


def _seat(tenure: Tenure, ended_on: date | None, ended_how: Ended | str, by: Acting) -> Tenure:
    tenure.person = Person.objects.visible_to(by).locked().get(pk=tenure.person_id)
    rules.may_start(tenure, today=today(), by=by).require()
    if ended_on is not None:
        _end(tenure, ended_on, Ended(ended_how), by)

    tenure.team = _team_of(tenure, by)
    with clashes_refused(
        {
            clashes.ONE_HOLDER: lambda: clashes.seat_taken(tenure, by),
            clashes.NOT_TWICE: lambda: clashes.held_twice(tenure, by),
        }
    ):
        tenure.save(force_insert=True)
    began_on = str(tenure.began_on)
    record("tenure.started", by=by, about=tenure, person=tenure.person_id, began_on=began_on)
    return tenure


@transaction.atomic
def end_tenure(*, tenure: Tenure, ended_on: date, ended_how: Ended, by: Acting) -> Tenure:
    """Write down that a tenure ended; its last day is `ended_on`."""
    tenure = Tenure.objects.visible_to(by).locked().get(pk=tenure.pk)
    _end(tenure, ended_on, Ended(ended_how), by)
    tenure.save(update_fields=["ended_on", "ended_how"])
    record(
        "tenure.ended",
        by=by,
        about=tenure,
        person=tenure.person_id,
        ended_on=str(ended_on),
        how=str(ended_how),
    )
    return tenure


@transaction.atomic
def open_measure(
    *,
    person: Person,
    kind: Measure.Kind,
    title: str,
    taken_on: date,
    by: Acting,
    until: date | None = None,
    document: str = "",
) -> Measure:
    """Write a warning or a sanction down, with the last day of its influence if it has one."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    rules.may_open_measure(
        title=title, taken_on=taken_on, until=until, today=today(), by=by
    ).require()

    measure = Measure.objects.create(
        person=person,
        scope_path=person.scope_path,
        kind=kind,
        title=title.strip(),
        document=document.strip(),
        taken_on=taken_on,
        until=until,
    )
    record("measure.opened", by=by, about=measure, person=person.pk, taken_on=str(taken_on))
    return measure


@transaction.atomic
def withdraw_measure(*, measure: Measure, withdrawn_on: date, by: Acting) -> Measure:
    """Write down that a measure was withdrawn; from that day it weighs no more."""
    measure = Measure.objects.visible_to(by).locked().get(pk=measure.pk)
    rules.may_withdraw_measure(measure, withdrawn_on=withdrawn_on, today=today(), by=by).require()

    measure.withdrawn_on = withdrawn_on
    measure.save(update_fields=["withdrawn_on"])
    record(
        "measure.withdrawn",
        by=by,
        about=measure,
        person=measure.person_id,
        withdrawn_on=str(withdrawn_on),
    )
    return measure


@transaction.atomic
def form_team(
    *, village: Division, term: str, first_day: date, by: Acting, last_day: date | None = None
) -> Team:
    """Write a village's team down, and take in the tenures that began in its term."""
    rules.may_form_team(
        village=village, term=term, first_day=first_day, last_day=last_day, by=by
    ).require()

    team = Team(
        village=village,
        scope_path=village.path,
        term=term.strip(),
        first_day=first_day,
        last_day=last_day,
    )
    with clashes_refused({clashes.ONE_TEAM: lambda: clashes.team_in_office(team, by)}):
        team.save(force_insert=True)
    members = Tenure.objects.visible_to(by).filter(
        Q(began_on__lte=last_day) if last_day else Q(),
        village=village,
        team=None,
        post__in=TEAM_POSTS,
        began_on__gte=first_day,
    )
    joined = members.update(team=team)
    record("team.formed", by=by, about=team, first_day=str(first_day), members=joined)
    return team


@transaction.atomic
def end_team(*, team: Team, last_day: date, by: Acting) -> Team:
    """Write down the last day of a team's term; its members' tenures end each on their own."""
    team = Team.objects.visible_to(by).locked().get(pk=team.pk)
    rules.may_end_team(team, last_day=last_day, by=by).require()

    team.last_day = last_day
    team.save(update_fields=["last_day"])
    record("team.ended", by=by, about=team, last_day=str(last_day))
    return team


_WRITTEN = (
    "name", "pinyin", "initials", "id_number", "id_index", "sex", "born_on", *sorted(rules.DETAILS),
)  # fmt: skip
_DERIVED = ("pinyin", "initials", "id_index")


def _take_name(person: Person, name: str) -> None:
    person.name = name
    person.pinyin, person.initials = read_name(name)


def _take_number(person: Person, reading: identity.Reading) -> None:
    person.id_number = reading.number
    person.id_index = number_index(reading.number)
    person.sex = reading.sex
    person.born_on = _born(reading)


def _born(reading: identity.Reading) -> date:
    """Give the birth date of a reading; one without errors has it."""
    return reading.born_on or date.min


def _end(tenure: Tenure, ended_on: date, ended_how: Ended, by: Acting) -> None:
    rules.may_end(tenure, ended_on=ended_on, ended_how=ended_how, today=today(), by=by).require()
    tenure.ended_on = ended_on
    tenure.ended_how = ended_how


def _team_of(tenure: Tenure, by: Acting) -> Team | None:
    if tenure.post not in TEAM_POSTS:
        return None
    teams = Team.objects.visible_to(by).on(tenure.began_on)
    return teams.filter(village=tenure.village_id).first()


@transaction.atomic
def unmask(*, person: Person, purpose: str, by: Acting) -> Person:
    """Hand out a file whose numbers may be shown; who asked, and what for, is written down."""
    person = Person.objects.visible_to(by).select_related("unit__parent").get(pk=person.pk)
    (rules.may_unmask(by) & rules.purpose_stands(purpose)).require()
    record("cadre.unmasked", by=by, about=person, purpose=purpose.strip()[:100])
    return person
