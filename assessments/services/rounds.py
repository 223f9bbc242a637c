"""Open a year's assessment in the townships of a county, each with its frozen roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from assessments import rules
from assessments.models import Entry, Plan, Round
from assessments.queries.facts import PROCEDURE
from assessments.queries.roster import Member, members
from assessments.queries.rulebook import last_day, rules_of_plan
from assessments.services.locks import locked_round
from assessments.services.races import races_refused
from audit.services import record
from policy.record import decide

FROZEN = (
    "name", "village_id", "team_village_id", "posts", "is_principal", "in_base", "months",
    "on_roster",
)  # fmt: skip
BATCH = 2000


@dataclass(slots=True)
class RosterChange:
    """What a refreshed roster has that the old one had not; names, for the clerk to read."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@transaction.atomic
def open_rounds(*, plan: Plan, by: Acting) -> list[Round]:
    """Open a round in every township of the county that has cadres and no round yet."""
    plan = Plan.objects.visible_to(by).select_related("county").get(pk=plan.pk)
    rules.may_open(plan, today=today(), by=by).require()
    found = members(under=plan.county, cutoff_on=plan.cutoff_on, year=plan.year, by=by)
    if not found:
        raise Refused(f"{plan.county}在 {plan.cutoff_on} 没有在册村干部，请先核对干部花名册。")
    opened = Round.objects.visible_to(by).filter(year=plan.year, township__in=found)
    done = set(opened.values_list("township_id", flat=True))
    townships = Division.objects.filter(pk__in=found.keys() - done).order_by("path")
    with races_refused():
        rounds = Round.objects.bulk_create(
            [_round(plan, township, found[township.pk]) for township in townships]
        )
    entries = [
        Entry(round=one, scope_path=one.scope_path, person_id=member.person_id, **kept)
        for one in rounds
        for member, kept in _frozen(plan, found[one.township_id])
    ]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    if rounds:
        numbers = {"townships": len(rounds), "cadres": len(entries)}
        record("assessments.rounds_opened", by=by, about=plan, counts=numbers)
    return rounds


@transaction.atomic
def refresh_roster(*, round: Round, by: Acting) -> RosterChange:  # noqa: A002
    """Freeze the roster anew from the corrected registry; what was entered stays."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_refresh(round, by=by).require()
    found = members(under=round.township, cutoff_on=round.cutoff_on, year=round.year, by=by)
    roster = _frozen(round.plan, found.get(round.township_id, []))
    wanted = {member.person_id: kept for member, kept in roster}
    entries = {one.person_id: one for one in round.entries.all()}
    change = _apply(round, entries, wanted)
    if change:
        round.headcount = sum(kept["in_base"] for kept in wanted.values())
        round.seats = _seats(round.plan, round.headcount)
        round.save(update_fields=["headcount", "seats"])
        numbers = {name: len(getattr(change, name)) for name in ("added", "removed", "changed")}
        record("assessments.roster_refreshed", by=by, about=round, counts=numbers)
    return change


def freeze_anew(rounds: Sequence[Round], *, plan: Plan, by: Acting) -> None:
    """Freeze rosters by a plan's new cut-off and base; for the restart, which has asked.

    The rounds are locked and being entered.
    """
    found = members(under=plan.county, cutoff_on=plan.cutoff_on, year=plan.year, by=by)
    entries: dict[int, dict[int, Entry]] = {}
    for entry in Entry.objects.visible_to(by).filter(round__in=rounds):
        entries.setdefault(entry.round_id, {})[entry.person_id] = entry
    for one in rounds:
        roster = _frozen(plan, found.get(one.township_id, []))
        wanted = {member.person_id: kept for member, kept in roster}
        _apply(one, entries.get(one.pk, {}), wanted)
        one.cutoff_on = plan.cutoff_on
        one.headcount = sum(kept["in_base"] for kept in wanted.values())
        one.seats = _seats(plan, one.headcount)
    Round.objects.bulk_update(rounds, ["cutoff_on", "headcount", "seats"])


def _apply(
    round: Round,  # noqa: A002
    entries: dict[int, Entry],
    wanted: dict[int, dict[str, Any]],
) -> RosterChange:
    change, touched, new = RosterChange(), [], []
    for person, entry in entries.items():
        before = [getattr(entry, name) for name in FROZEN]
        for name, value in wanted.get(person, {"on_roster": False}).items():
            setattr(entry, name, value)
        if before != [getattr(entry, name) for name in FROZEN]:
            touched.append(entry)
            _sort_in(change, entry, was_on=before[-1])
    for person, kept in wanted.items():
        if person not in entries:
            new.append(Entry(round=round, scope_path=round.scope_path, person_id=person, **kept))
            change.added.append(str(kept["name"]))
    Entry.objects.bulk_update(touched, [name.removesuffix("_id") for name in FROZEN])
    Entry.objects.bulk_create(new)
    return change


def _sort_in(change: RosterChange, entry: Entry, *, was_on: bool) -> None:
    if was_on and entry.on_roster:
        change.changed.append(entry.name)
    else:
        (change.added if entry.on_roster else change.removed).append(entry.name)


def _round(plan: Plan, township: Division, roster: Sequence[Member]) -> Round:
    headcount = sum(kept["in_base"] for _, kept in _frozen(plan, roster))
    return Round(
        township=township,
        scope_path=township.path,
        plan=plan,
        year=plan.year,
        cutoff_on=plan.cutoff_on,
        headcount=headcount,
        seats=_seats(plan, headcount),
    )


def _frozen(plan: Plan, roster: Sequence[Member]) -> list[tuple[Member, dict[str, Any]]]:
    """Give what an entry keeps of each member, under the plan's reading of 村干部总数 (assume)."""
    return [
        (
            member,
            {
                "name": member.name,
                "village_id": member.village_id,
                "team_village_id": member.team_village_id,
                "posts": member.posts,
                "is_principal": member.is_principal,
                "in_base": plan.staff_in_base or not member.is_staff,
                "months": member.months,
                "on_roster": True,
            },
        )
        for member in roster
    ]


def _seats(plan: Plan, headcount: int) -> int:
    """Ask the rulebook how many seats a headcount gives."""
    snapshot = rules_of_plan(plan).rules
    on = last_day(plan.year).isoformat()
    asked = {"on": on, "county": "", "headcount": headcount, "rows": []}
    return decide(PROCEDURE, snapshot, asked).result["seats"]  # type: ignore[no-any-return]
