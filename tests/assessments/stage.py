"""Stages of a year for the page tests: people in villages, an adopted plan, rounds as far as asked.

Everything is done through the services, by the people who do it in an office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from assessments.models import Entry, Letter, Plan, Round, VoterGroup
from assessments.queries.ballots import COUNTS
from assessments.services import deciding, entering, meetings, notice, plans, rounds, votes
from assessments.services.notice import Service
from assessments.services.sittings import Sitting
from assessments.states import Dimension, RoundStatus
from cadres.models import Person
from cadres.posts import Post
from tests.cadres.factories import make_person, make_tenure

MINUTES = "党委会纪要〔2018〕32 号"
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
    met(found, clerk)
    rated(found, clerk, {entry.pk: _votes(one) for entry, one in zip(entries, scores, strict=True)})
    points = {entry.pk: _points(score) for entry, score in zip(entries, scores, strict=True)}
    entering.save_targets(round=found, points=points, by=clerk)
    results = {entry.village_id: team for entry in entries}
    entering.save_teams(round=found, results=results, by=clerk)
    found.refresh_from_db()


def met(found: Round, clerk: Acting, came: Sequence[int] = (100, 90, 90, 90), **more: Any) -> None:
    """Enter the villages' meetings, all groups alike: expected, present, handed out, returned."""
    villages = {entry.village_id for entry in roster(found)}
    line = {"held_on": date(found.year, 12, 28), "host": "欧阳建国"} | more
    for group in groups(found):
        names = (f"{group.pk}-{name}" for name in meetings.CAME)
        line |= dict(zip(names, came, strict=True))
    meetings.save_meetings(round=found, meetings=dict.fromkeys(villages, line), by=clerk)


def rated(found: Round, clerk: Acting, counts: Mapping[int, Sequence[int | None]]) -> int:
    """Enter ballots by entry id, as the first group gave them; give the number of changes."""
    group = groups(found)[0]
    sent = {pk: ballots(group, given) for pk, given in counts.items()}
    return votes.save_votes(round=found, votes=sent, by=clerk)


def ballots(group: VoterGroup, counts: Sequence[int | None]) -> dict[str, int | None]:
    """Give the cells of one group's four counts."""
    return {f"{group.pk}-{name}": count for name, count in zip(COUNTS, counts, strict=True)}


def groups(found: Round) -> list[VoterGroup]:
    """List the groups of voters of the round's plan."""
    return list(found.plan.voter_groups.all())


def tally(entry: Entry) -> tuple[int | None, ...]:
    """Read what is stored of the first group's ballots for a cadre."""
    row = entry.tallies.order_by("group__place", "group_id").values_list(*COUNTS).first()
    return row or (None,) * 4


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
        sitting=sitting(),
        by=committee,
    )
    found.refresh_from_db()
    return found


def sitting(number: str = MINUTES, **other: Any) -> Sitting:
    """Give a sitting of the day, as its minutes tell it."""
    return Sitting(number, **{"held_on": today(), "attended": "刘书记、彭委员、王镇长"} | other)


def _votes(score: int) -> tuple[int, int, int, int]:
    """Give 20 ballots whose mean is the score, for even scores from 80."""
    excellent = score - 80
    return excellent, 20 - excellent, 0, 0


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


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let it be another day for a while."""
    before = settings.BUSINESS_DAY
    settings.BUSINESS_DAY = day
    try:
        yield
    finally:
        settings.BUSINESS_DAY = before


def posted(found: Round, clerk: Acting) -> Round:
    """Hang out the grades today."""
    notice.post_notice(round=found, on=today(), place="各村村务公开栏", by=clerk)
    found.refresh_from_db()
    return found


def told(found: Round, clerk: Acting) -> Round:
    """End the notice on the day after its last, and issue the letters."""
    with on_day(found.notice_until + timedelta(days=1)):
        notice.start_feedback(round=found, by=clerk)
    found.refresh_from_db()
    return found


def served(found: Round, clerk: Acting) -> Round:
    """Hand every letter to its reader."""
    with on_day(found.feedback_on):
        letters = Letter.objects.filter(round=found, attempt=found.attempt, served_on=None)
        hand = {
            one.pk: Service(today(), "in_person", one.entry.name)
            for one in letters.select_related("entry")
        }
        notice.serve_letters(round=found, served=hand, by=clerk)
    return found


def reported(found: Round, clerk: Acting) -> Round:
    """Carry a decided round through notice and feedback to the county."""
    if found.status == RoundStatus.DECIDED:
        posted(found, clerk)
    if found.status == RoundStatus.NOTICE:
        told(found, clerk)
    served(found, clerk)
    with on_day(found.feedback_on):
        notice.report_round(round=found, by=clerk)
    found.refresh_from_db()
    return found


def filed(found: Round, clerk: Acting, officer: Acting) -> Round:
    """Carry a decided round to its end."""
    reported(found, clerk)
    with on_day(found.reported_on):
        deciding.file_round(round=found, by=officer)
    found.refresh_from_db()
    return found


def brought(
    found: Round,
    to: RoundStatus | str,
    scores: list[int],
    clerk: Acting,
    committee: Acting,
    officer: Acting,
    chosen: set[int] = frozenset(),  # type: ignore[assignment]
) -> Round:
    """Bring an opened round as far as this status, by the services alone."""
    order = list(RoundStatus).index(RoundStatus(to))
    if order >= 1:
        submitted(found, clerk, scores)
    if order >= 2:
        decided(found, committee, chosen)
    if order >= 3:
        posted(found, clerk)
    if order >= 4:
        told(found, clerk)
    if order >= 5:
        reported(found, clerk)
    if order >= 6:
        with on_day(found.reported_on):
            deciding.file_round(round=found, by=officer)
    found.refresh_from_db()
    return found
