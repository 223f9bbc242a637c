"""A township's year for the tests of its papers: two groups of voters, all ways to be graded."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.acting import Acting
from assessments.models import Round, VoterGroup
from assessments.services import deciding, votes
from assessments.views.rows import rounds
from reports.papers.assessment.catalogue import BY_KEY, file_of
from reports.papers.assessment.matter import Matter
from reports.papers.document import File
from tests.assessments import stage

GROUPS = (("党员", "60"), ("村民代表", "40"))


def parted(found: Round) -> None:
    """Part the plan's voters into two groups, once for all its rounds."""
    plan = found.plan
    if plan.voter_groups.count() != len(GROUPS):
        plan.voter_groups.all().delete()
        for at, (name, weight) in enumerate(GROUPS):
            VoterGroup.objects.create(
                plan=plan, scope_path=plan.scope_path, name=name, weight=weight, place=at
            )


def entered(found: Round, clerk: Acting, scores: Sequence[int]) -> None:
    """Enter everything; the second group votes as the first."""
    parted(found)
    stage.entered(found, clerk, list(scores))
    second = stage.groups(found)[1]
    sent = {one.pk: stage.ballots(second, stage.tally(one)) for one in stage.roster(found)}
    votes.save_votes(round=found, votes=sent, by=clerk)


def decided(found: Round, clerk: Acting, committee: Acting) -> Round:
    """Submit and decide; of those who tie the first are chosen."""
    deciding.submit_round(round=found, by=clerk)
    found.refresh_from_db()
    result = found.proposal.outcome["result"]
    return stage.decided(found, committee, {int(pk) for pk in result["tied"][: result["left"]]})


def told(found: Round, clerk: Acting) -> Round:
    """Have the notice over and every cadre's letter issued."""
    return stage.told(stage.posted(found, clerk), clerk)


def matter_of(found: Round, by: Acting) -> Matter:
    """Load the round as the pages do."""
    return Matter(rounds(by).get(pk=found.pk), by)


def drawn(key: str, found: Round, by: Acting, only: int | None = None) -> File:
    """Draw a kind's papers as they would be handed out now."""
    return file_of(BY_KEY[key], matter_of(found, by), only)
