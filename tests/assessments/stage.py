"""Stages of a year for the page tests: people in villages, an adopted plan, rounds as far as asked.

Everything is done through the services, by the people who do it in an office.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounts.acting import Acting
from accounts.models import Division
from assessments.models import Entry, Plan, Round
from assessments.services import deciding, entering, plans, rounds
from assessments.states import Dimension
from cadres.models import Person
from cadres.posts import Post
from tests.cadres.factories import make_person, make_tenure

YEAR, DAY = 2018, date(2018, 12, 31)
POSTS = (Post.PARTY_SECRETARY, Post.VC_DIRECTOR, Post.PARTY_DEPUTY, Post.VC_DEPUTY)


def people(village: Division, several: int = 5, names: Sequence[str] = ()) -> list[Person]:
    """Put so many cadres in post in a village: secretary, director, and members."""
    found = [make_person(village.parent, name) for name in names or [""] * several]
    for place, person in enumerate(found):
        make_tenure(person, village, POSTS[place] if place < len(POSTS) else Post.VC_MEMBER)
    return found


def adopted(officer: Acting, year: int = YEAR) -> Plan:
    """Draft a plan from the defaults and adopt it."""
    plan = plans.draft_plan(county=officer.division, year=year, by=officer)
    return plans.adopt_plan(plan=plan, by=officer)


def opened(officer: Acting, township: Division) -> Round:
    """Open the county's rounds and give the township's."""
    rounds.open_rounds(plan=adopted(officer), by=officer)
    return Round.objects.get(township=township)


def entered(found: Round, clerk: Acting, scores: list[int], team: str = "good") -> None:
    """Fill in everything: the cadres get these scores in both forms, in the order of the roster."""
    entries = roster(found)
    entering.save_meeting(
        round=found, meeting_on=date(2018, 12, 28), expected=100, present=90, by=clerk
    )
    votes = {entry.pk: _votes(score) for entry, score in zip(entries, scores, strict=True)}
    entering.save_votes(round=found, votes=votes, by=clerk)
    points = {entry.pk: _points(score) for entry, score in zip(entries, scores, strict=True)}
    entering.save_targets(round=found, points=points, by=clerk)
    results = {entry.village_id: team for entry in entries}
    entering.save_teams(round=found, results=results, by=clerk)
    found.refresh_from_db()


def roster(found: Round) -> list[Entry]:
    """List the round's cadres in a fixed order."""
    return list(Entry.objects.filter(round=found, on_roster=True).order_by("pk"))


def submitted(found: Round, clerk: Acting, scores: list[int]) -> Round:
    entered(found, clerk, scores)
    deciding.submit_round(round=found, by=clerk)
    found.refresh_from_db()
    return found


def decided(found: Round, committee: Acting, chosen: set[int] = frozenset()) -> Round:  # type: ignore[assignment]
    reason = "年度任务完成得更好" if chosen else ""
    deciding.decide_round(
        round=found,
        chosen=set(chosen),
        reason=reason,
        minutes="党委会纪要〔2018〕32 号",
        by=committee,
    )
    found.refresh_from_db()
    return found


def _votes(score: int) -> entering.Votes:
    """Give 20 ballots whose mean is the score, for even scores from 80."""
    excellent = score - 80
    return entering.Votes(excellent, 20 - excellent, 0, 0)


def _points(score: int) -> dict[str, Decimal]:
    """Spread a score over the five aspects of the default plan (10, 10, 10, 50, 20)."""
    short = Decimal(100 - score)
    return dict.fromkeys(Dimension.values, Decimal(10)) | {
        Dimension.PERFORMANCE: Decimal(50) - short,
        Dimension.PROBITY: Decimal(20),
    }


def more_people(village: Division, several: int) -> None:
    """Put further members in post beside those there are."""
    for _ in range(several):
        make_tenure(make_person(village.parent), village, Post.VC_MEMBER)
