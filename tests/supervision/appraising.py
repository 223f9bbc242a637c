"""Stages of an appraisal for the tests, reached through the services by those who do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.acting import Acting
from accounts.models import Division
from cadres.models import Person
from cadres.posts import Post
from supervision.models import Appraisal, AppraisalResult, Appraised
from supervision.rules.appraisals import Meeting
from supervision.services import appraisal_results as results
from supervision.services import appraisals as services
from supervision.services.appraisals import Notice, Votes
from tests.cadres.factories import make_person, make_tenure

POSTS = (Post.VC_DIRECTOR, Post.VC_DEPUTY, Post.CLERK)
TODAY = date(2018, 12, 20)
GOOD, BAD = (40, 5), (10, 31)  # of 60 ballots that came back


def people(village: Division, posts: Sequence[Post] = POSTS) -> list[Person]:
    """Put a person into each of these posts."""
    found = [make_person(village.parent) for _ in posts]
    for person, post in zip(found, posts, strict=True):
        make_tenure(person, village, post, began_on=date(2014, 5, 1))
    return found


def notice(held: date, ahead: int = 15) -> Notice:
    noticed = date.fromordinal(held.toordinal() - ahead)
    return Notice(noticed, held, "村部会议室", "定于该日召开民主评议会，请全体村民代表参加。")


def meeting(held: date, **other: Any) -> Meeting:
    given = {
        "host": "王监督", "assembly": "representatives", "expected": 80, "present": 70,
        "handed_out": 65, "returned": 60,
    }  # fmt: skip
    return Meeting(held, **given | other)


def noticed(village: Division, clerk: Acting, held: date, ahead: int = 15) -> Appraisal:
    return services.give_notice(village=village, notice=notice(held, ahead), by=clerk)


def held(village: Division, clerk: Acting, on: date, ahead: int = 15) -> Appraisal:
    found = noticed(village, clerk, on, ahead)
    return services.record_meeting(appraisal=found, meeting=meeting(on), by=clerk)


def roster(found: Appraisal) -> list[Appraised]:
    return list(Appraised.objects.filter(appraisal=found).order_by("pk"))


def submitted(
    village: Division, clerk: Acting, on: date, votes: Sequence[tuple[int, int]], ahead: int = 15
) -> Appraisal:
    found = held(village, clerk, on, ahead)
    enter(found, clerk, votes)
    return services.submit(appraisal=found, by=clerk)


def enter(found: Appraisal, clerk: Acting, votes: Sequence[tuple[int, int]]) -> None:
    rows = zip(roster(found), votes, strict=True)
    services.save_votes(votes={one.pk: Votes(*cast) for one, cast in rows}, by=clerk)


def announced(
    village: Division, who: tuple[Acting, Acting], on: date, votes: Sequence[tuple[int, int]],
    ahead: int = 15,
) -> Appraisal:  # fmt: skip
    clerk, committee = who
    found = submitted(village, clerk, on, votes, ahead)
    return results.announce(appraisal=found, announced_on=on, by=committee)


def in_force(found: Appraisal) -> list[AppraisalResult]:
    found.refresh_from_db()
    rows = AppraisalResult.objects.filter(appraisal=found, revision=found.revision)
    return list(rows.order_by("appraised_id"))
