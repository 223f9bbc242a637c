"""Terms of office: when each ends, by what was written down or by the length the law gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Substr

from accounts.acting import Acting
from accounts.models import Division, DivisionQuerySet
from accounts.roles import Level
from accounts.scope import SEGMENT
from cadres.models import Team, TeamQuerySet
from cadres.queries.places import registered
from policy.dates import add_months
from rulebook.editions import book_in_force

YEARS = "term.committee_years"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Length:
    """How many years a term has that begins on that day or later, until the next length."""

    since: date
    years: int
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class Term:
    """A team with the last day of its term; `given` where somebody wrote that day down."""

    team: Team
    due_on: date
    given: bool
    years: int
    days_left: int

    @property
    def is_over(self) -> bool:
        return self.days_left < 0


def lengths(today: date) -> list[Length]:
    """Give the lengths of a term as the rulebook knows them today, the oldest first."""
    book = book_in_force()
    starts = sorted({row.start for row in book.rows_of(YEARS) if row.known <= today})
    rows = [(start, book.pick(YEARS, start, today)) for start in starts]
    return [
        Length(start, int(row.text), row.basis, row.note) for start, row in rows if row is not None
    ]


def current_teams(acting: Acting, today: date) -> TeamQuerySet:
    """Give each village's latest team, with the day since which its term runs.

    A merger ends a team in one village and lets it go on in the next: its term runs on.
    """
    later = Team.objects.visible_to(acting).filter(
        village=OuterRef("village"), first_day__gt=OuterRef("first_day"), first_day__lte=today
    )
    before = Team.objects.visible_to(acting).filter(
        village__successor=OuterRef("village"),
        term=OuterRef("term"),
        last_day=OuterRef("first_day") - ONE_DAY,
    )
    return (
        Team.objects.visible_to(acting)
        .filter(first_day__lte=today)
        .filter(Q(village__last_day=None) | Q(village__last_day__gte=today))
        .filter(~Exists(later))
        .annotate(since=Coalesce(Subquery(before.values("first_day")[:1]), F("first_day")))
    )


def ending_by(teams: TeamQuerySet, limit: date, known: Sequence[Length]) -> TeamQuerySet:
    """Keep the teams whose term ends on that day or before it."""
    return teams.filter(ends_by(limit, known))


def ends_by(limit: date, known: Sequence[Length]) -> Q:
    """Give the condition that a term ends on that day or before it."""
    wanted = Q(last_day__lte=limit)
    for length, following in pairwise([*known, None]):
        if length is None:
            continue
        own = Q(last_day=None, since__lte=latest_start(limit, length.years))
        if length is not known[0]:
            own &= Q(since__gte=length.since)
        if following:
            own &= Q(since__lt=following.since)
        wanted |= own
    return wanted


def term_of(team: Team, known: Sequence[Length], today: date) -> Term:
    """Say when a team's term ends."""
    since = getattr(team, "since", team.first_day)
    length = next((one for one in reversed(known) if one.since <= since), known[0])
    due = team.last_day or due_on(since, length.years)
    return Term(team, due, team.last_day is not None, length.years, (due - today).days)


def without_team(acting: Acting, today: date) -> DivisionQuerySet:
    """Give the villages with cadres for which no team was ever written down."""
    known = Team.objects.visible_to(acting).filter(village=OuterRef("pk"), first_day__lte=today)
    return registered(acting, today).filter(~Exists(known))


def due_on(since: date, years: int) -> date:
    """Give the last day of a term that runs since a day."""
    return add_months(since - ONE_DAY, 12 * years)


def latest_start(limit: date, years: int) -> date:
    """Give the last first day whose term ends by the limit; before 1 March years are uneven."""
    before = add_months(limit, -12 * years)
    later = before + ONE_DAY
    return later + ONE_DAY if add_months(later, 12 * years) <= limit else later


def tally(teams: TeamQuerySet, level: Level) -> list[tuple[Division, int]]:
    """Count teams by unit of a level; two queries."""
    rows = (
        teams.order_by()
        .annotate(unit=Substr("scope_path", 1, SEGMENT * level))
        .values("unit")
        .annotate(n=Count("pk"))
    )
    found = {row["unit"]: row["n"] for row in rows}
    units = Division.objects.filter(path__in=found).order_by("path")
    return [(unit, found[unit.path]) for unit in units]
