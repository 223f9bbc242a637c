"""One township's year before it is written: roster, ballots, points, team results, tie and gaps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessments.queries.roster import Member
from reports.demo.chance import Chance, happens, some
from reports.demo.scores import TENTH, Meeting, Scores, Votes, meeting, scores, team

TOP_LINE = Fraction(90)
MIN_MONTHS = 6
BARRING_TEAMS = ("fair", "poor")


class Stage(StrEnum):
    """How far a township's year has come."""

    FULL = "full"  # everything entered, to be submitted
    GAPS = "gaps"  # something is still missing
    SUBMITTED = "submitted"
    DECIDED = "decided"
    NOTICE = "notice"
    FEEDBACK = "feedback"
    REPORTED = "reported"
    FINAL = "final"


def reached(stage: Stage, asked: Stage) -> bool:
    """Say whether a township at a stage has got as far as another."""
    order = list(Stage)
    return order.index(stage) >= order.index(asked)


@dataclass(slots=True, eq=False)
class Line:
    """A cadre of the roster with his year's scores; none where they are not entered yet."""

    member: Member
    merit: float
    barred: bool  # by a warning or sanction of the year
    scores: Scores
    votes_in: bool = True
    points_in: tuple[bool, ...] = (True,) * 5

    @property
    def graded(self) -> bool:
        return self.member.months >= MIN_MONTHS

    @property
    def votes(self) -> tuple[int | None, ...]:
        return self.scores.votes if self.votes_in and self.graded else (None,) * 4

    @property
    def points(self) -> tuple[Decimal | None, ...]:
        if not self.graded:
            return (None,) * 5
        pairs = zip(self.scores.points, self.points_in, strict=True)
        return tuple(point if known else None for point, known in pairs)


@dataclass(slots=True)
class Draft:
    """A township's year."""

    lines: list[Line]
    teams: dict[int, str]
    held_on: date | None
    meetings: dict[int, Meeting]
    no_team: set[int] = field(default_factory=set)

    def competing(self) -> list[Line]:
        """List those who reach the top band and are not barred, best first."""
        able = [
            line
            for line in self.lines
            if line.graded and not line.barred and not self._gated(line)
            if line.scores.composite >= TOP_LINE
        ]
        return sorted(able, key=lambda line: line.scores.composite, reverse=True)

    def meeting_of(self, village: int) -> Meeting:
        """Give a village's meeting, with as many people as its fullest ballot box needs."""
        drawn = self.meetings[village]
        present = max(drawn.present, self.returned(village))
        return Meeting(max(drawn.expected, present), present)

    def returned(self, village: int) -> int:
        """Give how many ballots came back: as many as the cadre with most of them needs."""
        return max(sum(one.scores.votes) for one in self.lines if one.member.village_id == village)

    def _gated(self, line: Line) -> bool:
        return line.member.is_principal and self.teams[line.member.village_id] in BARRING_TEAMS


def draft(
    dice: Chance,
    roster: list[Member],
    merits: dict[int, float],
    *,
    barred: Collection[int],
    meeting_from: date,
) -> Draft:
    """Draw a township's year: every village meets, every cadre is scored."""
    meetings = {village: meeting(dice) for village in dict.fromkeys(m.village_id for m in roster)}
    generous = dice.gauss(0, 0.25)
    lines = [
        _line(dice, member, merits, meetings, generous, barred=member.person_id in barred)
        for member in roster
    ]
    return Draft(
        lines=lines,
        teams={village: team(dice, _leading(lines, village)) for village in meetings},
        held_on=meeting_from + timedelta(days=dice.randint(0, 2)),
        meetings=meetings,
    )


def _line(
    dice: Chance,
    member: Member,
    merits: dict[int, float],
    meetings: dict[int, Meeting],
    generous: float,
    *,
    barred: bool,
) -> Line:
    merit = merits[member.person_id]
    present = meetings[member.village_id].present
    drawn = scores(dice, merit=merit - 0.8 * barred, generous=generous, present=present)
    return Line(member, merit, barred, drawn)


def _leading(lines: list[Line], village: int) -> float:
    own = [x.merit for x in lines if x.member.village_id == village and x.member.is_principal]
    return max(own, default=0.0)


def tie(found: Draft, seats: int) -> bool:
    """Give the first one below the cut the result of the last one above it."""
    ranked = found.competing()
    if not 0 < seats < len(ranked):
        return False
    ranked[seats].scores = ranked[seats - 1].scores
    return True


def leave_gaps(dice: Chance, found: Draft) -> None:
    """Leave something for the clerk: some points, a village's ballots, a team, the meeting."""
    graded = [line for line in found.lines if line.graded]
    for line in some(dice, graded, dice.randint(1, 4)):
        line.points_in = _without(dice.choice((3, 3, 0, 2, 4)))
    villages = list(found.teams)
    if happens(dice, 0.5):
        village = dice.choice(villages)
        for line in found.lines:
            line.votes_in = line.member.village_id != village
    if happens(dice, 0.5):
        found.no_team = set(some(dice, villages, 2))
    if happens(dice, 0.2):
        found.held_on = None  # and without the meeting there are no ballots
        for line in found.lines:
            line.votes_in = False


def show(found: Draft, seats: int) -> None:
    """Arrange the showcase: one of everything that the board has to explain."""
    quiet = [line for line in found.lines if not line.barred and not line.member.is_principal]
    for village, result in found.teams.items():
        found.teams[village] = "good" if result in BARRING_TEAMS else result
    _bar_by_team(found)
    for line in found.lines:
        if line.barred:
            line.scores = _at_least(line.scores, (30, 12, 0, 0), Decimal("94.0"))
    _raise_to(found, quiet, seats)
    tie(found, seats)
    late = min(quiet, key=lambda line: (line.scores.composite, line.member.person_id))
    # Few good ballots: even full points would not lift him over the line, so nobody waits for him.
    late.scores = replace(late.scores, votes=(4, 12, 18, 6))
    late.points_in = _without(3)


def _bar_by_team(found: Draft) -> None:
    heads = [line for line in found.lines if line.member.is_principal and not line.barred]
    alone = [x for x in heads if "、" in x.member.posts and "主任" in x.member.posts] or heads
    best = max(alone, key=lambda line: (line.scores.composite, line.member.person_id))
    best.scores = _at_least(best.scores, (36, 8, 0, 0), Decimal("95.0"))
    found.teams[best.member.village_id] = "fair"


def _raise_to(found: Draft, quiet: list[Line], seats: int) -> None:
    """See to it that more people reach the top band than there are seats."""
    spare = sorted(quiet, key=lambda line: line.scores.composite, reverse=True)
    for line in spare:
        if len(found.competing()) > seats + 1:
            return
        if line.scores.composite < TOP_LINE:
            line.scores = _at_least(line.scores, (26, 12, 1, 0), Decimal("90.3"))


def _at_least(one: Scores, votes: Votes, target: Decimal) -> Scores:
    """Give scores whose points sum to the target."""
    share = target / 100
    ten, twenty = (TENTH * round(weight * share / TENTH) for weight in (10, 20))
    performance = target - 3 * ten - twenty
    return replace(one, votes=votes, points=(ten, ten, ten, performance, twenty))


def _without(place: int) -> tuple[bool, ...]:
    return tuple(index != place for index in range(5))
