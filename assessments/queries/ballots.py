"""What the groups at the report meetings said of each cadre, with the arithmetic of the rating."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import F

from accounts.clock import today
from assessments.models import Entry, Plan, Round, Tally, Turnout, VoterGroup
from assessments.queries.rulebook import rules_of_plans
from policy import ballots
from policy.finding import Finding
from policy.words import GRADES

COUNTS = tuple(GRADES)  # excellent, competent, basic, incompetent
Counts = tuple[int | None, ...]
NOBODY: Counts = (None,) * len(COUNTS)


class Group(NamedTuple):
    """A plan's group of voters; a tuple, since a city asks for them 12,000 times."""

    id: int
    name: str
    weight: Decimal


class Came(NamedTuple):
    """A group at one village's meeting; None is not typed yet."""

    expected: int | None = None
    present: int | None = None
    handed_out: int | None = None
    returned: int | None = None

    @property
    def most(self) -> int | None:
        """Give how many ballots may be counted; meetings of old know the present only."""
        known = (self.returned, self.handed_out, self.present)
        return next((one for one in known if one is not None), None)


@dataclass(slots=True)
class Counted:
    """All ballots and turnouts of some rounds."""

    groups: dict[int, list[Group]] = field(default_factory=dict)  # by plan
    came: dict[tuple[int, int, int], Came] = field(default_factory=dict)  # round, village, group
    tallies: dict[tuple[int, int], Counts] = field(default_factory=dict)  # entry, group
    dated: set[tuple[int, int]] = field(default_factory=set)  # round, village: its day is known
    _usable: dict[tuple[int, int], bool] = field(default_factory=dict)

    def turnout(self, found: Round, village: int) -> list[Came]:
        """List who came to a village's meeting, by group in the plan's order."""
        nobody = Came()
        return [
            self.came.get((found.pk, village, one.id), nobody)
            for one in self.groups.get(found.plan_id, ())
        ]

    def quorum(self, found: Round, village: int, rules: Mapping[str, Any]) -> list[Finding]:
        """Say whether enough came to a village's meeting, all groups together."""
        return quorum_of(self.turnout(found, village), rules)

    def is_complete(self, found: Round, village: int) -> bool:
        """Say whether everything is entered of a village's meeting."""
        came = self.turnout(found, village)
        return (found.pk, village) in self.dated and bool(came) and all(map(is_known, came))

    def votes(self, found: Round, village: int, entry: int) -> list[ballots.Group]:
        """Give what each group said of a cadre, as the rulebook asks for it."""
        came = self.turnout(found, village)
        return [
            ballots.Group(
                one.name, one.weight, at.expected, full(self.tallies.get((entry, one.id), NOBODY))
            )
            for one, at in zip(self.groups.get(found.plan_id, ()), came, strict=True)
        ]

    def rating(
        self, found: Round, village: int, entry: int, rules: Mapping[str, Any]
    ) -> Fraction | None:
        """Give a cadre's rating; what a meeting without quorum said is not used."""
        if not self._is_usable(found, village, rules):
            return None
        return ballots.weighted_rating(self.votes(found, village, entry), rules)

    def _is_usable(self, found: Round, village: int, rules: Mapping[str, Any]) -> bool:
        key = found.pk, village
        if key not in self._usable:
            [said] = self.quorum(found, village, rules)
            self._usable[key] = said["verdict"] != "failed"
        return self._usable[key]


@dataclass(frozen=True, slots=True)
class GroupBallots:
    """How one group rated one cadre."""

    group: Group
    came: Came
    counts: Counts
    total: int | None
    spoilt: int | None  # came back without a valid mark: abstained or void
    mean: Fraction | None

    @property
    def is_absent(self) -> bool:
        return self.came.expected == 0


@dataclass(frozen=True, slots=True)
class Ballots:
    """How all groups rated one cadre, and what became of it."""

    groups: list[GroupBallots]
    rating: Fraction | None
    said: str
    quorum: Finding


def counted(rounds: Collection[Round]) -> Counted:
    """Read the ballots of rounds, in three queries however many they are."""
    found = meetings_of(rounds)
    tallies = Tally.objects.filter(round__in=rounds, group__plan=F("round__plan"))
    for entry, group, *row in tallies.values_list("entry_id", "group_id", *COUNTS):
        found.tallies[entry, group] = tuple(row)
    return found


def meetings_of(rounds: Collection[Round]) -> Counted:
    """Read who came to the meetings of rounds, without the ballots."""
    found = Counted()
    groups = VoterGroup.objects.filter(plan__in={one.plan_id for one in rounds})
    for plan, pk, name, weight in groups.values_list("plan_id", "id", "name", "weight"):
        found.groups.setdefault(plan, []).append(Group(pk, name, weight))
    came = Turnout.objects.filter(round__in=rounds, group__plan=F("round__plan"))
    place = ("round_id", "meeting__village_id", "group_id", "meeting__held_on")
    for round_id, village, group, day, *row in came.values_list(*place, *Came._fields):
        found.came[round_id, village, group] = Came(*row)
        if day is not None:
            found.dated.add((round_id, village))
    return found


def ballots_of(entries: Iterable[Entry]) -> dict[int, Ballots]:
    """Give, by entry id, what was said of cadres; constant queries, also over many rounds."""
    listed = list(entries)
    rounds = _rounds_of(listed)
    held, rules = counted(rounds.values()), rules_by_round(rounds.values())
    return {
        one.pk: of_entry(held, rounds[one.round_id], one, rules[one.round_id]) for one in listed
    }


def of_entry(held: Counted, found: Round, entry: Entry, rules: Mapping[str, Any]) -> Ballots:
    """Give what was said of one cadre, by what has been read already."""
    votes = held.votes(found, entry.village_id, entry.pk)
    came = held.turnout(found, entry.village_id)
    lines = [
        _line(group, at, held.tallies.get((entry.pk, group.id), NOBODY), vote, rules)
        for group, at, vote in zip(held.groups.get(found.plan_id, ()), came, votes, strict=True)
    ]
    [quorum] = held.quorum(found, entry.village_id, rules)
    rating = held.rating(found, entry.village_id, entry.pk, rules)
    said = ballots.rating_said(votes, rules)
    if quorum["verdict"] == "failed":
        said = f"{quorum['sentence']}测评不能使用，须重新开会。"
    return Ballots(lines, rating, said, quorum)


def rules_by_round(rounds: Iterable[Round]) -> dict[int, dict[str, Any]]:
    """Give the rules that each round's ballots are counted by."""
    plan_of = {one.pk: one.plan_id for one in rounds}
    plans = Plan.objects.filter(pk__in=set(plan_of.values())).select_related("county")
    ruled = rules_of_plans(plans, today())
    return {pk: ruled[plan].rules for pk, plan in plan_of.items()}


def is_known(came: Came) -> bool:
    """Say whether all is entered of a group; one that does not exist has nothing more to say."""
    return came.expected == 0 or None not in came


def full(counts: Counts) -> dict[str, int] | None:
    """Give the four counts by name; with one not typed they are unknown."""
    cast = [count for count in counts if count is not None]
    return dict(zip(COUNTS, cast, strict=True)) if len(cast) == len(COUNTS) else None


def quorum_of(came: Sequence[Came], rules: Mapping[str, Any]) -> list[Finding]:
    """Say whether enough of those expected came, all groups together."""
    return ballots.quorum_met(_sum(one.expected for one in came), _sum(_present(came)), rules)


def _present(came: Sequence[Came]) -> Iterable[int | None]:
    """Nobody need be counted of a group that does not exist."""
    return (0 if one.expected == 0 and one.present is None else one.present for one in came)


def _sum(counts: Iterable[int | None]) -> int | None:
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total


def _line(
    group: Group, came: Came, counts: Counts, vote: ballots.Group, rules: Mapping[str, Any]
) -> GroupBallots:
    cast = vote.counts
    return GroupBallots(
        group=group,
        came=came,
        counts=counts,
        total=None if cast is None else sum(cast.values()),
        spoilt=None if cast is None else ballots.spoilt(cast, came.returned),
        mean=None if cast is None else ballots.report_rating(cast, rules),
    )


def _rounds_of(entries: Iterable[Entry]) -> dict[int, Round]:
    wanted = {one.round_id for one in entries}
    return {one.pk: one for one in Round.objects.filter(pk__in=wanted)}
