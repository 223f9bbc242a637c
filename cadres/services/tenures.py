"""Write down who held what, from when to when, and in which team."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from audit.services import record
from cadres import clashes, rules
from cadres.clashes import clashes_refused
from cadres.models import Began, Ended, Person, Source, Team, Tenure
from cadres.posts import Body, Post

# 村"两委": the supervision committee and hired staff belong to no team.
TEAM_POSTS = [post for post in Post if post.body in (Body.PARTY, Body.COMMITTEE)]


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


def _end(tenure: Tenure, ended_on: date, ended_how: Ended, by: Acting) -> None:
    rules.may_end(tenure, ended_on=ended_on, ended_how=ended_how, today=today(), by=by).require()
    tenure.ended_on = ended_on
    tenure.ended_how = ended_how


def _team_of(tenure: Tenure, by: Acting) -> Team | None:
    if tenure.post not in TEAM_POSTS:
        return None
    teams = Team.objects.visible_to(by).on(tenure.began_on)
    return teams.filter(village=tenure.village_id).first()
