"""What a new version of a plan does to the rounds that are under way, before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from accounts.acting import Acting
from assessments.models import Entry, Meeting, Plan, Round, Tally, VoterGroup
from assessments.states import RETRIED, Dimension, Form, RoundStatus

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Restart:
    """How many rounds begin anew, what is kept of what was entered, and what is emptied."""

    rounds: int = 0
    final: int = 0
    decided: int = 0
    meetings: int = 0
    tallies: int = 0
    removed: int = 0
    lost_groups: tuple[str, ...] = ()
    new_groups: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # aspects whose target maximum is another one
    emptied: int = 0  # cadres whose points in these aspects go
    roster_anew: bool = False

    @property
    def changed_labels(self) -> list[str]:
        return [str(Dimension(aspect).label) for aspect in self.changed]


def restart_of(plan: Plan, acting: Acting) -> Restart:
    """Say what adopting a version would do to the county's rounds of the year."""
    found = Round.objects.visible_to(acting).filter(plan__county=plan.county, year=plan.year)
    statuses = list(found.values_list("status", flat=True))
    final = statuses.count(RoundStatus.FINAL)
    if len(statuses) == final:
        return Restart(final=final)
    running = found.exclude(status=RoundStatus.FINAL)
    former = running.select_related("plan").order_by("-plan__version")[0].plan
    changed = changed_aspects(former, plan)
    old, new = (set(one.voter_groups.values_list("name", flat=True)) for one in (former, plan))
    tallies = Tally.objects.visible_to(acting).filter(round__in=running)
    kept = tallies.filter(group__name__in=new).count()
    return Restart(
        rounds=len(statuses) - final,
        final=final,
        decided=sum(status in RETRIED for status in statuses),
        meetings=Meeting.objects.visible_to(acting).filter(round__in=running).count(),
        tallies=kept,
        removed=tallies.count() - kept,
        lost_groups=tuple(sorted(old - new)),
        new_groups=tuple(sorted(new - old)),
        changed=changed,
        emptied=_filled(running, changed, acting),
        roster_anew=roster_differs(former, plan),
    )


def _filled(running: QuerySet[Round], changed: tuple[str, ...], acting: Acting) -> int:
    if not changed:
        return 0
    any_filled = Q(*((f"{aspect}__isnull", False) for aspect in changed), _connector=Q.OR)
    entries = Entry.objects.visible_to(acting).filter(any_filled, round__in=running, on_roster=True)
    return entries.count()


def changed_aspects(former: Plan, plan: Plan) -> tuple[str, ...]:
    """List the aspects that carry other points in the target form than before."""
    old, new = maxima_of_plan(former), maxima_of_plan(plan)
    return tuple(aspect for aspect in Dimension.values if old[aspect] != new[aspect])


def maxima_of_plan(plan: Plan) -> Mapping[str, Decimal]:
    """Give each aspect's points in the target form."""
    lines = plan.indicators.filter(form=Form.TARGET).order_by()
    sums = lines.values("dimension").annotate(most=Sum("points")).values_list("dimension", "most")
    return dict.fromkeys(Dimension.values, ZERO) | dict(sums)


def roster_differs(former: Plan, plan: Plan) -> bool:
    """Tell whether the new version takes another roster or another base of seats."""
    ours, theirs = ((one.cutoff_on, one.staff_in_base) for one in (plan, former))
    return ours != theirs


def groups_by_name(plan: Plan) -> dict[str, int]:
    """Give the ids of a plan's voter groups by name."""
    return dict(VoterGroup.objects.filter(plan=plan).values_list("name", "pk"))
