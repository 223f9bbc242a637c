"""Write down the terms of villages' teams: one village, or many at a general re-election."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from audit.services import record
from cadres import clashes, rules
from cadres.clashes import clashes_refused
from cadres.models import Team, Tenure
from cadres.posts import TEAM_POSTS

ONE_DAY = timedelta(days=1)


@transaction.atomic
def form_team(
    *, village: Division, term: str, first_day: date, by: Acting, last_day: date | None = None
) -> Team:
    """Write a village's team down, and take in the tenures that began in its term."""
    rules.may_form_team(
        village=village, term=term, first_day=first_day, last_day=last_day, today=today(), by=by
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


@transaction.atomic
def renew_teams(
    *,
    villages: Sequence[Division],
    term: str,
    first_day: date,
    by: Acting,
    last_day: date | None = None,
) -> list[Team]:
    """Begin a new term in many villages at once (换届): all of them or none.

    A team still in office ends the day before. Who goes on and who leaves is written down one
    by one afterwards: an election says nothing of the posts it did not touch.
    """
    places = sorted(villages, key=lambda village: village.path)
    serving = (
        Team.objects.visible_to(by)
        .locked()
        .filter(village__in=places, last_day=None, first_day__lt=first_day)
    )
    for team in serving.order_by("scope_path"):
        end_team(team=team, last_day=first_day - ONE_DAY, by=by)
    return [
        form_team(village=village, term=term, first_day=first_day, last_day=last_day, by=by)
        for village in places
    ]
